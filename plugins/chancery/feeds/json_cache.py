"""The feed cache as files of JSON lines, for teams that keep it beside the content, for CI."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from chancery.common import stored
from chancery.common.digest import digest
from chancery.common.files import file_fault, put_in_place, read_at_most
from chancery.feeds.base_cache import CacheBase, own_entries
from chancery.feeds.entries import Entry, Keeping
from chancery.feeds.identity import updated

#: The most bytes of a file that is read: two hundred entries have hardly a tenth of it.
LARGEST_FILE = 20_000_000
_OURS = re.compile(r"[0-9a-f]{16,64}\.jsonl")
_CURE = "Take the line out, or the file, and read the feed again."


class JsonLinesCache(CacheBase):
    """A folder with a file for each feed, named by the digest of the feed's address.

    Each line is an entry with its checksum, sorted by id and with its keys in a fixed order: the
    same entries are the same bytes, and a difference is one of lines. A file is replaced as a
    whole; one process writes at a time.
    """

    def __init__(self, path: Path, readonly: bool) -> None:
        """Open the folder, and make it unless only reading is asked for."""
        super().__init__(path)
        self.readonly = readonly
        self._decoder = msgspec.json.Decoder(Entry)
        if not readonly:
            self._make()

    def read(self, feeds: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """Return the entries of each feed, newest first; a damaged line becomes a problem."""
        return {feed: self.current(self._read(feed)) for feed in feeds}

    def store(self, feed: str, entries: Iterable[Entry], keeping: Keeping | None = None) -> None:
        """Add entries to a feed's file; it is left alone when nothing changes."""
        if self.readonly:
            self.complain("was opened for reading only", "Open it to write.")
            return
        found = own_entries(feed, entries)
        kept = updated(self._read(feed), found, keeping)
        size, lines = 0, {}
        for entry in kept:  # the newest first, so that what is too much is the oldest
            line = stored.sealed_line(msgspec.json.encode(entry)) + b"\n"
            size += len(line)
            if size > LARGEST_FILE:
                break
            lines[entry.id] = line
        try:
            put_in_place(self.file_of(feed), b"".join(lines[name] for name in sorted(lines)))
        except OSError as error:
            self._unwritable(error)

    def keep(self, feeds: Collection[str]) -> None:
        """Remove the files of all other feeds."""
        named = {self.file_of(feed).name for feed in feeds}
        for file in [] if self.readonly or not self.path.is_dir() else sorted(self.path.iterdir()):
            if _OURS.fullmatch(file.name) and file.name not in named:
                try:
                    file.unlink()
                except OSError as error:
                    self.complain(f"cannot be removed: {error.strerror}", "Check its rights.", file)

    def _make(self) -> None:
        """Make the folder, and see whether files can be put there."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if not os.access(self.path, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            self._unwritable(error)

    def _unwritable(self, error: OSError) -> None:
        self.fail(f"cannot be written: {error.strerror}", "Check its rights and the disk.")

    def file_of(self, feed: str) -> Path:
        """Return the file that holds a feed's entries."""
        return self.path / f"{digest(feed).hex()}.jsonl"

    def _read(self, feed: str) -> list[Entry]:
        """Return what a feed's file holds, as it was stored."""
        file = self.file_of(feed)
        if not os.path.lexists(file):
            return []
        fault = file_fault(file, self.path, LARGEST_FILE)
        try:
            lines = [] if fault else read_at_most(file, LARGEST_FILE).split(b"\n")
        except OSError as error:
            self.fail(f"cannot be read: {error.strerror}", "Check its rights.", file)
            return []
        if fault:
            self.damaged.add(feed)
            self.complain(fault, "Read the feed again, or put the file itself there.", file)
            return []
        entries: list[Entry] = []
        for number, line in enumerate(lines, 1):
            try:
                entry = self._decoder.decode(stored.opened_line(line)) if line.strip() else None
            except (msgspec.MsgspecError, ValueError, RecursionError, stored.Damaged) as error:
                self.damaged.add(feed)
                self.complain(f"is not an entry: {error}", _CURE, file, number)
                continue
            if entry is not None and entry.feed != feed:
                self.damaged.add(feed)
                self.complain(f"is an entry of another feed, {entry.feed}", _CURE, file, number)
            elif entry is not None:
                entries.append(entry)
        return entries
