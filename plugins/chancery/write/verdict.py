"""What a build has said of itself: what holds its publishing, and which alerts it tells."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from chancery.common import stored

_NAME = "verdict.json"


class Verdict(msgspec.Struct, frozen=True):
    """What is known of a build besides its files.

    Attributes:
        held: The problems that a publish waits for, as they were printed.
        alerts: A digest of each alert that the pages show, by its id.
        status: The digest of its network.json.
    """

    held: tuple[str, ...] = ()
    alerts: Mapping[str, str] = {}
    status: str = ""


_KIND = stored.Kind("verdict", 1, msgspec.json.Decoder(Verdict).decode)


def keep(folder: Path, status: bytes, verdict: Verdict) -> None:
    """Keep a verdict in the folder of what is known of an output; status: its network.json."""
    made = msgspec.structs.replace(verdict, status=_digest(status))
    stored.write(folder / _NAME, _KIND, msgspec.json.encode(made, order="sorted"))


def of(folder: Path, status: bytes) -> Verdict | None:
    """Return the verdict on the build that has written a network.json; None where none is known."""
    found = stored.read(folder / _NAME, _KIND)
    return found if found is not None and found.status == _digest(status) else None


def _digest(status: bytes) -> str:
    return hashlib.sha256(status).hexdigest()
