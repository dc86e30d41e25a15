"""What the last build wrote: a key per site, under it a key per file, and the last good inputs.

A site's record is set aside before the first of its files is written and made anew after the last,
so that a build that was killed never passes for one that ended.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeAlias

import msgspec

from chancery.common import stored
from chancery.common.digest import BLOB_ID
from chancery.common.files import write_bytes
from chancery.content.model import Document

#: Raised when the manifest's shape changes; another number is read as no manifest at all.
VERSION = 1
#: The name under which the portal's record is kept; no post can have it.
PORTAL_FILE = "+portal"
#: What the record of a site has after its name while the site is written; no id has a dot.
_ASIDE = ".before"
#: A record as it is kept: the key of the site, those of its files, what Git calls these, whether it
#: was made for publishing, and whether for a place of its own.
_Kept: TypeAlias = tuple[bytes, dict[str, bytes], bytes, bool, bool]


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What is known of a site's files.

    Attributes:
        key: The key of the site when they were written.
        files: The key of each file, by its path.
        whole: Whether the writing ended; if not, the files are those from before it.
        names: Git's names for the bytes of the files, one after another in the order of `files`.
        publishing: Whether the site was built for publishing; if not, it may contain drafts.
        own_places: Whether links to other sites are absolute.
    """

    key: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    whole: bool = False
    names: bytes = b""
    publishing: bool = False
    own_places: bool = False

    def blobs(self) -> dict[str, bytes]:
        """Return what Git calls the bytes that were written to each file, by its path."""
        every = range(0, len(self.names), BLOB_ID)
        return dict(zip(self.files, (self.names[at : at + BLOB_ID] for at in every), strict=True))


@dataclass(slots=True)
class Manifest:
    """What is kept of the last build's inputs.

    Attributes:
        version: The version of this format.
        inputs: The last good input of each post, as JSON.
        documents: The last good version of each text, by its file.
        faultless: For each text in which nothing was wrong, a digest of all that it was made from.
        records: The last good records of each shelf, as JSON, by its folder and the name of the
            file; notices are kept likewise, by the id of the post.
        posts: The last posts.yaml that could be read.
    """

    version: int = VERSION
    inputs: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    faultless: dict[str, bytes] = field(default_factory=dict)
    records: dict[str, dict[str, str]] = field(default_factory=dict)
    posts: bytes = b""


_decoded = msgspec.msgpack.Decoder(Manifest).decode
_parts = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode


def _manifest(data: bytes) -> Manifest:
    """Read a manifest. Raises ValueError where an input is none: one without a checksum may be."""
    found = _decoded(data)
    found.records |= _earlier(data)
    for kept in (found.inputs, *found.records.values()):
        for given in filter(None, kept.values()):
            if not isinstance(msgspec.json.decode(given), dict | list):
                raise ValueError("an input is neither keys nor a list")
    return found


def _earlier(data: bytes) -> dict[str, dict[str, str]]:
    """Return the records in a manifest of an earlier Chancery, which had a field for each shelf."""
    own = {one.name for one in fields(Manifest)}
    return {
        name.replace("_", "-"): msgspec.msgpack.decode(part, type=dict[str, str])
        for name, part in _parts(data).items()
        if name not in own
    }


#: How both are kept; those of an earlier Chancery are read too: the last good inputs survive it.
_MANIFEST = stored.Kind("manifest", VERSION, _manifest, bare=True)
_kept = msgspec.msgpack.Decoder(_Kept).decode
#: What earlier Chanceries kept, which knew less.
_KEPT_BEFORE = (
    msgspec.msgpack.Decoder(tuple[bytes, dict[str, bytes], bytes, bool]),
    msgspec.msgpack.Decoder(tuple[bytes, dict[str, bytes], bytes]),
    msgspec.msgpack.Decoder(tuple[bytes, dict[str, bytes]]),
)


def _site(data: bytes) -> _Kept | None:
    """Read a record; None for one of an earlier Chancery: the site is made again."""
    try:
        found: _Kept = _kept(data)
    except msgspec.ValidationError:
        for kept in _KEPT_BEFORE:
            with suppress(msgspec.ValidationError):
                kept.decode(data)
                return None
        raise
    if len(found[2]) != len(found[1]) * BLOB_ID:
        raise ValueError("it has not a name for each file")
    return found


_SITE = stored.Kind("site", VERSION, _site, bare=True)


class ManifestStore:
    """Keeps the manifest of one output folder in the cache folder.

    Attributes:
        index: The file with what is kept of inputs.
        damaged: The files that were damaged, once for each time they were read.
    """

    def __init__(self, cache: Path, output: Path) -> None:
        """Take the cache folder and the output folder that the manifest is about."""
        name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]
        self.folder = cache / "builds" / name
        self.damaged: list[stored.Damage] = []
        self.index = self.folder / "manifest.msgpack"
        self._sites = self.folder / "sites"
        #: The generation of the output that all this is true of, see `Tenure`.
        self.generation_file = self.folder / "generation"

    def load(self) -> Manifest:
        """Return the manifest of the last build; an empty one if none can be read."""
        manifest = stored.read(self.index, _MANIFEST, damaged=self.damaged)
        return manifest if manifest and manifest.version == VERSION else Manifest()

    @property
    def lost(self) -> bool:
        """Whether the last good inputs are gone, because the manifest was damaged."""
        return any(damage.file == str(self.index) for damage in self.damaged)

    def save(self, manifest: Manifest) -> None:
        """Keep a manifest."""
        stored.write(self.index, _MANIFEST, msgspec.msgpack.encode(manifest))

    def sites(self) -> set[str]:
        """Return the ids of the sites that have files here, whole or not."""
        try:
            names = {entry.name.removesuffix(_ASIDE) for entry in os.scandir(self._sites)}
        except OSError:
            return set()
        return {"" if name == PORTAL_FILE else name for name in names if "." not in name}

    def folders(self, sites: Iterable[str]) -> set[str]:
        """Return every folder that holds a file of some sites, as its path below the output."""
        found = set()
        for site in sites:
            start = f"{site}/" if site else ""
            found |= {f"{start}{path}".rpartition("/")[0] for path in self.site(site).files}
        return found

    def site(self, site: str) -> SiteRecord:
        """Return what is known of a site's files; an empty record when that is nothing."""
        whole = self._file(site)
        found = self._record(whole, whole=True) or self._record(_aside(whole))
        return found or SiteRecord()

    def begin(self, site: str) -> None:
        """Say that a site's files are about to change."""
        whole, aside = self._file(site), _aside(self._file(site))
        self._clear(site)
        try:
            whole.replace(aside)
        except FileNotFoundError:
            if not aside.exists():
                write_bytes(str(aside), b"")  # nothing is known of what is there

    def distrust(self) -> None:
        """Note that the files of all sites may have changed meanwhile."""
        for site in self.sites():
            self.begin(site)

    def end(
        self, site: str, key: bytes, files: Mapping[str, bytes], blobs: Mapping[str, bytes],
        *, publishing: bool, own_places: bool,
    ) -> None:  # fmt: skip
        """Say that all files of a site are in place.

        Args:
            site: The id of the site.
            key: The key that the files were made for.
            files: The key of each file, by its path.
            blobs: Git's name for the bytes of each file.
            publishing: See `SiteRecord`.
            own_places: See `SiteRecord`.
        """
        whole = self._file(site)
        names = b"".join([blobs[path] for path in files])
        record: _Kept = (key, dict(files), names, publishing, own_places)
        stored.write(whole, _SITE, msgspec.msgpack.encode(record))
        _aside(whole).unlink(missing_ok=True)

    def forget(self, site: str) -> None:
        """Say that a site has no files any more."""
        self._clear(site)
        self._file(site).unlink(missing_ok=True)
        _aside(self._file(site)).unlink(missing_ok=True)

    def remove_parts(self) -> None:
        """Remove what a build that was killed left half written here."""
        for path in self.folder.rglob("*.part"):
            if not path.is_dir():
                path.unlink(missing_ok=True)

    def _record(self, file: Path, *, whole: bool = False) -> SiteRecord | None:
        found = stored.read(file, _SITE, damaged=self.damaged if whole else None)
        return SiteRecord(found[0], found[1], whole, *found[2:]) if found else None

    def _clear(self, site: str) -> None:
        """Put folders aside that stand where the records of a site are kept."""
        for file in (self._file(site), _aside(self._file(site))):
            stored.clear(file)

    def _file(self, site: str) -> Path:
        return self._sites / (site or PORTAL_FILE)


def _aside(file: Path) -> Path:
    return file.with_name(f"{file.name}{_ASIDE}")
