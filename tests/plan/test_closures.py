"""Readers see by name when a post is closed, and whose holiday it is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from chancery.network.closures import Holiday, Holidays
from chancery.network.fields import Text
from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.plan.holidays import holidays_of
from tests.networks.small import Small, make

#: 30 March 2026, a Monday: Easter is the Sunday of that week.
DATE = "1774872000"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.edit("posts.yaml", "Mo-Fr 09:00-12:30", '"Mo-Fr 09:00-12:30; PH off"')
    return small


def add(small: Small, lines: str) -> None:
    """Give the embassy in Oslo more keys."""
    small.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n{lines}")


def closed(small: Small, page: str = "embassy-oslo/en/contact/") -> list[str]:
    """Return the closures of a page, each in a line."""
    lists = re.findall(
        r'<ul class="closures">(.*?)</ul>', small.page(f"{page}index.html"), re.DOTALL
    )
    lines = re.findall(r"<li[^>]*>(.*?)</li>", lists[-1] if lists else "")
    said = [" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in lines]
    return [line.replace(" ,", ",") for line in said]


def specified(small: Small, post: str = "embassy-oslo") -> list[dict[str, object]]:
    html = small.page(f"{post}/en/index.html")
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    found: list[dict[str, object]] = json.loads(data[0]).get("openingHoursSpecification", [])
    return found


def test_closures_are_told_by_name_with_whose_holiday_it_is(small: Small) -> None:
    small.edit("posts.yaml", "  country: QV\n", "  country: SE\n")
    small.build()
    assert closed(small)[:4] == [
        "Thu, 2 Apr 2026 Maundy Thursday (Public holiday: Norway) Closed",
        "Fri, 3 Apr 2026 Good Friday (Public holiday: Norway, Sweden) Closed",
        "Mon, 6 Apr 2026 Easter Monday (Public holiday: Norway, Sweden) Closed",
        "Fri, 1 May 2026 Labor Day (Public holiday: Norway), "
        "May Day (Public holiday: Sweden) Closed",
    ]
    # On a Sunday it would be closed anyway.
    assert not any("Easter Sunday" in line for line in closed(small))


def test_closures_reach_to_the_end_of_the_year_and_two_months_at_least(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    assert closed(small)[-1].startswith("Fri, 25 Dec 2026")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1797760800")  # 2026-12-20
    small.build()
    assert [line[:15] for line in closed(small)] == ["Fri, 25 Dec 202", "Fri, 1 Jan 2027"]


def test_a_closure_is_told_once_with_its_reason_however_many_days_it_has(small: Small) -> None:
    add(small, '    closures: [{from: "2026-04-02", until: "2026-04-12", reason: {en: Spring}}]\n')
    small.build()
    assert closed(small)[:2] == [
        "Thu, 2 Apr 2026 – Fri, 10 Apr 2026 Spring Closed",
        "Fri, 1 May 2026 Labor Day (Public holiday: Norway) Closed",
    ]


def test_other_hours_are_told_and_a_part_that_is_closed_is_named(small: Small) -> None:
    add(
        small,
        '    offices: [{id: visas, name: Visa centre, opening_hours: "Mo-Fr 08:00-10:00"}]\n'
        "    closures:\n"
        '      - {from: "2026-04-07", reason: Training, hours: "10:00-11:00"}\n'
        '      - {from: "2026-04-08", reason: Works, offices: [visas]}\n'
        '      - {from: "2026-04-09", reason: All away}\n',
    )
    small.build()
    assert closed(small)[3:6] == [
        "Tue, 7 Apr 2026 Training Counter: 10:00 am–11:00 am",
        "Wed, 8 Apr 2026 Works Visa centre: Closed",
        "Thu, 9 Apr 2026 All away Closed",
    ]


def test_cards_name_the_closures_of_the_next_two_weeks(small: Small) -> None:
    small.build()
    assert [line[:15] for line in closed(small, "virtual-embassy-iceland/en/contact/")] == [
        "Thu, 2 Apr 2026",
        "Fri, 3 Apr 2026",
    ]
    assert closed(small, "embassy-oslo/fr/")[0].startswith("jeu. 2 avr. 2026")


def test_a_name_is_in_the_readers_language_or_is_marked(small: Small) -> None:
    small.edit("posts.yaml", "languages: [en, fr]", "languages: [en, fr, de]")
    small.edit("posts.yaml", 'country: "NO"', "country: BE")
    small.build()
    pages = {tag: small.page(f"embassy-oslo/{tag}/contact/index.html") for tag in ("fr", "de")}
    assert "Lundi de Pâques" in pages["fr"]
    assert "Ostermontag" in pages["de"]
    small.edit("posts.yaml", "country: BE", "country: KR")
    small.build()
    page = small.page("embassy-oslo/fr/contact/index.html")
    assert '<bdi lang="en-US" dir="ltr">Constitution Day</bdi>' in page


def test_the_language_of_the_machine_changes_nothing(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = (
        "from chancery.plan.holidays import country_holidays as c;"
        "first = next(c('BE', '', (2026,))); print(first.name(('en',)), *first.names())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", ask], capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(ROOT / "plugins"), "LANGUAGE": tag, "PYTHONUTF8": "1"},
        ).stdout
        for tag in ("fr", "en_US", "uk")
    }  # fmt: skip
    assert len(said) == 1


def test_search_engines_are_told_the_same(small: Small) -> None:
    add(
        small,
        '    closures: [{from: "2026-04-07", reason: Training, hours: "10:00-11:00"}]\n',
    )
    small.build()
    week, *exceptions = specified(small)
    assert week["dayOfWeek"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert (week["opens"], week["closes"]) == ("09:00", "12:30")
    told = [(one["validFrom"], one["opens"], one["closes"]) for one in exceptions]
    assert told[:4] == [
        ("2026-04-02", "00:00", "00:00"),
        ("2026-04-03", "00:00", "00:00"),
        ("2026-04-06", "00:00", "00:00"),
        ("2026-04-07", "10:00", "11:00"),
    ]
    assert len(told) == len(closed(small))


def test_a_number_for_emergencies_is_answered_in_a_closure(small: Small) -> None:
    add(
        small,
        "    contacts:\n"
        '      - {phone: "+44 1632 960111", purpose: emergency, hours: "Mo-Fr 08:00-20:00"}\n'
        '      - {phone: "+44 1632 960112", purpose: visas, hours: "Mo-Fr 14:00-15:00"}\n'
        '    closures: [{from: "2026-03-31", until: "2026-06-30", reason: Works}]\n',
    )
    small.build()
    page = small.page("embassy-oslo/en/contact/index.html")
    numbers = page.partition('<ul class="numbers">')[2].partition("</ul>")[0]
    assert re.findall(r'data-told="(\d+)((?: \d+)*)"', numbers) == [("29580480", " 720 60 59700")]


def test_an_office_with_hours_of_a_post_without_any_has_its_closures(small: Small) -> None:
    small.edit(
        "posts.yaml",
        '    opening_hours: "Mo-Fr 09:00-12:30; PH off"\n',
        '    offices: [{id: visas, name: Visas, opening_hours: "Mo-Fr 08:00-10:00; PH off"}]\n',
    )
    # Nobody knows the holidays of the ministry's country, which does not exist.
    [told] = small.build().problems
    assert "ministry.country: no public holidays are known of 'QV'" in told
    assert closed(small)[0] == "Thu, 2 Apr 2026 Maundy Thursday (Public holiday: Norway) Closed"
    assert closed(small, "virtual-embassy-iceland/en/contact/") == []


EVERY_COUNTER = """\
    messaging: [{platform: whatsapp, number: "+441632960004", hours: "Mo-Fr 10:00-11:00; PH off"}]
    offices:
      - id: visas
        name: {en: Visa office, fr: Visas}
        contacts: [{purpose: visas, phone: "+44 1632 960005", hours: "Mo-Fr 14:00-15:00; PH off"}]
"""


def told(html: str) -> list[str]:
    """Return the zones of the counters of which browsers say whether they are open."""
    return re.findall(r'data-told="[^"]+" data-zone="([^"]+)"', html)


def test_messaging_accounts_and_telephones_of_offices_keep_holidays_too(small: Small) -> None:
    add(small, EVERY_COUNTER)
    small.build()
    html = small.page("embassy-oslo/en/contact/index.html")
    assert told(html) == ["Europe/Oslo"] * 3
    after = html.index("960005")
    assert "data-told" in html[after : after + 400]
    assert "WhatsApp" in html
    small.edit("posts.yaml", 'opening_hours: "Mo-Fr 09:00-12:30; PH off"', 'hours_note: "-"')
    small.build()
    assert closed(small)[0] == "Thu, 2 Apr 2026 Maundy Thursday (Public holiday: Norway) Closed"


def test_a_closure_of_an_office_is_one_of_its_telephone(small: Small) -> None:
    add(small, EVERY_COUNTER)
    add(small, "    closures: [{from: 2026-04-13, reason: Works, offices: [visas]}]\n")
    small.build()
    assert "Mon, 13 Apr 2026 Works Visa office · Visas: Closed" in closed(small)


def test_a_crisis_centre_and_the_ministry_keep_the_holidays_of_their_country(small: Small) -> None:
    small.edit("posts.yaml", "  country: QV\n", "  country: SE\n  timezone: Europe/Stockholm\n")
    small.edit("posts.yaml", "hours: 24/7}", (
        'hours: "Mo-Fr 08:00-20:00; PH off"}\n'
        '  contacts: [{purpose: press, phone: "+44 1632 960006", hours: "Mo-Fr 09:00-17:00"}]'
    ))  # fmt: skip
    small.build()
    portal = small.page("en/contact/index.html")
    assert told(portal) == ["Europe/Stockholm"] * 2
    help_now = small.page("embassy-lima/en/help/index.html")
    assert "Europe/Stockholm" in told(help_now)
    # Good Friday: shut all day, which is no usual Friday.
    usual = re.search(r'data-told="([^"]+)"', portal)
    small.edit("posts.yaml", "20:00; PH off", "20:00")
    small.build()
    assert usual
    assert usual[0] not in small.page("en/contact/index.html")


def test_where_hours_are_unknown_or_speak_of_no_holidays_nothing_is_said(small: Small) -> None:
    small.edit("posts.yaml", '"Mo-Fr 09:00-12:30; PH off"', "Mo-Fr 09:00-12:30")
    small.build()
    assert closed(small) == []
    assert specified(small) == specified(small)[:1]
    assert specified(small, "embassy-cairo") == []
    for page in ("contact/", ""):
        html = small.page(f"embassy-cairo/en/{page}index.html")
        assert "hours" not in re.findall(r"assets/(\w+)\.\w+\.js", html)
        assert "hours-now" not in html


@pytest.mark.long
def test_the_calendar_is_loaded_only_where_hours_speak_of_holidays(tmp_path: Path) -> None:
    """It takes a tenth of a second, which a network without them need not wait."""
    small = make(tmp_path)
    ask = (
        "import sys; from chancery.commands.build import run_pelican;"
        "from chancery.commands.options import Options;"
        f"run_pelican(Options(network={str(tmp_path)!r}, output={str(tmp_path / 'out')!r},"
        f" cache={str(tmp_path / 'cache')!r}, workers=1)); print('holidays' in sys.modules)"
    )

    def loaded() -> bool:
        done = subprocess.run(
            [sys.executable, "-c", ask], capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(ROOT / "plugins"), "PATH": "/usr/bin:/bin"}, cwd=ROOT,
        )  # fmt: skip
        return done.stdout.splitlines()[-1] == "True"

    assert not loaded()
    small.edit("posts.yaml", "Mo-Fr 09:00-12:30", '"Mo-Fr 09:00-12:30; PH off"')
    assert loaded()


def names(post: Holidays, ministry: Holidays = Holidays(), country: str = "NO") -> list[str]:
    """Return the holidays of 2026 that a post keeps, by their English names."""
    home = Ministry(
        name=Text.of("Office"), country="BE", url="https://x.example/", languages=("en",),
        holidays=ministry,
    )  # fmt: skip
    found = Post(id="post", kind="embassy", country=country, holidays=post)
    return [one.name(("en",))[0] for one in holidays_of(found, home, (2026,))]


def test_a_post_keeps_the_holidays_of_both_countries_in_their_order() -> None:
    found = names(Holidays())
    assert found.index("Constitution Day") < found.index("National Day")
    assert found.count("Easter Monday") == 2


@pytest.mark.parametrize("wish", ["Nationale feestdag", "fête NATIONALE", "2026-07-21"])
def test_a_holiday_is_dropped_by_its_name_in_any_language_or_by_its_day(wish: str) -> None:
    assert "National Day" not in names(Holidays(drop=(wish,)))
    assert "National Day" not in names(Holidays(), Holidays(drop=(wish,)))
    assert len(names(Holidays())) - len(names(Holidays(drop=(wish,)))) == 1


def test_what_the_ministry_drops_the_host_country_keeps() -> None:
    assert names(Holidays(), Holidays(drop=("Easter Monday",))).count("Easter Monday") == 1
    assert names(Holidays(drop=("Easter Monday",))).count("Easter Monday") == 0


def test_a_holiday_that_nobody_knows_is_added_and_dropped_like_any_other() -> None:
    added = Holidays(add=(Holiday(date="2026-05-04", name=Text.of({"en": "Day of Trees"})),))
    assert "Day of Trees" in names(added)
    assert "Day of Trees" in names(Holidays(), added)
    assert "Day of Trees" not in names(Holidays(drop=("day of trees",)), added)


def test_the_holidays_are_those_of_the_region() -> None:
    plain, regional = names(Holidays(), country="US"), names(Holidays(region="US-NY"), country="US")
    assert set(regional) > set(plain)
