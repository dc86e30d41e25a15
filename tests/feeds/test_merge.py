"""Many feeds are one list, in an order that depends on nothing but the entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.feeds.entries import ENTRY_LIMIT, Entry, updated
from chancery.feeds.merge import newest_first
from tests.feeds.made import FEED, NOW, made

OTHER = "https://other.example.org/feed"


def names(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.id for entry in entries]


def test_newest_come_first_whatever_group_they_are_in() -> None:
    groups = [[made("old", age=9), made("new", age=1)], [made("mid", feed=OTHER, age=5)]]
    assert names(newest_first(groups, 10)) == ["new", "mid", "old"]


def test_an_entry_without_a_date_stands_where_it_was_first_seen() -> None:
    undated = made("undated", age=None, first_seen=NOW - timedelta(hours=3))
    assert names(newest_first([[made("a", age=4), undated, made("b", age=2)]], 10)) == [
        "b",
        "undated",
        "a",
    ]


@pytest.mark.parametrize(("limit", "expected"), [(0, []), (1, ["a"]), (2, ["a", "b"])])
def test_the_limit_holds(limit: int, expected: list[str]) -> None:
    assert names(newest_first([[made("a", age=1), made("b", age=2), made("c", age=3)]], limit)) == (
        expected
    )


def test_the_same_link_is_shown_once_and_the_newer_one_stays() -> None:
    copy = made("copy", feed=OTHER, age=1, link=made("a").link)
    assert names(newest_first([[made("a", age=2)], [copy]], 10)) == ["copy"]


def test_entries_without_links_are_not_the_same() -> None:
    entries = [made("a", age=1, link=""), made("b", age=2, link="")]
    assert names(newest_first([entries], 10)) == ["a", "b"]


def test_the_same_name_in_two_feeds_is_not_the_same() -> None:
    other = made("a", feed=OTHER, age=2, link="https://other.example.org/a")
    assert len(newest_first([[made("a", age=1)], [other]], 10)) == 2


def test_an_entry_that_comes_in_two_groups_is_shown_once() -> None:
    entry = made("a", link="")
    assert newest_first([[entry], [replace(entry, link="https://x.example.org/")]], 10) == (entry,)


@given(
    st.lists(
        st.builds(
            made,
            st.sampled_from("abcdef"),
            feed=st.sampled_from([FEED, OTHER]),
            age=st.sampled_from([1, 2, None]),
        ),
        max_size=12,
        unique_by=lambda entry: (entry.feed, entry.id),
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_groups_and_entries_never_matters(
    entries: list[Entry], random: object
) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert newest_first([entries], 9) == newest_first([shuffled[:4], shuffled[4:]], 9)


def test_known_entries_keep_when_they_were_first_seen() -> None:
    known = made("a", title="Before", hash="before", first_seen=NOW - timedelta(days=1))
    (kept,) = updated([known], [made("a")])
    assert kept == made("a", first_seen=known.first_seen)


def test_an_entry_that_says_the_same_stays_as_it_is() -> None:
    known = made("a", raw="{}", first_seen=NOW - timedelta(days=1))
    assert updated([known], [made("a")]) == (known,)


def test_a_newer_cleaner_replaces_an_entry_that_says_the_same() -> None:
    assert updated([made("a", cleaner=0)], [made("a")]) == (made("a"),)


def test_the_newest_entries_are_kept_of_known_and_found_ones() -> None:
    known = [made(f"k{n}", age=2 * n) for n in range(ENTRY_LIMIT)]
    found = [made(f"f{n}", age=2 * n + 1) for n in range(ENTRY_LIMIT)]
    kept = updated(known, found)
    assert names(kept)[:4] == ["k0", "f0", "k1", "f1"]
    assert len(kept) == ENTRY_LIMIT
