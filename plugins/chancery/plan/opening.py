"""When counters are open: the one expansion behind pages, JSON-LD and what browsers are told.

Hours are read and evaluated in `network/`; here they meet the holidays and the closures of a post.
Closures take their days out of what the hours give.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import inf

from chancery.hours.evaluate import Ranges, instants, joined, monday_of
from chancery.hours.meaning import Holidays, Part, parts
from chancery.hours.syntax import DAY, Rule, State, parsed
from chancery.hours.usual import (
    Parts,
    Season,
    certain,
    endless,
    essence,
    exceptions,
    is_weekly,
    seasons,
    usual_day,
)
from chancery.network.closures import Closure
from chancery.network.contacts import ContactPoint
from chancery.network.fields import IN_WORDS
from chancery.network.model import Post
from chancery.plan.holidays import Holiday, Years, holidays_of, years_of
from chancery.plan.index import Index

#: How many days, from this week's Monday on, a browser is told when counters are open.
TOLD_DAYS = 42
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
            found.update(_days(max(date.fromisoformat(closure.from_[:10]), first),
                               min(date.fromisoformat(closure.last[:10]), last)))  # fmt: skip
        if not is_weekly(self.hours):
            found.update(
                day
                for day in _days(first, last)
                if any(
                    rule.dates or rule.years or (day - first).days <= LEAST_DAYS
                    for rule in exceptions(self.hours, day)
                )
            )
        return {day for day in found if first <= day <= last}

    def _kept(self) -> Holidays:
        return frozenset(date.fromisoformat(one.day) for one in self.holidays)


def _days(first: date, last: date) -> Iterator[date]:
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


# -------------------------------------------------------------------- the counters of a post


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


def opening(index: Index, post: Post) -> Opening:
    """Return when a post is open; worked out once a process."""
    found = index.openings.get(post.id)
    if found is None:
        counters = _counters(index, post)
        today = date.fromisoformat(index.inputs.settings.today)
        special = tuple(special_days(counters, today, last_shown(today)))
        found = index.openings[post.id] = Opening(counters, special)
    return found


def ministry_opening(index: Index) -> Opening:
    """Return when the ministry is reached: its crisis centre under `OWN`, its contacts as of posts.

    It keeps the holidays of its own country. What is not as usual is told of posts alone.
    """
    found = index.openings.get("")
    if found is None:
        ministry = index.ministry
        centre = ministry.crisis_centre
        hours = {f"contact:{n}": c.hours or "" for n, c in enumerate(ministry.contacts)
                 if answered(c)}  # fmt: skip
        if centre and centre.hours and centre.hours not in IN_WORDS:
            hours[OWN] = centre.hours
        counters = {
            key: Counter(one, ministry.timezone or "", _kept_by(index, None, [one]))
            for key, one in hours.items()
        }
        found = index.openings[""] = Opening(counters, ())
    return found


def holiday_years(today: date) -> Years:
    """Return the years whose holidays may show; hours may speak of the days beside a holiday."""
    last = max(last_shown(today), today + timedelta(days=TOLD_DAYS))
    return years_of(today - timedelta(days=14), last + timedelta(days=14))


def last_shown(today: date) -> date:
    """Return the last day whose closures are shown."""
    return max(date(today.year, 12, 31), today + timedelta(days=LEAST_DAYS))


def changes(post: Post) -> tuple[Closure, ...]:
    """Return what posts.yaml says of closed days and other hours, the later over the earlier."""
    return post.closures


def noticed(index: Index, post: Post, key: str) -> tuple[Closure, ...]:
    """Return the notices of a post that close a counter, or leave a telephone without an answer."""
    if key.startswith("messaging:"):
        return ()
    affected = "phone" if "contact:" in key else "counter"
    last = last_shown(date.fromisoformat(index.inputs.settings.today)).isoformat()
    return tuple(
        Closure(from_=notice.from_, until=notice.until or last, reason=notice.text)
        for notice in index.inputs.notices.get(post.id, ())
        if affected in notice.affects
    )


def answered(contact: ContactPoint) -> bool:
    """Say whether a contact has hours that end with a closure: no number for emergencies."""
    return contact.hours not in (None, *IN_WORDS) and contact.purpose != "emergency"


def _counters(index: Index, post: Post) -> dict[str, Counter]:
    return {
        key: Counter(
            hours,
            post.timezone or "",
            _kept_by(index, post, [hours, *(one.hours or "" for one in changes(post))]),
            (
                *(one for one in changes(post) if _concerns(one, key, office)),
                *noticed(index, post, key),
            ),
        )
        for key, hours, office in _hours_of(post)
    }


def _hours_of(post: Post) -> Iterator[tuple[str, str, str]]:
    """Return the hours of all counters of a post: key, hours, the id of the office."""
    if post.opening_hours:
        yield OWN, post.opening_hours, ""
    for office in post.offices:
        if office.opening_hours:
            yield f"office:{office.id}", office.opening_hours, office.id
        for place, contact in enumerate(office.contacts):
            if answered(contact):
                yield f"office-contact:{office.id}:{place}", contact.hours or "", office.id
    for place, contact in enumerate(post.contacts):
        if answered(contact):
            yield f"contact:{place}", contact.hours or "", ""
    for place, account in enumerate(post.messaging):
        if account.hours:
            yield f"messaging:{place}", account.hours, ""


def _concerns(closure: Closure, key: str, office: str) -> bool:
    """Say whether a closure is of a counter; other hours are those of one counter, not of all."""
    if closure.offices:
        return office in closure.offices
    return key == OWN or not closure.hours


def _kept_by(index: Index, post: Post | None, hours: Iterable[str]) -> tuple[Holiday, ...]:
    """Return the holidays that hours speak of: without that, nobody asks for any."""
    if not any(map(speaks_of_holidays, hours)):
        return ()
    today = date.fromisoformat(index.inputs.settings.today)
    return holidays_of(post, index.ministry, holiday_years(today))


# -------------------------------------------------------------------- days not as usual


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
    return any(any(_sure(own.usual(day))) for day in _days(special.first, special.last))


def _specified(opens: str, closes: str, **when: object) -> dict[str, object]:
    return {"@type": "OpeningHoursSpecification", **when, "opens": opens, "closes": closes}


def _iso_time(minute: int) -> str:
    """Return a time of day in ISO 8601.

    A day ends with its last minute, as search engines ask; what goes on after it closes earlier
    than it opens.
    """
    minute = min(minute, DAY - 1) if minute <= DAY else minute - DAY
    return f"{minute // 60:02}:{minute % 60:02}"
