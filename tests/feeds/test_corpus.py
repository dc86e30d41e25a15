"""What comes of hostile and odd feeds, and what holds for every entry of them."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import Any

import msgspec
import pytest

from chancery.common.problems import Level
from chancery.feeds.clean import clean_entry, clean_link, clean_title
from chancery.feeds.entries import Entry
from chancery.feeds.parse import parse_feed
from tests.feeds.corpus import CASES, Case
from tests.feeds.made import FEED, NOW, checked

HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b\u202d\u202e\ufeff\ufffe\uffff\ud800-\udfff]")


def shown(entry: Entry, name: str) -> Any:
    """Return a field of an entry as the corpus writes it."""
    value = getattr(entry, name)
    if name in ("published", "updated"):
        return value and value.isoformat()
    if name == "enclosures":
        return [(one.url, one.type, one.length) for one in value]
    return list(value) if name == "topics" else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_outcome(case: Case) -> None:
    entries, problems = parse_feed(case.data, feed=FEED, now=NOW, content_type=case.content_type)
    found = [
        {name: shown(entry, name) for name in wanted}
        for entry, wanted in zip(entries, case.entries, strict=False)
    ]
    said = [(problem.level is not Level.ERROR, problem.message) for problem in problems]
    start = case.refused or case.warned
    assert (found, len(entries)) == (case.entries, len(case.entries)), said
    assert [(warning, message[: len(start)]) for warning, message in said] == (
        [(bool(case.warned), start)] if start else []
    )
    for entry in entries:
        harmless(entry)


def harmless(entry: Entry) -> None:
    """Hold that nothing of an entry can run, load, hide or reach beyond its place."""
    assert checked(entry.summary).found == []
    addresses = [entry.link, entry.image, *(one.url for one in entry.enclosures)]
    assert all(address == clean_link(address, "") for address in addresses)
    texts = [entry.title, entry.image_alt, *entry.topics]
    assert not any(HIDDEN.search(text) for text in [*texts, entry.summary, entry.guid, entry.id])
    assert all(clean_title(html.escape(text)) == text for text in texts)
    assert clean_entry(entry) == entry
    assert msgspec.json.decode(msgspec.json.encode(entry), type=Entry) == entry
    assert dataclasses.is_dataclass(entry)


def test_every_document_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)
    assert len(CASES) > 250
