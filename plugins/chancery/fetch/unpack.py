"""Bodies unpacked within a limit, whatever a server packs into them.

A few kilobytes unpack to gigabytes, so each codec is asked for a little more than may be, and never
for the rest.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from chancery.common.errors import ChanceryError

#: What a server may use; others were not asked for.
ACCEPTED = "gzip, br, zstd"
#: The most codings on top of one another.
_MOST_LAYERS = 2
#: Names in this header that change nothing; some servers write a charset there.
_NONE = frozenset({"", "identity", "none", "utf-8"})
_GZIP = 16 + zlib.MAX_WBITS
#: The most that a window of zstd needs (RFC 9659).
_ZSTD_WINDOW = 8 * 1024 * 1024
#: How many bytes it is given at a time: four can stand for 128 KiB, and it gives all of them.
_ZSTD_STEP = 64
#: How much of gzip is unpacked at a time, and of how many pieces at most: what is left of the data
#: is never copied for one.
_STEP = 4096
_GZIP_PIECES = 1000


class Unpackable(ChanceryError):
    """A body that cannot be unpacked, or is too large once it is; says so."""


def unpack(data: bytes, encoding: str, limit: int) -> bytes:
    """Return a body as it was before it was packed.

    encoding: the Content-Encoding header. Raises `Unpackable` for what is broken, unknown, packed
    more than twice, or larger than the limit.
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    layers = [name for name in names if name not in _NONE]
    if len(layers) > _MOST_LAYERS:
        raise Unpackable(f"is packed {len(layers)} times over")
    for name in reversed(layers):
        codec = _CODECS.get(name)
        if codec is None:
            raise Unpackable(f"is packed as {name[:20]!r}, which was not asked for")
        data = codec(data, limit)
    return data


def _checked(data: bytes, limit: int, whole: bool) -> bytes:
    if len(data) > limit:
        raise Unpackable(f"unpacks to more than {limit:,} bytes")
    if not whole:
        raise Unpackable("breaks off before its packed end")
    return data


def _gzip(data: bytes, limit: int) -> bytes:
    """Unpack gzip, which may be several pieces in a row (RFC 1952, section 2.2)."""
    found = bytearray()
    whole = False
    place = pieces = 0
    piece = zlib.decompressobj(_GZIP)
    try:
        while place < len(data) and len(found) <= limit:
            if piece.eof:
                if not data.startswith(b"\x1f\x8b", place):
                    break  # what follows the last piece is no matter
                piece, pieces = zlib.decompressobj(_GZIP), pieces + 1
                if pieces > _GZIP_PIECES:
                    raise Unpackable(f"is packed in more than {_GZIP_PIECES:,} pieces")
            slice_ = data[place : place + _STEP]
            found += piece.decompress(slice_, limit + 1 - len(found))
            place += len(slice_) - len(piece.unused_data)
            whole = piece.eof
    except zlib.error as error:
        raise Unpackable("is not what its packing says: gzip cannot read it") from error
    return _checked(bytes(found), limit, whole)


def _deflate(data: bytes, limit: int) -> bytes:
    """Unpack zlib's format, or bare deflate, as which many servers send it."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        piece = zlib.decompressobj(bits)
        try:
            found = piece.decompress(data, limit + 1)
        except zlib.error:
            continue
        return _checked(found, limit, piece.eof)
    raise Unpackable("is not what its packing says: deflate cannot read it")


def _brotli(data: bytes, limit: int) -> bytes:
    import brotli

    piece = brotli.Decompressor()
    found = bytearray()
    try:
        while len(found) <= limit and not piece.is_finished():
            made = piece.process(data, output_buffer_limit=limit + 1)
            data = b""
            found += made
            if not made:
                break
    except brotli.error as error:
        raise Unpackable("is not what its packing says: br cannot read it") from error
    return _checked(bytes(found), limit, piece.is_finished())


def _zstd(data: bytes, limit: int) -> bytes:
    """Unpack zstd, frame after frame (RFC 8878, section 3), a little at a time."""
    import zstandard

    codec = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    found = bytearray()
    whole = False
    place = 0
    frame = codec.decompressobj()
    try:
        while place < len(data) and len(found) <= limit:
            if whole:
                frame = codec.decompressobj()
            slice_ = data[place : place + _ZSTD_STEP]
            found += frame.decompress(slice_)
            place += len(slice_) - len(frame.unused_data)
            whole = frame.eof
    except zstandard.ZstdError as error:
        raise Unpackable("is not what its packing says: zstd cannot read it") from error
    return _checked(bytes(found), limit, whole)


_CODECS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
