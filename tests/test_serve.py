"""`chancery serve` as an editor uses it: look, change a file, look again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from chancery.commands.options import Options
from chancery.commands.serve import serve
from chancery.feeds.cache import open_cache
from tests.browser.helpers import run_axe
from tests.feeds.made import FEED, made
from tests.networks.small import DATE, Small, make, tree

ROOT = Path(__file__).parents[1]
#: Seconds until a rebuild must have been seen; a build takes one or two.
PATIENCE = 60


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Return the network that all tests here edit, each another part of it."""
    return make(tmp_path_factory.mktemp("served"))


@contextmanager
def serving(small: Small, how_it_ends: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """Start the command on a free port, give the address that it prints, and end it.

    It is started as from a terminal, also where the tests themselves ignore SIGINT.
    """
    command = [sys.executable, "-m", "chancery", "serve", "--network", str(small.folder)]
    command += ["--output", str(small.output), "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": DATE},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no lock)
    ) as process:
        assert process.stdout is not None
        try:
            line = next(line for line in process.stdout if line.startswith("http://"))
            yield line.split()[0]
            process.send_signal(how_it_ends)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()  # else the end of the block would wait for it for ever


@pytest.fixture(scope="module")
def address(small: Small) -> Iterator[str]:
    """Return the address at which the network is served."""
    with serving(small) as address:
        yield address


def read(url: str) -> str:
    with urlopen(url, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def wait_for(url: str, words: str) -> None:
    end = time.monotonic() + PATIENCE
    while words not in read(url):
        assert time.monotonic() < end, f"{words!r} never came"
        time.sleep(0.1)


def test_what_is_changed_is_seen(small: Small, address: str) -> None:
    page = f"{address}embassy-oslo/en/passports/"
    assert "Passports" in read(page)
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    wait_for(page, "Please ask")
    small.edit("posts.yaml", "960001", "960123")
    wait_for(f"{address}embassy-oslo/en/contact/", "960123")


def test_a_file_is_still_watched_after_another_took_its_place(small: Small, address: str) -> None:
    before = "960002"
    for after in ("960124", "960125"):
        text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
        small.write("saved", text.replace(before, after))
        (small.folder / "saved").replace(small.folder / "posts.yaml")
        wait_for(f"{address}embassy-cairo/en/contact/", after)
        before = after


def test_a_folder_that_goes_and_comes_back_is_still_watched(small: Small, address: str) -> None:
    page = f"{address}embassy-lima/en/visas/"
    assert "passports" in read(page)
    (small.folder / "content").rename(small.folder / "aside")
    wait_for(f"{address}-/", "there is none")
    assert "passports" in read(page)
    shutil.copytree(small.folder / "aside", small.folder / "content")
    wait_for(f"{address}-/", "No problems")
    small.edit("content/pages/visas.en.md", "See ", "Do see ")
    wait_for(page, "Do see ")


def test_a_feed_cache_that_is_made_later_is_watched(small: Small, address: str) -> None:
    small.edit(
        "posts.yaml", "  url: https://net", f"  feeds: [{{url: {FEED}}}]\n  url: https://net"
    )
    for name in ("first", "second"):
        with open_cache(small.folder / "feeds", readonly=False) as cache:
            cache.store(FEED, [made(name, age=24 * 365)])
        wait_for(f"{address}embassy-oslo/en/news/", f"Title {name}")


def test_the_page_that_is_looked_at_follows_its_sources(
    small: Small, address: str, page: Page
) -> None:
    """It loads itself anew, shows what is wrong as long as that is so, and loses nothing by it."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}embassy-oslo/en/privacy/")
    panel = page.locator("chancery-problems")
    small.edit("content/pages/privacy.en.md", "No cookies", "None at all")
    expect(page.get_by_text("None at all")).to_be_visible(timeout=PATIENCE * 1000)
    expect(panel).to_have_count(0)
    text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    small.write("posts.yaml", text.replace("ministry:", "ministry: ]", 1))
    expect(panel.locator("code")).to_contain_text("posts.yaml:1:11", timeout=PATIENCE * 1000)
    expect(panel).to_contain_text("Nothing was built")
    expect(panel.locator("section")).to_have_css("position", "fixed")
    expect(page.get_by_text("None at all")).to_be_visible()
    assert run_axe(page) == []
    small.write("posts.yaml", text)
    expect(panel).to_have_count(0, timeout=PATIENCE * 1000)
    assert said == []


def answer(url: str) -> tuple[int, str]:
    """Return the status and the body of an answer that is an error."""
    with pytest.raises(HTTPError) as caught:
        read(url)
    with caught.value as error:
        return error.code, error.read().decode()


def test_a_page_that_is_missing_is_answered_by_its_own_site(address: str) -> None:
    status, page = answer(f"{address}embassy-oslo/en/nowhere/")
    assert status == 404
    # Its links stay on the host that served it.
    assert 'href="/embassy-oslo/en/"' in page
    status, page = answer(f"{address}../../etc/passwd")
    assert status == 404
    assert "root:" not in page


def test_what_is_served_is_what_was_built_but_for_one_script(small: Small, address: str) -> None:
    for path in ("", "embassy-oslo/en/", "embassy-oslo/en/contact/"):
        served = read(f"{address}{path}")
        without = re.sub(r'<script defer src="/-/page.js" data-version="\w+"></script>', "", served)
        assert len(without) < len(served)
        assert without == small.page(f"{path}index.html")
    assert not [name for name, data in tree(small.output).items() if b"/-/page.js" in data]


def test_all_sites_stand_on_one_page(small: Small, address: str) -> None:
    page = read(f"{address}-/")
    assert '<a href="/embassy-oslo/fr/">fr</a>' in page
    assert '<a href="/-/feeds">' in page


def test_a_key_of_the_terminal_ends_it_cleanly_too(tmp_path: Path) -> None:
    """It ends also while a first build is at work, and says what it was that has failed."""
    small = make(tmp_path)
    small.edit("posts.yaml", "posts:", "posts")
    with serving(small, signal.SIGINT) as address:
        assert "Nothing was built" in read(address)
        assert "posts.yaml:" in read(address)


def test_a_port_in_use_is_told_before_anything_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = make(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve(Options(network=str(small.folder)), port) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"--port: {port}: another program listens there. Choose another, or 0")
    assert not small.output.exists()
    assert serve(Options(network=str(small.folder)), 65536) == 2
    assert serve(Options(network=str(small.folder / "nowhere")), 0) == 2
