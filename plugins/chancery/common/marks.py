"""Marks on letters: a pile of them, as no language has, covers what stands above and below."""

from __future__ import annotations

import re
import unicodedata

#: The most marks on one letter. Vietnamese and Tibetan need three, pointed Hebrew and Arabic four.
MOST_MARKS = 4
#: Where a pile can be: marks and joiners are no letters.
_LIKELY = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")
_MARKS = ("Mn", "Me")
#: What joins letters, and hides between marks without ending their pile.
_FORMAT = "Cf"


def thinned(text: str) -> str:
    """Return a text with the first marks on each letter; twice gives the same as once."""
    return text if text.isascii() else _LIKELY.sub(_first_marks, text)


def _first_marks(match: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in match[0]:
        category = unicodedata.category(character)
        if category in _MARKS:
            marks += 1
        elif category != _FORMAT:
            marks = 0
        if marks <= MOST_MARKS or category not in _MARKS:
            kept.append(character)
    return "".join(kept)
