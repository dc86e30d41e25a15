"""Rules of recurrence give the days that dateutil gives, and come to an end where it does not."""

from __future__ import annotations

import datetime as calendar
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import dateutil.rrule  # type: ignore[import-untyped]
from dateutil.rrule import rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.feeds.recurrence import FREQUENCIES, Rule, days

_DATEUTIL = {name: number for number, name in enumerate(("YEARLY", "MONTHLY", "WEEKLY", "DAILY"))}


def few(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(numbers, max_size=3, unique=True).map(tuple)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    frequency = draw(st.sampled_from(FREQUENCIES))
    yearly, monthly = frequency == "YEARLY", frequency in ("YEARLY", "MONTHLY")
    ordinals = st.sampled_from([0, 0, 1, 2, 5, -1, -2]) if monthly else st.just(0)
    weekdays = st.lists(st.tuples(ordinals, st.integers(0, 6)), max_size=3, unique=True)
    month_days = few(st.sampled_from([1, 13, 29, 30, 31, -1, -30])) if monthly else st.just(())
    # Of a week that two years share, dateutil takes one part, but for the first and the last.
    weeks = few(st.sampled_from([1, 2, 20, 51, -1])) if yearly else st.just(())
    rule = Rule(
        frequency=frequency,
        interval=draw(st.sampled_from([1, 1, 2, 3, 7])),
        count=draw(st.sampled_from([0, 1, 4, 50])),
        months=draw(few(st.integers(1, 12))),
        year_days=draw(few(st.sampled_from([1, 60, 100, 366, -1, -366]))) if yearly else (),
        month_days=draw(month_days),
        weekdays=tuple(draw(weekdays)),
        weeks=draw(weeks),
        positions=draw(st.sampled_from([(), (), (1,), (-1,), (1, -1, 3)])),
        week_start=draw(st.sampled_from([0, 6])),
    )
    if any(which for which, _ in rule.weekdays):  # dateutil takes what is in both sorts, not in one
        rule = replace(rule, weekdays=tuple(one for one in rule.weekdays if one[0]))
    if frequency == "WEEKLY":  # of the first week, dateutil counts what is left of it
        rule = replace(rule, positions=())
    if rule.weeks and not rule.weekdays:  # dateutil takes all days of the week then, RFC 5545 one
        rule = replace(rule, weekdays=((0, 2),))
    if rule.weeks and any(which for which, _ in rule.weekdays):  # RFC 5545 knows no such rule
        rule = replace(rule, weekdays=tuple({(0, day) for _, day in rule.weekdays}))
    return rule


def as_dateutil(rule: Rule, first: date, end: date) -> list[date]:
    """Return what dateutil makes of a rule up to a day, beyond which it is kept from looking."""
    wanted: dict[str, Any] = {
        "bymonth": rule.months, "byweekno": rule.weeks, "byyearday": rule.year_days,
        "bymonthday": rule.month_days, "bysetpos": rule.positions,
        "byweekday": [weekday(day, which or None) for which, day in rule.weekdays],
    }  # fmt: skip
    found = rrule(
        _DATEUTIL[rule.frequency],
        datetime.combine(first, time()),
        interval=rule.interval,
        wkst=rule.week_start,
        count=rule.count or None,
        **{key: value for key, value in wanted.items() if value},
    )
    short = SimpleNamespace(**{**vars(calendar), "MAXYEAR": end.year})
    with patch.object(dateutil.rrule, "datetime", short):
        return [one.date() for one in found if one.date() <= end]


@given(
    rules(),
    st.dates(date(2019, 12, 25), date(2028, 3, 1)),
    st.integers(0, 1500),
)
@settings(max_examples=100)
def test_the_days_of_a_rule_are_those_that_dateutil_gives(
    rule: Rule, first: date, later: int
) -> None:
    end = date.fromordinal(first.toordinal() + 1500)
    expected = as_dateutil(rule, first, end)
    assert list(days(replace(rule, until=end.isoformat()), first)) == expected
    since = date.fromordinal(first.toordinal() + later)
    found = [*islice(days(replace(rule, until=end.isoformat()), first, since), 10)]
    assert found == [day for day in expected if day >= since][:10]
