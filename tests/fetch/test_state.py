"""What is known of feeds outlives whatever happens to a run."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from chancery.common.locks import Turns
from chancery.fetch.state import FORGOTTEN_AFTER, FeedState, StateFile, feeds_lock, state_place
from tests.fetch.asking import NOW

ONE, TWO = (FeedState(feed=f"https://{name}.example/", asked=NOW) for name in ("one", "two"))


def stored(path: Path, *states: FeedState) -> StateFile:
    file = StateFile(path)
    for state in states:
        file.add(state)
    assert file.problems == []
    return file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "state.jsonl"


def test_what_was_kept_is_there_again(path: Path) -> None:
    full = FeedState(
        feed=ONE.feed, asked=NOW, answered=NOW, read=NOW, changed=NOW, due=NOW, source="https://a/",
        etag='"é"', last_modified="x", moved="https://b/", body="00", count=3, usual=1, longest=2,
        newest=NOW, seconds=4, hours=(1, 2), days=(6,), failures=5, failing=NOW, reason="外",
        gone=NOW,
    )  # fmt: skip
    stored(path, full, TWO)
    again = StateFile(path)
    assert (again.of(full.feed), again.of(TWO.feed), again.problems) == (full, TWO, [])
    assert again.of("https://new.example/") == FeedState(feed="https://new.example/")


def test_the_last_line_of_a_feed_counts(path: Path) -> None:
    newer = FeedState(feed=ONE.feed, asked=NOW, failures=1)
    stored(path, ONE, newer)
    assert path.read_bytes().count(b"\n") == 2
    assert StateFile(path).of(ONE.feed) == newer


def test_at_the_end_there_is_a_line_a_feed_in_order(path: Path) -> None:
    stored(path, TWO, FeedState(feed=ONE.feed), ONE).tidy({}, NOW)
    lines = path.read_text().splitlines()
    assert ["one" in line for line in lines] == [True, False]
    before = path.stat().st_mtime_ns
    StateFile(path).tidy({}, NOW)
    assert path.stat().st_mtime_ns == before


def test_feeds_that_nobody_names_are_forgotten_in_the_end(path: Path) -> None:
    file = stored(path, ONE, TWO)
    file.tidy({ONE.feed: None}, NOW + FORGOTTEN_AFTER - timedelta(seconds=1))
    assert len(StateFile(path).states) == 2
    StateFile(path).tidy({ONE.feed: None}, NOW + FORGOTTEN_AFTER)
    assert list(StateFile(path).states) == [ONE.feed]


def test_how_long_a_host_is_left_alone_is_remembered_until_that_has_passed(path: Path) -> None:
    file, until = StateFile(path), NOW + timedelta(hours=2)
    for time in (until, NOW):  # the latest that it asked for counts
        file.pause("busy.example", time)
    assert StateFile(path).pauses == {"busy.example": until}
    file.tidy({}, until - timedelta(seconds=1))
    assert StateFile(path).pauses == {"busy.example": until}
    StateFile(path).tidy({}, until)
    assert StateFile(path).pauses == {}


def test_nothing_known_makes_no_file(path: Path) -> None:
    StateFile(path).tidy({}, NOW)
    assert not path.exists()


def test_a_line_that_was_torn_costs_nothing_else(path: Path) -> None:
    stored(path, ONE, TWO)
    path.write_bytes(path.read_bytes()[:-20])
    file = StateFile(path)
    assert (file.of(ONE.feed), file.of(TWO.feed).asked, file.problems) == (ONE, None, [])
    file.add(TWO)
    assert StateFile(path).of(TWO.feed) == TWO


def test_a_damaged_line_is_told_with_its_number(path: Path) -> None:
    stored(path, ONE)
    path.write_bytes(b"\xff{\n" + path.read_bytes())
    file = StateFile(path)
    assert file.of(ONE.feed) == ONE
    assert [problem.place.line for problem in file.problems] == [1]
    assert "is no state of a feed" in str(file.problems[0])


def test_a_line_that_is_not_as_it_was_written_costs_its_feed_alone(path: Path) -> None:
    stored(path, ONE, TWO)
    path.write_bytes(path.read_bytes().replace(b'"feed":"https://one', b'"feed":"https://eno'))
    file = StateFile(path)
    assert list(file.states) == [TWO.feed]
    assert "its checksum does not fit" in str(file.problems[0])


def test_what_is_no_file_is_not_waited_for(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert "cannot be read: it is no file" in str(StateFile(path).problems[0])


@pytest.mark.parametrize("other", ["", '{"feed":1}', '{"feed":"a","asked":"2026-01-01T00:00:00"}'])
def test_what_is_no_state_is_told(path: Path, other: str) -> None:
    path.parent.mkdir()
    path.write_text(other + "\n")
    assert [problem.place.line for problem in StateFile(path).problems] == [1]


def test_what_a_later_version_adds_does_no_harm(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"feed":"https://one.example/","asked":"2026-11-25T12:00:00Z","new":[1]}\n')
    assert StateFile(path).of(ONE.feed) == ONE


def test_a_place_that_cannot_be_written_or_read_is_told_once(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    assert "cannot be read" in str(file.problems[0])
    file.add(ONE)
    file.add(TWO)
    file.tidy({}, NOW)
    assert len(file.problems) == 2
    assert "cannot be written" in str(file.problems[1])


def test_it_is_kept_beside_the_entries(tmp_path: Path) -> None:
    assert state_place(tmp_path) == tmp_path / "state.jsonl"
    assert state_place(tmp_path / "feeds.sqlite") == tmp_path / "feeds-state.jsonl"


def test_the_lock_is_found_from_where_entries_are_kept(tmp_path: Path) -> None:
    assert feeds_lock(tmp_path) == tmp_path / ".lock"
    assert feeds_lock(tmp_path / "feeds.sqlite") == tmp_path / "feeds.lock"


def test_what_two_runs_add_at_once_is_all_there_in_the_end(path: Path) -> None:
    alone = Turns(path.with_name("lock"), "chancery feeds")
    one, two = StateFile(path, alone), StateFile(path, alone)
    one.add(ONE)
    one.pause("busy.example", NOW + timedelta(hours=1))
    two.add(TWO)
    two.tidy({}, NOW)
    one.tidy({}, NOW)
    again = StateFile(path)
    assert (again.of(ONE.feed), again.of(TWO.feed)) == (ONE, TWO)
    assert list(again.pauses) == ["busy.example"]


def test_the_end_of_a_line_that_another_run_was_killed_in_costs_no_other(path: Path) -> None:
    file = stored(path, ONE)
    with path.open("ab") as torn:
        torn.write(b'{"feed": "https://th')
    file.add(TWO)
    again = StateFile(path)
    assert (again.of(ONE.feed), again.of(TWO.feed)) == (ONE, TWO)
