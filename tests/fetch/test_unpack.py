"""Packed answers of several pieces: read whole, and in time that grows with their size."""

from __future__ import annotations

import gzip

import pytest
import zstandard

from chancery.fetch.unpack import Unpackable, unpack

LIMIT = 100_000


def test_pieces_of_zstd_are_all_read() -> None:
    pack = zstandard.ZstdCompressor().compress
    assert unpack(pack(b"hello ") + pack(b"world"), "zstd", LIMIT) == b"hello world"
    assert unpack(b"".join(pack(b"%d " % n) for n in range(20)), "zstd", LIMIT) == b"".join(
        b"%d " % n for n in range(20)
    )


def test_pieces_of_gzip_are_all_read_and_what_follows_them_is_no_matter() -> None:
    packed = gzip.compress(b"hello ") + gzip.compress(b"world" * 3000)
    assert unpack(packed + b"\0" * 50, "gzip", LIMIT) == b"hello " + b"world" * 3000


def test_a_flood_of_empty_pieces_is_refused() -> None:
    with pytest.raises(Unpackable, match="more than 1,000 pieces"):
        unpack(gzip.compress(b"") * 50_000, "gzip", LIMIT)


def test_what_breaks_off_is_refused() -> None:
    with pytest.raises(Unpackable, match="breaks off"):
        unpack(gzip.compress(b"hello" * 3000)[:-9], "gzip", LIMIT)
