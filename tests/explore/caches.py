"""Damages the files of a cache at random, and sees that the next build makes what a cold one does.

`explore` goes on for as long as it is given; `tests/test_caches.py` makes the same trials, a few.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from PIL import Image

from chancery.commands.build import build
from chancery.commands.media import media
from chancery.commands.options import Options
from chancery.feeds.cache import open_cache
from chancery.feeds.thumbnails import Thumbnail, keep_thumbnails, put_thumbnail
from chancery.render.theme import forget_templates
from chancery.write import stamp
from tests.feeds.made import made
from tests.limits import Hangs, ended_in_time
from tests.networks.small import DATE, Built, changed, make, tree, with_theme

FEED = "https://news.example/feed"
PICTURE = "https://news.example/picture"
#: How long one build may last, in seconds, before it counts as one that hangs.
LONGEST = 60
#: What a build makes again by itself, as patterns below the cache folder.
REMADE = (
    "builds/*/manifest.msgpack", "builds/*/sites/*", "builds/*/stamp.json",
    "builds/*/verdict.json", "builds/*/generation", "feed-files/*", "templates/*",
    "catalogues/*", "made-by",
    "media/sources.json",
)  # fmt: skip
#: What only `chancery feeds` and `chancery media` make again: until then pages go without it.
FETCHED = (
    "feeds.sqlite", "feeds.sqlite-*", "feed-pictures/index.json", "feed-pictures/*.webp",
    "media-made/*", "media/*/*",
)  # fmt: skip

Damage = Callable[[Path, random.Random], None]


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _flip_late(path: Path, chance: random.Random) -> None:
    """Flip a bit after the first line: the first would say at once that the file is not ours."""
    data = bytearray(path.read_bytes())
    if len(data) > 100:
        data[chance.randrange(90, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _no_text(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[chance.randrange(len(data))] = 0xFF
    path.write_bytes(data)


def _cut(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data) or 1)])


def _lengthen(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data + chance.randbytes(chance.randrange(1, 999)))


def _garble(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data) or 1)
    end = min(len(data), start + chance.randrange(1, 4096))
    path.write_bytes(data[:start] + chance.randbytes(end - start) + data[end:])


def _noise(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(path.stat().st_size))


def _empty(path: Path, _: random.Random) -> None:
    path.write_bytes(b"")


def _zeros(path: Path, _: random.Random) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _gigabytes(path: Path, _: random.Random) -> None:
    os.truncate(path, 3 << 30)  # it has holes, and takes no room


def _folder(path: Path, _: random.Random) -> None:
    path.unlink()
    (path / "mine").mkdir(parents=True)


def _pipe(path: Path, _: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


def _link(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(chance.choice(["/etc/passwd", "/dev/zero", path.name, "nowhere"]))


def _forbid(path: Path, _: random.Random) -> None:
    path.chmod(0)


DAMAGES: tuple[Damage, ...] = (
    _flip_late, _flip, _no_text, _cut, _lengthen, _garble, _noise, _empty, _zeros, _gigabytes,
    _folder, _pipe, _link, _forbid,
)  # fmt: skip


class Caches:
    """A small network with everything that a cache can hold, built once, and damaged over and over.

    The date must be set by `SOURCE_DATE_EPOCH` (`DATE`).
    """

    def __init__(self, folder: Path) -> None:
        """Build the network in an empty folder."""
        self.small = make(folder / "network")
        self.cache = self.small.folder / ".cache"
        self._fill()
        options = Options(network=str(self.small.folder), workers=1)
        with redirect_stdout(StringIO()):
            build(options)
        self._stamp = stamp.stamp_file(options.cache_folder, options.output_folder)
        self._stamped = stamp.load(self._stamp)
        self.good = tree(self.small.output)
        self._kept = folder / "kept"
        shutil.copytree(self.cache, self._kept)

    def _fill(self) -> None:
        small = self.small
        hero = "    city: Lima\n    hero: {file: pictures/bay.png, decorative: true}\n"
        small.edit("posts.yaml", "    city: Lima\n", hero)
        feeds = f"    feeds: [{{url: {FEED}, images: copy}}, {{file: feeds/local.xml}}]\n"
        small.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n{feeds}")
        item = "<item><title>Local</title><link>https://l.example/1</link><guid>1</guid></item>"
        local = f'<rss version="2.0"><channel><title>L</title>{item}</channel></rss>'
        small.write("content/feeds/local.xml", local)
        file = small.folder / "content/pictures/bay.png"
        file.parent.mkdir()
        Image.new("RGB", (40, 20), "#204060").save(file)
        media(Options(network=str(small.folder), workers=1))
        pictured = made("0", feed=FEED, image=PICTURE, hash="pictured")
        others = [made(f"{n}", feed=FEED, age=n) for n in range(1, 9)]
        with open_cache(self.cache / "feeds.sqlite", readonly=False) as cache:
            cache.store(FEED, [pictured, *others])
        buffer = BytesIO()
        Image.new("RGB", (8, 4), "#604020").save(buffer, "webp")
        folder = self.cache / "feed-pictures"
        known = {PICTURE: Thumbnail(put_thumbnail(folder, buffer.getvalue()), 8, 4)}
        keep_thumbnails(folder, known, [PICTURE])

    def _built(self, **more: Any) -> Built:
        forget_templates()  # as a new process does, which reads them from the cache
        with ended_in_time(LONGEST), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            return self.small.build(**more)

    def restore(self) -> None:
        """Put the cache back as it was after the first build, and the output too."""
        shutil.rmtree(self.cache)
        shutil.copytree(self._kept, self.cache)
        for path in changed(self.good, tree(self.small.output)):
            file = self.small.output / path
            if path in self.good:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(self.good[path])
            else:
                file.unlink()

    def damage(self, patterns: tuple[str, ...], chance: random.Random, most: int) -> str:
        """Damage some files of some kinds at random, and say which and how."""
        said = []
        for pattern in chance.sample(patterns, min(most, len(patterns))):
            files = sorted(path for path in self.cache.glob(pattern) if path.is_file())
            if files:
                path, how = chance.choice(files), chance.choice(DAMAGES)
                how(path, chance)
                said.append(f"{how.__name__.strip('_')} {path.relative_to(self.cache)}")
        return ", ".join(said)

    def fault(self, *, remade: bool) -> str:
        """Build with the cache as it is; say what is wrong with what comes out, if anything is.

        remade: whether all that is damaged is made again by a build.
        """
        if not remade:
            # Else what was written stands, and nothing is read of the caches.
            shutil.rmtree(self.small.output)
        try:
            if stamp.load(self._stamp) not in (None, self._stamped):
                return "the stamp is another one"
            done = self._built()
        except Hangs:
            return "the build hangs"
        except Exception as error:
            return f"the build ends with {error!r}"
        if done.exitcode not in (0, 1) or (done.exitcode and not done.problems):
            return f"the build ends with {done.exitcode} and says {done.problems}"
        if remade and done.exitcode:
            return f"the build ends with 1 and says {done.problems}"
        expected = self.good if remade else self._cold()
        wrong = changed(expected, tree(self.small.output))
        if wrong:
            return f"other bytes than in a cold build: {sorted(wrong)[:5]}"
        again = self._built()
        if remade and again.problems:
            return f"the second build says {again.problems}"
        return ""

    def _cold(self) -> dict[str, bytes]:
        """Return what a build makes from nothing, with what there is of fetched things."""
        cold = self.small.folder / "cold-cache"
        databases = {"feeds.sqlite", "feeds.sqlite-wal", "feeds.sqlite-shm"}
        names = {*databases, "feed-pictures", "media", "media-made"}
        with_theme(cold)
        for path in self.cache.iterdir():
            if path.name in names and path.is_dir():
                shutil.copytree(path, cold / path.name, symlinks=True, copy_function=_copied)
            elif path.name in names:
                _copied(str(path), str(cold / path.name))
        self._built(output="cold", cache="cold-cache")
        found = tree(self.small.folder / "cold")
        for name in ("cold", "cold-cache"):
            shutil.rmtree(self.small.folder / name)
        return found


def _copied(source: str, target: str) -> None:
    """Copy a file with the holes that it has; what is no file is left out."""
    path = Path(source)
    if path.is_symlink():
        Path(target).symlink_to(os.readlink(source))
    elif path.is_file() and path.stat().st_size > 1 << 30:
        with path.open("rb") as file:
            Path(target).write_bytes(file.read(1 << 20))
        os.truncate(target, path.stat().st_size)
    elif path.is_file():
        shutil.copy2(source, target)
    else:
        os.mkfifo(target)


def trial(caches: Caches, seed: int, most: int = 3) -> tuple[str, str]:
    """Make one trial; give what was damaged, and what was wrong then (empty when nothing)."""
    chance = random.Random(seed)
    caches.restore()
    remade = bool(seed % 2)
    said = caches.damage(REMADE if remade else FETCHED, chance, chance.randint(1, most))
    if remade and "stamp" not in said and chance.random() < 0.7:
        # Else what was written stands, and templates and catalogues are not needed.
        shutil.rmtree(next(caches.cache.glob("builds/*/sites")))
    return said, caches.fault(remade=remade)


def explore(folder: Path, seed: int, seconds: float) -> list[str]:
    """Make trials from a seed on for so many seconds, and give each that was not well."""
    os.environ["SOURCE_DATE_EPOCH"] = DATE
    wrong, count = [], 0
    end = time.monotonic() + seconds
    caches = Caches(folder)
    while time.monotonic() < end:
        said, fault = trial(caches, seed + count)
        wrong += [f"seed {seed + count}: {said}: {fault}"] if fault else []
        count += 1
    print(f"{count} files of a cache damaged")
    return wrong
