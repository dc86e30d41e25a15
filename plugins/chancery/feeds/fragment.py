"""A sanitised fragment of HTML cut short and made valid.

The sanitiser gives balanced markup, not valid markup: where it takes out a table or a `div`, what
stood inside is left where HTML does not allow it (a link in a link, a paragraph in a paragraph),
and a browser would read that as something else than was checked. So the fragment is written anew
from its pieces, by the content model of the few elements that it may have.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from chancery.feeds.links import clean_link
from chancery.feeds.text import collapsed, fitted, plain

_INLINE = {"a", "em", "strong"}
_LISTS = {"ul", "ol"}
_FLOW = {"blockquote", "li"}
_RENAMED = {"b": "strong", "i": "em"} | dict.fromkeys(
    (
        "article", "aside", "caption", "center", "dd", "details", "div", "dt", "figcaption",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "pre", "section",
        "summary", "td", "th",
    ),
    "p",
)  # fmt: skip
#: The tags that `shortened` understands; a sanitiser lets these pass.
KNOWN_TAGS = frozenset({"br", "p"} | _INLINE | _LISTS | _FLOW | set(_RENAMED))
#: The most elements inside one another in the result.
DEPTH_LIMIT = 8
#: The most lines (paragraphs, list items, lines after a break) of a short result.
LINE_LIMIT = 12
#: The most characters of sanitised markup that are read: reopened elements can make it far longer
#: than what went in.
_MARKUP_LIMIT = 64 * 1024

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
_HREF = re.compile(r'href="([^"]*)"')


def shortened(markup: str, base: str, limit: int, lines: int = LINE_LIMIT) -> str:
    """Return a fragment of HTML with at most `limit` visible characters, cut at a word.

    markup: what a sanitiser gave: balanced, with references for `&`, `<` and `>`, and no tags
    beyond `KNOWN_TAGS`.
    base: the address that links are relative to, or empty.
    """
    if len(markup) > _MARKUP_LIMIT:
        markup = markup[: markup.rfind("<", 0, _MARKUP_LIMIT)]
    whole = _Writer(base, limit, lines)
    if whole.take(markup):
        return whole.result()
    # The ellipsis needs room too: without it, cutting the result again would cut more.
    cut = _Writer(base, limit - 1, lines)
    cut.take(markup)
    return cut.result()


@dataclass(slots=True, eq=False)
class _Element:
    """An element that is open; it is written only when there is text in it."""

    name: str
    markup: str
    written: bool = False


class _Writer:
    """Writes tokens of balanced HTML as valid HTML, until its room is used up."""

    def __init__(self, base: str, room: int, lines: int) -> None:
        self.base = base
        self.room = room
        self.lines = lines
        self.pieces: list[str] = []
        self.stack: list[_Element] = []
        self.sources: list[_Element | None] = []
        self.separator = ""  # what stands before the next text of the same block
        self.started = False  # whether the current block has text
        self.last_text = -1

    def take(self, markup: str) -> bool:
        """Write a fragment; tell whether all of it had room."""
        for closing, tag, attributes, text in _TOKEN.findall(markup):
            if text:
                if not self._text(plain(html.unescape(text))):
                    return False
            elif tag == "br":
                self.separator = "<br>"
            elif closing:
                self._end()
            else:
                self._start(_RENAMED.get(tag, tag), attributes)
        return True

    def result(self) -> str:
        """Return what was written, with every element closed."""
        self._close(0)
        return "".join(self.pieces)

    def _start(self, name: str, attributes: str) -> None:
        """Open what stands for a source element, if anything does, and remember which."""
        if name in _INLINE:
            self.sources.append(self._inline(name, attributes))
        elif len(self.stack) >= DEPTH_LIMIT:
            self.sources.append(_Element(name, ""))  # never on the stack: only its text is taken
            self._gap()
        else:
            self.sources.append(self._block(name))

    def _end(self) -> None:
        source = self.sources.pop() if self.sources else None
        if source is None:
            return
        if source in self.stack:
            self._close(self.stack.index(source))
        elif source.name not in _INLINE:
            self._gap()

    def _inline(self, name: str, attributes: str) -> _Element | None:
        """Open a link or an emphasis, unless it is inside one of its own kind or links nowhere."""
        markup = f"<{name}>"
        if name == "a":
            href = _HREF.search(attributes)
            address = clean_link(html.unescape(href[1]), self.base) if href else ""
            markup = f'<a href="{html.escape(address)}" rel="external nofollow">' if address else ""
        inside_itself = any(element.name == name for element in self.stack)
        if not markup or inside_itself or len(self.stack) >= DEPTH_LIMIT:
            return None
        return self._push(name, markup)

    def _block(self, name: str) -> _Element:
        """Open a block where one may stand; paragraphs and emphasis end before it."""
        place = len(self.stack)
        ends = _FLOW | _LISTS
        if name == "li":
            ends = _LISTS | {"blockquote"}
        while place and self.stack[place - 1].name not in ends:
            place -= 1
        if name == "li" and not (place and self.stack[place - 1].name in _LISTS):
            return self._block("p")
        self._close(place)
        self._break()
        return self._push(name, f"<{name}>")

    def _push(self, name: str, markup: str) -> _Element:
        if name != "li" and self.stack and self.stack[-1].name in _LISTS:
            self.stack.append(_Element("li", "<li>"))
        self.stack.append(_Element(name, markup))
        return self.stack[-1]

    def _close(self, place: int) -> None:
        """Close the elements from a place of the stack on; those without text were not written."""
        while len(self.stack) > place:
            element = self.stack.pop()
            if element.written:
                self.pieces.append(f"</{element.name}>")
            if element.name not in _INLINE:
                self._break()

    def _break(self) -> None:
        self.separator, self.started = "", False

    def _gap(self) -> None:
        """Keep words apart that stood in different blocks, or on different sides of a space."""
        self.separator = self.separator or " "

    def _text(self, text: str) -> bool:
        """Write text after its separator; tell whether it had room."""
        text = collapsed(text)
        body = text.strip()
        if text[:1].isspace():
            self._gap()
        if body:
            fits = self._words(body)
            if not fits:
                return False
            self.separator, self.started = "", True
        if text[-1:].isspace():
            self._gap()
        return True

    def _words(self, words: str) -> bool:
        """Write words after their separator, as many as fit; an ellipsis tells of the others."""
        separator = self.separator if self.started else ""
        self.lines -= not self.started or separator == "<br>"
        self.room -= separator == " "
        fit = fitted(words, self.room) if self.lines >= 0 else ""
        if fit:
            self._write(separator, fit)
            self.room -= len(fit)
        if fit == words:
            return True
        if self.last_text >= 0:
            self.pieces[self.last_text] += "…"
        return False

    def _write(self, separator: str, text: str) -> None:
        if self.stack and self.stack[-1].name in _LISTS:
            self.stack.append(_Element("li", "<li>"))
        self.pieces.append(separator)
        for element in self.stack:
            if not element.written:
                self.pieces.append(element.markup)
                element.written = True
        self.last_text = len(self.pieces)
        self.pieces.append(html.escape(text, quote=False))
