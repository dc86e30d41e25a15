"""Which text a site shows on which page: shared or local, in which language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import escape
from msgspec.structs import replace

from chancery.common.languages import autonym, direction, language_name
from chancery.content.model import HERE, SAID, Document, FrontMatter, Heading, Slot
from chancery.content.scan import EASY
from chancery.network.model import Post
from chancery.plan import statements
from chancery.plan.index import Index
from chancery.plan.links import Links
from chancery.plan.views import Link, TextSection, TextView, Words
from chancery.plan.words import N_, Localiser

#: The fewest headings that make a list of contents, and the most of a text that it names.
CONTENTS_FROM = 4
CONTENTS_MOST = 40
#: The pages made of data that the portal has too, under the names that texts use.
PORTAL_PAGES = {
    "home": "", "contact": "contact/", "help": "contact/", "news": "news/", "channels": "channels/",
}  # fmt: skip
IN_EASY = N_("In easy language")
SAMPLE = N_("Sample text")
REVIEWED = N_("Last reviewed on {date}")
IN_FULL = N_("The full page")
#: Where the post's own part of a shared page begins.
LOCAL_ANCHOR = "site-local"
#: Headings and links to them; in the words of a text no tag begins, since `<` is escaped there.
_ANCHORED = re.compile(r'(<h[234] id="|<a href="#)([^"]+)(?=">)')


@dataclass
class PageTexts:
    """The texts of one page of a site, by language; asked only once all of them are there."""

    slug: str
    shared: dict[str, Document] = field(default_factory=dict)
    local: dict[str, Document] = field(default_factory=dict)
    _chosen: dict[tuple[str, ...], tuple[Document, Document | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def digests(self) -> list[bytes]:
        """What tells its texts from others, for the keys of sites."""
        return [document.digest for document in (*self.shared.values(), *self.local.values())]

    @cached_property
    def policy(self) -> str:
        """What the ministry lets a post do with the page: replace, extend or locked."""
        return next((d.front.local for d in self.shared.values()), "replace")

    def choose(self, order: tuple[str, ...]) -> tuple[Document, Document | None]:
        """Return the text to show to readers of the first language, and one that extends it.

        The reader's language comes before anything else: the nearest text in it, then the next
        language's. A local text goes before the shared one where it may replace it.
        """
        found = self._chosen.get(order)
        if found is None:
            found = self._chosen[order] = self._choice(order)
        return found

    def _choice(self, order: tuple[str, ...]) -> tuple[Document, Document | None]:
        rivals = [self.local, self.shared] if self.policy == "replace" else [self.shared]
        if not self.shared:
            rivals = [self.local]
        document = _first(rivals, order)
        extension = None
        if self.policy == "extend" and self.shared and self.local:
            extension = _first([self.local], order)
        return document, extension

    def languages(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Return the languages of a site in which the page truly exists."""
        has = {**self.shared, **(self.local if self.policy == "replace" or not self.shared else {})}
        return tuple(tag for tag in languages if tag in has)

    @cached_property
    def group(self) -> str:
        """The part of the navigation it belongs to."""
        return next(iter((self.shared or self.local).values())).front.group

    @cached_property
    def order(self) -> int:
        """Its position in its group."""
        return next(iter((self.shared or self.local).values())).front.order


def _first(rivals: list[dict[str, Document]], order: tuple[str, ...]) -> Document:
    for tag in order:
        for texts in rivals:
            if tag in texts:
                return texts[tag]
    return next(iter(next(texts for texts in rivals if texts).values()))


def applies(document: Document, post: Post | None) -> bool:
    """Say whether a shared text is for a post; the portal shows what is for every post."""
    front = document.front
    if post is None:
        return not (front.kinds or front.countries or front.posts)
    return (
        (not front.kinds or post.kind in front.kinds)
        and (not front.countries or post.country in front.countries)
        and (not front.posts or post.id in front.posts)
    )


def shelf(index: Index, post: Post | None) -> dict[str, PageTexts]:
    """Return the pages of text of a site, in the order of their groups and positions."""
    pages: dict[str, PageTexts] = {}
    for slug, documents in index.shared.items():
        for document in documents:
            if applies(document, post) and index.appears(document):
                pages.setdefault(slug, PageTexts(slug)).shared[document.language] = document
    for slug, documents in index.local[post.id].items() if post else ():
        for document in documents:
            if index.appears(document):
                page = pages.setdefault(slug, PageTexts(slug))
                full = pages.get(slug.removesuffix(EASY), page)
                if "locked" not in (page.policy, full.policy):
                    page.local[document.language] = document
    found = {slug: page for slug, page in pages.items() if page.shared or page.local}
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def portal_news(index: Index, slug: str) -> list[Document]:
    """Return the texts of a news item that has a page on the portal; none where it has none."""
    return [
        text
        for text in index.central_news.get(slug, ())
        if applies(text, None) and index.appears(text)
    ]


class TextPages:
    """Makes the views of text pages of one site; what sites share is made once per process."""

    def __init__(
        self, index: Index, post: Post | None, links: Links, news: Mapping[str, PageTexts]
    ) -> None:
        """Make the text pages of the site of a post, or of the portal; news: its news items."""
        self.index, self.post, self.links, self.news = index, post, links, news
        every = shelf(index, post)
        self.pages = {slug: page for slug, page in every.items() if not slug.endswith(EASY)}
        self.easy = {
            slug.removesuffix(EASY): page
            for slug, page in every.items()
            if slug.endswith(EASY) and slug.removesuffix(EASY) in self.pages
        }
        self._translations: dict[str, tuple[Link, ...]] = {}

    def translations(self, slug: str, languages: tuple[str, ...]) -> tuple[Link, ...]:
        """Return the links to a page in each of the site's languages that it truly exists in."""
        found = self._translations.get(slug)
        if found is None:
            found = self._translations[slug] = tuple(
                Link(self.links.page(tag, f"{slug}/"), Words(autonym(tag), tag), tag)
                for tag in self.pages[slug].languages(languages)
            )
        return found

    def variant(self, localiser: Localiser, slug: str) -> Link | None:
        """Return the link to a page's variant in easy language; None where there is none."""
        page = self.easy.get(slug)
        if page is None or localiser.language not in page.languages((localiser.language,)):
            return None
        return Link(
            self.links.page(localiser.language, f"{slug}{EASY}/"),
            Words(localiser.say(IN_EASY)),
            slug,
        )

    def view(
        self, localiser: Localiser, document: Document, extension: Document | None = None,
        variant: Link | None = None,
    ) -> TextView:  # fmt: skip
        """Return the view of a text for readers of a language; equal ones are one object.

        variant: the link between a page and its variant in easy language, if there is one.
        """
        targets = tuple(self._hrefs(localiser, document))
        more = tuple(self._hrefs(localiser, extension)) if extension else ()
        key = (
            localiser.formats,
            localiser.order,
            document.file,
            targets,
            extension and extension.file,
            more,
            variant,
        )
        views = self.index.text_views
        if key not in views:
            made = self._made(localiser, document, targets, extension, more)
            views[key] = replace(made, variant=variant)
        return views[key]

    def _made(
        self, localiser: Localiser, document: Document, targets: tuple[str, ...],
        extension: Document | None, more: tuple[str, ...],
    ) -> TextView:  # fmt: skip
        front = document.front
        fallback = document.language if document.language != localiser.language else ""
        sections: tuple[TextSection, ...] = ()
        if extension is not None:
            taken = {heading.anchor for heading in document.fragment.headings}
            sections = (self._section(localiser, extension, more, taken),)
        headings = [h for h in document.fragment.headings if h.level == 2][:CONTENTS_MOST]
        contents = [(h.anchor, Words(h.text, fallback)) for h in headings]
        contents += [(LOCAL_ANCHOR, section.title) for section in sections]
        return TextView(
            title=Words(front.title, fallback),
            language=fallback,
            direction=direction(document.language),
            summary=front.summary or "",
            html=filled(document, targets),
            contents=tuple(contents) if len(contents) >= CONTENTS_FROM else (),
            fallback=language_name(document.language, localiser.language) if fallback else "",
            sample=front.sample,
            draft=front.status == "draft",
            reviewed=localiser.day(front.reviewed) if front.reviewed else "",
            date=localiser.day(document.date) if document.date else "",
            iso=document.date,
            sources=_sources(localiser, front),
            sections=sections,
            signed=front.sign_language or "",
        )  # fmt: skip

    def _section(
        self, localiser: Localiser, extension: Document, hrefs: tuple[str, ...], taken: set[str]
    ) -> TextSection:
        front = extension.front
        tag = extension.language if extension.language != localiser.language else ""
        html = _renamed(filled(extension, hrefs), extension.fragment.headings, taken)
        return TextSection(
            title=Words(front.title, tag),
            language=tag,
            direction=direction(extension.language),
            summary=front.summary or "",
            html=html,
            fallback=language_name(extension.language, localiser.language) if tag else "",
            sample=front.sample,
            draft=front.status == "draft",
            reviewed=localiser.day(front.reviewed) if front.reviewed else "",
            sources=_sources(localiser, front),
        )

    def insert(
        self, localiser: Localiser, post: Post, slot: str, taken: set[str] | None = None
    ) -> TextSection | None:
        """Return what a post says in a slot of what all posts show; None where it says nothing.

        taken: the anchors of the page.
        """
        document = self._document(localiser, post, slot)
        if document is None:
            return None
        hrefs = tuple(self._hrefs(localiser, document))
        return self._section(localiser, document, hrefs, taken or set())

    def _document(self, localiser: Localiser, post: Post, slot: str) -> Document | None:
        found = self.index.inserts.get(post.id, {}).get(slot, ())
        texts = {text.language: text for text in found if self.index.appears(text)}
        return PageTexts(slot, local=texts).choose(localiser.order)[0] if texts else None

    def inserted(self, localiser: Localiser, document: Document) -> tuple[Document, ...]:
        """Return what the site's post says in the slots of a text."""
        post = self.post
        if post is None or post.id not in self.index.inserts:
            return ()
        slots = (one for one in document.fragment.pieces if isinstance(one, Slot))
        found = (self._document(localiser, post, one.target) for one in slots if one.kind == HERE)
        return tuple(filter(None, found))

    def _hrefs(self, localiser: Localiser, document: Document) -> Iterator[str]:
        taken = {heading.anchor for heading in document.fragment.headings}
        for piece in document.fragment.pieces:
            if isinstance(piece, Slot) and piece.kind == SAID:
                yield statements.html(
                    self.index, localiser, self.post, piece.target, document.language
                )
            elif isinstance(piece, Slot):
                inserted = piece.kind == HERE
                yield (
                    self._inserted(localiser, piece.target, taken)
                    if inserted
                    else self.resolve(localiser, piece)
                )

    def _inserted(self, localiser: Localiser, slot: str, taken: set[str]) -> str:
        """Return what a post inserts into a text as cleaned HTML; nothing where it says nothing."""
        made = self.insert(localiser, self.post, slot, taken) if self.post else None
        if made is None:
            return ""
        tag = f' lang="{made.language}" dir="{made.direction}"' if made.language else ""
        notes = [localiser.say(SAMPLE)] if made.sample else []
        if made.reviewed:
            notes.append(localiser.say(REVIEWED).format(date=made.reviewed))
        note = f'<p class="reviewed">{escape(localiser.join(notes))}</p>' if notes else ""
        named = "".join(
            f'<li><a href="{escape(one.href)}">{escape(one.words.text)}</a></li>'
            for one in made.sources
        )
        sources = f"<ul>{named}</ul>" if named else ""
        title = f"<h3>{escape(made.title.text)}</h3>"
        return f'<section class="local"><div{tag}>{title}{made.html}</div>{sources}{note}</section>'

    def resolve(self, localiser: Localiser, slot: Slot) -> str:
        """Return the address a slot leads to on this site; empty where there is none at all."""
        language = localiser.language
        if slot.kind == "page":
            return self._page(language, slot)
        if slot.kind == "post":
            known = slot.target in self.index.posts or slot.target in self.index.failed
            return self.links.site(slot.target, language) if known else ""
        if slot.kind == "news":
            return self._news(language, slot.target)
        if self.post is None:
            return self.links.page(language, "contact/") if slot.kind == "contact" else ""
        if slot.kind == "contact":
            return self._contact(language, slot.target, self.post)
        listed = slot.target in self.pages and self.pages[slot.target].group == "services"
        anchor = f"site-{slot.target}" if listed else ""
        return self.links.page(language, "services/", anchor)

    def _contact(self, language: str, purpose: str, post: Post) -> str:
        """Lead to the way for a purpose where the post has one, else to all its ways."""
        if purpose == "emergency":
            return self.links.page(language, "help/")
        closed = self.index.standing(post).closed
        known = not closed and any(contact.purpose == purpose for contact in post.contacts)
        return self.links.page(language, "contact/", f"site-{purpose}" if known else "")

    def _news(self, language: str, slug: str) -> str:
        """Lead to a news item: here, else on the portal; without a name, to the list."""
        if not slug:
            return self.links.page(language, "news/")
        item = self.news.get(slug)
        if item is not None:
            languages = self.index.languages(self.post)
            folder = item_folder(item, self.index.order(language, languages), languages)
            return self.links.page(folder, f"news/{slug}/")
        central = portal_news(self.index, slug)
        if not central:
            return ""
        shared = PageTexts(slug, {text.language: text for text in central})
        languages = self.index.languages(None)
        folder = item_folder(shared, self.index.order(language, languages), languages)
        return self.links.portal(folder, f"news/{slug}/")

    def _page(self, language: str, slot: Slot) -> str:
        if slot.target in self.index.labels:
            if self.post is None:
                path = PORTAL_PAGES.get(slot.target)
                return "" if path is None else self.links.page(language, path)
            path = "" if slot.target == "home" else f"{slot.target}/"
            return self.links.page(language, path, slot.anchor)
        if slot.target in self.pages:
            return self.links.page(language, f"{slot.target}/", slot.anchor)
        if slot.target in self.index.portal_slugs:
            return self.links.portal(language, f"{slot.target}/", slot.anchor)
        return ""


def item_languages(item: PageTexts, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages in whose folders a news item has a page: its own, else the first."""
    own = tuple(tag for tag in languages if tag in item.shared or tag in item.local)
    return own or languages[:1]


def item_folder(item: PageTexts, order: tuple[str, ...], languages: tuple[str, ...]) -> str:
    """Return the language folder in which a reader finds a news item.

    order: the languages to take it from, the reader's first; languages: those of the site.
    """
    folders = item_languages(item, languages)
    if order[0] in folders:
        return order[0]
    chosen = item.choose(order)[0].language
    return chosen if chosen in folders else folders[0]


def _sources(localiser: Localiser, front: FrontMatter) -> tuple[Link, ...]:
    return tuple(
        Link(
            source.url, Words(source.title), note=localiser.seen(source.seen) if source.seen else ""
        )
        for source in front.sources
        if source.shown
    )


def _renamed(html: str, headings: tuple[Heading, ...], taken: set[str]) -> str:
    """Return other anchors to headings whose own are taken, and lead the text's links to them."""
    names = local_anchors(headings, taken)
    return _ANCHORED.sub(lambda match: match[1] + names.get(match[2], match[2]), html)


def local_anchors(headings: tuple[Heading, ...], taken: set[str]) -> dict[str, str]:
    """Return the anchors of a local text's headings on a page, by those that it gives them itself.

    A page may have an anchor once only (HTML, 3.2.6): the shared text keeps it.
    """
    used = taken | {heading.anchor for heading in headings}
    names = {heading.anchor: heading.anchor for heading in headings}
    for anchor in (heading.anchor for heading in headings if heading.anchor in taken):
        name = f"local-{anchor}"
        while name in used:
            name = f"local-{name}"
        used.add(name)
        names[anchor] = name
    return names


def filled(document: Document, hrefs: Iterable[str]) -> str:
    """Return a text's HTML with its slots filled; one that leads nowhere leaves its words.

    hrefs: where each slot leads, in their order; of one for inserts, the HTML that stands there.
    """
    left = iter(hrefs)
    parts = []
    for piece in document.fragment.pieces:
        if isinstance(piece, str):
            parts.append(piece)
        else:
            href = next(left)
            if piece.kind in (HERE, SAID):
                parts.append(piece.text or href)
            else:
                parts.append(f'<a href="{href}">{piece.text}</a>' if href else piece.text)
    return "".join(parts)
