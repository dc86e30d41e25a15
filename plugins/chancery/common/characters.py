"""Characters that are not what they seem: not seen at all, or alike those that were meant.

What looks alike is Unicode's confusables.txt (UTS 39), and what is not seen its property
Default_Ignorable_Code_Point (`data/lookalikes.json`), both beside Python's `unicodedata`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: Joiners: within a word of Persian or Hindi, or an emoji, they are spelling.
JOINERS = "\u200c\u200d"
#: Characters without a meaning that all systems share: private ones, and what stands for lost ones.
_MEANINGLESS = re.compile("[\ue000-\uf8ff\ufffc\ufffd\U000f0000-\U0010ffff]")
#: A pattern that is drawn as an empty cell.
_BLANK = "\u2800"
_WORDS = re.compile(r"[^\W\d_]+")
#: The scripts whose letters pass for Latin ones in the middle of a word; in others a word of two
#: scripts is seen as such, and some write a particle before a foreign name without a space.
_ALIKE = ("CYRILLIC", "GREEK")
#: The letters of keyboards: others are seldom typed by mistake.
_TYPED = re.compile("[\u0391-\u03a9\u03b1-\u03c9\u0410-\u044f\u0406\u0456\u0408\u0458]")


class Odd(NamedTuple):
    """A character that is not what it seems: where it stands in its text, and what was meant."""

    at: int
    character: str
    meant: str


class Mixed(NamedTuple):
    """A word with letters of another script: where the first of them stands, the word meant."""

    word: str
    at: int
    character: str
    meant: str


@cache
def _tables() -> tuple[dict[str, str], frozenset[int]]:
    path = Path(__file__).parent.parent / "data" / "lookalikes.json"
    table = json.loads(path.read_bytes())
    alike = {one: plain for plain, others in table["alike"].items() for one in others}
    unseen = frozenset(code for first, last in table["unseen"] for code in range(first, last + 1))
    return alike, unseen


@cache
def plain_character(character: str) -> str:
    """Return the ASCII that a character was meant as; nothing for one that is not seen.

    One that is what it seems, such as a letter with an accent, is given back.
    """
    if character.isascii():
        return character
    alike, unseen = _tables()
    category = unicodedata.category(character)
    if ord(character) in unseen or category in ("Cc", "Cf"):
        return ""
    if category[0] == "Z":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    folded = unicodedata.normalize("NFKC", character)
    if folded.isascii():
        return folded
    # Of the letters, those of scripts with small and large ones pass for Latin: alef for no l.
    passes = category[0] != "L" or character.lower() != character.upper()
    return alike.get(character, character) if passes else character


class _Harmless(dict[str, bool]):
    """Whether a character can be looked over; worked out when it is first met."""

    def __missing__(self, character: str) -> bool:
        found = plain_character(character) == character and not _MEANINGLESS.match(character)
        self[character] = found = found and _script(character) not in _ALIKE
        return found


_harmless = _Harmless()


def is_harmless(text: str) -> bool:
    """Say quickly of most texts that none of what is told here is in them."""
    return text.isascii() or all(map(_harmless.__getitem__, text))


def oddities(text: str) -> Iterator[Odd]:
    """Return what in a text of ASCII, such as an id or a number, is not what it seems."""
    if not text.isascii():
        for index, character in enumerate(text):
            meant = plain_character(character)
            if meant != character:
                yield Odd(index, character, meant)


def plain_text(text: str) -> str:
    """Return a text as it was meant where only ASCII is."""
    return text if text.isascii() else "".join(map(plain_character, text)).strip()


@cache
def is_unseen(character: str) -> bool:
    """Say whether nobody sees a character: not a space, which is seen between others."""
    return ord(character) in _tables()[1] or unicodedata.category(character) in ("Cc", "Cf")


def is_visible(text: str) -> bool:
    """Say whether there is anything in a text to be seen."""
    if text.isascii() and text.isprintable():
        return bool(text.strip())
    return any(_seen_alone(character) for character in text)


@cache
def _seen_alone(character: str) -> bool:
    category = unicodedata.category(character)
    kept = category[0] in "LNPS" or category in ("Mc", "Co")
    return kept and character != _BLANK and not is_unseen(character)


def hidden(text: str) -> Iterator[Odd]:
    """Return what nobody sees in a text of any script, but for what some script is spelt with.

    Joiners are, and what chooses the picture of an emoji.
    """
    if not text.isascii():
        for index, character in enumerate(text):
            chooses = "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0020"
            if is_unseen(character) and character not in JOINERS and not chooses:
                yield Odd(index, character, "")


def meaningless(text: str) -> Iterator[Odd]:
    """Return the characters that readers see as an empty box, such as the bullets of one font."""
    if not text.isascii():
        for match in _MEANINGLESS.finditer(text):
            yield Odd(match.start(), match[0], "")


def mixed_words(text: str) -> Iterator[Mixed]:
    """Return words whose letters only seem to be of one script: searches never find them.

    A word of two scripts that is seen to be one, such as a measure, is none of them.
    """
    if not text.isascii():
        for match in _WORDS.finditer(text):
            word = match[0]
            if not word.isascii() and (found := _mixed(word)):
                index, meant = found
                yield Mixed(word, match.start() + index, word[index], meant)


def _mixed(word: str) -> tuple[int, str] | None:
    """Return where the first letter of another script stands in a word, and the word as meant."""
    scripts = {_script(letter) for letter in word} - {""}
    others = scripts - {"LATIN"}
    if len(scripts) != 2 or len(others) != 1 or not others <= {*_ALIKE}:
        return None
    other = others.pop()
    foreign = [letter for letter in word if _script(letter) == other]
    latin = [letter for letter in word if _script(letter) == "LATIN"]
    alike = _tables()[0]
    if all(alike.get(letter, "").isalpha() for letter in foreign) and len(latin) > 1:
        meant = "".join(alike[c] if _script(c) == other else c for c in word)
        return word.index(foreign[0]), meant
    shapes = _shapes(other)
    if all(letter in shapes for letter in latin):
        meant = "".join(shapes[c] if _script(c) == "LATIN" else c for c in word)
        return word.index(latin[0]), meant
    return None


@cache
def _shapes(script: str) -> dict[str, str]:
    """Return the letters of a script by the Latin ones that they look like."""
    typed = ((c, shape) for c, shape in _tables()[0].items() if _TYPED.match(c))
    return {shape: c for c, shape in typed if _script(c) == script and shape.isalpha()}


@cache
def _script(letter: str) -> str:
    """Return the script of a letter, by its name; nothing for a mark, which is of any."""
    if not unicodedata.category(letter).startswith("L"):
        return ""
    return unicodedata.name(letter, "").partition(" ")[0]


def named(character: str) -> str:
    """Name a character by its code point, as messages do: U+00A0 (no-break space)."""
    private = unicodedata.category(character) == "Co"
    name = unicodedata.name(character, "private" if private else "control character")
    return f"U+{ord(character):04X} ({name.lower()})"
