"""On which days an event recurs (RFC 5545, section 3.3.10), within bounds.

One line of a calendar can ask for millions of days, or for one that never comes (30 February), and
the libraries that know these rules look for it until the year 9999. So a rule is walked period by
period here, from a day on that the caller names, and not beyond a number of days that is looked at.
The tests hold it to dateutil, where that comes to an end.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

#: The most days that are looked at: forty years of every day.
DAYS_LIMIT = 15_000
#: No day of a calendar is later: one week on there is no date any more.
_LAST_YEAR = 9998
_WEEK = 7
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule by which an event recurs, on days; the time is that of the event.

    frequency: `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`, every `interval` of them. count: how often
    in all, 0 for no bound. until: the last day or local time of ISO 8601, or empty. months, weeks,
    year_days, month_days: the BY lists of these names. weekdays: days of the week from 0 for
    Monday, each with which of the month or year it is, 0 for all. positions: which of the days of a
    period, from 1 or from the end. week_start: the day on which weeks begin.
    """

    frequency: str
    interval: int = 1
    count: int = 0
    until: str = ""
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """When an event comes again: by a rule, and at times of its own.

    rule: None where there is none, or none that is worked out. also, but: local times or days of
    ISO 8601 at which it is besides, and at which it is not.
    """

    rule: Rule | None = None
    also: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


def days(rule: Rule, first: date, since: date = date.min) -> Iterator[date]:
    """Return the days of a rule that begins on a day, in order.

    since: from when on they are wanted. Ends where a rule has ended, on the day of its `until` at
    the latest, or where nothing more is found within the days that are looked at.
    """
    looked, told = 0, 0
    end = date.fromisoformat(rule.until[:10]) if rule.until else date.max
    start = first if rule.count else max(first, since)
    for period in _periods(rule, first, start):
        if period and period[0] > end:
            return
        found = [day for day in period if _is_of(rule, day, first)]
        looked += len(period)
        for day in _positioned(rule, found):
            if day < first:
                continue
            if day > end:
                return
            told += 1
            if rule.count and told > rule.count:
                return
            if day >= since:
                yield day
                looked = 0
        if looked > DAYS_LIMIT:
            return


def _periods(rule: Rule, first: date, start: date) -> Iterator[list[date]]:
    """Return the days of each period of a rule, from the one on in which a day is."""
    months = _months_of(rule, first)
    make: dict[str, Callable[[int], list[date]]] = {
        "DAILY": lambda number: [date.fromordinal(number)],
        "WEEKLY": lambda number: _run(date.fromordinal(number * _WEEK + 1 + rule.week_start), 7),
        "MONTHLY": lambda number: _month(number // 12, number % 12 + 1),
        "YEARLY": lambda number: [day for month in months for day in _month(number, month)],
    }
    origin = _number(rule, first)
    for step in count(max(0, _number(rule, start) - origin) // rule.interval):
        try:
            period = make[rule.frequency](origin + step * rule.interval)
        except (ValueError, OverflowError):  # beyond the calendar
            return
        if period[-1].year > _LAST_YEAR:
            return
        yield period


def _number(rule: Rule, day: date) -> int:
    """Return the number of the period in which a day is."""
    if rule.frequency == "DAILY":
        return day.toordinal()
    if rule.frequency == "WEEKLY":
        return (day.toordinal() - 1 - rule.week_start) // _WEEK
    return day.year * 12 + day.month - 1 if rule.frequency == "MONTHLY" else day.year


def _months_of(rule: Rule, first: date) -> list[int]:
    """Return the months that a yearly rule can have days in."""
    if rule.months:
        return sorted({*rule.months})
    anywhere = rule.weeks or rule.year_days or rule.month_days or rule.weekdays
    return [*range(1, 13)] if anywhere else [first.month]


def _month(year: int, month: int) -> list[date]:
    return _run(date(year, month, 1), _last(date(year, month, 1)))


def _run(first: date, length: int) -> list[date]:
    return [first + timedelta(at) for at in range(length)]


def _is_of(rule: Rule, day: date, first: date) -> bool:
    """Say whether a day of a period is one of the rule's."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.weeks and not _is_in_week(day, rule):
        return False
    if rule.year_days and not {_of_year(day), _of_year(day) - 1 - _length(day)} & {*rule.year_days}:
        return False
    if rule.month_days and not {day.day, day.day - 1 - _last(day)} & {*rule.month_days}:
        return False
    if rule.weekdays:
        return any(_is_weekday(rule, day, *one) for one in rule.weekdays)
    return _is_usual(rule, day, first)


def _is_usual(rule: Rule, day: date, first: date) -> bool:
    """Say whether a day is like the first one in what the rule does not say."""
    if rule.year_days or rule.month_days or rule.frequency == "DAILY":
        return True
    if rule.frequency == "WEEKLY" or rule.weeks:
        return day.weekday() == first.weekday()
    same_month = rule.frequency == "MONTHLY" or bool(rule.months) or day.month == first.month
    return same_month and day.day == first.day


def _is_weekday(rule: Rule, day: date, which: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if not which or rule.frequency in ("DAILY", "WEEKLY"):
        return True
    if rule.frequency == "MONTHLY" or rule.months:
        place, length = day.day, _last(day)
    else:
        place, length = _of_year(day), _length(day)
    return which in ((place - 1) // _WEEK + 1, -((length - place) // _WEEK + 1))


def _is_in_week(day: date, rule: Rule) -> bool:
    """Say whether a day is in one of a rule's weeks: the first has four days in the year."""
    fourth = day - timedelta((day.weekday() - rule.week_start) % _WEEK) + timedelta(3)
    number = (_of_year(fourth) - 1) // _WEEK + 1
    end = date(fourth.year, 12, 31)
    last = end - timedelta((end.weekday() - rule.week_start - 3) % _WEEK)
    return bool({number, number - 2 - (_of_year(last) - 1) // _WEEK} & {*rule.weeks})


def _positioned(rule: Rule, found: list[date]) -> list[date]:
    if not rule.positions:
        return found
    places = {at - 1 if at > 0 else len(found) + at for at in rule.positions}
    return [found[at] for at in sorted(places) if 0 <= at < len(found)]


def _of_year(day: date) -> int:
    return day.timetuple().tm_yday


def _length(day: date) -> int:
    return _of_year(date(day.year, 12, 31))


def _last(day: date) -> int:
    return monthrange(day.year, day.month)[1]
