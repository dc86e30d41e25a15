"""Feeds read in processes of their own, which can be stopped: a hostile one costs itself alone."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection

from chancery.common.problems import Place, Problem
from chancery.feeds.document import CURE, Refused, read_text, read_tree
from chancery.feeds.entries import Entry
from chancery.fetch.discover import Named, feeds_named
from chancery.fetch.rhythm import rhythm
from chancery.fetch.schedule import SILENT, Rhythm

#: How long one feed may be read, in seconds, and how much memory its reader may have.
SECONDS = 20.0
_MEMORY = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is in a document: entries, what is wrong, when to come again.

    named: where it is no feed but a web page, the feeds that the page names.
    """

    entries: list[Entry]
    problems: list[Problem]
    rhythm: Rhythm = SILENT
    named: tuple[Named, ...] = ()

    @property
    def refused(self) -> Problem | None:
        """Why there is no feed in it, where there is none."""
        return next((problem for problem in self.problems if not problem.warning), None)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came.

    feed: the name its entries are kept under; url: where it came from in the end; content_type: as
    what it was sent.
    """

    data: bytes
    feed: str
    url: str
    content_type: str = ""


def read(document: Fetched, now: datetime) -> Reading:
    """Read a document here."""
    from chancery.feeds.parse import parse_feed

    data, sent_as = document.data, document.content_type
    entries, problems = parse_feed(
        data, feed=document.feed, now=now, address=document.url, content_type=sent_as
    )
    reading = Reading(entries=entries, problems=problems)
    if reading.refused:
        return Reading(entries=[], problems=problems, named=feeds_named(data, document.url))
    try:
        found = rhythm(read_tree(read_text(data, sent_as)[0]))
    except Refused:  # a feed that is not XML says nothing of it
        found = SILENT
    return Reading(entries=entries, problems=problems, rhythm=found)


class Readers:
    """A few processes that read one document after another, started when first needed."""

    def __init__(self, count: int, seconds: float = SECONDS) -> None:
        """Take how many may work at once, and how long one document may take."""
        self._seconds = seconds
        self._all = [_Reader() for _ in range(count)]
        self._idle: asyncio.Queue[_Reader] | None = None

    async def read(self, document: Fetched, now: datetime) -> Reading:
        """Read a document as `read` does; one that takes too much time or memory is refused."""
        if self._idle is None:
            self._idle = asyncio.Queue()
            for each in self._all:
                self._idle.put_nowait(each)
        reader = await self._idle.get()
        try:
            return await asyncio.to_thread(reader.read, (document, now), self._seconds)
        except _Stopped as error:
            problem = Problem(Place(document.feed), f"cannot be read: {error}", cure=CURE)
            return Reading(entries=[], problems=[problem])
        finally:
            self._idle.put_nowait(reader)

    def close(self) -> None:
        """End every process; the readers can be used again in another run."""
        for reader in self._all:
            reader.stop()
        self._idle = None


class _Stopped(Exception):
    """A document that its reader did not get through."""


class _Reader:
    """One process, and the way to it."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._way: Connection | None = None

    def read(self, work: tuple[Fetched, datetime], seconds: float) -> Reading:
        """Have a document read. Raises `_Stopped` when there is no reading in time."""
        way = self._way or self._start()
        try:
            way.send(work)
            if way.poll(seconds):
                reading: Reading = way.recv()
                return reading
            reason = f"it takes longer than {seconds:g} seconds"
        except (EOFError, OSError):
            reason = "its reader ended without an answer"
        self.stop()
        raise _Stopped(reason)

    def stop(self) -> None:
        """End the process."""
        if self._process is not None and self._way is not None:
            self._process.kill()
            self._process.join()
            self._way.close()
        self._process = self._way = None

    def _start(self) -> Connection:
        # Spawned, not forked: threads run here that a fork would catch half-way.
        context = multiprocessing.get_context("spawn")
        self._way, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far,), daemon=True)
        self._process.start()
        far.close()
        return self._way


def _serve(way: Connection) -> None:
    """Read documents until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks decides when it is over
    _limit_memory()
    with contextlib.suppress(EOFError, OSError):
        while True:
            document, now = way.recv()
            try:
                reading = read(document, now)
            except Exception as error:  # whatever it stumbles over, the feed is what is wrong
                message = f"cannot be read: {type(error).__name__}"
                problem = Problem(Place(document.feed), message, cure=CURE)
                reading = Reading(entries=[], problems=[problem])
            way.send(reading)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
