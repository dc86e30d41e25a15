"""Opening hours as somebody would work them out who has a calendar, a clock and patience.

The plain reference for what Chancery makes of hours: it knows nothing of the syntax, of intervals
or of UTC, and asks of one instant what the clock on the wall shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from chancery.network.fields import Text
from chancery.network.model import Closure
from chancery.plan.holidays import Holiday
from chancery.plan.opening import Counter

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
        return any(opens <= minute < closes for opens, closes in self.of_day(wall.date()))

    def of_day(self, day: date) -> tuple[tuple[int, int], ...]:
        found = self.week[day.weekday()]
        if day in self.holidays and self.on_holidays is not None:
            found = self.on_holidays
        for first, last, hours in self.closed:
            if first <= day <= last:
                found = hours
        return found

    def counter(self) -> Counter:
        """Give the same as posts.yaml and the calendar would say it."""
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


def _times(ranges: tuple[tuple[int, int], ...]) -> str:
    written = [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in ranges]
    return ",".join(written) or "off"


def _ranges(edges: set[int]) -> tuple[tuple[int, int], ...]:
    """Give ranges that do not touch, from the times at which something changes."""
    found = sorted(edges)
    return tuple(zip(found[::2], found[1::2], strict=False))


#: Times in quarters of an hour, those of the night among them, when clocks change.
_edges = st.sets(st.integers(0, 96).map(lambda quarter: quarter * 15), max_size=4).map(_ranges)


@st.composite
def plain_hours(draw: st.DrawFn) -> tuple[Plain, date]:
    """Give hours, and a day near to which clocks change where they do."""
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
    """Give the instant of a minute since 1970."""
    return EPOCH + minute * MINUTE
