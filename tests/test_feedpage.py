"""The page of feeds of the local server: each feed’s entries as sites show them, and why not."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from chancery.commands.feedpage import PATH, feed_page
from chancery.commands.options import Options
from chancery.commands.serving.hub import Hub
from chancery.commands.serving.server import Handler
from chancery.feeds.cache import open_cache
from tests.feeds.corpus import ics
from tests.feeds.made import FEED, made
from tests.networks.small import DATE, Small, make


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    for name in ("SOURCE_DATE_EPOCH", "CHANCERY_NOW"):
        monkeypatch.setenv(name, DATE)
    network = make(tmp_path)
    feeds = f"feeds: [{{url: '{FEED}'}}, {{file: feeds/days.ics}}]"
    network.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n    {feeds}\n")
    network.edit("posts.yaml", "  crisis_centre",
                 "  news: {rules: [{words: [secret], hide: true}]}\n  crisis_centre")  # fmt: skip
    past = "UID:1\nSUMMARY:Last year\nDTSTART:20250101"
    again = "UID:2\nSUMMARY:Weekly\nDTSTART:20250102\nRRULE:FREQ=WEEKLY"
    network.write("content/feeds/days.ics", ics(past, again).decode())
    entries = [
        made("one", age=24 * 320, title="A <b>bold</b> title"),
        made("two", age=24 * 321, title="A secret"),
        made("three", age=24 * 300, title="Of later"),
    ]
    with open_cache(network.folder / ".cache/feeds.sqlite", readonly=False) as cache:
        cache.store(FEED, entries)
    return network


def page(small: Small) -> str:
    return feed_page(Options(network=str(small.folder))).decode()


def line(text: str, title: str) -> str:
    """Return what the page says of one entry, as text."""
    lines: list[str] = re.findall(r"<li.*?</li>", text, re.DOTALL)
    [found] = [one for one in lines if title in one]
    return found


def test_a_page_shows_entries_as_sites_do_and_says_why_one_is_not(small: Small) -> None:
    text = page(small)
    assert "Not shown" not in line(text, "A &lt;b&gt;bold&lt;/b&gt; title")
    assert "Not shown: it is hidden by a rule" in line(text, "A secret")
    assert "Not shown: it is of a later day" in line(text, "Of later")
    assert "Not shown: it is past" in line(text, "Last year")
    assert "2026-01-15, and again" in line(text, "Weekly")
    assert "On embassy-oslo:" in text
    assert "not asked yet" in text


def test_whatever_is_wrong_stands_on_the_page(small: Small) -> None:
    small.edit("posts.yaml", "posts:", "posts")
    assert 'class="need"' in page(small)
    (small.folder / "posts.yaml").unlink()
    assert "posts.yaml" in page(small)


@pytest.fixture
def address(small: Small) -> Iterator[str]:
    small.build()
    handler = partial(Handler, hub=Hub(small.output), options=Options(network=str(small.folder)))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_local_server_has_the_page_beside_the_sites(address: str) -> None:
    with urlopen(f"{address}{PATH}", timeout=10) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "<h1>Feeds</h1>" in answer.read().decode()
    with urlopen(f"{address}/index.html", timeout=10) as answer:
        assert "<h1>Feeds</h1>" not in answer.read().decode()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "a@evil:1"])
def test_the_page_is_for_this_machine_alone(address: str, host: str) -> None:
    with pytest.raises(HTTPError, match="403"):
        urlopen(Request(f"{address}{PATH}", headers={"Host": host}), timeout=10)


def test_the_page_is_there_by_any_name_of_this_machine(address: str) -> None:
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000"):
        with urlopen(Request(f"{address}{PATH}?a", headers={"Host": host}), timeout=10) as answer:
            assert "<h1>Feeds</h1>" in answer.read().decode()
