"""What a reader searches: an index of each site and language, the portal's among them.

An index is JSON in a script (`chanceryData=…`) and not a file to fetch, since pages that are opened
from a disk may load scripts and fetch nothing. It is loaded when somebody begins to type.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import msgspec

from chancery.common.digest import digest
from chancery.common.folding import folding
from chancery.content.model import Document, Fragment, Slot
from chancery.content.scan import EASY
from chancery.plan.desk import Desk
from chancery.plan.texts import LOCAL_ANCHOR, local_anchors
from chancery.plan.views import (
    ROOT,
    AboutView,
    Account,
    AdviceListView,
    AdviceView,
    AlertPageView,
    AlertsView,
    CardView,
    ChannelsView,
    CharterView,
    ContactView,
    DirectoryView,
    ElectionView,
    HelpView,
    LanguagesView,
    MatrixView,
    NeedsView,
    NewsView,
    Number,
    PageHead,
    PageView,
    PapersView,
    PersonLine,
    PostCard,
    RegisterView,
    SearchView,
    ServicesView,
    SituationView,
    VisaIndexView,
    VisaRouteView,
    VisaView,
)
from chancery.plan.words import N_

#: The file of an index, in the folder of its language.
INDEX = "search.js"
#: Where the field stands on its page.
ANCHOR = "site-search"
LABEL = N_("Search this site")
FOUND = N_("Pages found: {count}")

_encode = msgspec.json.encode
_HEADING = re.compile(r'<h[234] id="([^"]*)">(.*?)</h[234]>', re.DOTALL)
#: Tags that may stand within a word; all others divide words.
_INLINE = re.compile(r"</?(?:a|em|strong|b|i|code|del|sup|sub)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")

#: Pages of which the title is enough.
_NAMED_ALONE = (
    CardView,
    ElectionView,
    MatrixView,
    VisaIndexView,
    VisaView,
    AdviceListView,
    AlertsView,
    ServicesView,
    DirectoryView,
    RegisterView,
)

#: A part of a page: its anchor, its heading, its text.
Section = tuple[str, str, str]


#: One page of an index: the digest of what it is made from, and its JSON.
Chunk = tuple[bytes, bytes]


def field(desk: Desk) -> SearchView | None:
    """Give the view of a site's search field; none with a theme that has no script for it."""
    scripts = scripts_of(desk, "words", "field", "search")
    if not scripts:
        return None
    return SearchView(
        label=desk.say(LABEL),
        count=desk.say(FOUND),
        scripts=scripts,
        source=f"{ROOT}{desk.language}/{INDEX}",
        folder=f"{ROOT}{desk.language}/",
        tail="index.html" if desk.index.inputs.settings.file_links else "",
    )


def scripts_of(desk: Desk, *names: str) -> tuple[str, ...]:
    """Give the addresses of some of the theme's scripts; none where it lacks one of them."""
    known = desk.index.inputs.theme.scripts
    return tuple(f"{ROOT}assets/{known[name]}" for name in names if set(names) <= set(known))


def site_index(
    desk: Desk, pages: Iterable[tuple[PageHead, PageView]]
) -> tuple[bytes, Callable[[], bytes]]:
    """Give the index of a site in one language: its key, and what makes its file.

    pages: all pages of the site in the language; what a text says is worked out once per process.
    """
    chunks = [chunk for head, view in pages if (chunk := _chunk(desk, head, view))]
    table = folding_table(desk.language)
    data = b'chanceryData={"table":%b,"pages":[\n%b\n]};\n'
    return (
        digest(table, [key for key, _ in chunks]),
        lambda: data % (table, b",\n".join(chunk for _, chunk in chunks)),
    )


@cache
def folding_table(tag: str) -> bytes:
    """Give what a language takes for the same as JSON, for its pages."""
    known = folding(tag)
    return _encode({"ignored": known.ignored, "letters": known.letters, "own": known.own})


def _chunk(desk: Desk, head: PageHead, view: PageView) -> Chunk | None:
    slug = head.path.rstrip("/")
    if slug in desk.texts.pages:
        return _text(desk, head, *desk.texts.pages[slug].choose(desk.speaker.order))
    easy = desk.texts.easy.get(slug.removesuffix(EASY)) if slug.endswith(EASY) else None
    if easy is not None:
        return _text(desk, head, easy.choose(desk.speaker.order)[0])
    item = desk.news.items.get(slug.removeprefix("news/"))
    if item is not None:
        return _text(desk, head, item.choose(desk.speaker.order)[0])
    # Home says nothing that another page does not, nor does the list of a topic.
    sections = _sections(view) if slug and not slug.startswith("news/topics/") else None
    if sections is None:
        return None
    data = _page(desk, head.path, head.title.text, "", "", (), sections)
    return digest(data), data


def _text(
    desk: Desk, head: PageHead, document: Document, extension: Document | None = None
) -> Chunk:
    """Give the chunk of a text and of what extends it, the same on every site that shows both."""
    texts = [document, *([extension] if extension else [])]
    inserted = desk.texts.inserted(desk.speaker, document)
    name = (desk.language, head.path, *(text.file for text in (*texts, *inserted)))
    kept = desk.index.search_chunks
    found = kept.get(name)
    if found is None:
        key = digest(name, [text.digest for text in (*texts, *inserted)])
        found = kept[name] = (key, _text_data(desk, head, document, extension, inserted))
    return found


def _text_data(
    desk: Desk, head: PageHead, document: Document, extension: Document | None,
    inserted: Iterable[Document],
) -> bytes:  # fmt: skip
    sections = list(passages(document.fragment))
    sections[0] = ("", "", " ".join((sections[0][2], *map(_inserted, inserted))))
    needs = [(a, words) for a, found in document.front.needs.items() for words in found]
    known = {heading.anchor for heading in document.fragment.headings}
    if extension is not None:
        own = local_anchors(extension.fragment.headings, known)
        inside = list(passages(extension.fragment))
        sections.append((LOCAL_ANCHOR, extension.front.title, inside[0][2]))
        sections += [(own[anchor], title, text) for anchor, title, text in inside[1:]]
        for anchor, found in extension.front.needs.items():
            needs += [(own.get(anchor, LOCAL_ANCHOR), words) for words in found]
        known |= {*own.values(), LOCAL_ANCHOR}
    needs = [(anchor if anchor in known else "", words) for anchor, words in needs]
    summary = document.front.summary or ""
    tag = document.language if document.language != desk.language else ""
    return _page(desk, head.path, document.front.title, summary, tag, needs, sections)


def _inserted(document: Document) -> str:
    """Give what a post inserts into a text, as words: it has no place of its own to lead to."""
    parts = (f"{heading} {text}" for _, heading, text in passages(document.fragment))
    return " ".join((document.front.title, *parts))


def _page(
    desk: Desk, path: str, title: str, summary: str, tag: str,
    needs: Sequence[tuple[str, str]], sections: Iterable[Section],
) -> bytes:  # fmt: skip
    words = folding(desk.language).words
    found = [
        (anchor, heading, " ".join(dict.fromkeys(words(text))))
        for anchor, heading, text in sections
    ]
    return _encode((path, title, summary, tag, needs, found))


def passages(fragment: Fragment) -> Iterator[Section]:
    """Give the parts of a text, each from one heading to the next; the first has no heading."""
    pieces = (piece.text if isinstance(piece, Slot) else piece for piece in fragment.pieces)
    return _parts("".join(pieces))


def _parts(text: str) -> Iterator[Section]:
    parts = _HEADING.split(text)
    yield "", "", _plain(parts[0])
    for at in range(1, len(parts), 3):
        yield parts[at], _plain(parts[at + 1]), _plain(parts[at + 2])


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub(" ", _INLINE.sub("", text))).strip()


def _sections(view: PageView) -> list[Section] | None:
    """Give what a page made of data says, in parts that have an anchor; None for one to leave out.

    The index from A to Z is where one searches. Of lists of alerts and those of
    the portal the titles are enough: posts and countries are found by their names.
    """
    if isinstance(view, ContactView):
        return [*_contact(view)]
    if isinstance(view, HelpView):
        numbers = map(_number, (*view.here, *view.worried))
        return [("", "", " ".join((view.place, *numbers)))]
    if isinstance(view, ChannelsView):
        own = (*view.own, *view.messaging, *view.ministry, *view.hub, *view.partners)
        return [("", "", " ".join(map(_account, own)))]
    if isinstance(view, AboutView):
        facts = (f"{fact.label} {' '.join(w.text for w in fact.words)}" for fact in view.facts)
        return [("", "", " ".join((*facts, *map(_person, view.people), *map(_card, view.related))))]
    if isinstance(view, NewsView):
        lines = (*view.lines, *view.others)
        return [("", "", " ".join(line.title for line in lines if line.external))]
    if isinstance(view, LanguagesView):
        return [("", "", " ".join(f"{c.name} {name}" for c, name, _href in view.choices))]
    if isinstance(view, AlertPageView | AdviceView | SituationView):
        return [*_of_trouble(view)]
    return [*_named(view)] or None


def _of_trouble(
    view: AlertPageView | AdviceView | SituationView,
) -> Iterator[Section]:
    if isinstance(view, AlertPageView):
        yield from _alert(view)
    elif isinstance(view, AdviceView):
        yield from _advice(view)
    else:
        yield "", "", " ".join(_situation(view))


def _named(view: PageView) -> Iterator[Section]:
    """Give the parts of a page of which little more than the headings counts; none of others."""
    if isinstance(view, CharterView):
        yield "", "", " ".join(one.title.text for one in (*view.does, *view.does_not))
    elif isinstance(view, (*_NAMED_ALONE, NeedsView, VisaRouteView, PapersView)):
        yield "", "", ""
    if isinstance(view, NeedsView):
        yield from ((need.anchor, need.title.text, "") for need in view.needs)
    elif isinstance(view, VisaRouteView):
        yield from ((one.anchor, one.name.text, "") for one in view.kinds)
        yield from ((one.anchor, one.name.text, one.about) for one in view.places)
    elif isinstance(view, PapersView):
        yield from ((one.anchor, one.name.text, one.answer) for one in view.papers)


def _situation(view: SituationView) -> Iterator[str]:
    for words in (view.summary, view.at_once, view.cost, *view.can, *view.cannot):
        if words:
            yield words.text
    for step in view.steps:
        yield f"{step.title.text} {step.text.text if step.text else ''}"
    for item in view.bring:
        yield item.words.text
    if view.here:
        yield f"{view.here.title.text} {_plain(view.here.html)}"


def _advice(view: AdviceView) -> Iterator[Section]:
    text = _parts(view.text.html) if view.text else [("", "", "")]
    for anchor, title, words in text:
        named = " ".join(f"{one.name} {one.area.text}" for one in view.levels)
        yield anchor, title, words if anchor else f"{named} {words}"


def _alert(view: AlertPageView) -> Iterator[Section]:
    yield "", "", " ".join(_alert_words(view))


def _alert_words(view: AlertPageView) -> Iterator[str]:
    yield view.alert.area.text
    for words in filter(None, (view.instruction, view.text, view.departure_note)):
        yield words.text
    yield from (step.paragraphs.text for step in view.updates)
    for way in view.ways:
        yield f"{way.name.text} {way.note.text if way.note else ''}"


def _contact(view: ContactView) -> Iterator[Section]:
    yield "", "", " ".join(map(_card, filter(None, (view.own, view.served_by, view.nearest))))
    for number in view.numbers:
        yield number.anchor, number.purpose, _number(number)
    for office in view.offices:
        address = office.address.text if office.address else ""
        yield office.anchor, office.name.text, " ".join((address, *map(_number, office.numbers)))
    for card in view.honorary:
        yield card.anchor, card.place.text, _card(card)
    if view.messaging:
        yield "", "", " ".join(map(_account, view.messaging))


def _number(number: Number) -> str:
    note = number.note.text if number.note else ""
    return f"{number.purpose} {number.audience} {number.languages} {note} {number.shown}"


def _account(account: Account) -> str:
    return f"{account.platform} {account.handle} {account.owner.text}"


def _person(person: PersonLine) -> str:
    return f"{person.role} {person.name}"


def _card(card: PostCard) -> str:
    address = card.address.text if card.address else ""
    people = " ".join(map(_person, card.people))
    return f"{card.kind} {card.place.text} {card.country} {address} {people}"
