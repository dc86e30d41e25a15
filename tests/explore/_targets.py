"""What is fuzzed: each target has inputs to begin with, and what must hold of any other."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from chancery.common import stored
from chancery.common.files import write_bytes
from chancery.common.problems import CannotStart, Place, Problem, errors
from chancery.content.markdown import TextRefused
from chancery.content.notices import read_notices
from chancery.content.read import document, front_matter, need_problems
from chancery.content.reading import Reading
from chancery.content.records import read_records
from chancery.content.scan import scan
from chancery.features import SHELVES, names_for
from chancery.feeds.cache import open_cache
from chancery.feeds.entries import Entry
from chancery.feeds.parse import parse_feed
from chancery.feeds.thumbnails import read_thumbnails
from chancery.media import cache as media_cache
from chancery.media.make import PictureUnusable
from chancery.media.make import make as make_picture
from chancery.media.remote import safe_picture, size_of
from chancery.network.load import read_network
from chancery.network.model import Network
from chancery.publish.git import read_status
from chancery.publish.refusals import PublishRefused
from chancery.reader import ADDRESSES, FRONT, WARNINGS, MarkdownReader, ReadingRefused, TextPage
from chancery.render.theme import CompiledCatalogues, ThemeBroken
from chancery.write import stamp, verdict
from chancery.write.manifest import ManifestStore
from chancery.write.status import last_status
from tests.explore._oracle import Wrong, check_file, check_fragment, check_line, check_problems
from tests.feeds.corpus import CASES
from tests.feeds.test_corpus import harmless
from tests.networks.small import DATE, POSTS, TEXTS, Small, make, with_theme

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "examples/golden"
FEED = "https://news.example/feed"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes bytes from elsewhere.

    seeds: inputs to begin with; run: takes an input and gives what comes of it, the same for the
    same input, and raises what shows a fault; share: of the time, beside the others.
    """

    seeds: Callable[[], list[bytes]]
    run: Callable[[bytes], object]
    share: float = 1


@cache
def _folder() -> Path:
    """Return a folder of this process, in memory where there is such a place."""
    place = "/dev/shm" if os.path.isdir("/dev/shm") else None
    return Path(tempfile.mkdtemp(prefix="chancery-fuzz-", dir=place))


def clear() -> None:
    """Take away what this process has left."""
    shutil.rmtree(_folder(), ignore_errors=True)


def _named(data: bytes, names: Iterable[str]) -> tuple[str, bytes]:
    """Return the name that an input begins with, and the rest; one by chance where it has none."""
    known = list(names)
    first, _, rest = data.partition(b"\n")
    name = first.decode(errors="replace")
    return (name, rest) if name in known else (known[len(data) % len(known)], data)


# Feeds


def _feeds() -> list[bytes]:
    files = sorted((ROOT / "tests/feeds/data").glob("*.xml"))
    files += sorted((GOLDEN / "content/feeds").glob("*"))
    return [
        *(path.read_bytes() for path in files),
        *(case.data for case in CASES if len(case.data) < 20_000),
    ]


def _feed(data: bytes) -> object:
    entries, problems = parse_feed(data, feed=FEED, now=NOW)
    for entry in entries:
        harmless(entry)
        check_fragment(entry.summary)
        check_fragment(entry.content)
    kept, more = parse_feed(data, feed="file:a.xml", now=None, whole=True)
    for entry in kept:
        harmless(entry)
    return [entries, kept, check_problems([*problems, *more])]


# Texts


def _texts() -> list[bytes]:
    made = [text.encode() for text in TEXTS.values()]
    return [*(path.read_bytes() for path in sorted(GOLDEN.glob("content/**/*.md"))), *made]


@cache
def _reader() -> MarkdownReader:
    return MarkdownReader({"PATH": str(_folder())})


def _text(data: bytes) -> object:
    content = _folder() / "content"
    file = content / "pages/passports.en.md"
    write_bytes(str(file), data)
    try:
        html, given = _reader().read(str(file))
        page = TextPage(html, given, settings=_settings(), source_path=str(file))
    except ReadingRefused as refused:
        return check_problems(refused.problems)
    except TextRefused as refused:
        check_line(str(refused.reason))
        return str(refused)
    front, problems = front_matter(getattr(page, FRONT), file.name, "")
    said = check_problems([*problems, *getattr(page, WARNINGS)])
    if front is None:
        return said
    [found], more = scan(content, names_for(()))
    made = document(found, front, page._content, getattr(page, ADDRESSES))
    said += check_problems([*more, *need_problems(getattr(page, FRONT), made, file.name)])
    for piece in made.fragment.pieces:
        check_fragment(piece if isinstance(piece, str) else piece.text)
    if msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=type(made)) != made:
        raise Wrong("a document is another one when it comes out of the cache")
    return [made, said]


@cache
def _settings() -> dict[str, Any]:
    from pelican.settings import DEFAULT_CONFIG

    return dict(DEFAULT_CONFIG)


# posts.yaml


@cache
def _golden_parts() -> tuple[str, list[str]]:
    """Return what stands in the golden posts.yaml before its posts, and each of these."""
    text = (GOLDEN / "posts.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("\nposts:\n")
    parts = rest.split("\n  - id: ")
    return f"{head}\nposts:\n", [f"  - id: {part}\n" for part in parts[1:]]


def _networks() -> list[bytes]:
    head, posts = _golden_parts()
    few = head.partition("\ndefaults:")[0]
    return [POSTS.encode(), (head + posts[0]).encode(),
            *(f"{few}\nposts:\n{post}".encode() for post in posts)]  # fmt: skip


def _network(data: bytes) -> object:
    try:
        loaded = read_network(data, "posts.yaml", {})
    except CannotStart as error:
        return check_problems(error.problems)
    said = check_problems(loaded.problems)
    # What is good is good again, and what was good stands in for what is not.
    again = read_network(data, "posts.yaml", loaded.inputs)
    if not errors(loaded.problems) and again.network != loaded.network:
        raise Wrong("a network is another one when it is read again")
    return [loaded.network, said, check_problems(again.problems)]


# Alerts, notices and all other small files

_SHELVES = {shelf.folder: shelf for shelf in SHELVES}
_NOTICES = "posts/embassy-oslo/notices.yaml"
_NAMES = (
    "alerts/2026-11-river-flood.yaml", _NOTICES, "advice/NO.yaml", "situations/arrest.yaml",
    "services/passports.yaml", "elections/2026-council-of-keepers.yaml", "needs/marry.yaml",
    "visas/short-stay.yaml", "visa-routes/NO.yaml", "charter/lawyer.yaml",
    "papers/birth-certificate.yaml",
)  # fmt: skip


def _records() -> list[bytes]:
    content = GOLDEN / "content"
    found = []
    for name in _NAMES:
        folder = content / name.rpartition("/")[0]
        found += [
            f"{name}\n".encode() + path.read_bytes() for path in sorted(folder.glob("*.yaml"))
        ]
    return found


@cache
def _golden() -> Network:
    return read_network((GOLDEN / "posts.yaml").read_bytes(), "posts.yaml", {}).network


def _read(content: Path, name: str, last_good: Mapping[str, str], network: Network) -> Any:
    if name == _NOTICES:
        return read_notices(content, "content", network, last_good)
    reading = Reading(content, "content", network, NOW)
    return read_records(_SHELVES[name.partition("/")[0]], reading, last_good)


def _record(data: bytes) -> object:
    name, body = _named(data, _NAMES)
    content = _folder() / "records"
    shutil.rmtree(content, ignore_errors=True)
    write_bytes(str(content / name), body)
    first = _read(content, name, {}, _golden())
    said = check_problems(first.problems)
    # What was good once stands in where the file is broken, and gives the same records.
    write_bytes(str(content / name), b"[")
    later = _read(content, name, first.inputs, _golden())
    kept = getattr(first, "records", None), getattr(later, "records", None)
    if not errors(first.problems) and kept[0] != kept[1]:
        raise Wrong("the last good version is another one")
    return [kept[0], getattr(first, "notices", None), said, check_problems(later.problems)]


# Catalogues


def _catalogues() -> list[bytes]:
    files = sorted((ROOT / "themes/chancery/translations").glob("*.po"))
    return [
        b"".join(path.read_bytes().partition(b"\n\n")[::2])[:size]
        for path in files
        for size in (900, 6_000)
    ]


def _catalogue(data: bytes) -> object:
    path = _folder() / "fr.po"
    path.write_bytes(data)
    try:
        found = CompiledCatalogues(_folder(), keep=False).of(path)
    except ThemeBroken as broken:
        return check_problems([Problem(Place("fr.po"), broken.message, code="theme-broken")])
    if not all(text and str(text) is text for pair in found.items() for text in pair):
        raise Wrong("a catalogue has what is no text")
    return found


# Pictures


def _pictures() -> list[bytes]:
    colours = Image.linear_gradient("L").resize((64, 56)).convert("RGB")
    made = []
    ways: tuple[tuple[str, dict[str, Any]], ...] = (
        ("png", {}), ("jpeg", {"exif": _exif()}), ("jpeg", {"progressive": True}), ("webp", {}),
        ("webp", {"lossless": True}), ("gif", {}), ("avif", {"speed": 10}),
    )  # fmt: skip
    for name, how in ways:
        buffer = BytesIO()
        colours.save(buffer, name, **how)
        made.append(buffer.getvalue())
    for mode in ("P", "LA", "RGBA", "1", "I;16"):
        buffer = BytesIO()
        (Image.new(mode, (50, 50))).save(buffer, "png")
        made.append(buffer.getvalue())
    return made


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


def _picture(data: bytes) -> object:
    try:
        made = make_picture(data) if len(data) % 4 == 0 else None  # three formats take long
    except PictureUnusable as unusable:
        check_problems([Problem(Place("a.png"), str(unusable), code="picture-unusable")])
        made = None
    safe = safe_picture(data)
    if safe is not None and not 48 <= max(size_of(safe)) <= 1920:
        raise Wrong(f"a picture of {size_of(safe)}")
    return [made, safe]


# Caches


@cache
def _cache_files() -> Mapping[str, bytes]:
    """Return what a cache holds after a build, by kind, as it is written."""
    small = make(_folder() / "cached")
    with _Quiet():
        os.environ["SOURCE_DATE_EPOCH"] = DATE
        small.build()
    with open_cache(_folder() / "lines", readonly=False) as lines:
        lines.store(FEED, parse_feed(_feeds()[3], feed=FEED, now=NOW)[0])
    place = ManifestStore(small.folder / ".cache", small.output).folder
    line = next((_folder() / "lines").glob("*.jsonl"))
    return {
        "manifest": (place / "manifest.msgpack").read_bytes(),
        "site": (place / "sites/embassy-oslo").read_bytes(),
        "verdict": (place / "verdict.json").read_bytes(),
        "stamp": b"Chancery stamp 7 - ", "status": (small.output / "network.json").read_bytes(),
        "sources": b'{"/a/b.png":[1,2,"00112233445566778899aabb"]}',
        "picture": b'{"derivatives":[{"format":"webp","width":2,"height":1,"file":"0/2.a.webp"}]}',
        "index": b'{"https://a.example/b":["00112233445566778899aabbccddeeff.webp",1,2]}',
        "lines": line.read_bytes(),
    }  # fmt: skip


def _caches() -> list[bytes]:
    found = [f"{name}\n".encode() + data for name, data in _cache_files().items()]
    # As an earlier Chancery wrote them, and without the line that says what they are.
    bare = [f"{name}\n".encode() + data.partition(b"\n")[2]
            for name, data in _cache_files().items() if data.startswith(b"Chancery ")]  # fmt: skip
    return [*found, *bare]


def _cached(data: bytes) -> object:
    name, body = _named(data, _cache_files())
    cache_folder, output = _folder() / "cache", _folder() / "output"
    shutil.rmtree(cache_folder, ignore_errors=True)
    store = ManifestStore(cache_folder, output)
    return _READ[name](store, body)


def _kept_manifest(store: ManifestStore, body: bytes) -> object:
    """Hold that what is kept of inputs never ends a build, whatever stands in it."""
    write_bytes(str(store.index), body)
    kept = store.load()
    loaded = read_network(
        POSTS.replace("Africa/Cairo", "Africa/Kairo").encode(), "posts.yaml", kept.inputs
    )
    said = check_problems(loaded.problems)
    content = _folder() / "nothing"
    for name in _NAMES:
        write_bytes(str(content / name), b"[")
        shelf = "notices" if name == _NOTICES else name.split("/")[0]
        found = _read(content, name, kept.records.get(shelf, {}), loaded.network)
        said += check_problems(found.problems)
    return said


def _kept_site(store: ManifestStore, body: bytes) -> object:
    write_bytes(str(store.folder / "sites/embassy-oslo"), body)
    record = store.site("embassy-oslo")
    store.folders(["embassy-oslo"])
    return [record, record.blobs()]


def _kept_verdict(store: ManifestStore, body: bytes) -> object:
    write_bytes(str(store.folder / "verdict.json"), body)
    return verdict.of(store.folder, b"{}")


def _kept_stamp(store: ManifestStore, body: bytes) -> object:
    write_bytes(str(store.folder / "stamp.json"), body)
    return stamp.load(store.folder / "stamp.json")


def _kept_status(_: ManifestStore, body: bytes) -> object:
    output = _folder() / "output"
    write_bytes(str(output / "network.json"), body)
    try:
        return [last_status(output), read_status(output, body)]
    except PublishRefused as refused:
        check_line(str(refused).replace(str(output), "output"))
        return str(refused)


def _kept_sources(store: ManifestStore, body: bytes) -> object:
    place = store.folder.parents[1]
    write_bytes(str(place / "media/sources.json"), body)
    found = media_cache.read_sources(place)
    file = _folder() / "bay.png"
    file.write_bytes(b"1")
    os.utime(file, (1, 1))
    return [found, media_cache.look_at(file, _folder(), found or {})]


def _kept_picture(store: ManifestStore, body: bytes) -> object:
    place, key = store.folder.parents[1], "0" * 24
    mark = media_cache.media_folder(place) / key
    for path in (mark, mark.with_suffix(".json"), mark / "picture.json"):
        if not path.exists() or path.is_file():
            write_bytes(str(path), body)
            break
    return media_cache.find(place, key)


def _kept_index(store: ManifestStore, body: bytes) -> object:
    place = store.folder.parents[1] / "feed-pictures"
    write_bytes(str(place / "index.json"), body)
    damaged: list[stored.Damage] = []
    return [read_thumbnails(place, damaged), [one.reason for one in damaged]]


def _kept_lines(_: ManifestStore, body: bytes) -> object:
    folder = _folder() / "lines"
    write_bytes(str(next(folder.glob("*.jsonl"))), body)
    with open_cache(folder, readonly=True) as lines:
        found: Mapping[str, tuple[Entry, ...]] = lines.read([FEED])
        said = check_problems(lines.problems)
    return [found, said]


_READ: Mapping[str, Callable[[ManifestStore, bytes], object]] = {
    "manifest": _kept_manifest, "site": _kept_site, "verdict": _kept_verdict, "stamp": _kept_stamp,
    "status": _kept_status, "sources": _kept_sources, "picture": _kept_picture,
    "index": _kept_index, "lines": _kept_lines,
}  # fmt: skip


# Whole sites


#: A file of which hundreds of pages are made: it is there only where it is tried.
_HEAVY = "content/visas/short-stay.yaml"


@cache
def _sites() -> tuple[Small, Mapping[str, str]]:
    """Return a small network with a file of each kind, built, and these files by their names."""
    small = make(_folder() / "sites")
    files = {"posts.yaml": POSTS}
    names = (
        *_NAMES, "feeds/trade.xml", "posts/embassy-oslo/inserts/arrest.en.md",
        "advice/NO.en.md", "pages/emergencies.en.md",
    )  # fmt: skip
    for name in names:
        files[f"content/{name}"] = (GOLDEN / "content" / name).read_text(encoding="utf-8")
    files["posts.yaml"] = POSTS.replace(
        "    city: Oslo\n", "    city: Oslo\n    feeds: [{file: feeds/trade.xml}]\n"
    )
    files |= {f"content/{name}": text for name, text in TEXTS.items()}
    for name, text in files.items():
        if name != _HEAVY:
            small.write(name, text)
    return small, files


def _site_inputs() -> list[bytes]:
    files = _sites()[1]
    head, posts = _golden_parts()
    few = head.partition("\nnaming:")[0]
    found = [f"{name}\n{text}".encode() for name, text in files.items()]
    found += [f"posts.yaml\n{few}\nposts:\n{post}".encode() for post in posts]
    return found


def _site(data: bytes) -> object:
    small, files = _sites()
    name, body = _named(data, files)
    os.environ["SOURCE_DATE_EPOCH"] = "1795514400"  # 2026-11-24T10:00Z
    shutil.rmtree(small.output, ignore_errors=True)
    for folder in (small.folder / ".cache").glob("builds"):
        shutil.rmtree(folder)
    with_theme(small.folder / ".cache")
    path = small.folder / name
    write_bytes(str(path), body)
    try:
        with _Quiet():
            done = small.build()
    finally:
        if name == _HEAVY:
            path.unlink()
        else:
            small.write(name, files[name])
    found: Iterable[Problem] = done.settings.get("CHANCERY_PROBLEMS", [])
    said = check_problems(found)
    if done.exitcode not in (0, 1, 2) or (done.exitcode == 1 and not said):
        raise Wrong(f"a build ends with {done.exitcode}")
    return [said, dict(_checked(small.output))]


#: The digests of files that were looked at: most of a site are the same for any input.
_good: set[bytes] = set()


def _checked(output: Path) -> Iterator[tuple[str, str]]:
    for base, folders, names in os.walk(output):
        folders[:] = [folder for folder in folders if folder != ".chancery"]
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                data = file.read()
            key = hashlib.sha256(data).digest()
            if key not in _good:
                try:
                    check_file(name, data)
                except Exception as error:
                    where = os.path.relpath(path, output)
                    raise Wrong(f"{type(error).__name__}: {error} in {where}") from error
                _good.add(key)
            yield path, key.hex()


class _Quiet:
    """Keep what is said off the terminal for a block."""

    def __enter__(self) -> None:
        self._both = redirect_stdout(StringIO()), redirect_stderr(StringIO())
        for one in self._both:
            one.__enter__()

    def __exit__(self, *given: object) -> None:
        for one in self._both:
            one.__exit__(None, None, None)


TARGETS: Mapping[str, Target] = {
    "feeds": Target(_feeds, _feed, 2),
    "texts": Target(_texts, _text, 2),
    "networks": Target(_networks, _network, 2),
    "records": Target(_records, _record, 2),
    "catalogues": Target(_catalogues, _catalogue),
    "pictures": Target(_pictures, _picture),
    "caches": Target(_caches, _cached),
    "sites": Target(_site_inputs, _site, 3),
}
