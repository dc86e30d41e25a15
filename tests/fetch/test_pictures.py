"""Pictures of entries are copied within bounds, made harmless, and asked for when needed."""

from __future__ import annotations

import asyncio
import os
import shutil
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from chancery.feeds.thumbnails import keep_thumbnails, put_thumbnail, read_thumbnails
from chancery.fetch.http import Client
from chancery.fetch.pictures import PER_FEED, PER_RUN, Pictures
from tests.feeds.made import made
from tests.fetch.asking import AGENT, NOW, Asker
from tests.fetch.server import Talk, answer


def photo(width: int = 800) -> bytes:
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (width, width // 2), "#204060").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def copy(asker: Asker, folder: Path, path: str = "/a.jpg", days: int = 0) -> Pictures:
    """Copy the picture of the only entry, as a run does."""
    url = asker.url(path)
    entries = [made("1", image=url)]
    pictures = Pictures(folder, NOW + timedelta(days))

    async def once() -> None:
        async with Client(AGENT, asker.access, asker.limits) as client:
            for due in pictures.due([entries]):
                await pictures.ask(due, client, asker.readers)

    asyncio.run(once())
    pictures.end(lambda: [entries])
    return pictures


def test_a_picture_is_kept_small_and_without_anything_but_its_pixels(
    asker: Asker, tmp_path: Path
) -> None:
    asker.serve(answer(body=photo()), "/a.jpg")
    assert copy(asker, tmp_path).copied == 1
    [(url, found)] = read_thumbnails(tmp_path).items()
    assert url == asker.url("/a.jpg")
    assert (found.width, found.height) == (640, 320)
    data = (tmp_path / found.file).read_bytes()
    assert data[8:12] == b"WEBP"
    assert b"taken at home" not in data
    assert asker.server.last()["accept"].startswith("image/webp")


@pytest.mark.parametrize(
    "body",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<html>Sign in", b"",
     photo(40), photo()[:300], b"x" * 200_001],
    ids=["SVG", "a web page", "nothing", "a counting pixel", "half a picture", "too many bytes"],
)  # fmt: skip
def test_what_is_no_picture_to_show_is_not_kept_and_asked_more_seldom(
    asker: Asker, tmp_path: Path, body: bytes
) -> None:
    asker.serve(answer(body=body), "/a.jpg")
    assert copy(asker, tmp_path).copied == 0
    assert copy(asker, tmp_path).copied == 0
    assert len(asker.server.seen) == 1
    assert read_thumbnails(tmp_path) == {}
    assert list(tmp_path.glob("*.webp")) == []
    copy(asker, tmp_path, days=1)
    assert len(asker.server.seen) == 2


def test_a_picture_on_a_private_address_is_never_asked_for(asker: Asker, tmp_path: Path) -> None:
    inside = f"http://localhost:{asker.server.port}/a.jpg"
    asker.serve(answer("302 Found", Location=inside), "/a.jpg")
    assert copy(asker, tmp_path).copied == 0
    assert [talk.path for talk in asker.server.seen] == ["/a.jpg"]


def test_a_picture_is_asked_for_again_after_a_week_and_only_if_it_changed(
    asker: Asker, tmp_path: Path
) -> None:
    def behave(talk: Talk) -> None:
        same = talk.headers.get("if-none-match") == '"a"'
        answer("304 Not Modified" if same else "200 OK", b"" if same else photo(), ETag='"a"')(talk)

    asker.serve(behave, "/a.jpg")
    copy(asker, tmp_path)
    copy(asker, tmp_path, days=6)
    assert len(asker.server.seen) == 1
    assert copy(asker, tmp_path, days=8).copied == 0
    assert asker.server.last()["if-none-match"] == '"a"'
    assert len(read_thumbnails(tmp_path)) == 1


def test_a_picture_that_was_lost_is_asked_for_as_a_whole(asker: Asker, tmp_path: Path) -> None:
    asker.serve(answer(body=photo(), ETag='"a"'), "/a.jpg")
    copy(asker, tmp_path)
    [file] = tmp_path.glob("*.webp")
    file.unlink()
    assert read_thumbnails(tmp_path) == {}
    copy(asker, tmp_path)
    assert "if-none-match" not in asker.server.last()
    assert file.exists()


def test_pictures_that_no_entry_has_any_more_are_removed_and_nothing_else(
    asker: Asker, tmp_path: Path
) -> None:
    for path in ("/a.jpg", "/b.jpg"):
        asker.serve(answer(body=photo(600 if "a" in path else 700)), path)
        (tmp_path / "notes.txt").write_text("mine")
        copy(asker, tmp_path, path)
    assert list(read_thumbnails(tmp_path)) == [asker.url("/b.jpg")]
    assert len(list(tmp_path.glob("*.webp"))) == 1
    assert (tmp_path / "notes.txt").exists()
    assert b"a.jpg" not in (tmp_path / "state.jsonl").read_bytes()


def test_the_newest_of_every_feed_come_first_and_no_feed_takes_all(tmp_path: Path) -> None:
    feeds = [
        [made(str(n), image=f"https://{feed}.example/{n}.jpg") for n in range(PER_FEED + 9)]
        for feed in "abcdefghij"
    ]
    due = Pictures(tmp_path, NOW).due(feeds)
    assert due[:10] == [f"https://{feed}.example/0.jpg" for feed in "abcdefghij"]
    assert len(due) == PER_RUN
    assert len(Pictures(tmp_path, NOW).due(feeds[:1])) == PER_FEED


@pytest.mark.parametrize("index", ["", "[]", "{", '{"u": {"file": "../x", "width": 1}}'])
def test_an_index_that_is_broken_shows_no_pictures(tmp_path: Path, index: str) -> None:
    (tmp_path / "index.json").write_text(index)
    assert read_thumbnails(tmp_path) == {}


def test_a_file_outside_the_folder_is_no_picture(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    name = "0" * 24 + ".webp"
    (tmp_path / "secret").write_text("secret")
    (folder / name).symlink_to(tmp_path / "secret")
    row = f'{{"file": "{name}", "width": 64, "height": 64}}'
    (folder / "index.json").write_text(f'{{"https://a.example/a": {row}}}')
    assert read_thumbnails(folder) == {}


def test_two_runs_at_once_keep_the_pictures_of_both(asker: Asker, tmp_path: Path) -> None:
    """Each knows its own entries alone, and removes what nobody has any more."""
    asker.serve(answer(body=photo()), "/a.jpg")
    asker.serve(answer(body=photo(700)), "/b.jpg")
    copy(asker, tmp_path)
    other = Pictures(tmp_path, NOW)
    shutil.move(tmp_path / "index.json", tmp_path.parent / "index.json")
    one = Pictures(tmp_path, NOW)  # as it was before the other has stored its own
    shutil.move(tmp_path.parent / "index.json", tmp_path / "index.json")
    one.end(lambda: [])
    assert len(read_thumbnails(tmp_path)) == 1
    copy(asker, tmp_path, "/b.jpg")
    other.end(lambda: [[made("1", image=asker.url("/b.jpg"))]])
    assert list(read_thumbnails(tmp_path)) == [asker.url("/b.jpg")]
    assert len(list(tmp_path.glob("*.webp"))) == 1


def test_a_picture_that_another_run_has_yet_to_list_stays(tmp_path: Path) -> None:
    file = put_thumbnail(tmp_path, b"picture")
    keep_thumbnails(tmp_path, {}, set())
    assert (tmp_path / file).exists()
    os.utime(tmp_path / file, (0, 0))
    keep_thumbnails(tmp_path, {}, set())
    assert not (tmp_path / file).exists()
