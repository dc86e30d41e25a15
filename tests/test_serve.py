"""`chancery serve` as an editor uses it: look, change a file, look again."""

from __future__ import annotations

import os
import signal
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

from chancery.feeds.cache import open_cache
from tests.feeds.made import FEED, made
from tests.networks.small import DATE, Small, make

ROOT = Path(__file__).parents[1]
#: Seconds until a rebuild must have been seen; a build takes one or two.
PATIENCE = 60


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make(tmp_path)


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


@pytest.fixture
def address(small: Small) -> Iterator[str]:
    """Return the address at which the network is served."""
    with serving(small) as address:
        yield address


def read(url: str) -> str:
    with urlopen(url, timeout=10) as answer:
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
    before = "960001"
    for after in ("960123", "960124", "960125"):
        text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
        small.write("saved", text.replace(before, after))
        (small.folder / "saved").replace(small.folder / "posts.yaml")
        wait_for(f"{address}embassy-oslo/en/contact/", after)
        before = after


def test_a_feed_cache_that_is_made_later_is_watched(small: Small, address: str) -> None:
    small.edit(
        "posts.yaml", "  url: https://net", f"  feeds: [{{url: {FEED}}}]\n  url: https://net"
    )
    for name in ("first", "second"):
        with open_cache(small.folder / "feeds", readonly=False) as cache:
            cache.store(FEED, [made(name, age=24 * 365)])
        wait_for(f"{address}embassy-oslo/en/news/", f"Title {name}")


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


def test_a_key_of_the_terminal_ends_it_cleanly_too(small: Small) -> None:
    with serving(small, signal.SIGINT) as address:
        assert "Passports" in read(f"{address}embassy-oslo/en/passports/")
