"""The usual week of opening hours: what is usual, season by season, and what is an exception.

Rules for weekdays, and for months or weeks that last, make the usual week. Those for single days,
for some weekdays of a month, for holidays or for some weeks are exceptions from it: they never
change what is usual, whatever the day of the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial

from chancery.hours.meaning import Part, composed, in_time, is_weekday
from chancery.hours.syntax import DAY, Rule, State, parsed

#: From how many days on without a break the dates of a rule are a season, and no exception.
SEASON_DAYS = 28
_ONE = timedelta(days=1)
_YEAR = timedelta(days=366)

Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Season:
    """A usual week; first, last: its days, None where it has no beginning or end.

    days: for each weekday from Monday on what begins on it, without what is closed. with_year:
    whether it is of one year only.
    """

    first: date | None
    last: date | None
    days: tuple[Parts, ...]
    with_year: bool = False


def essence(parts: Iterable[Part]) -> Parts:
    """Return what is open or unknown; what touches and is alike becomes one, whatever its rule."""
    found: list[Part] = []
    for part in parts:
        if part.state is State.CLOSED:
            continue
        last = found[-1] if found else None
        if last and last.end >= part.start and not last.open_end and _alike(last, part):
            found[-1] = replace(last, end=max(last.end, part.end), open_end=part.open_end)
        else:
            found.append(replace(part, rule=0))
    return tuple(found)


def _alike(one: Part, other: Part) -> bool:
    return one.state is other.state and one.comment == other.comment


def otherwise(hours: str) -> Rule | None:
    """Return the rule that says what holds whenever nothing else does; None where none says it."""
    found = [
        rule for rule in parsed(hours)
        if rule.separator == "||" and rule.everywhere and not rule.times
        and rule.state is not State.CLOSED
    ]  # fmt: skip
    return found[-1] if found else None


def is_weekly(hours: str) -> bool:
    """Say whether hours are the same in every week, but for what holidays and closures change."""
    return all(rule.weekly or _of_holidays(rule) for rule in parsed(hours))


def usual_day(hours: str, day: date) -> Parts:
    """Return what usually begins on a day, by its season."""
    return _usual_week(hours, _in_season(hours, day))[day.weekday()]


def exceptions(hours: str, day: date) -> tuple[Rule, ...]:
    """Return the rules that make a day an exception, but for those of holidays."""
    return tuple(
        rule for rule in parsed(hours)
        if not (rule.weekly or _of_holidays(rule) or _seasonal(rule, day.year))
        and in_time(rule, day) and _on_weekday(rule, day)
    )  # fmt: skip


def patterns(hours: str) -> tuple[Rule, ...]:
    """Return the rules for some weekdays of every month."""
    return tuple(
        rule for rule in parsed(hours)
        if rule.days and all(one.places for one in rule.days)
        and not (rule.dated or rule.holidays or rule.school)
    )  # fmt: skip


@cache
def seasons(hours: str, today: str) -> tuple[Season, ...]:
    """Return the usual week, or the weeks of this season and of those to come within a year."""
    here = date.fromisoformat(today)
    if not any(_seasonal(rule, here.year) for rule in parsed(hours)):
        return (Season(None, None, _usual_week(hours, _in_season(hours, here))),)
    found: list[Season] = []
    for first, last, week in _runs(hours, here - _YEAR, here + 2 * _YEAR):
        if last < here or first > here + _YEAR:
            continue
        whole = Season(
            first if first > here - _YEAR else None,
            last if last < here + 2 * _YEAR else None,
            week,
            _with_year(hours, here.year),
        )
        if not any(one.days == week and _a_year_apart(one, whole) for one in found):
            found.append(whole)
    if len(found) == 1:
        return (replace(found[0], first=None, last=None),)
    return tuple(found)


def _a_year_apart(one: Season, other: Season) -> bool:
    return (
        one.first is not None
        and other.first is not None
        and (one.first.month, one.first.day) == (other.first.month, other.first.day)
    )


def _with_year(hours: str, year: int) -> bool:
    """Say whether some season is of one year only, in this one or those beside it."""
    return any(
        rule.years or any(one.first.year for one in rule.dates)
        for rule in parsed(hours)
        if _seasonal(rule, year)
    )


def _runs(hours: str, begin: date, end: date) -> Iterator[tuple[date, date, tuple[Parts, ...]]]:
    """Return the runs of days that have one usual week: first, last, and the week."""
    first, week = begin, _usual_week(hours, _in_season(hours, begin))
    day = begin
    while day <= end:
        here = _usual_week(hours, _in_season(hours, day))
        if here != week:
            yield first, day - _ONE, week
            first, week = day, here
        day += _ONE
    yield first, end, week


@cache
def _in_season(hours: str, day: date) -> tuple[bool, ...]:
    """Return which rules belong to the usual week of a day."""
    return tuple(
        rule.weekly or _plainly(rule) or (_seasonal(rule, day.year) and in_time(rule, day))
        for rule in parsed(hours)
    )


@cache
def _usual_week(hours: str, holding: tuple[bool, ...]) -> tuple[Parts, ...]:
    rules = tuple(rule for rule, held in zip(parsed(hours), holding, strict=True) if held)
    return tuple(
        essence(composed(rules, partial(_plain_weekday, at), partial(_plain_weekday, (at - 1) % 7)))
        for at in range(7)
    )


def _plainly(rule: Rule) -> bool:
    """Say whether a rule is for whole weekdays too, beside holidays or places in a month."""
    return not rule.dated and any(not one.places for one in rule.days)


def _plain_weekday(at: int, rule: Rule) -> bool:
    if not (rule.days or rule.holidays or rule.school):
        return True
    day = date(2024, 1, 1) + timedelta(days=at)
    return any(is_weekday(one, day) for one in rule.days if not one.places)


def _of_holidays(rule: Rule) -> bool:
    """Say whether a rule is apart from what is usual on account of holidays alone."""
    placed = any(one.places for one in rule.days)
    return bool(rule.holidays or rule.school) and not (rule.dated or placed)


def _on_weekday(rule: Rule, day: date) -> bool:
    if not (rule.days or rule.holidays or rule.school):
        return True
    dated = rule.dated
    return any(is_weekday(one, day) for one in rule.days if dated or one.places)


@cache
def _seasonal(rule: Rule, year: int) -> bool:
    """Say whether the dates of a rule last, in a year and those beside it."""
    if not rule.dated or any(one.places for one in rule.days):
        return False
    if (rule.holidays or rule.school) and not rule.days:
        return False
    longest = run = 0
    day = date(year - 1, 1, 1)
    while day.year <= year + 1:
        run = run + 1 if in_time(rule, day) else 0
        longest = max(longest, run)
        day += _ONE
    return longest >= SEASON_DAYS


def whole_day(part: Part) -> bool:
    """Say whether a part is a day from its beginning to its end."""
    return part.start == 0 and part.end == DAY and not part.open_end


def certain(part: Part) -> bool:
    """Say whether a part is open for whoever comes: nothing is said of it that hours cannot."""
    return part.state is State.OPEN and not part.comment


def endless(part: Part) -> bool:
    """Say whether nobody says anything of when a part ends, which is then that of the day."""
    return part.open_end and part.end % DAY == 0
