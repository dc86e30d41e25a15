"""A run asks many feeds at once and few of one host, ends in time, and loses nothing."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace as replaced
from datetime import timedelta
from pathlib import Path

import pytest

from chancery.common.problems import Place
from chancery.feeds import json_cache, sqlite_cache
from chancery.feeds.cache import open_cache
from chancery.fetch.ask import Kind
from chancery.fetch.http import Limits
from chancery.fetch.pictures import Pictures
from chancery.fetch.reading import Readers, ReadingStopped
from chancery.fetch.run import Report, Settings, fetch
from chancery.fetch.sources import Wanted
from chancery.fetch.state import FeedState, StateFile
from tests.fetch.asking import AGENT, FEED, NOW, QUICK, Asker, names
from tests.fetch.server import Server, Talk, answer, raw
from tests.fetch.test_pictures import copy, photo

#: Fetches the feeds of a server into a cache, and says so after each, until it is killed.
RUNNER = """
import sys
from pathlib import Path
from tests.fetch import test_run
if __name__ == "__main__":
    test_run.run(Path(sys.argv[1]), int(sys.argv[2]), say=lambda *_: print("one", flush=True))
"""
#: Before it: lets no file grow beyond some bytes, as a disk does that is full.
FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
"""
COUNT = 40


def slow_feed(talk: Talk) -> None:
    time.sleep(0.05)
    answer(body=FEED, ETag='"a"')(talk)


def feeds(port: int, count: int = COUNT, hosts: int = 8) -> dict[str, Wanted]:
    urls = [f"http://h{number % hosts}.example:{port}/feed?{number}" for number in range(count)]
    return {url: Wanted(url, Place("posts.yaml", 1), "feeds", "") for url in urls}


def settings(hosts: int = 8, **limits: float) -> Settings:
    table = {f"h{number}.example": ["127.0.0.1"] for number in range(hosts)}
    access = replaced(names(table), allowed=frozenset(table))
    every = Limits(**{"feed": 5, "read": 5, **limits})  # type: ignore[arg-type]
    return Settings(now=NOW, agent=AGENT, access=access, limits=every)


def run(folder: Path, port: int, *, say: object = None, how: Settings | None = None) -> Report:
    states = StateFile(folder / "feeds-state.jsonl")
    with open_cache(folder / "feeds.sqlite", readonly=False) as cache:
        report = fetch(feeds(port), states, cache, how or settings(), say)  # type: ignore[arg-type]
        report.problems += [*cache.problems, *states.problems]
    return report


def stored(folder: Path, port: int) -> int:
    with open_cache(folder / "feeds.sqlite", readonly=True) as cache:
        found = cache.read(feeds(port))
        assert cache.problems == []
    assert {len(entries) for entries in found.values()} <= {0, 2}
    return sum(bool(entries) for entries in found.values())


def test_every_feed_is_asked_once_and_told(server: Server, tmp_path: Path) -> None:
    server.routes["/feed"] = answer(body=FEED)
    told: list[tuple[int, int]] = []
    report = run(tmp_path, server.port, say=lambda *numbers: told.append(numbers))
    assert report.ended == {Kind.NEW: COUNT}
    assert report.entries == 2 * COUNT
    assert told == [(number, COUNT) for number in range(1, COUNT + 1)]
    assert len({talk.path for talk in server.seen}) == len(server.seen) == COUNT


def test_of_one_host_only_a_few_are_asked_at_once(server: Server, tmp_path: Path) -> None:
    server.routes["/feed"] = slow_feed
    run(tmp_path, server.port, how=settings(per_host=2, at_once=40))
    assert server.most_at_once <= 16
    server.most_at_once = 0
    states = StateFile(tmp_path / "other.jsonl")
    with open_cache(tmp_path / "other.sqlite", readonly=False) as cache:
        fetch(feeds(server.port, 10, hosts=1), states, cache, settings(per_host=2))
    assert server.most_at_once == 2


def test_a_feed_that_another_run_has_asked_meanwhile_is_left_to_that(
    server: Server, tmp_path: Path
) -> None:
    def meanwhile(talk: Talk) -> None:
        for url in feeds(server.port):
            StateFile(tmp_path / "feeds-state.jsonl").add(FeedState(feed=url, asked=NOW))
        answer(body=FEED)(talk)

    server.routes["/feed"] = meanwhile
    report = run(tmp_path, server.port, how=settings(at_once=1))
    assert len(server.seen) == 1
    assert report.not_due == COUNT - 1


@pytest.mark.long
def test_only_so_many_are_asked_at_once(server: Server, tmp_path: Path) -> None:
    server.routes["/feed"] = slow_feed
    run(tmp_path, server.port, how=settings(at_once=3))
    assert server.most_at_once <= 3


def test_a_run_ends_in_time_and_the_next_goes_on(server: Server, tmp_path: Path) -> None:
    server.routes["/feed"] = slow_feed
    report = run(tmp_path, server.port, how=settings(at_once=2, total=0.8))
    done = report.ended[Kind.NEW]
    assert done + report.unreached == COUNT
    assert report.unreached > 0
    assert report.problems == []
    assert stored(tmp_path, server.port) == done
    report = run(tmp_path, server.port)
    assert report.not_due == done
    assert stored(tmp_path, server.port) == COUNT


def test_bad_feeds_cost_the_good_ones_nothing(server: Server, tmp_path: Path) -> None:
    def some(talk: Talk) -> None:
        number = int(talk.path.partition("?")[2])
        bad = [raw(2.0), answer(body="<rss>"), answer("500 x"), raw(b"HTTP/1.1 200 OK\r\n\r\n\0")]
        (bad[number // 3 % 4] if number % 3 else answer(body=FEED))(talk)

    server.routes["/feed"] = some
    started = time.monotonic()
    report = run(tmp_path, server.port, how=settings(read=0.3))
    assert time.monotonic() - started < 8
    good = len(range(0, COUNT, 3))
    assert report.ended == {Kind.NEW: good, Kind.FAILED: COUNT - good}
    assert len(report.problems) == COUNT - good
    assert stored(tmp_path, server.port) == good


def test_a_host_that_asks_for_a_pause_is_left_alone(server: Server, tmp_path: Path) -> None:
    server.routes["/feed"] = answer("429 Too Many Requests", Retry_After="7200")
    report = run(tmp_path, server.port, how=settings(per_host=1))
    assert report.ended[Kind.FAILED] == 8
    assert report.put_off == COUNT - 8
    states = StateFile(tmp_path / "feeds-state.jsonl").states.values()
    assert all(NOW + timedelta(hours=2) <= state.due for state in states if state.due)
    assert sorted(state.failures for state in states) == [0] * (COUNT - 8) + [1] * 8
    before = len(server.seen)
    assert run(tmp_path, server.port, how=replaced(settings(), every=True)).put_off == COUNT
    soon = NOW + timedelta(hours=1, minutes=58)
    assert (
        run(tmp_path, server.port, how=replaced(settings(), every=True, now=soon)).put_off == COUNT
    )
    assert len(server.seen) == before
    server.routes["/feed"] = answer(body=FEED)
    late = NOW + timedelta(hours=2, minutes=14)
    assert run(tmp_path, server.port, how=replaced(settings(), now=late)).ended[Kind.NEW] == COUNT


def lead_away(server: Server, path: str, to: str) -> None:
    """Lead from a path of every host to one that is busy."""
    server.routes[path] = answer("302 Found", Location=f"http://h8.example:{server.port}{to}")
    server.routes[to] = answer("503 Service Unavailable", Retry_After="7200")


def asked(server: Server, path: str) -> int:
    return sum(talk.path.partition("?")[0] == path for talk in server.seen)


def test_the_host_that_a_redirect_leads_to_is_left_alone_and_not_the_one_that_leads_there(
    server: Server, tmp_path: Path
) -> None:
    lead_away(server, "/feed", "/busy")
    how = settings(hosts=9, at_once=1)
    report = run(tmp_path, server.port, how=how)
    assert asked(server, "/busy") == 1
    assert (report.ended[Kind.FAILED], report.put_off) == (1, COUNT - 1)
    states = StateFile(tmp_path / "feeds-state.jsonl")
    assert list(states.pauses) == ["h8.example"]
    assert {state.due for state in states.states.values()} == {states.pauses["h8.example"]}
    assert run(tmp_path, server.port, how=replaced(how, every=True)).put_off == COUNT
    assert asked(server, "/busy") == 1


def test_pictures_leave_a_host_alone_that_a_redirect_leads_to(
    server: Server, tmp_path: Path
) -> None:
    lead_away(server, "/a.jpg", "/busy.jpg")
    lead_away(server, "/b.jpg", "/busy.jpg")
    picture = '<guid>{0}</guid><enclosure url="/{1}.jpg" type="image/jpeg" length="9"/>'
    body = FEED
    for number, name in (("1", "a"), ("2", "b")):
        body = body.replace(f"<guid>{number}</guid>", picture.format(number, name))
    server.routes["/feed"] = answer(body=body)
    known = {
        url: replaced(feed, pictures=True) for url, feed in feeds(server.port, 1, hosts=1).items()
    }
    states = StateFile(tmp_path / "states.jsonl")
    pictures = Pictures(tmp_path / "pictures", NOW)
    with open_cache(tmp_path / "feeds.sqlite", readonly=False) as cache:
        fetch(known, states, cache, settings(hosts=9, at_once=1), pictures=pictures)
    assert (asked(server, "/a.jpg") + asked(server, "/b.jpg"), asked(server, "/busy.jpg")) == (2, 1)
    assert list(states.pauses) == ["h8.example"]


def test_when_nothing_can_be_kept_nobody_else_is_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    server.routes["/feed"] = answer(body=FEED)
    monkeypatch.setattr(sqlite_cache, "_store", full)
    report = run(tmp_path, server.port, how=settings(per_host=1))
    assert len(server.seen) < COUNT
    assert report.unreached + report.ended[Kind.FAILED] == COUNT
    [problem] = report.problems
    assert "database or disk is full" in problem.message


def test_when_states_can_no_longer_be_kept_nobody_else_is_asked(
    server: Server, tmp_path: Path
) -> None:
    server.routes["/feed"] = answer(body=FEED)
    file = tmp_path / "feeds-state.jsonl"

    def damage(done: int, _total: int) -> None:
        if done == 1:
            file.unlink()
            file.mkdir()

    report = run(tmp_path, server.port, say=damage, how=settings(at_once=1))
    assert len(server.seen) < COUNT
    assert report.unreached == COUNT - len(server.seen)
    [problem] = report.problems
    assert "cannot be written: Is a directory" in problem.message


def test_a_feed_that_is_too_large_to_be_kept_whole_stops_no_other(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/feed"] = answer(body=FEED)
    states, known = StateFile(tmp_path / "states.jsonl"), feeds(server.port)
    monkeypatch.setattr(json_cache, "LARGEST_FILE", 900)
    with open_cache(tmp_path / "feeds", readonly=False) as cache:
        assert fetch(known, states, cache, settings()).ended == {Kind.NEW: COUNT}
        assert {len(entries) for entries in cache.read(known).values()} == {1}
        assert cache.problems == []


@pytest.mark.long
def test_a_run_that_is_killed_loses_nothing_that_it_stored(
    server: Server, tmp_path: Path, project_root: Path
) -> None:
    server.routes["/feed"] = slow_feed
    environment = {"PYTHONPATH": f"{project_root}:{project_root / 'plugins'}"}
    script = tmp_path / "runner.py"
    script.write_text(RUNNER)
    command = [sys.executable, str(script), str(tmp_path), str(server.port)]
    least = 0
    for wanted in (1, 7, 12):
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(wanted):
                assert process.stdout.readline() == "one\n"
            process.send_signal(signal.SIGKILL)
        least += wanted
        assert stored(tmp_path, server.port) >= least
        assert StateFile(tmp_path / "feeds-state.jsonl").problems == []
    before = len(server.seen)
    report = run(tmp_path, server.port)
    assert report.problems == []
    assert stored(tmp_path, server.port) == COUNT
    assert report.not_due >= least
    assert len(server.seen) - before == COUNT - report.not_due
    lines = (tmp_path / "feeds-state.jsonl").read_bytes().splitlines()
    assert len(lines) == COUNT


@pytest.mark.long
def test_a_full_disk_loses_nothing_that_was_stored(
    server: Server, tmp_path: Path, project_root: Path
) -> None:
    server.routes["/feed"] = answer(body=FEED, ETag='"a"')
    environment = {"PYTHONPATH": f"{project_root}:{project_root / 'plugins'}"}
    script = tmp_path / "runner.py"
    script.write_text(FULL + RUNNER)
    # It would leave byte code that is cut off, which no later run could read.
    command = [sys.executable, "-B", str(script), str(tmp_path), str(server.port)]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    assert 0 < stored(tmp_path, server.port) < COUNT
    known = StateFile(tmp_path / "feeds-state.jsonl").states.values()
    assert sum(state.count > 0 for state in known) <= stored(tmp_path, server.port)
    report = run(tmp_path, server.port)
    assert report.problems == []
    assert stored(tmp_path, server.port) == COUNT


def test_a_reader_may_have_only_so_much_memory(project_root: Path) -> None:
    code = (
        "from chancery.fetch.reading import _limit_memory\n_limit_memory()\n"
        "try:\n    bytearray(2 * 1024**3)\nexcept MemoryError:\n    print('refused')"
    )
    path = str(project_root / "plugins")
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, check=True
    )
    assert done.stdout == b"refused\n"


class TestReaders:
    @pytest.fixture
    def hasty(self) -> Readers:
        return Readers(1, seconds=0.01)

    def test_a_document_that_takes_too_long_is_given_up(
        self, server: Server, hasty: Readers
    ) -> None:
        server.routes["/feed"] = answer(body=FEED)
        try:
            outcome = Asker(server, hasty, limits=QUICK).ask()
        finally:
            hasty.close()
        assert outcome.kind is Kind.FAILED
        assert "cannot be read: it takes longer than 0.01 seconds" in outcome.problems[0].message

    def test_a_picture_that_takes_too_long_is_given_up_and_named(
        self, server: Server, hasty: Readers, tmp_path: Path
    ) -> None:
        asker = Asker(server, hasty)
        asker.serve(answer(body=photo()), "/a.jpg")
        try:
            assert copy(asker, tmp_path).copied == 0
        finally:
            hasty.close()
        [state] = StateFile(tmp_path / "state.jsonl").states.values()
        assert state.feed.endswith("/a.jpg")
        assert state.reason == "cannot be read: it takes longer than 0.01 seconds"

    def test_what_takes_too_much_memory_is_given_up(self, readers: Readers) -> None:
        with pytest.raises(ReadingStopped, match="it takes more than 1,024 MB of memory"):
            asyncio.run(readers._do((bytearray, (2 * 1024**3,))))

    def test_a_reader_that_dies_costs_one_document_and_is_made_anew(
        self, server: Server, readers: Readers
    ) -> None:
        asker = Asker(server, readers)
        asker.serve(answer(body=FEED))
        assert asker.ask().kind is Kind.NEW
        process = readers._all[0]._process
        assert process is not None
        process.kill()
        process.join()
        outcome = asker.ask()
        assert outcome.kind is Kind.FAILED
        assert "its reader ended without an answer" in outcome.problems[0].message
        assert asker.ask().kind is Kind.NEW
