"""The links of a text as the parser gives them: checked, and with their places in the file."""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from urllib.parse import unquote

from chancery.common.characters import is_visible, plain_text
from chancery.common.numbers import dial_fault, dialled
from chancery.common.urls import OUTWARD, outward_fault
from chancery.content.model import HERE, SAID, Address

SLOT_KINDS = ("page", "post", "service", "contact", "news")
#: What the parser says of every element: where it stands (first and last line and column).
_PLACE = r' data-sourcepos="([0-9]+):([0-9]+)-([0-9]+):([0-9]+)"'
_PLACED = re.compile(_PLACE)
_PICTURE = re.compile(rf'<img{_PLACE} src="([^"]*)"[^>]*>')
_LINK = re.compile(rf'<a{_PLACE} href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
#: The schemes that links may have.
SCHEMES = frozenset({*OUTWARD, *SLOT_KINDS, HERE, SAID})
#: The characters of a line up to which counting anew for each link takes less time than to keep it.
_SHORT = 2_000
NO_WORDS = "has no words"
_MARKUP = re.compile(r"<[^>]*>")


def scheme_of(address: str) -> str:
    """Return the scheme of an address in small letters (RFC 3986, section 3.1), if it has one."""
    scheme, colon, _ = address.partition(":")
    return scheme.lower() if colon and scheme.isascii() else ""


def tidy(address: str) -> str:
    """Return an address with its scheme in small letters, and a telephone number as it is dialled.

    What is no number stays as it was written, for the message about it.
    """
    scheme = scheme_of(address)
    if scheme not in SCHEMES:
        return address
    rest = address.partition(":")[2]
    if scheme == "tel":
        written = plain_text(unquote(rest))
        rest = written if dial_fault(written) else dialled(written)
    return f"{scheme}:{rest}"


def link_fault(address: str) -> str:
    """Say why a link may not lead to an address, in words that follow it; empty when it may.

    Whether there is what a link within the network leads to is for others to say.
    """
    if not address:
        return "has no address"
    scheme = scheme_of(address)
    return outward_fault(address) if scheme in OUTWARD else ""


@dataclass(slots=True)
class Links:
    """What leads somewhere in one text.

    source: its lines as the parser saw them; written: the same as they stand in the file; left_out:
    the characters that only these have; before: the lines of the file above it; found: its links
    and pictures in the order of the HTML, pictures first.
    """

    source: list[str]
    written: list[str]
    left_out: re.Pattern[str]
    before: int = 0
    found: list[Address] = field(default_factory=list)
    #: By line: how many bytes stand before each character, and which are seen by the parser.
    _offsets: dict[int, list[int] | None] = field(default_factory=dict)
    _kept: dict[int, list[int] | None] = field(default_factory=dict)

    def take(self, html: str) -> str:
        """Return the HTML of a text without places and pictures, and with good links alone.

        Of a link that may not be, the words stay; one that leads out of the site or into the
        network, and has no words, goes.
        """
        html = _PICTURE.sub(self._picture, html)
        html = _LINK.sub(self._link, html)
        return _PLACED.sub("", html)

    def _picture(self, match: re.Match[str]) -> str:
        self._note(match, unquote(entities.unescape(match[5])), picture=True)
        return ""

    def _link(self, match: re.Match[str]) -> str:
        target = tidy(entities.unescape(match[5]))
        words = match[6]
        fault = link_fault(target)
        if not fault and not is_visible(entities.unescape(_MARKUP.sub("", words))):
            fault = NO_WORDS
        self._note(match, target, fault=fault)
        leads = scheme_of(target) in SCHEMES or target.startswith("#")
        return f'<a href="{entities.escape(target)}">{words}</a>' if leads and not fault else words

    def _note(
        self, match: re.Match[str], target: str, *, fault: str = "", picture: bool = False
    ) -> None:
        line, start, last, end = (int(match[group]) for group in range(1, 5))
        begin = self._index(line, start - 1) if line == last else 0
        line = last  # where its address is, should it go over several
        text = self.source[line - 1][begin : self._index(line, end)]
        found = text.rfind("](")  # one that names a definition has none
        rest = text[found + 2 :].lstrip(" \t<") if found >= 0 else text.removeprefix("<")
        column = self._in_file(line, begin + len(text) - len(rest)) + 1
        self.found.append(Address(target, self.before + line, picture, column, fault))

    def _index(self, line: int, offset: int) -> int:
        """Return the index of the character that is so many bytes into a line."""
        text = self.source[line - 1]
        if len(text) < _SHORT:
            return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))
        if line not in self._offsets:
            sizes = (len(character.encode()) for character in text)
            self._offsets[line] = None if text.isascii() else list(accumulate(sizes, initial=0))
        offsets = self._offsets[line]
        return offset if offsets is None else bisect_left(offsets, offset)

    def _in_file(self, line: int, index: int) -> int:
        """Return the index in the file of a character of a line as the parser saw it."""
        if line not in self._kept:
            written = self.written[line - 1]
            same = len(self.source[line - 1]) == len(written)
            kept = (at for at, c in enumerate(written) if not self.left_out.match(c))
            self._kept[line] = None if same else list(kept)
        kept_here = self._kept[line]
        return index if kept_here is None or index >= len(kept_here) else kept_here[index]
