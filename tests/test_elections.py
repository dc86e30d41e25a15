"""Elections abroad: told where they concern, with their days, and gone when they are over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.networks.small import Small, make, tree

ELECTION = """name: {en: Election of the council, fr: Élection du conseil}
who: {en: All citizens abroad.}
days: ["2026-02-14", "2026-02-15"]
enrol_until: "2026-01-20"
enrol_url: https://list.example/
send_until: "2026-02-10"
ways: [in-person, by-post]
polling:
  embassy-oslo:
    - {day: "2026-02-14", hours: "08:00-14:00", address: {en: Town hall}}
steps: [{title: {en: Choose how}}]
"""
FILE = "content/elections/2026-council.yaml"
PAGE = "en/elections/2026-council/index.html"


def at(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    at(monkeypatch, "2026-01-09")
    made = make(tmp_path)
    made.write(FILE, ELECTION)
    return made


def test_every_site_tells_of_it_and_says_where_one_votes(small: Small) -> None:
    assert small.build().problems == []
    home = small.page("embassy-cairo/en/index.html")
    assert "Last day to be put on the list" in home
    assert home.index("20 January 2026") < home.index("10 February 2026")
    text = small.page(f"embassy-oslo/{PAGE}")
    for words in ("14 February 2026", "8:00\u202fam–2:00\u202fpm", "Town hall", "By post",
                  "https://list.example/", "Choose how"):  # fmt: skip
        assert words in text, words
    assert "Town hall" in small.page(f"virtual-embassy-iceland/{PAGE}")
    assert "Town hall" not in small.page(f"embassy-cairo/{PAGE}")
    assert "Élection du conseil" in small.page("embassy-cairo/fr/index.html")


def test_a_polling_day_ends_when_it_ends_where_one_votes(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 19:30 in Lima, and the day after in Oslo and Cairo.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1771201800")
    midnight_in_lima = 1771218000
    assert small.build().until == midnight_in_lima
    assert (small.output / f"embassy-lima/{PAGE}").is_file()
    assert small.page(f"embassy-lima/{PAGE}").split("Polling day")[1].count("</time> (over)") == 1
    assert not (small.output / f"embassy-oslo/{PAGE}").exists()


def test_it_is_told_only_by_the_posts_that_it_names(small: Small) -> None:
    small.edit(FILE, "ways:", "posts: [embassy-oslo]\nways:")
    small.build()
    assert (small.output / f"embassy-oslo/{PAGE}").is_file()
    assert (small.output / f"virtual-embassy-iceland/{PAGE}").is_file()
    assert not (small.output / f"embassy-lima/{PAGE}").exists()


def test_each_day_goes_when_it_is_past_and_then_all_of_it(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    assert "Be put on the list" in small.page(f"embassy-cairo/{PAGE}")
    at(monkeypatch, "2026-01-21")
    small.build()
    home = small.page("embassy-cairo/en/index.html")
    assert "Last day to be put on the list" not in home
    assert "Polling day" in home
    assert "</time> (over)" in small.page(f"embassy-cairo/{PAGE}")
    assert "Be put on the list" not in small.page(f"embassy-cairo/{PAGE}")
    at(monkeypatch, "2026-02-15")
    small.build()
    home = small.page("embassy-cairo/en/index.html")
    assert "14 February" not in home
    assert "15 February" in home
    at(monkeypatch, "2026-02-16")
    small.build()
    assert "Election" not in small.page("embassy-cairo/en/index.html")
    assert not any("elections/" in name for name in tree(small.output))


def test_a_ballot_by_post_may_come_after_the_last_polling_day(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.edit(FILE, 'send_until: "2026-02-10"', 'send_until: "2026-02-18"')
    assert small.build().problems == []
    at(monkeypatch, "2026-02-16")
    small.build()
    assert "18 February 2026" in small.page("embassy-cairo/en/index.html")
    at(monkeypatch, "2026-02-19")
    small.build()
    assert "Election" not in small.page("embassy-cairo/en/index.html")


def test_a_vote_in_person_may_be_told_before_its_hours_are_known(small: Small) -> None:
    polling = ELECTION[ELECTION.index("polling:") : ELECTION.index("steps:")]
    small.edit(FILE, polling, "")
    assert small.build().problems == []
    assert (small.output / f"embassy-oslo/{PAGE}").is_file()


WRONG = {
    "days out of order": ('["2026-02-14", "2026-02-15"]', '["2026-02-15", "2026-02-14"]', "3:7",
                          "are not in their order"),
    "no day": ('["2026-02-14", "2026-02-15"]', "[]", "3:7", "is empty"),
    "an enrolment after the poll": ('enrol_until: "2026-01-20"', 'enrol_until: "2026-02-20"',
                                    "4:14", "is after the first polling day"),
    "an unknown post": ("  embassy-oslo:", "  embassy-osla:", "10:5", "'embassy-oslo'"),
    "a day that is no polling day": ('day: "2026-02-14"', 'day: "2026-02-13"', "10:13",
                                     "is no polling day"),
    "hours that are none": ("08:00-14:00", "14:00-08:00", "10:34", "two times of a day"),
    "hours in digits that no clock reads": ("08:00-14:00", "0٨:00-14:00", "10:34",
                                            "two times of a day"),
    "a page that is none": ("{en: Choose how}", "{en: Choose how}, page: pasports", "11:41",
                            "'passports'"),
    "polling that is no way": ("[in-person, by-post]", "[by-post]", "7:7", "Add in-person"),
    "an unknown way": ("by-post]", "by-pigeon]", "7:19", "by-post"),
    "no language that is owed": ("{en: All citizens abroad.}", "{ja: 皆}", "2:6",
                                 "is in none of the languages"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(small: Small, name: str) -> None:
    old, new, place, words = WRONG[name]
    small.edit(FILE, old, new)
    problems = small.build().problems
    assert any(f"2026-council.yaml:{place}" in one and words in one for one in problems), problems
    assert any("is shown nowhere" in one for one in problems)
    assert "Central news" in small.page("embassy-lima/en/news/2026-01-05-hello/index.html")
