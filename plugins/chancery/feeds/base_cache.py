"""The feed cache as whoever reads or stores sees it, and what its forms share.

Nothing in a cache stops a run: one that cannot be read gives no entries and a problem.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol, Self

from chancery.common.faults import Fault, at_edge
from chancery.common.problems import Place, Problem, note_once, shown
from chancery.feeds.clean import CLEANER_VERSION, clean_entry
from chancery.feeds.entries import Entry, Keeping, newest


class FeedCache(Protocol):
    """Entries of feeds, kept between runs.

    problems: what was wrong with the cache so far; it grows, and nothing is raised for it.
    damaged: the feeds of which some entry could not be read; storing them anew mends that.
    unusable: whether it could not be read or written at all, and problems say why.
    """

    problems: list[Problem]
    damaged: set[str]
    unusable: bool

    def read(self, feeds: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """Return the entries of each wanted feed, newest first, all as of one moment.

        A feed that was never stored has none. What an older cleaner made is made anew.
        """
        ...

    def store(self, feed: str, entries: Iterable[Entry], keeping: Keeping | None = None) -> None:
        """Add what a feed has now. Once this returns, the entries outlive a crash of the process.

        Known entries keep their `first_seen`; the newest `ENTRY_LIMIT` stay, and of those that the
        feed has no longer as many as keeping says. Raises ValueError for entries of another feed.
        """
        ...

    def keep(self, feeds: Collection[str]) -> None:
        """Remove the entries of all other feeds."""
        ...

    def close(self) -> None:
        """Let go of the cache; closing twice is harmless."""
        ...

    def __enter__(self) -> Self:
        """Return the cache itself, to be closed at the end of the block."""
        ...

    def __exit__(self, *error: object) -> None:
        """Close the cache."""
        ...


class CacheBase:
    """What every form of the cache shares: problems, and closing at the end of a block."""

    def __init__(self, path: Path) -> None:
        """Take the place of the cache."""
        self.path = path
        self.problems: list[Problem] = []
        self.damaged: set[str] = set()
        self.unusable = False

    def close(self) -> None:
        """Let go of the cache; there may be nothing to let go of."""

    def __enter__(self) -> Self:
        """Return the cache itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the cache."""
        self.close()

    def complain(self, message: str, cure: str, file: Path | None = None, line: int = 0) -> None:
        """Note a problem with the cache, once, and no more than anybody reads."""
        problem = Problem(
            Place(str(file or self.path), line), message, cure=cure, code="cache-broken"
        )
        note_once(self.problems, problem)

    def fail(self, message: str, cure: str, file: Path | None = None) -> None:
        """Note that the cache as a whole cannot be used, and why."""
        self.unusable = True
        self.complain(message, cure, file)

    def current(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return entries as today's cleaner makes them, newest first."""
        made: list[Entry] = []
        for entry in entries:
            if entry.cleaner >= CLEANER_VERSION:
                made.append(entry)
                continue
            with at_edge(partial(self._spoilt, entry)):
                made.append(clean_entry(entry))
        return tuple(newest(made))

    def _spoilt(self, entry: Entry, fault: Fault) -> None:
        """Note that an entry could not be cleaned again; it costs no other."""
        self.damaged.add(entry.feed)
        broken = fault.kind in ("DecodeError", "ValidationError")
        self.complain(
            f"cannot clean {shown(entry.id)} of {entry.feed} again: "
            + ("its raw form is broken" if broken else f"it {fault}"),
            "Read the feed again.",
        )


class EmptyCache(CacheBase):
    """The cache that does not exist yet: no feed has entries."""

    def read(self, feeds: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """Return no entries for any feed."""
        return dict.fromkeys(feeds, ())

    def store(self, feed: str, entries: Iterable[Entry], keeping: Keeping | None = None) -> None:
        """Note that there is no place for entries."""
        self.complain("does not exist and was opened for reading", "Open it to write.")

    def keep(self, feeds: Collection[str]) -> None:
        """Remove nothing: there is nothing."""


def own_entries(feed: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries, all of them of that feed. Raises ValueError when one is not."""
    found = tuple(entries)
    for entry in found:
        if entry.feed != feed:
            raise ValueError(f"an entry of {entry.feed} cannot be stored under {feed}")
    return found
