"""Opening hours as somebody would work them out who has a calendar, a clock and patience.

The plain reference for what Chancery makes of hours: it knows nothing of the syntax, of intervals
or of UTC, and asks of one instant what the clock on the wall shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from chancery.network.closures import Closure
from chancery.network.fields import Text
from chancery.plan.counters import Counter
from chancery.plan.holidays import Holiday

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Zones with days on which their clocks change within the weeks that browsers are told of: north
#: and south, by an hour and by half of one, at midnight and in the night, and two that are ahead by
#: three quarters of an hour, of which one never changes.
ZONES = {
    "Europe/Oslo": (date(2026, 10, 25), date(2027, 3, 28)),
    "America/New_York": (date(2026, 11, 1), date(2027, 3, 14)),
    "Africa/Cairo": (date(2026, 10, 30), date(2027, 4, 30)),
    "America/Santiago": (date(2026, 9, 6), date(2027, 4, 4)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2027, 4, 4)),
    "Pacific/Chatham": (date(2026, 9, 27), date(2027, 4, 4)),
    "Asia/Kathmandu": (date(2026, 10, 25), date(2027, 3, 28)),
}


@dataclass(frozen=True)
class Plain:
    """Hours as a list for each day of the week, with holidays and closures by their days.

    week: for each day pairs of minutes from its 00:00; on_holidays: the same for a holiday, None
    where hours do not speak of any; closed: first and last day, with other hours or none.
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    on_holidays: tuple[tuple[int, int], ...] | None
    holidays: tuple[date, ...]
    closed: tuple[tuple[date, date, tuple[tuple[int, int], ...]], ...]

    def is_open(self, instant: datetime) -> bool:
        """Say whether it is open, by the clock on the wall and nothing else."""
        wall = instant.astimezone(ZoneInfo(self.zone))
        minute = wall.hour * 60 + wall.minute
        night = self.of_day(wall.date() - timedelta(days=1))
        return any(opens <= minute < closes for opens, closes in self.of_day(wall.date())) or any(
            opens <= minute + 24 * 60 < closes for opens, closes in night
        )

    def of_day(self, day: date) -> tuple[tuple[int, int], ...]:
        found = self.week[day.weekday()]
        if day in self.holidays and self.on_holidays is not None:
            found = self.on_holidays
        for first, last, hours in self.closed:
            if first <= day <= last:
                found = hours
        return found

    def counter(self) -> Counter:
        """Return the same as posts.yaml and the calendar would say it."""
        rules = [f"{DAYS[at]} {_times(day)}" for at, day in enumerate(self.week)]
        if self.on_holidays is not None:
            rules.append(f"PH {_times(self.on_holidays)}")
        name = Text.of("A day")
        return Counter(
            "; ".join(rules),
            self.zone,
            tuple(Holiday(day.isoformat(), "QV", name) for day in sorted(set(self.holidays))),
            tuple(
                Closure(
                    from_=first.isoformat(),
                    until=last.isoformat(),
                    reason=name,
                    hours=f"Mo-Su {_times(hours)}" if hours else None,
                )
                for first, last, hours in self.closed
            ),
        )


@dataclass(frozen=True)
class PlainRule:
    """A rule of hours by its meaning, beside how it is written.

    separator: what stands before it; months, weekdays: which of them, all where empty; place: which
    weekday of the month; dates: first and last day of each year; holiday: whether it is for
    holidays alone, or for these days too.
    """

    separator: str
    months: frozenset[int]
    dates: tuple[tuple[int, int], tuple[int, int]] | None
    weekdays: frozenset[int]
    place: int
    holiday: bool
    times: tuple[tuple[int, int], ...]
    state: str
    written: str

    def is_for(self, day: date, holidays: frozenset[date]) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.dates and not self._in_dates(day):
            return False
        if self.holiday and day in holidays:
            return True
        if not self.weekdays:
            return not self.holiday
        return day.weekday() in self.weekdays and self._in_place(day)

    def _in_dates(self, day: date) -> bool:
        first, last = self.dates or ((1, 1), (12, 31))
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last

    def _in_place(self, day: date) -> bool:
        if self.place > 0:
            return 7 * (self.place - 1) < day.day <= 7 * self.place
        if self.place < 0:
            return (day + timedelta(days=-7 * self.place)).month != day.month and (
                day + timedelta(days=-7 * (self.place + 1))
            ).month == day.month
        return True


def plain_state(
    rules: tuple[PlainRule, ...], day: date, minute: int, holidays: frozenset[date]
) -> str:
    """Return what hours say of a minute of a day: open, unknown, or closed."""
    night = _said(rules, day - timedelta(days=1), minute + 24 * 60, holidays, "closed")
    own = _said(rules, day, minute, holidays, night)
    # What is open in the night stays open, whatever is said of the day.
    return "open" if night == "open" else own if own != "closed" else night


def _said(
    rules: tuple[PlainRule, ...], day: date, minute: int, holidays: frozenset[date], night: str
) -> str:
    """Return what rules say of a minute of a day, which may be one of the night after it."""
    found = "closed"
    for rule in rules:
        if not rule.is_for(day, holidays):
            continue
        named = any(opens <= minute < closes for opens, closes in rule.times or ((0, 2 * 24 * 60),))
        if rule.separator == "||":
            if named and found == night == "closed":
                found = rule.state
        elif named:
            found = rule.state
        elif rule.separator == ";" and rule.state != "closed":
            found = "closed"
    return found


def _times(ranges: tuple[tuple[int, int], ...]) -> str:
    written = [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in ranges]
    return ",".join(written) or "off"


def _ranges(edges: set[int]) -> tuple[tuple[int, int], ...]:
    """Return ranges that do not touch, from the times at which something changes.

    The last may go on into the night, for at most 16 hours in all.
    """
    found = sorted(edges)
    ranges = zip(found[::2], found[1::2], strict=False)
    return tuple((a, b) for a, b in ranges if a < 24 * 60 and (b <= 24 * 60 or b - a <= 16 * 60))


#: Times in quarters of an hour, those of the night among them, when clocks change.
_edges = st.sets(st.integers(0, 104).map(lambda quarter: quarter * 15), max_size=4).map(_ranges)


@st.composite
def plain_hours(draw: st.DrawFn) -> tuple[Plain, date]:
    """Return hours, and a day near to which clocks change where they do."""
    zone = draw(st.sampled_from(sorted(ZONES)))
    change = draw(st.sampled_from(ZONES[zone]))
    today = change - timedelta(days=draw(st.integers(0, 30)))
    near = st.integers(-3, 40).map(lambda days: today + timedelta(days=days))
    closed = st.tuples(near, st.integers(0, 9), _edges).map(
        lambda found: (found[0], found[0] + timedelta(days=found[1]), found[2])
    )
    return Plain(
        zone,
        tuple(draw(st.lists(_edges, min_size=7, max_size=7))),
        draw(st.none() | _edges),
        tuple(draw(st.lists(near | st.just(change), max_size=4))),
        tuple(draw(st.lists(closed, max_size=2))),
    ), today


def instant_of(minute: int) -> datetime:
    """Return the instant of a minute since 1970."""
    return EPOCH + minute * MINUTE


def minutes_told(told: str) -> list[str]:
    """Return what a browser is told of each minute from the first on: open, closed or unknown."""
    found: list[str] = []
    state = "closed"
    for minutes in told.split()[1:]:
        unknown = minutes.startswith("?")
        found += ["unknown" if unknown else state] * int(minutes.removeprefix("?"))
        state = "open" if state == "closed" and not unknown else "closed"
    return found


def _spans(edges: list[int]) -> tuple[tuple[int, int], ...]:
    """Return ranges of a day, of which the last may go on into the night."""
    found = [quarter * 15 for quarter in sorted(edges)]
    ranges = [*zip(found[::2], found[1::2], strict=False)]
    return tuple((a, b) for a, b in ranges if a < 24 * 60 and b - a <= 16 * 60)


_WORDS = {"open": "", "closed": " off", "unknown": " unknown"}
_DATES = st.tuples(st.integers(1, 12), st.integers(1, 28))


@st.composite
def plain_rule(draw: st.DrawFn, separator: str) -> PlainRule:
    """Return a rule, and how it is written."""
    months = draw(st.just(frozenset()) | st.frozensets(st.integers(1, 12), min_size=1, max_size=3))
    dates = draw(st.none() | st.tuples(_DATES, _DATES)) if not months else None
    if dates and dates[0] == dates[1]:
        dates = None
    weekdays = draw(st.frozensets(st.integers(0, 6), max_size=4))
    if separator == "," and not (months or dates or weekdays):
        # Times behind a comma are more times of the rule before.
        weekdays = frozenset({0})
    place = draw(st.sampled_from([0, 0, 0, 1, 2, 4, -1, -2])) if weekdays else 0
    holiday = draw(st.booleans()) if not dates else False
    state = draw(st.sampled_from(["open", "open", "open", "closed", "unknown"]))
    times = draw(st.lists(st.integers(0, 106), min_size=2, max_size=4, unique=True).map(_spans))
    if state == "closed" and draw(st.booleans()):
        times = ()
    elif not times:
        times = ((540, 720),)
    days = [DAYS[at] + (f"[{place}]" if place else "") for at in sorted(weekdays)]
    if holiday:
        days.append("PH")
    when = ",".join(MONTHS[at - 1] for at in sorted(months))
    if dates:
        when = "-".join(f"{MONTHS[month - 1]} {day:02}" for month, day in dates)
    clocks = ",".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in times)
    written = " ".join(part for part in (when, ",".join(days), clocks) if part) + _WORDS[state]
    return PlainRule(separator, months, dates, weekdays, place, holiday, times, state, written)


@st.composite
def plain_rules(draw: st.DrawFn) -> tuple[tuple[PlainRule, ...], str]:
    """Return some rules, and how they are written together."""
    separators = draw(st.lists(st.sampled_from([";", ",", "||"]), max_size=2))
    rules = tuple(draw(plain_rule(one)) for one in (";", *separators))
    written = rules[0].written
    for rule in rules[1:]:
        written += {";": "; ", ",": ", ", "||": " || "}[rule.separator] + rule.written
    return rules, written
