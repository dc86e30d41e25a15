"""Nothing readable is lost and nothing is shown twice, whatever a feed calls its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.feeds.cache import open_cache
from chancery.feeds.clean import CLEANER_VERSION
from chancery.feeds.entries import Entry, Keeping, Raw, entry_hash
from chancery.feeds.identity import apart, recognised, updated
from chancery.feeds.parse import parse_feed
from tests.feeds.corpus import ics, json_feed
from tests.feeds.made import FEED, NOW, made

SITE = "https://embassy.example.org/"
WORDS = "river stone paper cloud metal grass light table horse glass bread chair".split()


def story(number: int) -> Story:
    """Return a story that is like no other."""
    first, second = WORDS[number % 12], WORDS[number // 12 % 12]
    return Story(
        number,
        f"The {first} and the {second}, chapter {number}",
        f"On the {number}th of the month, {second * 2} met {first[::-1] * 3} near {number * 7919}.",
        NOW - timedelta(days=40, minutes=-97 * number),
    )


@dataclass(frozen=True, slots=True)
class Story:
    """What stands behind an entry, whatever a feed makes of it."""

    number: int
    title: str
    text: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Habits:
    """How a feed names and dates its items.

    guid: own, one (the same for all), site, fresh (another at each reading), place (by position),
    link, none. link: own, one, site, session (another at each reading), none. date: own, now, none.
    """

    guid: str = "own"
    link: str = "own"
    date: str = "own"
    text: bool = True

    def item(self, told: Story, at: int, reading: int) -> dict[str, str]:
        """Return an item of a JSON Feed, which is the form that is read fastest."""
        link = {
            "own": f"/{told.number}?utm_source=feed{reading}", "one": "/news", "site": SITE,
            "session": f"/{told.number}?sid={reading}", "none": "",
        }[self.link]  # fmt: skip
        guid = {
            "own": f"guid-{told.number}", "one": "news", "site": SITE, "place": f"{at}",
            "fresh": f"urn:{reading}-{told.number}", "link": SITE[:-1] + link, "none": "",
        }[self.guid]  # fmt: skip
        date = {
            "own": told.date, "now": NOW + timedelta(hours=reading - 1), "none": None,
        }[self.date]  # fmt: skip
        parts = {
            "title": told.title,
            "url": link,
            "id": guid,
            "date_published": date.isoformat() if date else "",
            "summary": told.text if self.text else "",
        }
        return {name: text for name, text in parts.items() if text}


@dataclass(slots=True)
class Reader:
    """Reads a feed again and again, as `chancery feeds` does."""

    habits: Habits
    kept: tuple[Entry, ...] = ()
    reading: int = 0
    days: int = 10_000
    fresh: int = field(default=0)

    def read(self, stories: Sequence[Story], *, repeat: int = 1) -> tuple[Entry, ...]:
        self.reading += 1
        now = NOW + timedelta(hours=self.reading)
        items = [self.habits.item(one, at, self.reading) for at, one in enumerate(stories)]
        data = json_feed(*items * repeat, language="en")
        found, problems = parse_feed(data, feed=FEED, now=now)
        assert problems == []
        before = {(entry.id, entry.hash) for entry in self.kept}
        self.kept = updated(self.kept, found, Keeping(now, self.days, 200))
        self.fresh = len({(entry.id, entry.hash) for entry in self.kept} - before)
        names = [entry.id for entry in self.kept]
        assert len(set(names)) == len(names)
        return self.kept

    def titles(self) -> list[str]:
        return sorted(entry.title for entry in self.kept)


#: By each of these habits every story can be told from every other, and known again once changed.
SANE = [
    Habits(),
    Habits(guid="link"),
    Habits(guid="none"),
    Habits(guid="one"),
    Habits(guid="site"),
    Habits(guid="fresh"),
    Habits(guid="place"),
    Habits(link="one"),
    Habits(link="site"),
    Habits(link="session"),
    Habits(link="none"),
    Habits(date="none"),
    Habits(date="now"),
    Habits(text=False),
    Habits(text=False, date="none"),
    Habits(guid="none", date="none"),
    Habits(guid="none", date="now"),
    Habits(guid="none", link="site"),
    Habits(guid="none", link="session"),
    Habits(guid="none", text=False),
    Habits(guid="one", link="one"),
    Habits(guid="one", link="none"),
    Habits(guid="site", link="site"),
    Habits(guid="one", date="none"),
    Habits(guid="fresh", date="none"),
    Habits(guid="fresh", link="session"),
    Habits(guid="fresh", link="one"),
    Habits(guid="fresh", link="none"),
    Habits(guid="fresh", text=False),
    Habits(guid="link", link="session"),
    Habits(guid="place", link="none"),
]
every_habit = st.sampled_from(SANE)
lists = st.lists(st.integers(0, 30), min_size=2, max_size=9, unique=True)


@pytest.mark.parametrize("habits", SANE, ids=repr)
def test_a_feed_that_is_read_again_brings_nothing_new(habits: Habits) -> None:
    reader = Reader(habits)
    stories = [story(number) for number in range(6)]
    first = reader.read(stories)
    assert reader.titles() == sorted(one.title for one in stories)
    for changed in (stories, stories[::-1], stories[3:] + stories[:3]):
        reader.read(changed, repeat=reader.reading)
        assert [entry.id for entry in reader.kept] == [entry.id for entry in first]
        if habits.link != "session":  # which must be followed: the old one may lead nowhere
            assert reader.kept == first


@pytest.mark.parametrize("what", ["title", "text"])
@pytest.mark.parametrize("habits", SANE, ids=repr)
def test_what_is_edited_is_the_same_in_its_place_with_its_first_date(
    habits: Habits, what: str
) -> None:
    if what == "text" and not habits.text:
        return
    if what == "title" and habits.link == "session" and habits.guid != "own":
        return  # name, link and title would be others, all at once
    reader = Reader(habits)
    stories = [story(number) for number in range(6)]
    first = {entry.title: entry for entry in reader.read(stories)}
    old = stories[3]
    new = {"title": "Something else altogether", "text": f"{old.text} This was added to it."}
    stories[3] = replace(
        old,
        title=new[what] if what == "title" else old.title,
        text=new[what] if what == "text" else old.text,
    )
    reader.read(stories)
    assert reader.titles() == sorted(one.title for one in stories)
    [entry] = [one for one in reader.kept if one.title == stories[3].title]
    before = first[old.title]
    assert (entry.id, entry.shown_at) == (before.id, before.shown_at)
    assert new[what] in (entry.title, entry.summary)
    assert reader.fresh == 1 or habits.link == "session"


@given(habits=every_habit, readings=st.lists(lists, min_size=2, max_size=6), data=st.data())
@settings(max_examples=60)
def test_each_story_that_was_ever_told_is_there_once(
    habits: Habits, readings: list[list[int]], data: st.DataObject
) -> None:
    """Items come, go, come back, change their order and their dates, and lose their names."""
    reader = Reader(habits)
    told: dict[int, Story] = {}
    shown: dict[str, datetime] = {}
    for numbers in readings:
        for number in numbers:
            told.setdefault(number, story(number))
        if habits.guid == "own" and data.draw(st.booleans(), label="forgets its names"):
            reader.habits = replace(habits, guid="none")
        else:
            reader.habits = habits
        moved = data.draw(st.sampled_from(numbers), label="dated anew")
        if habits.link == "own" and habits.text and habits.guid not in ("fresh", "place"):
            told[moved] = replace(told[moved], date=told[moved].date + timedelta(days=1))
        reader.read([told[number] for number in numbers], repeat=data.draw(st.integers(1, 2)))
        assert reader.titles() == sorted(one.title for one in told.values())
        for entry in reader.kept:
            assert shown.setdefault(entry.id, entry.shown_at) == entry.shown_at
        there = {told[number].title for number in numbers}
        assert {entry.title for entry in reader.kept if entry.gone is None} == there


@given(
    numbers=lists,
    habits=st.builds(
        Habits,
        guid=st.sampled_from(["own", "one", "site", "fresh", "place", "link", "none"]),
        link=st.sampled_from(["own", "one", "site", "session", "none"]),
        date=st.sampled_from(["own", "now", "none"]),
        text=st.booleans(),
    ),
    again=lists,
)
@settings(max_examples=60)
def test_by_no_habits_is_a_story_lost_or_there_twice_while_it_stays(
    numbers: list[int], habits: Habits, again: list[int]
) -> None:
    reader = Reader(habits)
    for wanted in (numbers, numbers + [n for n in again if n not in numbers], numbers[::-1]):
        reader.read([story(number) for number in wanted])
        shown = [entry.title for entry in reader.kept if entry.gone is None]
        assert sorted(shown) == sorted(story(number).title for number in wanted)
        assert len({entry.title for entry in reader.kept}) == len(reader.kept)


def one(title: str, name: str = "", **more: object) -> Entry:
    """Return an entry with a name, as a reading of a feed gives it."""
    entry = made(title, title=title, **more)  # type: ignore[arg-type]
    raw = msgspec.json.encode(Raw(guid=name)).decode()
    return replace(entry, id=name or title, raw=raw, hash=entry_hash(entry))


def after(*readings: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return what is kept after some readings, an hour apart."""
    kept: tuple[Entry, ...] = ()
    for number, found in enumerate(readings):
        kept = updated(kept, found, Keeping(NOW + timedelta(hours=number), 365, 200))
    return kept


PAGE = f"{SITE}bulletin"
LONG = "Ten ships came into the harbour on a rainy day and left again before the evening."
OTHER = "Twelve new rules for passports, their prices, and how long each of them is valid."


@pytest.mark.parametrize("name", ["", PAGE], ids=["no name", "its page as its name"])
def test_the_next_issue_of_a_page_is_another_entry(name: str) -> None:
    old = one("Bulletin 12", name, link=PAGE, summary=LONG, age=200)
    new = one("Summer is over", name, link=PAGE, summary=OTHER, age=5)
    assert [entry.title for entry in after([old], [new])] == ["Summer is over", "Bulletin 12"]
    assert len({entry.id for entry in after([old], [new])}) == 2


def test_what_is_dated_anew_with_a_change_keeps_its_date_and_says_when_it_changed() -> None:
    old = one("Notice", "n", summary="Closed on Monday.", age=200)
    new = one("Notice", "n", summary="Closed on Monday and on Tuesday.", age=5)
    [entry] = after([old], [new])
    assert (entry.published, entry.updated) == (old.published, new.published)
    assert entry.summary == new.summary
    assert after([old], [replace(old, published=new.published)]) == after([old])


@pytest.mark.parametrize("gone", [False, True])
def test_the_same_notice_a_year_later_is_another(gone: bool) -> None:
    old = one("Closed for the holidays", "2025", summary=LONG, age=9000)
    new = one("Closed for the holidays", "2026", summary=LONG, age=5)
    between = [one("Other", "o", summary=OTHER)]
    readings = [[old], between, [new]] if gone else [[old], [old, new], [new]]
    assert [entry.id for entry in after(*readings) if entry.title != "Other"] == ["2026", "2025"]


def test_what_is_called_after_its_place_in_the_list_is_known_by_what_it_says() -> None:
    titles = ["First thing", "Second matter", "Third affair", "Fourth case"]
    ages = {title: 10 * (number + 1) for number, title in enumerate(reversed(titles))}

    def reading(*shown: str) -> list[Entry]:
        return [one(title, str(at), age=ages[title]) for at, title in enumerate(shown)]

    kept = after(reading(*titles[1::-1]), reading(*titles[2::-1]), reading(*titles[3:1:-1]))
    assert sorted(entry.title for entry in kept) == sorted(titles)


def test_an_event_that_moves_is_the_same_and_one_that_comes_again_is_another() -> None:
    event = one("Concert", "uid-1", starts="2026-12-01T20:00:00+00:00", age=None)
    moved = replace(event, title="Recital", starts="2026-12-03T20:00:00+00:00")
    assert [entry.title for entry in after([event], [moved])] == ["Recital"]
    again = replace(
        one("Concert", "uid-2", age=None), link=event.link, starts="2026-12-08T20:00:00+00:00"
    )
    assert [entry.id for entry in after([event], [again])] == ["uid-2"]  # the first was called off


def test_links_that_name_places_of_one_page_tell_entries_apart() -> None:
    entries = [one(f"Rule {n}", "", link=f"{PAGE}#rule-{n}", age=None) for n in range(3)]
    assert len(apart(entries)) == 3
    edited = replace(entries[1], title="Something else")
    [number] = [n for n, entry in recognised([edited], entries).items() if entry == entries[1]]
    assert number == 0


@pytest.mark.parametrize("form", ["feeds.sqlite", "feeds"])
def test_a_cache_in_which_entries_stand_twice_is_mended_and_loses_nothing(
    tmp_path: Path, form: str
) -> None:
    """As versions before left it, of a feed with new names at each reading."""
    doubles = [
        replace(
            one(title, f"urn:{reading}-{title}", age=None if title == "Undated" else 50),
            first_seen=NOW - timedelta(days=9 - reading),
            gone=NOW if reading < 3 else None,
            cleaner=CLEANER_VERSION - 1,
        )
        for title in ("Undated", "Dated")
        for reading in range(4)
    ]
    left = replace(one("Left long ago", "urn:left", age=900), gone=NOW - timedelta(days=9))
    now = [one(title, f"urn:5-{title}", age=None if title == "Undated" else 50)
           for title in ("Undated", "Dated", "New")]  # fmt: skip
    with open_cache(tmp_path / form, readonly=False) as cache:
        cache.store(FEED, [*doubles, left])
        assert len(cache.read([FEED])[FEED]) == 9
        cache.store(FEED, now, Keeping(NOW, 365, 200))
        kept = cache.read([FEED])[FEED]
        assert cache.problems == []
    assert {entry.id: entry.gone is None for entry in kept} == {
        "urn:0-Undated": True, "urn:0-Dated": True, "urn:5-New": True, "urn:left": False,
    }  # fmt: skip
    assert {e.first_seen for e in kept if "urn:0" in e.id} == {NOW - timedelta(days=9)}


def test_two_hundred_entries_that_differ_in_all_are_told_apart_in_no_time() -> None:
    before = [one(f"Old {n}", "news", link=SITE, summary=LONG, age=n) for n in range(200)]
    found = [one(f"New {n}", "news", link=SITE, summary=LONG, age=n) for n in range(200)]
    assert recognised(found, before) == {}


def test_a_feed_that_alternates_between_two_formats_has_each_entry_once() -> None:
    stories = [("News of the day", 1), ("A visit", 2), ("A talk on maps", 3)]
    rss = "".join(
        f"<item><title>{title}</title><link>{PAGE}{n}</link><guid>urn:rss:{n}</guid>"
        f"<description>About {title}.</description><pubDate>2026-11-0{n}T10:00:00Z</pubDate></item>"
        for title, n in stories
    )
    json_items = [
        {"id": f"{n}-json", "title": title, "url": f"{PAGE}{n}", "summary": f"About {title}.",
         "date_published": f"2026-11-0{n}T10:00:00Z"}
        for title, n in stories
    ]  # fmt: skip
    calendar = ics(*(f"UID:{n}\nSUMMARY:{title}\nURL:{PAGE}{n}\nDTSTART:2026120{n}"
                     for title, n in stories))  # fmt: skip
    forms = [f"<rss><channel>{rss}</channel></rss>".encode(), json_feed(*json_items)]
    known: tuple[Entry, ...] = ()
    for reading in range(6):
        found, _ = parse_feed(forms[reading % 2], feed=FEED, now=NOW + timedelta(hours=reading))
        known = updated(known, found, Keeping(NOW, 365, 200))
        assert sorted(entry.title for entry in known) == sorted(title for title, _ in stories)
    assert {entry.first_seen for entry in known} == {NOW}
    for reading in range(4):
        data = [calendar, forms[0]][reading % 2]
        found, _ = parse_feed(data, feed=FEED, now=NOW + timedelta(hours=reading))
        known = updated(known, found, Keeping(NOW, 365, 200))
        there = [entry.title for entry in known if entry.gone is None]
        assert sorted(there) == sorted(title for title, _ in stories)


def test_names_of_a_megabyte_tell_entries_apart_and_stay_small() -> None:
    long = "n" * 1_000_000
    items = "".join(f"<item><title>T{n}</title><guid>{long}{n}</guid></item>" for n in range(3))
    data = f"<rss><channel>{items}</channel></rss>".encode()
    known: tuple[Entry, ...] = ()
    for _ in range(2):
        known = updated(known, parse_feed(data, feed=FEED, now=NOW)[0])
        assert sorted(entry.title for entry in known) == ["T0", "T1", "T2"]
    assert all(len(entry.id) < 500 and len(entry.raw) < 5_000 for entry in known)
