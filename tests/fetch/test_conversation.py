"""What is remembered between two requests, and what of it is said to the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from chancery.common.problems import Level
from chancery.fetch.ask import WHOLE_AFTER, Kind
from chancery.fetch.reading import Readers
from chancery.fetch.schedule import LONGEST, SHORTEST
from chancery.fetch.state import FeedState
from tests.fetch.asking import FEED, NOW, PATIENT, Asker
from tests.fetch.server import Behaviour, Server, Talk, answer


@pytest.fixture
def asker(server: Server, readers: Readers) -> Asker:
    """Return what asks without haste: here everything is answered."""
    return Asker(server, readers, limits=PATIENT)


LATER = NOW + timedelta(hours=5)
DATE = "Tue, 24 Nov 2026 10:00:00 GMT"
NOT_MODIFIED = answer("304 Not Modified")


def due_in(state: FeedState, now: datetime = NOW) -> timedelta:
    assert state.due is not None
    return state.due - now


class TestValidators:
    @pytest.mark.parametrize(
        "tag", ['"abc"', 'W/"abc"', "abc", "'abc'", '"a b"', '""', '"é"'.encode().decode("latin-1")]
    )
    def test_an_etag_comes_back_as_it_was_sent(self, asker: Asker, tag: str) -> None:
        asker.serve(answer(body=FEED, ETag=tag))
        first = asker.ask()
        asker.serve(NOT_MODIFIED)
        second = asker.ask(state=first.state)
        if tag.isascii():
            assert asker.server.last()["if-none-match"] == tag
            assert second.kind is Kind.SAME
        else:
            assert "if-none-match" not in asker.server.last()

    def test_a_date_comes_back_as_it_was_sent(self, asker: Asker) -> None:
        asker.serve(answer(body=FEED, Last_Modified=DATE))
        state = asker.ask().state
        asker.ask(state=state)
        assert asker.server.last()["if-modified-since"] == DATE

    def test_an_endless_etag_is_not_kept(self, asker: Asker) -> None:
        asker.serve(answer(body=FEED, ETag=f'"{"x" * 5000}"'))
        assert asker.ask().state.etag == ""

    def test_not_modified_brings_nothing_and_is_well(self, asker: Asker) -> None:
        asker.serve(answer(body=FEED, ETag='"a"'))
        state = asker.ask().state
        asker.serve(NOT_MODIFIED)
        outcome = asker.ask(state=state, now=LATER)
        assert (outcome.kind, outcome.entries, outcome.received) == (Kind.SAME, [], 0)
        assert outcome.state.answered == LATER
        assert outcome.state.count == 2

    def test_not_modified_with_another_etag_is_asked_in_whole_the_next_time(
        self, asker: Asker
    ) -> None:
        asker.serve(answer(body=FEED, ETag='"a"', Last_Modified=DATE))
        state = asker.ask().state
        asker.serve(answer("304 Not Modified", ETag='"b"'))
        state = asker.ask(state=state).state
        asker.ask(state=state)
        assert "if-none-match" not in asker.server.last()
        assert "if-modified-since" not in asker.server.last()

    def test_a_server_that_says_not_modified_for_ever_is_asked_in_whole(self, asker: Asker) -> None:
        asker.serve(answer(body=FEED, ETag='"a"'))
        state = asker.ask().state
        asker.ask(state=state, now=NOW + WHOLE_AFTER + timedelta(seconds=1))
        assert "if-none-match" not in asker.server.last()

    def test_the_same_document_again_is_not_read_again(self, asker: Asker) -> None:
        asker.serve(answer(body=FEED))
        state = asker.ask().state
        asker.serve(answer(body=FEED, ETag='"new"'))
        outcome = asker.ask(state=state)
        assert (outcome.kind, outcome.entries) == (Kind.SAME, [])
        assert outcome.state.etag == '"new"'

    def test_validators_go_to_no_other_address_than_theirs(self, asker: Asker) -> None:
        asker.serve(answer(body=FEED, ETag='"a"'))
        state = asker.ask().state
        asker.serve(answer("302 Found", Location="/other"))
        asker.serve(answer(body=FEED.replace("First", "Other")), "/other")
        asker.ask(state=state)
        first, second = asker.server.seen[-2:]
        assert first.headers["if-none-match"] == '"a"'
        assert "if-none-match" not in second.headers

    def test_cookies_are_not_kept(self, asker: Asker) -> None:
        asker.serve(answer("302 Found", Location="/two", Set_Cookie="id=1; Path=/"))
        asker.serve(answer(body=FEED, Set_Cookie="id=2; Path=/"), "/two")
        asker.ask()
        assert all("cookie" not in talk.headers for talk in asker.server.seen)


class TestMoves:
    def chain(self, asker: Asker, *statuses: str) -> None:
        for number, status in enumerate(statuses):
            path = f"/{number}" if number else "/feed"
            asker.serve(answer(status, Location=f"/{number + 1}"), path)
        asker.serve(answer(body=FEED), f"/{len(statuses)}")

    @pytest.mark.parametrize(
        ("statuses", "moved"),
        [
            (["301 Moved Permanently"], "/1"),
            (["308 Permanent Redirect"], "/1"),
            (["301 Moved Permanently", "308 Permanent Redirect"], "/2"),
            (["301 Moved Permanently", "302 Found"], "/1"),
            (["302 Found", "301 Moved Permanently"], ""),
            (["307 Temporary Redirect"], ""),
            (["303 See Other"], ""),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else value,
    )
    def test_only_what_moved_for_good_is_remembered(
        self, asker: Asker, statuses: list[str], moved: str
    ) -> None:
        self.chain(asker, *statuses)
        outcome = asker.ask()
        assert outcome.state.moved == (asker.url(moved) if moved else "")
        assert [problem.level for problem in outcome.problems] == [Level.NOTE] * bool(moved)
        for problem in outcome.problems:
            assert f"has moved for good to {asker.url(moved)}" in str(problem)
            assert str(problem).startswith("posts.yaml:7:14: note: ")

    def test_the_new_address_is_asked_the_next_time(self, asker: Asker) -> None:
        self.chain(asker, "301 Moved Permanently")
        state = asker.ask().state
        asker.server.seen.clear()
        outcome = asker.ask(state=state)
        assert [talk.path for talk in asker.server.seen] == ["/1"]
        assert "has moved for good" in outcome.problems[0].message

    def test_an_address_that_moves_on_is_followed(self, asker: Asker) -> None:
        self.chain(asker, "301 Moved Permanently")
        state = asker.ask().state
        asker.serve(answer("308 Permanent Redirect", Location="/9"), "/1")
        asker.serve(answer(body=FEED), "/9")
        assert asker.ask(state=state).state.moved == asker.url("/9")

    def test_when_the_new_address_fails_the_old_one_is_asked_again(self, asker: Asker) -> None:
        self.chain(asker, "301 Moved Permanently")
        state = asker.ask().state
        asker.serve(answer("404 Not Found"), "/1")
        state = asker.ask(state=state).state
        asker.serve(answer(body=FEED), "/feed")
        outcome = asker.ask(state=state)
        assert (outcome.kind, outcome.state.moved) == (Kind.SAME, "")

    def test_a_move_to_what_is_no_feed_is_not_remembered(self, asker: Asker) -> None:
        asker.serve(answer("301 Moved Permanently", Location="/parked"))
        asker.serve(answer(body="<html>buy this domain</html>"), "/parked")
        outcome = asker.ask()
        assert (outcome.kind, outcome.state.moved) == (Kind.FAILED, "")

    def test_a_move_back_is_no_move(self, asker: Asker) -> None:
        asker.serve(answer("301 Moved Permanently", Location="/a"))
        asker.serve(answer(body=FEED), "/a")
        state = asker.ask().state
        asker.serve(answer("301 Moved Permanently", Location="/feed"), "/a")
        asker.serve(answer(body=FEED))
        outcome = asker.ask(state=state)
        assert (outcome.state.moved, outcome.problems) == ("", [])


class TestEnds:
    def test_a_feed_that_has_ended_is_not_due_any_more(self, asker: Asker) -> None:
        asker.serve(answer("410 Gone"))
        state = asker.ask().state
        assert (state.gone, state.due) == (NOW, None)

    def test_it_can_come_back_when_it_is_asked_all_the_same(self, asker: Asker) -> None:
        asker.serve(answer("410 Gone"))
        state = asker.ask().state
        asker.serve(answer(body=FEED))
        outcome = asker.ask(state=state)
        assert (outcome.kind, outcome.state.gone) == (Kind.NEW, None)

    def test_what_it_moved_to_ends_only_when_its_own_address_says_so_too(
        self, asker: Asker
    ) -> None:
        asker.serve(answer("301 Moved Permanently", Location="/a"))
        asker.serve(answer(body=FEED), "/a")
        state = asker.ask().state
        asker.serve(answer("410 Gone"), "/a")
        first = asker.ask(state=state)
        assert first.kind is Kind.FAILED
        assert asker.ask(state=first.state).kind is Kind.GONE


@dataclass(frozen=True, slots=True)
class Time:
    """What an answer says of time, and between which times the feed is asked again."""

    name: str
    behaviour: Behaviour
    least: timedelta
    most: timedelta


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def busy(value: str, status: str = "429 Too Many Requests") -> Behaviour:
    return answer(status, Retry_After=value)


BACK_OFF = (minutes(20), minutes(40))
#: The feed of these tests has an entry a day.
ORDINARY = (timedelta(hours=6), timedelta(hours=8))
DAY = (LONGEST, LONGEST * 1.1)
WEEK = (timedelta(days=7), timedelta(days=7))
TIMES = [
    Time("seconds", busy("7200"), minutes(120), minutes(120)),
    Time("a date", busy("Wed, 25 Nov 2026 15:00:00 GMT"), minutes(180), minutes(180)),
    Time("a date by its own clock",
         answer("429 Too Many Requests", Date="Wed, 25 Nov 2026 06:00:00 GMT",
                Retry_After="Wed, 25 Nov 2026 08:00:00 GMT"), minutes(120), minutes(120)),
    Time("503", busy("7200", "503 Service Unavailable"), minutes(120), minutes(120)),
    Time("500, which has no pause", busy("7200", "500 Internal Server Error"), *BACK_OFF),
    Time("less than the back-off", busy("1"), *BACK_OFF),
    Time("a date that is past", busy("Wed, 25 Nov 2020 15:00:00 GMT"), *BACK_OFF),
    Time("a date without a zone", busy("Wed, 25 Nov 2026 15:00:00"), minutes(180), minutes(180)),
    Time("negative", busy("-5"), *BACK_OFF),
    Time("a fraction", busy("1.5"), *BACK_OFF),
    Time("words", busy("soon"), *BACK_OFF),
    Time("empty", busy(""), *BACK_OFF),
    Time("a year", busy("31536000"), *WEEK),
    Time("absurd", busy("9" * 400), *WEEK),
    Time("a date in a thousand years", busy("Wed, 25 Nov 3026 15:00:00 GMT"), *WEEK),
    Time("other digits", busy("\u00b2\u00b3"), *BACK_OFF),
    Time("no header", answer(body=FEED), *ORDINARY),
    Time("fresh", answer(body=FEED, Cache_Control="max-age=60"), *ORDINARY),
    Time("fresh for long", answer(body=FEED, Cache_Control="public, max-age=36000"),
         minutes(600), minutes(600)),
    Time("fresh for a year", answer(body=FEED, Cache_Control="max-age=31536000"), *DAY),
    Time("fresh for ever", answer(body=FEED, Cache_Control=f"max-age={'9' * 300}"), *DAY),
    Time("fresh, negative", answer(body=FEED, Cache_Control="max-age=-1"), *ORDINARY),
    Time("fresh, in words", answer(body=FEED, Cache_Control="max-age=often"), *ORDINARY),
    Time("fresh for others", answer(body=FEED, Cache_Control="s-maxage=36000"), *ORDINARY),
    Time("not kept", answer(body=FEED, Cache_Control="no-cache, max-age=36000"), *ORDINARY),
    Time("until a date", answer(body=FEED, Expires="Wed, 25 Nov 2026 22:00:00 GMT"),
         minutes(600), minutes(600)),
    Time("until a date by its own clock",
         answer(body=FEED, Date="Wed, 25 Nov 2026 06:00:00 GMT",
                Expires="Wed, 25 Nov 2026 16:00:00 GMT"), minutes(600), minutes(600)),
    Time("until the past", answer(body=FEED, Expires="Wed, 25 Nov 1998 22:00:00 GMT"), *ORDINARY),
    Time("until zero", answer(body=FEED, Expires="0"), *ORDINARY),
    Time("until nonsense", answer(body=FEED, Expires="Wed, 99 Foo 2026"), *ORDINARY),
    Time("ttl", answer(body=FEED.replace("<link>", "<ttl>600</ttl><link>", 1)),
         minutes(600), minutes(600)),
    Time("ttl of a year", answer(body=FEED.replace("<link>", "<ttl>525600</ttl><link>", 1)), *DAY),
    Time("ttl in words", answer(body=FEED.replace("<link>", "<ttl>x</ttl><link>", 1)), *ORDINARY),
    Time("update period",
         answer(body=FEED.replace("<link>",
             '<y:updatePeriod xmlns:y="http://purl.org/rss/1.0/modules/syndication/"> daily'
             '</y:updatePeriod><y:updateFrequency xmlns:y='
             '"http://purl.org/rss/1.0/modules/syndication/">2</y:updateFrequency><link>', 1)),
         minutes(720), minutes(720)),
    Time("hours that are skipped",
         answer(body=FEED.replace("<link>", "<skipHours>"
             + "".join(f"<hour>{hour}</hour>" for hour in range(1, 24))
             + "</skipHours><link>", 1)), minutes(720), minutes(720)),
    Time("days that are skipped",
         answer(body=FEED.replace("<link>", "<skipDays><day>Wednesday</day><day>Thursday</day>"
             "</skipDays><link>", 1)), minutes(36 * 60), minutes(36 * 60)),
    Time("every hour is skipped",
         answer(body=FEED.replace("<link>", "<skipHours>"
             + "".join(f"<hour>{hour}</hour>" for hour in range(24))
             + "</skipHours><link>", 1)), *ORDINARY),
]  # fmt: skip


@pytest.mark.parametrize("case", TIMES, ids=lambda case: case.name)
def test_the_next_time_is_what_the_answer_asks_for_within_bounds(case: Time, asker: Asker) -> None:
    asker.serve(case.behaviour)
    wait = due_in(asker.ask().state)
    # What lies within bounds is still a tenth later at most, so that not all come due at once.
    assert case.least <= wait <= case.most * 1.1


def test_each_failure_waits_longer_and_a_success_ends_that(asker: Asker) -> None:
    state = FeedState(feed=asker.url())
    waits = []
    asker.serve(answer("500 Internal Server Error"))
    for _ in range(9):
        outcome = asker.ask(state=state)
        state = outcome.state
        waits.append(due_in(state))
    assert waits[0] < SHORTEST * 1.25
    assert all(later > earlier for earlier, later in pairwise(waits[:5]))
    assert max(waits) <= LONGEST * 1.25
    assert state.failures == 9
    assert "(9 times in a row)" in outcome.problems[0].message
    asker.serve(answer(body=FEED))
    state = asker.ask(state=state).state
    assert (state.failures, state.failing, state.reason) == (0, None, "")


def test_since_when_it_fails_is_remembered(asker: Asker) -> None:
    asker.serve(answer("500 Internal Server Error"))
    state = asker.ask().state
    state = asker.ask(state=state, now=LATER).state
    assert (state.failing, state.asked, state.reason) == (
        NOW, LATER, "answers 500 Internal Server Error",
    )  # fmt: skip


def test_a_feed_that_was_silent_for_long_is_asked_more_seldom(asker: Asker) -> None:
    asker.serve(answer(body=FEED))
    state = asker.ask(now=NOW + timedelta(days=300)).state
    assert due_in(state, NOW + timedelta(days=300)) >= LONGEST


def test_the_address_of_a_page_leads_to_its_feed(asker: Asker) -> None:
    page = '<html><head><link rel="alternate" type="application/atom+xml" href="a.xml"></head>'
    asker.serve(answer(body=page))
    [problem] = asker.ask().problems
    assert f"is a web page; it names {asker.url('/a.xml')}" in problem.message
    assert problem.cure == "Write that address."


def test_only_what_was_asked_in_the_end_counts_as_the_base_of_a_page(asker: Asker) -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="a.xml"><html>'
    asker.serve(answer("302 Found", Location="/deep/page"))
    asker.serve(answer(body=f"<!doctype html>{page}"), "/deep/page")
    assert asker.url("/deep/a.xml") in asker.ask().problems[0].message


def test_a_document_is_asked_for_in_whole_after_it_could_not_be_read(asker: Asker) -> None:
    def half(talk: Talk) -> None:
        answer(body=FEED[:300], ETag='"half"')(talk)

    asker.serve(half)
    state = asker.ask().state
    asker.ask(state=state)
    assert "if-none-match" not in asker.server.last()


def test_a_broken_document_does_not_take_the_validators_of_the_good_one(asker: Asker) -> None:
    asker.serve(answer(body=FEED, ETag='"good"'))
    state = asker.ask().state
    asker.serve(answer(body=FEED[:300], ETag='"half"'))
    state = asker.ask(state=state).state
    asker.ask(state=replace(state))
    assert asker.server.last()["if-none-match"] == '"good"'
