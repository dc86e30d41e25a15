"""Opening hours of a usual week, expanded once per expression and shown in any time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_time, get_timezone_location
from opening_hours import OpeningHours, State

from chancery.common.languages import first_weekday, known_locale, weekday_names
from chancery.plan.views import Week, WeekDay

DAY = 24 * 60
WEEK = 7 * DAY
Ranges = tuple[tuple[int, int], ...]


def monday_of(today: str) -> date:
    """Give the Monday of the week of an ISO 8601 date."""
    day = date.fromisoformat(today)
    return day - timedelta(days=day.weekday())


@cache
def open_ranges(hours: str, monday: date) -> Ranges:
    """Give the open ranges of a week in minutes from its Monday 00:00, local time.

    hours: OpenStreetMap opening hours; holidays are not looked at here.
    """
    start = datetime.combine(monday, time())
    end = start + timedelta(days=7)
    found = []
    for begin, until, state, _comment in OpeningHours(hours).intervals(start, end):
        if state == State.OPEN:
            first = max(0, round((begin - start).total_seconds() / 60))
            last = round((min(until, end) - start).total_seconds() / 60)
            if first < last:
                found.append((first, last))
    return tuple(found)


def shifted(ranges: Ranges, minutes: int) -> Ranges:
    """Move the ranges of a week by minutes; what leaves the week at one end enters at the other."""
    moved = []
    for start, end in ranges:
        for offset in (minutes - WEEK, minutes, minutes + WEEK):
            first, last = max(start + offset, 0), min(end + offset, WEEK)
            if first < last:
                moved.append((first, last))
    return tuple(sorted(moved))


def minutes_between(zone: str, other: str, day: date) -> int:
    """Give how many minutes another zone's clocks are ahead of a zone's at noon UTC of a day."""
    return round((_offset(other, day) - _offset(zone, day)).total_seconds() / 60)


@cache
def _offset(zone: str, day: date) -> timedelta:
    noon = datetime.combine(day, time(12), UTC)
    return noon.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def week(
    hours: str, zone: str, formats: str, today: str, reader_zone: str = "", country: str = ""
) -> Week:
    """Give the hours of a week as readers see them.

    zone: where the counter is; formats: the tag by whose CLDR formats days and times are written;
    reader_zone: whose time to show, the counter's own where empty; country: whose week it is, by
    the day that it begins with.
    """
    monday = monday_of(today)
    ranges = open_ranges(hours, monday)
    if reader_zone:
        ranges = shifted(ranges, minutes_between(zone, reader_zone, monday))
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
    start, end = index * DAY, (index + 1) * DAY
    found = []
    for opens, closes in ranges:
        first, last = max(opens, start) - start, min(closes, end) - start
        if first < last:
            found.append(f"{clock(first, formats)}–{clock(last, formats)}")
    return tuple(found)


@cache
def clock(minute: int, formats: str) -> str:
    """Give a time of day in its short form; minute: from midnight."""
    moment = time(minute // 60 % 24, minute % 60)
    return str(format_time(moment, "short", locale=known_locale(formats)))


@cache
def zone_city(zone: str, formats: str) -> str:
    """Give the city that CLDR names a time zone by."""
    return str(get_timezone_location(zone, locale=known_locale(formats), return_city=True))
