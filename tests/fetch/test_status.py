"""A person is called where one is needed, and left alone where not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chancery.common.problems import Place
from chancery.fetch.sources import Wanted
from chancery.fetch.state import FeedState
from chancery.fetch.status import FAILING_FOR, IDLE_FOR, SILENT_FOR, idle, rows, table
from tests.feeds.made import made
from tests.fetch.asking import NOW, wanted

URL = "https://news.example/feed"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def known(**more: object) -> FeedState:
    fields: dict[str, object] = {"asked": NOW, "answered": NOW, "due": NOW + HOUR, "count": 20}
    return FeedState(feed=URL, **{**fields, **more})  # type: ignore[arg-type]


def failing(span: timedelta) -> FeedState:
    return known(failing=NOW - span, failures=9, reason="answers 500")


def silent(span: timedelta, longest: timedelta, count: int = 20) -> FeedState:
    return known(newest=NOW - span, usual=86400, longest=int(longest.total_seconds()), count=count)


@pytest.mark.parametrize(
    ("state", "said", "needs"),
    [
        (None, "not asked yet", ""),
        (known(), "well", ""),
        (failing(DAY), "fails (9): answers 500", ""),
        (failing(FAILING_FOR), "fails (9): answers 500", ""),
        (failing(FAILING_FOR + HOUR), "fails (9): answers 500", "has failed for 3 days"),
        (known(gone=NOW, due=None), "has ended (2026-11-25)", "has ended (410 Gone)"),
        (known(moved="https://new.example/"), "moved to https://new.example/", "moved for good to"),
        (silent(SILENT_FOR, DAY), "well", ""),
        (silent(SILENT_FOR + DAY, DAY), "silent: nothing new for 31 days, where 1 is usual",
         "is silent: nothing new for 31 days"),
        (silent(SILENT_FOR + DAY, 10 * DAY), "well", ""),
        (silent(41 * DAY, 10 * DAY), "silent: nothing new for 41 days, where 1 is usual",
         "is silent"),
        (silent(360 * DAY, DAY, count=4), "well", ""),
        (silent(400 * DAY, DAY, count=4), "silent: nothing new for 400 days, where 1 is usual",
         "is silent"),
        (silent(360 * DAY, timedelta(0)), "well", ""),
        (known(count=0), "has no entries", "has no entries any more"),
        (known(failures=2, failing=NOW, fault=True, reason="meets a fault, X: y"),
         "fault (2): meets a fault, X: y", "meets a fault, X: y"),
    ],
)  # fmt: skip
def test_each_feed_says_how_it_is(state: FeedState | None, said: str, needs: str) -> None:
    entries = {URL: [made(str(number)) for number in range(3)]}
    [row] = rows({URL: wanted(URL)}, {URL: state} if state else {}, entries, {}, NOW)
    assert (row.said, row.entries) == (said, 3)
    assert len(row.needs) == bool(needs)
    for problem in row.needs:
        assert needs in str(problem)
        assert str(problem).startswith("posts.yaml:7:14: ")
        assert problem.cure


def test_a_feed_that_never_had_an_entry_calls_for_a_look() -> None:
    [row] = rows({URL: wanted(URL)}, {URL: known(count=0)}, {}, {}, NOW)
    assert (row.said, row.needs[0].message) == ("has no entries", f"{URL} has never had an entry")
    [row] = rows({URL: wanted(URL)}, {URL: known(count=0, changed=NOW - DAY)}, {}, {}, NOW)
    assert row.needs[0].message == f"{URL} has no entries any more"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (known(), ""),
        (known(asked=NOW - IDLE_FOR, due=NOW - 2 * DAY + HOUR), ""),
        (known(asked=NOW - IDLE_FOR - HOUR, due=NOW - 2 * DAY + HOUR),
         "no feed was asked since 2026-11-23 11:00 UTC"),
        (known(asked=NOW - 6 * DAY, due=NOW + DAY), ""),
        (known(asked=NOW - 6 * DAY, due=NOW - HOUR), ""),
        (known(asked=NOW - 90 * DAY, due=None, gone=NOW - 90 * DAY), ""),
    ],
    ids=["asked just now", "for two days", "for longer", "its server asks for a week", "due by now",
         "has ended"],
)  # fmt: skip
def test_a_person_is_called_where_nothing_asks_long_after_it_was_due(
    state: FeedState, said: str
) -> None:
    found = idle({URL: wanted(URL)}, {URL: state}, "feeds.sqlite", NOW)
    assert [problem.message for problem in found] == ([said] if said else [])


def test_a_moved_feed_that_fails_calls_for_both() -> None:
    state = known(moved="https://new.example/", failing=NOW - 9 * DAY, failures=2, reason="x")
    [row] = rows({URL: wanted(URL)}, {URL: state}, {}, {}, NOW)
    assert len(row.needs) == 2


def test_pictures_that_fail_are_told_as_data_and_a_fault_of_one_to_people() -> None:
    address = "https://me:secret@news.example/{}.jpg"
    entries = [made(str(n), image=address.format(n)) for n in range(3)]
    states = [
        FeedState(feed=entries[0].image, failures=1, reason="answers 404"),
        FeedState(feed=entries[1].image, failures=2, reason="meets a fault", fault=True),
        FeedState(feed=entries[2].image),
    ]
    pictures = {state.feed: state for state in states}
    feed = replace(wanted(URL), pictures=True)
    [row] = rows({URL: feed}, {URL: known()}, {URL: entries}, pictures, NOW)
    assert row.said == "well; a picture of it meets a fault"
    assert "has a picture, https://…@news.example/1.jpg, that meets a fault" in str(row.needs[0])
    told = row.as_json()["pictures"]
    assert isinstance(told, list)
    assert [(one["reason"], one["fault"]) for one in told] == [
        ("answers 404", False), ("meets a fault", True)
    ]  # fmt: skip
    [row] = rows({URL: wanted(URL)}, {URL: known()}, {URL: entries}, pictures, NOW)
    assert (row.said, row.needs, row.pictures) == ("well", (), ())


def test_the_table_is_aligned_and_in_the_order_of_the_file() -> None:
    feeds = {
        name: Wanted(name, Place("posts.yaml", line), "", "")
        for name, line in (("https://b.example/long", 30), ("https://a.example/", 4))
    }
    states = {"https://b.example/long": known(gone=NOW)}
    lines = table(rows(feeds, states, {"https://b.example/long": [made("1")] * 12}, {}, NOW))
    assert lines == [
        "   line  answered          next  entries  feed",
        "      4  never             now         0  https://a.example/      not asked yet",
        "!    30  2026-11-25 12:00             12  https://b.example/long  has ended (2026-11-25)",
    ]
