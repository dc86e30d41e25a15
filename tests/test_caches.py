"""Whatever happened to the cache: the next build makes what a build from nothing makes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from chancery.commands.build import build
from chancery.commands.media import media
from chancery.commands.options import Options
from chancery.feeds.cache import open_cache
from chancery.render.theme import forget_templates
from tests.explore.caches import FEED, FETCHED, REMADE, Caches, trial
from tests.feeds.made import made
from tests.networks.small import DATE, Small, changed, make, tree


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caches]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DATE)
        yield Caches(tmp_path_factory.mktemp("caches"))


def test_every_kind_of_file_is_damaged_in_some_trial(caches: Caches) -> None:
    patterns = (*REMADE, *FETCHED)
    found = {path for pattern in patterns for path in caches.cache.glob(pattern)}
    files = {path for path in caches.cache.rglob("*") if path.is_file()}
    assert files == {path for path in found if path.is_file()}
    assert all(list(caches.cache.glob(pattern)) for pattern in patterns)


@pytest.mark.parametrize("seed", range(4))
def test_a_build_with_a_damaged_cache_equals_a_cold_one(caches: Caches, seed: int) -> None:
    said, wrong = trial(caches, seed, most=13)
    assert not wrong, said


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 4
    path.write_bytes(data)


def cached(small: Small, pattern: str) -> list[Path]:
    return sorted((small.folder / ".cache").glob(pattern))


def test_a_bit_that_is_another_in_a_catalogue_or_a_template_is_on_no_page(small: Small) -> None:
    small.build(publish=True)
    before = tree(small.output)
    for path in (*cached(small, "catalogues/*"), *cached(small, "templates/*")):
        flip(path, 400)
    shutil.rmtree(cached(small, "builds/*/sites")[0])
    forget_templates()  # as a new process does
    done = small.build(publish=True)
    assert done.exitcode == 0
    assert json.loads(small.page("network.json"))["clean"]
    [said] = done.problems
    assert "was damaged and is made again" in said
    files = len(cached(small, "catalogues/*")) + len(cached(small, "templates/*"))
    assert f"(and {files - 1} other files): its checksum does not fit" in said
    assert changed(before, tree(small.output)) == set()
    assert small.build(publish=True).problems == []


def test_damage_is_told_once_and_keeps_no_build_from_ending_at_once(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(network=str(small.folder), workers=1)
    build(options)
    flip(cached(small, "builds/*/sites/embassy-oslo")[0], -1)
    flip(cached(small, "builds/*/stamp.json")[0], -1)
    for expected in (1, 0, 0):
        capsys.readouterr()
        assert build(options) == 0
        said = capsys.readouterr()
        assert said.err.count("sites/embassy-oslo: ") == expected
    assert "Nothing has changed" in said.out


def test_a_build_with_nothing_to_do_reads_nothing_of_the_cache_but_its_stamp(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(network=str(small.folder), workers=1)
    build(options)
    for path in cached(small, "**/*"):
        if path.is_file() and path.name != "stamp.json":
            path.write_bytes(b"\xff")
    assert build(options) == 0
    assert "Nothing has changed" in capsys.readouterr().out


def test_where_last_good_inputs_were_damaged_that_is_said(small: Small) -> None:
    small.build()
    [manifest] = cached(small, "builds/*/manifest.msgpack")
    manifest.write_bytes(manifest.read_bytes()[:-1])
    small.edit("posts.yaml", "timezone: Africa/Cairo", "timezone: Africa/Kairo")
    done = small.build()
    assert done.exitcode == 1
    assert any("so what is broken now has no last good version" in said for said in done.problems)
    posts = {post["id"]: post for post in json.loads(small.page("network.json"))["posts"]}
    assert posts["embassy-cairo"]["status"] == "failed"


def test_damage_in_last_good_inputs_of_an_earlier_version_is_noticed_too(small: Small) -> None:
    small.build()
    [manifest] = cached(small, "builds/*/manifest.msgpack")
    bare = manifest.read_bytes().partition(b"\n")[2]
    manifest.write_bytes(bare.replace(b'"kind": "embassy"', b'"kind": "emb\nssy"', 1))
    done = small.build()
    assert done.exitcode == 0
    assert any("so what is broken now has no last good version" in said for said in done.problems)


def test_last_good_inputs_of_an_earlier_version_are_kept(small: Small) -> None:
    small.build()
    before = tree(small.output)
    for path in (*cached(small, "builds/*/manifest.msgpack"), *cached(small, "builds/*/sites/*")):
        path.write_bytes(path.read_bytes().partition(b"\n")[2])  # as it was written once
    small.edit("posts.yaml", "timezone: Africa/Cairo", "timezone: Africa/Kairo")
    done = small.build()
    assert not any("damaged" in said for said in done.problems)
    assert changed(before, tree(small.output)) == {"network.json"}


def test_a_damaged_picture_is_left_out_until_it_is_made_again(small: Small) -> None:
    """Also where it was looked at as whole, since what says that it is there is."""
    hero = "    city: Oslo\n    hero: {file: pictures/bay.png, decorative: true}\n"
    small.edit("posts.yaml", "    city: Oslo\n", hero)
    (small.folder / "content/pictures").mkdir()
    Image.new("RGB", (40, 20), "#204060").save(small.folder / "content/pictures/bay.png")
    options = Options(network=str(small.folder), workers=1)
    assert media(options) == 0
    flip(cached(small, "media/*/*.webp")[0], 30)
    done = small.build()
    assert done.exitcode == 0
    assert ["chancery media" in said for said in done.problems] == [True]
    assert "<picture" not in small.page("embassy-oslo/en/index.html")
    assert media(options) == 0
    assert small.build().problems == []
    assert "<picture" in small.page("embassy-oslo/en/index.html")


def test_an_entry_that_was_changed_in_the_database_is_on_no_page(small: Small) -> None:
    small.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n    feeds: [{{url: {FEED}}}]\n")
    place = small.folder / ".cache/feeds.sqlite"
    with open_cache(place, readonly=False) as cache:
        cache.store(FEED, [made(name, feed=FEED, age=9000) for name in ("good", "spoilt")])
    place.write_bytes(place.read_bytes().replace(b"Title spoilt", b"Title sp\x6filT"))
    done = small.build()
    assert done.exitcode == 1
    page = small.page("embassy-oslo/en/news/index.html")
    assert "Title good" in page
    assert "Title sp" not in page
