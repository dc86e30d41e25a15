"""The one place that makes addresses."""

from __future__ import annotations

from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.plan.index import Index
from chancery.plan.views import ROOT


def publish_url(post: Post | None, ministry: Ministry) -> str:
    """Return the absolute address where a site will live, with a slash at its end."""
    if post is None:
        return ministry.url
    return post.publish_url or f"{ministry.url}{post.id}/"


class Links:
    """Makes the links of one site.

    Links within the site are relative and begin with the placeholder `ROOT`. Links to another site
    are relative too where the whole tree is published as one, else absolute.
    """

    def __init__(self, index: Index, post: Post | None) -> None:
        """Make links for the site of a post, or for the portal."""
        self.index, self.post = index, post
        settings = index.inputs.settings
        self._tail = "index.html" if settings.file_links else ""
        self._one_tree = settings.one_tree
        self.base = publish_url(post, index.ministry)
        self._to_root = ROOT if post is None else ROOT + "../"

    def page(self, language: str, path: str, anchor: str = "") -> str:
        """Return the link to a page of this site; path: below the language's folder."""
        return f"{ROOT}{language}/{path}{self._tail}{'#' + anchor if anchor else ''}"

    def file(self, path: str) -> str:
        """Return the link to a file of this site that is in no language's folder."""
        return f"{ROOT}{path}"

    def absolute(self, language: str, path: str) -> str:
        """Return the public address of a page of this site."""
        return f"{self.base}{language}/{path}"

    def portal(self, language: str, path: str = "", anchor: str = "") -> str:
        """Return a link to a page of the portal, in its main language if it lacks this one."""
        languages = self.index.languages(None)
        if language not in languages:
            language = self.index.order(language, languages)[1] if languages else language
        root = self._to_root if self._one_tree or self.post is None else self.index.ministry.url
        tail = self._tail if self._one_tree else ""
        return f"{root}{language}/{path}{tail}{'#' + anchor if anchor else ''}"

    def site(self, post_id: str, language: str, path: str = "", anchor: str = "") -> str:
        """Return the link to another post's site in a language.

        It leads to the choice of languages if that site lacks the language; to a notice on the
        portal if the site could not be made; to the entry on the site that lists it if the post has
        none.
        """
        host, entry = self.index.host(post_id)
        if not host:
            return self.portal(language)
        post = self.index.posts.get(host)
        if post is None:
            return self.portal(language, "unavailable/", host)
        if entry:
            path, anchor = "contact/", f"site-{entry}"
        if self.post is not None and host == self.post.id:
            return self.page(language, path, anchor)
        has = language in self.index.languages(post)
        below = f"{language}/{path}" if has else ""
        at = f"#{anchor}" if anchor and has else ""
        if self._one_tree:
            return f"{self._to_root}{host}/{below}{self._tail}{at}"
        return f"{publish_url(post, self.index.ministry)}{below}{at}"
