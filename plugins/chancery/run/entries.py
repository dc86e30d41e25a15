"""The entries of feeds and their pictures, as the caches have them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec

from chancery.common import stored
from chancery.common.files import file_fault, read_at_most
from chancery.common.problems import (
    Level,
    Place,
    Problem,
)
from chancery.feeds.cache import cache_place, open_cache
from chancery.feeds.clean import CLEANER_VERSION
from chancery.feeds.document import SIZE_LIMIT
from chancery.feeds.entries import Entry, Keeping
from chancery.feeds.thumbnails import Thumbnail, read_thumbnails, thumbnails_folder
from chancery.feeds.undetected import UNDETECTED, told_once
from chancery.network.feedkeeping import keeping_of
from chancery.network.newsfeeds import FeedSource
from chancery.run.state import Run, shown_path

_FEED_FILE = stored.Kind(
    "feed-file", 1, msgspec.msgpack.Decoder(tuple[Entry, ...]).decode
)  # fmt: skip


def entry_pictures(run: Run) -> dict[str, Thumbnail]:
    """Return the pictures of entries that are there, and note what is wrong with their list."""
    damaged: list[stored.Damage] = []
    found = read_thumbnails(pictures_folder(run), damaged)
    for damage in damaged:
        message = f"is damaged, so news go without some pictures: {damage.reason}"
        place, cure = Place(shown_path(Path(damage.file))), "Run chancery feeds."
        run.problems.append(
            Problem(place, message, cure=cure, level=Level.NOTE, code="picture-damaged")
        )
    return found


def pictures_folder(run: Run) -> Path:
    """Return the folder with the pictures of entries."""
    return thumbnails_folder(cache_place(run.network_folder, run.cache))


def read_entries(run: Run) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of every feed of the network: from files, and from the feed cache."""
    network = run.network
    sources: dict[str, FeedSource] = {}
    for feed in network.feeds():
        sources.setdefault(feed.key, feed)
    others = {feed.key for partner in network.partners for feed in partner.feeds}
    wrong: list[Problem] = []
    entries = {
        key: _from_file(run, feed, wrong, whole=key not in others)
        for key, feed in sources.items()
        if feed.file
    }
    urls = [key for key, feed in sources.items() if feed.url]
    if urls:
        with open_cache(cache_place(run.network_folder, run.cache), readonly=True) as cache:
            now, stays = datetime.fromisoformat(run.settings.today), keeping_of(network)
            for key, found in cache.read(urls).items():
                keeping = Keeping(now, stays[key].days, stays[key].entries)
                entries[key] = keeping.standing(found)
            run.problems += cache.problems
    run.problems += told_once(wrong)
    return entries


def _from_file(
    run: Run, feed: FeedSource, wrong: list[Problem], *, whole: bool
) -> tuple[Entry, ...]:
    path = run.content / str(feed.file)
    fault = file_fault(path, run.content)
    try:
        data = b"" if fault else read_at_most(path, SIZE_LIMIT + 1)
    except OSError as error:
        fault = f"cannot be read: {error.strerror}"
    if fault:
        cure = "Put the file there, or take the feed out of posts.yaml."
        run.problems.append(
            Problem(Place(shown_path(path)), fault, cure=cure, code="file-unreadable")
        )
        return ()
    made_from = f"{CLEANER_VERSION} {whole} {feed.key} ".encode() + data
    name = hashlib.sha256(made_from).hexdigest()[:24]
    kept = run.cache / "feed-files" / f"{name}.msgpack"
    known = stored.read(kept, _FEED_FILE, name, run.damaged)
    if known is not None:
        return known
    from chancery.feeds.parse import parse_file

    found, problems = parse_file(data, feed=feed.key, whole=whole)
    if feed.language:
        problems = [problem for problem in problems if problem.code != UNDETECTED]
    wrong += [replace(p, place=replace(p.place, file=shown_path(path))) for p in problems]
    if not problems and not run.check_only:
        stored.write(kept, _FEED_FILE, msgspec.msgpack.encode(found), name)
    return tuple(found)
