"""`inv media`: the pictures of the network made ready, so that a build only copies them."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.commands.options import Options
from chancery.commands.told import counts, of_posts, say

if TYPE_CHECKING:
    from chancery.common.problems import Problem
    from chancery.common.stored import Damage
    from chancery.media.cache import Seen
    from chancery.media.make import Made
    from chancery.media.sources import Source
    from chancery.network.load import Loaded


def media(options: Options) -> int:
    """Make every picture that is not there yet; give the exit code, as `build` does."""
    from chancery.common.problems import CannotStart, errors
    from chancery.network.load import load_network

    posts = options.network_folder / "posts.yaml"
    try:
        loaded = load_network(posts, os.path.relpath(posts), {})
    except CannotStart as error:
        say(error.problems, options)
        return 2
    made, there, removed, problems = _make_ready(loaded, options)
    problems = [*of_posts(loaded, options), *problems]
    say(problems, options)
    if not options.json:
        done = f"Pictures: {made} made ready, {there} were ready before, {removed} removed."
        print(f"{done}{counts(problems)}")
    return 1 if errors(problems) else 0


def _make_ready(loaded: Loaded, options: Options) -> tuple[int, int, int, list[Problem]]:
    """Give how many pictures were made, were there, were removed, and what is wrong with others."""
    from chancery.common.files import unwritable, write_bytes
    from chancery.common.problems import errors
    from chancery.media import cache
    from chancery.media.sources import sources

    place = options.cache_folder
    damaged: list[Damage] = []
    known = cache.read_sources(place, damaged) or {}
    content = options.network_folder / "content"
    seen = _of_others(known, content)
    others = len(seen)
    wanted: list[Source] = []
    problems: list[Problem] = []
    for source in sources(loaded, content):
        found = cache.look_at(source.path, content, known)
        if isinstance(found, str):
            problems.append(source.unreadable(found))
            continue
        seen[str(source.path)] = found
        if cache.find(place, found[2]) is None:
            wanted.append(source)
    made = 0
    try:
        for source, result in _with_progress(_each(wanted, options.workers), len(wanted)):
            if isinstance(result, str):
                cure = "Save it anew as JPEG or PNG."
                problems.append(source.problem(result, cure, "picture-unusable"))
                continue
            for name, data in result.files:
                write_bytes(str(cache.media_folder(place) / name), data)
            # The mark is last, so that what is marked is whole.
            cache.put_mark(place, result.key, result.picture)
            made += 1
        if seen != known:
            cache.put_sources(place, seen)
    except OSError as error:
        problems.append(unwritable(error, str(error.filename or place)))
    removed = 0
    # A post that cannot be read asks for a picture that nobody knows of; where it was lost which
    # pictures are known, it may be one of another network's that seems to be nobody's.
    if not problems and not damaged and not errors(loaded.problems):
        removed = cache.prune(place, {key for _, _, key in seen.values()})
    return made, len(seen) - others - len(wanted), removed, problems


def _of_others(known: Mapping[str, Seen], content: Path) -> dict[str, Seen]:
    """Give what is known of the pictures of other networks that share the cache folder."""
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
    # Spawned, not forked: the codecs have threads of their own.
    context = multiprocessing.get_context("spawn")
    count = min(len(wanted), workers or len(os.sched_getaffinity(0)))
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        running = {pool.submit(make_one, source.path): source for source in wanted}
        for future in as_completed(running):
            yield running[future], future.result()


def make_one(path: Path) -> Made | str:
    """Make a picture ready, or say why it cannot be."""
    from chancery.common.files import read_at_most
    from chancery.media.cache import LARGEST_FILE
    from chancery.media.make import Unusable, make

    try:
        return make(read_at_most(path, LARGEST_FILE))
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except Unusable as error:
        return str(error)


def _with_progress(
    results: Iterable[tuple[Source, Made | str]], total: int
) -> Iterator[tuple[Source, Made | str]]:
    for done, result in enumerate(results, 1):
        yield result
        if sys.stderr.isatty():
            end = "\n" if done == total else ""
            print(f"\r{done} of {total} pictures", end=end, file=sys.stderr, flush=True)
