"""One writer at a time: locks on files, which end with the process that holds them.

The kernel keeps them, so a file that a dead process or another machine has left holds nobody up:
that it is there says nothing. What stands in it says who holds the lock, for whoever waits. When a
lock is let go of, its file is removed.

Where a place keeps no locks (some network file systems) `take` gives one that holds nobody off.
What is written must be told apart there by other means.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from chancery.common.errors import ChanceryError

#: How a call answers where a file system keeps no locks.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
#: How a call answers while another process holds the lock.
_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})
#: What is added to the name of a lock's file for the one of who is to be served next.
_FIRST = ".first"
#: Seconds between two attempts: of who is to be served next, and of the others.
_SOON, _LATER = 0.02, 0.05
#: How often one who is to be served next asks for the turn at once, and how many seconds apart.
_ATTEMPTS, _INSTANT = 4, 0.001
#: Seconds that a new holder has to say who it is.
_NAMELESS = 0.3
#: Seconds that one waits without a word for what is held for moments.
_PATIENCE = 1.0
#: Where Windows locks a byte: far behind what is written, since nobody may read a locked one.
_BEYOND = 2**30


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: what it was started as, where, and since when (ISO 8601, UTC)."""

    command: str
    process: int
    host: str
    since: str

    def __str__(self) -> str:
        """Return it as messages name it; the day is left out where it is today."""
        day, _, clock = self.since.removesuffix("Z").partition("T")
        when = clock if day == _now()[: len(day)] else f"{day} {clock}"
        return f"{self.command} (process {self.process} on {self.host}, since {when} UTC)"


class Busy(ChanceryError):
    """Another process holds the lock, and nobody is to wait; holder: None where it is not known."""

    def __init__(self, holder: Holder | None) -> None:
        """Take who holds it."""
        self.holder = holder
        super().__init__(named(holder))


def named(holder: Holder | None) -> str:
    """Return a holder as messages name it."""
    return str(holder) if holder else "another process"


def _tell(holder: Holder | None) -> None:
    print(f"Waiting for {named(holder)}.", file=sys.stderr, flush=True)


@dataclass(slots=True)
class Lock:
    """A lock that this process holds until it is released, at the end of a block or by itself.

    place: its file; kept: whether the place keeps locks at all; waited: whether another process had
    it before.
    """

    place: Path
    kept: bool = True
    waited: bool = False
    _handle: int = -1
    _process: int = field(default_factory=os.getpid)
    _made: tuple[Path, ...] = ()

    def release(self) -> None:
        """Let go of it, and leave no trace; twice is harmless.

        In a process that was forked it does nothing: the lock is its parent's.
        """
        if self._handle < 0 or self._process != os.getpid():
            return
        handle, self._handle = self._handle, -1
        # Its file goes while it is held: who has opened it sees that it is not the one any more.
        with suppress(OSError):
            self.place.unlink()
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()
        _unlock(handle)
        os.close(handle)

    def __enter__(self) -> Self:
        """Return the lock itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of it."""
        self.release()


def take(
    place: Path,
    command: str,
    *,
    wait: bool = True,
    first: bool = False,
    patience: float = 0.0,
    tell: Callable[[Holder | None], None] = _tell,
) -> Lock:
    """Take the lock whose file is at a place; its folder is made where there is none.

    command: what this process was started as, for those who wait for it; wait: whether to wait
    while another process holds it; first: to be served next, before all who wait without this;
    patience: for how many seconds to wait without a word, where it is held for moments; tell: is
    told once for whom this one waits.

    Raises Busy where it is not to wait, OSError when the file cannot be made.
    """
    made = _make_folder(place.parent)
    waiting = _Waiting(place, tell, wait, patience)
    turn = _Turn(place.with_name(f"{place.name}{_FIRST}"))
    try:
        while True:
            handle, kept = _attempt(place, turn, first=first)
            if handle is not None:
                break
            waiting.go_on()
            time.sleep(_SOON if first else _LATER)
    finally:
        turn.close()
    _write(handle, Holder(command, os.getpid(), host_name(), _now()))
    return Lock(place, kept, waiting.told, handle, os.getpid(), made)


class Turns:
    """A lock that is taken again and again, each time for a moment; it is called for a block.

    Blocks within one another are one: what belongs together is written under one lock.
    """

    def __init__(self, place: Path, command: str) -> None:
        """Take the place of the lock's file, and what this process was started as."""
        self._place, self._command = place, command
        self._within = self._began = False

    @contextmanager
    def __call__(self, *, wait: bool = True) -> Iterator[None]:
        """Hold the lock for a block. Raises Busy where nobody is to wait.

        Raises OSError where the first one cannot be had. Later that is told by what cannot be
        written then.
        """
        with nullcontext() if self._within else self._taken(wait=wait):
            before, self._within = self._within, True
            try:
                yield
            finally:
                self._within = before

    def _taken(self, *, wait: bool) -> AbstractContextManager[object]:
        try:
            lock = take(self._place, self._command, wait=wait, patience=_PATIENCE)
        except OSError:
            if not self._began:
                raise
            return nullcontext()
        self._began = True
        return lock


def host_name() -> str:
    """Return the name of this machine."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket

    return socket.gethostname()


def read_holder(place: Path) -> Holder | None:
    """Return who wrote a lock's file last; None where that cannot be read."""
    try:
        return Holder(**json.loads(place.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


@dataclass(slots=True)
class _Waiting:
    """Waits for a lock: says once for whom, or ends where nobody is to wait."""

    place: Path
    tell: Callable[[Holder | None], None]
    wait: bool
    patience: float
    told: bool = False
    began: float = field(default_factory=time.monotonic)

    def go_on(self) -> None:
        """Say for whom this one waits, once that is known. Raises Busy where it is not to wait."""
        if self.told:
            return
        holder = read_holder(self.place)
        # A holder without a name has only just begun.
        if time.monotonic() - self.began < (self.patience if holder else _NAMELESS):
            return
        if not self.wait:
            raise Busy(holder)
        self.told = True
        self.tell(holder)


class _Turn:
    """The lock beside a lock that somebody holds who is to be served next; others step back."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._handle: int | None = None

    def take(self, attempts: int = 1) -> None:
        """Take it where nobody has it; attempts: at once, since others try it for an instant."""
        for attempt in range(attempts if self._handle is None else 0):
            time.sleep(_INSTANT if attempt else 0)
            self._handle, _ = _opened(self.place)
            if self._handle is not None:
                break

    def is_taken(self) -> bool:
        """Say whether another process has it, and clear away what a dead one has left."""
        if not self.place.exists():
            return False
        self.take()
        free = self._handle is not None
        self.close()
        return not free

    def close(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            with suppress(OSError):
                self.place.unlink()
            _unlock(self._handle)
            os.close(self._handle)
            self._handle = None


def _attempt(place: Path, turn: _Turn, *, first: bool) -> tuple[int | None, bool]:
    """Try once to take a lock: give its open file or None, and whether locks are kept here.

    Who is to be served next has the turn while it waits; others step back as long as that is so.
    """
    if first:
        turn.take(_ATTEMPTS)
        return _opened(place)
    if turn.is_taken():
        return None, True
    handle, kept = _opened(place)
    # Who is to be served next may have come in between.
    if handle is not None and turn.is_taken():
        _unlock(handle)
        os.close(handle)
        return None, kept
    return handle, kept


def _opened(place: Path) -> tuple[int | None, bool]:
    """Open a file and lock it; None for it while another process has it."""
    while True:
        handle = _open(place)
        try:
            held = _locked(handle)
            # Who had it last removed its file, which another one may have made anew since.
            same = held is None or (held and _is_still(handle, place))
        except BaseException:
            os.close(handle)
            raise
        if held is not False and same:
            return handle, held is not None
        os.close(handle)
        if held is False:
            return None, True


def _open(place: Path) -> int:
    """Open a lock's file, and make it; another user's is opened to read, which is enough."""
    flags = os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    while True:
        try:
            return os.open(place, os.O_RDWR | flags, 0o666)
        except FileNotFoundError:
            # Who had the lock made its folder, and has taken it away.
            place.parent.mkdir(parents=True, exist_ok=True)
        except PermissionError:
            if not place.exists():
                raise
            return os.open(place, os.O_RDONLY | flags & ~os.O_CREAT)


def _locked(handle: int) -> bool | None:
    """Lock an open file: say whether that went, None where the place keeps no locks."""
    try:
        _lock(handle)
    except OSError as error:
        if error.errno in _HELD:
            return False
        if error.errno in _NO_LOCKS:
            return None
        raise
    return True


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(handle: int) -> None:
    """Let go of a lock, also for processes that were forked and have the file open still."""
    with suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _BEYOND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_UN)


def _is_still(handle: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), place.stat())
    except OSError:
        return False


def _write(handle: int, holder: Holder) -> None:
    """Say in a lock's file who holds it; where that cannot be, nobody is named."""
    with suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        # What is left of a longer one goes afterwards: ext4 waits for a file that was emptied.
        os.ftruncate(handle, os.write(handle, json.dumps(asdict(holder)).encode()))


def _make_folder(folder: Path) -> tuple[Path, ...]:
    """Make a folder and those around it; give what was made, the innermost first."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    if missing:
        missing[0].mkdir(parents=True, exist_ok=True)
    return tuple(missing)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
