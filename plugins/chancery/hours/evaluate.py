"""Opening hours as minutes, and what clocks of a zone show of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel.dates import format_time, get_timezone_location

from chancery.common.languages import known_locale
from chancery.hours.meaning import NO_HOLIDAYS, Holidays, Part, occurring
from chancery.hours.syntax import DAY, State

WEEK = 7 * DAY
Ranges = tuple[tuple[int, int], ...]


def monday_of(today: str) -> date:
    """Return the Monday of the week of an ISO 8601 date."""
    day = date.fromisoformat(today)
    return day - timedelta(days=day.weekday())


@cache
def open_ranges(hours: str, first: date, days: int = 7, holidays: Holidays = NO_HOLIDAYS) -> Ranges:
    """Return the open ranges of some days in minutes from the first one's 00:00, local time.

    hours: OpenStreetMap opening hours; holidays: the public holidays that they speak of.
    """
    found = []
    for part in occurring(hours, first, days, holidays):
        opens, closes = max(part.start, 0), min(part.end, days * DAY)
        if part.state is State.OPEN and opens < closes:
            found.append((opens, closes))
    return joined(found)


def instants(ranges: Ranges, first: date, zone: str) -> Ranges:
    """Return when a zone's clocks show local times, in minutes since 1970 (UTC).

    ranges: in minutes from 00:00 of a day. A time that clocks skip is never; one that they show
    twice is both times.
    """
    base = _epoch_minute(first)
    found = []
    for begin, end, ahead in _offsets(zone, first, _days(ranges)):
        for opens, closes in ranges:
            start, stop = max(opens + base - ahead, begin), min(closes + base - ahead, end)
            if start < stop:
                found.append((start, stop))
    return joined(found)


def clock_times(spans: Ranges, first: date, zone: str, days: int = 7) -> Ranges:
    """Return what a zone's clocks show at instants: minutes from 00:00 of a day, for some days."""
    base = _epoch_minute(first)
    found = []
    for begin, end, ahead in _offsets(zone, first, days):
        for opens, closes in spans:
            start = max(opens, begin) + ahead - base
            stop = min(closes, end) + ahead - base
            if max(start, 0) < min(stop, days * DAY):
                found.append((max(start, 0), min(stop, days * DAY)))
    return joined(found)


def shifts(zone: str, first: date, days: int) -> tuple[tuple[date, int, int], ...]:
    """Return when a zone changes its clocks on some days: the day, and what they show (minutes).

    First before the change, then after it: clocks go from 120 to 180, or from 180 to 120.
    """
    found = []
    spans = _offsets(zone, first, days)
    for (_, change, ahead), (_, _, later) in pairwise(spans):
        day = date(1970, 1, 1) + timedelta(days=(change + min(ahead, later)) // DAY)
        midnight = _epoch_minute(day)
        if first <= day < first + timedelta(days=days):
            found.append((day, change + ahead - midnight, change + later - midnight))
    return tuple(found)


def joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return ranges in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _epoch_minute(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


def _days(ranges: Ranges) -> int:
    return -(-max((end for _, end in ranges), default=0) // DAY)


@cache
def _offsets(zone: str, first: date, days: int) -> tuple[tuple[int, int, int], ...]:
    """Return the spans (minutes since 1970) in which a zone's clocks are so many minutes ahead.

    Together they hold the days and two more on either side, whatever the zone.
    """
    begin = _epoch_minute(first) - 2 * DAY
    end = begin + (days + 4) * DAY
    found = []
    while begin < end:
        ahead = _ahead(zone, begin)
        until = begin
        # No zone changes its clocks twice in a week.
        while until < end and _ahead(zone, until) == ahead:
            until += WEEK
        if until >= end and _ahead(zone, end) == ahead:
            until = end
        else:
            until = _first_other(zone, until - WEEK, min(until, end), ahead)
        found.append((begin, until, ahead))
        begin = until
    return tuple(found)


def _first_other(zone: str, same: int, other: int, ahead: int) -> int:
    """Return the minute from which clocks are no longer so far ahead, between two instants."""
    while other - same > 1:
        middle = (same + other) // 2
        if _ahead(zone, middle) == ahead:
            same = middle
        else:
            other = middle
    return other


def _ahead(zone: str, minute: int) -> int:
    """Return how many minutes a zone's clocks are ahead of UTC at an instant."""
    offset = datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).utcoffset() or timedelta()
    return round(offset.total_seconds() / 60)


def seen_from(parts: Iterable[Part], first: date, zone: str, reader_zone: str) -> tuple[Part, ...]:
    """Return by the clocks of another zone what is at some minutes from 00:00 of a day.

    What is at a time that clocks skip is left out; what is at one that they show twice is longer.
    """
    found = []
    for part in parts:
        spans = instants(((part.start, part.end),), first, zone)
        begin = first - timedelta(days=2)
        for start, end in clock_times(spans, begin, reader_zone, 4 + _days(((0, part.end),))):
            # What nobody says the end of ends with no day, here as there.
            endless = part.open_end and part.end % DAY == 0
            until = (start // DAY + 1) * DAY if endless else end
            found.append(replace(part, start=start - 2 * DAY, end=until - 2 * DAY))
    return tuple(sorted(found, key=lambda part: part.start))


def by_weekday(parts: Iterable[Part]) -> tuple[tuple[Part, ...], ...]:
    """Return for each day of a week what begins on it, whole; what lasts longer is divided by days.

    parts: in minutes from Monday; what begins before, or after Sunday, is of the weeks beside.
    """
    days: list[list[Part]] = [[] for _ in range(7)]
    for part in parts:
        at, start = divmod(part.start, DAY)
        end = part.end - at * DAY
        while end - start > DAY or (end > DAY and start == 0):
            if 0 <= at < 7:
                days[at].append(replace(part, start=start, end=DAY))
            at, start, end = at + 1, 0, end - DAY
        if 0 <= at < 7:
            days[at].append(replace(part, start=start, end=end))
    return tuple(tuple(sorted(day, key=lambda part: part.start)) for day in days)


@cache
def clock(minute: int, formats: str) -> str:
    """Return a time of day in its short form; minute: from midnight."""
    moment = time(minute // 60 % 24, minute % 60)
    return str(format_time(moment, "short", locale=known_locale(formats)))


@cache
def zone_city(zone: str, formats: str) -> str:
    """Return the city that CLDR names a time zone by."""
    return str(get_timezone_location(zone, locale=known_locale(formats), return_city=True))
