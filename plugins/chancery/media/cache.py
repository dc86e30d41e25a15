"""The cache of pictures that were made ready: found by what a picture is, made by `chancery media`.

`<cache>/media/<key>/` holds the files of a picture, and `<cache>/media-made/<key>.json` says that
they are all there: a build depends on those few small files, and looks at no others for changes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from chancery.common import stored
from chancery.common.files import file_fault, read_at_most

#: The folder of the small files within the cache folder.
MADE = "media-made"

#: The most bytes of a picture that is read; a camera's have fewer.
LARGEST_FILE = 30_000_000

#: Part of every key; raised when pictures are to be made otherwise than before.
RECIPE = 1

_FOLDER = re.compile(r"[0-9a-f]{24}")
_MARK = re.compile(rf"{_FOLDER.pattern}\.json")
#: A file of a picture, or what was left of one whose writing was ended.
_FILE = re.compile(r"[0-9]+\.[0-9a-f]{12}\.(?:avif|webp|jpeg)(?:\.[0-9]+\.part)?")

Format = Literal["avif", "webp", "jpeg"]
#: A source file's modification time (ns) and size, and its key.
Seen = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Derivative:
    """A picture in one format and width; file: below the folder of media."""

    format: Format
    width: int
    height: int
    file: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was made ready, the best format first, each from small to large."""

    derivatives: tuple[Derivative, ...]


_PICTURE = stored.Kind("picture", 1, msgspec.json.Decoder(Picture).decode, bare=True)
_SOURCES = stored.Kind("sources", 1, msgspec.json.Decoder(dict[str, Seen]).decode, bare=True)


def media_folder(cache: Path) -> Path:
    """Return the folder of pictures within the cache folder."""
    return cache / "media"


def media_lock(cache: Path) -> Path:
    """Return the file of the lock of all that `chancery media` keeps."""
    return cache / "media.lock"


def key_of(data: bytes) -> str:
    """Return the key of a picture by the bytes of its file."""
    return hashlib.sha256(f"{RECIPE} ".encode() + data).hexdigest()[:24]


def mark(cache: Path, key: str) -> Path:
    """Return the file that says that a picture is there."""
    return cache / MADE / f"{key}.json"


def find(cache: Path, key: str) -> Picture | None:
    """Return a picture that was made ready, or None when it or one of its files is not there."""
    picture = stored.read(mark(cache, key), _PICTURE)
    if picture is None:
        return None
    folder = str(media_folder(cache))
    whole = all(os.path.exists(f"{folder}/{one.file}") for one in picture.derivatives)
    return picture if whole else None


def put_mark(cache: Path, key: str, picture: Picture) -> None:
    """Say that all files of a picture are there. Raises OSError when that cannot be written."""
    stored.write(mark(cache, key), _PICTURE, msgspec.json.encode(picture))


def read_file(file: Path) -> bytes:
    """Return a file of a picture that was made ready. Raises `stored.Damaged`."""
    return stored.named(str(file), file.name.split(".")[1])


def lose(file: Path) -> None:
    """Take a damaged file out of the cache, so that its picture is made again.

    Raises OSError when it cannot be removed.
    """
    # The mark goes first: what is marked is whole.
    mark(file.parents[2], file.parent.name).unlink(missing_ok=True)
    stored.remove(file)


def sources_file(cache: Path) -> Path:
    """Return the file with the keys of sources, so that large ones are not read every time."""
    return media_folder(cache) / "sources.json"


def read_sources(cache: Path, damaged: list[stored.Damage] | None = None) -> dict[str, Seen] | None:
    """Return what is known of sources, by their paths; None where there is nothing to be read.

    damaged: where the file is noted when it is there and is damaged.
    """
    return stored.read(sources_file(cache), _SOURCES, damaged=damaged)


def put_sources(cache: Path, known: Mapping[str, Seen]) -> None:
    """Keep what is known of sources. Raises OSError when that cannot be written."""
    stored.write(sources_file(cache), _SOURCES, msgspec.json.encode(known))


def prune(cache: Path, keys: Collection[str]) -> int:
    """Remove the pictures whose keys are not among those given; say how many there were.

    Of those that stay, files go that an earlier way of making them has left. Nothing is removed but
    what the names of this cache's own files fit.
    """
    pictures = (find(cache, key) for key in keys)
    kept = {one.file for picture in pictures if picture for one in picture.derivatives}
    gone = {path.stem for path in _named(cache / MADE, _MARK)} - set(keys)
    for key in gone:
        # The mark goes first: what is marked is whole.
        mark(cache, key).unlink(missing_ok=True)
    for folder in _named(media_folder(cache), _FOLDER):
        if folder.is_symlink() or not folder.is_dir():
            continue
        for file in _named(folder, _FILE):
            if f"{folder.name}/{file.name}" not in kept:
                file.unlink(missing_ok=True)
        if folder.name not in keys:
            gone.add(folder.name)
            with suppress(OSError):
                folder.rmdir()  # unless somebody has put something else there
    return len(gone)


def _named(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """Return what in a folder has a name of a form; nothing where there is no folder."""
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if name.fullmatch(entry.name)]
    except OSError:
        return []


def look_at(path: Path, root: Path, known: Mapping[str, Seen]) -> Seen | str:
    """Return time, size and key of a source, or say what is wrong with it.

    It is read only when time or size are not as known; root: the folder that it must be in.
    """
    if fault := file_fault(path, root, LARGEST_FILE):
        return fault
    try:
        status = path.stat()
        seen = known.get(str(path))
        if seen is not None and (status.st_mtime_ns, status.st_size) == seen[:2]:
            return seen
        return status.st_mtime_ns, status.st_size, key_of(read_at_most(path, LARGEST_FILE))
    except OSError as error:
        return f"cannot be read: {error.strerror}"
