"""`chancery media`: the pictures of the network made ready, so that a build only copies them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.commands.options import Options
from chancery.commands.told import busy, of_posts

if TYPE_CHECKING:
    from chancery.common.problems import Problem
    from chancery.common.reporter import Advance
    from chancery.common.stored import Damage
    from chancery.media.cache import Seen
    from chancery.media.make import Made
    from chancery.media.sources import Source
    from chancery.network.load import Loaded


def media(options: Options, *, wait: bool = True) -> int:
    """Make every picture that is not there yet; give the exit code, as `build` does.

    wait: whether to wait while another run stores what it has made.
    """
    from chancery.common.locks import Busy
    from chancery.common.problems import CannotStart, errors
    from chancery.network.load import load_network

    reporter = options.reporter()
    posts = options.network_folder / "posts.yaml"
    try:
        loaded = load_network(posts, os.path.relpath(posts), {})
        known = of_posts(loaded, options)
    except CannotStart as error:
        reporter.problems(error.problems)
        return reporter.end(2)
    try:
        with reporter.progress("pictures") as advance:
            made, there, removed, problems = _make_ready(loaded, options, advance, wait=wait)
    except Busy as holder:
        reporter.problems([busy(holder, options)])
        return reporter.end(2)
    problems = [*known, *problems]
    reporter.problems(problems)
    reporter.say(f"Pictures: {made} made ready, {there} were ready before, {removed} removed.")
    following = f"chancery build{options.flags}" if made or removed else ""
    return reporter.end(1 if errors(problems) else 0, following=following)


def _make_ready(
    loaded: Loaded, options: Options, advance: Advance, *, wait: bool
) -> tuple[int, int, int, list[Problem]]:
    """Return how many pictures were made, were there, were removed, and what is wrong with others.

    Raises Busy where nobody is to wait for another run.
    """
    from chancery.common.files import unwritable
    from chancery.common.problems import errors
    from chancery.media import cache
    from chancery.media.sources import sources

    place = options.cache_folder
    damaged: list[Damage] = []
    known = cache.read_sources(place, damaged) or {}
    content = options.network_folder / "content"
    mine: dict[str, Seen] = {}
    wanted: list[Source] = []
    problems: list[Problem] = []
    for source in sources(loaded, content):
        found = cache.look_at(source.path, content, known)
        if isinstance(found, str):
            problems.append(source.unreadable(found))
            continue
        mine[str(source.path)] = found
        if cache.find(place, found[2]) is None:
            wanted.append(source)
    shelf = _Shelf(place, content, known, mine)
    made = removed = 0
    try:
        shelf.open(wait=wait)
        for done, (source, result) in enumerate(_each(wanted, options.workers), 1):
            advance(done, len(wanted))
            if isinstance(result, str):
                cure = "Save it anew as JPEG or PNG."
                problems.append(source.problem(result, cure, "picture-unusable"))
                continue
            shelf.put(result)
            made += 1
        # A post that cannot be read asks for a picture that nobody knows of; where it was lost
        # which are known, one of another network's may seem to be nobody's.
        whole = not problems and not damaged and not errors(loaded.problems)
        removed = shelf.tidy(prune=whole)
    except OSError as error:
        problems.append(unwritable(error, str(error.filename or place)))
    return made, len(mine) - len(wanted), removed, problems


class _Shelf:
    """Where pictures are kept; two runs at once lose none of each other's."""

    def __init__(
        self, place: Path, content: Path, known: Mapping[str, Seen], mine: Mapping[str, Seen]
    ) -> None:
        """Take the cache folder, the network's content, and sources: known, and of this run."""
        from chancery.common.locks import Turns
        from chancery.media.cache import media_lock

        self._place, self._content, self._known, self._mine = place, content, known, mine
        self._alone = Turns(media_lock(place), "chancery media")

    def open(self, *, wait: bool) -> None:
        """See whether something can be kept here. Raises Busy and OSError."""
        with self._alone(wait=wait):
            self._note()

    def put(self, made: Made) -> None:
        """Keep a picture. Raises OSError when it cannot be written."""
        from chancery.common.files import write_bytes
        from chancery.media import cache

        with self._alone():
            for name, data in made.files:
                write_bytes(str(cache.media_folder(self._place) / name), data)
            # The mark is last, so that what is marked is whole.
            cache.put_mark(self._place, made.key, made.picture)

    def tidy(self, *, prune: bool) -> int:
        """Keep what is known of sources, remove what nobody shows, and say how much that was."""
        from chancery.media import cache

        with self._alone():
            seen = self._note()
            return cache.prune(self._place, {key for _, _, key in seen.values()}) if prune else 0

    def _note(self) -> Mapping[str, Seen]:
        """Write down sources, with those that other networks and other runs know of."""
        from chancery.media import cache

        found = cache.read_sources(self._place) or {}
        since = {path: one for path, one in found.items() if self._known.get(path) != one}
        seen = {**_of_others(found, self._content), **since, **self._mine}
        if seen != found:
            cache.put_sources(self._place, seen)
        return seen


def _of_others(known: Mapping[str, Seen], content: Path) -> dict[str, Seen]:
    """Return what is known of the pictures of other networks that share the cache folder."""
    return {
        path: seen
        for path, seen in known.items()
        if not Path(path).is_relative_to(content) and os.path.exists(path)
    }


def _each(wanted: list[Source], workers: int) -> Iterator[tuple[Source, Made | str]]:
    """Make pictures in as many processes as there are processors; a large one costs seconds."""
    if len(wanted) < 2 or workers == 1:
        yield from ((source, make_one(source.path)) for source in wanted)
        return
    from chancery.common.processors import processors

    # Spawned, not forked: the codecs have threads of their own.
    context = multiprocessing.get_context("spawn")
    count = min(len(wanted), workers or processors())
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        running = {pool.submit(make_one, source.path): source for source in wanted}
        for future in as_completed(running):
            yield running[future], future.result()


def make_one(path: Path) -> Made | str:
    """Make a picture ready, or say why it cannot be."""
    from chancery.common.files import read_at_most
    from chancery.media.cache import LARGEST_FILE
    from chancery.media.make import PictureUnusable, make

    try:
        return make(read_at_most(path, LARGEST_FILE))
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except PictureUnusable as error:
        return str(error)
