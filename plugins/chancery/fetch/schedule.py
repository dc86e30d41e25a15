"""When a feed is asked next: pure, so that the same past gives the same future."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec

from chancery.common.digest import digest
from chancery.feeds.entries import UNDATED, Entry

#: A feed is asked no oftener and no more seldom than that.
SHORTEST = timedelta(minutes=30)
LONGEST = timedelta(days=1)
#: How often one is asked of which nothing is known.
UNKNOWN = timedelta(hours=4)
#: A feed that is due so soon is asked in this run already: the next may be an hour away.
SLACK = timedelta(minutes=5)
#: How many of the newest entries tell how often a feed changes.
_LOOKED_AT = 20


class Rhythm(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a feed says about when to ask.

    Attributes:
        seconds: How long its content is good for (`ttl`, `sy:updatePeriod`); zero if it does not
            say.
        hours: The hours of the day (UTC) at which nothing changes.
        days: The days of the week on which nothing changes; Monday is 0.
    """

    seconds: int = 0
    hours: tuple[int, ...] = ()
    days: tuple[int, ...] = ()


#: A feed that says nothing of it.
SILENT = Rhythm()


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a feed changes: the usual and the longest time between entries, the newest one."""

    usual: timedelta | None = None
    longest: timedelta | None = None
    newest: datetime | None = None


def habit(entries: Iterable[Entry]) -> Habit:
    """Return how often a feed changes, by the dates of its newest entries.

    Entries without a date of their own have that of the reading, all together: they say little.
    """
    dates = sorted({entry.shown_at for entry in entries if entry.shown_at > UNDATED}, reverse=True)
    dates = dates[:_LOOKED_AT]
    gaps = sorted(later - earlier for later, earlier in pairwise(dates))
    newest = dates[0] if dates else None
    return Habit(gaps[len(gaps) // 2], gaps[-1], newest) if gaps else Habit(newest=newest)


def next_time(feed: str, now: datetime, known: Habit, rhythm: Rhythm, fresh: timedelta) -> datetime:
    """Return when to ask a feed again that has answered.

    That is four times in its usual gap, less often the longer it is silent, and not before the time
    for which its answer and the feed itself ask; then a little later, so that feeds do not all come
    due at once.
    """
    wait = UNKNOWN
    if known.usual is not None and known.newest is not None:
        wait = max(known.usual, (now - known.newest) / 4) / 4
    stated = min(timedelta(seconds=rhythm.seconds), LONGEST)
    wait = max(min(max(wait, SHORTEST), LONGEST), stated, fresh)
    return _awake(now + wait * (1 + chance(feed, 0) / 10), rhythm)


def retry_time(feed: str, now: datetime, failures: int, pause: timedelta | None) -> datetime:
    """Return when to ask a feed again that has failed so many times in a row: later each time.

    Up to a quarter more or less, depending on feed and attempt, keeps feeds apart that failed
    together. pause: how long its server asks to be left alone.
    """
    wait = min(SHORTEST * (1 << min(max(failures - 1, 0), 16)), LONGEST)
    wait *= 0.75 + chance(feed, failures) / 2
    return now + max(wait, pause or timedelta(0))


def pause_end(host: str, now: datetime, wait: timedelta) -> datetime:
    """Return until when to leave a host alone that asked for a pause at an instant.

    It is a little later than asked, so that not everybody who was sent away comes back at once.
    """
    return now + wait * (1 + chance(host, int(now.timestamp())) / 10)


def chance(feed: str, attempt: int) -> float:
    """Return a number from 0 up to 1 that is always the same for a feed and an attempt."""
    return int.from_bytes(digest(feed, attempt)[:4]) / 2**32


def _awake(time: datetime, rhythm: Rhythm) -> datetime:
    """Return the first time from then on at which a feed says it may change, within a week."""
    found = time
    for _ in range(7 * 24):
        if found.hour not in rhythm.hours and found.weekday() not in rhythm.days:
            return found
        found = found.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return time
