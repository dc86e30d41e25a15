"""Feeds and pictures read in processes that can be stopped: a hostile one costs itself alone."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

from chancery.common.errors import ChanceryError
from chancery.common.faults import Fault, Unforeseen, at_edge
from chancery.common.problems import Place, Problem, errors
from chancery.feeds.document import CURE, FeedRefused, read_text, read_tree
from chancery.feeds.entries import Entry
from chancery.fetch.discover import Named, feeds_named
from chancery.fetch.rhythm import rhythm
from chancery.fetch.schedule import SILENT, Rhythm

#: How long one feed may be read, in seconds, and how much memory its reader may have.
SECONDS = 20.0
_MEMORY = 1024**3

#: A picture's bytes, width and height.
Small: TypeAlias = tuple[bytes, int, int]
_Work: TypeAlias = tuple[Callable[..., Any], tuple[Any, ...]]


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
        return next(iter(errors(self.problems)), None)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came.

    Attributes:
        data: The bytes.
        feed: The name under which the feed's entries are kept.
        url: The address that answered in the end.
        content_type: The media type that the server named.
        whole: Whether to keep the whole texts of entries.
    """

    data: bytes
    feed: str
    url: str
    content_type: str = ""
    whole: bool = False


def read(document: Fetched, now: datetime) -> Reading:
    """Read a document here."""
    from chancery.feeds.parse import parse_feed

    data, sent_as = document.data, document.content_type
    entries, problems = parse_feed(
        data,
        feed=document.feed,
        now=now,
        address=document.url,
        content_type=sent_as,
        whole=document.whole,
    )
    reading = Reading(entries=entries, problems=problems)
    if reading.refused:
        return Reading(entries=[], problems=problems, named=feeds_named(data, document.url))
    try:
        found = rhythm(read_tree(read_text(data, sent_as)[0]))
    except FeedRefused:  # a feed that is not XML says nothing of it
        found = SILENT
    return Reading(entries=entries, problems=problems, rhythm=found)


def small_picture(data: bytes) -> Small | None:
    """Make a small picture here."""
    from chancery.media.remote import safe_picture, size_of  # Pillow, which few runs need

    safe = safe_picture(data)
    return (safe, *size_of(safe)) if safe else None


class Readers:
    """A few processes that read one document after another, started when first needed."""

    def __init__(self, count: int, seconds: float = SECONDS) -> None:
        """Take how many may work at once, and how long one document may take."""
        self._seconds = seconds
        self._all = [_Reader() for _ in range(count)]
        self._idle: asyncio.Queue[_Reader] | None = None

    async def read(self, document: Fetched, now: datetime) -> Reading:
        """Read a document as `read` does; one that takes too much time or memory is refused.

        Raises `Unforeseen` for a fault that reading it met.
        """
        try:
            reading: Reading = await self._do((read, (document, now)))
        except ReadingStopped as error:
            problem = Problem(
                Place(document.feed), f"cannot be read: {error}", cure=CURE, code="feed-unreadable"
            )
            reading = Reading(entries=[], problems=[problem])
        return reading

    async def picture(self, data: bytes) -> Small | None:
        """Make a small, harmless picture of a file's bytes, or None when it is none to show.

        Raises `ReadingStopped` when that takes too much time or memory, `Unforeseen` for a fault.
        """
        made: Small | None = await self._do((small_picture, (data,)))
        return made

    async def _do(self, work: _Work) -> Any:
        """Have something done by the next process that is idle. Raises as `_Reader.do` does."""
        if self._idle is None:
            self._idle = asyncio.Queue()
            for each in self._all:
                self._idle.put_nowait(each)
        reader = await self._idle.get()
        try:
            return await asyncio.to_thread(reader.do, work, self._seconds)
        finally:
            self._idle.put_nowait(reader)

    def close(self) -> None:
        """End every process; the readers can be used again in another run."""
        for reader in self._all:
            reader.stop()
        self._idle = None


class ReadingStopped(ChanceryError):
    """What its process did not get through; says why."""


class _Reader:
    """One process, and the way to it."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._way: Connection | None = None

    def do(self, work: _Work, seconds: float) -> Any:
        """Have something done.

        Raises `ReadingStopped` when it is not done in time, or with the memory that there is;
        `Unforeseen` when it meets a fault.
        """
        way = self._way or self._start()
        try:
            way.send(work)
            if way.poll(seconds):
                done, fault = way.recv()
                if fault is None:
                    return done
                raise _too_large() if fault.kind == MemoryError.__name__ else Unforeseen(fault)
            reason = f"it takes longer than {seconds:g} seconds"
        except (EOFError, OSError):
            reason = "its reader ended without an answer"
        self.stop()
        raise ReadingStopped(reason)

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
    """Do what is asked until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks decides when it is over
    _limit_memory()
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, arguments = way.recv()
            done, faults = None, list[Fault]()
            with at_edge(faults.append):
                done = function(*arguments)
            way.send((done, faults[0] if faults else None))


def _too_large() -> ReadingStopped:
    return ReadingStopped(f"it takes more than {_MEMORY // 1024**2:,} MB of memory")


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
