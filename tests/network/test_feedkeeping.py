"""How long entries stay that their feed has no longer: each feed's own word, then the network's."""

from __future__ import annotations

import pytest

from chancery.network.feedkeeping import Kept, keeping_of
from tests.network.test_load import BASE, read

FEED = "https://a.example/feed"


def keeping(said: str, usual: str = "", partner: str = "") -> Kept:
    """Return it for a feed that a post names, and perhaps a partner too."""
    text = BASE.replace("city: Oslo", f"city: Oslo\n    feeds: [{{url: {FEED}{said}}}]")
    if usual:
        text += f"defaults: {{keep: {usual}}}\n"
    if partner:
        text += f"partners: [{{id: p, name: P, feeds: [{{url: {FEED}{partner}}}]}}]\n"
    loaded = read(text)
    assert loaded.problems == ()
    return keeping_of(loaded.network)[FEED]


@pytest.mark.parametrize(
    ("said", "usual", "kept"),
    [
        ("", "", Kept(365, 200)),
        ("", "{days: 30}", Kept(30, 200)),
        (", keep: {entries: 20}", "{days: 30, entries: 99}", Kept(30, 20)),
        (", keep: {days: 9}", "{days: 30}", Kept(9, 200)),
    ],
)
def test_what_a_feed_does_not_say_holds_as_for_all(said: str, usual: str, kept: Kept) -> None:
    assert keeping(said, usual) == kept


def test_where_several_name_a_feed_the_longest_counts() -> None:
    assert keeping(", keep: {days: 9, entries: 50}", "", ", keep: {days: 20, entries: 5}") == Kept(
        20, 50
    )
