"""Pictures: made ready by a command of their own, and only copied by builds."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from chancery.commands.build import build
from chancery.commands.media import make_one, media
from chancery.commands.options import Options
from chancery.media.make import Made
from tests.networks.small import DATE, Small, changed, make, tree

ROOT = Path(__file__).parents[1]
HERO = """    city: Oslo
    hero:
      file: pictures/bay.jpg
      alt: {en: A bay at dusk., fr: Une baie au crépuscule.}
      focus: [0.62, 0.1]
      credit: Ann Example
      source: https://pictures.example/bay
      licence: CC BY 4.0
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    network = make(tmp_path)
    network.edit("posts.yaml", "    city: Oslo\n", HERO)
    put(network, picture())
    return network


def picture(width: int = 600, height: int = 300) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "#c03020").save(buffer, "JPEG")
    return buffer.getvalue()


def put(small: Small, data: bytes, name: str = "bay.jpg") -> None:
    path = small.folder / "content" / "pictures" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def options(small: Small) -> Options:
    return Options(network=str(small.folder), workers=1)


def home(small: Small, language: str = "en", post: str = "embassy-oslo") -> str:
    return small.page(f"{post}/{language}/index.html")


def test_a_build_shows_the_picture_that_was_made_ready(small: Small) -> None:
    assert media(options(small)) == 0
    assert small.build().problems == []
    page = home(small)
    assert "<svg" not in page
    assert 'alt="A bay at dusk."' in page
    assert 'class="scene-picture focus-x-6 focus-y-1"' in page
    assert 'alt="Une baie au crépuscule."' in home(small, "fr")
    assert '<a href="https://pictures.example/bay">Picture: Ann Example</a>, CC BY 4.0' in page
    names = set(re.findall(r"\.\./assets/(hero-[\w.]+)", page))
    there = {path.name for path in (small.output / "embassy-oslo/assets").glob("hero-*")}
    assert names == there
    assert {name.rsplit(".", 1)[-1] for name in there} == {"avif", "webp", "jpeg"}
    assert list((small.output / "embassy-cairo/assets").glob("hero-*")) == []


def test_without_inv_media_the_page_shows_the_daylight_and_the_build_says_what_to_do(
    small: Small,
) -> None:
    done = small.build()
    assert done.exitcode == 0
    [said] = done.problems
    assert "posts.yaml:15:13: note: posts.embassy-oslo.hero.file: 'pictures/bay.jpg'" in said
    assert said.endswith("Run chancery media, then build. [picture-not-ready]")
    assert "<picture" not in home(small)
    assert '<svg class="motif"' in home(small)


def test_a_build_notices_that_pictures_were_made_ready(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    build(options(small))
    build(options(small))
    assert "Nothing has changed" in capsys.readouterr().out
    media(options(small))
    build(options(small))
    assert "<picture" in home(small)


def test_a_picture_that_is_ready_is_not_made_again(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    media(options(small))
    before = tree(small.folder / ".cache")
    assert media(options(small)) == 0
    assert "0 made ready, 1 were ready before" in capsys.readouterr().out
    assert changed(before, tree(small.folder / ".cache")) == set()


def test_a_picture_that_changed_is_made_again_and_costs_its_site_alone(small: Small) -> None:
    media(options(small))
    small.build()
    before = tree(small.output)
    put(small, picture(500, 250))
    media(options(small))
    small.build()
    found = changed(before, tree(small.output))
    assert found
    assert {path.split("/")[0] for path in found} == {"embassy-oslo"}
    assert len(list((small.output / "embassy-oslo/assets").glob("hero-*"))) == 6


def test_files_that_were_lost_are_made_again(small: Small) -> None:
    media(options(small))
    lost = next((small.folder / ".cache" / "media").rglob("480.*.avif"))
    lost.unlink()
    assert "Run chancery media" in small.build().problems[0]
    media(options(small))
    assert lost.exists()
    assert small.build().problems == []


def cached(small: Small) -> set[str]:
    """Return the keys of the pictures that the cache holds, by their files and by their marks."""
    folder = small.folder / ".cache"
    files = {path.parent.name for path in (folder / "media").glob("*/*")}
    assert files == {path.stem for path in (folder / "media-made").iterdir()}
    return files


def test_a_picture_that_no_post_shows_any_more_is_removed_from_the_cache(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    media(options(small))
    [old] = cached(small)
    put(small, picture(500, 250))
    assert media(options(small)) == 0
    assert "1 made ready, 0 were ready before, 1 removed." in capsys.readouterr().out
    assert len(cached(small) - {old}) == 1
    assert old not in cached(small)
    assert small.build().problems == []
    small.edit("posts.yaml", HERO, "    city: Oslo\n")
    assert media(options(small)) == 0
    assert "1 removed." in capsys.readouterr().out
    assert cached(small) == set()


def test_what_the_cache_has_not_made_stays_in_it(small: Small) -> None:
    media(options(small))
    [old] = cached(small)
    folder = small.folder / ".cache"
    kept = [f"media/{old}/notes.txt", "media/of-mine/480.0123456789ab.webp", "media-made/x.json"]
    for name in kept:
        small.write(f".cache/{name}", "x")
    outside = small.folder / "outside"
    small.write("outside/480.0123456789ab.webp", "x")
    (folder / "media" / ("0" * 24)).symlink_to(outside)
    put(small, picture(500, 250))
    media(options(small))
    assert all((folder / name).exists() for name in kept)
    assert [path.name for path in outside.iterdir()] == ["480.0123456789ab.webp"]
    assert [path.name for path in (folder / "media" / old).iterdir()] == ["notes.txt"]


RUN = """
import sys
sys.path.insert(0, "plugins")
from chancery.commands.media import media
from chancery.commands.options import Options
sys.exit(media(Options(network=sys.argv[1], workers=1)))
"""


def test_two_runs_at_once_lose_nothing_of_each_other(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The second one begins and ends while the first makes a picture, and wants another one."""
    hero = "    timezone: Africa/Cairo\n    hero: {file: pictures/old.jpg, decorative: true}\n"
    small.edit("posts.yaml", "    timezone: Africa/Cairo\n", hero)
    put(small, picture(60, 50), "old.jpg")
    put(small, picture(50, 60), "new.jpg")

    def meanwhile(path: Path) -> Made | str:
        patch.undo()
        small.edit("posts.yaml", "pictures/old.jpg", "pictures/new.jpg")
        command = [sys.executable, "-c", RUN, str(small.folder)]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
        return make_one(path)

    with monkeypatch.context() as patch:
        patch.setattr("chancery.commands.media.make_one", meanwhile)
        assert media(options(small)) == 0
    assert small.build().problems == []
    assert "<picture" in home(small)
    assert "<picture" in home(small, post="embassy-cairo")
    capfd.readouterr()
    assert media(options(small)) == 0
    assert capfd.readouterr().out.startswith("Pictures: 0 made ready, 2 were ready before, 1 rem")
    assert small.build().problems == []


@pytest.mark.parametrize("how", ["no picture", "broken picture", "broken post"])
def test_nothing_is_removed_while_something_cannot_be_read(small: Small, how: str) -> None:
    media(options(small))
    before = cached(small)
    if how == "no picture":
        (small.folder / "content/pictures/bay.jpg").unlink()
    elif how == "broken picture":
        put(small, picture()[:400])
    else:
        small.edit("posts.yaml", "location: {lat: 59.9", "location: {lat: 599")
    assert media(options(small)) == 1
    assert cached(small) >= before


def test_two_networks_may_share_a_cache(small: Small, tmp_path: Path) -> None:
    other = make(tmp_path / "other")
    other.edit("posts.yaml", "    city: Oslo\n", HERO)
    put(other, picture(320, 200))
    shared = str(small.folder / ".cache")
    for network in (small, other, small):
        media(Options(network=str(network.folder), cache=shared, workers=1))
    assert len(cached(small)) == 2


def test_several_pictures_are_made_at_the_same_time(small: Small) -> None:
    small.edit("posts.yaml", "    city: Lima\n", HERO.replace("Oslo", "Lima").replace("bay", "sea"))
    put(small, picture(320, 200), "sea.jpg")
    assert media(Options(network=str(small.folder), workers=2)) == 0
    small.build()
    assert "<picture" in home(small, post="embassy-oslo")
    assert "<picture" in home(small, post="embassy-lima")


def test_a_broken_picture_is_told_with_its_place_and_costs_no_other(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", "    city: Lima\n", HERO.replace("Oslo", "Lima").replace("bay", "sea"))
    put(small, picture()[:400], "sea.jpg")
    assert media(options(small)) == 1
    said = capsys.readouterr().err
    assert "posts.embassy-lima.hero.file: 'pictures/sea.jpg' cannot be read as a picture" in said
    assert small.build().exitcode == 0
    assert "<picture" in home(small)
    assert "<svg" in home(small, post="embassy-lima")


def test_a_picture_that_is_not_there_is_told(small: Small) -> None:
    (small.folder / "content/pictures/bay.jpg").unlink()
    assert media(options(small)) == 1
    [said] = small.build().problems
    assert "'pictures/bay.jpg' cannot be read" in said
    assert "<svg" in home(small)


def test_a_file_of_too_many_bytes_is_not_read(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    with (small.folder / "content/pictures/bay.jpg").open("wb") as file:
        file.truncate(30_000_001)
    assert media(options(small)) == 1
    assert "has 30,000,001 bytes, expected at most 30,000,000" in capsys.readouterr().err
    assert "expected at most 30,000,000" in small.build().problems[0]


def test_a_link_that_leads_out_of_content_is_not_followed(small: Small) -> None:
    path = small.folder / "content/pictures/bay.jpg"
    path.rename(small.folder / "secret.jpg")
    path.symlink_to(small.folder / "secret.jpg")
    assert media(options(small)) == 1
    assert not (small.folder / ".cache/media").exists()
    small.build()
    assert "<svg" in home(small)
