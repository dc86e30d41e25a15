"""Dates as feeds write them: ISO 8601, RFC 822 and its many errors, months in many languages.

A date that can be read in two ways, that no calendar has (30 February) or that cannot be true of
the web is none at all: an entry without a date is shown at the instant it was first seen, which is
better than at a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: What is dated earlier or later has no date: the web's first feeds are of 1997.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
#: No date has more characters.
_LENGTH_LIMIT = 100
#: No place is farther from UTC.
_OFFSET_LIMIT = 15 * 60

_TIME = re.compile(
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_BASIC_TIME = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})?(?P<second>\d{2})?(?P<half>)")
_OFFSET = re.compile(r"(?P<sign>[+\-\u2212])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?\b")
_ZONE = re.compile(r"[A-Za-z]+(?:/[A-Za-z_]+)+|[A-Za-z]{1,5}")
_ISO = re.compile(
    r"(?P<year>\d{4})"
    r"(?:([-/.]?)(?P<month>\d{2}|(?<=\D)\d)(?:\2(?P<day>\d{2}|(?<=\D)\d))?|-?W(?P<week>\d{2})(?:-?(?P<weekday>\d))?"
    r"|-?(?P<ordinal>\d{3}))?(?![\d/.-])",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(
    r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일号]?"
)
_AFTERNOON = re.compile("오후|下午|午後")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})\2(?P<year>\d{4})\b")
_STAMP = re.compile(r"\d{10}(?:\d{3})?")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_ZONE_WORD = re.compile(r"\b(?:[A-Z]{2,5}|Z)\b")
_ASIDE = re.compile(r"\([^()]*\)")

#: Names of zones (RFC 822, and what is common besides), in minutes from UTC. Letters of the
#: military say nothing, since RFC 822 has them wrong (RFC 5322, section 4.3).
_ZONES = {
    name: minutes
    for minutes, names in {
        0: "ut utc gmt z wet", 60: "bst cet met mez west", 120: "cest mest mesz eet sast",
        180: "eest msk", 330: "ist", 480: "hkt sgt awst", 540: "jst kst", 600: "aest",
        660: "aedt", 720: "nzst", 780: "nzdt", -180: "brt art", -240: "edt ast", -300: "est cdt",
        -360: "cst mdt", -420: "mst pdt", -480: "pst akdt", -540: "akst", -600: "hst",
    }.items()
    for name in names.split()
}  # fmt: skip
#: Where nothing says in which language a feed is, or it is not the one of its dates.
_OFTEN = ("fr", "de", "nl", "es", "it", "pt", "pl", "el", "hu", "ru")


def read_date(text: str, language: str = "") -> datetime | None:
    """Return the instant that a text names, in UTC; None when it names none that can be true.

    language: the feed's, for the names of months. A date without a zone is taken as of UTC.
    """
    text = unicodedata.normalize("NFKC", text[: 2 * _LENGTH_LIMIT]).strip()
    if len(text) > _LENGTH_LIMIT or not _NUMBER.search(text) or text.startswith("-"):
        return None
    readers: tuple[Callable[[str, str], datetime | None], ...] = (
        _stamp, _east_asian, _iso, _day_first, _named,
    )  # fmt: skip
    try:
        found = next(filter(None, (reader(text, language) for reader in readers)), None)
    except (ValueError, OverflowError):  # no such day or hour
        return None
    return found if found and EARLIEST <= found < LATEST else None


def read_day(text: str) -> date | None:
    """Return the day that a text of ISO 8601 begins with, or None."""
    match = _ISO.match(text)
    try:
        return _iso_day(match) if match else None
    except (ValueError, OverflowError):
        return None


def _stamp(text: str, _language: str) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    if not _STAMP.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


def _iso(text: str, _language: str) -> datetime | None:
    match = _ISO.match(text)
    return _at(_iso_day(match), text[match.end() :]) if match else None


def _iso_day(match: re.Match[str]) -> date:
    year = int(match["year"])
    if match["week"]:
        return date.fromisocalendar(year, int(match["week"]), int(match["weekday"] or 1))
    if match["ordinal"]:
        day = date(year, 1, 1) + timedelta(int(match["ordinal"]) - 1)
        if day.year != year:
            raise ValueError("no such day")
        return day
    return date(year, int(match["month"] or 1), int(match["day"] or 1))


def _east_asian(text: str, _language: str) -> datetime | None:
    match = _EAST_ASIAN.search(text)
    if not match:
        return None
    rest = text[match.end() :]
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    time = _TIME.search(rest)
    later = bool(time and int(time["hour"]) < 12 and _AFTERNOON.search(rest))
    return _at(day, rest) + timedelta(hours=12 * later)


def _day_first(text: str, _language: str) -> datetime | None:
    """Read numbers with the year last: the day comes first, unless only the other way is a date.

    With strokes it may be either (some write the month first): then it is none.
    """
    match = _DAY_FIRST.search(text)
    if not match:
        return None
    day, month, year = (int(match[name]) for name in ("day", "month", "year"))
    if month > 12:
        day, month = month, day
    elif match["mark"] == "/" and day <= 12 and day != month:
        raise ValueError("two days")
    return _at(date(year, month, day), text[match.end() :])


def _named(text: str, language: str) -> datetime | None:
    """Read a month by its name, a day and a year, in any order, as RFC 822 and ctime have them."""
    text = _ASIDE.sub(" ", text)
    time = _TIME.search(text)
    before, after = (text[: time.start()], text[time.end() :]) if time else (text, "")
    zone = _OFFSET.search(after)
    if zone:
        after = f"{after[: zone.start()]} {after[zone.end() :]}"
    numbers = _NUMBER.findall(f"{before} {after}")
    words = _WORD.findall(f"{before} {_ZONE_WORD.sub(' ', after)}")
    # A weekday may look like a month of another language; it stands before the month.
    month = next(filter(None, (_month(word, language) for word in reversed(words))), 0)
    if not month or len(numbers) != 2:
        return None
    first, second = numbers
    day, year = (second, first) if len(first) == 4 else (first, second)
    return _at(date(_full_year(year), month, int(day)), text[time.start() :] if time else "")


def _full_year(year: str) -> int:
    """Return the year that two or three digits stand for (RFC 5322, section 4.3)."""
    number = int(year)
    if len(year) == 2:
        return number + (2000 if number < 50 else 1900)
    return number + 1900 if len(year) == 3 else number


@lru_cache(1000)
def _month(word: str, language: str) -> int:
    """Return the number of a month by its name or an abbreviation of it, or 0."""
    name = _folded(word)
    for tag in dict.fromkeys(filter(None, (language, "en", *_OFTEN))):
        months = _names(tag)
        if name in months:
            return months[name]
        started = {number for full, number in months.items() if full.startswith(name)}
        if len(name) >= 3 and len(started) == 1:
            return started.pop()
    return 0


@cache
def _names(tag: str) -> dict[str, int]:
    """Return the months of a language by all their names in CLDR."""
    from chancery.common.languages import known_locale

    months = known_locale(tag).months  # CLDR's, a table a language
    return {
        _folded(name): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
    }


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalpha())


def _at(day: date, rest: str) -> datetime:
    """Return the instant of a day at the time and in the zone that a text goes on with.

    24:00 is the next midnight, a 60th second the next minute. Raises ValueError for no time.
    """
    rest = rest.lstrip(" ,Tt")
    time = _TIME.search(rest) or _BASIC_TIME.match(rest)
    midnight = datetime(day.year, day.month, day.day)
    if not time:
        return midnight.replace(tzinfo=UTC)
    hour, minute, second = (int(time[name] or 0) for name in ("hour", "minute", "second"))
    if time["half"]:
        hour = hour % 12 + 12 * (time["half"] in "pP")
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise ValueError("no such time")
    moment = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    return moment.replace(tzinfo=_zone(rest[time.end() :])).astimezone(UTC)


def _zone(text: str) -> timezone | ZoneInfo:
    """Return the zone that a text names first: an offset, a common name; UTC when we know none."""
    if offset := _OFFSET.search(_ASIDE.sub(" ", text)):
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        sign = 1 if offset["sign"] == "+" else -1
        return timezone(timedelta(minutes=sign * minutes if minutes <= _OFFSET_LIMIT else 0))
    name = _ZONE.search(text)
    if name and "/" in name[0]:
        return named_zone(name[0]) or UTC
    return timezone(timedelta(minutes=_ZONES.get(name[0].lower(), 0) if name else 0))


def named_zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name in the tz database, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
