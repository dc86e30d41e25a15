"""Text from elsewhere made fit for a page: no hidden characters, one line, cut at a word."""

from __future__ import annotations

import re
import unicodedata

from chancery.common.marks import thinned

#: Noncharacters: the last two code points of each plane, and 32 more (Unicode 15, section 23.7).
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)
)
#: Control characters that are no white space, soft hyphens, spaces and joiners without width,
#: fillers that look like nothing, invisible signs of mathematics, deprecated and annotation
#: controls, byte order marks, halves of surrogate pairs; tags and unused codes of plane 14, in
#: which a text can be hidden, but for those that make a flag.
_HIDDEN = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|"
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff" + _NONCHARACTERS + "]"
)
#: What has no width and is of use alone (joiners, marks of direction, selectors of a variant), when
#: there are several: the first says all, and the rest can only hide something.
_FLOOD = re.compile("([\u034f\u061c\u200c-\u200f])[\u034f\u061c\u200c-\u200f]+")
_VARIANTS = re.compile(
    "([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
#: Looks like a space; it is one in braille.
_BLANK = "\u2800"
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = "\u202d\u202e"
_PDF, _PDI = "\u202c", "\u2069"
_ISOLATES = "\u2066\u2067\u2068"
_SPACES = re.compile(r"\s+")
#: Single spaces that keep words together, as French has before a colon; longer runs are layout.
_KEPT_SPACES = ("\xa0", "\u202f")
#: A piece without a space that is longer than this is not one word (Chinese, Thai, an address).
_WORD_LIMIT = 40
_JOINERS = "\u200c\u200d"


def plain(text: str) -> str:
    """Return text without hidden characters, piles of marks, or open direction controls.

    White space stays. What it gives is unchanged by a second call.
    """
    if text.isascii():
        return _HIDDEN.sub("", text)
    text = _HIDDEN.sub(lambda match: match[1] or "", text).replace(_BLANK, " ")
    # Last what only looks at neighbours: what is taken out before makes some.
    return _VARIANTS.sub(r"\1", _FLOOD.sub(r"\1", thinned(_balanced(text))))


def collapsed(text: str) -> str:
    """Return text with every run of white space as one space (single no-break spaces stay)."""
    return _SPACES.sub(lambda match: match[0] if match[0] in _KEPT_SPACES else " ", text)


def fitted(text: str, room: int) -> str:
    """Return the longest start of a text that ends with a word and has at most `room` characters.

    It may be empty when not even one word fits. Where words have no spaces between them it ends at
    a character, never between a letter and its marks.
    """
    if len(text) <= room:
        return text
    head = text[: max(room, 0)]
    space = len(head) if text[len(head)] == " " else head.rfind(" ")
    if len(head) - space <= _WORD_LIMIT:
        head = head[: max(space, 0)]
    else:
        while head and _continues(head[-1], text[len(head)]):
            head = head[:-1]
    return _balanced(head).rstrip(" ,;:(–—-")


def _continues(before: str, after: str) -> bool:
    """Tell whether two characters are parts of one that a reader sees (marks, joined emoji)."""
    skin_tone = "\U0001f3fb" <= after <= "\U0001f3ff"
    mark = unicodedata.category(after).startswith("M")
    return mark or skin_tone or after in _JOINERS or before == "\u200d"


def _balanced(text: str) -> str:
    """Remove overrides, and embeddings and isolates without their end (UAX #9, section 3.1).

    An override shows letters in an order that is not theirs, which only serves to deceive.
    """
    if not _BIDI.search(text):
        return text
    kept: set[int] = set()
    embeddings: list[list[int]] = [[]]  # those that are open, one list for each open isolate
    isolates: list[int] = []
    for match in _BIDI.finditer(text):
        place, mark = match.start(), match[0]
        if mark in _ISOLATES:
            isolates.append(place)
            embeddings.append([])
        elif mark == _PDI and isolates:
            kept |= {isolates.pop(), place}
            embeddings.pop()
        elif mark == _PDF and embeddings[-1]:
            start = embeddings[-1].pop()
            kept |= set() if text[start] in _OVERRIDES else {start, place}
        elif mark not in (_PDI, _PDF):
            embeddings[-1].append(place)
    return _BIDI.sub(lambda match: match[0] if match.start() in kept else "", text)
