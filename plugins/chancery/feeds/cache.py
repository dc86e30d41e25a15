"""The cache between reading feeds and building: where it is, and which form a path asks for.

The command that reads feeds stores there; a build reads once and closes.
"""

from __future__ import annotations

from pathlib import Path

from chancery.feeds.base_cache import EmptyCache, FeedCache

_SQLITE_SUFFIXES = (".sqlite", ".sqlite3", ".db")


def cache_place(network: Path, cache: Path) -> Path:
    """Return where a network's feed cache is.

    A folder `feeds` beside posts.yaml, which can be kept in version control with it, is taken
    where there is one; else `feeds.sqlite` in the cache folder.
    """
    folder = network / "feeds"
    return folder if folder.is_dir() else cache / "feeds.sqlite"


def open_cache(path: Path, *, readonly: bool) -> FeedCache:
    """Open the feed cache at a path; its form follows from what is there.

    A folder holds JSON lines; a file, or a name that ends in `.sqlite` (`.sqlite3`, `.db`), is
    SQLite. Where there is nothing, reading finds an empty cache and makes nothing; writing makes
    the form that the name asks for.
    """
    if not path.is_dir() and (path.exists() or path.suffix in _SQLITE_SUFFIXES):
        from chancery.feeds.sqlite_cache import SqliteCache

        return EmptyCache(path) if readonly and not path.exists() else SqliteCache(path, readonly)
    if readonly and not path.exists():
        return EmptyCache(path)
    from chancery.feeds.json_cache import JsonLinesCache

    return JsonLinesCache(path, readonly)
