"""Markdown from people who may be anyone, turned into HTML that cannot hurt a page.

Size, depth and number of nodes are capped before the parser and the sanitiser see a text, because
the sanitiser's time grows with the square of the depth.
"""

from __future__ import annotations

import html as entities
import itertools
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import nh3
from comrak import ExtensionOptions, ParseOptions, RenderOptions, render_markdown

from chancery.common.errors import ChanceryError
from chancery.common.marks import thinned
from chancery.content.links import SCHEMES, SLOT_KINDS, Links, link_fault, scheme_of, tidy
from chancery.content.model import HERE, SAID, Address, Fragment, Heading, Slot
from chancery.content.typed import as_meant, as_written

MAX_BYTES = 256 * 1024
MAX_DEPTH = 100
MAX_NODES = 20_000

#: Anchors that begin so belong to the theme.
RESERVED_ANCHOR = "site-"

_TAGS = frozenset(
    "p h2 h3 h4 ul ol li a em strong b i code pre blockquote table thead tbody tr th td br hr "
    "dl dt dd del sup sub".split()
)
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}}
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})

#: Bidirectional overrides, embeddings and isolates (UAX 9), other controls but tab and newline, and
#: what is no character.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
#: The ends of lines (CommonMark 2.1).
_LINE_END = re.compile(r"\r\n?|\n")
#: A line that ends every table, also within quotations; more spaces can make a mark a cell.
_BLANK = re.compile(r"[ \t]*|(?: {0,3}>)+ {0,3}")
#: Where a tag begins; how it ends does not matter, and to look for the end takes time.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_TITLE = re.compile(r"<(/?)h1(?: id=\"[^\"]*\")?>")
_HEADING = re.compile(r"<h([234])(?: id=\"([^\"]*)\")?>(.*?)</h\1>", re.DOTALL)
_ANCHOR = re.compile(r"\{#([a-z0-9][a-z0-9-]*)\}\s*\Z")
_SLOT = re.compile(
    rf'<p><a href="({HERE}|{SAID}):([^"#]*)">[^<]*</a></p>'
    rf'|<a href="({"|".join((*SLOT_KINDS, HERE, SAID))}):([^"#]*)(?:#([^"]*))?">(.*?)</a>',
    re.DOTALL,
)
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class TextRefused(ChanceryError):
    """A text is too large, too deep or has too many parts; line counts from 1 in the text."""

    reason: str
    line: int


@cache
def _options() -> tuple[Any, Any, Any]:
    extension, parse, render = ExtensionOptions(), ParseOptions(), RenderOptions()
    extension.table = True
    extension.strikethrough = True
    extension.cjk_friendly_emphasis = True
    # Every address is looked at behind the parser, so that one that is left out can be told.
    render.unsafe_ = True
    render.escape = True
    render.sourcepos = True
    return extension, parse, render


def check_text(text: str) -> None:
    """Refuse a text that is too large, nests its blocks too deeply or has too large tables.

    The parser fills up the rows of a table, so a few bytes more in its head cost cells in each row.
    Raises TextRefused with the line; takes time linear in the text.
    """
    if len(text.encode()) > MAX_BYTES:
        raise TextRefused(f"is larger than {MAX_BYTES // 1024} KB", 1)
    columns = cells = 0
    for number, line in enumerate(_LINE_END.split(text), 1):
        if _depth(line) > MAX_DEPTH:
            raise TextRefused(f"is nested more than {MAX_DEPTH} deep", number)
        cells += columns
        if cells > MAX_NODES:
            raise TextRefused(f"has more than {MAX_NODES} parts", number)
        columns = _columns(line, columns)


def _depth(line: str) -> int:
    """Return how deep the blocks can be that a line begins, by its marks and spaces."""
    lead = line[: len(line) - len(line.lstrip(" \t>-+*0123456789.)#[]"))]
    marks = lead.count(">") + lead.count("[") + len(re.findall(r"[-+*](?=\s)|\d[.)]", lead))
    return max(marks, (len(lead) - len(lead.lstrip(" "))) // 2)


def _columns(line: str, before: int) -> int:
    """Return how many columns a table can have in the row below a line; before: in its own.

    A line of hyphens, colons and bars may be what makes a table of the line above.
    """
    if _BLANK.fullmatch(line):
        return 0
    rest = line.strip(" \t>")
    delimits = "-" in rest and not rest.strip("|:- \t")
    return max(before, rest.count("|") + 1) if delimits else before


@dataclass(frozen=True, slots=True)
class Rendered:
    """A Markdown text as HTML that is not yet clean, and what its links and pictures lead to."""

    html: str
    addresses: tuple[Address, ...]


def rendered(text: str, before: int = 0) -> Rendered:
    """Return the HTML of a Markdown text (CommonMark with tables); raw HTML comes out as text.

    before: the lines of the file that stand above the text. Raises TextRefused like `check_text`.
    """
    # What is checked is what the parser sees: a hidden character could make a line another one.
    shown = as_meant(_HIDDEN.sub("", text))
    check_text(shown)
    links = Links(_LINE_END.split(shown), _LINE_END.split(text), _HIDDEN, before)
    html = links.take(as_written(render_markdown(shown, *_options())))
    return Rendered(html, tuple(links.found))


def to_html(text: str) -> str:
    """Return the HTML of a Markdown text alone, as `rendered` does."""
    return rendered(text).html


def check_html(html: str) -> None:
    """Refuse HTML that is too large, too deep or has too many tags; linear in its length.

    Only what is closed in its turn counts as closed, since the sanitiser keeps much else open.
    """
    if len(html) > 4 * MAX_BYTES:
        raise TextRefused(f"is larger than {4 * MAX_BYTES // 1024} KB as HTML", 1)
    opened: list[str] = []
    for count, match in enumerate(_TAG.finditer(html), 1):
        name = match[2].lower()
        if not match[1] and name not in _VOID:
            opened.append(name)
        elif match[1] and opened and opened[-1] == name:
            opened.pop()
        if len(opened) > MAX_DEPTH or count > 2 * MAX_NODES:
            reason = (
                f"is nested more than {MAX_DEPTH} deep"
                if len(opened) > MAX_DEPTH
                else f"has more than {MAX_NODES} parts"
            )
            raise TextRefused(reason, 1 + html.count("\n", 0, match.start()))


def clean(html: str, left_out: list[Address] | None = None) -> str:
    """Return HTML with only what the allow-list holds, balanced, from any HTML at all.

    Of very many marks on one letter the first are kept. left_out: takes the addresses that links
    had and may not have.

    Raises TextRefused when it is too large, too deep or has too many tags.
    """
    check_html(html)
    html = _TITLE.sub(r"<\1h2>", html)
    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
        attribute_filter=partial(_attribute, [] if left_out is None else left_out),
        clean_content_tags={"script", "style"},
        strip_comments=True,
        generic_attribute_prefixes=None,
    )
    return thinned(cleaned)


def _attribute(left_out: list[Address], tag: str, name: str, value: str) -> str | None:
    if name == "href":
        # A relative address means something else on each site; slots are the way to link inside.
        if re.fullmatch(r"#[a-z0-9][a-z0-9-]{0,60}", value):
            return value
        address = tidy(value)
        fault = link_fault(address)
        if not fault and scheme_of(address) in SCHEMES:
            return address
        left_out.append(Address(address, 0, fault=fault))
        return None
    if name == "start":
        return value if value.isdecimal() and len(value) < 6 else None
    named = re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", value)
    return value if named and not value.startswith(RESERVED_ANCHOR) else None


def _named(anchor: str, text: str) -> tuple[str, str]:
    """Return the anchor that a heading is given, empty for none of the theme's, and its text."""
    named = _ANCHOR.search(text)
    if named:
        anchor, text = named[1], text[: named.start()].rstrip()
    return "" if anchor.startswith(RESERVED_ANCHOR) else anchor, text


def cut(html: str, unnamed: str = "s") -> Fragment:
    """Cut cleaned HTML at its slots; give its headings their anchors.

    unnamed: what the anchors of headings without one of their own begin with.
    """
    headings: list[Heading] = []
    found = [_named(match[2] or "", match[3]) for match in _HEADING.finditer(html)]
    own = {anchor for anchor, _ in found}
    free = (name for n in itertools.count(1) if (name := f"{unnamed}{n}") not in own)
    taken: set[str] = set()

    def heading(match: re.Match[str]) -> str:
        level, (anchor, text), made = int(match[1]), found[len(headings)], next(free)
        if not anchor or anchor in taken:
            anchor = made
        taken.add(anchor)
        headings.append(Heading(level, anchor, entities.unescape(_MARKUP.sub("", text))))
        return f'<h{level} id="{anchor}">{text}</h{level}>'

    html = _HEADING.sub(heading, html)
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>")
    pieces: list[str | Slot] = []
    end = 0
    for match in _SLOT.finditer(html):
        pieces.append(html[end : match.start()])
        if match[1] is not None:
            pieces.append(Slot(match[1], match[2], "", ""))
        elif match[3] == HERE:
            pieces.append(match[6])  # within a sentence nothing can be inserted
        else:
            pieces.append(Slot(match[3], match[4], match[5] or "", match[6]))
        end = match.end()
    pieces.append(html[end:])
    words = len(_WORD.findall(_MARKUP.sub(" ", html)))
    return Fragment(tuple(piece for piece in pieces if piece), tuple(headings), words)
