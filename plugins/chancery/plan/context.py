"""What the builders of pages share: one site in one language."""

from __future__ import annotations

from dataclasses import dataclass, field

from chancery.common.languages import language_name
from chancery.network.model import Post
from chancery.plan.feature import Place
from chancery.plan.index import Index
from chancery.plan.links import Links
from chancery.plan.news import News
from chancery.plan.newsviews import AgendaLine, AlertView, NoticeLine
from chancery.plan.texts import TextPages
from chancery.plan.views import Link, Words
from chancery.plan.words import N_, Localiser

#: Who publishes a demonstration that does not say who does.
DEMONSTRATION = N_("Demonstration, publisher not named")


@dataclass(frozen=True, slots=True)
class Context:
    """One site (a post's, or the portal's) in one language, with all that its pages need."""

    index: Index
    post: Post | None
    localiser: Localiser
    links: Links
    languages: tuple[str, ...]
    texts: TextPages
    news: News
    _text_links: dict[str, Link] = field(default_factory=dict, repr=False, compare=False)

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.localiser.language

    def say(self, message: str) -> str:
        """Return an interface text in the reader's language."""
        return self.localiser.say(message)

    @property
    def publisher(self) -> Words:
        """Who publishes the sites: the publisher that is named, else the ministry.

        A demonstration that names nobody says so.
        """
        ministry = self.index.ministry
        if ministry.publisher is not None:
            return self.localiser.words(ministry.publisher.name)
        demonstration = Words(self.say(DEMONSTRATION))
        return demonstration if ministry.demonstration else self.localiser.words(ministry.name)

    def link(self, key: str, label: str) -> Link:
        """Return the link to a page that is made of data; label: marked for the catalogues."""
        path = "" if key == "home" else f"{key}/"
        return Link(self.links.page(self.language, path), Words(self.say(label)), key)

    def site_link(self, post: Post, path: str = "") -> Link:
        """Return the link to a post's site, or to a page of it, by the name of the post."""
        return Link(
            self.links.site(post.id, self.language, path), Words(self.localiser.title(post))
        )

    def text_link(self, slug: str) -> Link:
        """Return the link to a page of text, with its title in the best language there is."""
        found = self._text_links.get(slug)
        if found is None:
            found = self._text_links[slug] = self._text_link(slug)
        return found

    def _text_link(self, slug: str) -> Link:
        document = self.texts.pages[slug].choose(self.localiser.order)[0]
        tag = document.language if document.language != self.language else ""
        href = self.links.page(self.language, f"{slug}/")
        name = language_name(tag, self.language) if tag else ""
        return Link(href, Words(document.front.title, tag), slug, language_name=name)

    def needs(self, slug: str) -> tuple[Link, ...]:
        """Return links to what a page of text answers, in the words of somebody who needs it.

        Each leads to the page, or to the heading that answers it.
        """
        page = self.text_link(slug)
        document = self.texts.pages[slug].choose(self.localiser.order)[0]
        anchors = {heading.anchor for heading in document.fragment.headings}
        return tuple(
            Link(
                self.links.page(self.language, f"{slug}/", anchor if anchor in anchors else ""),
                Words(words, page.words.language),
                slug,
                language_name=page.language_name,
            )
            for anchor, found in document.front.needs.items()
            for words in found
        )

    def offered(self, place: Place) -> tuple[Link, ...]:
        """Return the links that features offer at a place, in their order."""
        return tuple(link for at in self.index.offers[place] for link in at.links(self))

    def agenda(self) -> tuple[AgendaLine, ...]:
        """Return the days to come that features tell of, the next first."""
        features = self.index.inputs.features
        lines = (line for feature in features for line in feature.agenda(self))
        return tuple(sorted(lines, key=lambda line: line.iso))

    def notices(self) -> tuple[NoticeLine, ...]:
        """Return what is different for a while for those whom a site is for."""
        features = self.index.inputs.features
        return tuple(line for feature in features for line in feature.notices(self))

    def banners(self) -> tuple[AlertView, ...]:
        """Return what stands at the top of every page of the site."""
        features = self.index.inputs.features
        return tuple(view for feature in features for view in feature.banners(self))

    def service_links(self, slug: str) -> tuple[Link, ...]:
        """Return where one goes on from a service, by the slug of its page."""
        features = self.index.inputs.features
        return tuple(link for feature in features for link in feature.service_links(self, slug))

    def group(self, name: str) -> tuple[Link, ...]:
        """Return the links to the text pages of a part of the navigation, in their order."""
        pages = self.texts.pages
        return tuple(self.text_link(slug) for slug, page in pages.items() if page.group == name)
