"""When a feed is asked next: always later, within bounds, and always the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chancery.feeds.entries import UNDATED
from chancery.fetch.schedule import (
    LONGEST,
    SHORTEST,
    SILENT,
    UNKNOWN,
    Habit,
    Rhythm,
    chance,
    habit,
    next_time,
    retry_time,
)
from tests.feeds.made import NOW, made

FEED = "https://a.example/feed"
ZERO = timedelta(0)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
spans = st.timedeltas(ZERO, timedelta(days=9000))
habits = st.builds(Habit, st.none() | spans, st.none() | spans, st.none() | instants)
rhythms = st.builds(
    Rhythm,
    st.integers(0, 10**9),
    st.lists(st.integers(0, 23)).map(tuple),
    st.lists(st.integers(0, 6)).map(tuple),
)


@given(st.text(), instants, habits, rhythms, st.timedeltas(ZERO, LONGEST))
def test_a_feed_is_asked_again_within_bounds(
    feed: str, now: datetime, known: Habit, rhythm: Rhythm, fresh: timedelta
) -> None:
    due = next_time(feed, now, known, rhythm, fresh)
    skips = timedelta(days=7) if rhythm.hours or rhythm.days else ZERO
    assert now + SHORTEST <= due <= now + LONGEST * 1.1 + skips
    assert due >= now + fresh
    assert due == next_time(feed, now, known, rhythm, fresh)


@given(instants, habits, rhythms)
def test_a_feed_is_asked_at_no_hour_or_day_that_it_skips(
    now: datetime, known: Habit, rhythm: Rhythm
) -> None:
    due = next_time(FEED, now, known, rhythm, ZERO)
    if len(set(rhythm.hours)) < 24 and len(set(rhythm.days)) < 7:
        assert due.hour not in rhythm.hours
        assert due.weekday() not in rhythm.days


@given(st.text(), instants, st.integers(1, 10**6), st.none() | st.timedeltas(ZERO, LONGEST * 7))
def test_a_failure_waits_within_bounds_and_never_less_than_was_asked_for(
    feed: str, now: datetime, failures: int, pause: timedelta | None
) -> None:
    due = retry_time(feed, now, failures, pause)
    most = max(LONGEST * 1.25, pause or ZERO)
    assert now + SHORTEST * 0.75 <= due <= now + most
    assert due >= now + (pause or ZERO)
    assert due == retry_time(feed, now, failures, pause)


@given(st.text(), st.integers(0, 10**6))
def test_chance_is_a_fraction_that_never_changes(feed: str, attempt: int) -> None:
    assert 0 <= chance(feed, attempt) < 1
    assert chance(feed, attempt) == chance(feed, attempt)


def test_chance_is_the_same_in_every_version() -> None:
    assert [round(chance(FEED, attempt), 6) for attempt in range(3)] == [
        0.448509,
        0.288822,
        0.605538,
    ]


def test_feeds_that_failed_together_are_not_asked_together() -> None:
    due = {retry_time(f"https://{number}.example/", NOW, 3, None) for number in range(100)}
    assert len(due) == 100


def test_a_habit_is_the_usual_gap_between_entries() -> None:
    entries = [made(str(age), age=age) for age in (0, 24, 48, 300)]
    known = habit(entries)
    assert known == Habit(timedelta(hours=24), timedelta(hours=252), NOW)


def test_a_feed_that_changes_often_is_asked_often() -> None:
    hourly = habit(made(str(age), age=age) for age in range(30))
    daily = habit(made(str(age), age=age) for age in range(0, 300, 24))
    waits = [next_time(FEED, NOW, known, SILENT, ZERO) - NOW for known in (hourly, daily)]
    assert SHORTEST <= waits[0] < SHORTEST * 1.1
    assert timedelta(hours=6) <= waits[1] < timedelta(hours=6.6)


def test_of_entries_without_dates_nothing_is_known() -> None:
    entries = [made(name, age=None) for name in "abc"]
    assert habit(entries) == Habit(newest=NOW)
    assert habit([replace(made("a", age=None), first_seen=UNDATED)]) == Habit()
    assert habit([]) == Habit()
    wait = next_time(FEED, NOW, Habit(), SILENT, ZERO) - NOW
    assert UNKNOWN <= wait <= UNKNOWN * 1.1
