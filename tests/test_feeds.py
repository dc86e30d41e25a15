"""Feeds: fetched by a command of their own, and only read by builds."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chancery.commands.build import build
from chancery.commands.feeds import Wishes, discover, feeds, status
from chancery.commands.options import Options
from chancery.common.locks import take
from chancery.common.reporter import Style
from chancery.feeds import language
from chancery.feeds.cache import cache_place, open_cache
from chancery.fetch import http
from chancery.fetch.reading import Fetched, Readers, Reading, read
from chancery.fetch.state import FeedState, StateFile, state_place
from chancery.fetch.unpack import unpack
from tests.feeds.made import made
from tests.fetch.asking import FEED, HOST
from tests.fetch.server import Behaviour, Server, Talk, answer
from tests.fetch.test_pictures import photo
from tests.networks.small import DATE, Small, changed, make, tree

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.usefixtures("no_other_loop", "same_readers", "same_certificates")

WISHES = Wishes(allow=(HOST,))
NEWER = FEED.replace("<item>", "<item><title>Third</title><guid>3</guid></item><item>", 1)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        made.routes["/feed"] = answer(body=FEED, ETag='"one"')
        yield made


@pytest.fixture
def small(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    monkeypatch.setenv("CHANCERY_NOW", DATE)
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [row])
    network = make(tmp_path)
    name_feed(network, "city: Oslo", server)
    return network


def name_feed(small: Small, after: str, server: Server, path: str = "/feed") -> None:
    feed = f"feeds: [{{url: http://{HOST}:{server.port}{path}}}]"
    small.edit("posts.yaml", f"    {after}\n", f"    {after}\n    {feed}\n")


def options(small: Small, **more: Any) -> Options:
    return Options(network=str(small.folder), workers=1, **more)


def later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    for name in ("SOURCE_DATE_EPOCH", "CHANCERY_NOW"):
        monkeypatch.setenv(name, str(int(int(DATE) + hours * 3600)))


def state(small: Small) -> FeedState:
    [found] = StateFile(small.folder / ".cache/feeds-state.jsonl").states.values()
    return found


def not_modified(talk: Talk) -> None:
    known = talk.headers.get("if-none-match") == '"one"'
    answer("304 Not Modified" if known else "200 OK", "" if known else FEED, ETag='"one"')(talk)


def test_a_build_shows_what_was_fetched(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    assert feeds(options(small), WISHES) == 0
    said = capsys.readouterr().out
    assert "1 feed asked: 1 with something new (new or changed entries: 2)" in said
    assert small.build().problems == []
    page = small.page("embassy-oslo/en/news/index.html")
    assert "https://feeds.example/2" in page
    assert "Second" in page


def test_a_build_of_what_was_fetched_loads_no_reader_of_feeds(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds(options(small), WISHES)
    for name in ("feedparser", "chancery.feeds.parse"):
        monkeypatch.setitem(sys.modules, name, None)
    assert small.build().problems == []
    assert "Second" in small.page("embassy-oslo/en/news/index.html")


async def _read_here(_self: Readers, document: Fetched, now: datetime) -> Reading:
    return read(document, now)


def test_that_languages_cannot_be_detected_is_said_once_and_not_where_they_are_written(
    small: Small,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(language, "detects", lambda: False)
    monkeypatch.setattr(Readers, "read", _read_here)
    text = FEED.replace("First", "The embassy is closed on Monday because of a holiday")
    for name in ("/feed", "/b", "/c"):
        server.routes[name] = answer(body=text)
    name_feed(small, "city: Lima", server, "/b")
    name_feed(small, "timezone: Africa/Cairo", server, "/c")
    small.edit("posts.yaml", "/c}]", "/c, language: en}]")
    assert feeds(options(small), WISHES) == 0
    said = capsys.readouterr().err
    assert said.count("[feed-language-unknown]") == 1
    assert "/feed does not say in which language it is; 1 other feed as little. Write it" in said


def test_the_same_cache_gives_the_same_bytes_whether_or_not_languages_can_be_detected(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds(options(small), WISHES)
    with open_cache(small.folder / ".cache" / "feeds.sqlite", readonly=False) as cache:
        [(feed, (first, second))] = cache.read([state(small).feed]).items()
        made_anew = replace(second, cleaner=0, language="")
        cache.store(feed, [replace(first, language="mi", cleaner=0), made_anew])
    small.build()
    assert 'lang="mi"' in small.page("embassy-oslo/en/news/index.html")
    monkeypatch.setattr(language, "detects", lambda: False)
    monkeypatch.setitem(sys.modules, "py3langid", None)
    small.build(output="without", cache=".cache")
    assert changed(tree(small.output), tree(small.folder / "without")) == set()


@pytest.mark.parametrize("folder", [False, True], ids=["SQLite", "a folder of JSON lines"])
def test_a_fetch_without_anything_new_leaves_the_build_as_it_is(
    small: Small,
    server: Server,
    folder: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if folder:
        (small.folder / "feeds").mkdir()
    server.routes["/feed"] = not_modified
    feeds(options(small), WISHES)
    build(options(small))
    build(options(small))
    before = tree(small.output)
    later(monkeypatch, 10)
    assert feeds(options(small), WISHES) == 0
    assert "1 as before, 0 failed; 0 bytes received" in capsys.readouterr().out
    assert server.last()["if-none-match"] == '"one"'
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    monkeypatch.setenv("CHANCERY_NOW", DATE)
    build(options(small))
    assert "Nothing has changed" in capsys.readouterr().out
    assert changed(before, tree(small.output)) == set()


@pytest.mark.parametrize("other", [False, True], ids=["the post's alone", "a partner's too"])
def test_whole_texts_are_kept_of_own_feeds_alone(small: Small, server: Server, other: bool) -> None:
    text = '<x:encoded xmlns:x="http://purl.org/rss/1.0/modules/content/">Whole text</x:encoded>'
    said = f"<guid>2</guid><description>Short</description>{text}"
    server.routes["/feed"] = answer(body=FEED.replace("<guid>2</guid>", said))
    url = f"http://{HOST}:{server.port}/feed"
    if other:
        partner = f"partners: [{{id: trade, name: Trade, feeds: [{{url: {url}}}]}}]\nposts:\n"
        small.edit("posts.yaml", "posts:\n", partner)
    assert feeds(options(small), WISHES) == 0
    with open_cache(small.folder / ".cache/feeds.sqlite", readonly=True) as cache:
        [entry] = [entry for entry in cache.read([url])[url] if entry.id == "2"]
    assert entry.summary == "Short"
    kept = ("Whole text" in entry.content, "Whole text" in entry.raw)
    assert kept == (not other, not other)


@pytest.mark.parametrize("folder", [False, True], ids=["SQLite", "a folder of JSON lines"])
@pytest.mark.parametrize(
    ("feed", "default"),
    [("keep: {days: 10}", ""), ("language: en", "keep: {days: 10}"),
     ("keep: {days: 10}", "keep: {days: 99}")],
    ids=["of its own", "of all feeds", "of its own before that of all"],
)  # fmt: skip
def test_an_entry_that_its_feed_has_no_longer_is_shown_as_long_as_posts_yaml_says(
    small: Small,
    server: Server,
    folder: bool,
    feed: str,
    default: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if folder:
        (small.folder / "feeds").mkdir()
    small.edit("posts.yaml", "/feed}]", f"/feed, {feed}}}]")
    small.edit("posts.yaml", "posts:\n", f"defaults: {{{default}}}\nposts:\n")
    feeds(options(small), WISHES)
    start = FEED.index("<item>")
    server.routes["/feed"] = answer(body=FEED[:start] + FEED[FEED.index("<item>", start + 1) :])
    later(monkeypatch, 30)
    feeds(options(small), WISHES)
    for days, there in ((1, True), (10, True), (11, False)):
        later(monkeypatch, 24 * days + 6)
        build(options(small))
        page = small.page("embassy-oslo/en/news/index.html")
        assert ("Second" in page, "First" in page) == (there, True)
    feeds(options(small), WISHES)
    cache = cache_place(small.folder, small.folder / ".cache")
    with open_cache(cache, readonly=True) as found:
        url = f"http://{HOST}:{server.port}/feed"
        assert len(found.read([url])[url]) == 2


def pictured(name: str = "a.jpg") -> str:
    """Return the feed with a picture of its newest entry."""
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    picture = (
        f'<guid>2</guid><media:content medium="image" url="/{name}">'
        '<media:description>Snow &amp; "ice"</media:description></media:content>'
    )
    return FEED.replace("<rss ", f"<rss {media} ").replace("<guid>2</guid>", picture)


def copying(small: Small, server: Server) -> None:
    """Have the pictures of the feed copied, and serve one."""
    small.edit("posts.yaml", "/feed}]", "/feed, images: copy}]")
    server.routes["/feed"] = answer(body=pictured())
    server.routes["/a.jpg"] = answer(body=photo())
    server.routes["/b.jpg"] = answer(body=photo(400))


@pytest.mark.parametrize("folder", [False, True], ids=["SQLite", "a folder of JSON lines"])
def test_pictures_of_entries_come_with_the_site_where_its_feed_asks_for_it(
    small: Small, server: Server, folder: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    if folder:
        (small.folder / "feeds").mkdir()
    copying(small, server)
    assert feeds(options(small), WISHES) == 0
    assert "1 picture copied" in capsys.readouterr().out
    build(options(small))
    page = small.page("embassy-oslo/en/news/index.html")
    [(file, more)] = re.findall(
        r'<img class="news-picture" src="../../(assets/[^"]+)"([^>]*)>', page
    )
    for said in ('width="640"', 'height="320"', 'alt="Snow &amp; &#34;ice&#34;"', 'loading="lazy"'):
        assert said in more
    assert (small.output / "embassy-oslo" / file).is_file()
    assert list((small.output / "embassy-lima/assets").glob("news-*")) == []
    asked = len(server.seen)
    assert feeds(options(small), WISHES) == 0
    assert len(server.seen) == asked
    capsys.readouterr()
    build(options(small))
    assert "Nothing has changed" in capsys.readouterr().out


def test_a_picture_that_is_another_now_takes_the_place_of_the_first(
    small: Small, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying(small, server)
    feeds(options(small), WISHES)
    small.build()
    [first] = (small.output / "embassy-oslo/assets").glob("news-*")
    server.routes["/feed"] = answer(body=pictured("b.jpg"))
    later(monkeypatch, 30)
    feeds(options(small), WISHES)
    small.build()
    [second] = (small.output / "embassy-oslo/assets").glob("news-*")
    assert second != first
    assert [
        f"news-{one.name}" for one in (small.folder / ".cache/feed-pictures").glob("*.webp")
    ] == [second.name]


def test_pictures_stay_while_the_feed_cache_cannot_be_read(small: Small, server: Server) -> None:
    copying(small, server)
    feeds(options(small), WISHES)
    (small.folder / ".cache/feeds.sqlite").write_bytes(b"no database")
    server.routes["/feed"] = answer("503 Service Unavailable")
    assert feeds(options(small), WISHES) == 1
    assert len(list((small.folder / ".cache/feed-pictures").glob("*.webp"))) == 1


def test_pictures_are_left_alone_where_nobody_asks_for_them(small: Small, server: Server) -> None:
    server.routes["/feed"] = answer(body=pictured())
    assert feeds(options(small), WISHES) == 0
    assert [talk.path for talk in server.seen] == ["/feed"]
    assert not (small.folder / ".cache/feed-pictures").exists()
    small.build()
    assert "<img" not in small.page("embassy-oslo/en/news/index.html")


def test_a_picture_that_fails_leaves_the_news_as_they_are_and_is_shown_once_it_comes(
    small: Small, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying(small, server)
    server.routes["/a.jpg"] = answer("404 Not Found")
    assert feeds(options(small), WISHES) == 0
    assert build(options(small)) == 0
    assert "Second" in small.page("embassy-oslo/en/news/index.html")
    server.routes["/a.jpg"] = answer(body=photo())
    later(monkeypatch, 1)
    assert feeds(options(small), WISHES) == 0
    assert build(options(small)) == 0
    assert '<img class="news-picture"' in small.page("embassy-oslo/en/news/index.html")


def test_a_feed_that_several_posts_name_is_asked_once(small: Small, server: Server) -> None:
    name_feed(small, "city: Lima", server)
    feeds(options(small), WISHES)
    assert len(server.seen) == 1


def test_a_feed_is_asked_when_it_is_due_and_not_before(
    small: Small,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    feeds(options(small), WISHES)
    later(monkeypatch, 1)
    assert feeds(options(small), WISHES) == 0
    assert "0 feeds asked: " in capsys.readouterr().out.splitlines()[-1]
    assert len(server.seen) == 1
    feeds(options(small), Wishes(allow=(HOST,), every=True))
    assert len(server.seen) == 2
    later(monkeypatch, 60)
    feeds(options(small), WISHES)
    assert len(server.seen) == 3


def test_it_says_who_asks_and_where_to_complain(small: Small, server: Server) -> None:
    feeds(options(small), WISHES)
    assert server.last()["user-agent"].startswith("Chancery/")
    assert "(+https://network.example/)" in server.last()["user-agent"]
    assert "cookie" not in server.last()
    assert "authorization" not in server.last()


def test_a_feed_that_breaks_keeps_its_entries_and_is_told_with_its_line(
    small: Small,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    feeds(options(small), WISHES)
    server.routes["/feed"] = answer(body="<rss><channel>")
    later(monkeypatch, 60)
    assert feeds(options(small), WISHES) == 1
    said = capsys.readouterr().err
    line = 1 + (small.folder / "posts.yaml").read_text().splitlines().index("    city: Oslo") + 1
    assert f"posts.yaml:{line}:" in said
    assert "posts.embassy-oslo.feeds.0.url: http://feeds.example" in said
    assert "is not well-formed XML" in said
    small.build()
    assert "Second" in small.page("embassy-oslo/en/news/index.html")


def test_a_feed_that_mends_brings_what_is_new(
    small: Small, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds(options(small), WISHES)
    server.routes["/feed"] = answer("500 Internal Server Error")
    later(monkeypatch, 60)
    feeds(options(small), WISHES)
    server.routes["/feed"] = answer(body=NEWER)
    later(monkeypatch, 90)
    assert feeds(options(small), WISHES) == 0
    assert state(small).failures == 0
    small.build()
    page = small.page("embassy-oslo/en/news/index.html")
    assert "Third" in page
    assert "First" in page


def test_where_the_entries_were_lost_the_whole_feed_is_asked_for_again(
    small: Small, server: Server
) -> None:
    server.routes["/feed"] = not_modified
    feeds(options(small), WISHES)
    (small.folder / ".cache/feeds.sqlite").unlink()
    feeds(options(small), WISHES)
    assert "if-none-match" not in server.last()
    small.build()
    assert "Second" in small.page("embassy-oslo/en/news/index.html")


def test_a_feed_of_which_an_old_entry_is_damaged_is_read_anew_and_told_once(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/feed"] = not_modified
    feeds(options(small), WISHES)
    database = sqlite3.connect(small.folder / ".cache/feeds.sqlite")
    database.execute("UPDATE entry SET first_seen = 'yesterday' WHERE title = 'First'")
    database.commit()
    database.close()
    assert feeds(options(small), WISHES) == 1
    assert "has a damaged entry of http://feeds.example" in capsys.readouterr().err
    assert "if-none-match" not in server.last()
    assert feeds(options(small), WISHES) == 0
    small.build()
    assert "First" in small.page("embassy-oslo/en/news/index.html")


def test_where_only_the_newest_entries_were_lost_the_whole_feed_is_asked_for_again(
    small: Small, server: Server
) -> None:
    """A power cut may take back what was stored last, and not what is known of the feed."""
    old = FEED.replace("Nov 2026", "Nov 2025")
    server.routes["/feed"] = answer(body=old, ETag='"one"')
    feeds(options(small), WISHES)
    database = sqlite3.connect(small.folder / ".cache/feeds.sqlite")
    assert database.execute("DELETE FROM entry WHERE title = 'Second'").rowcount == 1
    database.commit()
    database.close()
    feeds(options(small), WISHES)
    assert "if-none-match" not in server.last()
    small.build()
    assert "Second" in small.page("embassy-oslo/en/news/index.html")


def test_the_habit_of_entries_without_dates_is_when_they_were_first_seen(
    small: Small, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ""
    for day in range(4):
        names = f"<item><title>Day {day}</title><guid>{day}</guid></item>{names}"
        server.routes["/feed"] = answer(body=f"<rss version='2.0'><channel>{names}</channel></rss>")
        later(monkeypatch, day * 48)
        feeds(options(small), WISHES)
    assert state(small).usual == 48 * 3600
    assert state(small).newest == datetime.fromtimestamp(int(DATE) + 144 * 3600, UTC)


def test_where_entries_cannot_be_stored_they_are_asked_for_again(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/feed"] = not_modified
    os.mkfifo(small.folder / ".cache/feeds.sqlite")
    assert feeds(options(small), WISHES) == 2
    assert "cannot be used as a feed cache" in capsys.readouterr().err
    (small.folder / ".cache/feeds.sqlite").unlink()
    assert feeds(options(small), WISHES) == 0
    assert "if-none-match" not in server.last()


def test_who_must_not_wait_for_another_run_that_stores_ends_with_2_and_asks_nobody(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    with take(small.folder / ".cache/feeds.lock", "chancery feeds"):
        assert feeds(options(small), replace(WISHES, wait=False)) == 2
    assert f"is written to by chancery feeds (process {os.getpid()} on " in capsys.readouterr().err
    assert server.seen == []
    assert feeds(options(small), WISHES) == 0


#: A run of its own, which finds every host on this machine.
FETCH = """
import socket, sys
sys.path.insert(0, "plugins")
row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))
socket.getaddrinfo = lambda *_args, **_more: [row]
from chancery.commands.feeds import Wishes, feeds
from chancery.commands.options import Options
from chancery.common.locks import take
network, cache, host = sys.argv[1:]
sys.exit(feeds(Options(network=network, cache=cache), Wishes(allow=(host,), every=True)))
"""
ITEM = "<rss version='2.0'><channel><item><title>T</title><guid>{}</guid></item></channel></rss>"


@pytest.mark.parametrize("form", ["sqlite", "lines"])
def test_two_runs_at_once_lose_nothing_and_hold_nobody_up_while_they_wait_for_a_server(
    small: Small, server: Server, form: str
) -> None:
    """Each has feeds of its own to ask, and tidies up in the end what it does not know."""
    other = make(small.folder / "other")
    if form == "lines":
        (small.folder / "feeds").mkdir()
        (other.folder / "feeds").symlink_to(small.folder / "feeds")
    name_feed(other, "city: Lima", server, "/two")
    both = threading.Barrier(2)

    def when_both_have_asked(body: str) -> Behaviour:
        def behave(talk: Talk) -> None:
            both.wait(timeout=60)
            answer(body=body)(talk)

        return behave

    server.routes |= {
        f"/{name}": when_both_have_asked(ITEM.format(name)) for name in ("feed", "two")
    }
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", FETCH, str(each.folder), str(small.folder / ".cache"), HOST],
            cwd=ROOT, stdout=subprocess.PIPE,
        )
        for each in (small, other)
    ]  # fmt: skip
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    place = cache_place(small.folder, small.folder / ".cache")
    urls = [f"http://{HOST}:{server.port}/{name}" for name in ("feed", "two")]
    with open_cache(place, readonly=True) as cache:
        assert [len(entries) for entries in cache.read(urls).values()] == [1, 1]
    assert sorted(StateFile(state_place(place)).states) == urls


def test_a_network_that_cannot_be_read_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert feeds(Options(network=str(tmp_path)), Wishes()) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_hosts_are_closed_unless_they_are_opened(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert feeds(options(small), Wishes()) == 1
    assert "only 80 and 443 are asked" in capsys.readouterr().err
    assert server.seen == []


def test_problems_are_printed_as_json(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/feed"] = answer("404 Not Found")
    assert feeds(options(small, style=Style(form="json")), WISHES) == 1
    [found] = json.loads(capsys.readouterr().out)["problems"]
    assert found["post"] == "embassy-oslo"
    assert found["line"] > 1
    assert "answers 404 Not Found" in found["message"]


def test_the_same_past_gives_the_same_bytes(small: Small, server: Server) -> None:
    server.routes["/feed"] = answer("500 Internal Server Error")
    every = Wishes(allow=(HOST,), every=True)
    path = small.folder / ".cache/feeds-state.jsonl"
    feeds(options(small), WISHES)
    first = path.read_bytes()
    path.unlink()
    feeds(options(small), every)
    assert path.read_bytes() == first
    due = state(small).due
    assert due is not None
    assert due > datetime.fromtimestamp(int(DATE), UTC) + timedelta(minutes=20)


def test_status_says_how_each_feed_is_and_calls_a_person_where_one_is_needed(
    small: Small,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    feeds(options(small), WISHES)
    capsys.readouterr()
    assert status(options(small)) == 0
    said = capsys.readouterr()
    assert "2026-01-09 12:00  2026-01-09 16:" in said.out
    assert "        2  http://feeds.example" in said.out
    assert said.out.rstrip().endswith("well")
    server.routes["/feed"] = answer("301 Moved Permanently", Location="/new")
    server.routes["/new"] = answer(body=FEED)
    later(monkeypatch, 60)
    assert feeds(options(small), WISHES) == 0
    capsys.readouterr()
    assert status(options(small)) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[1].startswith("!")
    assert f"has moved for good to http://{HOST}:{server.port}/new" in said.err
    assert "Write the new address into posts.yaml." in said.err
    assert status(options(small, style=Style(form="json"))) == 1
    told = json.loads(capsys.readouterr().out)
    [row] = told["feeds"]
    assert len(told["problems"]) == 1
    assert row["moved"].endswith("/new")
    assert row["entries"] == 2
    assert row["due"].startswith("2026-01-1")


def test_status_needs_no_cache_and_makes_none(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(small.folder / ".cache")
    assert status(options(small)) == 1
    said = capsys.readouterr()
    assert "not asked yet" in said.out
    assert "no feed was asked yet. Run chancery feeds" in said.err
    assert not (small.folder / ".cache").exists()


def test_status_says_when_nothing_asks_any_more_and_what_is_wrong_elsewhere(
    small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds(options(small), WISHES)
    later(monkeypatch, 47)
    assert status(options(small)) == 0
    later(monkeypatch, 72)
    assert status(options(small)) == 1
    assert "no feed was asked since 2026-01-09 12:00 UTC" in capsys.readouterr().err
    later(monkeypatch, 1)
    with (small.folder / ".cache/feeds-state.jsonl").open("a", encoding="utf-8") as file:
        file.write("damaged\n")
    small.edit("posts.yaml", '    phone: "+44 1632 960003"', "    phone: none")
    assert status(options(small)) == 1
    said = capsys.readouterr().err
    assert "is no state of a feed" in said
    assert "posts.embassy-lima.phone" in said


def test_status_says_what_is_wrong_with_cache_states_and_posts_yaml_as_data_too(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds(options(small), WISHES)
    (small.folder / ".cache/feeds.sqlite").write_bytes(b"no database" * 100)
    with (small.folder / ".cache/feeds-state.jsonl").open("a", encoding="utf-8") as file:
        file.write("damaged\n")
    small.edit("posts.yaml", '    phone: "+44 1632 960003"', "    phone: none")
    capsys.readouterr()
    assert status(options(small, style=Style(form="json"))) == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told["feeds"]) == 1
    said = "\n".join(problem["message"] for problem in told["problems"])
    for words in ("cannot be used as a feed cache", "is no state of a feed", "none"):
        assert words in said
    (small.folder / "posts.yaml").unlink()
    assert status(options(small, style=Style(form="json"))) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["feeds"] == []
    assert "cannot be read" in told["problems"][0]["message"]


def test_a_finding_about_posts_yaml_alone_calls_nobody_to_the_feeds(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", "lon: -77.0", "lon: 77.0")
    feeds(options(small), WISHES)
    capsys.readouterr()
    assert status(options(small)) == 0
    assert "posts.embassy-lima.location" in capsys.readouterr().err


@pytest.mark.parametrize("start", [0, 4096], ids=["no database", "damaged deep inside"])
def test_a_damaged_cache_is_set_aside_and_all_feeds_are_read_anew(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str], start: int
) -> None:
    server.routes["/feed"] = not_modified
    feeds(options(small), WISHES)
    place = small.folder / ".cache" / "feeds.sqlite"
    with open_cache(place, readonly=False) as cache:
        feed = f"http://{HOST}:{server.port}/feed"
        cache.store(feed, [made(f"{n}", feed=feed, title="x" * 900) for n in range(50)])
    content = place.read_bytes()
    place.write_bytes(content[:start] + b"\xff" * (len(content) - start))
    capsys.readouterr()
    assert feeds(options(small), WISHES) == 1
    said = capsys.readouterr().err
    assert "feeds.sqlite: was damaged" in said
    assert "what it held is in feeds.sqlite.damaged" in said
    assert "if-none-match" not in server.last()
    small.build()
    assert "Second" in small.page("embassy-oslo/en/news/index.html")
    assert feeds(options(small), WISHES) == 0


def test_states_that_cannot_be_read_ask_nobody_and_stay(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else every run would ask for everything, and also those who want to be left alone."""
    place = small.folder / ".cache" / "feeds-state.jsonl"
    place.mkdir(parents=True)
    assert feeds(options(small), WISHES) == 2
    assert "feeds-state.jsonl: cannot be read: it is no file. Check" in capsys.readouterr().err
    assert server.seen == []
    assert place.is_dir()


def test_a_feed_is_asked_by_the_true_clock(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHANCERY_NOW")
    feeds(options(small), WISHES)
    [line] = (small.folder / ".cache/feeds-state.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["asked"][:10] == datetime.now(UTC).date().isoformat()


def test_what_a_feed_held_goes_with_it_to_its_new_address(
    small: Small, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds(options(small), WISHES)
    server.routes["/feed"] = answer("301 Moved Permanently", Location="/new")
    server.routes["/new"] = answer(body=FEED.replace("Second", "Third").replace("2</", "3</"))
    later(monkeypatch, 60)
    feeds(options(small), WISHES)
    small.edit("posts.yaml", "/feed}", "/new}")
    later(monkeypatch, 120)
    feeds(options(small), WISHES)
    small.build()
    news = small.page("embassy-oslo/en/news/index.html")
    assert "Second" in news
    assert "Third" in news


def test_entries_of_a_feed_that_nobody_names_go_after_a_while(
    small: Small, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/other"] = answer(body=FEED)
    feeds(options(small), WISHES)
    key = f"http://{HOST}:{server.port}/feed"
    small.edit("posts.yaml", "/feed}", "/other}")
    for days, count in ((1, 2), (95, 0)):
        later(monkeypatch, 24 * days)
        feeds(options(small), WISHES)
        with open_cache(small.folder / ".cache/feeds.sqlite", readonly=True) as cache:
            assert len(cache.read([key])[key]) == count


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("https_proxy", "socks5://proxy.example:1080", "expected a proxy such as http://"),
        ("SSL_CERT_FILE", "/nowhere/certificates.pem", "is not there"),
    ],
)
def test_surroundings_in_which_nothing_can_be_asked_end_in_a_line(
    small: Small, server: Server, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], name: str, value: str, words: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(name, value)
    assert feeds(options(small), WISHES) == 2
    said = capsys.readouterr().err
    assert words in said
    assert len(said.splitlines()) == 2  # the problem, and how many there were
    assert server.seen == []


def test_a_feed_that_has_ended_is_told_and_asked_again_only_by_force(
    small: Small,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server.routes["/feed"] = answer("410 Gone")
    assert feeds(options(small), WISHES) == 1
    assert "has ended (410 Gone). Take it out of posts.yaml." in capsys.readouterr().err
    assert status(options(small)) == 1
    later(monkeypatch, 9999)
    assert feeds(options(small), WISHES) == 0
    assert len(server.seen) == 1
    server.routes["/feed"] = answer(body=FEED)
    assert feeds(options(small), Wishes(allow=(HOST,), every=True)) == 0
    assert status(options(small)) == 0
    small.edit("posts.yaml", "/feed}", "/other}")
    server.routes["/other"] = answer(body=FEED)
    assert feeds(options(small), WISHES) == 0
    assert server.seen[-1].path == "/other"


def test_discover_gives_lines_for_posts_yaml(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed" title="News">'
    server.routes["/"] = answer(body=f"<html><head>{link}</head></html>")
    url = f"http://{HOST}:{server.port}/"
    assert discover(options(small), WISHES, url) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{url} names 1 feed. In posts.yaml, where it belongs:\n\n    feeds:\n")
    assert f"      - url: {url}feed  # News, 2 entries, the newest of 2026-01-09" in said
    assert discover(options(small, style=Style(form="json")), WISHES, url) == 0
    assert json.loads(capsys.readouterr().out)["feeds"][0]["entries"] == 2
    assert discover(options(small), WISHES, f"{url}nothing") == 1
    assert "answers 404 Not Found" in capsys.readouterr().err
    assert discover(Options(network=str(small.folder / "no")), WISHES, url) == 2


def test_an_account_that_says_so_brings_its_feed_to_the_site(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    account = "{platform: mastodon, handle: lima@social.example, language: es, feed: auto}"
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    channels: [{account}]\n")
    assert feeds(options(small), WISHES) == 1
    said = capsys.readouterr().err
    assert "posts.embassy-lima.channels.0.feed: https://social.example/@lima.rss" in said
    with open_cache(small.folder / ".cache/feeds.sqlite", readonly=False) as cache:
        feed = "https://social.example/@lima.rss"
        cache.store(feed, [made("a", feed=feed, age=9000, title="Hola", language="")])
    small.build()
    assert "Hola" in small.page("embassy-lima/en/news/index.html")
    assert 'lang="es"' in small.page("embassy-lima/en/news/index.html")
    assert "Hola" not in small.page("embassy-cairo/en/news/index.html")


def test_a_fault_ends_with_1_is_told_whole_and_stands_in_the_status_until_it_is_gone(
    small: Small,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name_feed(small, "city: Lima", server, "/hostile")
    server.routes["/hostile"] = answer(body="hostile")

    def stumble(data: bytes, encoding: str, limit: int) -> bytes:
        if data == b"hostile":
            raise RuntimeError("at http://me:secret@feeds.example/")
        return unpack(data, encoding, limit)

    monkeypatch.setattr(http, "unpack", stumble)
    assert feeds(options(small), WISHES) == 1
    said = capsys.readouterr()
    assert "2 feeds asked: 1 with something new" in said.out
    assert "0 failed, 1 met a fault" in said.out
    line, *_closing = said.err.splitlines()
    assert "/hostile meets a fault that nobody foresaw, RuntimeError: at http://…@feeds" in line
    assert "secret" not in line
    assert status(options(small)) == 1
    said = capsys.readouterr()
    assert "/hostile  fault (1): meets a fault that nobody foresaw, RuntimeError" in said.out
    assert "report this line" in said.err
    server.routes["/hostile"] = answer(body=FEED)
    later(monkeypatch, 2)
    assert feeds(options(small), WISHES) == 0
    assert status(options(small)) == 0


def test_an_address_in_posts_yaml_that_no_host_has_costs_its_post_alone(
    small: Small, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    small.edit(
        "posts.yaml",
        "    city: Lima\n",
        "    city: Lima\n    feeds: [{url: 'http://xn--a.example/'}]\n",
    )
    assert feeds(options(small), WISHES) == 1
    said = capsys.readouterr()
    assert "1 feed asked: 1 with something new" in said.out
    assert "posts.embassy-lima.feeds.0.url: 'http://xn--a.example/': has the host name" in said.err


def test_discover_tells_of_an_address_that_no_host_has_and_of_a_fault(
    small: Small,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kind = 'rel="alternate" type="application/rss+xml"'
    links = f'<link {kind} href="http://xn--a.example/"><link {kind} href="/feed">'
    server.routes["/"] = answer(body=f"<html><head>{links}</head></html>")
    url = f"http://{HOST}:{server.port}/"
    assert discover(options(small), WISHES, url) == 0
    said = capsys.readouterr().out
    assert "# http://xn--a.example/ has the host name 'xn--a', which is no valid IDNA" in said
    assert f"- url: {url}feed" in said
    assert discover(options(small), WISHES, "http://me:secret@xn--a.example/") == 1
    said = capsys.readouterr().err
    assert "user name or password" in said
    assert "secret" not in said
    assert discover(options(small), WISHES, "http://ä.example/") == 1
    assert "did you mean 'http://xn--4ca.example/'?" in capsys.readouterr().err
    wrong = ""

    def stumble(data: bytes, encoding: str, limit: int) -> bytes:
        if server.seen[-1].path == wrong:
            raise RuntimeError("x")
        return unpack(data, encoding, limit)

    monkeypatch.setattr(http, "unpack", stumble)
    for path in ("/", "/feed"):
        wrong = path
        assert discover(options(small), WISHES, url) == 1
        told = capsys.readouterr()
        assert "meets a fault that nobody foresaw, RuntimeError: x" in told.out + told.err
