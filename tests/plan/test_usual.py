"""What is usual, what is an exception, and what of both readers and machines are told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chancery.hours.syntax import clock
from chancery.hours.usual import seasons, usual_day
from chancery.network.closures import Closure
from chancery.network.fields import Text
from chancery.network.model import Naming
from chancery.plan import weekview
from chancery.plan.counters import OWN, Counter, Opening, special_days
from chancery.plan.openingdata import specification, told
from chancery.plan.words import Localiser
from tests.plainhours import minutes_told

#: Days of builds: in each season, in a leap year, and in weeks of every exception below.
DAYS = [date(2026, 11, 30) + timedelta(days=more) for more in (0, 3, 7, 10, 31, 90, 150, 260, 500)]
EXCEPTIONS = [
    "We 14:00-17:00; Fr[1] 09:00-12:00",
    "We 14:00-17:00; Dec 01-03 off",
    "We 14:00-17:00; week 50 off",
    "We 14:00-17:00; week 01-53/2 We 10:00-12:00",
    "We 14:00-17:00; easter -2 days-easter +1 day off",
    "We 14:00-17:00; 2026 Dec 30 off",
    "We 14:00-17:00; PH off",
    "We 14:00-17:00, We[-1] 18:00-20:00",
]


def weeks(hours: str, today: str = "2026-11-30", zone: str = "", reader: str = "") -> list[str]:
    localiser = Localiser("en", ("en",), {}, Naming(), "en-GB")
    found = weekview.weeks(localiser, hours, zone, today, reader)
    return [weekview.in_one_line(localiser, [one], lambda: "day and night") for one in found]


@pytest.mark.parametrize("hours", EXCEPTIONS)
def test_the_usual_week_never_depends_on_the_day_of_the_build(hours: str) -> None:
    assert {tuple(weeks(hours, day.isoformat())) for day in DAYS} == {
        tuple(weeks("We 14:00-17:00; Fr[1] 09:00-12:00" if "[1]" in hours else hours))
    }
    assert {seasons(hours, day.isoformat()) for day in DAYS} == {seasons(hours, "2026-11-30")}
    for day in DAYS:
        wednesday = day - timedelta(days=day.weekday() - 2)
        [part] = usual_day(hours, wednesday)
        assert (part.start, part.end) == (14 * 60, 17 * 60)


#: Hours, and what a reader is told of the usual week.
SAID = [
    ("Mo-Fr 09:00-12:00", ["Mon–Fri 09:00–12:00"]),
    ("Mo-Fr 00:00-24:00", ["Mon–Fri Day and night"]),
    ("24/7", ["day and night"]),
    ("Fr 22:00-02:00; Sa off", ["Fri 22:00–02:00"]),
    ("Su 22:00-02:00", ["Sun 22:00–02:00"]),
    ("Mo 14:00+", ["Mon From 14:00"]),
    ("Mo 14:00-16:00+", ["Mon 14:00–16:00 or later"]),
    ('Tu,Th 09:00-11:00 || "by appointment"',
     ["Tue 09:00–11:00 · Thu 09:00–11:00 · By appointment"]),
    ('Fr 22:00-02:00 || "by appointment"', ["Fri 22:00–02:00 · By appointment"]),
    ('"by appointment"', ["Mon–Sun By appointment"]),
    ('Fr 14:00-16:00 unknown "ring the bell"', ["Fri 14:00–16:00 · ring the bell"]),
    ("Fr 14:00-16:00 unknown", ["Fri 14:00–16:00 · Ask first"]),
    ('Fr 14:00-16:00 open "passports only"', ["Fri 14:00–16:00 · passports only"]),
    ('Mo 09:00-12:00 || We 09:00-12:00 "nach Vereinbarung"',
     ["Mon 09:00–12:00 · Wed 09:00–12:00 · By appointment"]),
    ("We 14:00-17:00; Fr[1,3] 09:00-12:00",
     ["Wed 14:00–17:00 · First Friday of the month, Third Friday of the month 09:00–12:00"]),
    ("We 14:00-17:00; We[-1] off", ["Wed 14:00–17:00"]),
    ("Apr-Sep Mo 09:00-12:00; Oct-Mar Mo 10:00-11:00",
     ["1 October – 31 March: Mon 10:00–11:00", "1 April – 30 September: Mon 09:00–12:00"]),
    ("Mo 09:00-12:00; 2027 Jul-Aug Mo 08:00-11:00",
     ["until 30 June 2027: Mon 09:00–12:00", "1 July 2027 – 31 August 2027: Mon 08:00–11:00",
      "from 1 September 2027: Mon 09:00–12:00"]),
    ("Apr 15-Sep 10 Mo 09:00-12:00",
     ["11 September – 14 April: ", "15 April – 10 September: Mon 09:00–12:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "said"), SAID)
def test_readers_are_told_what_hours_mean(hours: str, said: list[str]) -> None:
    assert weeks(hours) == said


def test_a_night_is_whole_by_other_clocks_too() -> None:
    assert weeks("Fr 20:00-02:00", zone="Europe/Oslo", reader="America/Lima") == ["Fri 14:00–20:00"]
    assert weeks("Su 20:00-02:00", zone="Europe/Oslo", reader="Asia/Tokyo") == ["Mon 04:00–10:00"]
    assert weeks('Mo 14:00+ || "ask us"', zone="Europe/Oslo", reader="Europe/London") == [
        "Mon From 13:00 · ask us"
    ]


def opening(hours: str, today: date = DAYS[0]) -> Opening:
    counters = {OWN: Counter(hours, "Europe/Oslo")}
    return Opening(counters, tuple(special_days(counters, today, today + timedelta(days=60))))


def exceptional(hours: str) -> list[str]:
    return [
        f"{one.first} {one.last} "
        + ",".join(f"{clock(part.start)}-{clock(part.end)}" for part in dict(one.open)[OWN])
        for one in opening(hours).special
    ]


#: Hours, and the days of the coming weeks that are not as usual.
LISTED = [
    ("We 14:00-17:00; Fr[1] 09:00-12:00",
     ["2026-12-04 2026-12-04 09:00-12:00", "2027-01-01 2027-01-01 09:00-12:00"]),
    ("Mo-Fr 14:00-17:00; Dec 01-03 off", ["2026-12-01 2026-12-03 "]),
    ("We 14:00-17:00; week 50 off", ["2026-12-09 2026-12-09 "]),
    ("We 14:00-17:00; Dec 24 22:00-02:00", ["2026-12-24 2026-12-24 22:00-26:00"]),
    ("We 14:00-17:00; Apr-Sep We 08:00-09:00", []),
    ("We 14:00-17:00; Dec 03 14:00-17:00 unknown", ["2026-12-03 2026-12-03 14:00-17:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "days"), LISTED)
def test_exceptions_are_listed_as_such(hours: str, days: list[str]) -> None:
    assert exceptional(hours) == days


#: Hours, and what machines are told of them: days, dates, times.
MACHINES = [
    ("Mo,We 09:00-12:00", ["Monday Wednesday 09:00 12:00"]),
    ("Fr 22:00-02:00", ["Friday 22:00 02:00"]),
    ("Mo 00:00-24:00", ["Monday 00:00 23:59"]),
    ("Mo 14:00+", []),
    ('Mo 09:00-12:00 || "by appointment"', ["Monday 09:00 12:00"]),
    ("Mo 09:00-12:00 unknown", []),
    ("We 14:00-17:00; Dec 01-03 off",
     ["Wednesday 14:00 17:00", "2026-12-02 2026-12-02 00:00 00:00"]),
    ("We 14:00-17:00; Dec 02 unknown",
     ["Wednesday 14:00 17:00", "2026-12-02 2026-12-02 00:00 00:00"]),
    ("We 14:00-17:00; Dec 03 unknown", ["Wednesday 14:00 17:00"]),
    ('Mo 09:00-12:00 open "passports only", Mo 14:00-16:00', ["Monday 14:00 16:00"]),
    ("Apr-Sep Mo 09:00-12:00; Oct-Mar Mo 10:00-11:00",
     ["Monday 2026-10-01 2027-03-31 10:00 11:00", "Monday 2027-04-01 2027-09-30 09:00 12:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "said"), MACHINES)
def test_machines_are_told_what_is_certain(hours: str, said: list[str]) -> None:
    found = []
    for one in specification(opening(hours), "2026-11-30"):
        days = one.get("dayOfWeek", [])
        assert isinstance(days, list)
        dated = [one[key] for key in ("validFrom", "validThrough") if key in one]
        found.append(" ".join(map(str, [*days, *dated, one["opens"], one["closes"]])))
    assert found == said


#: Hours, and what a browser is told of the first week, which has 10080 minutes: closed and open in
#: turn; of those behind a question mark nothing is known.
NOW = [
    ("Mo 09:00-12:00", "540 180 9360"),
    ("Mo 14:00+", "840 ?600 8640"),
    ("Mo 20:00+", "1200 ?600 8280"),
    ("Mo 14:00-16:00+", "840 120 ?600 8520"),
    ("Mo 10:00-14:00+", "600 240 ?600 8640"),
    ("Mo 10:00-12:00+,13:00-15:00", "600 120 ?60 0 120 9180"),
    ('Mo 09:00-12:00 || "ask"', "?540 0 180 ?9360"),
    ('Mo 09:00-12:00; Tu 09:00-12:00 "ask"', "540 180 1260 ?180 7920"),
    ('Mo 09:00-12:00 open "passports only", Mo 12:00-14:00', "540 ?180 0 120 9240"),
    ("Mo 22:00-02:00; Tu unknown", "1320 240 ?1320 7200"),
    ("Fr 14:00-16:00; Dec 04 14:00-15:00 unknown", "6600 ?60 3420"),
    ("off", "10080"),
    ('24/7 "ask"', "?10080"),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "said"), NOW)
def test_of_now_is_told_what_is_certain(hours: str, said: str) -> None:
    data = told(Counter(hours, "Asia/Kathmandu"), "2026-11-30")
    if said == "?10080":
        assert data == ""
        return
    # What is told begins at an instant, when clocks in Kathmandu show 5:45.
    assert minutes_told(data)[: 10080 - 345] == minutes_told(f"0 {said}")[345:]


def test_a_closure_ends_what_has_an_end_that_nobody_says() -> None:
    closed = Closure(from_="2026-12-01T15:00", until="2026-12-01", reason=Text.of("A day"))
    counter = Counter("Mo-Fr 10:00-16:00+", "Europe/Oslo", (), (closed,))
    [part] = counter.begun(date(2026, 12, 1))
    assert (part.start, part.end, part.open_end) == (600, 900, False)


def test_a_night_that_a_closure_follows_is_whole() -> None:
    closed = Closure(from_="2026-12-24", until="2026-12-25", reason=Text.of("Yule"))
    counter = Counter("Mo-Su 22:00-02:00", "Europe/Oslo", (), (closed,))
    day, first = 24 * 60, date(2026, 12, 23)
    assert counter.open(first, 5) == (
        (0, 120), (22 * 60, day + 120), (3 * day + 22 * 60, 4 * day + 120),
        (4 * day + 22 * 60, 5 * day),
    )  # fmt: skip


def test_beside_a_number_stands_what_is_soon_not_as_usual() -> None:
    localiser = Localiser("en", ("en",), {}, Naming(), "en-GB")
    hours = "Mo-Fr 09:00-12:00; Dec 1 off; Dec 4 10:00-11:00; Dec 6 off; Dec 24 off"
    assert weekview.soon(localiser, hours, "2026-11-30", "Closed") == (
        "Tue, 1 Dec 2026: Closed",
        "Fri, 4 Dec 2026: 10:00–11:00",
    )
    assert weekview.soon(localiser, "Mo-Fr 09:00-12:00; PH off", "2026-11-30", "Closed") == ()
