"""Opening hours of a usual week, expanded once per expression and shown in any time zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel.dates import format_time, get_timezone_location

from chancery.common.languages import first_weekday, known_locale, weekday_names
from chancery.network.hoursmeaning import NO_HOLIDAYS, Holidays, occurring
from chancery.network.hoursyntax import State
from chancery.plan.views import Week, WeekDay

DAY = 24 * 60
WEEK = 7 * DAY
Ranges = tuple[tuple[int, int], ...]


def monday_of(today: str) -> date:
    """Give the Monday of the week of an ISO 8601 date."""
    day = date.fromisoformat(today)
    return day - timedelta(days=day.weekday())


@cache
def open_ranges(hours: str, first: date, days: int = 7, holidays: Holidays = NO_HOLIDAYS) -> Ranges:
    """Give the open ranges of some days in minutes from the first one's 00:00, local time.

    hours: OpenStreetMap opening hours; holidays: the public holidays that they speak of.
    """
    found = []
    for part in occurring(hours, first, days, holidays):
        opens, closes = max(part.start, 0), min(part.end, days * DAY)
        if part.state is State.OPEN and opens < closes:
            found.append((opens, closes))
    return joined(found)


def instants(ranges: Ranges, first: date, zone: str) -> Ranges:
    """Give when a zone's clocks show local times, in minutes since 1970 (UTC).

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
    """Give what a zone's clocks show at instants: minutes from 00:00 of a day, for some days."""
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
    """Give when a zone changes its clocks on some days: the day, and what they show (minutes).

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
    """Give ranges in order, those that touch as one."""
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
    """Give the spans (minutes since 1970) in which a zone's clocks are so many minutes ahead.

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
    """Give the minute from which clocks are no longer so far ahead, between two instants."""
    while other - same > 1:
        middle = (same + other) // 2
        if _ahead(zone, middle) == ahead:
            same = middle
        else:
            other = middle
    return other


def _ahead(zone: str, minute: int) -> int:
    """Give how many minutes a zone's clocks are ahead of UTC at an instant."""
    offset = datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).utcoffset() or timedelta()
    return round(offset.total_seconds() / 60)


def seen_from(hours: str, zone: str, monday: date, reader_zone: str) -> Ranges:
    """Give the hours of a week by the clocks of another zone.

    What of it begins before that zone's Monday, or ends after its Sunday, is of the weeks beside.
    """
    first = monday - timedelta(days=2)
    spans = instants(open_ranges(hours, first, 11), first, zone)
    return clock_times(spans, monday, reader_zone)


def week(
    hours: str, zone: str, formats: str, today: str, reader_zone: str = "", country: str = ""
) -> Week:
    """Give the hours of a usual week as readers see them.

    zone: where the counter is; formats: the tag by whose CLDR formats days and times are written;
    reader_zone: whose time to show, the counter's own where empty; country: whose week it is, by
    the day that it begins with.
    """
    monday = monday_of(today)
    if reader_zone:
        ranges = seen_from(hours, zone, monday, reader_zone)
    else:
        ranges = open_ranges(hours, monday)
    return _shown(ranges, reader_zone or zone, formats, first_weekday(country))


@cache
def _shown(ranges: Ranges, zone: str, formats: str, begins: int) -> Week:
    place = zone_city(zone, formats) if zone else ""
    if ranges == ((0, WEEK),):
        return Week(place, (), always=True)
    order = [(begins + index) % 7 for index in range(7)]
    days = [_day_ranges(ranges, index, formats) for index in order]
    known = weekday_names(formats, "abbreviated")
    names = [known[index] for index in order]
    rows: list[WeekDay] = []
    first = 0
    for index in range(1, 8):
        if index == 7 or days[index] != days[first]:
            label = names[first] if index - first == 1 else f"{names[first]}–{names[index - 1]}"
            rows.append(WeekDay(label, days[first]))
            first = index
    return Week(place, tuple(rows))


def _day_ranges(ranges: Ranges, index: int, formats: str) -> tuple[str, ...]:
    return said(day_of(ranges, index), formats)


def day_of(ranges: Ranges, index: int) -> Ranges:
    """Give what of some ranges is on a day, in minutes from its 00:00; index: which day."""
    start, end = index * DAY, (index + 1) * DAY
    cut = ((max(opens, start) - start, min(closes, end) - start) for opens, closes in ranges)
    return tuple((first, last) for first, last in cut if first < last)


def said(ranges: Ranges, formats: str) -> tuple[str, ...]:
    """Give the ranges of a day in words."""
    return tuple(f"{clock(first, formats)}–{clock(last, formats)}" for first, last in ranges)


@cache
def clock(minute: int, formats: str) -> str:
    """Give a time of day in its short form; minute: from midnight."""
    moment = time(minute // 60 % 24, minute % 60)
    return str(format_time(moment, "short", locale=known_locale(formats)))


@cache
def zone_city(zone: str, formats: str) -> str:
    """Give the city that CLDR names a time zone by."""
    return str(get_timezone_location(zone, locale=known_locale(formats), return_city=True))
