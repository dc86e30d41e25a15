"""When an event is, seen from a moment and a place: the first time that is not past.

Pure, and asked by the plan: what is stored of an event says nothing of the day that it is read on.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from chancery.feeds.recurrence import Recurrence, Rule, days

#: The most times of one event that are passed over, and that are given of it.
_PASSED = 20_000
_GIVEN = 100
_DAY = timedelta(1)
#: How far apart what the clocks show can be, in two places at one moment.
_APART = 2 * _DAY


class Timed(Protocol):
    """What says of an event when it is, as an `Entry` does."""

    @property
    def starts(self) -> str: ...  # noqa: D102
    @property
    def ends(self) -> str: ...  # noqa: D102
    @property
    def zone(self) -> str: ...  # noqa: D102
    @property
    def recurrence(self) -> Recurrence | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of an event.

    begins, ends: as `starts` and `ends` of an `Entry`; begun, over: the instants at which it begins
    and is past; again: whether the event comes again after it.
    """

    begins: str
    ends: str
    begun: datetime
    over: datetime
    again: bool = False


def depends_on_place(event: Timed) -> bool:
    """Say whether it depends on the place when an event is past: a day, or any clock’s time."""
    return len(event.starts) <= len("2026-12-01T19:00:00")


def coming(event: Timed, now: datetime) -> tuple[datetime, ...]:
    """Return what the clocks show when an event begins, in order: all times that may not be past.

    Of one that comes again and again, those within days and the two after that.
    """
    one = _Event(event)
    horizon = (now + _APART).replace(tzinfo=None)
    found: list[datetime] = []
    for moment in islice(one.times(now), _PASSED):
        if one.may_last(moment, now):
            found.append(moment)
        if len(found) >= _GIVEN or (len(found) > 1 and found[-2] > horizon):
            break
    return tuple(found)


def next_occurrence(
    event: Timed, now: datetime, place: str, times: tuple[datetime, ...] | None = None
) -> Occurrence | None:
    """Return the time of an event that is, or is next; None when all of it is past.

    place: the zone by whose clocks a day, and a time without a zone, begin and end; times: what
    `coming` gives, where that is known.
    """
    one, zone = _Event(event), ZoneInfo(place or "UTC")
    found = (one.occurrence(at, zone) for at in (coming(event, now) if times is None else times))
    left = [*islice((each for each in found if each is not None and each.over > now), 2)]
    return replace(left[0], again=len(left) > 1) if left else None


def is_day(text: str) -> bool:
    """Say whether a time of ISO 8601 is a whole day."""
    return len(text) == len("2026-12-01")


def local_of(text: str) -> datetime:
    """Return what the clocks show at a time or on a day of ISO 8601."""
    return datetime.fromisoformat(text).replace(tzinfo=None)


class _Event:
    """An event with its times made ready to count with."""

    def __init__(self, event: Timed) -> None:
        self.recurrence = event.recurrence
        self.first = datetime.fromisoformat(event.starts)
        end = datetime.fromisoformat(event.ends) if event.ends else self.first
        self.whole = is_day(event.starts)
        self.ends = bool(event.ends)
        self.lasts = max(end - self.first, timedelta())
        self.zone: tzinfo | None = ZoneInfo(event.zone) if event.zone else self.first.tzinfo

    def times(self, now: datetime) -> Iterator[datetime]:
        """Return local times at which it begins, in order, those that may not be past by now."""
        first = self.first.replace(tzinfo=None)
        since = _earlier(now, self.lasts + _APART)
        if self.recurrence is None:
            yield first
            return
        but = {local_of(one) for one in self.recurrence.but}
        also = sorted({first, *(local_of(one) for one in self.recurrence.also)})
        ruled: Iterable[datetime] = ()
        if self.recurrence.rule is not None:
            ruled = _ruled(self.recurrence.rule, first, since)
        last = None
        for moment in heapq.merge(also, ruled):
            if moment != last and moment not in but:
                yield moment
            last = moment

    def may_last(self, local: datetime, now: datetime) -> bool:
        """Say whether what begins then may not be past, wherever that is."""
        try:
            return local + self.lasts + _APART > now.replace(tzinfo=None)
        except OverflowError:
            return True

    def occurrence(self, local: datetime, place: tzinfo) -> Occurrence | None:
        """Return the time of the event that begins when its clocks show this; None beyond dates."""
        zone = self.zone or place
        try:
            begun = local.replace(tzinfo=zone).astimezone(UTC)
            if self.whole:
                until = local + self.lasts
                over = _end_of_day(until, zone)
                return Occurrence(_iso_day(local), _iso_day(until), begun, over)
            end = begun + self.lasts
            over = end if self.ends else _end_of_day(local, zone)
            shown = [moment.astimezone(zone) for moment in (begun, end)]
        except (OverflowError, ValueError):
            return None
        if self.zone is None:
            shown = [moment.replace(tzinfo=None) for moment in shown]
        begins, ends = (one.isoformat() for one in shown)
        return Occurrence(begins, ends if self.ends else "", begun, over)


def _ruled(rule: Rule, first: datetime, since: date) -> Iterator[datetime]:
    """Return the local times of a rule from a day on."""
    until = datetime.max
    if rule.until and not is_day(rule.until):
        until = local_of(rule.until)
    for day in days(rule, first.date(), since):
        moment = datetime.combine(day, first.time())
        if moment > until:
            return
        yield moment


def _earlier(now: datetime, by: timedelta) -> date:
    try:
        return (now - by).date()
    except OverflowError:
        return date.min


def _end_of_day(local: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(local.date() + _DAY, time(), zone).astimezone(UTC)


def _iso_day(moment: datetime) -> str:
    return moment.date().isoformat()
