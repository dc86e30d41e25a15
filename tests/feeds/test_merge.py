"""Many feeds are one list, in an order that depends on nothing but the entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.feeds.entries import ENTRY_LIMIT, Entry, Keeping, newest
from chancery.feeds.identity import updated
from chancery.feeds.links import canonical_link
from chancery.feeds.merge import balanced, distinct
from tests.feeds.made import FEED, NOW, made

OTHER = "https://other.example.org/feed"


def names(entries: list[Entry] | tuple[Entry, ...]) -> list[str]:
    return [entry.id for entry in entries]


def shown(*groups: list[Entry]) -> list[str]:
    """Return the names of what is shown of groups, each of another source."""
    return names(distinct((str(number), group) for number, group in enumerate(groups)))


def test_newest_come_first_whatever_source_they_are_of() -> None:
    old, new = made("old", age=9), made("new", age=1)
    assert shown([old, new], [made("mid", feed=OTHER, age=5)]) == ["new", "mid", "old"]


def test_an_entry_without_a_date_stands_where_it_was_first_seen() -> None:
    undated = made("undated", age=None, first_seen=NOW - timedelta(hours=3))
    assert shown([made("a", age=4), undated, made("b", age=2)]) == ["b", "undated", "a"]


def test_the_same_link_is_shown_once_and_the_newer_one_stays() -> None:
    copy = made("copy", feed=OTHER, age=1, link=made("a").link)
    assert shown([made("a", age=2)], [copy]) == ["copy"]


def test_the_same_name_in_the_whole_world_is_shown_once_wherever_it_leads() -> None:
    first = made("a", age=2, guid="https://news.example.org/#1")
    again = made("b", feed=OTHER, age=1, guid="https://news.example.org/#1")
    other = made("c", feed=OTHER, age=3, guid="https://news.example.org/#2")
    assert shown([first], [again, other]) == ["b", "c"]


SAME_PAGE = [
    "http://news.example.org/a",
    "https://www.news.example.org/a",
    "https://news.example.org/a/",
    "https://NEWS.example.org:443/a",
    "https://news.example.org/a#comments",
    "https://news.example.org/a?utm_source=rss&utm_medium=feed",
    "https://news.example.org/a?fbclid=1",
]
OTHER_PAGE = [
    "https://news.example.org/A",
    "https://news.example.org/a?id=2",
    "https://example.org/a",
    "https://news.example.org/a/b",
]


@pytest.mark.parametrize("link", SAME_PAGE)
def test_addresses_of_one_page_are_the_same(link: str) -> None:
    assert canonical_link(link) == canonical_link("https://news.example.org/a")


@pytest.mark.parametrize("link", OTHER_PAGE)
def test_addresses_of_two_pages_are_not_the_same(link: str) -> None:
    assert canonical_link(link) != canonical_link("https://news.example.org/a")


def test_the_order_of_parameters_is_no_matter() -> None:
    assert canonical_link("https://x.example/?b=1&a=2") == canonical_link(
        "https://x.example/?a=2&b=1"
    )


def test_entries_without_links_are_not_the_same() -> None:
    assert shown([made("a", age=1, link=""), made("b", age=2, link="")]) == ["a", "b"]


def test_a_name_that_holds_in_its_feed_alone_is_another_in_another_feed() -> None:
    other = made("a", feed=OTHER, age=2, link="https://other.example.org/a")
    assert len(shown([made("a", age=1)], [other])) == 2


@pytest.mark.parametrize("name", ["tag:example.org,2026:1", "urn:uuid:1", "https://x.example/1"])
def test_a_name_that_holds_everywhere_is_the_same_in_another_feed(name: str) -> None:
    other = made(name, feed=OTHER, age=2, link="https://other.example.org/a")
    assert len(shown([made(name, age=1)], [other])) == 1


def test_an_entry_that_comes_in_two_groups_is_shown_once() -> None:
    entry = made("a", link="")
    assert shown([entry], [replace(entry, link="https://x.example.org/")]) == ["a"]


TITLE = "The embassy is closed on the national holiday"
SAME_TITLE = [
    TITLE,
    TITLE.upper(),
    f"«{TITLE}!»",
    "The embassy is closed on national holiday",
    "The embassy is closed on the new national holiday",
]
OTHER_TITLE = [
    # What differs may be what it is about: Iran, or Iraq.
    "The embassy is shut on the national holiday",
    "The consulate is open on the national holiday",
    "Visas",
]


def pair(title: str, other: str, *, hours: int = 2, sources: tuple[str, str] = ("a", "a")) -> int:
    one = made("one", age=1, title=title)
    two = made("two", feed=OTHER, age=1 + hours, title=other)
    return len(distinct([(sources[0], [one]), (sources[1], [two])]))


@pytest.mark.parametrize("title", SAME_TITLE)
def test_almost_the_same_title_of_the_same_source_is_shown_once(title: str) -> None:
    assert pair(TITLE, title) == 1


@pytest.mark.parametrize("title", OTHER_TITLE)
def test_another_title_is_other_news(title: str) -> None:
    assert pair(TITLE, title) == 2


def test_the_same_title_of_another_source_is_other_news() -> None:
    assert pair(TITLE, TITLE, sources=("a", "b")) == 2


def test_the_same_title_of_the_next_day_is_other_news() -> None:
    assert pair(TITLE, TITLE, hours=24) == 2


def test_titles_that_differ_in_a_number_are_other_news() -> None:
    assert pair("Press briefing of 12 November", "Press briefing of 13 November") == 2


def test_a_title_of_a_few_words_is_compared_with_none() -> None:
    assert pair("Press review", "Press review") == 2


def test_a_loud_feed_does_not_push_out_the_rest() -> None:
    loud = [made(f"l{n}", age=n) for n in range(30)]
    still = [made(f"s{n}", feed=OTHER, age=100 + n) for n in range(3)]
    kept = balanced(distinct([("a", loud), ("b", still)]), 10)
    assert names(kept) == ["l0", "l1", "l2", "l3", "l4", "l5", "l6", "s0", "s1", "s2"]


def test_feeds_that_are_all_loud_share_the_places() -> None:
    feeds = [f"https://f{n}.example/" for n in range(3)]
    groups = [(f, [made(f"{f}{n}", feed=f, age=n) for n in range(9)]) for f in feeds]
    kept = balanced(distinct(groups), 6)
    assert sorted(entry.feed for entry in kept) == sorted(feeds * 2)


def test_more_feeds_than_places_show_the_newest() -> None:
    groups = [("a", [made(f"{n}", feed=f"https://f{n}.example/", age=n)]) for n in range(5)]
    assert names(balanced(distinct(groups), 2)) == ["0", "1"]


ENTRIES = st.lists(
    st.builds(
        made,
        st.sampled_from("abcdef"),
        feed=st.sampled_from([FEED, OTHER]),
        age=st.sampled_from([1, 2, None]),
    ),
    max_size=12,
    unique_by=lambda entry: (entry.feed, entry.id),
)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_sources_and_entries_never_matters(
    entries: list[Entry], random: object
) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    parts = [("a", shuffled[:4]), ("a", shuffled[4:])]
    assert distinct([("a", entries)]) == distinct(parts)


@given(ENTRIES, st.integers(min_value=1, max_value=12))
def test_places_are_filled_with_what_there_is_newest_first(entries: list[Entry], room: int) -> None:
    found = distinct([("a", entries)])
    kept = balanced(found, room)
    assert len(kept) == min(room, len(found))
    assert kept == newest(kept)


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


def after(days: int, *, most: int = 200, stay: int = 30) -> Keeping:
    """Return how long entries stay, so many days after `NOW`."""
    return Keeping(NOW + timedelta(days), stay, most)


def test_an_entry_that_its_feed_has_no_longer_stays_for_as_long_as_is_said() -> None:
    here, gone = made("here"), made("gone")
    kept = updated([here, gone], [here], after(0))
    assert {entry.id: entry.gone for entry in kept} == {"here": None, "gone": NOW}
    assert names(updated(kept, [here], after(29))) == ["gone", "here"]
    assert names(after(29).standing(kept)) == ["gone", "here"]
    assert names(updated(kept, [here], after(30))) == ["here"]
    assert names(after(30).standing(kept)) == ["here"]


def test_an_entry_that_comes_back_was_never_gone() -> None:
    here, gone = made("here"), made("gone")
    kept = updated([here, gone], [here], after(0))
    assert set(updated(kept, [here, gone], after(29))) == {here, gone}


def test_what_a_feed_still_has_stays_however_many_and_old() -> None:
    there = [made(str(number), age=10_000 + number) for number in range(5)]
    gone = [made(f"gone {number}", age=number) for number in range(5)]
    kept = updated(gone, there, after(0, most=3))
    assert names(kept) == names(there)
    assert names(updated([*there, *gone], there, after(0, most=7))) == [
        "gone 0", "gone 1", *names(there),
    ]  # fmt: skip


def test_without_saying_how_long_nothing_is_gone() -> None:
    assert updated([made("a")], [made("b")]) == (made("a"), made("b"))


def test_entries_of_one_feed_are_never_taken_for_one_another() -> None:
    titles = [f"Travel advice updated for {place} and its border" for place in ("A", "B", "C")]
    alike = [made(str(n), age=n, title=title) for n, title in enumerate(titles)]
    assert shown(alike) == ["0", "1", "2"]
    one_page = [made(str(n), age=n, link=f"https://m.example.org/#{n}") for n in range(3)]
    assert shown(one_page) == ["0", "1", "2"]


def test_what_all_entries_of_a_feed_are_called_or_lead_to_tells_nothing() -> None:
    """As the address of the site, which two feeds of it give to all that they have."""
    site = "https://embassy.example.org/"
    entries = [
        made(f"{name} {number}", feed=f"https://{name}.example/", link=link, guid=link)
        for name in "ab"
        for number, link in enumerate((site, f"{site}events", f"{site}events"))
    ]
    assert len(distinct([("x", entries[:3]), ("y", entries[3:])])) == 6
    assert len(distinct([("x", entries[:1]), ("y", entries[3:4])])) == 2
