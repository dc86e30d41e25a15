"""What hours, holidays and closures come to, minute by minute, wherever clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chancery.hours.evaluate import instants, joined, monday_of, open_ranges, shifts
from chancery.hours.syntax import DAY
from chancery.plan.counters import Counter, special_days
from chancery.plan.openingdata import TOLD_DAYS, told
from chancery.plan.weekview import seen_week
from tests.plainhours import (
    EPOCH,
    ZONES,
    Plain,
    PlainRule,
    instant_of,
    minutes_told,
    plain_hours,
    plain_rules,
    plain_state,
)

#: All that is told is asked for, this many minutes apart.
STEP = 15


@pytest.mark.long
@settings(max_examples=60)
@given(plain_hours(), st.integers(0, STEP - 1))
def test_what_browsers_are_told_is_what_the_clock_on_the_wall_says(
    made: tuple[Plain, date], offset: int
) -> None:
    plain, today = made
    data = told(plain.counter(), today.isoformat())
    first, *lasting = map(int, data.split())
    assert first == int((_midnight(monday_of(today.isoformat())) - EPOCH).total_seconds()) // 60
    assert sum(lasting) == TOLD_DAYS * DAY
    assert all(minutes > 0 for minutes in lasting[1:])
    states = [turn % 2 == 1 for turn, minutes in enumerate(lasting) for _ in range(minutes)]
    asked = range(offset, len(states), STEP)
    assert [at for at in asked if states[at] != plain.is_open(instant_of(first + at))] == []


@settings(max_examples=30)
@given(plain_rules(), st.dates(date(2026, 1, 1), date(2029, 12, 1)), st.integers(0, 8))
def test_browsers_are_told_what_is_unknown_and_nothing_else_is(
    made: tuple[tuple[PlainRule, ...], str], today: date, offset: int
) -> None:
    rules, written = made
    monday = monday_of(today.isoformat())
    found = minutes_told(told(Counter(written, "UTC"), today.isoformat()))
    asked = range(offset * 15, TOLD_DAYS * DAY, 9 * 15)
    expected = [
        plain_state(rules, monday + timedelta(days=at // DAY), at % DAY, frozenset())
        for at in asked
    ]
    if not found:
        assert set(expected) == {"unknown"}
        return
    assert len(found) == TOLD_DAYS * DAY
    assert [found[at] for at in asked] == expected


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_on_which_clocks_change_has_its_minutes(zone: str) -> None:
    """Open all day: 23 hours, 25, or 23 and a half; and 24 where clocks never change."""
    for day in ZONES[zone]:
        spans = instants(((0, DAY),), day, zone)
        begin, end = (_local(day + timedelta(days=more), zone) for more in (0, 1))
        assert sum(end - start for start, end in spans) == (end - begin).total_seconds() / 60


def test_a_time_that_clocks_skip_is_never_and_one_they_show_twice_is_both() -> None:
    night = ((120, 180),)
    assert instants(night, date(2027, 3, 28), "Europe/Oslo") == ()
    [(start, end)] = instants(night, date(2026, 10, 25), "Europe/Oslo")
    assert end - start == 120


@pytest.mark.long
@settings(max_examples=40)
@given(plain_hours(), st.sampled_from(sorted(ZONES)))
def test_a_week_seen_from_elsewhere_is_what_the_clocks_there_show(
    made: tuple[Plain, date], zone: str
) -> None:
    plain, today = made
    hours, monday = plain.counter().hours, monday_of(today.isoformat())
    usual = Plain(plain.zone, plain.week, None, (), ())
    changing = (shifts(one, monday - timedelta(days=8), 24) for one in (plain.zone, zone))
    assume(not any(changing))
    [(_season, days)] = seen_week(hours, plain.zone, zone, today.isoformat())
    week = [
        (one.start + at * DAY, one.end + at * DAY) for at, day in enumerate(days) for one in day
    ]
    # What goes on after Sunday did so a week before too.
    late = [(0, end - 7 * DAY) for _, end in week if end > 7 * DAY]
    shown = joined((start, min(end, 7 * DAY)) for start, end in [*week, *late])
    expected = set()
    instant = _midnight(monday) - timedelta(days=1)
    while instant < _midnight(monday) + timedelta(days=8):
        wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        minute = int((wall - datetime.combine(monday, datetime.min.time())).total_seconds()) // 60
        if usual.is_open(instant) and 0 <= minute < 7 * DAY:
            expected.add(minute)
        instant += timedelta(minutes=5)
    assert {at for at in range(0, 7 * DAY, 5) if _in(shown, at)} == expected


def test_the_hours_of_a_usual_week_know_no_holiday() -> None:
    monday = date(2026, 12, 21)
    assert open_ranges("Mo-Fr 09:00-12:00; PH off", monday) == open_ranges(
        "Mo-Fr 09:00-12:00", monday
    )


@given(plain_hours())
def test_every_day_that_is_not_as_usual_is_told_and_no_other(made: tuple[Plain, date]) -> None:
    plain, today = made
    last = today + timedelta(days=40)
    usual = Plain(plain.zone, plain.week, None, (), ())
    found = list(special_days({"": plain.counter()}, today, last))
    named = {
        days.first + timedelta(days=more)
        for days in found
        for more in range((days.last - days.first).days + 1)
    }
    days = [today + timedelta(days=more) for more in range(41)]
    other = {day for day in days if _minutes(plain, day) != _minutes(usual, day)}
    assert other <= named
    assert {day for day in named - other if _minutes(usual, day)} == set()
    for one in found:
        assert one.why
        begun = tuple((part.start, part.end) for part in dict(one.open)[""])
        assert begun == plain.of_day(one.first)
        assert one.all_closed is not bool(plain.of_day(one.first))


def _minutes(plain: Plain, day: date) -> set[int]:
    return {minute for opens, closes in plain.of_day(day) for minute in range(opens, closes)}


def _in(ranges: tuple[tuple[int, int], ...], minute: int) -> bool:
    return any(opens <= minute < closes for opens, closes in ranges)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def _local(day: date, zone: str) -> datetime:
    """Return when a day begins, as an instant."""
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
