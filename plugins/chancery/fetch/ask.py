"""One feed asked once: from what is known of it to what is known then. Failures are values."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from msgspec.structs import replace

from chancery.common.digest import digest
from chancery.common.faults import CURE, Fault
from chancery.common.problems import Level, Problem, counted, one_line
from chancery.common.urls import url_fault
from chancery.feeds.clean import CLEANER_VERSION
from chancery.feeds.entries import Entry
from chancery.feeds.identity import updated
from chancery.feeds.undetected import UNDETECTED
from chancery.fetch.headers import freshness, pause, validator
from chancery.fetch.http import Answer, Client, FetchFailed, host_of, status_text
from chancery.fetch.reading import Readers, Reading
from chancery.fetch.schedule import Habit, Rhythm, habit, next_time, retry_time
from chancery.fetch.sources import Wanted
from chancery.fetch.state import FeedState

#: After so long without a whole document a feed is asked for one, whatever was known: a server that
#: says "not modified" for ever is broken.
WHOLE_AFTER = timedelta(days=30)
OK = frozenset({200, 203})
BUSY = frozenset({429, 503})
_REASON_LIMIT = 300
#: A fault is told with the places that it came from.
_FAULT_LIMIT = 700
_MOST_FAILURES = 1_000_000
_CURES = {
    401: "It is closed to us: ask whoever runs it, or take it out of posts.yaml.",
    403: "It is closed to us: ask whoever runs it, or take it out of posts.yaml.",
    404: "Look for its new address with chancery feeds --discover, or take it out of posts.yaml.",
}

_ALONE = "What was read before stays; its server is left alone for as long as it asks."


class Kind(Enum):
    """How an attempt ended: with something new, nothing new, no answer, or the end of the feed.

    FAULT: with something that nobody foresaw.
    """

    NEW = "new"
    SAME = "same"
    FAILED = "failed"
    GONE = "gone"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of asking a feed.

    Attributes:
        kind: How it ended.
        state: What is known of the feed now.
        entries: The entries to store.
        fresh: How many of the entries that will be kept are new or changed.
        problems: What is wrong with the feed.
        received: How many bytes came.
        pause: How long the server asks to be left alone, if it does.
        host: The server.
    """

    kind: Kind
    state: FeedState
    entries: list[Entry] = field(default_factory=list)
    fresh: int = 0
    problems: list[Problem] = field(default_factory=list)
    received: int = 0
    pause: timedelta | None = None
    host: str = ""


def is_due(state: FeedState, now: datetime, slack: timedelta) -> bool:
    """Say whether a feed is to be asked: it has not ended, and its time has come."""
    return state.gone is None and (state.due is None or state.due <= now + slack)


async def ask(
    feed: Wanted,
    state: FeedState,
    stored: Sequence[Entry],
    now: datetime,
    client: Client,
    readers: Readers,
) -> Outcome:
    """Ask for a feed, and read it where it is new; stored: the entries that are kept of it.

    Raises `Paused` where it leads to a host that wants to be left alone.
    """
    asked = state.moved or feed.url
    known = conditions(state, now) if state.own == feed.own else {}
    try:
        answer = await client.get(asked, {state.source: known} if known else {})
    except FetchFailed as error:
        return failed(feed, state, now, str(error))
    if answer.status == 304 and known:
        return same(feed, state, now, answer, asked)
    # What a temporary redirect leads to says nothing of the address that was asked.
    itself = answer.url in (asked, answer.moved)
    if answer.status == 410 and asked == feed.url and itself:
        return gone(feed, state, now)
    if answer.status not in OK:
        wait = pause(answer.headers, now) if answer.status in BUSY else None
        said = f"answers {status_text(answer.status)}"
        cure = _ALONE if wait else _CURES.get(answer.status, "")
        outcome = failed(feed, state, now, said, cure, wait)
        return dataclasses.replace(outcome, host=host_of(answer.url))
    # Whole texts are kept of the ministry's own feeds alone: whose a feed is, is part of it.
    body = digest(answer.body, CLEANER_VERSION, feed.own).hex()
    if body == state.body:
        return same(feed, with_validators(state, answer, now), now, answer, asked)
    reading = await readers.read(answer.document(feed.url, whole=feed.own), now)
    return judged(feed, replace(state, body=body), stored, now, answer, asked, reading)


def conditions(state: FeedState, now: datetime) -> dict[str, str]:
    """Return the headers that ask for a feed only if it changed (RFC 9110, section 13)."""
    if state.read is None or now - state.read > WHOLE_AFTER:
        return {}
    found = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in found.items() if value}


def judged(
    feed: Wanted,
    state: FeedState,
    stored: Sequence[Entry],
    now: datetime,
    answer: Answer,
    asked: str,
    reading: Reading,
) -> Outcome:
    """Return what came of a whole document that was read."""
    if refused := reading.refused:
        if named := [one for one in reading.named if not url_fault(one.url)]:
            said, cure = f"is a web page; it names {named[0].url}", "Write that address."
        else:
            line = f" (line {refused.place.line})" if refused.place.line else ""
            said, cure = f"{refused.message}{line}", refused.cure
        outcome = failed(feed, replace(state, body=""), now, said, cure)
        return Outcome(
            kind=outcome.kind,
            state=outcome.state,
            problems=outcome.problems,
            received=answer.received,
        )
    # Entries without a date count from when they were first seen: only what is stored knows that.
    kept = updated(stored, reading.entries, feed.keeping(now))
    fresh = len({(e.id, e.hash) for e in kept}.difference((e.id, e.hash) for e in stored))
    found = habit(kept)
    state = replace(
        with_validators(state, answer, now),
        own=feed.own,
        changed=now if fresh else state.changed,
        count=len(reading.entries),
        usual=_seconds(found.usual),
        longest=_seconds(found.longest),
        newest=found.newest,
        seconds=reading.rhythm.seconds,
        hours=reading.rhythm.hours,
        days=reading.rhythm.days,
    )
    notes = [
        feed.problem(problem.message, problem.cure, level=problem.level, code=problem.code)
        for problem in reading.problems
        if not (problem.code == UNDETECTED and feed.language)
    ]
    outcome = same(feed, state, now, answer, asked)
    return Outcome(
        kind=Kind.NEW if fresh else Kind.SAME,
        state=outcome.state,
        entries=reading.entries,
        fresh=fresh,
        problems=[*outcome.problems, *notes],
        received=answer.received,
    )


def same(feed: Wanted, state: FeedState, now: datetime, answer: Answer, asked: str) -> Outcome:
    """Return what comes of an answer that is good."""
    if answer.status == 304:
        # One that is of another version than ours says nothing of ours (RFC 9110, 15.4.5).
        tag = validator(answer.headers, "etag")
        if tag and state.etag and tag.removeprefix("W/") != state.etag.removeprefix("W/"):
            state = replace(state, etag="", last_modified="")
    moved = answer.moved or (state.moved if asked == state.moved else "")
    state = replace(
        state,
        asked=now,
        answered=now,
        moved=moved if moved != feed.url else "",
        failures=0,
        failing=None,
        reason="",
        fault=False,
        gone=None,
        due=next_time(
            feed.url, now, known_habit(state), known_rhythm(state), freshness(answer.headers, now)
        ),
    )
    problems = [move_problem(feed, state.moved)] if state.moved else []
    return Outcome(kind=Kind.SAME, state=state, problems=problems, received=answer.received)


def failed(
    feed: Wanted,
    state: FeedState,
    now: datetime,
    reason: str,
    cure: str = "",
    wait: timedelta | None = None,
) -> Outcome:
    """Return what comes of an attempt that failed: what was read before stays, and it waits longer.

    Where its address had moved, the old one is asked the next time: the move may be off.
    """
    reason = one_line(reason)[:_REASON_LIMIT]
    due = retry_time(feed.url, now, state.failures + 1, wait)
    state = replace(
        state,
        asked=now,
        moved="",
        failures=state.failures + 1,
        failing=state.failing or now,
        reason=reason,
        fault=False,
        due=due,
    )
    cure = cure or f"What was read before stays; it is asked again {due:%Y-%m-%d %H:%M} UTC."
    problem = feed.problem(f"{reason}{_times(state)}", cure, code="feed-failed")
    return Outcome(kind=Kind.FAILED, state=state, problems=[problem], pause=wait)


def broken(feed: Wanted, state: FeedState, now: datetime, fault: Fault) -> Outcome:
    """Return what comes of an attempt that met what nobody foresaw.

    What was read before stays. What is known of the feed may be what is wrong, so it is forgotten.
    """
    failures = min(max(state.failures, 0), _MOST_FAILURES) + 1
    state = FeedState(
        feed=state.feed,
        asked=now,
        answered=state.answered,
        changed=state.changed,
        failures=failures,
        failing=state.failing or now,
        reason=str(fault)[:_FAULT_LIMIT],
        fault=True,
        due=retry_time(feed.url, now, failures, None),
    )
    problem = feed.problem(f"{fault}{_times(state)}", CURE, code="feed-fault")
    return Outcome(kind=Kind.FAULT, state=state, problems=[problem])


def _times(state: FeedState) -> str:
    return f" ({counted(state.failures, 'time')} in a row)" if state.failures > 1 else ""


def gone(feed: Wanted, state: FeedState, now: datetime) -> Outcome:
    """Return what comes of a feed that says it has ended."""
    state = replace(state, asked=now, gone=now, moved="", reason="answers 410 Gone", due=None)
    return Outcome(kind=Kind.GONE, state=state, problems=[gone_problem(feed)])


def gone_problem(feed: Wanted) -> Problem:
    """Say that a feed has ended."""
    cure = "Take it out of posts.yaml. It is not asked again; what was read of it stays."
    return feed.problem("has ended (410 Gone)", cure, code="feed-ended")


def move_problem(feed: Wanted, moved: str) -> Problem:
    """Say that a feed has another address by now."""
    return feed.problem(
        f"has moved for good to {moved}",
        "Write the new address into posts.yaml.",
        level=Level.NOTE,
        code="feed-moved",
    )


def with_validators(state: FeedState, answer: Answer, now: datetime) -> FeedState:
    """Return a state with what makes the next request conditional."""
    return replace(
        state,
        read=now,
        source=answer.url,
        etag=validator(answer.headers, "etag"),
        last_modified=validator(answer.headers, "last-modified"),
    )


def known_habit(state: FeedState) -> Habit:
    """Return the habit of a feed as it was last seen."""
    usual = timedelta(seconds=state.usual) if state.usual else None
    return Habit(usual, timedelta(seconds=state.longest), state.newest)


def known_rhythm(state: FeedState) -> Rhythm:
    """Return what a feed said last about when to ask."""
    return Rhythm(state.seconds, state.hours, state.days)


def _seconds(span: timedelta | None) -> int:
    return max(1, int(span.total_seconds())) if span is not None else 0
