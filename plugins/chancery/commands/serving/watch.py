"""What a build reads, watched: what has changed since somebody looked last."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeAlias

from chancery.write import stamp

#: Modification time (ns) and size of every file that a build reads, by its path.
Seen: TypeAlias = Mapping[str, tuple[int, int]]

#: Milliseconds between two looks at what the system has told of files.
_STEP = 20
#: An editor that saves changes one file, or three: it writes another, and puts the old one aside.
_SAVED = 3
#: For how many seconds nothing must change after many files did: somebody unpacks, or changes to
#: another branch. After the last of these it is built all the same.
_QUIET, _LONGEST = 0.2, 10.0


def seen(roots: Iterable[Path]) -> dict[str, tuple[int, int]]:
    """Look at every file below some roots; what cannot be looked at is not there."""
    found: dict[str, tuple[int, int]] = {}
    for root in roots:
        # A folder may go while it is looked at: whoever takes it away is watched too.
        with suppress(OSError):
            found |= {path: (time, size) for path, time, size in stamp.stats([root])}
    return found


def changed(before: Seen, after: Seen) -> set[str]:
    """Return the paths of files that came, went or changed."""
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def settled(
    before: Seen, look: Callable[[], Seen], *,
    wait: Callable[[float], None] = sleep, clock: Callable[[], float] = monotonic,
) -> Seen:  # fmt: skip
    """Return what there is once nobody is in the middle of changing it.

    One file that is saved is ready at once. Where more have changed since `before`, more will: they
    make one build together.
    """
    began, found = clock(), look()
    while len(changed(before, found)) > _SAVED and clock() - began < _LONGEST:
        wait(_QUIET)
        last, found = found, look()
        if last == found:
            break
    return found


class Watch:
    """Tells when any of some files and folders may have changed.

    A file is watched by its name in its folder: editors put a new one in its place, and some are
    not there yet. A folder is watched with all that is in it, also one that comes later, or again.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        """Take what is called in another thread after each change."""
        self._tell = tell
        self._watchers: dict[tuple[bool, tuple[str, ...]], tuple[object, threading.Event]] = {}
        self._threads: list[threading.Thread] = []

    def look_again(self, paths: Collection[Path]) -> None:
        """Watch what is there of some files and folders, also folders that were made anew."""
        folders = [path for path in paths if path.is_dir()]
        parents = sorted({path.parent for path in paths if path.parent.is_dir()})
        names = {str(path) for path in paths}
        self._watch(folders, recursive=True)
        self._watch(parents, recursive=False, watch_filter=lambda _, name: name in names)

    def _watch(self, places: list[Path], *, recursive: bool, **how: Any) -> None:
        key, known = (recursive, tuple(map(str, places))), [_identity(place) for place in places]
        if not places or (key in self._watchers and self._watchers[key][0] == known):
            return
        self._end([one for one in self._watchers if one[0] == recursive])
        stop = threading.Event()
        self._watchers[key] = (known, stop)
        thread = threading.Thread(
            target=self._watched, args=(places, stop), kwargs={"recursive": recursive, **how},
            daemon=True,
        )  # fmt: skip
        self._threads.append(thread)
        thread.start()

    def _watched(self, places: list[Path], stop: threading.Event, **how: Any) -> None:
        from watchfiles import watch

        try:
            for _ in watch(*places, step=_STEP, debounce=_STEP * 5, stop_event=stop,
                           raise_interrupt=False, **how):  # fmt: skip
                self._tell()
        except (OSError, RuntimeError) as error:
            # A system watches so many files and no more; they are looked at now and then anyway.
            if not isinstance(error, FileNotFoundError):
                print(f"Changes are seen late: {error}.", file=sys.stderr, flush=True)
            self._tell()

    def _end(self, keys: Iterable[tuple[bool, tuple[str, ...]]]) -> None:
        for key in keys:
            self._watchers.pop(key)[1].set()

    def close(self) -> None:
        """Watch no longer."""
        self._end(list(self._watchers))
        for thread in self._threads:
            thread.join()


def _identity(place: Path) -> object:
    """Return what tells a folder from another one that has taken its name."""
    try:
        status = place.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
