"""`chancery build` and `chancery check`: through Pelican, unless nothing has changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chancery.commands.options import Options, outermost
from chancery.commands.settings import further_inputs, read_settings
from chancery.common.clock import build_date, build_instant
from chancery.common.memory import collect_no_more, collect_rarely
from chancery.common.problems import CannotStart, Problem, holding
from chancery.common.reporter import Reporter, Style
from chancery.write import stamp

if TYPE_CHECKING:
    from chancery.run.observer import Observer


def build(options: Options, *, wait: bool = True) -> int:
    """Build the network and give the exit code: 0, 1 with problems, 2 when it cannot start.

    wait: whether to wait while somebody else writes to the output.
    """
    reporter = options.reporter()
    exitcode, _ = build_sites(options, reporter, wait=wait)
    if exitcode < 2:
        reporter.say(f"The sites are in {os.path.relpath(options.output_folder)}.")
    return reporter.end(exitcode, following=_following(options, reporter, exitcode))


def _following(options: Options, reporter: Reporter, exitcode: int) -> str:
    """Return what somebody does next after a build."""
    command = "chancery build --publish" if options.publish else "chancery build"
    if exitcode:
        return _mending(options, reporter, command)
    flags = options.flags
    if options.publish:
        each = " --per-post" if options.own_places else ""
        return f"chancery publish --remote ADDRESS{each}{flags}"
    return f"chancery serve{flags}"


def _mending(options: Options, reporter: Reporter, command: str) -> str:
    """Return what somebody does next where something is wrong."""
    first = next(iter(holding(reporter.found) or reporter.found), None)
    if first is None or not os.path.isfile(first.place.file):
        return ""  # what cannot start is told with what to do
    return f"mend {first.place}, then {command}{options.flags}"


def _as_asked(options: Options) -> Options:
    return options


def build_sites(
    options: Options, reporter: Reporter, command: str = "chancery build", *, wait: bool = True,
    first: bool = False, choose: Callable[[Options], Options] = _as_asked, last_posts: bool = False,
) -> tuple[int, bool]:  # fmt: skip
    """Build the network; give the exit code, and whether every site is there as its input says.

    reporter: tells what is wrong and what was done; command: what was asked for, for those who wait
    for it; wait: whether to wait while somebody else writes to the output; first: to be served
    before all others who wait; choose: gives the options by what there is in the output, once
    nobody else writes there; last_posts: whether the network as it was read last is built where
    posts.yaml cannot be read.
    """
    try:
        chosen = choose(options)
        if (look := _look(chosen)).same is not None:
            return _say_again(look.same, reporter), True
        settings = pelican_settings(chosen, CHANCERY_WAIT=wait)
        from chancery.run.guards import claim

        lock = claim(settings, command, first=first)
    except CannotStart as error:
        _cannot(error, reporter)
        return error.exitcode, False
    with lock:
        if lock.waited or choose(options) != chosen or not look.holds(chosen):
            # What was to be done may be done by now.
            chosen = choose(options)
            if (look := _look(chosen)).same is not None:
                return _say_again(look.same, reporter), True
        made = _begun(chosen, settings, look.settings, look.last)
        collect_rarely()
        own = {"CHANCERY_LOCK": lock, "CHANCERY_IN_PLACE": look.tree is not None}
        done = run_pelican(chosen, reporter, **own, CHANCERY_LAST_POSTS=last_posts)
        if done.whole and not chosen.posts and not done.as_read_last:
            _stamp(made, look.tree or {}, done, chosen)
    collect_no_more()
    return done.exitcode, done.whole


def build_seen(
    options: Options, reporter: Reporter, observer: Observer, last: stamp.Stamp | None
) -> tuple[int | None, stamp.Stamp | None]:
    """Build for somebody who looks on, in a process that builds again and again.

    What the output holds is looked at after the sites that somebody looks at, so that these come
    soon.

    Args:
        options: What is built.
        reporter: Tells what is wrong and what was done.
        observer: Who looks on.
        last: The stamp of the build before in this process.

    Returns:
        The exit code, None if nothing has changed since, and the stamp of this build; a stamp that
        says nothing of the settings leaves the next build something to do.

    Raises:
        Superseded: The build has ended early.
    """
    from chancery.common.forms import forget_lines
    from chancery.run.guards import claim
    from chancery.run.observer import OBSERVER

    forget_lines()
    try:
        settings, now = _settings_text(options), build_instant().timestamp()
        there = last is not None and stamp.untouched(last, options.output_folder)
        if last and there and stamp.unchanged(last, settings, _inputs(options, last), now):
            return None, last
        asked = pelican_settings(options)
        lock = claim(asked, "chancery serve")
    except CannotStart as error:
        _cannot(error, reporter)
        return error.exitcode, None
    with lock:
        made = _begun(options, asked, settings, last)
        collect_rarely()
        done = run_pelican(options, reporter, **{"CHANCERY_LOCK": lock, OBSERVER: observer})
        if done.whole:
            _stamp(made, {}, done, options)
        else:
            made.settings = ""
    return done.exitcode, made


@dataclass(frozen=True, slots=True)
class _Look:
    """What the stamp says before a build: whether there is anything to do.

    settings: as plain text; last: the stamp of the build before; tree: the output when nobody has
    written there since; same: the stamp when a build would give what it says.
    """

    settings: str
    last: stamp.Stamp | None
    tree: stamp.Tree | None
    same: stamp.Stamp | None = None

    def holds(self, options: Options) -> bool:
        """Say whether no build has written to the output since; looking takes long."""
        if self.last is None or self.tree is None:
            return True
        return stamp.untouched(self.last, options.output_folder)


def _look(options: Options) -> _Look:
    """Look at what a build reads and writes. Raises CannotStart for a clock that says nothing."""
    settings = _settings_text(options)
    now = build_instant().timestamp()
    last = stamp.load(stamp.stamp_file(options.cache_folder, options.output_folder))
    tree = stamp.in_place(last, options.output_folder) if last else None
    if last is None or tree is None:
        return _Look(settings, last, tree)
    same = stamp.unchanged(last, settings, _inputs(options, last), now)
    return _Look(settings, last, tree, last if same else None)


def _inputs(options: Options, last: stamp.Stamp) -> Iterable[Path]:
    """Return what a build reads: what its settings name elsewhere is the same while they are."""
    return outermost((*options.inputs, *map(Path, last.named)))


def _begun(
    options: Options, settings: dict[str, Any], text: str, last: stamp.Stamp | None
) -> stamp.Stamp:
    """Return the stamp of a build that begins: what it reads, as that is now.

    settings: Pelican's; text: what of them the stamp compares; last: the stamp of the build before.
    """
    named = further_inputs(settings)
    files = stamp.files(outermost((*options.inputs, *named)), last)
    return stamp.Stamp(text, files, named=[str(path) for path in named])


def _stamp(made: stamp.Stamp, tree: stamp.Tree, done: Done, options: Options) -> None:
    """Keep the stamp of a build that has ended; tree: the output as it was in place before."""
    from chancery.plan.site import PORTAL
    from chancery.write.manifest import ManifestStore

    store = ManifestStore(options.cache_folder, options.output_folder)
    sites = store.sites()
    touched = {*done.touched, PORTAL}  # in its folder are network.json and the sites
    kept = stamp.without(tree, touched, sites | touched)
    folders = store.folders(sites & touched if kept else sites)
    try:
        stamp.complete(made, options.output_folder, folders, kept)
    except OSError:
        return  # somebody takes files away while we look: the next build looks again
    made.exitcode, made.until = done.exitcode, done.until
    made.problems = [_anywhere(problem).as_json() for problem in done.problems]
    stamp.save(stamp.stamp_file(options.cache_folder, options.output_folder), made)


def check(options: Options) -> int:
    """Read and check everything, write nothing, and give the exit code."""
    reporter = options.reporter()
    exitcode = run_pelican(options, reporter, CHANCERY_CHECK=True).exitcode
    following = _mending(options, reporter, "chancery check") if exitcode else ""
    return reporter.end(exitcode, following=following)


@dataclass(frozen=True, slots=True)
class Done:
    """What a run gave: its exit code, its problems, and Pelican's settings.

    whole: whether the same input needs no
    further build; what could not be written does; until: when another run would give something else
    (seconds since 1970), 0 for never; touched: the sites that it built or removed; as_read_last:
    whether posts.yaml could not be read, and the last one that could be was built.
    """

    exitcode: int
    problems: list[Problem]
    settings: dict[str, Any]
    whole: bool = False
    until: float = 0
    touched: frozenset[str] = frozenset()
    as_read_last: bool = False


def _settings_text(options: Options) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    # How somebody wants to be told is no matter of what is built.
    asked = str(replace(options, style=Style()))
    return json.dumps([asked, build_date().isoformat(), epoch, stamp.surroundings()])


def _anywhere(problem: Problem) -> Problem:
    """Return a problem that names its file wherever the next command is given."""
    name = problem.place.file
    if not os.path.lexists(name):
        return problem
    return replace(problem, place=replace(problem.place, file=os.path.abspath(name)))


def _here(problem: Problem) -> Problem:
    """Return a problem that was kept as messages name files where this command is given."""
    name = problem.place.file
    if not os.path.isabs(name):
        return problem
    relative = os.path.relpath(name)
    shown = name if relative.startswith("..") else relative
    return replace(problem, place=replace(problem.place, file=shown))


def _say_again(last: stamp.Stamp, reporter: Reporter) -> int:
    """Say what the last build said: its problems are still there."""
    reporter.problems(_here(Problem.from_json(data)) for data in last.problems)
    reporter.say("Nothing has changed since the last build.")
    return last.exitcode


def run_pelican(options: Options, reporter: Reporter | None = None, **more: Any) -> Done:
    """Do what `pelican -s pelicanconf.py` does; more: further settings."""
    reporter = reporter or options.reporter()
    try:
        settings = pelican_settings(options, CHANCERY_REPORTER=reporter, **more)
    except CannotStart as error:
        _cannot(error, reporter)
        return Done(error.exitcode, [], {})
    return _run(settings, reporter)


def pelican_settings(options: Options, **more: Any) -> dict[str, Any]:
    """Return Pelican's settings for a run; more: further ones.

    Raises CannotStart where there is no network, or its settings cannot be used.
    """
    from chancery.common.problems import Place

    for path in (options.network_folder / "posts.yaml", options.network_folder / "content"):
        fault = "" if path.exists() else "there is none"
        if not fault and path.name == "content" and not path.is_dir():
            fault = "it is no folder"
        if fault:
            cure = "Give the folder of a network with --network."
            place = Place(os.path.relpath(path))
            raise CannotStart(
                [Problem(place, f"cannot be read: {fault}", cure=cure, code="file-unreadable")]
            )
    return read_settings(options.settings_file, {**options.overrides(), **more})


def _run(settings: dict[str, Any], reporter: Reporter) -> Done:
    """Run Pelican with these settings."""
    import logging

    from pelican import Pelican

    from chancery.common.problems import InputProblems

    # Pelican's own generators are off; their remarks about having found nothing help nobody.
    logging.getLogger("pelican").setLevel(logging.ERROR)
    try:
        pelican = Pelican(settings)
        with _quiet_console():
            pelican.run()
        exitcode = 0
    except CannotStart as error:
        _cannot(error, reporter)
        exitcode = error.exitcode
    except InputProblems as error:
        exitcode = error.exitcode
    problems = settings.get("CHANCERY_PROBLEMS", [])
    whole = bool(settings.get("CHANCERY_WHOLE")) and exitcode != 2
    run = settings.get("CHANCERY_RUN")
    change = run.next_change if run else None
    touched = run.result.touched if run else frozenset()
    return Done(
        exitcode,
        problems,
        settings,
        whole,
        change.timestamp() if change else 0,
        touched,
        bool(run and run.as_read_last),
    )


def _cannot(error: CannotStart, reporter: Reporter) -> None:
    reporter.problems(error.problems)
    reporter.warn("Nothing was built; the output is as it was.")


@contextmanager
def _quiet_console() -> Iterator[None]:
    """Keep Pelican's closing line, which counts articles there are none of, off the terminal."""
    from pelican.log import console

    before, console.quiet = console.quiet, True
    try:
        yield
    finally:
        console.quiet = before
