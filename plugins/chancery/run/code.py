"""By which code a run makes pages, and the caches of what that code compiled or parsed."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

from chancery.common import stored
from chancery.common.resources import PACKAGE
from chancery.run.state import Run

#: By which code the caches of what was compiled or parsed were filled; it is all in the first line.
_MADE_BY = stored.Kind("code", 1, bytes)


def code_digest() -> bytes:
    """Return a digest over Chancery's own code, what is installed beside it, and Python."""
    beside = f"{sys.version} {_distributions()}".encode()
    return hashlib.sha256(_own_code() + beside).digest()[:16]


@cache
def _own_code() -> bytes:
    """Return a digest over Chancery's own code, read once: a process runs what it has loaded."""
    hasher = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".json", ".toml", ".yaml"):
            hasher.update(path.read_bytes())
    return hasher.digest()


def _distributions() -> list[str]:
    """Return every installed distribution with its version, as the name of its folder says them.

    (https://packaging.python.org/en/latest/specifications/recording-installed-packages/) To read
    their metadata would take a hundred times as long.
    """
    folders = (folder for folder in sys.path if os.path.isdir(folder))
    names = (entry.name for folder in folders for entry in os.scandir(folder))
    return sorted({name for name in names if name.endswith((".dist-info", ".egg-info"))})


def forget_other_code(run: Run) -> None:
    """Empty the caches of what was compiled or parsed when other code filled them."""
    if stored.read(run.cache / "made-by", _MADE_BY, run.code.hex()) is not None:
        return
    for name in ("templates", "catalogues", "feed-files"):
        for path in (run.cache / name).glob("*"):
            if not path.is_dir():
                path.unlink(missing_ok=True)
    note_code(run.cache, run.code)


def note_code(cache: Path, code: bytes) -> None:
    """Say by which code the caches of what was compiled or parsed are filled. Raises OSError."""
    stored.write(cache / "made-by", _MADE_BY, b"", code.hex())
