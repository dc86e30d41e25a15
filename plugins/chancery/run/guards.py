"""What a run looks at before it begins: the lock of the output, folders, settings, the network."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chancery.common.clock import build_instant
from chancery.common.files import unwritable
from chancery.common.locks import Busy, Lock, take
from chancery.common.problems import (
    CannotStart,
    Place,
    Problem,
    nearest,
    shown,
)
from chancery.common.reporter import Reporter
from chancery.common.resources import PACKAGE
from chancery.features import FEATURES
from chancery.network.load import Loaded, read_network, read_posts
from chancery.plan.inputs import Settings
from chancery.run.code import code_digest
from chancery.run.observer import OBSERVER, Observer
from chancery.run.state import LAST_POSTS, LOCK, REPORTER, RUN, Run, places, shown_path
from chancery.write.generation import output_lock, tenure
from chancery.write.manifest import Manifest, ManifestStore
from chancery.write.status import STATUS

#: The lock of the newest run of this process.
_held: Lock | None = None


_OTHER_OUTPUT = "Give an empty folder for the output, or one that a build has made."


def claim(settings: Mapping[str, Any], command: str = "pelican", *, first: bool = False) -> Lock:
    """Take the lock of the output; wait for it unless the settings say otherwise.

    A run that Pelican gave up still holds its lock, since nobody says that it has ended.

    Args:
        settings: Pelican's settings.
        command: The name by which others see who has the lock.
        first: Whether to be served before others that wait.

    Raises:
        CannotStart: If no build may write to this output, or if somebody else has the lock and the
            settings say not to wait.
    """
    global _held  # noqa: PLW0603  (see above)
    if _held is not None:
        _held.release()
    at = places(settings)
    theme = Path(settings["THEME"])
    wrong = _misplaced(at.output, at.network, (at.network / "feeds", at.content, theme, PACKAGE))
    wrong = wrong or _foreign(at.output, ManifestStore(at.cache, at.output))
    if wrong:
        raise CannotStart(wrong)
    wait = bool(settings.get("CHANCERY_WAIT", True))
    try:
        _held = take(output_lock(at.output), command, wait=wait, first=first)
    except Busy as busy:
        message = f"is written to by {busy}"
        cure = "Wait until that is done, or let this one wait for it."
        place = Place(shown_path(at.output))
        raise CannotStart([Problem(place, message, cure=cure, code="output-in-use")]) from busy
    except OSError as error:
        found = unwritable(error, shown_path(at.output))
        raise CannotStart(unwritable_folder(at.output) or [found]) from error
    return _held


def begin(settings: dict[str, Any]) -> None:
    """Load and check the network before anything else.

    Raises CannotStart (exit code 2) when it cannot be read; the output stays as it was.
    """
    needless = settings.get("CHANCERY_CHECK") or settings.get(LOCK)
    lock = None if needless else claim(settings)
    try:
        held = lock or settings.get(LOCK)
        settings[RUN] = _begun(settings, lock, alone=held is None or held.kept)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _begun(settings: dict[str, Any], lock: Lock | None, *, alone: bool) -> Run:
    at = places(settings)
    content, folder, output, cache = at.content, at.network, at.output, at.cache
    store = ManifestStore(cache, output)
    hold = tenure(output, store.generation_file)
    last = store.load()
    posts = folder / "posts.yaml"
    loaded, unread = _loaded(posts, last, anyway=bool(settings.get(LAST_POSTS)))
    only = tuple(settings.get("CHANCERY_POSTS") or ())
    wrong = [*_unknown_posts(only, loaded), *_wrong_workers(settings)]
    check_only = bool(settings.get("CHANCERY_CHECK"))
    if not check_only:
        wrong += [*unwritable_folder(output), *unwritable_folder(cache)]
    if wrong:
        raise CannotStart(wrong)
    # A name's date is read and checked here; Pelican would raise on one the calendar lacks.
    settings["FILENAME_METADATA"] = "(?!)"
    now = build_instant()
    return Run(
        network_folder=folder,
        content=content,
        output=output,
        theme=Path(settings["THEME"]),
        cache=cache,
        settings=Settings(
            today=now.date().isoformat(),
            now=now.replace(microsecond=0),
            one_tree=bool(settings.get("CHANCERY_ONE_TREE", True)),
            file_links=bool(settings.get("CHANCERY_FILE_LINKS", False)),
            publishing=bool(settings.get("CHANCERY_PUBLISHING", False)),
        ),
        loaded=loaded,
        store=store,
        last=last,
        tenure=hold,
        lock=lock,
        alone=alone,
        only=only,
        features=FEATURES,
        check_only=check_only,
        in_place=bool(settings.get("CHANCERY_IN_PLACE")) and hold.known,
        code=code_digest(),
        workers=settings.get("CHANCERY_WORKERS") or 0,
        start_method=str(settings.get("CHANCERY_START_METHOD") or ""),
        problems=[*unread, *loaded.problems],
        as_read_last=bool(unread),
        reporter=settings.get(REPORTER) or Reporter(),
        observer=settings.get(OBSERVER) or Observer(),
    )


def _loaded(posts: Path, last: Manifest, *, anyway: bool) -> tuple[Loaded, tuple[Problem, ...]]:
    """Return the network; if it had to be the one read last, also the problems of posts.yaml.

    anyway: whether that one is asked for. Raises CannotStart where there is none.
    """
    name = shown_path(posts)
    try:
        return _read(read_posts(posts, name), name, last.inputs), ()
    except CannotStart as error:
        if not (anyway and last.posts):
            raise
        kept = read_network(last.posts, f"{name} as it was read last", last.inputs)
        message, cure = (
            "sites are made from it as it was read last",
            "Mend it, then run chancery build.",
        )
        stands = Problem(Place(name), message, cure=cure, code="last-good-version")
        return kept, (*error.problems, stands)


#: What this process read last, and by which name.
_before: tuple[str, Mapping[str, str], Loaded] | None = None


def _read(data: bytes, name: str, last_good: Mapping[str, str]) -> Loaded:
    """Read a network; a process that builds again and again reads it once, until it changes."""
    global _before  # noqa: PLW0603  (see above)
    if _before is not None and _before[:2] == (name, last_good) and _before[2].source == data:
        return _before[2]
    loaded = read_network(data, name, last_good)
    _before = (name, dict(last_good), loaded)
    return loaded


def _unknown_posts(only: Iterable[str], loaded: Loaded) -> list[Problem]:
    """Say which chosen posts there are not, and what is wrong in the file: it may be the reason."""
    network = loaded.network
    known = {post.id for post in network.posts} | {post.id for post in network.failed}
    unknown = [name for name in only if name not in known]
    found = [
        Problem(
            Place("--posts"),
            f"{shown(name)} is no post of this network",
            "",
            nearest(name, known),
            code="post-unknown",
        )
        for name in unknown
    ]
    return [*found, *loaded.problems] if found else []


def _wrong_workers(settings: Mapping[str, Any]) -> list[Problem]:
    found = []
    workers = settings.get("CHANCERY_WORKERS") or 0
    if not isinstance(workers, int) or workers < 0:
        message = f"{shown(workers)}: expected a number of processes, 0 for as many as processors"
        found.append(Problem(Place("CHANCERY_WORKERS"), message, code="wrong-usage"))
    method = settings.get("CHANCERY_START_METHOD") or ""
    valid = {"fork", "spawn"} & set(multiprocessing.get_all_start_methods())
    if method not in {"", *valid}:
        message = f"{shown(method)}: expected {' or '.join(sorted(valid))}"
        found.append(Problem(Place("CHANCERY_START_METHOD"), message, code="wrong-usage"))
    return found


def _misplaced(output: Path, network: Path, sources: Iterable[Path]) -> list[Problem]:
    """Say when an output would be scattered among what sites are made from."""
    place = output.resolve()
    within = [source.resolve() for source in sources]
    around = [network.resolve(), *within]
    met = [path for path in within if place.is_relative_to(path)]
    met += [path for path in around if path.is_relative_to(place)]
    if not met:
        return []
    relation = "lies in" if place.is_relative_to(met[0]) else "holds"
    message = f"{relation} {shown_path(met[0])}, which sites are made from"
    message = "is what sites are made from" if place == met[0] else message
    return [
        Problem(Place(shown_path(output)), message, cure=_OTHER_OUTPUT, code="output-of-others")
    ]


def _foreign(output: Path, store: ManifestStore) -> list[Problem]:
    """Say when a folder holds files that no build has put there; hidden ones are no matter."""
    if (output / STATUS).exists() or store.sites() or not output.is_dir():
        return []
    try:
        other = min((e.name for e in os.scandir(output) if not e.name.startswith(".")), default="")
    except OSError:
        return []  # That it cannot be read is told as a folder that cannot be written.
    message = f"holds {shown(other)} and no network.json, so no build has made it"
    return (
        [Problem(Place(shown_path(output)), message, cure=_OTHER_OUTPUT, code="output-of-others")]
        if other
        else []
    )


def unwritable_folder(folder: Path) -> list[Problem]:
    """Make a folder, and say when nothing can be written to it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        reason = "" if os.access(folder, os.W_OK | os.X_OK) else "no right to write there"
    except OSError as error:
        reason = str(error.strerror)
    if not reason:
        return []
    cure = "Give another folder, or mend its rights."
    return [
        Problem(
            Place(shown_path(folder)),
            f"cannot be written: {reason}",
            cure=cure,
            code="file-unwritable",
        )
    ]
