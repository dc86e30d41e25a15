"""One build: which sites have changed, planned, rendered and written where they are rendered.

The same job runs in this process, in forked workers or in spawned ones, and gives the same bytes.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from chancery.common.problems import Place, Problem
from chancery.plan.index import Index
from chancery.plan.inputs import Inputs
from chancery.plan.keys import Keys
from chancery.plan.site import PORTAL, SitePlan
from chancery.render.site import Renderer, Spent
from chancery.render.theme import Templates, ThemeFiles
from chancery.write.files import files_below, remove, write_changed, write_new
from chancery.write.manifest import ManifestStore

#: A pool costs more than it saves for this many sites or fewer.
ONE_PROCESS = 6
LARGEST_CHUNK = 8

#: A worker makes trees of views, hardly a cycle: to look for them often costs time and finds none.
RARE_COLLECTIONS = (200_000, 50, 100)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker needs for every site: the inputs, the theme, and where things are."""

    inputs: Inputs
    theme: ThemeFiles
    output: str
    cache: str


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What became of one site; spent: seconds to plan, digest, render and write its files."""

    site: str
    pages: int
    files: int
    written: int
    removed: int
    size: int
    spent: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    fault: str = ""


@dataclass(slots=True)
class BuildResult:
    """What became of all sites: those looked at, how many were unchanged or not chosen."""

    sites: list[SiteResult] = field(default_factory=list)
    unchanged: int = 0
    left: int = 0
    removed: int = 0
    problems: list[Problem] = field(default_factory=list)


class Worker:
    """Builds sites one after another, keeping what they share."""

    def __init__(self, job: Job, index: Index | None = None) -> None:
        """Take a job; index: one that is ready, else it is made here."""
        self.job = job
        self.index = index or Index(job.inputs)
        templates = Templates(job.theme.folder, job.inputs.theme.catalogues, job.cache)
        templates.compile()
        self.renderer = Renderer(templates, job.inputs.theme, job.theme.assets)
        self.store = ManifestStore(Path(job.cache), Path(job.output))

    def build(self, site: str) -> SiteResult:
        """Plan, render and write one site; a fault in it is told, never raised."""
        try:
            return self._build(site)
        except Exception:
            return SiteResult(site, 0, 0, 0, 0, 0, fault=traceback.format_exc(limit=-4))

    def _build(self, site: str) -> SiteResult:
        post = self.index.posts[site] if site != PORTAL else None
        plan = SitePlan(self.index, post)
        root = os.path.join(self.job.output, site) if site else self.job.output
        write = write_changed if os.path.isdir(root) else write_new
        before = self.store.files(site)
        known = {path: key for path, key in before.items() if os.path.exists(f"{root}/{path}")}
        self.store.begin(site)
        after: dict[str, bytes] = {}
        written = size = pages = 0
        writing = 0.0
        spent = self.renderer.spent = Spent()
        for file in self.renderer.site(plan, known):
            if file.path in after:
                raise ValueError(f"two pages want to be {file.path}")
            after[file.path] = file.key
            pages += file.path.endswith(".html")
            if file.data is not None:
                size += len(file.data)
                started = perf_counter()
                written += write(f"{root}/{file.path}", file.data)
                writing += perf_counter() - started
        stale = set(before) if before or not site or write is write_new else files_below(root)
        removed = remove(root, sorted(stale - set(after)))
        self.store.end(site, after)
        times = (spent.plan, spent.digest, spent.render, writing)
        return SiteResult(site, pages, len(after), written, removed, size, times)


_worker: Worker | None = None


def _start(job: Job) -> None:
    gc.set_threshold(*RARE_COLLECTIONS)
    global _worker  # noqa: PLW0603  (one worker a process, handed over by fork or made at its start)
    if _worker is None:
        _worker = Worker(job)


def _build_chunk(sites: Sequence[str]) -> list[SiteResult]:
    if _worker is None:
        raise RuntimeError("the worker was not started")
    return [_worker.build(site) for site in sites]


def changed_sites(
    job: Job,
    index: Index,
    store: ManifestStore,
    last: dict[str, bytes],
    code: bytes,
    wanted: Iterable[str] | None = None,
) -> tuple[dict[str, bytes], list[str]]:
    """Give the key of every site, and the ids of those whose last build had another.

    wanted: only these sites are built, where given.
    """
    keys = Keys(index, code)
    found = {post.id: keys.site(post) for post in index.network.posts if post.site}
    found[PORTAL] = keys.portal()
    whole = store.whole_sites()
    chosen = set(found) if wanted is None else set(wanted)
    changed = [
        site
        for site, key in found.items()
        if site in chosen
        and (last.get(site) != key or site not in whole
             or not os.path.isdir(os.path.join(job.output, site)))
    ]  # fmt: skip
    return found, changed


def build_sites(job: Job, index: Index, sites: Sequence[str], *, workers: int = 0, method: str = "",
                progress: Progress | None = None) -> list[SiteResult]:  # fmt: skip
    """Build sites and give what became of each.

    workers: how many processes, 0 for as many as there are processors; method: fork or spawn, the
    platform's best where empty.
    """
    method = method or ("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    workers = workers or len(os.sched_getaffinity(0))
    results: list[SiteResult] = []
    if workers == 1 or len(sites) <= ONE_PROCESS:
        worker = Worker(job, index)
        found: Iterator[list[SiteResult]] = ([worker.build(site)] for site in sites)
    else:
        found = _pooled(job, index, sites, workers, method)
    for chunk in found:
        results += chunk
        if progress is not None:
            progress(len(results), len(sites))
    return sorted(results, key=lambda result: result.site)


def _pooled(
    job: Job, index: Index, sites: Sequence[str], workers: int, method: str
) -> Iterator[list[SiteResult]]:
    global _worker  # noqa: PLW0603  (forked workers find it ready)
    size = max(2, min(LARGEST_CHUNK, len(sites) // (workers * 4)))
    # The portal is the longest job: it goes first, so that nobody waits for it at the end.
    ordered = sorted(sites, key=lambda site: site != PORTAL)
    chunks = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    if method == "fork":
        _worker = Worker(job, index)
        gc.collect()
        gc.freeze()
    try:
        with multiprocessing.get_context(method).Pool(workers, _start, (job,)) as pool:
            yield from pool.imap_unordered(_build_chunk, chunks)
    finally:
        if method == "fork":
            _worker = None
            gc.unfreeze()


def faults(results: Iterable[SiteResult], place: str) -> list[Problem]:
    """Give a problem for every site that could not be built."""
    return [
        Problem(
            Place(place),
            f"the site could not be built: {result.fault.strip().splitlines()[-1]}",
            path=result.site or "portal",
            cure="Its last good files stay as they are; this is a fault in Chancery, report it.",
            post=result.site,
        )
        for result in results
        if result.fault
    ]
