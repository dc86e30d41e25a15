"""What a calendar says of when its events are, as text of ISO 8601 and rules within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from chancery.feeds.calendar_lines import TIMES_LIMIT, Component, Property
from chancery.feeds.event_zones import Onset, SpeltOut, Zones, offset_of
from chancery.feeds.recurrence import FREQUENCIES, Recurrence, Rule, days

#: The longest rule that is read: far more than any that a person makes.
_RULE_LIMIT = 500
#: No event begins earlier or later, and none ends later.
_YEARS = range(1900, 2100)
_LAST_YEAR = 9998
_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a time as clocks show it in a zone; None for any clock’s, and for days."""

    local: datetime
    whole: bool
    zone: tzinfo | None = None
    name: str = ""

    def iso(self) -> str:
        """Return it in ISO 8601."""
        if self.whole:
            return self.local.date().isoformat()
        return self.local.replace(tzinfo=self.zone).isoformat()

    def shown(self, zone: tzinfo | None) -> datetime:
        """Return what clocks of a zone show at it."""
        if self.whole or self.zone is None or zone is None:
            return self.local
        return self.local.replace(tzinfo=self.zone).astimezone(zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When an event is, as an `Entry` says it; recurs: whether it says that it comes again."""

    starts: str = ""
    ends: str = ""
    zone: str = ""
    recurs: bool = False
    recurrence: Recurrence | None = None


@dataclass(slots=True)
class Reader:
    """Reads the times of a calendar’s events; notes what cannot be read.

    zones: those of the calendar; unread: what of events was not understood, in words.
    """

    zones: Zones
    unread: dict[str, int] = field(default_factory=dict)

    def moment(self, said: Property) -> Moment | None:
        """Return what a property names, or None."""
        return self._moment(said.value[:100], said.parameters.get("TZID", "")[:200])

    def moments(self, said: Iterable[Property]) -> Iterator[Moment]:
        """Return what properties with many values name; of a period, its beginning."""
        for one in said:
            tzid = one.parameters.get("TZID", "")[:200]
            for value in one.value.split(",", TIMES_LIMIT + 1)[: TIMES_LIMIT + 1]:
                if moment := self._moment(value.partition("/")[0][:100], tzid):
                    yield moment

    def times(self, event: Component, but: Iterable[Moment]) -> Times:
        """Return when an event is; but: those of its instances that are events of their own."""
        start = self.moment(event.first("DTSTART"))
        if start is None or start.local.year not in _YEARS:
            if event.value("DTSTART"):
                self.note("a time that cannot be read")
            return Times()
        try:
            ends = self._ends(event, start)
        except (OverflowError, ValueError):
            ends = ""
            self.note("an end that cannot be read")
        recurs = any(name in event.properties for name in ("RRULE", "RDATE"))
        return Times(
            starts=start.iso(),
            ends=ends,
            zone=start.name,
            recurs=recurs,
            recurrence=self._recurrence(event, start, but) if recurs else None,
        )

    def _moment(self, value: str, tzid: str) -> Moment | None:
        match = _MOMENT.fullmatch(value.strip())
        if not match:
            return None
        numbers = [int(number or 0) for number in match.groups()[:6]]
        try:
            # A 60th second is the next minute’s, and 24:00 the next day’s.
            later = timedelta(seconds=max(0, numbers[5] - 59), days=numbers[3] == 24)
            clock = (numbers[3] % 24, numbers[4], min(numbers[5], 59))
            day = datetime(numbers[0], numbers[1], numbers[2])
            local = day.replace(hour=clock[0], minute=clock[1], second=clock[2]) + later
        except (ValueError, OverflowError):
            return None
        if match[4] is None:
            return Moment(local, whole=True)
        zone, name = self._zone(match[7] or "", tzid.strip().strip('"'), local)
        return Moment(local, whole=False, zone=zone, name=name)

    def _zone(self, offset: str, tzid: str, local: datetime) -> tuple[tzinfo | None, str]:
        if offset.upper() == "Z":
            return UTC, ""
        if offset:
            ahead = offset_of(offset.replace(":", ""))
            return None if ahead is None else timezone(ahead), ""
        zone = self.zones.at(tzid, local) if tzid else None
        return zone, zone.key if isinstance(zone, ZoneInfo) else ""

    def _ends(self, event: Component, start: Moment) -> str:
        """Return when an event ends; nothing where it does not say so, or before it begins."""
        end = self.moment(event.first("DTEND"))
        if end is None and (said := event.value("DURATION")):
            end = _later(start, *_duration(said))
        if end is None:
            return ""
        if end.whole != start.whole:
            end = Moment(end.local, start.whole, end.zone or start.zone)
        if start.whole:
            last = max(end.local - _DAY, start.local)
            end = Moment(last, whole=True)
        elif (end.zone is None) != (start.zone is None):
            end = Moment(end.local, whole=False, zone=start.zone)
        if end.local.year > _LAST_YEAR or end.shown(start.zone) < start.local:
            raise ValueError("no such end")
        return Moment(end.shown(start.zone), start.whole, start.zone).iso()

    def _recurrence(self, event: Component, start: Moment, but: Iterable[Moment]) -> Recurrence:
        def local(found: Iterable[Moment]) -> tuple[str, ...]:
            times = [
                datetime.combine(one.local, start.local.time())
                if one.whole
                else one.shown(start.zone)
                for one in islice(found, TIMES_LIMIT + 1)
            ]
            if len(times) > TIMES_LIMIT:
                self.note(f"more than {TIMES_LIMIT:,} days of their own")
            kept = sorted(dict.fromkeys(times[:TIMES_LIMIT]))
            return tuple(Moment(one, start.whole).iso() for one in kept)

        return Recurrence(
            rule=self.rule(event, start),
            also=local(self.moments(event.properties.get("RDATE", ()))),
            but=local([*self.moments(event.properties.get("EXDATE", ())), *but]),
        )

    def rule(self, event: Component, start: Moment) -> Rule | None:
        """Return the rule of a component; None where it has none that is worked out."""
        said = event.properties.get("RRULE", [])
        if not said:
            return None
        rule = self._read_rule(said[0].value, start) if len(said) == 1 else None
        if rule is None:
            self.note("a rule that is not worked out")
        elif next(days(rule, start.local.date()), None) is None:
            return None  # it names no day that there is
        return rule

    def _read_rule(self, text: str, start: Moment) -> Rule | None:
        from icalendar.prop import vRecur

        try:
            parts = dict(vRecur.from_ical(text.strip()[:_RULE_LIMIT]).items())
            until = parts.pop("UNTIL", [None])[0]
            return _rule(parts, self._until(until, start))
        except (ValueError, IndexError, KeyError, TypeError, OverflowError):
            return None

    def _until(self, until: Any, start: Moment) -> str:
        if isinstance(until, datetime):
            zone = until.tzinfo
            moment = Moment(until.replace(tzinfo=None), start.whole, zone)
            return Moment(moment.shown(start.zone), start.whole).iso()
        return until.isoformat() if isinstance(until, date) else ""

    def note(self, what: str) -> None:
        """Note what of an event was not understood, in words."""
        self.unread[what] = self.unread.get(what, 0) + 1


def spelt_out(zone: Component) -> SpeltOut:
    """Return a zone that a calendar spells out."""
    reader = Reader(Zones({}))
    names = [zone.value(name)[:200] for name in ("TZID", "X-LIC-LOCATION", "TZURL")]
    # The end of an address is a name; nothing is fetched from it.
    names[2] = names[2].removesuffix(".ics")
    return SpeltOut(tuple(_onsets(reader, zone)), tuple(filter(None, names)))


def _onsets(reader: Reader, zone: Component) -> Iterator[Onset]:
    for part in zone.parts:
        first, offset = reader.moment(part.first("DTSTART")), offset_of(part.value("TZOFFSETTO"))
        if first is not None and offset is not None:
            also = (one.local for one in reader.moments(part.properties.get("RDATE", ())))
            rule = reader.rule(part, first)
            yield Onset(first.local, offset, rule, tuple(islice(also, TIMES_LIMIT)))


def _later(start: Moment, days: timedelta, by: timedelta) -> Moment:
    """Return a moment that is days by its clocks and then a time after another."""
    local = start.local + days
    if start.zone is None or not by:
        return Moment(local + by, start.whole, start.zone)
    end = local.replace(tzinfo=start.zone).astimezone(UTC) + by
    return Moment(end.replace(tzinfo=None), start.whole, UTC)


def _duration(text: str) -> tuple[timedelta, timedelta]:
    """Return a duration: its weeks and days, which are as long as clocks say, and its time."""
    from icalendar.prop import vDuration

    found = vDuration.from_ical(text[:100])  # type: ignore[no-untyped-call]
    if not isinstance(found, timedelta):
        raise ValueError("no duration")
    said = text[:100].upper().partition("T")[0]
    days = timedelta()
    if not said.endswith("P"):
        days = vDuration.from_ical(said)  # type: ignore[no-untyped-call]
    return days, found - days


def _rule(parts: dict[str, Any], until: str) -> Rule | None:
    """Return a rule; None where it asks for what is not worked out. Raises ValueError for none."""
    frequency = str(parts.pop("FREQ")[0]).upper()
    interval = int(parts.pop("INTERVAL", [1])[0])
    week_start = _WEEKDAYS.index(parts.pop("WKST", ["MO"])[0])
    count = int(parts.pop("COUNT", [0])[0])
    lists = {
        name: tuple(_numbers(parts.pop(key, []), most))
        for name, key, most in (
            ("months", "BYMONTH", 12), ("weeks", "BYWEEKNO", 53), ("year_days", "BYYEARDAY", 366),
            ("month_days", "BYMONTHDAY", 31), ("positions", "BYSETPOS", 366),
        )
    }  # fmt: skip
    weekdays = tuple(_weekdays(parts.pop("BYDAY", [])))
    # Names that begin so are anybody’s own; what else is left would change the days.
    others = [name for name in parts if not name.upper().startswith("X-")]
    if frequency not in FREQUENCIES or not 0 < interval <= 10_000 or others or count < 0:
        return None
    if lists["weeks"] and frequency != "YEARLY":
        return None
    return Rule(
        frequency=frequency, interval=interval, count=count, until=until, weekdays=weekdays,
        week_start=week_start, **lists,
    )  # fmt: skip


def _numbers(values: Iterable[Any], most: int) -> Iterator[int]:
    for value in values:
        number = int(value)
        if not 0 < abs(number) <= most:
            raise ValueError(f"{number} is none of a calendar")
        yield number


def _weekdays(values: Iterable[Any]) -> Iterator[tuple[int, int]]:
    for value in values:
        match = _WEEKDAY.fullmatch(str(value))
        if not match:
            raise ValueError(f"{value} is no day of the week")
        yield int(match[1] or 0), _WEEKDAYS.index(match[2])
