"""What the last build wrote: a key per site, under it a key per file, and the last good inputs.

A site's file list is taken away before the first of its files is written and put back after the
last, so that a build that was killed never passes for one that ended.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from chancery.content.model import Document
from chancery.write.files import write_bytes

#: Raised when the manifest's shape changes; another number is read as no manifest at all.
VERSION = 1
#: The name under which the portal's list is kept; no post can have it.
PORTAL_FILE = "+portal"


@dataclass(slots=True)
class Manifest:
    """What is known of the last build.

    sites: key by site id; inputs: last good input of each post as JSON; documents: last good
    version of each text by its file.
    """

    version: int = VERSION
    sites: dict[str, bytes] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)


class ManifestStore:
    """Keeps the manifest of one output folder in the cache folder."""

    def __init__(self, cache: Path, output: Path) -> None:
        """Take the cache folder and the output folder that the manifest is about."""
        name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]
        self.folder = cache / "builds" / name
        self._index = self.folder / "manifest.msgpack"
        self._sites = self.folder / "sites"

    def load(self) -> Manifest:
        """Give the manifest of the last build; an empty one when there is none that can be read."""
        try:
            manifest = msgspec.msgpack.decode(self._index.read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError):
            return Manifest()
        return manifest if manifest.version == VERSION else Manifest()

    def save(self, manifest: Manifest) -> None:
        """Keep a manifest."""
        write_bytes(str(self._index), msgspec.msgpack.encode(manifest))

    def whole_sites(self) -> set[str]:
        """Give the ids of the sites whose last writing ended."""
        try:
            names = {entry.name for entry in os.scandir(self._sites)}
        except OSError:
            return set()
        return {"" if name == PORTAL_FILE else name for name in names if not name.endswith(".part")}

    def files(self, site: str) -> dict[str, bytes]:
        """Give the keys of a site's files; empty when its last writing did not end."""
        try:
            return msgspec.msgpack.decode(self._file(site).read_bytes(), type=dict[str, bytes])
        except (OSError, msgspec.MsgspecError):
            return {}

    def begin(self, site: str) -> None:
        """Say that a site's files are about to change."""
        self._file(site).unlink(missing_ok=True)

    def end(self, site: str, files: dict[str, bytes]) -> None:
        """Say that a site's files are all in place."""
        write_bytes(str(self._file(site)), msgspec.msgpack.encode(files))

    def _file(self, site: str) -> Path:
        return self._sites / (site or PORTAL_FILE)
