"""What a site reads: one key over all of it, so that an equal key means an equal site."""

from __future__ import annotations

from chancery.common.digest import digest
from chancery.content.model import Document, Slot
from chancery.network.model import Post
from chancery.plan.hours import minutes_between, monday_of, open_ranges
from chancery.plan.index import Index
from chancery.plan.news import feeds_of, site_hub_news, site_news
from chancery.plan.texts import PageTexts, shelf


class Keys:
    """Makes the keys of all sites of a network; what sites share is digested once."""

    def __init__(self, index: Index, code: bytes) -> None:
        """Prepare the keys; code: a digest over the version of Chancery and its libraries."""
        self.index = index
        inputs = index.inputs
        self._monday = monday_of(inputs.settings.today)
        network = inputs.network
        settings = inputs.settings
        flags = (settings.one_tree, settings.file_links, settings.publishing)
        names = sorted(network.naming.countries.items())
        self._common = digest(
            code, inputs.theme.digest, flags, network.ministry, names, sorted(index.failed),
            sorted(index.portal_slugs), _slot_targets(index),
        )  # fmt: skip
        self._posts = {post.id: digest(post) for post in network.posts}
        self._entries = {
            key: digest([(entry.id, entry.hash, entry.shown_at) for entry in found])
            for key, found in index.entries.items()
        }

    def site(self, post: Post) -> bytes:
        """Give the key of a post's site."""
        related = self.index.related(post)
        zones = [self._clock(post, other) for other in (post, *related)]
        return digest(
            self._common,
            self._posts[post.id],
            [(other.id, self._posts[other.id]) for other in related],
            self.index.partners(post),
            self.index.posts.get(post.hub or "") and self.index.partners(post),
            [_texts(page) for page in shelf(self.index, post).values()],
            self._news(post),
            zones,
        )

    def portal(self) -> bytes:
        """Give the key of the portal, which reads every post."""
        return digest(
            self._common,
            list(self._posts.items()),
            self.index.network.partners,
            self.index.network.failed,
            [_texts(page) for page in shelf(self.index, None).values()],
            self._news(None),
        )

    def _news(self, post: Post | None) -> list[object]:
        found: list[object] = [_texts(item) for item in site_news(self.index, post).values()]
        hub = self.index.posts.get(post.hub or "") if post else None
        if hub is not None:
            found += [_texts(item) for item in site_hub_news(self.index, hub).values()]
        found += [(feed.key, self._entries.get(feed.key)) for feed, _ in feeds_of(self.index, post)]
        return found

    def _clock(self, post: Post, other: Post) -> object:
        """Give what of time shows on a site: another post's week, and how far clocks are apart."""
        hours = [h for h in (other.opening_hours, *(o.opening_hours for o in other.offices)) if h]
        hours += [c.hours for c in other.contacts if c.hours and c.hours != "out-of-hours"]
        gap = 0
        if post.timezone and other.timezone:
            gap = minutes_between(other.timezone, post.timezone, self._monday)
        return gap, [open_ranges(expression, self._monday) for expression in hours]


def _slot_targets(index: Index) -> list[object]:
    """Give what links in texts need of what they lead to: where posts and news have their pages."""
    names: dict[str, set[str]] = {"post": set(), "news": set()}
    for document in index.inputs.documents:
        for piece in document.fragment.pieces:
            if isinstance(piece, Slot) and piece.kind in names:
                names[piece.kind].add(piece.target)
    posts = (index.posts[name] for name in sorted(names["post"]) if name in index.posts)
    found: list[object] = [(p.id, p.site, p.parent, p.publish_url, index.languages(p))
                           for p in posts]  # fmt: skip
    for slug in sorted(names["news"]):
        found.append((slug, [text.digest for text in index.central_news.get(slug, ())]))
    return found


def _texts(page: PageTexts) -> list[bytes]:
    documents: list[Document] = [*page.shared.values(), *page.local.values()]
    return [document.digest for document in documents]
