"""Which of the pictures that an item names stands for it; none of them is loaded here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chancery.feeds.links import joined

#: The width in pixels that a small picture on a page has at most, on a screen of two per point.
WANTED_WIDTH = 640
#: Narrower pictures are smileys, buttons, and pixels that count readers.
_NARROWEST = 48
#: The most pictures of a text that are looked at.
_FEW = 20
_IMG = re.compile(r"<img\s([^<>]{0,4000})>", re.IGNORECASE)
#: Begins only after a space or a quotation mark, and never gives back: time grows with the length.
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])([a-z]++)\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s"']++))""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that may stand for an item: its address, what it shows, its width as written.

    alt: markup or text, like a title.
    """

    url: str = ""
    alt: str = ""
    width: str = ""

    def pixels(self) -> int:
        """Return the width in pixels, 0 when it is not known."""
        number = self.width.removesuffix("px")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0


def best_picture(candidates: Iterable[Candidate]) -> Candidate:
    """Return the picture whose width comes closest to what a page needs, from above when it can.

    Of those whose width is not known the first; one without an address when there is none.
    """
    usable = [one for one in candidates if one.url and not 0 < one.pixels() < _NARROWEST]
    known = [one for one in usable if one.pixels()]
    enough = [one for one in known if one.pixels() >= WANTED_WIDTH]
    if enough:
        return min(enough, key=Candidate.pixels)
    if known:
        return max(known, key=Candidate.pixels)
    return next(iter(usable), Candidate())


def pictures_in(markup: str, base: str) -> Iterator[Candidate]:
    """Return the pictures of a text in HTML."""
    for number, match in enumerate(_IMG.finditer(markup)):
        if number == _FEW:
            return
        found = {
            name.lower(): double or single or bare
            for name, double, single, bare in reversed(_ATTRIBUTE.findall(match[1]))
        }
        if url := joined(base, html.unescape(found.get("src", "")).strip()):
            yield Candidate(url, found.get("alt", ""), found.get("width", ""))
