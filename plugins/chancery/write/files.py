"""Files put in place atomically: a reader sees the old bytes or the new, never half of them."""

from __future__ import annotations

import os
from pathlib import Path

from chancery.common.files import write_bytes


def holds(path: str, data: bytes) -> bool:
    """Say whether a file holds just these bytes."""
    try:
        with open(path, "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            return size == len(data) and file.read(len(data) + 1) == data
    except OSError:
        return False


def write_changed(path: str, data: bytes) -> bool:
    """Put bytes at a path unless it holds them already; say whether anything was written."""
    if holds(path, data):
        return False
    write_bytes(path, data)
    return True


def write_new(path: str, data: bytes) -> bool:
    """Put bytes at a path that is known to hold nothing; say that something was written."""
    write_bytes(path, data)
    return True


def remove(root: str, paths: list[str]) -> int:
    """Remove files below a root and the folders that they leave empty; say how many there were."""
    removed = 0
    folders = set()
    for path in paths:
        full = os.path.join(root, path)
        try:
            os.unlink(full)
            removed += 1
        except FileNotFoundError:
            pass
        folders.add(os.path.dirname(full))
    for folder in sorted(folders, key=len, reverse=True):
        _remove_empty(folder, root)
    return removed


def _remove_empty(folder: str, root: str) -> None:
    inside = Path(root)
    here = Path(folder)
    while here != inside and inside in here.parents:
        try:
            here.rmdir()
        except OSError:
            return
        here = here.parent


def files_below(root: str) -> set[str]:
    """Return the paths of all files below a root, relative to it, with forward slashes."""
    found: set[str] = set()
    for folder, _folders, names in os.walk(root):
        base = os.path.relpath(folder, root).replace(os.sep, "/")
        found.update(name if base == "." else f"{base}/{name}" for name in names)
    return found
