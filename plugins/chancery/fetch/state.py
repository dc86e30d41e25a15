"""What is known of each feed between runs, apart from its entries: no build reads it.

It is a file of JSON lines. A line is added when a feed was asked, so that a run which is killed has
lost nothing of the feeds before; the last line of a feed counts. At the end of a run the file is
put in order: a line a feed, sorted, keys in a fixed order.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from chancery.common import stored
from chancery.common.files import put_in_place
from chancery.common.problems import MOST_TOLD, Place, Problem
from chancery.feeds.entries import Instant

#: How long a feed is remembered that posts.yaml no longer names.
FORGOTTEN_AFTER = timedelta(days=90)


class FeedState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one feed; instants are in UTC.

    feed: its key; asked: the last attempt; answered: the last one that gave the feed, changed or
    not; read: the last one that gave its whole document; changed: the last one that brought
    something new; due: when to ask again.

    source: where its document came from, which `etag` and `last_modified` hold for; moved: where
    its address moved to for good; body: a digest of its document; own: whether it was the
    ministry's own then; count: how many entries it had.

    usual, longest: its habit in seconds, zero when unknown; newest: its newest entry; rhythm: what
    it says of that, as seconds, hours and days (see `Rhythm`).

    failures: attempts in a row that failed; failing: since when; reason: of the last one; fault:
    whether it was what nobody foresaw; gone: when it answered that it has ended.
    """

    feed: str
    asked: Instant | None = None
    answered: Instant | None = None
    read: Instant | None = None
    changed: Instant | None = None
    due: Instant | None = None
    source: str = ""
    etag: str = ""
    last_modified: str = ""
    moved: str = ""
    body: str = ""
    own: bool = True
    count: int = 0
    usual: int = 0
    longest: int = 0
    newest: Instant | None = None
    seconds: int = 0
    hours: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    failures: int = 0
    failing: Instant | None = None
    reason: str = ""
    fault: bool = False
    gone: Instant | None = None


class HostPause(msgspec.Struct, frozen=True, kw_only=True):
    """A host that asked to be left alone, and until when."""

    host: str
    until: Instant


def state_place(entries: Path) -> Path:
    """Give where states are kept: in the folder of a cache that is one, else beside its file."""
    return entries / "state.jsonl" if entries.is_dir() else entries.with_name("feeds-state.jsonl")


class StateFile:
    """The states of all feeds in one file.

    states: by the feed's key; pauses: until when hosts are left alone, by their names; problems:
    what was wrong with the file; unusable: whether it could not be read or written at all.
    """

    def __init__(self, path: Path) -> None:
        """Read what there is; a damaged line costs its feed alone."""
        self.path = path
        self.states: dict[str, FeedState] = {}
        self.pauses: dict[str, datetime] = {}
        self.problems: list[Problem] = []
        self.unusable = False
        self._torn = False
        try:
            data = stored.contents(str(path))
        except stored.Damaged as damaged:
            self.unusable = True
            self._complain(f"cannot be read: {damaged}", "Check its rights, or take it away.")
            return
        if data is None:
            return
        *lines, rest = data.split(b"\n")
        self._torn = bool(rest)  # a run was killed while it wrote
        feed, host = msgspec.json.Decoder(FeedState), msgspec.json.Decoder(HostPause)
        for number, line in enumerate(lines, 1):
            try:
                record = stored.opened_line(line)
                if record.startswith(b'{"host"'):
                    pause = host.decode(record)
                    self.pauses[pause.host] = pause.until
                    continue
                state = feed.decode(record)
            except (msgspec.MsgspecError, ValueError, RecursionError, stored.Damaged) as error:
                cure = "Take the line out; the feed is asked anew."
                self._complain(f"is no state of a feed: {error}", cure, number)
                continue
            self.states[state.feed] = state

    def check(self) -> None:
        """See whether the file can be written, before anything is to be kept in it."""
        parts = [part for part in (self.path, self.path.parent) if part.exists()]
        if not all(os.access(part, os.W_OK) for part in parts):
            self.unwritable(PermissionError(errno.EACCES, os.strerror(errno.EACCES)))

    def of(self, feed: str) -> FeedState:
        """Give what is known of a feed."""
        return self.states.get(feed) or FeedState(feed=feed)

    def add(self, state: FeedState) -> None:
        """Keep a feed's state; once this returns, it outlives a crash of the process."""
        if self.states.get(state.feed) == state:
            return
        self.states[state.feed] = state
        self._append(state)

    def pause(self, host: str, until: datetime) -> None:
        """Remember that a host is to be left alone; the latest of what it asked for counts."""
        if until > self.pauses.get(host, until - timedelta(1)):
            self.pauses[host] = until
            self._append(HostPause(host=host, until=until))

    def _append(self, record: FeedState | HostPause) -> None:
        line = (b"\n" if self._torn else b"") + _line(record)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            try:
                self._torn = os.write(handle, line) < len(line)
            finally:
                os.close(handle)
            if self._torn:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            self.unwritable(error)

    def tidy(self, wanted: Collection[str], now: datetime) -> None:
        """Put the file in order, without feeds that were not wanted for long."""
        self.states = {
            feed: state
            for feed, state in sorted(self.states.items())
            if feed in wanted or (state.asked or now) > now - FORGOTTEN_AFTER
        }
        self.pauses = {host: until for host, until in sorted(self.pauses.items()) if until > now}
        pauses = [HostPause(host=host, until=until) for host, until in self.pauses.items()]
        kept: list[FeedState | HostPause] = [*self.states.values(), *pauses]
        if not kept and not self.path.exists():
            return
        try:
            put_in_place(self.path, b"".join(map(_line, kept)))
        except OSError as error:
            self.unwritable(error)

    def unwritable(self, error: OSError) -> None:
        """Note that something could not be written here."""
        self.unusable = True
        self._complain(f"cannot be written: {error.strerror}", "Check its rights and the disk.")

    def _complain(self, message: str, cure: str, line: int = 0) -> None:
        problem = Problem(Place(str(self.path), line), message, cure=cure, code="cache-broken")
        if len(self.problems) < MOST_TOLD and problem not in self.problems:
            self.problems.append(problem)


def _line(record: FeedState | HostPause) -> bytes:
    return stored.sealed_line(msgspec.json.encode(record)) + b"\n"


class Busy(Exception):
    """Another run is at work on the same cache."""


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold a lock for a block; it ends with the process, however that ends.

    Raises `Busy` when another process holds it, OSError when the file cannot be made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise Busy from error
