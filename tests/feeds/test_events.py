"""Events of calendars: when they are by their own clocks, within bounds."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.feeds import event_zones
from chancery.feeds.entries import Entry
from chancery.feeds.event_items import event_items
from chancery.feeds.occurrences import next_occurrence
from chancery.feeds.parse import parse_feed
from chancery.feeds.recurrence import Rule, days
from tests.feeds.corpus import ics
from tests.feeds.made import FEED, NOW

OSLO = "DTSTART;TZID=Europe/Oslo:20261201T190000"
#: A zone as a program writes it that does not name it by the tz database.
BERLIN = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def event(*lines: str, calendar: str = "") -> Entry:
    """Return the one event of a calendar."""
    [entry], _ = parse_feed(
        ics("\n".join(("UID:1", "SUMMARY:T", *lines)), calendar=calendar), feed=FEED, now=NOW
    )
    return entry


def said(data: bytes) -> list[str]:
    return [str(problem.message) for problem in parse_feed(data, feed=FEED, now=NOW)[1]]


def times(entry: Entry, count: int = 5, place: str = "Asia/Tokyo") -> list[tuple[str, str]]:
    """Return the times of an event one after the other, as they come and go."""
    found: list[tuple[str, str]] = []
    now = NOW
    while len(found) < count and (one := next_occurrence(entry, now, place)):
        found.append((one.begins, one.ends))
        now = one.over
    return found


WHEN = {
    "a day": (["DTSTART;VALUE=DATE:20261201"], ("2026-12-01", "2026-12-01")),
    "a day that says when it ends": (
        ["DTSTART:20261201", "DTEND:20261202"], ("2026-12-01", "2026-12-01"),
    ),
    "several days": (["DTSTART:20261201", "DTEND:20261204"], ("2026-12-01", "2026-12-03")),
    "days by how long they last": (["DTSTART:20261201", "DURATION:P3D"],
                                   ("2026-12-01", "2026-12-03")),
    "a day that ends with itself": (["DTSTART:20261201", "DTEND:20261201"],
                                    ("2026-12-01", "2026-12-01")),
    "a time": ([OSLO, "DTEND;TZID=Europe/Oslo:20261201T210000"],
               ("2026-12-01T19:00:00+01:00", "2026-12-01T21:00:00+01:00")),
    "a time by how long it lasts": ([OSLO, "DURATION:PT2H"],
                                    ("2026-12-01T19:00:00+01:00", "2026-12-01T21:00:00+01:00")),
    "a day by its clocks, which change": (
        ["DTSTART;TZID=Europe/Oslo:20270327T120000", "DURATION:P1DT1H"],
        ("2027-03-27T12:00:00+01:00", "2027-03-28T13:00:00+02:00"),
    ),
    "so many hours, though clocks change": (
        ["DTSTART;TZID=Europe/Oslo:20270327T120000", "DURATION:PT24H"],
        ("2027-03-27T12:00:00+01:00", "2027-03-28T13:00:00+02:00"),
    ),
    "a week by its clocks, which change": (
        ["DTSTART;TZID=Europe/Oslo:20270327T120000", "DURATION:+P1W"],
        ("2027-03-27T12:00:00+01:00", "2027-04-03T12:00:00+02:00"),
    ),
    "a time that ends in another zone": (
        [OSLO, "DTEND:20261201T200000Z"],
        ("2026-12-01T19:00:00+01:00", "2026-12-01T21:00:00+01:00"),
    ),
    "any clock’s time": (["DTSTART:20261201T190000", "DTEND:20261201T200000"],
                         ("2026-12-01T19:00:00", "2026-12-01T20:00:00")),
    "a time without an end": ([OSLO], ("2026-12-01T19:00:00+01:00", "")),
    "a time of ISO 8601": (["DTSTART:2026-12-01T19:00:00Z"], ("2026-12-01T19:00:00+00:00", "")),
    "a time with an offset": (["DTSTART:20261201T190000+0530"], ("2026-12-01T19:00:00+05:30", "")),
    "midnight as 24": (["DTSTART:20261201T240000Z"], ("2026-12-02T00:00:00+00:00", "")),
    "a leap second": (["DTSTART:20261231T235960Z"], ("2027-01-01T00:00:00+00:00", "")),
    "a time that clocks skip": (["DTSTART;TZID=Europe/Oslo:20270328T023000"],
                                ("2027-03-28T03:30:00+02:00", "")),
    "ten years": (["DTSTART:20200101", "DTEND:20300101"], ("2020-01-01", "2029-12-31")),
}  # fmt: skip


@pytest.mark.parametrize("name", WHEN)
def test_an_event_begins_and_ends_when_its_calendar_says(name: str) -> None:
    lines, expected = WHEN[name]
    found = event(*lines)
    assert times(found) == [expected]


ZONES = {
    "Windows": "W. Europe Standard Time",
    "a path": "/softwarestudio.org/Olson_20011030_5/Europe/Berlin",
    "an address": "http://tzurl.org/zoneinfo/Europe/Berlin",
    "a path that leads elsewhere": "../../../etc/Europe/Berlin",
}


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_is_known_by_what_other_programs_call_it(name: str) -> None:
    found = event(f'DTSTART;TZID="{ZONES[name]}":20261201T190000', "RRULE:FREQ=MONTHLY")
    assert found.zone == "Europe/Berlin"


@pytest.mark.parametrize("name", ["Customized Time Zone", "(UTC+01:00) Amsterdam Berlin", "x" * 90])
def test_a_zone_that_a_calendar_spells_out_keeps_its_time_when_clocks_change(name: str) -> None:
    found = event(
        f'DTSTART;TZID="{name}":20270320T190000', "RRULE:FREQ=WEEKLY;COUNT=3",
        calendar=BERLIN.format(name=name),
    )  # fmt: skip
    assert [begins for begins, _ in times(found)] == [
        "2027-03-20T19:00:00+01:00", "2027-03-27T19:00:00+01:00", "2027-04-03T19:00:00+02:00",
    ]  # fmt: skip


def test_a_zone_like_no_other_counts_by_its_offset() -> None:
    zone = BERLIN.format(name="Odd").replace("+0100", "+0117").replace("+0200", "+0217")
    assert event("DTSTART;TZID=Odd:20261201T190000", calendar=zone).starts.endswith("+01:17")


def test_a_zone_of_one_calendar_is_none_of_another() -> None:
    event("DTSTART;TZID=Ours:20261201T190000", calendar=BERLIN.format(name="Ours"))
    assert event("DTSTART;TZID=Ours:20261201T190000").starts == "2026-12-01T19:00:00"


def test_a_zone_that_is_spelt_out_by_the_thousand_is_read_within_bounds() -> None:
    onset = "BEGIN:STANDARD\nDTSTART:19700101T030000\nTZOFFSETTO:+0117\nRRULE:FREQ=DAILY\n"
    zone = f"BEGIN:VTIMEZONE\nTZID:Ours\n{(onset + 'END:STANDARD' + chr(10)) * 50}END:VTIMEZONE"
    data = ics(*(f"UID:{n}\nSUMMARY:T\nDTSTART;TZID=Ours:{2000 + n}0101T0000" for n in range(4)),
               calendar=zone)  # fmt: skip
    looked: list[date] = []

    def counted(rule: Rule, first: date, since: date = date.min) -> Iterator[date]:
        for day in days(rule, first, since):
            looked.append(day)
            yield day

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_zones, "days", counted)
        assert {one.starts[-6:] for one in parse_feed(data, feed=FEED, now=NOW)[0]} == {"+01:17"}
    assert 0 < len(looked) <= 4 * 50 * 3 * 367  # not again for every week of a year


def test_a_zone_with_an_address_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("asked for an address"))
    zone = "BEGIN:VTIMEZONE\nTZID:Ours\nTZURL:http://zones.example/Ours.ics\nEND:VTIMEZONE"
    data = ics("UID:1\nSUMMARY:T\nDTSTART;TZID=Ours:20261201T190000", calendar=zone)
    assert "'Ours', which nobody knows" in said(data)[0]


RULES = {
    "a rule": (["RRULE:FREQ=WEEKLY;COUNT=3"], ["01", "08", "15"]),
    "a rule that has ended": (["RRULE:FREQ=WEEKLY;UNTIL=20261209T000000Z"], ["01", "08"]),
    "until a day": (["RRULE:FREQ=WEEKLY;UNTIL=20261208"], ["01", "08"]),
    "until before the time of that day": (["RRULE:FREQ=WEEKLY;UNTIL=20261208T170000Z"], ["01"]),
    "days of its own": (["RDATE;TZID=Europe/Oslo:20261203T190000,20261202T190000"],
                        ["01", "02", "03"]),
    "periods": (["RDATE;VALUE=PERIOD:20261203T180000Z/PT1H"], ["01", "03"]),
    "not on a day": (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Oslo:20261202T190000"],
                     ["01", "03"]),
    "not on a day, in another zone": (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261202T180000Z"],
                                      ["01", "03"]),
    "not on a whole day": (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20261202"],
                           ["01", "03"]),
    "never": (["RRULE:FREQ=DAILY;COUNT=1", "EXDATE;TZID=Europe/Oslo:20261201T190000"], []),
    "a rule that nobody works out": (["RRULE:FREQ=SECONDLY"], ["01"]),
    "a rule that is none": (["RRULE:every day"], ["01"]),
    "a day that there is not": (["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], ["01"]),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_an_event_comes_again_when_it_says_so(name: str) -> None:
    lines, expected = RULES[name]
    found = event(OSLO, *lines)
    assert [begins for begins, _ in times(found)] == [
        f"2026-12-{day}T19:00:00+01:00" for day in expected
    ]


def test_an_event_that_began_long_ago_comes_next() -> None:
    found = event("DTSTART;TZID=Europe/Oslo:19900105T190000", "RRULE:FREQ=WEEKLY")
    assert times(found, 1) == [("2026-11-27T19:00:00+01:00", "")]


def test_an_instance_that_is_moved_or_called_off_is_not_where_it_was() -> None:
    entries, _ = parse_feed(
        ics(
            f"UID:1\nSUMMARY:T\n{OSLO}\nRRULE:FREQ=DAILY;COUNT=4",
            "UID:1\nSUMMARY:T\nRECURRENCE-ID:20261202T180000Z\nDTSTART:20261210T180000Z",
            "UID:1\nSUMMARY:T\nRECURRENCE-ID;TZID=Europe/Oslo:20261203T190000\n"
            "DTSTART:20261203T180000Z\nSTATUS:CANCELLED",
        ),
        feed=FEED,
        now=NOW,
    )
    assert [[begins[:10] for begins, _ in times(one)] for one in entries] == [
        ["2026-12-01", "2026-12-04"], ["2026-12-10"],
    ]  # fmt: skip


@pytest.mark.parametrize("fold", ["\r\n ", "\n\t"])
def test_a_line_may_be_folded_within_a_letter(fold: str) -> None:
    title = "درس في اللغة العربية".encode()
    for at in range(1, len(title)):
        data = ics("UID:1\nDTSTART:20261201\nSUMMARY:T").replace(
            b"SUMMARY:T", b"SUMMARY:" + title[:at] + fold.encode() + title[at:]
        )
        [entry], problems = parse_feed(data, feed=FEED, now=NOW)
        assert (entry.title, problems) == (title.decode(), [])


def test_of_revisions_the_latest_counts_and_others_of_its_name_stay() -> None:
    entries, _ = parse_feed(
        ics(
            "UID:1\nSUMMARY:T\nSEQUENCE:2\nDTSTART:20261202",
            "UID:1\nSUMMARY:T\nSEQUENCE:1\nDTSTART:20261201",
            "UID:1\nSUMMARY:U\nDTSTART:20261203",
        ),
        feed=FEED,
        now=NOW,
    )
    assert [(one.title, one.starts) for one in entries] == [
        ("T", "2026-12-02"),
        ("U", "2026-12-03"),
    ]


def test_a_day_ends_by_the_clocks_of_the_place() -> None:
    found = event("DTSTART:20261124")
    evening = datetime(2026, 11, 24, 16, tzinfo=UTC)  # the 25th in Tokyo
    assert next_occurrence(found, evening, "Asia/Tokyo") is None
    assert next_occurrence(found, evening, "America/Lima") is not None


def test_what_is_next_comes_first_and_is_never_pushed_out_by_what_is_past() -> None:
    past = [f"UID:p{n}\nSUMMARY:P{n}\nDTSTART:20250101T{n % 24:02}0000Z" for n in range(300)]
    far = [
        f"UID:f{n}\nSUMMARY:F{n}\nDTSTART:2028{n % 12 + 1:02}{n % 28 + 1:02}" for n in range(250)
    ]
    near = "UID:1\nSUMMARY:Next\nDTSTART:20261125"
    again = "UID:2\nSUMMARY:Weekly\nDTSTART:20200105\nRRULE:FREQ=WEEKLY"
    entries, _ = parse_feed(ics(*past, *far, near, again), feed=FEED, now=NOW)
    assert [one.title for one in entries[:2]] == ["Next", "Weekly"]
    assert len(entries) == 200


HOSTILE = {
    "ten thousand recurrences": [OSLO, "RRULE:FREQ=DAILY;COUNT=10000"],
    "a million days of its own": [OSLO, "RDATE:" + ",".join(["20261205T190000Z"] * 200_000)],
    "ten thousand days that it is not on": [
        OSLO, "RRULE:FREQ=DAILY", *(f"EXDATE:{20270101 + n}T000000Z" for n in range(10_000)),
    ],
    "leap days of every 97th year": [OSLO, "RRULE:FREQ=YEARLY;INTERVAL=97;BYMONTH=2;BYMONTHDAY=29"],
    "a day that never comes": [OSLO, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=2"],
    "a rule of a megabyte": [OSLO, "RRULE:FREQ=DAILY;BYSETPOS=" + "1," * 400_000 + "1"],
    "the year 9999": ["DTSTART:99991231T235959Z", "DTEND:99991231T235959Z"],
    "an end in the year 9999": [OSLO, "DTEND:99991231T235959Z"],
    "an end before the beginning": [OSLO, "DTEND:19000101T000000Z"],
    "an endless duration": [OSLO, "DURATION:P99999999999999D"],
    "a negative duration": [OSLO, "DURATION:-P9D"],
    "ten years every day": ["DTSTART:20200101", "DTEND:20300101", "RRULE:FREQ=DAILY"],
    "a zone of a megabyte": [f"DTSTART;TZID={'A/' * 500_000}:20261201T190000"],
    "parameters": [f"DTSTART{';X=Y' * 100_000}:20261201T190000"],
    "a zone that is spelt out, in the year 9999": ["DTSTART;TZID=Ours:99991231T235959"],
    "a zone that is spelt out, in the year 1": ["DTSTART;TZID=Ours:00010101T000000"],
    "digits that are none of ASCII": ["DTSTART:２０２６１２０１"],
    "the first day of all": ["DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY"],
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_an_event_asks_for_it_is_read_within_bounds(name: str) -> None:
    before = time.process_time()
    found = event(*HOSTILE[name], calendar=BERLIN.format(name="Ours"))
    for place in ("Pacific/Kiritimati", "Pacific/Niue"):
        if found.starts:
            next_occurrence(found, NOW, place)
    assert time.process_time() - before < 5  # a tenth of a second on an idle machine
    assert len(found.raw) + len(repr(found.recurrence)) < 200_000


def test_a_calendar_of_rules_that_never_come_is_read_within_bounds() -> None:
    rule = "RRULE:FREQ=YEARLY;INTERVAL=97;BYMONTH=2;BYMONTHDAY=29"
    data = ics(*(f"UID:{n}\nSUMMARY:T{n}\nDTSTART:20240229\n{rule}" for n in range(1_000)))
    before = time.process_time()
    assert len(parse_feed(data, feed=FEED, now=NOW)[0]) == 200
    assert time.process_time() - before < 20


TOLD = {
    "a rule": ([OSLO, "RRULE:FREQ=HOURLY"], "a rule that is not worked out (1)"),
    "an end": ([OSLO, "DTEND:20200101T000000Z"], "an end that cannot be read (1)"),
    "a beginning": (["DTSTART:tomorrow"], "a time that cannot be read (1)"),
    "too many days": (
        [OSLO, "RRULE:FREQ=DAILY", *(f"EXDATE:2027{n % 12 + 1:02}01T{n % 24:02}{n % 60:02}00Z"
                                     for n in range(1_100))],
        "more than 1,000 days of their own",
    ),
    "all that follow": (["RECURRENCE-ID;RANGE=THISANDFUTURE:20261201", OSLO], "all that follow"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_of_an_event_is_not_understood_is_told(name: str) -> None:
    lines, message = TOLD[name]
    [only] = said(ics("\n".join(("UID:1", "SUMMARY:T", *lines))))
    assert message in only


line = st.sampled_from([
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD",
    "END:STANDARD", "TZID:Z", "TZOFFSETTO:+0100", "TZOFFSETTO:-9999", "SUMMARY:T", "SUMMARY:U",
    "UID:1", "UID:2", OSLO, "DTSTART:20261201", "DTSTART;TZID=Z:20261230T233000", "DTSTART:x",
    "DTEND:20261202", "DTEND:20261201T200000Z", "DTEND:00010101", "DTEND:99991231",
    "DURATION:P1W", "DURATION:-PT1S", "DURATION:PT0S", "RRULE:FREQ=DAILY", "RRULE:FREQ=YEARLY",
    "RRULE:FREQ=MONTHLY;BYDAY=5FR;UNTIL=20270101", "RRULE:COUNT=-1", "RDATE:20261206",
    "EXDATE:20261206", "RECURRENCE-ID:20261206", "RECURRENCE-ID:20261201T180000Z",
    "STATUS:CANCELLED", "SEQUENCE:9", "SEQUENCE:-9", "\N{NULL}:\N{NULL}", " folded", "END:X",
])  # fmt: skip


@given(st.lists(line, max_size=24))
@settings(max_examples=150)
def test_any_lines_give_events_that_are_somewhen_or_no_events(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", *lines, "END:VEVENT", "END:VCALENDAR"])
    for item in event_items(text, "").items:
        if not item.starts:
            continue
        one = next_occurrence(item, datetime(2026, 1, 1, tzinfo=UTC), "Europe/Oslo")
        assert one is None or one.begun <= one.over
        gone = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=365 * 50)
        later = next_occurrence(item, gone, "Europe/Oslo")
        assert later is None or later.over > gone
