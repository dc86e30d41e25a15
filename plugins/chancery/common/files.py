"""Which files may be read, and how one is put in place.

What is read anybody may have put there: it must not lead elsewhere, nor block.
"""

from __future__ import annotations

import os
from pathlib import Path


def file_fault(path: Path, root: Path) -> str:
    """Say why a file must not be read; empty when it may.

    Only regular files within a folder are read: a link may lead to any file of the machine, and to
    read from a pipe or a device may never end.
    """
    try:
        real = path.resolve(strict=True)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except RuntimeError:
        return "cannot be read: it is a link that leads to itself"
    if not real.is_relative_to(root.resolve()):
        return f"cannot be read: it is a link that leads out of {root.name}/"
    return "" if real.is_file() else "cannot be read: it is no file"


def read_at_most(path: Path, limit: int) -> bytes:
    """Give the first bytes of a file; whoever asks for one more than may be sees what is larger."""
    with path.open("rb") as file:
        return file.read(limit)


def put_in_place(file: Path, content: bytes) -> None:
    """Put a file in place at once, so that a crash leaves the one before or the new one.

    Leaves a file that is the same alone. Raises OSError when it cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.read_bytes() == content:
        return
    temporary = file.with_suffix(".tmp")  # one name a file: what a crash left is written over
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        with memoryview(content) as rest:
            written = 0
            while written < len(rest):
                written += os.write(handle, rest[written:])
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(temporary, file)
