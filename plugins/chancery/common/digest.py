"""Digests of what pages are made from, over one canonical encoding."""

from __future__ import annotations

import hashlib

import msgspec

#: The bytes of what Git calls a file's contents.
BLOB_ID = 20
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def canonical(value: object) -> bytes:
    """Return canonical bytes of plain data: dataclasses by field order, sets and keys sorted."""
    return _encode(value)


def digest(*values: object) -> bytes:
    """Return the 16-byte digest of plain data; equal data gives equal digests in every process."""
    return hashlib.sha256(_encode(values)).digest()[:16]


def blob_id(data: bytes) -> bytes:
    """Return what Git calls these bytes: the SHA-1 of `blob`, their number, a zero byte and them.

    It tells contents apart that came about by accident; nothing is kept safe by it.
    """
    hasher = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    hasher.update(data)
    return hasher.digest()
