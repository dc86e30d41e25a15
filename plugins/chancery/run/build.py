"""One build: what is planned, what of it is written, and what the next one needs."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from chancery.common.files import unwritable, write_bytes
from chancery.common.problems import (
    CannotStart,
    Place,
    Problem,
    errors,
    holding,
    in_order,
)
from chancery.media.cache import media_folder
from chancery.media.sources import ready
from chancery.network.acceptance import settled
from chancery.network.fields import SLUG
from chancery.network.load import SHARED
from chancery.plan.checks import (
    policy_problems,
    post_problems,
    text_problems,
)
from chancery.plan.feature import Checking
from chancery.plan.hourchecks import hour_problems
from chancery.plan.index import Index
from chancery.plan.inputs import Inputs
from chancery.plan.keys import Keys
from chancery.render.theme import CompiledCatalogues, ThemeBroken, ThemeFiles, read_theme
from chancery.report.status import Asked, network_status, unfinished_status
from chancery.run.code import forget_other_code
from chancery.run.entries import entry_pictures, pictures_folder, read_entries
from chancery.run.observer import Superseded
from chancery.run.state import NOTICES, Run, damage, damage_problems, named, shown_path
from chancery.write import verdict
from chancery.write.build import (
    OVERTAKEN,
    Job,
    SiteResult,
    Worker,
    build_sites,
    current_sites,
    faults,
    keys_of,
    lost_pictures,
    not_as_written,
)
from chancery.write.files import files_below, holds, remove, write_changed
from chancery.write.generation import HIDDEN, Overtaken
from chancery.write.manifest import Manifest
from chancery.write.status import STATUS, last_status

#: What a build that was killed leaves of a file, see `write_bytes`.
_PART = re.compile(r".+\.[0-9]+\.part")


def build(run: Run) -> None:
    """Plan, render and write what has changed, and keep what the next build needs.

    What goes wrong once the first file is written is told as a problem, and network.json goes on
    saying that a build is under way.

    Raises:
        CannotStart: If not even the first file can be written.
    """
    with _before_writing(run):
        if run.check_only:
            _check(run, planned(run)[0])
            run.problems += damage_problems(run)
            return
        forget_other_code(run)
        index, theme = planned(run)
        last = last_status(run.output)
        _believe_no_others(run, last)
        job = Job(
            inputs=index.inputs, theme=theme, output=str(run.output), cache=str(run.cache),
            thumbnails=str(pictures_folder(run)), ours=bool(last), alone=run.alone,
        )  # fmt: skip
        building = _Building(run, index, job, last, Keys(index))
        try:
            if last.get("building"):
                _remove_parts(run)
            building.seen()
            _check(run, index)
            building.go_on()
            keys = keys_of(index, building.keys)
            current = current_sites(job, keys, run.store, in_place=run.in_place)
            chosen = {*run.only, ""} if run.only else set(keys)
            done = {*current, *building.built}
            changed = {site: keys[site] for site in keys if site in chosen and site not in done}
            gone = _gone_sites(run, keys, last)
            if changed or gone:
                building.begin()
        except Overtaken:
            _overtaken(run, last)
            return
    try:
        building.rest(changed, gone)
        run.tenure.check()
        run.result.left = len(set(keys) - chosen)
        run.result.unchanged = len(keys) - len(run.result.sites) - run.result.left
        run.problems += damage_problems(run)
        run.store.save(_kept(run))
        _end(run, index, set(keys), current)
    except Overtaken:
        _overtaken(run, last)
    except OSError as error:
        run.problems.append(named(unwritable(error, str(error.filename or run.output))))


def _kept(run: Run) -> Manifest:
    """Return what the next build needs of what was read."""
    return Manifest(
        inputs=dict(run.loaded.inputs),
        documents=run.documents,
        faultless=run.faultless,
        records={folder: read.inputs for folder, read in run.records.items()}
        | {NOTICES: run.notices.inputs},
        posts=run.loaded.source,
    )


@contextmanager
def _before_writing(run: Run) -> Iterator[None]:
    """Turn an error before the first file is written into one that stops the run."""
    try:
        with _good_theme():
            yield
    except OSError as error:
        found = unwritable(error, str(error.filename or run.output))
        raise CannotStart([named(found)]) from error


def planned(run: Run) -> tuple[Index, ThemeFiles]:
    """Return what sites are made from."""
    accents = {post.accent for post in run.network.posts if post.accent}
    catalogues = CompiledCatalogues(run.cache, keep=not run.check_only)
    theme = read_theme(run.theme, catalogues, accents)
    pictures, problems = ready(run.loaded, run.content, run.cache)
    run.damaged += catalogues.damaged
    run.problems += problems
    inputs = Inputs(
        network=run.network,
        documents=tuple(run.documents.values()),
        theme=theme.theme,
        settings=run.settings,
        code=run.code,
        entries=read_entries(run),
        pictures=pictures,
        features=run.features,
        records={folder: tuple(read.records) for folder, read in run.records.items()},
        notices=run.notices.notices,
        thumbnails=entry_pictures(run),
    )
    return Index(inputs), theme


def note_problems(run: Run, index: Index) -> None:
    """Note what is wrong with what sites are made from."""
    posts, trees = shown_path(run.network_folder / "posts.yaml"), run.loaded.trees
    content = shown_path(run.content)
    lost = [name for read in run.records.values() for name in read.lost]
    run.problems += policy_problems(index, trees[SHARED], posts)
    run.problems += text_problems(index, content, run.texts, lost)
    run.problems += post_problems(index, trees, run.texts)
    run.problems += hour_problems(index, trees)
    checking = Checking(
        index=index, root=run.content, content=content, trees=trees, read=run.records
    )
    for feature in run.features:
        run.problems += feature.checks(checking)


def _check(run: Run, index: Index) -> None:
    """Note all that is wrong, and what of it may stand."""
    run.next_change = _next_change(index)
    note_problems(run, index)
    today, folder = run.settings.today, run.network_folder
    run.problems = settled(run.problems, run.loaded.accepted, today, folder)


def _urgent(index: Index) -> dict[str, str]:
    """Return, by id, a digest of each record whose publishing waits for nothing else."""
    features = index.inputs.features
    return {id: said for feature in features for id, said in feature.urgent(index).items()}


def _next_change(index: Index) -> datetime | None:
    """Return the next instant, other than the beginning of a day, at which some page changes."""
    now = index.inputs.settings.now
    features = index.inputs.features
    instants = (moment for feature in features for moment in feature.instants(index))
    every = chain(index.turns(), instants)
    return min((moment for moment in every if moment > now), default=None)


@dataclass(slots=True)
class _Building:
    """The writing of sites: first those that somebody looks at, then the rest.

    last: network.json of the build before; built: what became of the sites that were looked at;
    worker: builds sites, once one is to be built.
    """

    run: Run
    index: Index
    job: Job
    last: Mapping[str, Any]
    keys: Keys
    built: dict[str, SiteResult] = field(default_factory=dict)
    worker: Worker | None = None

    def begin(self) -> Worker:
        """Return what builds the sites, and mark network.json, once.

        That tells a build that was killed from one that ended. Raises Overtaken when somebody else
        has written since the build began.
        """
        if self.worker is None:
            run = self.run
            self.worker = worker = Worker(self.job, self.index)
            run.damaged += worker.damaged
            run.tenure.take()
            worker.job = replace(self.job, generation=run.tenure.number)
            write_changed(str(run.output / STATUS), unfinished_status(self.last, _asked(run)))
        return self.worker

    def seen(self) -> None:
        """Build the sites that somebody looks at, before anybody asks what else is to be done."""
        observer = self.run.observer
        keys = keys_of(self.index, self.keys, observer.sites)
        current = current_sites(self.job, keys, self.run.store) if keys else set()
        for site, key in keys.items():
            made = None if site in current else self.begin().build(site, key)
            if made is not None:
                self.built[site] = made
                self.go_on()
            if made is None or made.whole:
                observer.written(site)

    def rest(self, changed: Mapping[str, bytes], gone: Iterable[str]) -> None:
        """Write the sites that have changed, each with its key, and remove those that are gone."""
        run, results = self.run, [*self.built.values()]
        if self.worker is None:
            return
        if changed:
            with run.reporter.progress("sites") as advance:
                results += build_sites(
                    self.worker, changed, workers=run.workers, method=run.start_method,
                    progress=advance, go_on=self.go_on,
                )  # fmt: skip
        run.result.sites = sorted(results, key=lambda result: result.site)
        if any(result.fault == OVERTAKEN for result in run.result.sites):
            raise Overtaken
        found = faults(run.result.sites, str(run.network_folder / "posts.yaml"))
        found += lost_pictures(run.result.sites, media_folder(run.cache))
        run.problems += [named(problem) for problem in found]
        run.result.gone = frozenset(gone)
        run.result.removed = sum(_remove_site(run, site) for site in gone)

    def go_on(self) -> None:
        """End the build here, between two sites, when its input has changed since it began.

        What was read is kept: of what is broken by now it may be the last good version. That some
        sites are of this build and others of an earlier one, network.json says still.
        """
        if self.run.observer.superseded():
            with suppress(OSError):
                self.run.store.save(_kept(self.run))
            raise Superseded


def _end(run: Run, index: Index, sites: Collection[str], current: Collection[str]) -> None:
    """Write what became of the build; current: the sites that did not need building."""
    broken = {result.site for result in run.result.sites if not result.whole}
    # What was not chosen, or could not be built, may be of another kind of build: with drafts.
    built = {result.site for result in run.result.sites} - broken
    of_this_build = {*current, *built} == sites
    older = {site for site in broken if _may_stay(run, site)}
    status = network_status(
        index,
        failed=broken,
        kept=run.loaded.kept | {p.post for p in errors(run.problems) if p.post},
        asked=_asked(run),
        whole={*current, *built, *older} == sites,
        clean=of_this_build and not holding(run.problems),
    )
    held = tuple(str(problem) for problem in in_order(holding(run.problems)))
    verdict.keep(run.store.folder, status, verdict.Verdict(held, _urgent(index)))
    place = str(run.output / STATUS)
    if not holds(place, status):
        run.tenure.take()
        write_bytes(place, status)
    run.tenure.check()
    # What was damaged is told once: the next build looks at everything, and has nothing to say.
    lost = any(result.lost for result in run.result.sites)
    run.whole = not broken and not lost and not damage(run) and run.watched


def _believe_no_others(run: Run, last: Mapping[str, Any]) -> None:
    """Note that the files of sites to which others may have written are not to be trusted.

    Without a lock, a build that stood still may have written a file after the next one ended, and
    been killed before it could tell: only the bytes show it.
    """
    if not run.tenure.known:
        run.store.distrust()
    elif not (run.alone or run.in_place):
        for site in not_as_written(str(run.output), run.store):
            run.store.begin(site)
    # Such a one may be there still, so the next build is to look at the bytes too.
    run.watched = run.alone or not last.get("building")


def _may_stay(run: Run, site: str) -> bool:
    """Say whether an earlier build's site may be published beside the sites of this one.

    Absolute links work in one tree too; relative links do not work on hosts of their own.
    """
    record = run.store.site(site)
    return record.whole and record.publishing and (record.own_places or run.settings.one_tree)


def _asked(run: Run) -> Asked:
    return Asked(run.settings.publishing, own_places=not run.settings.one_tree)


def _overtaken(run: Run, last: Mapping[str, Any]) -> None:
    """Tell that somebody else has written since the build began; the next build makes all anew.

    last: network.json of the build before. If this build has written nothing, nothing is mixed.
    """
    message = "somebody else wrote there since this build began, so it has written nothing"
    if run.tenure.taken:
        message = "somebody else wrote there while this build did: files of both may be mixed"
        try:
            run.tenure.leave()
            write_changed(str(run.output / STATUS), unfinished_status(last, _asked(run)))
        except OSError as error:
            run.problems.append(named(unwritable(error, str(error.filename or run.output))))
    cure = "Build again, once nothing else does."
    place = Place(shown_path(run.output))
    run.problems.append(Problem(place, message, cure=cure, code="output-overtaken"))


@contextmanager
def _good_theme() -> Iterator[None]:
    """Turn a theme that cannot be read into an error that stops the run before it writes."""
    try:
        yield
    except ThemeBroken as broken:
        place = Place(shown_path(Path(broken.file)), broken.line)
        raise CannotStart([Problem(place, broken.message, code="theme-broken")]) from broken


def _remove_parts(run: Run) -> None:
    """Remove the files that a killed build left half written, beside the sites and in the cache.

    Those inside a site go when that site is written next.
    """
    for folder in (run.output, run.output / HIDDEN):
        for entry in os.scandir(folder) if folder.is_dir() else ():
            if _PART.fullmatch(entry.name):
                os.unlink(entry.path)
    run.store.remove_parts()


def _gone_sites(run: Run, keys: Collection[str], last: Mapping[str, Any]) -> set[str]:
    """Return the sites that the network no longer has; a failed one is left as it is.

    None of them while some post has no id that can be read: it may be one of them. last:
    network.json of the build before, which still names them where the cache was lost.
    """
    if run.loaded.nameless:
        return set()
    posts = last.get("posts")
    posts = posts if isinstance(posts, list) else []  # somebody may have edited it
    named = {str(post.get("id")) for post in posts if isinstance(post, dict)}
    there = {name for name in named if SLUG.fullmatch(name) and (run.output / name).is_dir()}
    return (run.store.sites() | there) - set(keys) - {post.id for post in run.network.failed}


def _remove_site(run: Run, site: str) -> int:
    record = run.store.site(site)
    paths = record.files if record.whole else files_below(str(run.output / site))
    removed = remove(str(run.output), [f"{site}/{path}" for path in paths])
    run.store.forget(site)
    return removed
