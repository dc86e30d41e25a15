"""One Pelican run for the whole network: where Pelican's signals meet the rooms."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from pelican import signals
from pelican.readers import Readers

from chancery.common import stored
from chancery.common.clock import build_instant
from chancery.common.digest import digest
from chancery.common.files import file_fault, read_at_most, unwritable, write_bytes
from chancery.common.locks import Busy, Lock, take
from chancery.common.problems import (
    CannotStart,
    InputProblems,
    Level,
    Place,
    Problem,
    counted,
    errors,
    holding,
    in_order,
    nearest,
    reason,
    shown,
    tally,
)
from chancery.content.markdown import MAX_BYTES, Refused
from chancery.content.model import Document
from chancery.content.notices import NoticeFiles, read_notices
from chancery.content.read import document, front_matter, need_problems
from chancery.content.reading import Reading
from chancery.content.records import Records, Shelf, read_records
from chancery.content.scan import TextFile, scan
from chancery.content.situations import SITUATIONS
from chancery.features import FEATURES, SHELVES, names_for
from chancery.feeds.cache import cache_place, open_cache
from chancery.feeds.clean import CLEANER_VERSION
from chancery.feeds.document import SIZE_LIMIT
from chancery.feeds.entries import Entry, Keeping
from chancery.feeds.thumbnails import Thumbnail, read_thumbnails, thumbnails_folder
from chancery.media.cache import media_folder
from chancery.media.sources import ready
from chancery.network.acceptance import settled
from chancery.network.feedkeeping import keeping_of
from chancery.network.fields import SLUG
from chancery.network.load import SHARED, Loaded, load_network, read_network
from chancery.network.model import FeedSource, Network
from chancery.plan import alerts
from chancery.plan.checks import (
    policy_problems,
    post_problems,
    text_problems,
)
from chancery.plan.feature import Checking
from chancery.plan.hourchecks import hour_problems
from chancery.plan.index import Index
from chancery.plan.inputs import Inputs, Settings
from chancery.reader import ADDRESSES, FRONT, WARNINGS, ReadingRefused, TextPage
from chancery.render.theme import CompiledCatalogues, ThemeBroken, ThemeFiles, read_theme
from chancery.report.status import Asked, network_status, unfinished_status
from chancery.write import verdict
from chancery.write.build import (
    OVERTAKEN,
    BuildResult,
    Job,
    Worker,
    build_sites,
    current_sites,
    faults,
    lost_pictures,
    not_as_written,
)
from chancery.write.files import files_below, holds, remove, write_changed
from chancery.write.generation import HIDDEN, Overtaken, Tenure, output_lock, tenure
from chancery.write.manifest import Manifest, ManifestStore
from chancery.write.status import STATUS, last_status
from chancery.writer import SiteWriter

R = TypeVar("R")
#: Under which name the last good notices are kept.
NOTICES = "notices"
#: The key of Pelican's settings under which a run keeps its state.
RUN = "CHANCERY_RUN"
#: The key of Pelican's settings that asks for the network as it was read last where posts.yaml
#: cannot be read: for what must not wait until somebody has mended it.
LAST_POSTS = "CHANCERY_LAST_POSTS"
#: The key of Pelican's settings under which whoever starts a run gives the lock that it holds.
LOCK = "CHANCERY_LOCK"
#: By which code the caches of what was compiled or parsed were filled; it is all in the first line.
_MADE_BY = stored.Kind("code", 1, bytes)
_FEED_FILE = stored.Kind(
    "feed-file", 1, msgspec.msgpack.Decoder(tuple[Entry, ...]).decode
)  # fmt: skip
#: What a build that was killed leaves of a file, see `write_bytes`.
_PART = re.compile(r".+\.[0-9]+\.part")
_OTHER_OUTPUT = "Give an empty folder for the output, or one that a build has made."


@dataclass(slots=True)
class Run:
    """The state of one run: where things are, what was read, what is wrong, what was done.

    in_place: whether nobody has touched the output since the last build that ended; tenure: its
    hold on the output; lock: that of the output, where it is to be let go of when the run ends;
    ended: whether that was; alone: whether such a lock keeps others from writing there; watched:
    whether nobody can write there without that being seen; damaged: files of the cache that were
    not as they were written, beside those that the store has found; as_read_last: whether its
    network is the one of an earlier posts.yaml, since that of today cannot be read.
    """

    network_folder: Path
    content: Path
    output: Path
    theme: Path
    cache: Path
    settings: Settings
    loaded: Loaded
    store: ManifestStore
    last: Manifest
    tenure: Tenure
    lock: Lock | None = None
    ended: bool = False
    alone: bool = True
    watched: bool = True
    only: tuple[str, ...] = ()
    check_only: bool = False
    in_place: bool = False
    start_method: str = ""
    workers: int = 0
    code: bytes = b""
    problems: list[Problem] = field(default_factory=list)
    damaged: list[stored.Damage] = field(default_factory=list)
    texts: list[TextFile] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    faultless: dict[str, bytes] = field(default_factory=dict)
    records: dict[str, Records[Any]] = field(default_factory=dict)
    notices: NoticeFiles = field(default_factory=NoticeFiles)
    as_read_last: bool = False
    next_change: datetime | None = None
    result: BuildResult = field(default_factory=BuildResult)
    #: Whether all was done that was to be done, so that the same input needs no further build.
    whole: bool = False

    @property
    def network(self) -> Network:
        """The network that was read."""
        return self.loaded.network

    def read(self, shelf: Shelf[R]) -> Records[R]:
        """Return what the files of a shelf gave."""
        return self.records[shelf.folder]


def shown_path(path: Path) -> str:
    """Give a path as messages name it: relative to where the command was given."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a run finds things, and where it puts them."""

    network: Path
    content: Path
    output: Path
    cache: Path


def _places(settings: Mapping[str, Any]) -> _Places:
    content = Path(settings["PATH"])
    folder = Path(settings.get("CHANCERY_NETWORK") or content.parent)
    cache = Path(settings.get("CHANCERY_CACHE") or folder / ".cache")
    return _Places(folder, content, Path(settings["OUTPUT_PATH"]), cache)


#: The lock of the newest run of this process.
_held: Lock | None = None


def claim(settings: Mapping[str, Any], command: str = "pelican", *, first: bool = False) -> Lock:
    """Take the lock of the output, and wait for it unless the settings say otherwise.

    command: what waits for it; first: to be served next. Raises CannotStart when the output is none
    that a build may write to, or somebody has the lock and nobody is to wait.

    A run that Pelican has given up holds its lock still: nobody says that it has ended.
    """
    global _held  # noqa: PLW0603  (see above)
    if _held is not None:
        _held.release()
    at = _places(settings)
    theme, code = Path(settings["THEME"]), Path(__file__).parents[1]
    wrong = _misplaced(at.output, at.network, (at.network / "feeds", at.content, theme, code))
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
        raise CannotStart(_unwritable(at.output) or [found]) from error
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
    at = _places(settings)
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
        wrong += [*_unwritable(output), *_unwritable(cache)]
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
        check_only=check_only,
        in_place=bool(settings.get("CHANCERY_IN_PLACE")) and hold.known,
        code=code_digest(),
        workers=settings.get("CHANCERY_WORKERS") or 0,
        start_method=str(settings.get("CHANCERY_START_METHOD") or ""),
        problems=[*unread, *loaded.problems],
        as_read_last=bool(unread),
    )


def _loaded(posts: Path, last: Manifest, *, anyway: bool) -> tuple[Loaded, tuple[Problem, ...]]:
    """Give the network; what keeps posts.yaml from being read beside the one that was read last.

    anyway: whether that one is asked for. Raises CannotStart where there is none.
    """
    name = shown_path(posts)
    try:
        return load_network(posts, name, last.inputs), ()
    except CannotStart as error:
        if not (anyway and last.posts):
            raise
        kept = read_network(last.posts, f"{name} as it was read last", last.inputs)
        message, cure = "sites are made from it as it was read last", "Mend it, then run inv build."
        stands = Problem(Place(name), message, cure=cure, code="last-good-version")
        return kept, (*error.problems, stands)


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


def _unwritable(folder: Path) -> list[Problem]:
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


class MicrositeGenerator:
    """Pelican's generator of the network: reads every text once, then builds the sites."""

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], path: str, theme: str,
                 output_path: str, **_rest: Any) -> None:  # fmt: skip
        """Take what Pelican gives to generators; no Jinja environment of Pelican's is made."""
        self.context, self.settings = context, settings
        self.path, self.theme, self.output_path = path, theme, output_path
        self.readers = Readers(settings)
        if settings[RUN].ended:
            begin(settings)  # Pelican goes on after a run, when it watches for changes
        self.run: Run = settings[RUN]
        signals.generator_init.send(self)

    def generate_context(self) -> None:
        """Read every text through Pelican's readers."""
        with _ended_by_faults(self.run):
            self._read_all()

    def _read_all(self) -> None:
        run = self.run
        name = shown_path(run.content)
        reading = Reading(run.content, name, run.network, run.settings.now)
        for shelf in SHELVES:
            read = read_records(shelf, reading, run.last.records.get(shelf.folder, {}))
            run.records[shelf.folder] = read
            run.problems += read.problems
        last_notices = run.last.records.get(NOTICES, {})
        run.notices = read_notices(run.content, name, run.network, last_notices)
        run.problems += run.notices.problems
        posts = {post.id for post in run.network.posts} | {p.id for p in run.network.failed}
        found, problems = scan(run.content, names_for(posts, self.readers.extensions))
        run.problems += [_below(problem, run.content) for problem in problems]
        run.texts = found
        alone, asked = reads_alone(self.settings), digest(run.code, plain_settings(self.settings))
        for text in found:
            made = self._unchanged(text, asked) if alone else self._read(text)
            made = made or run.last.documents.get(text.file)
            if made is not None:
                run.documents[text.file] = made

    def _unchanged(self, text: TextFile, asked: bytes) -> Document | None:
        """Give a text as the last build read it where it is the same, else read it.

        asked: a digest over all that decides how texts are read.
        """
        run = self.run
        try:
            data = read_at_most(run.content / text.file, MAX_BYTES + 1)
        except OSError:
            return self._read(text)
        key = digest(asked, text, data)
        made = run.last.documents.get(text.file)
        if made is None or run.last.faultless.get(text.file) != key:
            before = len(run.problems)
            made = self._read(text)
            if len(run.problems) > before:
                return made
        run.faultless[text.file] = key
        return made

    def _read(self, text: TextFile) -> Document | None:
        name = shown_path(self.run.content / text.file)
        try:
            page = self.readers.read_file(
                base_path=self.path, path=text.file, content_class=TextPage, context=self.context
            )
        except ReadingRefused as refused:
            self._say(refused.problems, name, text)
            return None
        except Refused as refused:
            self._say(
                [
                    Problem(
                        Place(name, refused.line), f"the text {refused.reason}", code="text-refused"
                    )
                ],
                name,
                text,
            )
            return None
        except Exception as error:
            # Pelican and any reader of the user's may fail in any way; the other texts stand.
            message = f"cannot be read: {reason(error)}"
            self._say([Problem(Place(name), message, code="file-unreadable")], name, text)
            return None
        if not isinstance(page, TextPage):
            return None
        tree = getattr(page, FRONT)
        front, problems = front_matter(tree, name, text.post)
        self._say(problems, name, text)
        if front is None:
            return None
        title = str(page.title)
        front = front if title == front.title else replace(front, title=title)
        made = document(text, front, page._content, getattr(page, ADDRESSES, ()))
        self._say(getattr(page, WARNINGS, ()), name, text)
        self._say(need_problems(tree, made, name), name, text)
        return made

    def _say(self, problems: Iterable[Problem], name: str, text: TextFile) -> None:
        for problem in problems:
            place = replace(problem.place, file=name)
            self.run.problems.append(replace(problem, place=place, post=text.post))

    def generate_output(self, writer: SiteWriter) -> None:
        """Build the sites that have changed."""
        with _ended_by_faults(self.run):
            build(self.run)


@contextmanager
def _ended_by_faults(run: Run) -> Iterator[None]:
    """Let go of the output when something is raised: nobody says then that the run has ended."""
    try:
        yield
    except BaseException:
        _let_go(run)
        raise


def _let_go(run: Run) -> None:
    run.ended = True
    if run.lock is not None:
        run.lock.release()


def reads_alone(settings: Mapping[str, Any]) -> bool:
    """Say whether texts are read by Chancery alone: no plugin or reader of the user's takes part.

    What such a plugin makes of a text may depend on anything, so nothing of it is kept.
    """
    others = set(settings["PLUGINS"] or ()) - {"chancery"}
    return not others and not settings["READERS"] and not signals.content_object_init.receivers


def plain_settings(settings: Mapping[str, Any]) -> dict[str, object]:
    """Give those of Pelican's settings that can say how a text is read, TYPOGRIFY for one."""
    plain = (str, int, list)
    return {
        name: value if isinstance(value, str | int) else [str(one) for one in value]
        for name, value in settings.items()
        if isinstance(value, plain) and not name.startswith("CHANCERY_")
    }


def _below(problem: Problem, content: Path) -> Problem:
    name = problem.place.file.removeprefix(f"{content.name}/")
    return replace(problem, place=replace(problem.place, file=shown_path(content / name)))


def code_digest() -> bytes:
    """Give a digest over Chancery's own code, what is installed beside it, and Python."""
    beside = f"{sys.version} {_distributions()}".encode()
    return hashlib.sha256(_own_code() + beside).digest()[:16]


@cache
def _own_code() -> bytes:
    """Give a digest over Chancery's own code, read once: a process runs what it has loaded."""
    hasher = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".json", ".toml", ".yaml"):
            hasher.update(path.read_bytes())
    return hasher.digest()


def _distributions() -> list[str]:
    """Give every installed distribution with its version, as the name of its folder says them.

    (https://packaging.python.org/en/latest/specifications/recording-installed-packages/) To read
    their metadata would take a hundred times as long.
    """
    folders = (folder for folder in sys.path if os.path.isdir(folder))
    names = (entry.name for folder in folders for entry in os.scandir(folder))
    return sorted({name for name in names if name.endswith((".dist-info", ".egg-info"))})


def _forget_other_code(run: Run) -> None:
    """Empty the caches of what was compiled or parsed when other code filled them."""
    if stored.read(run.cache / "made-by", _MADE_BY, run.code.hex()) is not None:
        return
    for name in ("templates", "catalogues", "feed-files"):
        for path in (run.cache / name).glob("*"):
            if not path.is_dir():
                path.unlink(missing_ok=True)
    note_code(run.cache, run.code)


def note_code(cache: Path, code: bytes) -> None:
    """Say by which code the caches of what was compiled or parsed are filled. Raises OSError."""
    stored.write(cache / "made-by", _MADE_BY, b"", code.hex())


def build(run: Run) -> None:
    """Plan, render and write what has changed, and keep what the next build needs.

    Raises CannotStart when not even the first file can be written; after that it is told as a
    problem, and network.json says still that a build has not ended.
    """
    with _before_writing(run):
        if not run.check_only:
            _forget_other_code(run)
        index, theme = _planned(run)
        today, folder = run.settings.today, run.network_folder
        run.problems = settled(run.problems, run.loaded.accepted, today, folder)
        if run.check_only:
            run.problems += damage_problems(run)
            return
        last = last_status(run.output)
        _believe_no_others(run, last)
        job = Job(
            inputs=index.inputs, theme=theme, output=str(run.output), cache=str(run.cache),
            thumbnails=str(_thumbnails(run)), ours=bool(last), alone=run.alone,
        )  # fmt: skip
        keys, current = current_sites(job, index, run.store, in_place=run.in_place)
        chosen = {*run.only, ""} if run.only else set(keys)
        changed = {site: keys[site] for site in keys if site in chosen and site not in current}
        gone = _gone_sites(run, keys, last)
        try:
            if last.get("building"):
                _remove_parts(run)
            worker = _begin(run, job, index, last) if changed or gone else None
        except Overtaken:
            _overtaken(run, last)
            return
    try:
        if worker is not None:
            _write(run, worker, changed, gone)
        run.tenure.check()
        run.result.left = len(set(keys) - chosen)
        run.result.unchanged = len(keys) - len(changed) - run.result.left
        kept = Manifest(
            inputs=dict(run.loaded.inputs),
            documents=run.documents,
            faultless=run.faultless,
            records={folder: read.inputs for folder, read in run.records.items()}
            | {NOTICES: run.notices.inputs},
            posts=run.loaded.source,
        )
        run.problems += damage_problems(run)
        run.store.save(kept)
        _end(run, index, set(keys), current)
    except Overtaken:
        _overtaken(run, last)
    except OSError as error:
        run.problems.append(_shown(unwritable(error, str(error.filename or run.output))))


@contextmanager
def _before_writing(run: Run) -> Iterator[None]:
    """Make of what stands in the way of the first file of a build what stops it."""
    try:
        with _good_theme():
            yield
    except OSError as error:
        found = unwritable(error, str(error.filename or run.output))
        raise CannotStart([_shown(found)]) from error


def _planned(run: Run) -> tuple[Index, ThemeFiles]:
    """Give what sites are made from, and note what is wrong with it."""
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
        features=FEATURES,
        records={folder: tuple(read.records) for folder, read in run.records.items()},
        notices=run.notices.notices,
        thumbnails=_read_thumbnails(run),
    )
    index = Index(inputs)
    run.next_change = _next_change(index)
    posts, trees = shown_path(run.network_folder / "posts.yaml"), run.loaded.trees
    content, lost = shown_path(run.content), run.read(SITUATIONS).lost
    run.problems += policy_problems(index, trees[SHARED], posts)
    run.problems += text_problems(index, content, run.texts, lost)
    run.problems += post_problems(index, trees, run.texts)
    run.problems += hour_problems(index, trees)
    checking = Checking(
        index=index, root=run.content, content=content, trees=trees, read=run.records
    )
    for feature in FEATURES:
        run.problems += feature.checks(checking)
    return index, theme


def _next_change(index: Index) -> datetime | None:
    """Give the next instant at which some page would be another one, beside a new day."""
    now = index.inputs.settings.now
    instants = (moment for feature in FEATURES for moment in feature.instants(index))
    return min((moment for moment in instants if moment > now), default=None)


def _begin(run: Run, job: Job, index: Index, last: Mapping[str, Any]) -> Worker:
    """Give what builds the sites, and mark network.json.

    That tells a build that was killed from one that ended. Raises Overtaken when somebody else has
    written since the build began.
    """
    worker = Worker(job, index)
    run.damaged += worker.damaged
    run.tenure.take()
    worker.job = replace(job, generation=run.tenure.number)
    write_changed(str(run.output / STATUS), unfinished_status(last, _asked(run)))
    return worker


def _write(run: Run, worker: Worker, changed: Mapping[str, bytes], gone: Iterable[str]) -> None:
    """Write the sites that have changed, each with its key, and remove those that are gone."""
    run.result.sites = build_sites(
        worker, changed, workers=run.workers, method=run.start_method, progress=_progress()
    )
    if any(result.fault == OVERTAKEN for result in run.result.sites):
        raise Overtaken
    found = faults(run.result.sites, str(run.network_folder / "posts.yaml"))
    found += lost_pictures(run.result.sites, media_folder(run.cache))
    run.problems += [_shown(problem) for problem in found]
    run.result.gone = frozenset(gone)
    run.result.removed = sum(_remove_site(run, site) for site in gone)


def _end(run: Run, index: Index, sites: Collection[str], current: Collection[str]) -> None:
    """Write what became of the build; current: the sites that needed no building."""
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
    verdict.keep(run.store.folder, status, verdict.Verdict(held, alerts.told(index)))
    place = str(run.output / STATUS)
    if not holds(place, status):
        run.tenure.take()
        write_bytes(place, status)
    run.tenure.check()
    # What was damaged is told once: the next build looks at everything, and has nothing to say.
    lost = any(result.lost for result in run.result.sites)
    run.whole = not broken and not lost and not _damaged(run) and run.watched


def _believe_no_others(run: Run, last: Mapping[str, Any]) -> None:
    """Say of sites that others may have written to that their files may be others by now.

    Where no lock is kept, a build that stood still may have written a file after the next one had
    ended, and have been killed before it could tell: only the bytes say that.
    """
    if not run.tenure.known:
        run.store.distrust()
    elif not (run.alone or run.in_place):
        for site in not_as_written(str(run.output), run.store):
            run.store.begin(site)
    # Such a one may be there still, so the next build is to look at the bytes too.
    run.watched = run.alone or not last.get("building")


def _may_stay(run: Run, site: str) -> bool:
    """Say whether what an earlier build has left of a site may go up beside the sites of this one.

    Absolute links hold in one tree too, but not the other way round.
    """
    record = run.store.site(site)
    return record.whole and record.publishing and (record.own_places or run.settings.one_tree)


def _asked(run: Run) -> Asked:
    return Asked(run.settings.publishing, own_places=not run.settings.one_tree)


def _damaged(run: Run) -> list[stored.Damage]:
    return [*run.store.damaged, *run.damaged]


def damage_problems(run: Run) -> list[Problem]:
    """Say in a line what of the cache was damaged; it is made again, but for last good inputs."""
    found = []
    files = {damage.file: damage for damage in reversed(_damaged(run))}
    if run.store.lost:
        lost = files.pop(str(run.store.index))
        found.append(_lost_inputs(lost))
    if files:
        [first, *rest] = files.values()
        more = f" (and {counted(len(rest), 'other file')})" if rest else ""
        message = f"was damaged and is made again{more}: {first.reason}"
        cure = "If that happens again, look after the disk."
        place = Place(shown_path(Path(first.file)))
        found.append(Problem(place, message, cure=cure, level=Level.NOTE, code="cache-damaged"))
    return found


def _lost_inputs(lost: stored.Damage) -> Problem:
    message = "was damaged, so what is broken now has no last good version"
    cure = "Mend what else is told here; from now on last good versions are kept again."
    place = Place(shown_path(Path(lost.file)))
    message = f"{message}: {lost.reason}"
    return Problem(place, message, cure=cure, level=Level.NOTE, code="last-good-lost")


def _overtaken(run: Run, last: Mapping[str, Any]) -> None:
    """Tell that somebody else has written since the build began, and let the next make all anew.

    last: network.json of the build before. Where this one has written nothing, nothing is mixed.
    """
    message = "somebody else wrote there since this build began, so it has written nothing"
    if run.tenure.taken:
        message = "somebody else wrote there while this build did: files of both may be mixed"
        try:
            run.tenure.leave()
            write_changed(str(run.output / STATUS), unfinished_status(last, _asked(run)))
        except OSError as error:
            run.problems.append(_shown(unwritable(error, str(error.filename or run.output))))
    cure = "Build again, once nothing else does."
    place = Place(shown_path(run.output))
    run.problems.append(Problem(place, message, cure=cure, code="output-overtaken"))


def _shown(problem: Problem) -> Problem:
    """Give a problem whose file is named as messages name it."""
    return replace(problem, place=replace(problem.place, file=shown_path(Path(problem.place.file))))


@contextmanager
def _good_theme() -> Iterator[None]:
    """Make of a theme that cannot be read what stops a run before it writes."""
    try:
        yield
    except ThemeBroken as broken:
        place = Place(shown_path(Path(broken.file)), broken.line)
        raise CannotStart([Problem(place, broken.message, code="theme-broken")]) from broken


def _remove_parts(run: Run) -> None:
    """Remove what a build that was killed left half written beside the sites and in the cache.

    What it left inside a site goes with the next writing of that.
    """
    for folder in (run.output, run.output / HIDDEN):
        for entry in os.scandir(folder) if folder.is_dir() else ():
            if _PART.fullmatch(entry.name):
                os.unlink(entry.path)
    run.store.remove_parts()


def _gone_sites(run: Run, keys: Collection[str], last: Mapping[str, Any]) -> set[str]:
    """Give the sites that the network no longer has; a failed one is left as it is.

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


def _progress() -> Any:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        print(f"\r{done} of {total} sites", end=end, file=sys.stderr, flush=True)

    return show


def _read_thumbnails(run: Run) -> dict[str, Thumbnail]:
    """Give the pictures of entries that are there, and note what is wrong with their list."""
    damaged: list[stored.Damage] = []
    found = read_thumbnails(_thumbnails(run), damaged)
    for damage in damaged:
        message = f"is damaged, so news go without some pictures: {damage.reason}"
        place, cure = Place(shown_path(Path(damage.file))), "Run inv feeds."
        run.problems.append(
            Problem(place, message, cure=cure, level=Level.NOTE, code="picture-damaged")
        )
    return found


def _thumbnails(run: Run) -> Path:
    """Give the folder with the pictures of entries."""
    return thumbnails_folder(cache_place(run.network_folder, run.cache))


def read_entries(run: Run) -> dict[str, tuple[Entry, ...]]:
    """Give the entries of every feed of the network: from files, and from the feed cache."""
    network = run.network
    sources: dict[str, FeedSource] = {}
    for feed in network.feeds():
        sources.setdefault(feed.key, feed)
    others = {feed.key for partner in network.partners for feed in partner.feeds}
    entries = {
        key: _from_file(run, feed, whole=key not in others)
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
    return entries


def _from_file(run: Run, feed: FeedSource, *, whole: bool) -> tuple[Entry, ...]:
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
    run.problems += [replace(p, place=replace(p.place, file=shown_path(path))) for p in problems]
    if not problems and not run.check_only:
        stored.write(kept, _FEED_FILE, msgspec.msgpack.encode(found), name)
    return tuple(found)


def finish(settings: dict[str, Any]) -> None:
    """Say what was done and what is wrong.

    Raises InputProblems (exit code 1) when there is an error; when publishing, also for a warning
    that nobody has accepted.
    """
    run: Run = settings[RUN]
    _let_go(run)
    problems = in_order(run.problems)
    counts = tally(problems)
    settings["CHANCERY_PROBLEMS"] = problems
    settings["CHANCERY_WHOLE"] = run.whole
    if settings.get("CHANCERY_JSON"):
        found = [problem.as_json() for problem in problems]
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            if not problem.accepted:
                print(_painted(problem), file=sys.stderr)
        print(summary(run))
    if serious(run):
        raise InputProblems(f"{counts}; see above")
    if counts and not settings.get("CHANCERY_JSON"):
        print(f"{counts}.")


def _painted(problem: Problem) -> str:
    """Give what is urgent in red where a person reads along."""
    return f"\x1b[1;31m{problem}\x1b[0m" if problem.urgent and sys.stderr.isatty() else str(problem)


def serious(run: Run) -> list[Problem]:
    """Give the problems that make a build fail: errors, and when publishing what holds it."""
    return holding(run.problems) if run.settings.publishing else errors(run.problems)


def summary(run: Run) -> str:
    """Give what a run did in a few lines."""
    if run.check_only:
        posts, texts = counted(len(run.network.posts), "post"), counted(len(run.documents), "text")
        return f"{posts} and {texts} checked; nothing was written."
    result = run.result
    pages = sum(site.pages for site in result.sites)
    written = sum(site.written for site in result.sites)
    removed = sum(site.removed for site in result.sites) + result.removed
    rest = f"{result.left} not chosen" if run.only else f"{result.unchanged} unchanged"
    built = sum(site.whole for site in result.sites)
    lines = [
        f"{counted(built, 'site')} built, {rest}: {counted(pages, 'page')} looked at, "
        f"{counted(written, 'file')} written, {removed} removed."
    ]
    failed = [post.id or "one without an id" for post in run.network.failed]
    if failed:
        lines.append(
            f"Without a site, because posts.yaml has no good entry for them: {', '.join(failed)}."
        )
    return "\n".join(lines)
