"""One build: which sites have changed, planned, rendered and written where they are rendered.

The same job runs in this process, in forked workers or in spawned ones, and gives the same bytes.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path
from time import perf_counter

from chancery.common import stored
from chancery.common.digest import blob_id
from chancery.common.files import unwritable
from chancery.common.memory import collect_rarely
from chancery.common.problems import Level, Place, Problem, counted
from chancery.common.processors import processors
from chancery.common.stored import Damage
from chancery.media import cache as media_cache
from chancery.media.cache import media_folder
from chancery.plan.index import Index
from chancery.plan.inputs import Inputs
from chancery.plan.keys import Keys
from chancery.plan.site import PORTAL, SitePlan
from chancery.render.site import PictureLost, Rendered, Renderer, Spent
from chancery.render.theme import ThemeFiles, templates_of
from chancery.write.archive import archive, archive_key, names
from chancery.write.files import files_below, remove, write_changed, write_new
from chancery.write.generation import Overtaken, generation, generation_file
from chancery.write.manifest import ManifestStore, SiteRecord

#: A pool costs more than it saves for this many sites or fewer.
ONE_PROCESS = 6
LARGEST_CHUNK = 8

#: The fault of a site whose worker is gone; nobody is left to tell more.
LOST = "the process that built it ended before it was done"
#: The fault of a site in whose output somebody else has written meanwhile.
OVERTAKEN = "somebody else wrote to the output"

Progress = Callable[[int, int], None]
#: Some sites with their keys, handed to a worker at once.
Chunk = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker needs for every site: the inputs, the theme, and where things are.

    Attributes:
        inputs: What plans are made from.
        theme: The files of the theme.
        output: The folder that the sites are written to.
        cache: The cache folder.
        thumbnails: The folder of the pictures of feed entries.
        generation: The generation of the output, which changes if anybody else writes there.
        ours: Whether an earlier build made what is in the output folder.
        alone: Whether a lock keeps others from writing there.
    """

    inputs: Inputs
    theme: ThemeFiles
    output: str
    cache: str
    thumbnails: str
    generation: str = ""
    ours: bool = True
    alone: bool = True


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What became of one site.

    Attributes:
        site: The id of the site.
        pages: How many pages it has.
        files: How many files it has.
        written: How many files were written.
        removed: How many files were removed.
        size: The bytes of all files.
        spent: The seconds spent on planning, digests, rendering and writing.
        lost: The pictures that were damaged in their caches; the site goes without them.
        fault: What went wrong in making the site.
        unwritten: Why its files could not be written; some of them may be.
    """

    site: str
    pages: int = 0
    files: int = 0
    written: int = 0
    removed: int = 0
    size: int = 0
    spent: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    lost: tuple[Damage, ...] = ()
    fault: str = ""
    unwritten: Problem | None = None

    @property
    def whole(self) -> bool:
        """Whether all of it was made and written."""
        return not self.fault and self.unwritten is None


@dataclass(slots=True)
class BuildResult:
    """What became of all sites.

    Attributes:
        sites: What became of each site that was looked at.
        unchanged: How many sites were left as they are, since nothing in them has changed.
        left: How many were not chosen.
        gone: The sites that the network no longer has.
        removed: How many files of those were removed.
    """

    sites: list[SiteResult] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0
    gone: frozenset[str] = frozenset()
    removed: int = 0

    @property
    def touched(self) -> frozenset[str]:
        """The sites that were built or removed."""
        return self.gone | {site.site for site in self.sites}


class Worker:
    """Builds sites one after another, keeping what they share.

    damaged: what was found damaged of the compiled templates.
    """

    def __init__(self, job: Job, index: Index | None = None) -> None:
        """Take a job; index: one that is ready, else it is made here."""
        self.job = job
        self.index = index or Index(job.inputs)
        templates = templates_of(job.theme, job.cache)
        self.damaged = templates.damaged
        media = str(media_folder(Path(job.cache)))
        self.renderer = Renderer(job.theme, templates, job.inputs, media, job.thumbnails)
        self.store = ManifestStore(Path(job.cache), Path(job.output))
        self._generation = str(generation_file(Path(job.output)))

    def build(self, site: str, key: bytes) -> SiteResult:
        """Plan, render and write one site; a fault in it is told, never raised.

        key: that of the site, kept with the list of its files.
        """
        try:
            return self._build(site, key)
        except Overtaken:
            return SiteResult(site, fault=OVERTAKEN)
        except Exception:
            return SiteResult(site, fault=traceback.format_exc(limit=-4))

    def _build(self, site: str, key: bytes) -> SiteResult:
        root = os.path.join(self.job.output, site) if site else self.job.output
        write = write_changed if os.path.isdir(root) else write_new
        before = self.store.site(site)
        known = _in_place(root, before.files) if before.whole else {}
        spent = self.renderer.spent = Spent()
        # All of a site is made before any of it is written: a fault leaves the site as it was.
        plan, after, made, lost = self._rendered(site, known)
        started = perf_counter()
        packed = self._packed(plan, after)
        self._check()
        try:
            self.store.begin(site)
            written = sum(self._written(write, root, made))
            archives = self._archives(plan, root, after, packed, known)
            written += sum(write_changed(f"{root}/{path}", d) for path, d in archives.items())
            after |= packed
            stale = set() if write is write_new else self._earlier(site, root, before, after)
            removed = remove(root, sorted(stale - set(after)))
            blobs = _blobs(before, after, made | archives)
            self._check()
            # What goes without a picture is looked at again, in case that comes back the same.
            asked = self.index.inputs.settings
            self.store.end(
                site, b"" if lost else key, after, blobs,
                publishing=asked.publishing, own_places=not asked.one_tree,
            )  # fmt: skip
        except OSError as error:
            return SiteResult(site, unwritten=unwritable(error, str(error.filename or root)))
        times = (spent.plan, spent.digest, spent.render, perf_counter() - started)
        pages = sum(path.endswith(".html") for path in after)
        size = sum(len(data) for data in made.values())
        return SiteResult(site, pages, len(after), written, removed, size, times, lost)

    def _rendered(
        self, site: str, known: Mapping[str, bytes]
    ) -> tuple[SitePlan, dict[str, bytes], dict[str, bytes], tuple[Damage, ...]]:
        """Plan and render a site, without the pictures that turn out to be damaged."""
        lost: list[Damage] = []
        while True:
            plan = SitePlan(self.index, self.index.posts[site] if site != PORTAL else None)
            try:
                after, made = _made(self.renderer.site(plan, known))
            except PictureLost as picture:
                if not self._go_without(picture.file):
                    raise
                lost.append(Damage(str(picture.file), picture.reason))
            else:
                return plan, after, made, tuple(lost)

    def _go_without(self, file: Path) -> bool:
        """Take a damaged picture out of its cache and off the sites; say whether it was damaged.

        So it is made or copied again, and the next build sees that it is there.
        """
        inputs = self.index.inputs
        media, small = media_folder(Path(self.job.cache)), Path(self.job.thumbnails)
        pictures = {
            name: picture
            for name, picture in inputs.pictures.items()
            if file not in (media / one.file for one in picture.derivatives)
        }
        copies = {url: one for url, one in inputs.thumbnails.items() if small / one.file != file}
        self.index.inputs = replace(inputs, pictures=pictures, thumbnails=copies)
        made = len(pictures) < len(inputs.pictures)
        lose = media_cache.lose if made else stored.remove
        with suppress(OSError):
            lose(file)
        return made or len(copies) < len(inputs.thumbnails)

    def _check(self) -> None:
        """Raise Overtaken when somebody else has written to the output: no site is whole then."""
        if generation(self._generation) != self.job.generation:
            raise Overtaken

    def _written(
        self, write: Callable[[str, bytes], bool], root: str, made: Mapping[str, bytes]
    ) -> Iterator[bool]:
        """Write files below a folder, and say of each whether it had to be.

        Where no lock keeps others away, somebody may have written since the last one: then a build
        that stood still for long mixes one file of its own among others' at most.
        """
        for path, data in made.items():
            if not self.job.alone:
                self._check()
            yield write(f"{root}/{path}", data)

    def _packed(self, plan: SitePlan, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the keys of a site's archive and its checksum, where the ministry offers them."""
        ministry = self.index.ministry
        if plan.post is None or not ministry.archives:
            return {}
        key = archive_key(files.items(), ministry.url, plan.links.base)
        return dict.fromkeys(names(plan.post.id), key)

    def _archives(
        self, plan: SitePlan, root: str, files: Collection[str], packed: Mapping[str, bytes],
        known: Mapping[str, bytes],
    ) -> dict[str, bytes]:  # fmt: skip
        """Return the archive of a site and its checksum by their names, unless they are there."""
        if plan.post is None or all(known.get(name) == key for name, key in packed.items()):
            return {}
        tree, own = self.index.ministry.url, plan.links.base
        return dict(zip(packed, archive(Path(root), plan.post.id, files, tree, own), strict=True))

    def _earlier(
        self, site: str, root: str, before: SiteRecord, after: Collection[str]
    ) -> set[str]:
        """Return the files that earlier builds may have left; no list has all after a kill.

        Beside the portal are the other sites: only the folders that are its own are looked into.
        """
        if before.whole:
            return set(before.files)
        if site != PORTAL:
            return files_below(root)
        found = set(before.files)
        if self.job.ours:
            for folder in {path.split("/")[0] for path in (*found, *after) if "/" in path}:
                found |= {f"{folder}/{path}" for path in files_below(os.path.join(root, folder))}
        return found


def _made(files: Iterable[Rendered]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the keys of all files of a site, and the bytes of those that are to be written."""
    keys: dict[str, bytes] = {}
    made: dict[str, bytes] = {}
    for file in files:
        if file.path in keys:
            raise ValueError(f"two pages want to be {file.path}")
        keys[file.path] = file.key
        if file.data is not None:
            made[file.path] = file.data
    return keys, made


def _blobs(before: SiteRecord, files: Iterable[str], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return Git's names for the bytes of a site's files: as just made, else as known before."""
    known = before.blobs()
    return {path: blob_id(made[path]) if path in made else known[path] for path in files}


def _in_place(root: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of a site's files that are there."""
    return {path: key for path, key in files.items() if os.access(f"{root}/{path}", os.F_OK)}


_worker: Worker | None = None


def _start(job: Job) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_rarely()
    global _worker  # noqa: PLW0603  (one worker a process, handed over by fork or made at its start)
    if _worker is None:
        _worker = Worker(job)


def _end_with_parent() -> None:
    """End this process at once when its parent was killed: nobody is to write any more.

    A pool leaves its workers waiting for work then, for ever, and the lock with them.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _build_chunk(chunk: Chunk) -> list[SiteResult]:
    if _worker is None:
        raise RuntimeError("the worker was not started")
    return [_worker.build(site, key) for site, key in chunk]


def keys_of(index: Index, keys: Keys, sites: Iterable[str] | None = None) -> dict[str, bytes]:
    """Return the keys of sites, those that there are of some; of every site where none is named."""
    every = {post.id: post for post in index.network.posts if post.site}
    wanted = [*every, PORTAL] if sites is None else [s for s in sites if s in every or s == PORTAL]
    return {site: keys.portal() if site == PORTAL else keys.site(every[site]) for site in wanted}


def current_sites(
    job: Job, keys: Mapping[str, bytes], store: ManifestStore, *, in_place: bool = False
) -> set[str]:
    """Return the key of every site, and the ids of those that need no building.

    These were wholly written with the same key, and all their files are still there. in_place:
    whether that is known already, so that nobody need look.
    """
    current = set()
    for site, key in keys.items():
        record = store.site(site)
        root = os.path.join(job.output, site) if site else job.output
        same = record.whole and record.key == key
        if same and (in_place or len(_in_place(root, record.files)) == len(record.files)):
            current.add(site)
    return current


def not_as_written(output: str, store: ManifestStore) -> Iterator[str]:
    """Return the sites of which some file has other bytes than were written, or is gone.

    That takes as long as to read the whole output.
    """
    for site in sorted(store.sites()):
        record, root = store.site(site), os.path.join(output, site)
        blobs = record.blobs().items()
        if record.whole and not all(_is(os.path.join(root, path), blob) for path, blob in blobs):
            yield site


def _is(path: str, blob: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return blob_id(file.read()) == blob
    except OSError:
        return False


def _go_on() -> None:
    return None


def build_sites(
    worker: Worker, sites: Mapping[str, bytes], *, workers: int = 0, method: str = "",
    progress: Progress | None = None, go_on: Callable[[], None] = _go_on,
) -> list[SiteResult]:  # fmt: skip
    """Build sites, and return what became of each.

    Args:
        worker: Builds the sites if one process does it all.
        sites: The key of each site, by its id.
        workers: How many processes; 0 for as many as there are processors.
        method: `fork` or `spawn`; empty for the better one of the platform.
        progress: Is told, after each chunk, how many sites are done and how many there are.
        go_on: Is called after each chunk, and raises what is to end the build there.
    """
    method = method or ("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    workers = workers or processors()
    results: list[SiteResult] = []
    if workers == 1 or len(sites) <= ONE_PROCESS:
        made: Generator[list[SiteResult]] = ([worker.build(*one)] for one in sites.items())
    else:
        made = _pooled(worker, sites, workers, method)
    with closing(made):
        for chunk in made:
            results += chunk
            if progress is not None:
                progress(len(results), len(sites))
            go_on()
    return sorted(results, key=lambda result: result.site)


def _pooled(
    worker: Worker, sites: Mapping[str, bytes], workers: int, method: str
) -> Generator[list[SiteResult]]:
    global _worker  # noqa: PLW0603  (forked workers find it ready)
    size = max(2, min(LARGEST_CHUNK, len(sites) // (workers * 4)))
    # The portal is the longest job: it goes first, so that nobody waits for it at the end.
    ordered = sorted(sites.items(), key=lambda one: one[0] != PORTAL)
    chunks = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    if method == "fork":
        _worker = worker
        gc.collect()
        gc.freeze()
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(workers, context, _start, (worker.job,))
    try:
        waiting = {_submitted(pool, chunk): chunk for chunk in chunks}
        for future in as_completed(waiting):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield [SiteResult(site, fault=LOST) for site, _ in waiting[future]]
    finally:
        pool.shutdown(cancel_futures=True)
        if method == "fork":
            _worker = None
            gc.unfreeze()


def _submitted(pool: ProcessPoolExecutor, chunk: Chunk) -> Future[list[SiteResult]]:
    try:
        return pool.submit(_build_chunk, chunk)
    except BrokenProcessPool as error:
        # A worker was gone before all the work was given out.
        future: Future[list[SiteResult]] = Future()
        future.set_exception(error)
        return future


def faults(results: Iterable[SiteResult], place: str) -> list[Problem]:
    """Return a problem for every site that could not be built.

    Sites lost with one worker, or not written for one reason, share a problem.
    """
    results = list(results)
    found = [
        Problem(
            Place(place),
            f"the site could not be built: {result.fault.strip().splitlines()[-1]}",
            path=result.site or "portal",
            cure="Its last good files stay as they are; this is a fault in Chancery, report it.",
            post=result.site,
            code="site-not-built",
        )
        for result in results
        if result.fault and result.fault not in {LOST, OVERTAKEN}
    ]
    lost = sum(result.fault == LOST for result in results)
    if lost:
        message = f"{counted(lost, 'site')} could not be built: {LOST}"
        cure = "It was killed, or memory ran out. Build again; fewer --workers need less memory."
        found.append(Problem(Place(place), message, cure=cure, code="site-not-built"))
    return found + _unwritten(results)


def lost_pictures(results: Iterable[SiteResult], media: Path) -> list[Problem]:
    """Return a note for every picture that was damaged in its cache.

    media: the folder of those that were made ready; others are copies of pictures of entries.
    """
    lost = {damage.file: damage for result in results for damage in reversed(result.lost)}
    made = {file: media in Path(file).parents for file in lost}
    return [
        Problem(
            Place(file),
            f"is damaged, so pages go without this picture: {damage.reason}",
            cure=f"Run chancery {'media' if made[file] else 'feeds'}, then build.",
            level=Level.NOTE,
            code="picture-damaged",
        )
        for file, damage in sorted(lost.items())
    ]


def _unwritten(results: Iterable[SiteResult]) -> list[Problem]:
    """Return the first of the problems that have one reason, with how many sites it has stopped."""
    reasons: dict[str, list[Problem]] = {}
    for result in results:
        if result.unwritten is not None:
            reasons.setdefault(result.unwritten.message, []).append(result.unwritten)
    return [
        replace(alike[0], message=f"{message} ({counted(len(alike), 'site')} not finished)")
        for message, alike in reasons.items()
    ]
