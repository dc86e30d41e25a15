"""Markdown as people paste it: what was meant made marks, and marks that were not meant made text.

Every change keeps the length of each line, so that places stay true. What must be left to the
parser to find, since only it knows what is code, is written with characters that no text has, and
made good in its HTML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: Stand for a space in an address, a tilde alone and the bracket of a footnote: noncharacters,
#: which are "intended for process-internal uses" (Unicode, section 23.7).
_SPACE, _TILDE, _BRACKET = "\ufdd0", "\ufdd1", "\ufdd2"
#: What each of them is in text, and in an address, where the parser percent-encodes it.
_STANDS_FOR = ((_SPACE, " ", "%20"), (_TILDE, "~", "~"), (_BRACKET, "[", "%5B"))

#: Begins or ends a block of code.
_FENCED = re.compile(r" {0,3}(?:```|~~~)")
#: Bullets of word processors, those of the fonts Symbol and Wingdings among them, before a space.
_BULLET = re.compile(
    "([ \xa0]{0,3})([\u2022\u25aa\u25e6\u2023\u2043\u25cf\u25cb\u25a0\u25a1\u27a2\u00b7\u2219"
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8](?=[ \t\xa0\u2002\u2003])|[o\u2013\u2014\u00a7](?=\t))"
)
#: The number of an item of a list, in the digits of any script.
_NUMBERED = re.compile(r" {0,3}\d{1,2}(?=[.)][ \t])")
#: Marks of a block after which a space was meant that Markdown does not know.
_SPACED = re.compile(
    "([ \u200b\u2060]{0,3}(?:[-+*]|#{1,6}|[0-9]{1,4}[.)]))([\u00a0\u2000-\u200a\u202f\u3000])"
)
#: The most characters of a line that are looked at here.
_FIRST = 12
#: What nobody sees before the first sign of a line.
_UNSEEN_FIRST = re.compile("[ \u200b\u2060\u200e\u200f]{0,3}(?=[-+*#>|0-9])")
#: A tilde alone: only two strike words out, of which the specification of GitHub's Markdown says
#: one or two (https://github.github.com/gfm/#strikethrough-extension-).
_ALONE = re.compile(r"(?<![~\\])~(?!~)")
_FOOTNOTE = re.compile(r"(?<!\\)\[(?=\^[^\]\s]{1,40}\])")
#: The address of a link with spaces in it, which Markdown does not allow.
_WITH_SPACES = re.compile(
    r"(?<=\]\()[ \t]*[A-Za-z]{1,12}:(?:[^()<>\"'\n]|\([^()<>\"'\n]{0,40}\))*(?=\))"
)
#: The same in the definition of a link, where nothing but a number follows.
_DEFINED = re.compile(
    r"(?<=\]:)[ \t]*<?tel:[-+0-9 \u00a0().]{0,40}[0-9](?=>?[ \t]*\r?$)", re.MULTILINE
)


def lines_of_prose(body: str) -> Iterator[tuple[int, str, bool]]:
    """Return a text's lines with their numbers from 0, and whether each is outside of code."""
    fenced = False
    for number, line in enumerate(body.split("\n")):
        fence = _FENCED.match(line)
        yield number, line, not fenced and not fence and not line.startswith(("    ", "\t"))
        fenced = fenced != bool(fence)


def as_meant(text: str) -> str:
    """Return a Markdown text as it was meant; its HTML is to be given to `as_written`."""
    if not text.isascii() or "\t" in text:
        text = "\n".join(
            _marked(line) if prose else line for _, line, prose in lines_of_prose(text)
        )
    if "~" in text:
        text = _ALONE.sub(_TILDE, text)
    if "[^" in text:
        text = _FOOTNOTE.sub(_BRACKET, text)
    text = _DEFINED.sub(_without_spaces, text)
    return _WITH_SPACES.sub(_without_spaces, text)


def _without_spaces(match: re.Match[str]) -> str:
    return re.sub(r"(?<=\S)[^\S\n](?=.*\S)", _SPACE, match[0])


def _marked(line: str) -> str:
    """Return a line whose first signs are those of Markdown where others were meant."""
    begin = line[:_FIRST]
    if begin.isascii() and not begin.lstrip(" ").startswith("o\t"):
        return line
    unseen = _UNSEEN_FIRST.match(line)
    if unseen and not unseen[0].isascii():
        line = " " * unseen.end() + line[unseen.end() :]
    if bullet := _BULLET.match(line):
        space = "\t" if line[bullet.end()] == "\t" else " "
        return f"{' ' * len(bullet[1])}-{space}{line[bullet.end() + 1 :]}"
    if number := _NUMBERED.match(line):
        digits = "".join(c if c == " " else str(unicodedata.digit(c)) for c in number[0])
        line = digits + line[number.end() :]
    if spaced := _SPACED.match(line):
        line = f"{spaced[1]} {line[spaced.end() :]}"
    return line


def as_written(html: str) -> str:
    """Return the HTML of a text that `as_meant` gave, with what the text says."""
    for stands, text, address in _STANDS_FOR:
        encoded = "".join(f"%{byte:02X}" for byte in stands.encode())
        html = html.replace(encoded, address).replace(stands, text)
    return html
