"""The state of one run: where things are, what was read, what is wrong, what was done."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from chancery.common import stored
from chancery.common.locks import Lock
from chancery.common.problems import (
    Level,
    Place,
    Problem,
    counted,
)
from chancery.common.reporter import Reporter
from chancery.content.model import Document
from chancery.content.notices import NoticeFiles
from chancery.content.records import Records, Shelf
from chancery.content.scan import TextFile
from chancery.network.load import Loaded
from chancery.network.model import Network
from chancery.plan.feature import Feature
from chancery.plan.inputs import Settings
from chancery.run.observer import Observer
from chancery.write.build import (
    BuildResult,
)
from chancery.write.generation import Tenure
from chancery.write.manifest import Manifest, ManifestStore

R = TypeVar("R")


#: The key of Pelican's settings under which a run keeps its state.
RUN = "CHANCERY_RUN"


#: The key of Pelican's settings under which whoever starts a run gives the lock that it holds.
LOCK = "CHANCERY_LOCK"


#: The key of Pelican's settings under which a command gives what tells of the run.
REPORTER = "CHANCERY_REPORTER"


#: The key of Pelican's settings that asks for the network as it was read last where posts.yaml
#: cannot be read: for what must not wait until somebody has mended it.
LAST_POSTS = "CHANCERY_LAST_POSTS"


#: Under which name the last good notices are kept.
NOTICES = "notices"


@dataclass(slots=True)
class Run:
    """The state of one run: where things are, what was read, what is wrong, what was done.

    Attributes:
        in_place: Whether nobody has touched the output since the last build that ended.
        tenure: The run's hold on the output.
        lock: The lock of the output, if it is to be released when the run ends.
        ended: Whether the lock has been released.
        alone: Whether a lock keeps others from writing to the output.
        watched: Whether nobody can write to the output unnoticed.
        damaged: Damaged files of the cache, besides those that the store has found.
        as_read_last: Whether the network is that of an earlier posts.yaml, because today's cannot
            be read.
        reporter: Tells a person how the run goes.
        observer: Who looks on.
    """

    network_folder: Path
    content: Path
    output: Path
    theme: Path
    cache: Path
    settings: Settings
    loaded: Loaded
    store: ManifestStore
    last: Manifest
    tenure: Tenure
    lock: Lock | None = None
    ended: bool = False
    alone: bool = True
    watched: bool = True
    only: tuple[str, ...] = ()
    check_only: bool = False
    in_place: bool = False
    start_method: str = ""
    workers: int = 0
    code: bytes = b""
    problems: list[Problem] = field(default_factory=list)
    damaged: list[stored.Damage] = field(default_factory=list)
    texts: list[TextFile] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    faultless: dict[str, bytes] = field(default_factory=dict)
    features: tuple[Feature, ...] = ()
    records: dict[str, Records[Any]] = field(default_factory=dict)
    notices: NoticeFiles = field(default_factory=NoticeFiles)
    as_read_last: bool = False
    observer: Observer = field(default_factory=Observer)
    next_change: datetime | None = None
    result: BuildResult = field(default_factory=BuildResult)
    #: Whether all was done that was to be done, so that the same input needs no further build.
    whole: bool = False
    reporter: Reporter = field(default_factory=Reporter)

    @property
    def network(self) -> Network:
        """The network that was read."""
        return self.loaded.network

    def read(self, shelf: Shelf[R]) -> Records[R]:
        """Return what the files of a shelf gave."""
        return self.records[shelf.folder]


def shown_path(path: Path) -> str:
    """Return a path as messages name it: relative to where the command was given."""
    relative = os.path.relpath(path)
    return os.path.normpath(path) if relative.startswith("..") else relative


@dataclass(frozen=True, slots=True)
class Places:
    """Where a run finds things, and where it puts them."""

    network: Path
    content: Path
    output: Path
    cache: Path


def places(settings: Mapping[str, Any]) -> Places:
    """Return where the settings of Pelican say that things are."""
    content = Path(settings["PATH"])
    folder = Path(settings.get("CHANCERY_NETWORK") or content.parent)
    cache = Path(settings.get("CHANCERY_CACHE") or folder / ".cache")
    return Places(folder, content, Path(settings["OUTPUT_PATH"]), cache)


def let_go(run: Run) -> None:
    """Say that a run has ended, and let go of the lock of its output."""
    run.ended = True
    if run.lock is not None:
        run.lock.release()


@contextmanager
def ended_by_faults(run: Run) -> Iterator[None]:
    """Let go of the output when something is raised: nobody says then that the run has ended."""
    try:
        yield
    except BaseException:
        let_go(run)
        raise


def named(problem: Problem) -> Problem:
    """Return a problem with its file named as messages name files."""
    return replace(problem, place=replace(problem.place, file=shown_path(Path(problem.place.file))))


def damage(run: Run) -> list[stored.Damage]:
    """Return what was found damaged in the cache."""
    return [*run.store.damaged, *run.damaged]


def damage_problems(run: Run) -> list[Problem]:
    """Say in one line what was damaged in the cache; all but last good inputs is made again."""
    found = []
    files = {damage.file: damage for damage in reversed(damage(run))}
    if run.store.lost:
        lost = files.pop(str(run.store.index))
        found.append(_lost_inputs(lost))
    if files:
        [first, *rest] = files.values()
        more = f" (and {counted(len(rest), 'other file')})" if rest else ""
        message = f"was damaged and is made again{more}: {first.reason}"
        cure = "If that happens again, look after the disk."
        place = Place(shown_path(Path(first.file)))
        found.append(Problem(place, message, cure=cure, level=Level.NOTE, code="cache-damaged"))
    return found


def _lost_inputs(lost: stored.Damage) -> Problem:
    message = "was damaged, so what is broken now has no last good version"
    cure = "Mend what else is told here; from now on last good versions are kept again."
    place = Place(shown_path(Path(lost.file)))
    message = f"{message}: {lost.reason}"
    return Problem(place, message, cure=cure, level=Level.NOTE, code="last-good-lost")
