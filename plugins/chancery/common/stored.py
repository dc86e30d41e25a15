"""Files that are kept between runs: written whole, and verified whenever they are read.

A disk, a copy or a kill may leave anything where a file was. What is not as it was written counts
as not there, so that it is made again: no caller sees bytes that are not its own. A file begins
with a line that says what it is, then come its bytes as its kind encodes them:

    Chancery KIND VERSION ABOUT DIGEST

The digest is the house's own (SHA-256, its first 16 bytes): it costs 0.06 ms for 100 KB, and unlike
a sum of 32 bits it lets nothing by however many bytes are wrong. It is against accidents. Whoever
may write the cache folder may write a digest too, and is trusted like whoever may change the code.

Nothing heavy is imported here: a build with nothing to do reads its stamp by this.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from chancery.common.errors import ChanceryError
from chancery.common.files import write_bytes

T = TypeVar("T")

#: The most bytes of a file that is read; the largest of a network of 200 posts has 1 MB.
LARGEST = 2**28
_WORD = b"Chancery "
_DIGITS = 32
#: A link leads to a file that is not ours; to open a pipe without O_NONBLOCK may never end.
_READ = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
#: What begins the last member of a line of JSON that is verified by itself.
_LAST = b',"checksum":"'


class Damaged(ChanceryError):
    """What is kept at a place is not what was written there; says why."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that was damaged, and what was found."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of file that is kept.

    name, version: what its first line says; the version is raised when its shape changes.
    decode: makes the value of its bytes; whatever it raises, the file counts as damaged.
    bare: whether files are read that an earlier Chancery wrote without a first line.
    """

    name: str
    version: int
    decode: Callable[[bytes], T]
    bare: bool = False


def read(
    file: str | os.PathLike[str], kind: Kind[T], about: str = "-",
    damaged: list[Damage] | None = None,
) -> T | None:  # fmt: skip
    """Return what a file keeps; None when it is not there, is damaged, or is about something else.

    about: what the value was made from, where the name of the file does not say it. damaged: where
    a file is noted that is there and is not as it was written.
    """
    path = os.fspath(file)
    try:
        data = contents(path)
        return None if data is None else _opened(data, kind, about)
    except Damaged as error:
        if damaged is not None:
            damaged.append(Damage(path, str(error)))
        return None


def write(
    file: str | os.PathLike[str], kind: Kind[T], data: bytes, about: str = "-"
) -> None:  # fmt: skip
    """Keep the bytes of a value, in the place of whatever is there. Raises OSError."""
    path = os.fspath(file)
    sealed = b"".join((_label(kind, about), _digest(data), b"\n", data))
    try:
        write_bytes(path, sealed)
    except (IsADirectoryError, PermissionError):
        if not clear(path):
            raise
        write_bytes(path, sealed)


def clear(file: str | os.PathLike[str]) -> bool:
    """Put a folder aside that stands where a file is kept; say whether there was one.

    Nobody but a person makes one there, so what is in it stays, under another name.
    """
    path = os.fspath(file)
    if os.path.islink(path) or not os.path.isdir(path):
        return False
    with suppress(OSError):
        os.rmdir(path)
        return True
    os.rename(path, f"{path}.{os.getpid()}.aside")
    return True


def remove(file: str | os.PathLike[str]) -> None:
    """Take away what is at a place where a file is kept, if anything is. Raises OSError."""
    if not clear(file):
        with suppress(FileNotFoundError):
            os.unlink(file)


def contents(path: str, limit: int = LARGEST) -> bytes | None:
    """Return the bytes of a regular file; None where there is nothing.

    Never follows a link, never waits for a pipe. Raises Damaged for what is no file, has more bytes
    than the limit or cannot be read.
    """
    try:
        handle = os.open(path, _READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = "it is a link" if os.path.islink(path) else str(error.strerror)
        raise Damaged(reason) from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Damaged("it is no file")
        if status.st_size > limit:
            raise Damaged(f"it has {status.st_size:,} bytes, expected at most {limit:,}")
        return _read(handle, status.st_size)
    except OSError as error:
        raise Damaged(str(error.strerror)) from error
    finally:
        os.close(handle)


def _read(handle: int, size: int) -> bytes:
    """Return what a file of a size holds, and a byte more of one that has grown since."""
    parts, left = [], size + 1
    while left > 0 and (part := os.read(handle, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def named(path: str, digest: str) -> bytes:
    """Return the bytes of a file whose name says what they add up to (hex digits of SHA-256).

    Raises Damaged when it is not there, or adds up to something else.
    """
    data = contents(path)
    if data is None:
        raise Damaged("it is not there")
    if not digest or not sha256(data).hexdigest().startswith(digest):
        raise Damaged("its bytes are not those that its name says")
    return data


def sealed_line(record: bytes) -> bytes:
    """Return a JSON object with its checksum as last member, for files merged by lines.

    record: an object with a member at least.
    """
    return b"".join((record[:-1], _LAST, _digest(record), b'"}'))


def opened_line(line: bytes) -> bytes:
    """Return the JSON object of a line, as it was before its checksum was added.

    A line without one is taken as it is: an earlier Chancery wrote it. Raises Damaged.
    """
    head, last, tail = line.strip().rpartition(_LAST)
    if not last:
        return line
    record = head + b"}"
    if tail != _digest(record) + b'"}':
        raise Damaged("its checksum does not fit")
    return record


def _opened(data: bytes, kind: Kind[T], about: str) -> T | None:
    if not data.startswith(_WORD):
        if not kind.bare:
            raise Damaged(f"it is no {kind.name} of Chancery’s" if data else "it is empty")
        return _decoded(data, kind)
    label = _label(kind, about)
    if not data.startswith(label):
        return None
    end = len(label) + _DIGITS
    body = data[end + 1 :]
    if data[len(label) : end + 1] != _digest(body) + b"\n":
        raise Damaged("its checksum does not fit")
    return _decoded(body, kind)


def _decoded(data: bytes, kind: Kind[T]) -> T:
    try:
        return kind.decode(data)
    except Exception as error:
        # A library may have any reason to refuse what it has not written itself.
        raise Damaged(f"it cannot be understood: {error}") from error


def _label(kind: Kind[T], about: str) -> bytes:
    return _WORD + f"{kind.name} {kind.version} {about} ".encode()


def _digest(data: bytes) -> bytes:
    return sha256(data).hexdigest()[:_DIGITS].encode()
