"""Time zones as calendars name them: of the tz database, of Windows, by a path, or spelt out.

A zone is never fetched from an address, however it is named. What a calendar spells out
(`VTIMEZONE`) is compared with the zones of the tz database, so that an event that recurs keeps its
time when clocks change; where none is like it, its offset counts at the time of the event.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from chancery.feeds.recurrence import Rule, days
from chancery.geo.zones import is_zone, zone_places

#: The most spelt-out zones of a calendar, and the most changes of the clocks that one names.
ZONES_LIMIT = 50
ONSETS_LIMIT = 200
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(?:\d{2})?")
_YEAR = timedelta(366)
_WEEK = timedelta(7)
#: In other years clocks show what they show in the nearest of these.
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Onset:
    """A change of the clocks: from a local time on (and again by a rule), by so much from UTC."""

    first: datetime
    offset: timedelta
    rule: Rule | None = None
    also: tuple[datetime, ...] = ()

    def times(self, year: int) -> Iterator[datetime]:
        """Return when this change is in a year, and when it was last before that."""
        start, end = datetime(year, 1, 1), datetime(year + 1, 1, 1)
        found = [one for one in (self.first, *self.also) if one < end]
        if self.rule is not None and self.first < end:
            since = max(self.first, start - 2 * _YEAR).date()
            ruled = (datetime.combine(day, self.first.time())
                     for day in days(self.rule, self.first.date(), since))  # fmt: skip
            found += takewhile(lambda moment: moment < end, ruled)
        yield from sorted(one for one in found if one >= start)
        if before := max((one for one in found if one < start), default=None):
            yield before


@dataclass(frozen=True, slots=True)
class SpeltOut:
    """A zone that a calendar spells out; names: what it says it is in the tz database."""

    onsets: tuple[Onset, ...] = ()
    names: tuple[str, ...] = ()

    def changes(self, year: int) -> list[tuple[datetime, timedelta]]:
        """Return the changes of the clocks that count in a year, in order, each with its offset."""
        return sorted((time, one.offset) for one in self.onsets for time in one.times(year))

    def first(self) -> timedelta | None:
        """Return the offset of the earliest change: it counts before that too."""
        return min(((one.first, one.offset) for one in self.onsets), default=(0, None))[1]


@dataclass(slots=True)
class Zones:
    """The zones of a calendar. unknown: the names that say nothing."""

    spelt_out: dict[str, SpeltOut]
    unknown: dict[str, None] = field(default_factory=dict)
    _known: dict[tuple[str, int], str] = field(default_factory=dict)
    _changes: dict[tuple[str, int], list[tuple[datetime, timedelta]]] = field(default_factory=dict)

    def name(self, tzid: str, year: int) -> str:
        """Return the zone of the tz database that a name stands for in a year, or nothing."""
        key = (tzid, year)
        if key not in self._known:
            self._known[key] = self._found(tzid, year)
        return self._known[key]

    def at(self, tzid: str, local: datetime) -> tzinfo | None:
        """Return the zone in which a local time is; None where nobody knows."""
        year = min(max(local.year, _YEARS[0]), _YEARS[-1])
        if name := self.name(tzid, year):
            return ZoneInfo(name)
        offset = self._offset(tzid, local, year)
        if offset is None and tzid:
            self.unknown[tzid] = None
        return None if offset is None else timezone(offset)

    def _found(self, tzid: str, year: int) -> str:
        spelt_out = self.spelt_out.get(tzid, SpeltOut())
        named = (_named(name) for name in (tzid, *spelt_out.names))
        return next(filter(None, named), "") or self._alike(tzid, year)

    def _alike(self, tzid: str, year: int) -> str:
        """Return a zone whose clocks show the same in every week of a year."""
        if tzid not in self.spelt_out or not self.spelt_out[tzid].onsets:
            return ""
        weeks = [datetime(year, 1, 1, 12) + at * _WEEK for at in range(53)]
        return _zone_like(tuple((week, self._offset(tzid, week, year)) for week in weeks))

    def _offset(self, tzid: str, local: datetime, year: int) -> timedelta | None:
        """Return how far ahead of UTC a zone that is spelt out is when its clocks show this."""
        if tzid not in self.spelt_out:
            return None
        key = (tzid, year)
        if key not in self._changes:
            self._changes[key] = self.spelt_out[tzid].changes(year)
        changes = self._changes[key]
        at = bisect_right(changes, local, key=lambda change: change[0])
        return changes[at - 1][1] if at else self.spelt_out[tzid].first()


def offset_of(text: str) -> timedelta | None:
    """Return an offset as calendars write it (`+0530`)."""
    match = _OFFSET.fullmatch(text.strip())
    if not match or int(match[2]) > 15 or int(match[3]) > 59:
        return None
    sign = -1 if match[1] == "-" else 1
    return sign * timedelta(hours=int(match[2]), minutes=int(match[3]))


def _named(name: str) -> str:
    """Return the tz zone of this name, of the name's end, or that Windows calls by it."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    if name.upper() in ("UTC", "GMT", "Z"):
        return "UTC"
    parts = name.split("/")
    tails = ("/".join(parts[-count:]) for count in (3, 2, 1) if count <= len(parts))
    return next((tail for tail in tails if is_zone(tail)), "")


@lru_cache(maxsize=200)
def _zone_like(shown: tuple[tuple[datetime, timedelta | None], ...]) -> str:
    ends = (shown[0], shown[len(shown) // 2])
    for name in ("UTC", *zone_places()):
        zone = ZoneInfo(name)
        if all(week.replace(tzinfo=zone).utcoffset() == offset for week, offset in (*ends, *shown)):
            return name
    return ""
