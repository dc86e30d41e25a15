"""Whether anything at all has changed since the last build, told without reading what has not.

Nothing heavy is imported here: a build with nothing to do must end before Pelican is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time as clock
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from chancery.common import stored
from chancery.write.generation import generation, generation_file
from chancery.write.status import STATUS

#: Raised when the stamp's shape changes.
VERSION = 8
#: Modification time (ns), size and digest of files, by their paths.
Files: TypeAlias = dict[str, tuple[int, int, str]]
#: The folders of an output that hold a file, by the first two of their names (a site and a language
#: mostly): what is below these, joined by line breaks, and the times (ns) of each as bytes.
Tree: TypeAlias = dict[str, tuple[str, bytes]]
#: More bytes than any input is read with: of what is larger, time and size say enough.
_LARGEST = 30_000_000
#: So short a time (ns) after a file was changed it may be changed again and have the same time: the
#: kernel counts in steps of up to 10 ms, a file system that keeps whole seconds in two of them.
_STEP, _WHOLE = 20_000_000, 2_000_000_000
#: The last two are the lock of `chancery feeds`, and what it knows of feeds besides their entries,
#: where these are in a folder.
_SKIPPED = frozenset({"__pycache__", ".git", ".cache", ".lock", "state.jsonl"})


@dataclass(slots=True)
class Stamp:
    """What a build depended on, and what it said.

    Attributes:
        settings: The settings, as plain text.
        files: By path, each file's time of change (ns), size and digest.
        named: Those of the files that Pelican's settings name, wherever they are.
        folders: The folders of the output; those with the same names below are listed together.
        times: A digest of the times of these folders.
        status: The time and the size of network.json.
        generation: The generation of the output.
        until: When some page changes next by itself (seconds since 1970); 0 for never.
        exitcode: The exit code of the build.
        problems: The problems that the build found, as plain data.
    """

    settings: str = ""
    files: Files = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=dict)
    times: str = ""
    status: tuple[int, int] = (0, 0)
    generation: str = ""
    until: float = 0
    exitcode: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)


def stamp_file(cache: Path, output: Path) -> Path:
    """Return where the stamp of an output folder is kept."""
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]
    return cache / "builds" / name / "stamp.json"


_STAMP = stored.Kind("stamp", VERSION, lambda data: Stamp(**json.loads(data)))


def load(path: Path) -> Stamp | None:
    """Return the stamp of the last build, or None when there is none that can be read."""
    return stored.read(path, _STAMP)


def unchanged(stamp: Stamp, settings: str, roots: Iterable[Path], now: float) -> bool:
    """Say whether a build would make what the last one made: same settings, same files.

    now: the instant of the build, in seconds since 1970, as an alert may have ended since. A file
    whose time or size differs is read and compared by its digest.
    """
    if stamp.settings != settings or (stamp.until and now >= stamp.until):
        return False
    seen = 0
    for path, time, size in stats(roots):
        known = stamp.files.get(path)
        if known is None:
            return False
        if (time, size) != tuple(known[:2]) and _digest(path, time, size) != known[2]:
            return False
        seen += 1
    return seen == len(stamp.files)


def untouched(stamp: Stamp, output: Path) -> bool:
    """Say whether no build has written to an output since.

    Every build that writes gives the output another generation, and writes network.json.
    """
    if generation(generation_file(output)) != stamp.generation:
        return False
    try:
        status = (output / STATUS).stat()
    except OSError:
        return False
    return (status.st_mtime_ns, status.st_size) == tuple(stamp.status)


def in_place(stamp: Stamp, output: Path) -> Tree | None:
    """Return the output if nobody has written to it or removed anything since; else None.

    A folder's time changes when a name in it comes or goes.
    """
    if not untouched(stamp, output):
        return None
    try:
        tree = _looked_at(output, stamp.folders)
    except OSError:
        return None
    return tree if _times(tree) == stamp.times else None


def _grouped(folders: Iterable[str]) -> dict[str, list[str]]:
    """Return folders by what is below the first two of their names.

    Sites and languages have the same pages over and over: so a file of a few kilobytes names them.
    """
    below: dict[str, list[str]] = {}
    for folder in sorted(folders):
        first, second, *rest = f"{folder}//".split("/", 2)
        below.setdefault(f"{first}/{second}", []).append(rest[0])
    return _together((base, "\n".join(names)) for base, names in below.items())


def _together(bases: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for base, names in bases:
        found.setdefault(names, []).append(base)
    return found


def _looked_at(output: Path, folders: Mapping[str, Iterable[str]]) -> Tree:
    """Return the times of folders; tens of thousands of them take a few hundredths of a second."""
    tree = {}
    for names, bases in folders.items():
        inside = [name.strip("/") or os.curdir for name in names.split("\n")]
        for base in bases:
            tree[base] = (names, array("q", _times_in(f"{output}/{base}", inside)).tobytes())
    return tree


def _times_in(folder: str, names: Iterable[str]) -> list[int]:
    """Return the times (ns) of a folder's folders: the way to it is walked once where that goes."""
    if os.stat not in os.supports_dir_fd:
        return [os.stat(f"{folder}/{name}").st_mtime_ns for name in names]
    above = os.open(folder, os.O_RDONLY)
    try:
        return [os.stat(name, dir_fd=above).st_mtime_ns for name in names]
    finally:
        os.close(above)


def _times(tree: Tree) -> str:
    """Return the digest of the times of all folders."""
    hasher = hashlib.sha256()
    for base in sorted(tree):
        hasher.update(tree[base][1])
    return hasher.hexdigest()


def without(tree: Tree, sites: Collection[str], known: Collection[str]) -> Tree:
    """Return a tree without some sites, of all known ids; the portal's id is empty."""
    found = {}
    for base, below in tree.items():
        first = base.partition("/")[0]
        if (first if first in known else "") not in sites:
            found[base] = below
    return found


def complete(stamp: Stamp, output: Path, folders: Iterable[str], kept: Tree) -> None:
    """Note the output of a build that has ended.

    folders: those of the output that hold a file, but for those of sites that the build left alone:
    these are as they were, kept. Raises OSError when one of them is gone already.
    """
    status = (output / STATUS).stat()
    tree = kept | _looked_at(output, _grouped(folders))
    stamp.folders = _together((base, names) for base, (names, _) in tree.items())
    stamp.times = _times(tree)
    stamp.status = (status.st_mtime_ns, status.st_size)
    stamp.generation = generation(generation_file(output))


def save(path: Path, stamp: Stamp) -> None:
    """Keep a stamp; where it cannot be, the next build looks at everything again."""
    with suppress(OSError):
        stored.write(path, _STAMP, json.dumps(asdict(stamp)).encode())


def files(roots: Iterable[Path], known: Stamp | None) -> Files:
    """Return time, size and digest of every file below some roots.

    known: an earlier stamp, whose digests are taken where time and size are the same. What has only
    just been changed has no time here, so that it is compared by its digest.
    """
    found = {}
    now = clock.time_ns()
    for path, time, size in stats(roots):
        before = known.files.get(path) if known else None
        same = before is not None and (time, size) == tuple(before[:2])
        digest = before[2] if before and same else _digest(path, time, size)
        settled = time < now - (_STEP if time % 1_000_000_000 else _WHOLE)
        found[path] = (time if settled else 0, size, digest)
    return found


def stats(roots: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    """Return path, modification time (ns) and size of every file below some roots."""
    for root in roots:
        try:
            status = root.stat()
        except OSError:
            continue
        if root.is_dir():
            yield from _below(str(root))
        elif status.st_size or not root.name.endswith("-wal"):
            # Whoever reads a database leaves an empty log of it: that says nothing.
            yield str(root), status.st_mtime_ns, status.st_size


def _below(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in _SKIPPED or entry.name.endswith(".pyc"):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            else:
                try:
                    status = entry.stat()
                except OSError:
                    status = entry.stat(follow_symlinks=False)  # a link that leads nowhere
                yield entry.path, status.st_mtime_ns, status.st_size


def _digest(path: str, time: int, size: int) -> str:
    if not os.path.isfile(path):
        return ""  # to read from a pipe may never end
    if size > _LARGEST:
        return f"{time} {size}"
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def surroundings() -> str:
    """Return what a build depends on besides its files: Python, and the installed packages."""
    site = Path(sys.prefix)
    packages = sorted(path.stat().st_mtime_ns for path in site.glob("lib/python*/site-packages"))
    return f"{sys.version} {packages}"
