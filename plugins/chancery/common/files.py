"""Which files may be read, how one is put in place, and what to say when that cannot be.

What is read anybody may have put there: it must not lead elsewhere, nor block.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from chancery.common.problems import Place, Problem

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
#: What to do about a file that cannot be written: for any reason, and by the number of the error.
CHECK_DISK = "Check the disk and the rights of the folder, then try again."
_FULL = "Make room on the disk, then try again."
_RIGHTS = "Mend the rights of its folder, then try again."
_CURES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _RIGHTS),
}


def file_fault(path: Path, root: Path, limit: int = 0) -> str:
    """Say why a file must not be read; empty when it may.

    Only regular files within a folder are read: a link may lead to any file of the machine, and to
    read from a pipe or a device may never end. limit: the most bytes, 0 where the caller looks.
    """
    try:
        real = path.resolve(strict=True)
        status = real.stat()
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except RuntimeError:
        return "cannot be read: it is a link that leads to itself"
    if not real.is_relative_to(root.resolve()):
        return f"cannot be read: it is a link that leads out of {root.name}/"
    if not stat.S_ISREG(status.st_mode):
        return "cannot be read: it is no file"
    if limit and status.st_size > limit:
        return f"has {status.st_size:,} bytes, expected at most {limit:,}"
    return ""


def entries_of(folder: Path, root: Path) -> list[Path]:
    """Return what is in a folder, in order of its names.

    Raises OSError where it cannot be opened, or is a link that leads out of root: even the names of
    what is elsewhere are nobody's business.
    """
    paths = sorted(folder.iterdir())
    if leads_out(folder, root):
        raise OSError(errno.EXDEV, f"it is a link that leads out of {root.name}/")
    return paths


def leads_out(path: Path, root: Path) -> bool:
    """Say whether something lies elsewhere than in a folder, by a link on the way to it."""
    return not path.resolve().is_relative_to(root.resolve())


def stems_of(folder: Path, root: Path, ending: str) -> frozenset[str]:
    """Return the names of a folder's files without their ending; none if it is unreadable.

    What keeps it from being read is for its own reader to say.
    """
    try:
        return frozenset(path.stem for path in entries_of(folder, root) if path.suffix == ending)
    except OSError:
        return frozenset()


def read_at_most(path: Path, limit: int) -> bytes:
    """Return the first bytes of a file. Ask for one more than the limit to detect a larger one."""
    with path.open("rb") as file:
        return file.read(limit)


def unwritable(error: OSError, place: str, message: str = "cannot be written") -> Problem:
    """Return the problem of what could not be written, with what mends it; place: what it was."""
    cure = _CURES.get(error.errno or 0, CHECK_DISK)
    said = f"{message}: {error.strerror or error}"
    return Problem(Place(place), said, cure=cure, code="file-unwritable")


def put_in_place(file: Path, content: bytes) -> None:
    """Put a file in place at once, so that a crash leaves the one before or the new one.

    Leaves a file that is the same alone. Raises OSError when it cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_file() and file.read_bytes() == content:
        return
    temporary = file.with_suffix(".tmp")  # one name a file: what a crash left is written over
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        _write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(temporary, file)


def write_bytes(path: str, data: bytes) -> None:
    """Put bytes at a path, through a temporary name in the same folder; makes the folder."""
    part = f"{path}.{os.getpid()}.part"
    try:
        handle = os.open(part, _FLAGS, 0o644)
    except FileNotFoundError:
        _make_folder(os.path.dirname(path))
        handle = os.open(part, _FLAGS, 0o644)
    except FileExistsError:
        os.unlink(part)
        handle = os.open(part, _FLAGS, 0o644)
    try:
        _write_all(handle, data)
    except BaseException as error:
        os.close(handle)
        os.unlink(part)
        if isinstance(error, OSError):
            error.filename = path  # which a handle does not know
        raise
    os.close(handle)
    try:
        os.replace(part, path)
    except OSError:
        os.unlink(part)
        raise


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError:
        pass
