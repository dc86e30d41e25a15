"""Which text a site shows on which page: shared or local, in which language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from chancery.common.languages import autonym, direction, language_name
from chancery.common.problems import Place, Problem, nearest, shown
from chancery.content.model import Document, Slot
from chancery.content.scan import DATA_PAGES
from chancery.network.model import Post
from chancery.plan.index import Index
from chancery.plan.links import Links
from chancery.plan.views import Link, TextSection, TextView, Words
from chancery.plan.words import N_, PURPOSE_LABELS, Speaker

#: The most headings that a list of contents shows; a shorter text needs none.
CONTENTS_FROM = 4


@dataclass
class PageTexts:
    """The texts of one page of a site, by language; asked only once all of them are there."""

    slug: str
    shared: dict[str, Document] = field(default_factory=dict)
    local: dict[str, Document] = field(default_factory=dict)
    _chosen: dict[tuple[str, ...], tuple[Document, Document | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def policy(self) -> str:
        """What the ministry lets a post do with the page: replace, extend or locked."""
        return next((d.front.local for d in self.shared.values()), "replace")

    def choose(self, order: tuple[str, ...]) -> tuple[Document, Document | None]:
        """Give the text to show to readers of the first language, and one that extends it.

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
        """Give the languages of a site in which the page truly exists."""
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
    """Give the pages of text of a site, in the order of their groups and positions."""
    drafts = not index.inputs.settings.publishing
    pages: dict[str, PageTexts] = {}
    for slug, documents in index.shared.items():
        for document in documents:
            if applies(document, post) and (drafts or document.front.status == "published"):
                pages.setdefault(slug, PageTexts(slug)).shared[document.language] = document
    for slug, documents in index.local[post.id].items() if post else ():
        for document in documents:
            if drafts or document.front.status == "published":
                page = pages.setdefault(slug, PageTexts(slug))
                if page.policy != "locked":
                    page.local[document.language] = document
    return dict(sorted(pages.items(), key=lambda item: (item[1].order, item[0])))


class TextPages:
    """Makes the views of text pages of one site; what sites share is made once per process."""

    def __init__(self, index: Index, post: Post | None, links: Links) -> None:
        """Make the text pages of the site of a post, or of the portal."""
        self.index, self.post, self.links = index, post, links
        self.pages = shelf(index, post)
        self._translations: dict[str, tuple[Link, ...]] = {}

    def translations(self, slug: str, languages: tuple[str, ...]) -> tuple[Link, ...]:
        """Give the links to a page in each of the site's languages that it truly exists in."""
        found = self._translations.get(slug)
        if found is None:
            found = self._translations[slug] = tuple(
                Link(self.links.page(tag, f"{slug}/"), Words(autonym(tag), tag), tag)
                for tag in self.pages[slug].languages(languages)
            )
        return found

    def view(
        self, speaker: Speaker, document: Document, extension: Document | None = None
    ) -> TextView:
        """Give the view of a text for readers of a language; equal ones are one object."""
        targets = tuple(self._hrefs(speaker, document))
        more = tuple(self._hrefs(speaker, extension)) if extension else ()
        key = (
            speaker.language,
            speaker.order,
            document.file,
            targets,
            extension and extension.file,
            more,
        )
        views = self.index.text_views
        if key not in views:
            views[key] = self._made(speaker, document, targets, extension, more)
        return views[key]

    def _made(
        self, speaker: Speaker, document: Document, targets: tuple[str, ...],
        extension: Document | None, more: tuple[str, ...],
    ) -> TextView:  # fmt: skip
        front = document.front
        fallback = document.language if document.language != speaker.language else ""
        sections: tuple[TextSection, ...] = ()
        if extension is not None:
            tag = extension.language if extension.language != speaker.language else ""
            html = filled(extension, more)
            sections = (TextSection(title=extension.front.title, language=tag, html=html),)
        headings = [h for h in document.fragment.headings if h.level == 2]
        contents = headings if len(headings) >= CONTENTS_FROM else []
        return TextView(
            title=Words(front.title, fallback),
            language=fallback,
            direction=direction(document.language),
            summary=front.summary or "",
            html=filled(document, targets),
            contents=tuple((h.anchor, h.text) for h in contents),
            fallback=language_name(document.language, speaker.language) if fallback else "",
            sample=front.sample,
            local="draft" if front.status == "draft" else "",
            reviewed=speaker.day(front.reviewed) if front.reviewed else "",
            date=speaker.day(document.date) if document.date else "",
            iso=document.date,
            sources=tuple(Link(s.url, Words(s.title), note=speaker.day(s.seen) if s.seen else "")
                          for s in front.sources),
            sections=sections,
        )  # fmt: skip

    def _hrefs(self, speaker: Speaker, document: Document) -> Iterator[str]:
        for piece in document.fragment.pieces:
            if isinstance(piece, Slot):
                yield self.resolve(speaker, piece)

    def resolve(self, speaker: Speaker, slot: Slot) -> str:
        """Give the address a slot leads to on this site; empty where there is none at all."""
        language = speaker.language
        if slot.kind == "page":
            return self._page(language, slot)
        if slot.kind == "post":
            known = slot.target in self.index.posts or slot.target in self.index.failed
            return self.links.site(slot.target, language) if known else ""
        if slot.kind == "news":
            return self.links.page(language, "news/")
        if self.post is None:
            return ""
        if slot.kind == "contact":
            return self._contact(language, slot.target, self.post)
        listed = slot.target in self.pages and self.pages[slot.target].group == "services"
        anchor = f"site-{slot.target}" if listed else ""
        return self.links.page(language, "services/", anchor)

    def _contact(self, language: str, purpose: str, post: Post) -> str:
        """Lead to the way for a purpose where the post has one, else to all its ways."""
        if purpose == "emergency":
            return self.links.page(language, "help/")
        known = any(contact.purpose == purpose for contact in post.contacts)
        return self.links.page(language, "contact/", f"site-{purpose}" if known else "")

    def _page(self, language: str, slot: Slot) -> str:
        if slot.target in DATA_PAGES:
            if self.post is None:
                return self.links.page(language, "") if slot.target == "home" else ""
            path = "" if slot.target == "home" else f"{slot.target}/"
            return self.links.page(language, path, slot.anchor)
        if slot.target in self.pages:
            return self.links.page(language, f"{slot.target}/", slot.anchor)
        if slot.target in self.index.portal_slugs:
            return self.links.portal(language, f"{slot.target}/", slot.anchor)
        return ""


def filled(document: Document, hrefs: Iterable[str]) -> str:
    """Give a text's HTML with its slots filled; one that leads nowhere leaves its words."""
    left = iter(hrefs)
    parts = []
    for piece in document.fragment.pieces:
        if isinstance(piece, str):
            parts.append(piece)
        else:
            href = next(left)
            parts.append(f'<a href="{href}">{piece.text}</a>' if href else piece.text)
    return "".join(parts)


def text_problems(index: Index, root: str) -> list[Problem]:
    """Give what is wrong between texts: locked pages, and slots that lead nowhere on any site.

    root: the content folder as messages name it.
    """
    problems: list[Problem] = []
    for post_id, pages in index.local.items():
        for slug, documents in pages.items():
            shared = index.shared.get(slug, [])
            if any(document.front.local == "locked" for document in shared):
                cure = "Remove the file, or give it another name to make it a page of its own."
                problems += [
                    Problem(Place(f"{root}/{d.file}"), f"the shared page {slug!r} is locked by the "
                            "ministry, so this text is not shown", cure=cure, post=post_id)
                    for d in documents
                ]  # fmt: skip
    for document in index.inputs.documents:
        place = Place(f"{root}/{document.file}")
        for piece in document.fragment.pieces:
            if isinstance(piece, Slot) and (fault := _slot_fault(index, document, piece)):
                message, near = fault
                problems.append(
                    Problem(place, message, nearest=near, post=document.post, warning=True)
                )
    return problems


def _slot_fault(index: Index, document: Document, slot: Slot) -> tuple[str, str] | None:
    name = f"{slot.kind}:{slot.target}"
    if slot.kind == "post":
        known: set[str] = {*index.posts, *index.failed}
    elif slot.kind == "page":
        known = {*DATA_PAGES, *index.shared, *index.local[document.post]}
    elif slot.kind == "service":
        known = {*index.shared, *index.local[document.post], ""}
    elif slot.kind == "contact":
        known = {*PURPOSE_LABELS, ""}
    else:
        return None
    if slot.target not in known:
        return f"the link {shown(name)} leads nowhere", nearest(slot.target, known)
    if slot.kind != "page" or not slot.anchor or slot.target in DATA_PAGES:
        return None
    anchors: set[str] = set()
    for target in (
        *index.shared.get(slot.target, ()),
        *index.local[document.post].get(slot.target, ()),
    ):
        anchors.update(heading.anchor for heading in target.fragment.headings)
    if slot.anchor in anchors:
        return None
    return f"the link {shown(name + '#' + slot.anchor)} names no heading", nearest(
        slot.anchor, anchors
    )


#: The words of the notice on a text in another language.
FALLBACK_NOTICE = N_(
    "This page is not yet available in your language. You are reading it in {language}."
)
