"""How each feed is: what a person must look at, and what looks after itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chancery.common.faults import CURE, without_secrets
from chancery.common.problems import Place, Problem, one_line
from chancery.feeds.entries import Entry
from chancery.fetch.ask import gone_problem, move_problem
from chancery.fetch.sources import Wanted
from chancery.fetch.state import FeedState

#: A feed that fails for so long does not mend by itself.
FAILING_FOR = timedelta(days=3)
#: Silence is far beyond habit when it lasts so many times the longest that there was, and so long.
SILENT_TIMES = 4
SILENT_FOR = timedelta(days=30)
#: With fewer entries a feed has no habit, and silence is far beyond any when it lasts a year.
_HABIT_NEEDS = 5
SILENT_ANYWAY = timedelta(days=365)
#: Where no feed was asked for so long, and one was due so long ago, nobody runs `chancery feeds`.
IDLE_FOR = timedelta(days=2)
OVERDUE_FOR = timedelta(days=1)
_NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One feed as a person sees it.

    Attributes:
        feed: The feed.
        state: What is known of it.
        entries: How many entries it has.
        said: In a few words, what a person must do, or else how the feed is.
        needs: What a person must do, if anything.
        pictures: What is known of those of its entries' pictures that fail.
    """

    feed: Wanted
    state: FeedState
    entries: int
    said: str
    needs: tuple[Problem, ...] = ()
    pictures: tuple[FeedState, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data for `--json`."""
        state = self.state
        return {
            "url": self.feed.url,
            "file": self.feed.place.file,
            "line": self.feed.place.line,
            "path": self.feed.path,
            "post": self.feed.post,
            "asked": _instant(state.asked),
            "answered": _instant(state.answered),
            "changed": _instant(state.changed),
            "newest": _instant(state.newest),
            "due": _instant(state.due),
            "entries": self.entries,
            "failures": state.failures,
            "failing": _instant(state.failing),
            "reason": state.reason,
            "fault": state.fault,
            "moved": state.moved,
            "gone": _instant(state.gone),
            "usual_seconds": state.usual,
            "state": self.said,
            "needs": [problem.message for problem in self.needs],
            "pictures": [
                {
                    "url": one.feed,
                    "failures": one.failures,
                    "reason": one.reason,
                    "fault": one.fault,
                }
                for one in self.pictures
            ],
        }


def rows(
    feeds: Mapping[str, Wanted],
    states: Mapping[str, FeedState],
    entries: Mapping[str, Sequence[Entry]],
    pictures: Mapping[str, FeedState],
    now: datetime,
) -> list[Row]:
    """Return a row for each feed, in the order of posts.yaml.

    pictures: what is known of entries' pictures, by their addresses.
    """
    found = []
    for key, feed in feeds.items():
        state = states.get(key) or FeedState(feed=key)
        own = entries.get(key, ())
        known = (pictures.get(one.image) for one in own if feed.pictures)
        failing = tuple({one.feed: one for one in known if one and one.failures}.values())
        faults = [one for one in failing if one.fault]
        needs = (*_needs(feed, state, len(own), now), *(_of_picture(feed, one) for one in faults))
        said = _said(state, now) + ("; a picture of it meets a fault" if faults else "")
        found.append(
            Row(feed=feed, state=state, entries=len(own), said=said, needs=needs, pictures=failing)
        )
    return sorted(found, key=lambda row: (row.feed.place, row.feed.url))


def idle(
    feeds: Mapping[str, Wanted], states: Mapping[str, FeedState], place: str, now: datetime
) -> list[Problem]:
    """Say when no feed was asked long after it was due: whatever runs `chancery feeds` has stopped.

    Feeds that have ended, or that wait for long because their servers ask for it, are not due.
    """
    if not feeds:
        return []
    known = [state for key, state in states.items() if key in feeds]
    if not known:
        cure = "Run chancery feeds, and let something run it every hour."
        return [Problem(Place(place), "no feed was asked yet", cure=cure, code="feeds-idle")]
    overdue = any(state.due and now - state.due > OVERDUE_FOR for state in known if not state.gone)
    last = max((state.asked for state in known if state.asked), default=None)
    if not overdue or last is None or now - last <= IDLE_FOR:
        return []
    message = f"no feed was asked since {last:%Y-%m-%d %H:%M} UTC"
    return [
        Problem(
            Place(place),
            message,
            cure="Look whether what runs chancery feeds still does.",
            code="feeds-idle",
        )
    ]


def table(found: Iterable[Row]) -> list[str]:
    """Return aligned lines: what a person must look at is marked."""
    lines = [("", "line", "answered", "next", "entries", "feed", "")]
    lines += [
        (
            "!" if row.needs else "",
            str(row.feed.place.line or ""),
            _short(row.state.answered),
            "" if row.state.gone else _short(row.state.due, "now"),
            str(row.entries),
            one_line(row.feed.url),
            one_line(row.said),
        )
        for row in found
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    right = (1, 4)
    return [
        "  ".join(
            [
                cell.rjust(width) if column in right else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=False))
            ]
            + [line[6]]
        ).rstrip()
        for line in lines
    ]


def _needs(feed: Wanted, state: FeedState, count: int, now: datetime) -> Iterable[Problem]:
    if state.gone is not None:
        yield gone_problem(feed)
        return
    if state.moved:
        yield move_problem(feed, state.moved)
    if state.fault:
        yield feed.problem(state.reason, CURE, code="feed-fault")
    elif state.failing is not None and now - state.failing > FAILING_FOR:
        days = (now - state.failing).days
        cure = "Look at it in a browser; give its new address, or take it out of posts.yaml."
        yield feed.problem(f"has failed for {days} days: {state.reason}", cure, code="feed-failed")
    elif _is_empty(state):
        cure = "Look at it in a browser: it may have moved without saying so."
        had = count or state.changed
        yield feed.problem(
            "has no entries any more" if had else "has never had an entry", cure, code="feed-empty"
        )
    elif _is_silent(state, now):
        cure = "Look whether it was given up, or moved without saying so."
        yield feed.problem(f"is silent: {_silence(state, now)}", cure, code="feed-silent")


def _of_picture(feed: Wanted, picture: FeedState) -> Problem:
    """Say that a picture of a feed's entry met a fault."""
    said = f"has a picture, {without_secrets(picture.feed)}, that {picture.reason}"
    return feed.problem(said, CURE, code="feed-fault")


def _said(state: FeedState, now: datetime) -> str:
    if state.gone is not None:
        return f"has ended ({state.gone:%Y-%m-%d})"
    if state.fault:
        return f"fault ({state.failures}): {state.reason}"
    if state.failures:
        return f"fails ({state.failures}): {state.reason}"
    if state.moved:
        return f"moved to {state.moved}"
    if state.asked is None:
        return "not asked yet"
    if _is_empty(state):
        return "has no entries"
    return f"silent: {_silence(state, now)}" if _is_silent(state, now) else "well"


def _is_empty(state: FeedState) -> bool:
    return not state.count and state.answered is not None and not state.failures


def _is_silent(state: FeedState, now: datetime) -> bool:
    if state.newest is None:
        return False
    if state.count < _HABIT_NEEDS or not state.longest:
        return now - state.newest > SILENT_ANYWAY
    longest = timedelta(seconds=state.longest)
    return now - state.newest > max(longest * SILENT_TIMES, SILENT_FOR)


def _silence(state: FeedState, now: datetime) -> str:
    silent = (now - (state.newest or now)).days
    if not state.usual:
        return f"nothing new for {silent} days"
    return f"nothing new for {silent} days, where {max(1, round(state.usual / 86400))} is usual"


def _short(time: datetime | None, otherwise: str = _NEVER) -> str:
    return f"{time:%Y-%m-%d %H:%M}" if time else otherwise


def _instant(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
