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
from chancery.plan.contactviews import ContactView, PersonLine, PostCard
from chancery.plan.context import Context
from chancery.plan.page import Page, Passages, Section
from chancery.plan.pointviews import Account, ContactPointView
from chancery.plan.texts import LOCAL_ANCHOR, local_anchors
from chancery.plan.views import ROOT, PageHead, SearchView
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

#: One page of an index: the digest of what it is made from, and its JSON.
Chunk = tuple[bytes, bytes]


def field(context: Context) -> SearchView | None:
    """Return the view of a site's search field; none with a theme that has no script for it."""
    scripts = scripts_of(context, "words", "field", "search")
    if not scripts:
        return None
    return SearchView(
        label=context.say(LABEL),
        count=context.say(FOUND),
        formats=context.localiser.formats,
        scripts=scripts,
        source=f"{ROOT}{context.language}/{INDEX}",
        folder=f"{ROOT}{context.language}/",
        tail="index.html" if context.index.inputs.settings.file_links else "",
    )


def scripts_of(context: Context, *names: str) -> tuple[str, ...]:
    """Return the addresses of some of the theme's scripts; none where it lacks one of them."""
    known = context.index.inputs.theme.scripts
    return tuple(f"{ROOT}assets/{known[name]}" for name in names if set(names) <= set(known))


def site_index(context: Context, pages: Iterable[Page]) -> tuple[bytes, Callable[[], bytes]]:
    """Return the index of a site in one language: its key, and what makes its file.

    pages: all pages of the site in the language; what a text says is worked out once per process.
    """
    chunks = [chunk for page in pages if (chunk := _chunk(context, page))]
    table = folding_table(context.language)
    data = b'chanceryData={"table":%b,"pages":[\n%b\n]};\n'
    return (
        digest(table, [key for key, _ in chunks]),
        lambda: data % (table, b",\n".join(chunk for _, chunk in chunks)),
    )


@cache
def folding_table(tag: str) -> bytes:
    """Return what a language takes for the same as JSON, for its pages."""
    known = folding(tag)
    return _encode({"ignored": known.ignored, "letters": known.letters, "own": known.own})


def _chunk(context: Context, page: Page) -> Chunk | None:
    if isinstance(page.words, Passages):
        return _text(context, page.head, page.words.document, page.words.extension)
    if page.words is None:
        return None
    data = _page(context, page.head.path, page.head.title.text, "", "", (), page.words)
    return digest(data), data


def _text(
    context: Context, head: PageHead, document: Document, extension: Document | None = None
) -> Chunk:
    """Return the chunk of a text and of what extends it, the same on every site that shows both."""
    texts = [document, *([extension] if extension else [])]
    inserted = context.texts.inserted(context.localiser, document)
    name = (context.language, head.path, *(text.file for text in (*texts, *inserted)))
    kept = context.index.search_chunks
    found = kept.get(name)
    if found is None:
        key = digest(name, [text.digest for text in (*texts, *inserted)])
        found = kept[name] = (key, _text_data(context, head, document, extension, inserted))
    return found


def _text_data(
    context: Context, head: PageHead, document: Document, extension: Document | None,
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
    tag = document.language if document.language != context.language else ""
    return _page(context, head.path, document.front.title, summary, tag, needs, sections)


def _inserted(document: Document) -> str:
    """Return what a post inserts into a text, as words: it has no place of its own to lead to."""
    parts = (f"{heading} {text}" for _, heading, text in passages(document.fragment))
    return " ".join((document.front.title, *parts))


def _page(
    context: Context, path: str, title: str, summary: str, tag: str,
    needs: Sequence[tuple[str, str]], sections: Iterable[Section],
) -> bytes:  # fmt: skip
    words = folding(context.language).words
    found = [
        (anchor, heading, " ".join(dict.fromkeys(words(text))))
        for anchor, heading, text in sections
    ]
    return _encode((path, title, summary, tag, needs, found))


def passages(fragment: Fragment) -> Iterator[Section]:
    """Return the parts of a text, each from one heading to the next; the first has no heading."""
    pieces = (piece.text if isinstance(piece, Slot) else piece for piece in fragment.pieces)
    return parts_of("".join(pieces))


def parts_of(text: str) -> Iterator[Section]:
    """Return the parts of a text in HTML, each from one heading to the next."""
    parts = _HEADING.split(text)
    yield "", "", plain(parts[0])
    for at in range(1, len(parts), 3):
        yield parts[at], plain(parts[at + 1]), plain(parts[at + 2])


def plain(text: str) -> str:
    """Return the words of HTML without its tags."""
    return html.unescape(_TAG.sub(" ", _INLINE.sub("", text))).strip()


def contact_words(view: ContactView) -> tuple[Section, ...]:
    """Return the words of a page of contact."""
    return tuple(_contact(view))


def _contact(view: ContactView) -> Iterator[Section]:
    yield "", "", " ".join(map(card_words, filter(None, (view.own, view.served_by, view.nearest))))
    for number in view.numbers:
        yield number.anchor, number.purpose, contact_point_words(number)
    for office in view.offices:
        address = office.address.text if office.address else ""
        yield (
            office.anchor,
            office.name.text,
            " ".join((address, *map(contact_point_words, office.numbers))),
        )
    for card in view.honorary:
        yield card.anchor, card.place.text, card_words(card)
    if view.messaging:
        yield "", "", " ".join(map(account_words, view.messaging))


def contact_point_words(number: ContactPointView) -> str:
    """Return the words of a way to reach people."""
    note = number.note.text if number.note else ""
    return f"{number.purpose} {number.audience} {number.languages} {note} {number.shown}"


def account_words(account: Account) -> str:
    """Return the words of an account."""
    return f"{account.platform} {account.handle} {account.owner.text}"


def person_words(person: PersonLine) -> str:
    """Return the words of somebody with a role."""
    return f"{person.role} {person.name}"


def card_words(card: PostCard) -> str:
    """Return the words of a card of a post."""
    address = card.address.text if card.address else ""
    people = " ".join(map(person_words, card.people))
    return f"{card.kind} {card.place.text} {card.country} {address} {people}"
