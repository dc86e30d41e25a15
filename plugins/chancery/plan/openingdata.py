"""When counters are open as data: what browsers are told, and schema.org."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from math import inf

from chancery.hours.evaluate import Ranges, instants, monday_of
from chancery.hours.syntax import DAY, State
from chancery.hours.usual import (
    Parts,
    Season,
    certain,
    seasons,
)
from chancery.plan.counters import OWN, Counter, Opening, SpecialDays, days_between

#: How many days, from this week's Monday on, a browser is told when counters are open.
TOLD_DAYS = 42


# -------------------------------------------------------------------- what browsers are told


def told(counter: Counter, today: str) -> str:
    """Return when a counter is open, in minutes for a browser; the first counts from 1970.

    From it on so many minutes closed, then open, and so on; the last ends what is known. Of those
    behind `?` nobody can say whether it is open, and what follows begins with closed again. Empty
    where the zone is unknown, and where nobody can say anything of all that time.
    """
    return _told(counter, today) if counter.zone else ""


# Pages of all languages tell it, and several of each.
@lru_cache(maxsize=4096)
def _told(counter: Counter, today: str) -> str:
    monday = monday_of(today)
    begin = (monday - date(1970, 1, 1)).days * DAY
    end = begin + TOLD_DAYS * DAY
    first = monday - timedelta(days=2)
    spans = instants(counter.open(first, TOLD_DAYS + 4), first, counter.zone)
    unsure = instants(counter.unsure(first, TOLD_DAYS + 4), first, counter.zone)
    runs = tuple(_runs(tuple(_clipped(spans, begin, end)), tuple(_clipped(unsure, begin, end)),
                       begin, end))  # fmt: skip
    if all(state is State.UNKNOWN for state, _ in runs):
        return ""
    written, before = [str(begin)], State.OPEN
    for state, minutes in runs:
        if state is State.UNKNOWN:
            written.append(f"?{minutes}")
            before = State.OPEN
            continue
        written += ["0"] * (state is before) + [str(minutes)]
        before = state
    return " ".join(written)


def _runs(open_: Ranges, unsure: Ranges, begin: int, end: int) -> Iterator[tuple[State, int]]:
    """Return for how many minutes in turn it is open, closed or unknown; none follows its like."""
    edges = {begin, end, *(edge for span in (*open_, *unsure) for edge in span)}
    run, since = None, begin
    for here in sorted(edges)[:-1]:
        state = State.CLOSED
        if _holds(open_, here):
            state = State.OPEN
        elif _holds(unsure, here):
            state = State.UNKNOWN
        if run is not None and state is not run:
            yield run, here - since
            since = here
        run = state
    if run is not None:
        yield run, end - since


def _holds(ranges: Ranges, minute: int) -> bool:
    """Say whether a minute is in one of some ranges, which are in order."""
    place = bisect_right(ranges, (minute, inf))
    return place > 0 and minute < ranges[place - 1][1]


def _clipped(ranges: Ranges, start: int, end: int) -> Iterator[tuple[int, int]]:
    for opens, closes in ranges:
        if max(opens, start) < min(closes, end):
            yield max(opens, start), min(closes, end)


# -------------------------------------------------------------------- schema.org

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def specification(found: Opening, today: str) -> list[dict[str, object]]:
    """Return a post's hours as schema.org data: the usual weeks, then what is not as usual.

    (https://schema.org/OpeningHoursSpecification) Times are those of the place. Closed days open
    and close at midnight. What nobody can say for certain is left out; on days that are only
    uncertain, though usually open, it is closed.
    """
    own = found.counters.get(OWN)
    if own is None:
        return []
    usual = [one for season in seasons(own.hours, today) for one in _season(season)]
    return [*usual, *_exceptions(own, found.special)]


def _season(season: Season) -> Iterator[dict[str, object]]:
    days: dict[tuple[str, str], list[str]] = {}
    for name, begun in zip(_NAMES, season.days, strict=True):
        for times in _sure(begun):
            days.setdefault(times, []).append(name)
    valid = {"validFrom": season.first, "validThrough": season.last}
    dated = {key: day.isoformat() for key, day in valid.items() if day}
    for (opens, closes), names in days.items():
        yield _specified(opens, closes, dayOfWeek=names, **dated)


def _sure(begun: Parts) -> Iterator[tuple[str, str]]:
    for part in begun:
        if certain(part) and not part.open_end:
            yield _iso_time(part.start), _iso_time(part.end)


def _exceptions(own: Counter, special: Iterable[SpecialDays]) -> Iterator[dict[str, object]]:
    for days in special:
        for begun in (begun for key, begun in days.open if key == OWN):
            times = list(_sure(begun))
            # Without a word, what is usual would hold; nobody is to come for that.
            if not times and (not begun or _usually_sure(own, days)):
                times = [("00:00", "00:00")]
            for opens, closes in times:
                yield _specified(
                    opens, closes,
                    validFrom=days.first.isoformat(), validThrough=days.last.isoformat(),
                )  # fmt: skip


def _usually_sure(own: Counter, special: SpecialDays) -> bool:
    return any(any(_sure(own.usual(day))) for day in days_between(special.first, special.last))


def _specified(opens: str, closes: str, **when: object) -> dict[str, object]:
    return {"@type": "OpeningHoursSpecification", **when, "opens": opens, "closes": closes}


def _iso_time(minute: int) -> str:
    """Return a time of day in ISO 8601.

    A day ends with its last minute, as search engines ask; what goes on after it closes earlier
    than it opens.
    """
    minute = min(minute, DAY - 1) if minute <= DAY else minute - DAY
    return f"{minute // 60:02}:{minute % 60:02}"
