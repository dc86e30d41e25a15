"""Whatever one feed, picture or page does, also in code of others, costs itself alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chancery.common.faults import Unforeseen
from chancery.feeds.cache import open_cache
from chancery.fetch import ask as asking
from chancery.fetch import http
from chancery.fetch.ask import Kind
from chancery.fetch.pictures import Pictures
from chancery.fetch.reading import Readers
from chancery.fetch.run import Report, Settings, fetch
from chancery.fetch.sources import Wanted
from chancery.fetch.state import FeedState, StateFile
from chancery.fetch.unpack import unpack
from tests.common.test_faults import Panic
from tests.fetch.asking import AGENT, FEED, NOW, PATIENT, names, wanted
from tests.fetch.server import Server, answer

pytestmark = pytest.mark.usefixtures("same_readers")

GOOD = 5
HOSTILE: dict[str, BaseException] = {
    "value": ValueError("a host name that no table has"),
    "depth": RecursionError("maximum recursion depth exceeded"),
    "memory": MemoryError(),
    "panic": Panic("called `Option::unwrap()` on a `None` value"),
    "group": ExceptionGroup("several", [ValueError("one"), TypeError("two")]),
    "stray": asyncio.CancelledError("by a library"),
}


def how() -> Settings:
    table = names({"feeds.example": ["127.0.0.1"]})
    return Settings(now=NOW, agent=AGENT, access=table, limits=PATIENT)


def known(server: Server, *paths: str) -> dict[str, Wanted]:
    urls = [f"http://feeds.example:{server.port}/{path}" for path in paths]
    return {url: wanted(url, line) for line, url in enumerate(urls, 1)}


def run(folder: Path, asked: dict[str, Wanted], pictures: Pictures | None = None) -> Report:
    states = StateFile(folder / "states.jsonl")
    with open_cache(folder / "feeds.sqlite", readonly=False) as cache:
        report = fetch(asked, states, cache, replace(how(), every=True), pictures=pictures)
        assert cache.problems == []
    assert states.problems == []
    return report


def good(server: Server) -> list[str]:
    paths = [f"good{number}" for number in range(GOOD)]
    server.routes.update({f"/{path}": answer(body=FEED) for path in paths})
    return paths


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what unpacks bodies raise what a body asks for."""

    def stumble(data: bytes, encoding: str, limit: int) -> bytes:
        name = data.decode("latin-1").partition("stumble:")[2]
        if name:
            raise HOSTILE[name]
        return unpack(data, encoding, limit)

    monkeypatch.setattr(http, "unpack", stumble)


def test_a_feed_that_meets_a_fault_costs_itself_alone(
    server: Server, tmp_path: Path, stumbling: None
) -> None:
    server.routes.update({f"/{name}": answer(body=f"stumble:{name}") for name in HOSTILE})
    asked = known(server, *HOSTILE, *good(server))
    report = run(tmp_path, asked)
    assert report.ended == {Kind.NEW: GOOD, Kind.FAULT: len(HOSTILE)}
    assert len(report.problems) == len(HOSTILE)
    said = sorted(str(problem) for problem in report.problems)
    for number, (name, error) in enumerate(HOSTILE.items()):
        kind = type(getattr(error, "exceptions", [error])[0]).__name__
        start = f"posts.yaml:{number + 1}:14: posts.a.feeds.0.url: http://feeds.example"
        assert said[number].startswith(f"{start}:{server.port}/{name} meets a fault that nobody")
        assert f"foresaw, {kind}" in said[number]
        assert "fetch/test_faults.py:" in said[number]
        assert "report" in said[number]
    states = StateFile(tmp_path / "states.jsonl").states
    faults = [state for state in states.values() if state.fault]
    assert len(faults) == len(HOSTILE)
    assert all(state.failures == 1 and state.due and state.due > NOW for state in faults)
    assert "(2 times in a row)" in run(tmp_path, asked).problems[0].message


def test_a_feed_whose_redirect_leads_to_no_name_costs_itself_alone(
    server: Server, tmp_path: Path
) -> None:
    server.routes["/hostile"] = answer("302 Found", Location="http://xn--a.example/")
    report = run(tmp_path, known(server, "hostile", *good(server)))
    assert report.ended == {Kind.NEW: GOOD, Kind.FAILED: 1}
    assert "is redirected to http://xn--a.example/, which has the host name 'xn--a'" in str(
        report.problems[0]
    )


def test_a_state_that_makes_no_sense_costs_its_feed_one_attempt(
    server: Server, tmp_path: Path
) -> None:
    """As a file may have it that was changed by hand, or by a disk."""
    asked = known(server, *good(server), "far")
    [*_, far] = asked
    server.routes["/far"] = answer(body=FEED)
    states = StateFile(tmp_path / "states.jsonl")
    states.add(FeedState(feed=far, moved="http://[::", seconds=10**18, failures=2**64 - 1))
    assert run(tmp_path, asked).ended == {Kind.NEW: GOOD, Kind.FAULT: 1}
    assert run(tmp_path, asked).ended == {Kind.SAME: GOOD, Kind.NEW: 1}


def test_entries_that_cannot_be_stored_cost_their_feed_alone(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = asking.judged

    def spoilt(feed: Wanted, *rest: Any) -> Any:
        outcome = judged(feed, *rest)
        if feed.url.endswith("/half"):
            outcome.entries[0] = replace(outcome.entries[0], title="\ud83d")
        return outcome

    monkeypatch.setattr(asking, "judged", spoilt)
    server.routes["/half"] = answer(body=FEED)
    report = run(tmp_path, known(server, "half", *good(server)))
    assert report.ended == {Kind.NEW: GOOD, Kind.FAULT: 1}
    assert "UnicodeEncodeError" in report.problems[0].message


def test_a_fault_that_a_reader_meets_is_told_as_one(readers: Readers) -> None:
    with pytest.raises(Unforeseen, match="ValueError: invalid literal") as raised:
        asyncio.run(readers._do((int, ("x",))))
    assert "fetch/reading.py" in str(raised.value)


def test_a_picture_that_meets_a_fault_costs_itself_alone(
    server: Server, tmp_path: Path, stumbling: None
) -> None:
    shown = '<guid>{0}</guid><enclosure url="/{1}.jpg" type="image/jpeg" length="9"/>'
    body = FEED.replace("<guid>1</guid>", shown.format(1, "panic"))
    server.routes["/feed"] = answer(body=body.replace("<guid>2</guid>", shown.format(2, "moved")))
    server.routes["/panic.jpg"] = answer(body="stumble:panic")
    server.routes["/moved.jpg"] = answer("302 Found", Location="http://xn--a.example/a.jpg")
    asked = {url: replace(feed, pictures=True) for url, feed in known(server, "feed").items()}
    report = run(tmp_path, {**asked, **known(server, *good(server))}, Pictures(tmp_path / "p", NOW))
    assert report.ended == {Kind.NEW: GOOD + 1}
    [problem] = report.problems
    assert f"has a picture, http://feeds.example:{server.port}/panic.jpg, that meets" in str(
        problem
    )
    states = StateFile(tmp_path / "p" / "state.jsonl").states
    assert {state.feed[-9:]: state.fault for state in states.values()} == {
        "panic.jpg": True,
        "moved.jpg": False,
    }
