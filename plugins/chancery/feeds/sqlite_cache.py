"""The feed cache as one SQLite file: the usual form, where one machine reads feeds and builds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from chancery.common.digest import digest
from chancery.common.errors import ChanceryError
from chancery.common.problems import shown
from chancery.feeds.base_cache import CacheBase, own_entries
from chancery.feeds.entries import Enclosure, Entry, Instant, Keeping
from chancery.feeds.identity import updated
from chancery.feeds.recurrence import Recurrence

#: Tells our files from those of other programs (https://www.sqlite.org/fileformat2.html#application_id).
APPLICATION_ID = 0x43484E43
#: The steps from an empty file to today's layout; `user_version` counts those that were done. Never
#: change a step that was released: add one.
MIGRATIONS = (
    """
    CREATE TABLE entry (
        feed TEXT NOT NULL,
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        link TEXT NOT NULL,
        summary TEXT NOT NULL,
        language TEXT NOT NULL,
        published TEXT,
        first_seen TEXT NOT NULL,
        hash TEXT NOT NULL,
        cleaner INTEGER NOT NULL,
        raw TEXT NOT NULL,
        PRIMARY KEY (feed, id)
    ) STRICT
    """,
    "ALTER TABLE entry ADD COLUMN more TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE entry ADD COLUMN checksum TEXT NOT NULL DEFAULT ''",
    "UPDATE entry SET checksum = checksum_of("
    "feed, id, title, link, summary, language, published, first_seen, hash, cleaner, raw, more)",
    # What all rows of a feed add up to: an index that is damaged loses rows without a word.
    "CREATE TABLE feed (name TEXT PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
    "INSERT INTO feed SELECT feed, checksum_of_all(group_concat(checksum)) "
    "FROM entry GROUP BY feed",
)
_COLUMNS = (
    "feed, id, title, link, summary, language, published, first_seen, hash, cleaner, raw, more, "
    "checksum"
)
_PUT = f"INSERT OR REPLACE INTO entry ({_COLUMNS}) VALUES ({', '.join('?' * 13)})"  # noqa: S608
_GET = f"SELECT rowid, {_COLUMNS} FROM entry WHERE feed = ?"  # noqa: S608
_SEAL = (
    "INSERT OR REPLACE INTO feed SELECT ?1, checksum_of_all(group_concat(checksum)) "
    "FROM entry WHERE feed = ?1"
)
#: How long a second writer waits for the first, in seconds.
_PATIENCE = 30.0
#: What is raised for values that cannot be stored.
_OF_ENTRIES = (sqlite3.DataError, sqlite3.InterfaceError, UnicodeEncodeError)
#: What SQLite answers where it cannot make the files that it shares between processes.
_UNWRITABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
#: What it answers where a file is not what it has written; the last where tables are others.
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_MAIN_CODE = 0xFF
_BUSY_CURE = "Check the file's rights, the disk, and that no other run uses it."
_CURE = "Delete the file and read the feeds again."


class _More(msgspec.Struct, omit_defaults=True):
    """The fields of an entry that nothing looks up, in one column as JSON."""

    guid: str = ""
    updated: Instant | None = None
    image: str = ""
    image_alt: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    topics: tuple[str, ...] = ()
    content: str = ""
    starts: str = ""
    recurs: bool = False
    ends: str = ""
    zone: str = ""
    recurrence: Recurrence | None = None
    gone: Instant | None = None


class SqliteCache(CacheBase):
    """A database of entries; the writer and any number of readers do not wait for one another."""

    def __init__(self, path: Path, readonly: bool) -> None:
        """Open the database; make it or bring it up to date unless only reading is asked for."""
        super().__init__(path)
        self.readonly = readonly
        self._unmended: set[str] = set()
        self._database: sqlite3.Connection | None = None
        with self._guarded():
            self._database = self._open_to_read() if readonly else self._open_to_write()

    def read(self, feeds: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """Return the entries of each feed, newest first, in one transaction; none when it fails."""
        wanted = tuple(dict.fromkeys(feeds))
        stored: dict[str, list[Entry]] = {feed: [] for feed in wanted}
        with self._guarded():
            if self._database is not None:
                with _transaction(self._database, "BEGIN"):
                    stored = {feed: self._entries(self._database, feed)[0] for feed in wanted}
        return {feed: self.current(entries) for feed, entries in stored.items()}

    def store(self, feed: str, entries: Iterable[Entry], keeping: Keeping | None = None) -> None:
        """Add entries to a feed in one transaction.

        What the entries themselves have against being stored is raised: it is no fault of the
        cache's, and costs no other feed.
        """
        found = own_entries(feed, entries)
        if self.readonly:
            self.complain("was opened for reading only", "Open it to write.")
            return
        with self._guarded(_OF_ENTRIES):
            if self._database is not None:
                with _transaction(self._database, "BEGIN IMMEDIATE"):
                    before, damaged = self._entries(self._database, feed)
                    self._database.executemany("DELETE FROM entry WHERE rowid = ?", damaged)
                    _store(self._database, feed, before, found, keeping)
                    self._database.execute(_SEAL, (feed,))
                self._unmended.discard(feed)

    def keep(self, feeds: Collection[str]) -> None:
        """Remove the entries of all other feeds, in one transaction."""
        with self._guarded():
            if self._database is not None and not self.readonly:
                with _transaction(self._database, "BEGIN IMMEDIATE"):
                    stored = self._database.execute("SELECT DISTINCT feed FROM entry").fetchall()
                    gone = [row for row in stored if row[0] not in feeds]
                    self._database.executemany("DELETE FROM entry WHERE feed = ?", gone)
                    self._database.executemany("DELETE FROM feed WHERE name = ?", gone)

    def close(self) -> None:
        """Close the database; the last writer leaves one file without a log beside it."""
        if self._database is not None:
            with self._guarded():
                self._mend(self._database)
            with self._guarded():
                self._database.close()
            self._database = None

    def _mend(self, database: sqlite3.Connection) -> None:
        """Take damaged entries out whose feeds did not answer, so that they are told once."""
        for feed in sorted(self._unmended) if not self.readonly else ():
            with _transaction(database, "BEGIN IMMEDIATE"):
                _, damaged = self._entries(database, feed)
                database.executemany("DELETE FROM entry WHERE rowid = ?", damaged)
                database.execute(_SEAL, (feed,))
        self._unmended.clear()

    def _entries(
        self, database: sqlite3.Connection, feed: str
    ) -> tuple[list[Entry], list[tuple[int]]]:
        """Return a feed's entries as stored, and the rows of damaged ones, which cost no other."""
        found, damaged, sums = [], [], []
        for number, *row, checksum in _rows(database, feed):
            sums.append(_text(checksum))
            try:
                texts = _texts(row)
                found.append(_entry(texts))
                if sums[-1] != _checksum(*texts):
                    found.pop()
                    raise ValueError("its checksum does not fit")
            except (ValueError, TypeError, RecursionError, msgspec.MsgspecError) as error:
                damaged.append((number,))
                name = _text(row[1])
                message = f"has a damaged entry of {feed}, {shown(name)}: {error}"
                self._is_damaged(feed, message, "It is made anew when its feed is read again.")
        if not damaged and _sum(sums) != _kept_sum(database, feed):
            self._is_damaged(feed, f"has lost entries of {feed}", "Its feed is read again.")
        return found, damaged

    def _is_damaged(self, feed: str, message: str, cure: str) -> None:
        self.damaged.add(feed)
        self._unmended.add(feed)
        self.complain(message, cure)

    @contextmanager
    def _guarded(self, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
        """Make a problem of whatever SQLite, the disk or what is stored has against us."""
        try:
            yield
        except but:
            raise
        except (sqlite3.Error, OSError, _CacheUnusable, ValueError) as error:
            busy = isinstance(error, sqlite3.OperationalError)
            cure = _BUSY_CURE if busy else _CURE
            self.fail(f"cannot be used as a feed cache: {error}", cure)

    def _open_to_write(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._opened_to_write()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & _MAIN_CODE not in _DAMAGED:
                raise
            aside = self.path.with_name(f"{self.path.name}.damaged")
            self.path.replace(aside)
            for log in ("-wal", "-shm"):
                self.path.with_name(f"{self.path.name}{log}").unlink(missing_ok=True)
            message = f"was damaged ({error}) and is made anew; what it held is in {aside.name}"
            self.complain(message, "The feeds are read again as a whole.")
        return self._opened_to_write()

    def _opened_to_write(self) -> sqlite3.Connection:
        database = self._connect("rwc")
        for check in (_migrate, _try_to_write, _check_whole):
            _checked(database, check)
        return database

    def _open_to_read(self) -> sqlite3.Connection:
        """Open without writing; where SQLite may not even keep its locks, nothing else writes."""
        try:
            return _up_to_date(_checked(self._connect("ro"), _version))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _MAIN_CODE not in _UNWRITABLE:
                raise
            return _up_to_date(_checked(self._connect("ro&immutable=1"), _version))

    def _connect(self, mode: str) -> sqlite3.Connection:
        if self.path.exists() and not self.path.is_file():
            raise _CacheUnusable("it is no file")  # to open a pipe may never end
        address = f"file:{quote(str(self.path.absolute()))}?mode={mode}"
        return sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)


class _CacheBroken(ChanceryError, sqlite3.DatabaseError):
    """SQLite's own check has found something."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class _CacheUnusable(ChanceryError):
    """The database is sound but not one of ours, or of a later version."""


def _checked(
    database: sqlite3.Connection, check: Callable[[sqlite3.Connection], object]
) -> sqlite3.Connection:
    """Return a connection once a check has passed; close it when that raises."""
    try:
        check(database)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _transaction(database: sqlite3.Connection, begin: str) -> Iterator[None]:
    """Run a block as one transaction, which an exception undoes."""
    database.execute(begin)
    try:
        yield
    except BaseException:
        database.rollback()
        raise
    database.execute("COMMIT")


def _version(database: sqlite3.Connection) -> int:
    """Return how many migrations a database has had; raise `_CacheUnusable` if it is not ours."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    owner = int(database.execute("PRAGMA application_id").fetchone()[0])
    empty = not database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if owner != APPLICATION_ID and not (empty and not version and not owner):
        raise _CacheUnusable("it belongs to another program")
    if version > len(MIGRATIONS):
        raise _CacheUnusable("a later version of Chancery made it")
    return version


def _up_to_date(database: sqlite3.Connection) -> sqlite3.Connection:
    """Return a database in today's layout: itself, or a migrated copy in memory.

    So a build after an update has its news, although only the next reading of feeds may write.
    """
    if _version(database) == len(MIGRATIONS):
        return database
    with closing(database):
        copy = sqlite3.connect(":memory:", isolation_level=None)
        database.backup(copy)
    return _checked(copy, _migrate)


def _migrate(database: sqlite3.Connection) -> None:
    """Bring a database to today's layout; each step and its count are one transaction.

    One that is of today is not written to: a build would take its file for changed.
    """
    done = _version(database)
    database.create_function("checksum_of", -1, _checksum, deterministic=True)
    database.create_function("checksum_of_all", 1, _sum_of_joined, deterministic=True)
    database.execute("PRAGMA journal_mode = WAL")
    # What is stored outlives the process; a power cut may cost the last of it, and never the file
    # (https://www.sqlite.org/pragma.html#pragma_synchronous). FULL would wait for the disk at each.
    database.execute("PRAGMA synchronous = NORMAL")
    if done == len(MIGRATIONS):
        return
    with _transaction(database, "BEGIN IMMEDIATE"):
        for number, step in enumerate(MIGRATIONS[_version(database) :], _version(database) + 1):
            database.execute(step)
            database.execute(f"PRAGMA user_version = {number:d}")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")


def _rows(database: sqlite3.Connection, feed: str) -> list[tuple[Any, ...]]:
    """Return the rows of a feed; as bytes where one of them has a text that is none."""
    try:
        return database.execute(_GET, (feed,)).fetchall()
    except sqlite3.OperationalError:
        database.text_factory = bytes
        try:
            return database.execute(_GET, (feed,)).fetchall()
        finally:
            database.text_factory = str


def _checksum(*row: Any) -> str:
    """Return what a row adds up to without its checksum."""
    return digest(row).hex()


def _sum_of_joined(checksums: str | None) -> str:
    return _sum(checksums.split(",") if checksums else ())


def _sum(checksums: Iterable[str]) -> str:
    """Return what the rows of a feed add up to, by their checksums in any order."""
    return digest(sorted(checksums)).hex()


def _kept_sum(database: sqlite3.Connection, feed: str) -> str:
    """Return what a feed's rows added up to when it was stored; none for one that never was."""
    found = database.execute("SELECT checksum FROM feed WHERE name = ?", (feed,)).fetchone()
    return str(found[0]) if found else _sum(())


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _texts(row: list[Any]) -> list[Any]:
    """Return a row with its texts read. Raises UnicodeDecodeError where one of them is none."""
    if not isinstance(row[0], bytes):
        return row
    return [value.decode() if isinstance(value, bytes) else value for value in row]


def _date(text: str) -> datetime:
    """Return an instant. Raises ValueError for one without an offset: it could be any of a day."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} has no offset from UTC")
    return found


def _check_whole(database: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError where the file is damaged: 0.1 s for 20 MB, so not in builds."""
    database.execute(_GET, ("",))
    found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise _CacheBroken(" ".join(str(found).split()))


def _try_to_write(database: sqlite3.Connection) -> None:
    """Raise sqlite3.Error where nothing can be written: SQLite opens such a file all the same.

    What is written is undone, so that a build does not take the file for changed.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS):d}")
    finally:
        database.rollback()


def _entry(row: Sequence[str]) -> Entry:
    feed, id_, title, link, summary, language, published, first_seen, hash_, *rest = row
    cleaner, raw, more = rest
    return Entry(
        feed=feed,
        id=id_,
        title=title,
        link=link,
        summary=summary,
        language=language,
        published=_date(published) if published else None,
        first_seen=_date(first_seen),
        hash=hash_,
        cleaner=int(cleaner),
        raw=raw,
        **msgspec.structs.asdict(msgspec.json.decode(more, type=_More)),
    )


def _row(entry: Entry) -> tuple[str | int | None, ...]:
    """Return an entry as `_COLUMNS` name it."""
    row = (
        entry.feed,
        entry.id,
        entry.title,
        entry.link,
        entry.summary,
        entry.language,
        entry.published.isoformat() if entry.published else None,
        entry.first_seen.isoformat(),
        entry.hash,
        entry.cleaner,
        entry.raw,
        msgspec.json.encode(msgspec.convert(entry, _More, from_attributes=True)).decode(),
    )
    return (*row, _checksum(*row))


def _store(
    database: sqlite3.Connection,
    feed: str,
    stored: Iterable[Entry],
    found: tuple[Entry, ...],
    keeping: Keeping | None,
) -> None:
    """Write what differs between the entries that are stored and those that should be."""
    before = {entry.id: entry for entry in stored}
    after = {entry.id: entry for entry in updated(before.values(), found, keeping)}
    gone = [(feed, name) for name in before.keys() - after.keys()]
    database.executemany("DELETE FROM entry WHERE feed = ? AND id = ?", gone)
    changed = [_row(entry) for name, entry in after.items() if before.get(name) != entry]
    database.executemany(_PUT, changed)
