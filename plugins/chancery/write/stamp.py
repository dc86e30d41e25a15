"""Whether anything at all has changed since the last build, told without reading what has not.

Nothing heavy is imported here: a build with nothing to do must end before Pelican is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

#: Raised when the stamp's shape changes.
VERSION = 2
#: The last is what `inv feeds` knows of feeds besides their entries, where these are in a folder.
_SKIPPED = frozenset({"__pycache__", ".git", ".cache", "state.jsonl"})


@dataclass(slots=True)
class Stamp:
    """What a build depended on, and what it said.

    settings: as plain text; files: path to modification time (ns), size and digest; folders: those
    of the output as `_folders` gives them; status: network.json's time and size; problems: what it
    said was wrong.
    """

    settings: str = ""
    files: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)
    status: tuple[int, int] = (0, 0)
    exitcode: int = 0
    problems: list[str] = field(default_factory=list)
    version: int = VERSION


def stamp_file(cache: Path, output: Path) -> Path:
    """Give where the stamp of an output folder is kept."""
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]
    return cache / "builds" / name / "stamp.json"


def load(path: Path) -> Stamp | None:
    """Give the stamp of the last build, or None when there is none that can be read."""
    try:
        data = json.loads(path.read_bytes())
        stamp = Stamp(**data)
    except (OSError, ValueError, TypeError):
        return None
    return stamp if stamp.version == VERSION else None


def unchanged(stamp: Stamp, settings: str, roots: Iterable[Path], output: Path) -> bool:
    """Say whether a build would give what is there: same settings, same files, output in place.

    A file whose time or size differs is read and compared by its digest.
    """
    if stamp.settings != settings or not _in_place(stamp, output):
        return False
    seen = 0
    for path, time, size in _stats(roots):
        known = stamp.files.get(path)
        if known is None:
            return False
        if (time, size) != tuple(known[:2]) and _digest(path) != known[2]:
            return False
        seen += 1
    return seen == len(stamp.files)


def _in_place(stamp: Stamp, output: Path) -> bool:
    """Say whether nobody has written since: every build that writes writes network.json first."""
    try:
        status = (output / "network.json").stat()
        same = (status.st_mtime_ns, status.st_size) == tuple(stamp.status)
        return same and all(
            os.stat(f"{output}/{name}").st_mtime_ns == time for name, time in stamp.folders.items()
        )
    except OSError:
        return False


def _folders(output: Path) -> dict[str, int]:
    """Give the times of the output, of the sites in it, and of the languages in those.

    A folder's time changes when a name in it comes or goes. The folders of single pages below them
    are twenty times as many: to ask for them all would take longer than all else that a build with
    nothing to do does, so a build looks for their files only when it has something to do.
    """
    found = {".": output.stat().st_mtime_ns}
    for site in os.scandir(output):
        if site.is_dir(follow_symlinks=False):
            found[site.name] = site.stat().st_mtime_ns
            for entry in os.scandir(site.path):
                if entry.is_dir(follow_symlinks=False):
                    found[f"{site.name}/{entry.name}"] = entry.stat().st_mtime_ns
    return found


def make(settings: str, before: dict[str, tuple[int, int, str]], output: Path) -> Stamp:
    """Make the stamp of a build that has ended; before: the files as they were when it began."""
    status = (output / "network.json").stat()
    return Stamp(
        settings=settings,
        files=before,
        folders=_folders(output),
        status=(status.st_mtime_ns, status.st_size),
    )


def save(path: Path, stamp: Stamp) -> None:
    """Keep a stamp."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(asdict(stamp)), encoding="utf-8")
    part.replace(path)


def files(roots: Iterable[Path], known: Stamp | None) -> dict[str, tuple[int, int, str]]:
    """Give time, size and digest of every file below some roots.

    known: an earlier stamp, whose digests are taken where time and size are the same.
    """
    found = {}
    for path, time, size in _stats(roots):
        before = known.files.get(path) if known else None
        same = before is not None and (time, size) == tuple(before[:2])
        found[path] = (time, size, before[2] if before and same else _digest(path))
    return found


def _stats(roots: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
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


def _digest(path: str) -> str:
    if not os.path.isfile(path):
        return ""  # to read from a pipe may never end
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def surroundings() -> str:
    """Give what a build depends on besides its files: Python, and the installed packages."""
    site = Path(sys.prefix)
    packages = sorted(path.stat().st_mtime_ns for path in site.glob("lib/python*/site-packages"))
    return f"{sys.version} {packages}"
