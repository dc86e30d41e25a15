"""Digests of what pages are made from, over one canonical encoding."""

from __future__ import annotations

import hashlib

import msgspec

_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def canonical(value: object) -> bytes:
    """Give the canonical bytes of plain data: dataclasses by field order, sets and keys sorted."""
    return _encode(value)


def digest(*values: object) -> bytes:
    """Give the 16-byte digest of plain data; equal data gives equal digests in every process."""
    return hashlib.sha256(_encode(values)).digest()[:16]
