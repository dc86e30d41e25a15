"""A browser says of a counter what the clock on its wall says, whoever reads it and wherever."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from chancery.plan.openingdata import told
from tests.networks.small import DATE, Small, make
from tests.plainhours import Plain, instant_of, plain_hours
from tests.theme.gallery import THEME

Serve = Callable[[Path], str]
#: How many hours are asked for, and how many instants of each.
HOURS, INSTANTS = 50, 10

ASK = """asked => asked.map(([told, minutes]) => minutes.map(minute => openAt(told, minute)))"""


def _drawn() -> list[tuple[Plain, date]]:
    """Return hours to ask for, the same on every run."""
    found: list[tuple[Plain, date]] = []

    @seed(1)
    @settings(max_examples=HOURS, database=None, deadline=None)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        found.append(data.draw(plain_hours()))

    draw()
    return found[:HOURS]


def test_open_now_is_what_the_clock_on_the_wall_says(page: Page) -> None:
    random = Random(1)
    drawn = _drawn()
    assert len(drawn) == HOURS
    asked = []
    for plain, today in drawn:
        data = told(plain.counter(), today.isoformat())
        first, *lasting = map(int, data.split())
        asked.append(
            (data, [random.randrange(first, first + sum(lasting)) for _ in range(INSTANTS)])
        )
    page.add_script_tag(path=THEME / "scripts" / "hours.js")
    for (plain, _), (_, minutes), found in zip(
        drawn, asked, page.evaluate(ASK, asked), strict=True
    ):
        for minute, said in zip(minutes, found, strict=True):
            assert said["open"] == plain.is_open(instant_of(minute)), (plain, instant_of(minute))
            if said["until"] is not None:
                assert plain.is_open(instant_of(said["until"])) != said["open"]
                assert plain.is_open(instant_of(said["until"] - 1)) == said["open"]


def test_nothing_is_said_of_what_is_not_known(page: Page) -> None:
    page.add_script_tag(path=THEME / "scripts" / "hours.js")
    told = ["1000 60 30 60", [999, 1000, 1059, 1060, 1089, 1090, 1149, 1150]]
    assert page.evaluate(ASK, [told]) == [
        [
            None,
            {"open": False, "until": 1060},
            {"open": False, "until": 1060},
            {"open": True, "until": 1090},
            {"open": True, "until": 1090},
            {"open": False, "until": None},
            {"open": False, "until": None},
            None,
        ]
    ]


def test_nothing_is_said_of_minutes_of_which_nobody_knows(page: Page) -> None:
    page.add_script_tag(path=THEME / "scripts" / "hours.js")
    told = ["1000 60 ?30 0 60 30 ?60 30", [1000, 1060, 1089, 1090, 1149, 1150, 1180, 1240, 1270]]
    assert page.evaluate(ASK, [told]) == [
        [
            {"open": False, "until": None},
            None,
            None,
            {"open": True, "until": 1150},
            {"open": True, "until": 1150},
            {"open": False, "until": None},
            None,
            {"open": False, "until": None},
            None,
        ]
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DATE)
        small = make(tmp_path_factory.mktemp("network"))
        small.edit("posts.yaml", "languages: [en, fr]", "languages: [en, ar]")
        small.build()
    return small


#: Oslo is open from Monday to Friday, 09:00 to 12:30; clocks in Kathmandu are 4:45 ahead of it.
SAID = [
    ("2026-01-12T08:00:00Z", "Europe/Oslo", "en", "Open now, until 12:30 pm"),
    ("2026-01-12T11:29:59Z", "Europe/Oslo", "en", "Open now, until 12:30 pm"),
    ("2026-01-12T11:30:00Z", "Europe/Oslo", "en", "Closed now, opens Tue 9:00 am"),
    ("2026-01-12T07:59:59Z", "Asia/Kathmandu", "en",
     "Closed now, opens 9:00 am (your time: 1:45 pm)"),
    ("2026-01-12T08:00:00Z", "Europe/Oslo", "ar", "مفتوح الآن، حتى 12:30 م"),
    ("2026-03-01T08:00:00Z", "Europe/Oslo", "en", ""),
]  # fmt: skip


@pytest.mark.parametrize(("now", "zone", "language", "said"), SAID)
def test_a_reader_is_told_whether_it_is_open_in_both_places_time(
    browser: Browser, serve: Serve, small: Small, now: str, zone: str, language: str, said: str
) -> None:
    with browser.new_context(timezone_id=zone, locale="de-DE") as context:
        page = context.new_page()
        page.clock.set_fixed_time(datetime.fromisoformat(now))
        page.goto(f"{serve(small.output)}/embassy-oslo/{language}/")
        line = page.locator(".hours-now")
        expect(line).to_have_text(re.compile("^" + re.escape(said).replace(r"\ ", r"\s") + "$"))
        assert line.is_visible() is bool(said)


def test_a_virtual_embassy_says_when_the_post_that_serves_it_is_open(
    browser: Browser, serve: Serve, small: Small
) -> None:
    with browser.new_context(timezone_id="Atlantic/Reykjavik") as context:
        page = context.new_page()
        page.clock.set_fixed_time(datetime.fromisoformat("2026-01-12T08:30:00Z"))
        page.goto(f"{serve(small.output)}/virtual-embassy-iceland/en/contact/")
        said = re.compile(r"^Open now, until 12:30\spm \(your time: 11:30\sam\)$")
        expect(page.locator(".hours-now")).to_have_text(said)


def test_without_a_script_nothing_is_said_of_now_and_nothing_is_missing(
    browser: Browser, serve: Serve, small: Small
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{serve(small.output)}/embassy-oslo/en/contact/")
        assert not page.locator(".hours-now").is_visible()
        assert page.get_by_role("row", name="Mon–Fri").is_visible()


#: The number for emergencies is answered while the embassy is shut.
URGENT = """    opening_hours: Mo-Fr 09:00-12:30
    contacts: [{purpose: emergency, phone: "+44 1632 960123", hours: out-of-hours}]
"""


@pytest.mark.parametrize(
    ("instant", "first", "said"),
    [
        ("2026-01-12T08:00:00Z", "+44 1632 960001", "Open now, until 12:30 pm"),
        ("2026-01-12T18:00:00Z", "+44 1632 960123", "Open now, until Tue 9:00 am"),
    ],
)
def test_help_puts_the_number_that_answers_now_first(
    tmp_path: Path, page: Page, serve: Serve, monkeypatch: pytest.MonkeyPatch,
    instant: str, first: str, said: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.edit("posts.yaml", "    opening_hours: Mo-Fr 09:00-12:30\n", URGENT)
    small.build()
    page.clock.set_fixed_time(instant)
    page.goto(f"{serve(small.output)}/embassy-oslo/en/help/")
    here = page.locator("main section.help", has_text="You are here").locator("li")
    expect(here.first).to_contain_text(first)
    expect(here.first).to_contain_text(said)
    expect(here.filter(has_text="Closed now")).to_have_count(1)


def test_help_puts_the_number_that_answers_first_also_when_that_changes(
    tmp_path: Path, page: Page, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.edit("posts.yaml", "    opening_hours: Mo-Fr 09:00-12:30\n", URGENT)
    small.build()
    page.clock.install(time="2026-01-12T08:00:00Z")
    page.goto(f"{serve(small.output)}/embassy-oslo/en/help/")
    here = page.locator("main section.help", has_text="You are here").locator("li")
    for passed, first in ("00:00", "960001"), ("04:00:00", "960123"), ("20:00:00", "960001"):
        page.clock.fast_forward(passed)
        expect(here.first).to_contain_text(f"+44 1632 {first}")
    at = here.first.get_by_role("link").first
    at.focus()
    page.clock.fast_forward("04:00:00")
    expect(here.first).to_contain_text("Closed now")
    expect(at).to_be_focused()
