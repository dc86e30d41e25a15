"""The largest documents that are allowed are read in about a second: time grows with the bytes.

The guard is far above that, for slow machines; what grew with the square would take many minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from chancery.feeds.document import SIZE_LIMIT
from chancery.feeds.entries import ENTRY_LIMIT
from chancery.feeds.parse import parse_feed
from tests.feeds.corpus import atom, entry, ics, item, json_feed, rss
from tests.feeds.made import FEED, NOW
from tests.options import EVERY_PAIR

GUARD = 60
#: So small a part is enough to see what grows with the square; --every-pair takes the whole.
PART = 8


def items(inside: str, count: int = 190) -> bytes:
    """Return a feed of items that differ in their names and titles only."""
    made = (item(f"<guid>{number}</guid>{inside}", f"T{number}") for number in range(count))
    return rss("".join(made))


def texts(markup: str) -> bytes:
    return items(f"<description><![CDATA[{markup}]]></description>")


EVENT = "UID:{0}\nSUMMARY:T{0}\nDTSTART:20261201"
#: Makers of documents that are as large as is allowed, or of a part of that, with their entries.
LARGE: dict[str, tuple[Callable[[int], bytes], int]] = {
    "short items": (
        lambda part: items("<pubDate>20 Nov 2026</pubDate>", 12_000 // part),
        ENTRY_LIMIT,
    ),
    "long texts": (lambda part: texts("<p><b>word</b> " * (1_600 // part)), 190),
    "deep texts": (lambda part: texts("<div><b>" * 490 + "x" * (15_000 // part)), 190),
    "texts that never end a tag": (lambda part: texts("<" * (24_000 // part)), 190),
    "attributes of pictures": (lambda part: texts(f"<img {'src= ' * (800 // part)}>" * 6), 190),
    "quotation marks of pictures": (lambda part: texts('<img src="' * (2_000 // part)), 190),
    "marks": (lambda part: texts("a" + "\u0301\u200d" * (5_000 // part)), 190),
    "directions": (lambda part: texts("\u2067\u202b" * (4_000 // part)), 190),
    "elements in texts": (
        lambda part: atom(
            "".join(
                entry(
                    f"<id>{number}</id><title>T{number}</title><content type='xhtml'>{'<div>' * 90}"
                    f"{'x' * (24_000 // part)}{'</div>' * 90}</content>"
                )
                for number in range(190)
            )
        ),
        190,
    ),
    "links of one entry": (
        lambda part: atom(entry("<title>T</title>" + "<link href='/a'/>" * (49_000 // part))),
        1,
    ),
    "ampersands": (lambda part: rss(item() + "&" * (4_900_000 // part)), 1),
    "attributes": (
        lambda part: rss(item(), root=" ".join(f"a{n}=''" for n in range(400_000 // part))),
        1,
    ),
    "comments before the root": (lambda part: b"<!-- x -->" * (480_000 // part) + rss(item()), 1),
    "lists in JSON": (
        lambda part: json_feed({"title": "T"}).replace(
            b'"title": "Feed"', b'"x": [' + b"[]," * (1_600_000 // part) + b"[]]"
        ),
        1,
    ),
    "items of JSON": (
        lambda part: json_feed(*[{"id": n, "title": f"T{n}"} for n in range(49_000 // part)]),
        ENTRY_LIMIT,
    ),
    "events": (
        lambda part: ics(
            *[f"UID:{n}\nSUMMARY:T{n}\nDTSTART:20261201" for n in range(49_000 // part)]
        ),
        ENTRY_LIMIT,
    ),
    "parameters": (
        lambda part: ics("UID:1\nSUMMARY" + ';A="b' * (900_000 // part) + ":T\nSUMMARY:T"),
        1,
    ),
    "folds": (lambda part: ics("UID:1\nSUMMARY:T\nX-A:x" + "\n x" * (1_200_000 // part)), 1),
}


@pytest.mark.long
@pytest.mark.parametrize("name", LARGE)
def test_a_large_document_is_read_in_time(name: str, pytestconfig: pytest.Config) -> None:
    make, count = LARGE[name]
    part = 1 if pytestconfig.getoption(EVERY_PAIR) else PART
    data = make(part)
    assert SIZE_LIMIT / 8 / part < len(data) <= SIZE_LIMIT
    start = time.monotonic()
    entries, problems = parse_feed(data, feed=FEED, now=NOW)
    assert time.monotonic() - start < GUARD
    assert (len(entries), problems) == (count, [])
