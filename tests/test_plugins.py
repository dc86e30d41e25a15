"""A user's own Pelican plugins still work, with the pool of workers on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from blinker import ANY, NamedSignal
from pelican import signals
from pelican.readers import HTMLReader

from tests.networks.small import DATE, Small, make

CONTENT_PLUGIN = '''"""A content plugin: changes what every page says."""
from pelican import signals


def shout(page):
    page._content = page._content.replace("Ask", "PLEASE ASK")


def register():
    signals.content_object_init.connect(shout)
'''
READER_PLUGIN = '''"""A reader plugin: plain text files, one paragraph a line."""
from pelican import signals
from pelican.readers import BaseReader


class TextReader(BaseReader):
    enabled = True
    file_extensions = ["txt"]

    def read(self, source_path):
        with open(source_path, encoding="utf-8") as file:
            title, *lines = file.read().splitlines()
        html = "".join(f"<p>{line}</p>" for line in lines)
        return html, {"title": title, "save_as": "../../evil.html", "template": "evil"}


def add(readers):
    readers.reader_classes["txt"] = TextReader


def register():
    signals.readers_init.connect(add)
'''


def receivers() -> set[tuple[NamedSignal, Callable[..., Any]]]:
    """Return what Pelican's signals are connected to in this process."""
    known = [one for one in vars(signals).values() if isinstance(one, NamedSignal)]
    return {(one, found) for one in known for found in one.receivers_for(ANY)}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Small]:
    """Return a network whose plugins change nothing that later tests build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    before = receivers()
    yield make(tmp_path)
    for signal, receiver in receivers() - before:
        if not receiver.__module__.startswith("chancery"):
            signal.disconnect(receiver)


def build(small: Small, name: str, code: str) -> int:
    small.write(f"plugins/{name}.py", code)
    root = Path(__file__).parents[1] / "plugins"
    done = small.build(
        workers=2,
        PLUGIN_PATHS=[str(root), str(small.folder / "plugins")],
        PLUGINS=["chancery", name],
    )
    return done.exitcode


def test_a_content_plugin_changes_pages(small: Small) -> None:
    for number in range(8):
        post = f"  - {{id: embassy-{number}, kind: embassy, country: FR, city: City {number}}}\n"
        path = small.folder / "posts.yaml"
        path.write_text(path.read_text(encoding="utf-8") + post, encoding="utf-8")
    assert build(small, "shouting", CONTENT_PLUGIN) == 0
    assert "PLEASE ASK" in small.page("embassy-lima/en/passports/index.html")
    assert "PLEASE ASK" in small.page("embassy-7/en/passports/index.html")
    # What a plugin makes of a text may hang on anything: it is asked again at each build.
    priced = CONTENT_PLUGIN.replace('"Ask", "PLEASE ASK"', '"Cost", "PRICE"')
    assert build(small, "priced", priced) == 0
    assert "PRICE" in small.page("embassy-lima/en/passports/index.html")


def test_a_reader_plugin_reads_its_files_and_its_result_is_cleaned(small: Small) -> None:
    small.write(
        "content/pages/plain.en.txt", "Plain words\nOne line.\n<script>alert(1)</script>Two.\n"
    )
    assert build(small, "plaintext", READER_PLUGIN) == 0
    page = small.page("embassy-lima/en/plain/index.html")
    assert "<p>One line.</p>" in page
    assert "alert(1)" not in page
    assert not (small.folder.parent / "evil.html").exists()
    assert not list(small.folder.rglob("evil.html"))


def test_a_reader_of_pelicans_own_reads_when_the_settings_ask_for_it(small: Small) -> None:
    small.write(
        "content/pages/plain.en.html",
        "<html><head><title>Plain words</title></head><body><p>One line.</p></body></html>",
    )
    assert small.build().exitcode == 1
    assert small.build(READERS={"html": HTMLReader}).exitcode == 0
    assert "<p>One line.</p>" in small.page("embassy-lima/en/plain/index.html")
