"""Small pictures of entries, copied beside the feed cache so that readers load them from here.

A folder holds each picture once, named by what is in it, and `index.json`, which says of each
address which picture is its. `chancery feeds` fills it; a build reads it and copies.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from chancery.common import stored
from chancery.common.digest import digest
from chancery.common.files import file_fault, put_in_place

_FILE = re.compile(r"[0-9a-f]{24}\.webp")
_LARGEST_INDEX = 50_000_000
#: Seconds that a run lasts at most, and more.
_LATELY = 3600


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A picture of an entry: its file in the folder, its size in pixels."""

    file: str
    width: int
    height: int


class _Kept(msgspec.Struct):
    """A record of the index; one without a checksum was written by an earlier Chancery."""

    file: str
    width: int
    height: int
    checksum: str = ""


_INDEX = stored.Kind("index", 1, msgspec.json.Decoder(dict[str, _Kept]).decode, bare=True)


def thumbnails_folder(entries: Path) -> Path:
    """Return where pictures are kept: in the cache if it is a folder, else beside its file."""
    return entries / "pictures" if entries.is_dir() else entries.with_name("feed-pictures")


def read_thumbnails(
    folder: Path, damaged: list[stored.Damage] | None = None
) -> dict[str, Thumbnail]:
    """Return the pictures that are there, by the addresses that they were copied from.

    damaged: where it is noted when the index, or some of its records, are damaged.
    """
    index = folder / "index.json"
    kept = stored.read(index, _INDEX, damaged=damaged) or {}
    there = {name for name in _files(folder) if not file_fault(folder / name, folder)}
    found, wrong = {}, 0
    for url, one in sorted(kept.items()):
        thumbnail = Thumbnail(one.file, one.width, one.height)
        if one.checksum and one.checksum != _checksum(url, thumbnail):
            wrong += 1
        elif one.file in there:
            found[url] = thumbnail
    if wrong and damaged is not None:
        damaged.append(stored.Damage(str(index), f"the checksum of {wrong} in it does not fit"))
    return found


def read_file(file: Path) -> bytes:
    """Return a picture. Raises `stored.Damaged`."""
    return stored.named(str(file), file.name.partition(".")[0])


def put_thumbnail(folder: Path, picture: bytes) -> str:
    """Keep a picture and give the name of its file. Raises OSError when it cannot be written."""
    name = f"{sha256(picture).hexdigest()[:24]}.webp"
    put_in_place(folder / name, picture)
    os.utime(folder / name)  # it may have been there, and be nobody's so far
    return name


def keep_thumbnails(folder: Path, known: Mapping[str, Thumbnail], used: Collection[str]) -> None:
    """Write the index of the pictures whose addresses are in use, and remove all others.

    Raises OSError when it cannot be written. Only what has a name of this folder's is removed. What
    was put here lately and is in no index is another run's, which has yet to say whose it is.
    """
    listed = {one.file for one in known.values()}
    kept = {url: one for url, one in sorted(known.items()) if url in used}
    if not kept and not folder.exists():
        return
    records = {
        url: _Kept(one.file, one.width, one.height, _checksum(url, one))
        for url, one in kept.items()
    }  # fmt: skip
    lines = msgspec.json.format(msgspec.json.encode(records), indent=1)
    put_in_place(folder / "index.json", lines + b"\n")
    for name in _files(folder) - {one.file for one in kept.values()}:
        if name in listed or _is_old(folder / name):
            (folder / name).unlink(missing_ok=True)


def _is_old(file: Path) -> bool:
    try:
        return file.stat().st_mtime < time.time() - _LATELY
    except OSError:
        return False


def _checksum(url: str, one: Thumbnail) -> str:
    return digest(url, one).hex()


def _files(folder: Path) -> set[str]:
    try:
        return {name for name in os.listdir(folder) if _FILE.fullmatch(name)}
    except OSError:
        return set()
