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

GUARD = 60


def items(inside: str, count: int = 190) -> bytes:
    """Give a feed of items that differ in their names only."""
    return rss("".join(item(f"<guid>{number}</guid>{inside}") for number in range(count)))


def texts(markup: str) -> bytes:
    return items(f"<description><![CDATA[{markup}]]></description>")


LARGE: dict[str, tuple[Callable[[], bytes], int]] = {
    "short items": (lambda: items("<pubDate>20 Nov 2026</pubDate>", 12_000), ENTRY_LIMIT),
    "long texts": (lambda: texts("<p><b>word</b> " * 1_600), 190),
    "deep texts": (lambda: texts("<div><b>" * 490 + "x" * 15_000), 190),
    "texts that never end a tag": (lambda: texts("<" * 24_000), 190),
    "attributes of pictures": (lambda: texts(f"<img {'src= ' * 800}>" * 6), 190),
    "quotation marks of pictures": (lambda: texts('<img src="' * 2_000), 190),
    "marks": (lambda: texts("a" + "\u0301\u200d" * 5_000), 190),
    "directions": (lambda: texts("\u2067\u202b" * 4_000), 190),
    "elements in texts": (
        lambda: atom("".join(entry(
            f"<id>{number}</id><title>T</title><content type='xhtml'>{'<div>' * 90}"
            f"{'x' * 24_000}{'</div>' * 90}</content>") for number in range(190))),
        190,
    ),
    "links of one entry": (
        lambda: atom(entry("<title>T</title>" + "<link href='/a'/>" * 49_000)), 1),
    "ampersands": (lambda: rss(item() + "&" * 4_900_000), 1),
    "attributes": (lambda: rss(item(), root=" ".join(f"a{n}=''" for n in range(400_000))), 1),
    "comments before the root": (lambda: b"<!-- x -->" * 480_000 + rss(item()), 1),
    "lists in JSON": (
        lambda: json_feed({"title": "T"}).replace(b'"title": "Feed"', b'"x": [' + b"[]," * 1_600_000
                                                 + b"[]]"), 1),
    "items of JSON": (lambda: json_feed(*[{"id": n, "title": "T"} for n in range(49_000)]),
                      ENTRY_LIMIT),
    "events": (lambda: ics(*[f"UID:{n}\nSUMMARY:T\nDTSTART:20261201" for n in range(49_000)]),
               ENTRY_LIMIT),
    "parameters": (lambda: ics("UID:1\nSUMMARY" + ';A="b' * 900_000 + ":T\nSUMMARY:T"), 1),
    "folds": (lambda: ics("UID:1\nSUMMARY:T\nX-A:x" + "\n x" * 1_200_000), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_large_document_is_read_in_time(name: str) -> None:
    make, count = LARGE[name]
    data = make()
    assert SIZE_LIMIT / 8 < len(data) <= SIZE_LIMIT
    start = time.monotonic()
    entries, problems = parse_feed(data, feed=FEED, now=NOW)
    assert time.monotonic() - start < GUARD
    assert (len(entries), problems) == (count, [])
