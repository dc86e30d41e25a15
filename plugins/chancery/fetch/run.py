"""All feeds of a network in one run: many at once, few of one host, each stored when it ends."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from msgspec.structs import replace

from chancery.common.faults import CURE, Fault, at_edge, without_secrets
from chancery.common.problems import CannotStart, Problem
from chancery.feeds.base_cache import FeedCache
from chancery.feeds.entries import Entry
from chancery.fetch.address import ORDINARY, Access
from chancery.fetch.ask import Kind, Outcome, ask, broken, is_due
from chancery.fetch.http import USUAL, Client, Limits, Paused, host_of
from chancery.fetch.pictures import Pictures
from chancery.fetch.reading import Readers
from chancery.fetch.schedule import SLACK, pause_end
from chancery.fetch.sources import Wanted
from chancery.fetch.state import FeedState, StateFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run goes.

    Attributes:
        now: The instant of the run, the same for all feeds.
        agent: The name under which servers are asked.
        access: What may be asked.
        limits: How long requests may take, and how much they may bring.
        every: Whether to ask feeds too that are not due or have ended.
    """

    now: datetime
    agent: str
    access: Access = ORDINARY
    limits: Limits = USUAL
    every: bool = False


@dataclass(slots=True)
class Report:
    """What a run did.

    Attributes:
        ended: How many requests ended in which way.
        not_due: How many feeds were not due.
        put_off: How many feeds were put off because their server asked for a pause.
        unreached: How many feeds there was no time for.
        entries: How many entries are new or changed.
        received: How many bytes of documents came.
        pictures: How many pictures were copied.
        problems: What was wrong.
    """

    ended: Counter[Kind] = field(default_factory=Counter)
    not_due: int = 0
    put_off: int = 0
    unreached: int = 0
    entries: int = 0
    received: int = 0
    pictures: int = 0
    problems: list[Problem] = field(default_factory=list)


def fetch(
    feeds: Mapping[str, Wanted],
    states: StateFile,
    cache: FeedCache,
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
    pictures: Pictures | None = None,
    alone: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Report:
    """Ask every feed that is due, and store what is new; a feed that fails raises nothing.

    Args:
        feeds: All feeds of the network, by their keys.
        states: What is known of each.
        cache: Where entries are kept.
        settings: How the run goes.
        progress: Is told, after each feed, how many are done and how many there are.
        pictures: Where the pictures of entries are kept; None to copy none.
        alone: Returns a block in which no other run writes here. What belongs together is written
            in one such block, and no server is asked in it.

    Raises:
        CannotStart: If entries or states cannot be read or kept: without them every run would ask
            every feed for everything. Nothing is asked or tidied then.
    """
    readers = Readers(min(2, os.cpu_count() or 1))
    run = _Run(states, cache, settings, readers, alone)
    due = run.due(feeds)
    try:
        return asyncio.run(run.all(feeds, due, progress, pictures))
    finally:
        readers.close()
        with alone():
            states.tidy(feeds, settings.now)
            # Where something could not be read, a feed may only seem to be one that nobody names.
            if not cache.problems and not states.problems:
                cache.keep({*feeds, *states.states})


class _Run:
    """One run: who is being asked, and which hosts are left alone."""

    def __init__(
        self, states: StateFile, cache: FeedCache, settings: Settings, readers: Readers,
        alone: Callable[[], AbstractContextManager[None]],
    ) -> None:  # fmt: skip
        self._alone = alone
        #: When each feed had been asked last as the run began.
        self._last_asked: dict[str, datetime | None] = {}
        self.states, self.cache, self.settings, self.readers = states, cache, settings, readers
        self.report = Report()
        limits = settings.limits
        self._slots = asyncio.Semaphore(limits.at_once)
        self._hosts: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(limits.per_host)
        )
        self._began = monotonic()

    def due(self, feeds: Mapping[str, Wanted]) -> list[tuple[Wanted, FeedState]]:
        """Return the feeds to ask, with what is known of each. Raises CannotStart."""
        self.states.check()
        found = []
        for key, feed in feeds.items():
            with at_edge(partial(self._broken, feed, self.states.of(key))):
                self._adopt(key)
                self._last_asked[key] = self.states.of(key).asked
                state = self._known(self.states.of(key))
                if self.settings.every or is_due(state, self.settings.now, SLACK):
                    found.append((feed, state))
                else:
                    self.report.not_due += 1
        if self._unusable:
            raise CannotStart([*self.cache.problems, *self.states.problems])
        return found

    @property
    def _unusable(self) -> bool:
        """Whether what comes could not be kept."""
        return self.cache.unusable or self.states.unusable

    async def all(
        self,
        feeds: Mapping[str, Wanted],
        due: list[tuple[Wanted, FeedState]],
        progress: Callable[[int, int], None] | None,
        pictures: Pictures | None,
    ) -> Report:
        """Ask all feeds that are due, and return the report."""
        how = self.settings
        async with Client(how.agent, how.access, how.limits, self._paused) as client:
            tasks = [asyncio.create_task(self._one(feed, state, client)) for feed, state in due]
            try:
                async with asyncio.timeout(how.limits.total):
                    for done, task in enumerate(asyncio.as_completed(tasks), 1):
                        await task
                        if progress is not None:
                            progress(done, len(tasks))
                    if pictures is not None:
                        await self._copy(feeds, pictures, client)
            except TimeoutError:
                self.report.unreached = sum(not task.done() for task in tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        return self.report

    async def _copy(self, feeds: Mapping[str, Wanted], pictures: Pictures, client: Client) -> None:
        """Copy the pictures of entries; what is not reached in time is in the next run."""
        asking = {key: feed for key, feed in feeds.items() if feed.pictures}

        def stored() -> list[tuple[Entry, ...]]:
            return [self._stored(key) for key in asking]

        entries = stored()
        owners = {
            entry.image: feed
            for feed, own in zip(asking.values(), entries, strict=True)
            for entry in own
        }
        try:
            async with asyncio.TaskGroup() as group:
                for url in pictures.due(entries):
                    group.create_task(self._picture(url, owners[url], pictures, client))
        finally:
            self.report.pictures = pictures.copied
            if not self.cache.problems:  # else it does not say which of them are in use
                pictures.end(stored)

    async def _picture(self, url: str, feed: Wanted, pictures: Pictures, client: Client) -> None:
        """Ask for one picture when its host and the run have room; whatever it does is its own."""

        def tell(fault: Fault) -> None:
            pictures.broken(url, fault)
            said = f"has a picture, {without_secrets(url)}, that {fault}"
            self.report.problems.append(feed.problem(said, CURE, code="feed-fault"))

        async with self._hosts[host_of(url)], self._slots:
            if self._unusable:
                return
            with at_edge(tell), suppress(Paused):
                if busy := await pictures.ask(url, client, self.readers):
                    self._pause(*busy)

    def _now(self) -> datetime:
        """Return the present instant, however long the run has lasted."""
        return self.settings.now + timedelta(seconds=monotonic() - self._began)

    def _paused(self, host: str) -> datetime | None:
        """Return until when a host is left alone; None where it may be asked."""
        until = self.states.pauses.get(host)
        return until if until is not None and until > self._now() else None

    def _pause(self, host: str, wait: timedelta) -> datetime:
        """Leave a host alone from now on; give until when."""
        until = pause_end(host, self._now(), wait)
        self.states.pause(host, until)
        return until

    def _adopt(self, key: str) -> None:
        """Take over what is known of a feed under the address that it has moved from."""
        if key in self.states.states:
            return
        for before in list(self.states.states.values()):
            if before.moved == key:
                with self._alone():
                    self._take_over(before, key)
                return

    def _take_over(self, before: FeedState, key: str) -> None:
        entries = [dataclasses.replace(entry, feed=key) for entry in self._stored(before.feed)]
        if entries and not self._stored(key):
            self.cache.store(key, entries)
        if not self.cache.unusable:
            self.states.add(replace(before, feed=key, moved="", due=None))

    def _known(self, state: FeedState) -> FeedState:
        """Return what is known of a feed; start anew if entries are lost of which it speaks."""
        newest = max((entry.shown_at for entry in self._stored(state.feed)), default=None)
        lost = newest is None or (state.newest is not None and newest < state.newest)
        if state.count and (lost or state.feed in self.cache.damaged):
            return FeedState(feed=state.feed, gone=state.gone)
        return state

    def _stored(self, feed: str) -> tuple[Entry, ...]:
        return self.cache.read([feed])[feed]

    async def _one(self, feed: Wanted, state: FeedState, client: Client) -> None:
        """Ask one feed and keep what came of it; whatever it does, it ends here."""
        with at_edge(partial(self._broken, feed, state)):
            await self._asked(feed, state, client)

    def _broken(self, feed: Wanted, state: FeedState, fault: Fault) -> None:
        """Keep what came of a feed that met a fault."""
        with self._alone():
            self._note(broken(feed, state, self.settings.now, fault))

    async def _asked(self, feed: Wanted, state: FeedState, client: Client) -> None:
        """Ask one feed when its host and the run have room, and keep what came of it."""
        async with self._hosts[host_of(state.moved or feed.url)], self._slots:
            if self._unusable:
                self.report.unreached += 1
                return
            if self._asked_meanwhile(state):
                self.report.not_due += 1
                return
            stored = self._stored(feed.url)
            try:
                outcome = await ask(feed, state, stored, self.settings.now, client, self.readers)
            except Paused as paused:
                self.states.add(_put_off(state, paused.until))
                self.report.put_off += 1
                return
        if outcome.pause:
            until = self._pause(outcome.host, outcome.pause)
            outcome = dataclasses.replace(outcome, state=_put_off(outcome.state, until))
        self._keep(feed, outcome)

    def _asked_meanwhile(self, state: FeedState) -> bool:
        """Say whether another run has asked a feed since this one began."""
        self.states.refresh()
        return self.states.of(state.feed).asked != self._last_asked[state.feed]

    def _keep(self, feed: Wanted, outcome: Outcome) -> None:
        """Store entries first and what is known of the feed after them.

        Were the entries lost, "not modified" the next time would lose them for good.
        """
        with self._alone():
            self._store(feed, outcome)

    def _store(self, feed: Wanted, outcome: Outcome) -> None:
        if outcome.entries:
            self.cache.store(feed.url, outcome.entries, feed.keeping(self.settings.now))
            if self.cache.unusable:
                # It says why, once for all feeds; the others are left for the next run.
                self.report.ended[Kind.FAILED] += 1
                return
        self._note(outcome)

    def _note(self, outcome: Outcome) -> None:
        """Keep what is known of a feed now, and count what came of it."""
        self.states.add(outcome.state)
        self.report.ended[outcome.kind] += 1
        self.report.entries += outcome.fresh
        self.report.received += outcome.received
        self.report.problems += outcome.problems


def _put_off(state: FeedState, until: datetime) -> FeedState:
    """Return the state of a feed with a later time to ask it."""
    return replace(state, due=max(until, state.due or until))
