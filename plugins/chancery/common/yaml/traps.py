"""What goes wrong below the data: bytes that are no text, and plain scalars that are no text.

Two parts, used by `chancery.common.yaml.source`: `decode` (bytes to text) and `plain_value`
(a scalar without quotes to what it stands for).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

#: What libyaml refuses (YAML 1.1, section 5.1) or counts as a line break where no editor does
#: (U+0085, U+2028, U+2029), and the surrogates that stand for bytes that are not UTF-8.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
#: What stands in the text for each of those characters.
REPLACEMENT = "\ufffd"

_UNICODE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
#: Blank lines, comments and document ends: only after these can a `%` start a directive.
_HEAD = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\n|\.\.\.[^\n]*+\n)*+")
_EXAMPLE_LIMIT = 40


class Fault(NamedTuple):
    """A problem of the text: its place as offset, line and column, what is wrong, and the cure."""

    offset: int
    line: int
    column: int
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class Trap:
    """A plain scalar that YAML takes for something that few people mean.

    reading: what YAML makes of it, as `is read as the boolean "false" by YAML`.
    expected: what should stand there.
    cure: one sentence.
    value: what is kept, so that later checks can go on.
    """

    reading: str
    expected: str
    cure: str
    value: str | None


# ---------------------------------------------------------------------------------- bytes


def decode(data: bytes, first_line: int, most: int) -> tuple[str | None, list[Fault]]:
    """Return the text of a file, its line breaks as line feeds, and what is wrong with the bytes.

    Each bad byte or character is one fault, and U+FFFD in the text. There is no text when the
    file is in another encoding, has more than `most` faults, or starts with directives.
    """
    other = _other_encoding(data)
    if other:
        message = f"the file is in {other}, expected UTF-8"
        return None, [Fault(0, first_line, 1, message, "Save the file as UTF-8.")]
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    faults: list[Fault] = []
    for fault in _bad_characters(text, first_line):
        faults.append(fault)
        if len(faults) > most:
            message = f"more than {most} characters are not UTF-8 text; this is no YAML file"
            return None, [faults[0]._replace(message=message, cure="Save it as UTF-8 text.")]
    if faults:
        text = FORBIDDEN.sub(REPLACEMENT, text)
    head = _HEAD.match(text)
    start = head.end() if head else 0
    if text.startswith("%", start):
        # libyaml compares every %TAG with all before it: 60,000 of them take it five seconds.
        line = first_line + text.count("\n", 0, start)
        message = "the line starts with %, which makes it a YAML directive; none are used here"
        return None, [*faults, Fault(start, line, 1, message, "Remove the line.")]
    return text, faults


def _other_encoding(data: bytes) -> str:
    """Name the encoding if it is UTF-16 or UTF-32, with or without a byte order mark."""
    for mark, name in _UNICODE_MARKS:
        if data.startswith(mark):
            return name
    start = data[:4]
    if len(start) < 4 or not any(start):
        return ""
    if start[:3] == bytes(3) or start[1:] == bytes(3):
        return "UTF-32"
    return "UTF-16" if bytes(2) in (start[::2], start[1::2]) else ""


def _bad_characters(text: str, first_line: int) -> Iterator[Fault]:
    """Return every character that no YAML file may have, in order."""
    line, start, done = first_line, 0, 0
    for match in FORBIDDEN.finditer(text):
        index = match.start()
        line += text.count("\n", done, index)
        start = max(start, text.rfind("\n", done, index) + 1)
        done = index
        message, cure = _describe(match.group())
        yield Fault(index, line, index - start + 1, message, cure)


def _describe(character: str) -> tuple[str, str]:
    """Say what is wrong with a forbidden character, and the cure."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        byte = code - 0xDC00
        guess = bytes([byte]).decode("cp1252", "ignore")
        hint = f" (in Windows-1252 it is {guess})" if guess.isprintable() and guess else ""
        message = f"the byte 0x{byte:02X} is not UTF-8{hint}, expected UTF-8 text"
        return message, "Save the file as UTF-8."
    name = unicodedata.name(character, "a control character").lower()
    message = f"the invisible character U+{code:04X} ({name}) is not allowed in YAML"
    return message, "Delete it."


# ---------------------------------------------------------------------------------- scalars


def in_quotes(text: str) -> str:
    """Return the cure `Put it in quotes`, with the text when it is short."""
    return f'Put it in quotes: "{text}".' if len(text) <= _EXAMPLE_LIMIT else "Put it in quotes."


def _boolean(word: str, meaning: str) -> Trap:
    """Return the trap of a word that YAML 1.1 reads as a boolean."""
    return Trap(
        reading=f'is read as the boolean "{meaning}" by YAML',
        expected="text in quotes, or true or false",
        cure=f'Put it in quotes: "{word}" (or write {meaning} where a switch is meant).',
        value=word,
    )


#: Words with a meaning (YAML 1.2.2, section 10.3.2) and words that had one (YAML 1.1, type bool).
_WORDS: dict[str, bool | Trap | None] = {
    "": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{w: _boolean(w, "true") for w in ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON")},
    **{w: _boolean(w, "false") for w in ("n", "N", "no", "No", "NO", "off", "Off", "OFF")},
    "~": Trap(
        reading="is read as no value by YAML",
        expected="a value, or nothing",
        cure='Leave the value out, or put the sign in quotes: "~".',
        value=None,
    ),
}

_NUMBER_START = frozenset("-+.0123456789")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_FLOAT = re.compile(r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
#: No number in a file needs more characters; more are an identifier, or an attack on `float`.
_NUMBER_LIMIT = 40
#: Longer text is no trap anyone falls into, and matching megabytes of it takes much memory.
_TRAP_LIMIT = 400
#: Numbers of YAML 1.1 (types int and float) and YAML 1.2 that nobody means; the first fits.
_NUMBER_TRAPS = (
    (r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "is read as a number in base 60 by YAML"),
    (r"[-+]?0x[0-9a-fA-F_]+", "is read as a hexadecimal number by YAML"),
    (r"[-+]?0o[0-7_]+", "is read as a number in base 8 by YAML"),
    (r"[-+]?0b[01_]+", "is read as a number in base 2 by YAML"),
    (r"[-+]?\.(?:inf|Inf|INF)", "is read as infinity by YAML"),
    (r"\.(?:nan|NaN|NAN)", "is read as no number (NaN) by YAML"),
    (
        r"\+(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?",
        "is read as a number by YAML and loses its +",
    ),
    (
        r"-?0[0-9_]+(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?",
        "is read as a number by YAML, in base 8 or without its leading zero",
    ),
    (
        r"-?[0-9]+_[0-9_]*(?:\.[0-9_]*)?|-?[0-9]*\.[0-9]+_[0-9_]*",
        "is read as a number by YAML and loses its underscores",
    ),
    (
        r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?",
        "is a longer or larger number than YAML readers keep",
    ),
)
_NUMBER_TRAP_TESTS = tuple((re.compile(pattern), reading) for pattern, reading in _NUMBER_TRAPS)


def plain_value(text: str) -> str | int | float | bool | Trap | None:
    """Return what a scalar without quotes stands for: YAML 1.2 core, decimal numbers only.

    A date or a time stamp stays text. What YAML 1.1 or 1.2 would read otherwise than it looks
    is a `Trap`.
    """
    if text[:1] in _NUMBER_START:
        return _number(text)
    return _WORDS.get(text, text)


def _number(text: str) -> str | int | float | Trap:
    """Return the number, the trap, or the text itself when it only starts like a number."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if len(text) <= _NUMBER_LIMIT and _FLOAT.fullmatch(text) and not text.lstrip("-").isdecimal():
        value = float(text)
        if math.isfinite(value):
            return value
    if len(text) > _TRAP_LIMIT:
        return text
    for test, reading in _NUMBER_TRAP_TESTS:
        if test.fullmatch(text):
            expected = "text in quotes, or a plain decimal number"
            cure = in_quotes(text)
            if text.startswith("+"):
                cure = cure.replace("in quotes", "in quotes, as every telephone number", 1)
            return Trap(reading, expected, cure, text)
    return text


def key_reading(text: str) -> tuple[str, str] | None:
    """Say how YAML reads a plain key that is not text, with the cure; None when it is text."""
    value = plain_value(text)
    if isinstance(value, str):
        return None
    if isinstance(value, Trap):
        return value.reading, in_quotes(text)
    if isinstance(value, bool):
        return f'is read as the boolean "{str(value).lower()}" by YAML', in_quotes(text)
    if value is None:
        return "is read as no value by YAML", in_quotes(text) if text else "Write the key."
    return "is read as a number by YAML", in_quotes(text)
