"""When a counter is open: the one expansion behind pages, JSON-LD and what browsers are told.

Hours are read and evaluated in `hours/`; here they meet holidays and closures. Closures take their
days out of what the hours give. Whose counter it is, nothing here knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chancery.hours.evaluate import Ranges, joined, monday_of
from chancery.hours.meaning import Holidays, Part, parts
from chancery.hours.syntax import DAY, Rule, parsed
from chancery.hours.usual import (
    Parts,
    certain,
    endless,
    essence,
    exceptions,
    is_weekly,
    usual_day,
)
from chancery.network.closures import Closure
from chancery.network.fields import IN_WORDS
from chancery.plan.holidays import Holiday

#: How many days the list of closures looks ahead at least; else it ends with the year. Of what
#: comes back each month or in some weeks it has no more.
LEAST_DAYS = 60
#: How long at least (minutes) what has an end that nobody says may go on.
_LATER = 10 * 60
#: The key of a post's own counter among those of its parts.
OWN = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter, or a telephone that is answered: its hours, and what changes them.

    zone: its IANA time zone, empty where unknown; holidays: those that it keeps, where its hours
    speak of any; closures: those that concern it.
    """

    hours: str
    zone: str
    holidays: tuple[Holiday, ...] = ()
    closures: tuple[Closure, ...] = ()

    def usual(self, day: date) -> Parts:
        """Return what usually begins on a day, but for holidays, exceptions and closures."""
        return usual_day(self.hours, day)

    def begun(self, day: date) -> Parts:
        """Return what begins on a day, in minutes from its 00:00."""
        found = essence(parts(parsed(self.hours), day, self._kept()))
        for closure in self.closures:
            start, end = _reach(closure, day)
            instead: Parts = ()
            if closure.hours and start < DAY and end > 0:
                instead = essence(parts(parsed(closure.hours), day, self._kept()))
            kept = (*_without(found, start, end), *_within(instead, start, end))
            found = tuple(sorted(kept, key=lambda part: part.start))
        return found

    def open(self, first: date, days: int) -> Ranges:
        """Return when it is open on some days for certain.

        In minutes from the first one's 00:00, local time.
        """
        return joined(
            (max(part.start, 0), min(part.end, days * DAY))
            for part in self._on(first, days)
            if certain(part) and not endless(part)
        )

    def unsure(self, first: date, days: int) -> Ranges:
        """Return when nobody can say whether it is open for all, unless it is so beside it.

        What has an end that nobody says may go on until something else begins, at most until the
        end of that day, and for some hours at least.
        """
        found = sorted(self._on(first, days), key=lambda part: part.start)
        begins = [part.start for part in found[1:]]
        unsure = []
        for place, part in enumerate(found):
            start = part.end if certain(part) and not endless(part) else part.start
            end = part.end
            if part.open_end:
                late = part.start if endless(part) else part.end
                end = max(-(-(late + 1) // DAY) * DAY, late + _LATER)
                end = max(start, min([end, *(one for one in begins[place:] if one >= late)]))
            if max(start, 0) < min(end, days * DAY):
                unsure.append((max(start, 0), min(end, days * DAY)))
        return joined(unsure)

    def _on(self, first: date, days: int) -> Iterator[Part]:
        for more in range(-1, days):
            for part in self.begun(first + timedelta(days=more)):
                start, end = part.start + more * DAY, part.end + more * DAY
                if start < days * DAY and end > 0:
                    yield replace(part, start=start, end=end)

    def marked(self, first: date, last: date) -> set[date]:
        """Return the days from one to another on which it may be open otherwise than usual."""
        found = {
            kept + timedelta(days=shift)
            for kept in (date.fromisoformat(one.day) for one in self.holidays)
            for shift in {0, *(more for rule in parsed(self.hours) for more in rule.holidays)}
        }
        for closure in self.closures:
            found.update(days_between(max(date.fromisoformat(closure.from_[:10]), first),
                               min(date.fromisoformat(closure.last[:10]), last)))  # fmt: skip
        if not is_weekly(self.hours):
            found.update(
                day
                for day in days_between(first, last)
                if any(
                    rule.dates or rule.years or (day - first).days <= LEAST_DAYS
                    for rule in exceptions(self.hours, day)
                )
            )
        return {day for day in found if first <= day <= last}

    def _kept(self) -> Holidays:
        return frozenset(date.fromisoformat(one.day) for one in self.holidays)


def days_between(first: date, last: date) -> Iterator[date]:
    """Return the days from one to another, both of them among these."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def _reach(closure: Closure, day: date) -> tuple[int, int]:
    """Return from when until when a closure is for what begins on a day, in minutes from its 00:00.

    What begins before the first day of a closure is kept whole, and nothing of what begins on its
    last is, though it goes on after midnight.
    """
    iso = day.isoformat()
    start, end = _minute(closure.from_, day), _minute(closure.last, day, DAY)
    if "T" not in closure.from_ and iso < closure.from_:
        start = end = 2 * DAY
    if "T" not in closure.last and iso <= closure.last:
        end = 2 * DAY
    return start, end


def _minute(local: str, first: date, rest: int = 0) -> int:
    """Return the minutes from a day's 00:00 to a day (and so many more) or to a time of a day."""
    day, _, time = local.partition("T")
    minutes = (date.fromisoformat(day) - first).days * DAY
    return minutes + (int(time[:2]) * 60 + int(time[3:]) if time else rest)


def _without(found: Iterable[Part], start: int, end: int) -> Iterator[Part]:
    for part in found:
        if part.start < min(part.end, start):
            yield _until(part, min(part.end, start))
        if max(part.start, end) < part.end:
            yield replace(part, start=max(part.start, end))


def _within(found: Iterable[Part], start: int, end: int) -> Iterator[Part]:
    for part in found:
        if max(part.start, start) < min(part.end, end):
            yield _until(replace(part, start=max(part.start, start)), min(part.end, end))


def _until(part: Part, end: int) -> Part:
    """Return a part until a time; one that a closure ends does not go on for longer."""
    return part if end == part.end else replace(part, end=end, open_end=False)


# -------------------------------------------------------------------- what hours speak of


def speaks_of_holidays(hours: str) -> bool:
    """Say whether hours are otherwise on public holidays."""
    return bool(hours) and any(rule.holidays for rule in parsed(hours))


def until_when(hours: Iterable[str | None], today: str) -> str:
    """Return the day on which what browsers are told of some hours was worked out last, for keys.

    With holidays and exceptions it is worked out each day, else each week; without any hours never.
    """
    known = [one for one in hours if one and one not in IN_WORDS]
    if any(speaks_of_holidays(one) or not is_weekly(one) for one in known):
        return today
    return monday_of(today).isoformat() if known else ""


def otherwise_soon(hours: Iterable[str | None], today: str) -> str:
    """Return the day on which hours were put into words last, for keys.

    Each day where they are not the same in every week: beside them stands what is soon otherwise.
    """
    known = (one for one in hours if one and one not in IN_WORDS)
    return "" if all(map(is_weekly, known)) else today


# -------------------------------------------------------------------- days not as usual


Why = Holiday | Closure | Rule


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days on which something is open otherwise than usual, for one reason.

    why: the holidays, the closure, or the rules of the hours; open: for each counter that differs,
    what begins on each of these days; all_closed: whether everything is closed that would be open.
    """

    first: date
    last: date
    why: tuple[Why, ...]
    open: tuple[tuple[str, Parts], ...]
    all_closed: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """When a post is open: its counters, and the days that are not as usual.

    counters: its own under `OWN`, those of its offices by `office:` and id, of its contacts by
    `contact:` and their place, of its messaging accounts by `messaging:` and theirs, of contacts of
    an office by `office-contact:`, its id and their place; special: from today on, to the end of
    what is looked ahead.
    """

    counters: Mapping[str, Counter]
    special: tuple[SpecialDays, ...]


def special_days(counters: Mapping[str, Counter], first: date, last: date) -> Iterator[SpecialDays]:
    """Return the days on which some counter is open otherwise than usual, in order.

    Days that follow one another are one where the reason and the hours are the same; days between
    them on which nothing would be open either way belong to them.
    """
    run: SpecialDays | None = None
    reach = first
    for day in sorted(set().union(*(one.marked(first, last) for one in counters.values()))):
        found = _special_day(counters, day)
        if run is not None and (found.why != run.why or day != reach + timedelta(days=1)):
            yield run
            run = None
        reach = day
        if not found.open:
            if run is not None and not found.all_closed:
                yield run
                run = None
            continue
        if run is not None and _alike(run, found):
            both = tuple({**dict(run.open), **dict(found.open)}.items())
            run = SpecialDays(run.first, day, run.why, both, run.all_closed)
            continue
        if run is not None:
            yield run
        run = found
    if run is not None:
        yield run


def _alike(some: SpecialDays, day: SpecialDays) -> bool:
    """Say whether readers need not tell days apart, which have the same reason."""
    return some.open == day.open or (some.all_closed and day.all_closed)


def _special_day(counters: Mapping[str, Counter], day: date) -> SpecialDays:
    why: dict[Why, None] = {}
    differing: list[tuple[str, Parts]] = []
    all_closed = True
    for key, counter in counters.items():
        usual, now = counter.usual(day), counter.begun(day)
        if usual == now:
            all_closed = all_closed and not now
            continue
        why.update(dict.fromkeys(_reasons(counter, day)))
        differing.append((key, now))
        all_closed = all_closed and not now
    if not differing:
        why.update(dict.fromkeys(r for one in counters.values() for r in _reasons(one, day)))
    return SpecialDays(day, day, tuple(why), tuple(differing), all_closed)


def _reasons(counter: Counter, day: date) -> Iterable[Why]:
    """Return why a counter is not open as usual: a closure, else a holiday, else its rules."""
    iso = day.isoformat()
    closures = [one for one in counter.closures if one.from_[:10] <= iso <= one.last[:10]]
    holidays = [one for one in counter.holidays if one.day == iso]
    return closures[-1:] or holidays or exceptions(counter.hours, day)
