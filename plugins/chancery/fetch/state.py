"""What is known of each feed between runs, apart from its entries: no build reads it.

It is a file of JSON lines. A line is added when a feed was asked, so that a run which is killed has
lost nothing of the feeds before; the last line of a feed counts. At the end of a run the file is
put in order: a line a feed, sorted, keys in a fixed order. Two runs at once write under a lock, and
each takes in what the other has added.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from chancery.common import stored
from chancery.common.files import put_in_place
from chancery.common.problems import Place, Problem, note_once
from chancery.feeds.entries import Instant

#: How long a feed is remembered that posts.yaml no longer names.
FORGOTTEN_AFTER = timedelta(days=90)


class FeedState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one feed; instants are in UTC.

    Attributes:
        feed: The key of the feed.
        asked: When it was last asked.
        answered: When it last answered with the feed, or that the feed has not changed.
        read: When its whole document was last read.
        changed: When it last brought something new.
        due: When to ask again.
        source: The address of its document, for which `etag` and `last_modified` hold.
        etag: The document's ETag.
        last_modified: The document's Last-Modified.
        moved: Where its address has moved for good.
        body: A digest of its document.
        own: Whether it belonged to the ministry when its document was read.
        count: How many entries it had.
        usual: How many seconds usually pass between changes; zero if unknown.
        longest: How many seconds have passed at most; zero if unknown.
        newest: The instant of its newest entry.
        seconds: See `Rhythm`, as for the next two.
        hours: See `Rhythm`.
        days: See `Rhythm`.
        failures: How many requests in a row have failed.
        failing: Since when they have.
        reason: Why the last one failed.
        fault: Whether the reason was something that nobody foresaw.
        gone: When it answered that the feed has ended.
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
    """Return where states are kept: in the folder of a cache that is one, else beside its file."""
    return entries / "state.jsonl" if entries.is_dir() else entries.with_name("feeds-state.jsonl")


class StateFile:
    """The states of all feeds, in one file.

    Attributes:
        states: What is known of each feed, by its key.
        pauses: Until when each host is to be left alone, by its name.
        problems: What was wrong with the file.
        unusable: Whether the file could not be read or written at all.
    """

    def __init__(
        self, path: Path, alone: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        """Read what there is; a damaged line costs its feed alone.

        alone: gives a block in which no other run writes here.
        """
        self.path = path
        self.states: dict[str, FeedState] = {}
        self.pauses: dict[str, datetime] = {}
        self.problems: list[Problem] = []
        self.unusable = False
        self._alone = alone
        self._seen: object = None
        #: What this run has added, should the file lose it.
        self._added: dict[str, FeedState] = {}
        self._read()

    def refresh(self) -> None:
        """Take in what another run has added since."""
        if _look(self.path) not in (None, self._seen):
            self._read()

    def _read(self) -> None:
        self._seen = _look(self.path)
        try:
            data = stored.contents(str(self.path))
        except stored.Damaged as damaged:
            self.unusable = True
            self._complain(f"cannot be read: {damaged}", "Check its rights, or take it away.")
            return
        if data is None:
            return
        *lines, _ = data.split(b"\n")  # the last is none, or of a run that was killed as it wrote
        self.states = dict(self._added)
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
        """Return what is known of a feed."""
        return self.states.get(feed) or FeedState(feed=feed)

    def add(self, state: FeedState) -> None:
        """Keep a feed's state; once this returns, it outlives a crash of the process."""
        if self.states.get(state.feed) == state:
            return
        self.states[state.feed] = self._added[state.feed] = state
        self._append(state)

    def pause(self, host: str, until: datetime) -> None:
        """Remember that a host is to be left alone; the latest of what it asked for counts."""
        if until > self.pauses.get(host, until - timedelta(1)):
            self.pauses[host] = until
            self._append(HostPause(host=host, until=until))

    def _append(self, record: FeedState | HostPause) -> None:
        line = _line(record)
        try:
            with self._alone():
                self.refresh()
                _add_line(self.path, line)
                self._seen = _look(self.path)
        except OSError as error:
            self.unwritable(error)

    def tidy(
        self, wanted: Collection[str], now: datetime, forgotten: timedelta = FORGOTTEN_AFTER
    ) -> None:
        """Put the file in order, without feeds that were not wanted for long.

        What another run has asked meanwhile it adds again at its own end.
        """
        try:
            with self._alone():
                self.refresh()
                self._tidy(wanted, now - forgotten, now)
        except OSError as error:
            self.unwritable(error)

    def _tidy(self, wanted: Collection[str], since: datetime, now: datetime) -> None:
        self.states = {
            feed: state
            for feed, state in sorted(self.states.items())
            if feed in wanted or (state.asked or now) > since
        }
        self.pauses = {host: until for host, until in sorted(self.pauses.items()) if until > now}
        pauses = [HostPause(host=host, until=until) for host, until in self.pauses.items()]
        kept: list[FeedState | HostPause] = [*self.states.values(), *pauses]
        if kept or self.path.exists():
            put_in_place(self.path, b"".join(map(_line, kept)))
            self._seen = _look(self.path)

    def unwritable(self, error: OSError) -> None:
        """Note that something could not be written here."""
        self.unusable = True
        self._complain(f"cannot be written: {error.strerror}", "Check its rights and the disk.")

    def _complain(self, message: str, cure: str, line: int = 0) -> None:
        problem = Problem(Place(str(self.path), line), message, cure=cure, code="cache-broken")
        note_once(self.problems, problem)


def _line(record: FeedState | HostPause) -> bytes:
    return stored.sealed_line(msgspec.json.encode(record)) + b"\n"


def feeds_lock(entries: Path) -> Path:
    """Return the file of the lock of what `chancery feeds` keeps, by the place of the entries."""
    return entries / ".lock" if entries.is_dir() else entries.with_name("feeds.lock")


def _look(path: Path) -> object:
    """Return what changes with a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _add_line(path: Path, line: bytes) -> None:
    """Add a line to a file, after the end of one that a run was killed in.

    Raises OSError where it cannot be written as a whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            line = line if os.read(handle, 1) == b"\n" else b"\n" + line
        if os.write(handle, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(handle)
