"""Inputs made of others by chance: what a careless or a hostile writer may do to a file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

#: What means something to one of the parsers, or to a browser; 7 in brackets marks what must not
#: run. Places of characters, encodings, limits of numbers and of calendars are among them.
WORDS = tuple(
    word.encode() if isinstance(word, str) else word
    for word in (
        "<script>alert(7)</script>", "<img src=x onerror=alert(7)>", "javascript:alert(7)",
        '"onmouseover="alert(7)', "'><svg/onload=alert(7)>",
        "&lt;script&gt;alert(7)&lt;/script&gt;", "data:text/html,alert(7)",
        "https://a.example@b.example/", "http://xn--a.example/", "//b.example", "http://[::1",
        "\u202e", "\u2066", "\u200b", "\ufeff", "\u0301" * 9, "\ud7ff", "\U0010ffff", "\x00",
        "\x1b[2J", "\x85", "\u2028", "\r", "\r\n", "\n", "\t", "\n\n", " " * 40, "]]>",
        "<![CDATA[", "<!--", "-->", "<!DOCTYPE x [", "<?xml version='1.0'?>", "&#0;",
        "&#x110000;", "&amp;", "&nbsp;", "&#8238;", "</title>", "<p>", "</p>", "<a href='",
        "{{ 7 }}", "{% for %}", "%s", "%(a)s", "{0}", "{a!r}", "{", "}", "[", "]", "- ", ": ",
        "? ", "| ", "> ", "# ", "&a ", "*a", "<<: *a", "!!str ", "!!python/object:os.system ",
        "---\n", "...\n", "%YAML 1.1\n", "'", '"', "\\", "\\u0000", "\\x", "~", "null", "true",
        "no", "NO", "0", "-1", "1e999", "0x7f", "0o17", ".inf", ".nan", "1_000", "9" * 40, "0.1",
        "1970-01-01", "9999-12-31T23:59:59Z", "0000-00-00", "2026-02-30", "2024-02-29",
        "2026-03-29T02:30", "24/7", "Mo-Fr 09:00-12:30", "PH off", "Su-Mo 23:00-01:00",
        "week 53", "easter", "Jan 31-Feb 30", "sunrise", "en", "fr", "ar", "zh-Hant", "x-a",
        "QV", "PE", "XX", "Europe/Oslo", "Etc/GMT+12", "unknown", "+44 1632 960001", "+",
        "tel:+44 1632 960001", "mailto:a@b.example", "page:passports#fees", "PAGE:visas",
        "post:embassy-oslo", "here:arrest", "contact:general", "service:", "news:x", "# a\n",
        "## b {#c}\n", "[a](", "![a](b.png)", "[a]: b\n", "```\n", "| a |\n|---|\n", "\\\n",
        "***", "~~", 'msgid ""\n', 'msgstr "', "#, fuzzy\n", "msgid_plural ", "msgctxt ", "#~ ",
        "RRULE:FREQ=SECONDLY\n", "DTSTART;TZID=X:20260101T000000\n", "BEGIN:VEVENT\n", b"\xff",
        b"\xfe\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\x80", b"\xdf\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff", b"\xff\xd8\xff\xe1", b"IHDR", b"IDAT", b"iCCP",
        b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff",
    )
)  # fmt: skip
#: The most bytes of an input that was made so: what is larger only takes longer.
LARGEST = 40_000
_VALUE = re.compile(rb'"[^"\n]*"|[A-Za-z0-9_+./:-]+|[^\x00-\x7f]+')

_Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def _span(data: bytes, chance: random.Random, most: int) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, most))


def _flipped(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    made = bytearray(data or b"\x00")
    made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _lacking(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance, chance.choice((1, 8, 200)))
    return data[:start] + data[end:]


def _with_word(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(WORDS) + data[start:]


def _with_value(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Put a word, or a value of another place or file, where a value stands."""
    places = [match.span() for match in _VALUE.finditer(data)]
    if not places:
        return data + chance.choice(WORDS)
    start, end = chance.choice(places)
    source = data if chance.random() < 0.5 else chance.choice(others)
    values: list[bytes] = _VALUE.findall(source[: 4 * LARGEST]) or [b""]
    value = chance.choice(WORDS if chance.random() < 0.6 else values)
    return data[:start] + value + data[end:]


def _lines_moved(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Take out, double, move or take over from another file some lines."""
    lines = data.splitlines(keepends=True) or [b""]
    start, end = sorted(chance.randrange(len(lines) + 1) for _ in range(2))
    end = min(end, start + 20)
    some, rest = lines[start:end], lines[:start] + lines[end:]
    how = chance.randrange(4)
    if how == 0:
        return b"".join(rest)
    if how == 1:
        some = chance.choice(others).splitlines(keepends=True)
        first = chance.randrange(len(some) + 1)
        some, rest = some[first : first + chance.randint(1, 20)], lines
    elif how == 2:
        rest = lines
    place = chance.randrange(len(rest) + 1)
    return b"".join([*rest[:place], *some, *rest[place:]])


def _repeated(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, chance, chance.choice((1, 10, 300)))
    times = min(chance.choice((2, 10, 300, 5_000)), LARGEST // max(1, end - start))
    return data[:start] + data[start:end] * times + data[end:]


def _spliced(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _indented(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    place = chance.randrange(len(lines))
    line = lines[place]
    lines[place] = b"  " + line if chance.random() < 0.5 else line.removeprefix(b"  ")
    return b"".join(lines)


_CHANGES: tuple[_Change, ...] = (
    _with_value, _with_value, _with_value, _with_word, _with_word, _lines_moved, _lines_moved,
    _flipped, _lacking, _repeated, _spliced, _indented,
)  # fmt: skip


def mutated(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Return an input changed in one place or a few; others: known inputs, at least one.

    A kind of input whose first line says what it is keeps that mostly.
    """
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = chance.choice(_CHANGES)(data, chance, others)[:LARGEST]
    return data
