"""Events of calendars on pages: under when they are, until they are past."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.feeds.corpus import ics
from tests.networks.small import DATE, Small, make

TODAY = datetime.fromtimestamp(int(DATE), UTC).date()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def at(days: int, clock: str = "") -> str:
    """Return a day as calendars write it, so many after today."""
    day = TODAY.fromordinal(TODAY.toordinal() + days)
    return f"{day:%Y%m%d}{clock}"


def calendar(small: Small, *events: str, post: str = "Oslo") -> None:
    """Give a post a calendar."""
    made = [f"UID:{n}\nSUMMARY:{event}" for n, event in enumerate(events)]
    small.write("content/feeds/days.ics", ics(*made).decode())
    feed = "    feeds: [{file: feeds/days.ics, language: en}]\n"
    small.edit("posts.yaml", f"    city: {post}\n", f"    city: {post}\n{feed}")


def news(small: Small, path: str = "news", post: str = "embassy-oslo") -> str:
    return small.page(f"{post}/en/{path}/index.html")


def times(page: str) -> list[tuple[str, str]]:
    """Return the times of events on a page: for machines, and in words."""
    return re.findall(r'<time datetime="([^"]+)" class="news-when"[^>]*>([^<]+)</time>', page)


def test_events_stand_in_the_news_under_when_they_are_the_next_first(small: Small) -> None:
    calendar(
        small,
        f"Late\nDTSTART:{at(30)}",
        f"Past\nDTSTART:{at(-3)}\nDTEND:{at(-2)}",
        f"Concert\nDTSTART;TZID=Europe/Oslo:{at(2, 'T190000')}\n"
        f"DTEND;TZID=Europe/Oslo:{at(2, 'T210000')}",
        f"Exhibition\nDTSTART:{at(-2)}\nDTEND:{at(9)}",
    )
    assert small.build().exitcode == 0
    page = news(small)
    assert "Past" not in page
    assert page.index("Exhibition") < page.index("Concert") < page.index("Late")
    assert page.index("Late") < page.index("Hello")  # then come the news
    [exhibition, concert, late] = times(page)
    assert exhibition[1] == "7 January 2026 – 17 January 2026"
    assert concert == ("2026-01-11T19:00:00+01:00", "11 January 2026, 7:00\u202fpm–9:00\u202fpm")
    assert late == ("2026-02-08", "8 February 2026")


def test_an_event_elsewhere_names_its_clocks_and_is_told_by_the_readers(small: Small) -> None:
    calendar(small, f"Concert\nDTSTART;TZID=America/Lima:{at(2, 'T190000')}")
    small.build()
    page = news(small)
    [(begins, words)] = times(page)
    assert words.endswith(":00\u202fpm, Time in Lima")
    assert f'data-begins="{begins}"' in page
    assert re.search(r"<script src=\"[^\"]*when[^\"]*\"", page)


@pytest.mark.parametrize("zone", ["Etc/GMT-3", "Etc/UTC", "GMT", "UTC-02"])
def test_clocks_of_no_place_are_told_by_those_of_the_site(small: Small, zone: str) -> None:
    ahead = {"Etc/GMT-3": 3, "UTC-02": -2}.get(zone, 0)
    calendar(small, f"Talk\nDTSTART;TZID={zone}:{at(2, 'T120000')}")
    small.build()
    [(begins, words)] = times(news(small))
    assert begins == f"2026-01-11T{13 - ahead}:00:00+01:00"
    assert words.endswith(("\u202fam", "\u202fpm"))


@pytest.mark.parametrize(
    ("zone", "named"), [("", "UTC"), ("Etc/UTC", "UTC"), ("Etc/GMT-3", "UTC+03:00")]
)
def test_the_portal_names_clocks_of_no_place_by_utc(small: Small, zone: str, named: str) -> None:
    small.write(
        "content/feeds/days.ics", ics(f"UID:1\nSUMMARY:T\nDTSTART:{at(2, 'T190000Z')}").decode()
    )
    said = f"  timezone: {zone}\n" if zone else ""
    feed = "  feeds: [{file: feeds/days.ics, language: en}]\n"
    small.edit("posts.yaml", "  country: QV\n", f"  country: QV\n{said}{feed}")
    small.build()
    [(_, words)] = times(small.page("en/news/index.html"))
    assert words.endswith(f"pm, {named}")


def test_a_day_needs_no_clock_of_the_reader(small: Small) -> None:
    calendar(small, f"Day\nDTSTART:{at(2)}")
    small.build()
    assert "data-begins" not in news(small)
    assert not re.search(r"<script src=\"[^\"]*when[^\"]*\"", news(small))


def test_an_event_that_comes_again_is_one_line_and_says_so(small: Small) -> None:
    calendar(small, f"Weekly\nDTSTART:{at(-20)}\nRRULE:FREQ=WEEKLY")
    small.build()
    page = news(small)
    assert [when for when, _ in times(page)] == ["2026-01-10"]
    assert page.count("More dates follow") == 1


def test_a_hundred_events_push_no_news_out_and_no_event_that_is_next(small: Small) -> None:
    calendar(small, *(f"Event {n}\nDTSTART:{at(n + 1)}" for n in range(100)))
    small.build()
    page = news(small)
    assert len(times(page)) == 20
    assert "Event 0<" in page
    assert "Hello" in page
    assert "Hello" in small.page("embassy-oslo/en/index.html")


def test_an_event_goes_when_it_is_past(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    calendar(
        small,
        f"Talk\nDTSTART:{at(0, 'T220000Z')}\nDTEND:{at(0, 'T223000Z')}",
        f"Talks\nDTSTART:{at(0, 'T220000Z')}\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2",
    )
    start = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).timestamp()
    assert small.build().until == start + 22.5 * 3600
    assert "Talk<" in news(small)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(start + 22.75 * 3600)))
    assert small.build().until == start + 23 * 3600
    assert "Talk<" not in news(small)
    assert "Talks" in news(small)
    assert "More dates follow" in news(small)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(start + 23.25 * 3600)))
    small.build()
    [(when, _)] = times(news(small))
    assert when.startswith("2026-01-10T23")
    assert "More dates follow" not in news(small)


def test_others_read_of_an_event_when_it_is(small: Small) -> None:
    calendar(small, f"Day\nDTSTART:{at(2)}\nDESCRIPTION:Come in.")
    small.build()
    feed = (small.output / "embassy-oslo/en/feed.atom").read_text()
    assert "11 January 2026 – Come in." in feed
