"""Words in the form in which a search compares them, by what each language takes for the same.

Mirrored by `themes/chancery/scripts/words.js`; a test holds the two together, character by
character. Which letters are the same is ICU's search collation (`data/folding.json`).
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from chancery.common.languages import script_of

#: The folding of no language, in which no letter is kept apart and every script is known.
ANY = ""


class Folding(dict[int, str]):
    """What stands for each character of a language; worked out when a character is first met."""

    def __init__(self, ignored: str, letters: dict[str, str], own: dict[str, str]) -> None:
        """Take a language's table: marks to leave out, letters by their parts, and whole ones."""
        super().__init__()
        self.ignored, self.letters, self.own = ignored, letters, own
        self._marks = frozenset(_characters(ignored))

    def __missing__(self, code: int) -> str:
        """Fold one character, and remember it."""
        found = self[code] = self._folded(chr(code))
        return found

    def _folded(self, character: str) -> str:
        if character in self.own:
            return self.own[character]
        if unicodedata.category(character) == "Cf":
            return ""  # joiners and soft hyphens stand inside of words
        parts = unicodedata.normalize("NFKD", character.lower()).lower()
        return "".join(self._part(part) for part in parts if part not in self._marks)

    def _part(self, part: str) -> str:
        found = self.letters.get(part)
        if found is not None:
            return found
        return part if unicodedata.category(part)[0] in "LNM" else " "

    def words(self, text: str) -> list[str]:
        """Return the words of a text, folded, in their order."""
        return unicodedata.normalize("NFC", text).translate(self).split()


def _characters(ranges: str) -> list[str]:
    found: list[str] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        found += map(chr, range(int(first, 16), int(last or first, 16) + 1))
    return found


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).parent.parent / "data" / "folding.json"
    table: dict[str, Any] = json.loads(path.read_bytes())
    return table


@cache
def folding(tag: str) -> Folding:
    """Return the folding of a language, or that of all scripts for `ANY`: made once per process."""
    table = _table()
    if tag == ANY:
        scripts = tuple(dict.fromkeys((*table["ignored"], *table["letters"])))
    else:
        scripts = ("", *dict.fromkeys(("Latn", _written(script_of(tag)))))
    letters: dict[str, str] = {}
    for script in scripts:
        letters.update(table["letters"].get(script, {}))
    languages = table["languages"]
    own = languages.get(tag) or languages.get(tag.split("-", maxsplit=1)[0]) or {}
    ignored = " ".join(filter(None, (table["ignored"].get(script) for script in scripts)))
    return Folding(ignored, letters, own)


def folded(text: str) -> str:
    """Return the words of a text in any language, folded, with a space between them."""
    return " ".join(folding(ANY).words(text))


def _written(script: str) -> str:
    """Return the script that a table is kept under: Traditional and Simplified have none."""
    return "Jpan" if script in ("Hira", "Kana", "Hrkt") else script
