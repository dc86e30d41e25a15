"""Builds in a process of their own, which keeps what it has read and compiled from one to the next.

It starts anew when Chancery's own code has changed. A build ends between two sites when something
newer is asked of it, and when whoever asked is gone.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from chancery.commands.options import Options

if TYPE_CHECKING:
    from chancery.common.problems import Problem
    from chancery.common.reporter import Reporter
    from chancery.write.stamp import Stamp

#: For how many seconds a process may go on with what it writes when all is to end.
_GRACE = 5
#: After so many seconds without a change there is time to look for what nobody holds any more.
_IDLE = 1.0


@dataclass(frozen=True, slots=True)
class Written:
    """A site that somebody looks at is as its input says."""

    site: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem as a browser shows it.

    place: file, line and column; said: what is wrong, and its cure; excerpt: the line at fault with
    a mark below it; site: the id of the only post concerned, if it is one.
    """

    level: str
    place: str
    said: str
    code: str = ""
    excerpt: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """A build has ended.

    flaws: what is wrong; counts: how many problems there are of each level; started: whether it
    could begin at all; named: files and folders that its settings name, which are watched too.
    """

    flaws: tuple[Flaw, ...] = ()
    counts: str = ""
    started: bool = True
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """The process has ended by itself."""


Told = Written | Ended | Gone


class Builder:
    """Asks another process for builds; what that tells is handed on in a thread."""

    def __init__(self, options: Options, tell: Callable[[Told], None]) -> None:
        """Take what is built, and whom to tell of it."""
        self._options, self._tell = options, tell
        self._connection: Connection | None = None
        self._process: multiprocessing.process.BaseProcess | None = None

    def build(self, sites: tuple[str, ...]) -> None:
        """Ask for a build, of these sites first; one that goes on ends soon."""
        connection = self._connection
        if connection is None or self._process is None or not self._process.is_alive():
            connection = self._start()
        try:
            connection.send(sites)
        except OSError:
            # It has ended in this moment; another one begins anew.
            self._start().send(sites)

    def _start(self) -> Connection:
        # A process of its own from the start: this one has threads, and the code that it loaded.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(self._options, theirs))
        self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(self._connection,), daemon=True).start()
        return self._connection

    def _listen(self, connection: Connection) -> None:
        try:
            while True:
                self._tell(connection.recv())
        except (EOFError, OSError):
            if connection is self._connection:
                self._tell(Gone())

    def close(self) -> None:
        """End the process, once the site that it writes is whole."""
        connection, process = self._connection, self._process
        self._connection = self._process = None
        if connection is None or process is None:
            return
        with suppress(OSError):
            connection.send(None)
        process.join(_GRACE)
        if process.is_alive():
            # What a build that is killed leaves behind, the next one clears away.
            process.kill()
            process.join()


def run(options: Options, connection: Connection) -> None:
    """Build whenever that is asked for, until whoever asks is gone."""
    # A key of the terminal is for whoever has started this: that one says when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    builds = Builds(options, connection)
    while True:
        try:
            sites = connection.recv()
            while sites is not None and connection.poll():
                sites = connection.recv()
            if sites is None:
                return
            builds.build(sites)
            if not connection.poll(_IDLE):
                gc.collect()
        except (EOFError, OSError):
            return


@dataclass(slots=True)
class Builds:
    """Builds one after another; last: the stamp of what was built last, and how it ended."""

    options: Options
    connection: Connection
    last: Stamp | None = field(default=None)
    ended: Ended = field(default_factory=Ended)

    def build(self, sites: tuple[str, ...]) -> None:
        """Build what has changed, and tell of it; a fault of ours is told like any other."""
        from chancery.commands.build import build_seen
        from chancery.run.observer import Observer, Superseded

        observer = Observer(
            sites=sites,
            written=lambda site: self.connection.send(Written(site)),
            superseded=self.connection.poll,
        )
        reporter = self.options.reporter()
        try:
            done, self.last = build_seen(self.options, reporter, observer, self.last)
        except Superseded:
            return
        except Exception as error:
            traceback.print_exc()
            self.last = None
            fault = Flaw("error", "chancery", f"The build has failed: {error!r}. Report it.")
            self.ended = Ended((fault,), "1 error", started=False)
        else:
            if done is not None:
                reporter.end(done)
                named = self.last.named if self.last else ()
                self.ended = _ended(reporter, started=done < 2, named=tuple(named))
        self.connection.send(self.ended)


def _ended(reporter: Reporter, *, started: bool, named: tuple[str, ...]) -> Ended:
    from chancery.common.problems import in_order, tally

    problems = [problem for problem in in_order(reporter.found) if not problem.accepted]
    return Ended(tuple(map(_flaw, problems)), tally(reporter.found), started, named)


def _flaw(problem: Problem) -> Flaw:
    from chancery.common.forms import text_of

    said, *excerpt = text_of(problem).split("\n")
    for before in (f"{problem.place}: ", f"{problem.level}: "):
        said = said.removeprefix(before)
    return Flaw(
        problem.level.value, str(problem.place), said.removesuffix(f" [{problem.code}]"),
        problem.code, "\n".join(excerpt), problem.post,
    )  # fmt: skip
