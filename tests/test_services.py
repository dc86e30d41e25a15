"""What a service takes: the same for all, with what a post does otherwise, and who offers which."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, changed, make, tree

FACTS = """documents:
  - what: {en: Your old passport, fr: Votre ancien passeport}
fee: {amount: 75, currency: EUR}
takes: {en: Two weeks, fr: Deux semaines}
languages: [fr]
variants:
  child:
    fee: {amount: 37.5, currency: EUR}
    note: {en: Come together.}
"""
FILE = "content/services/passports.yaml"
PAGE = "en/passports/index.html"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.write(FILE, FACTS)
    made.edit(
        "posts.yaml", '    phone: "+44 1632 960001"\n',
        '    phone: "+44 1632 960001"\n    payment: [card]\n    services:\n'
        "      - {service: passports, takes: {en: Three weeks}, local_fee: "
        '{amount: 880, currency: NOK, rate_of: "2026-01-05"}}\n'
        "    visit: {booking: needed, each_person: true, step_free: with-help, "
        "forbidden: [{en: Large bags}]}\n    collection: {by_post: true, hours: Tu 14:00-15:00}\n",
    )  # fmt: skip
    made.edit(
        "posts.yaml", '    phone: "+44 1632 960002"\n',
        '    phone: "+44 1632 960002"\n    services: [{service: passports, available: none}]\n',
    )  # fmt: skip
    return made


def told(small: Small) -> list[str]:
    """Return what a build says is wrong."""
    return small.build().problems


def test_a_page_says_what_a_service_takes_and_what_is_otherwise_here(small: Small) -> None:
    assert told(small) == []
    text = small.page(f"embassy-oslo/{PAGE}")
    for words in ("€75", "about NOK", "at the rate of 5 January 2026", "Card", "Three weeks",
                  "French", "Your old passport", '<h3 id="site-child">For a child</h3>', "€37.50",
                  "Come with an appointment only", "No agency has better access",
                  "Everybody who comes needs", "Large bags", "can be sent by post",
                  "Without steps, with help"):  # fmt: skip
        assert words in text, words
    assert "Two weeks" not in text
    other = small.page(f"embassy-lima/{PAGE}")
    assert "Two weeks" in other
    assert "NOK" not in other
    assert "75\u00a0€" in small.page("embassy-lima/fr/passports/index.html")


def test_a_virtual_embassy_says_what_it_takes_where_it_is_served(small: Small) -> None:
    small.build()
    text = small.page(f"virtual-embassy-iceland/{PAGE}")
    assert "Three weeks" in text
    assert "Large bags" in text


def test_the_portal_says_who_offers_what_and_so_do_files_for_machines(small: Small) -> None:
    small.build()
    text = small.page("en/services/index.html")
    assert "At this post" in text
    assert "Not offered" in text
    assert "Embassy in Lima" not in text
    rows = json.loads(small.page("services.json"))
    assert [(row["post"], row["available"], row["fee"]) for row in rows] == [
        ("embassy-oslo", "here", 75), ("embassy-cairo", "none", 75),
    ]  # fmt: skip
    [first, second] = csv.DictReader(StringIO(small.page("services.csv")))
    assert (first["post"], first["currency"]) == ("embassy-oslo", "EUR")
    assert second["available"] == "none"


def test_a_changed_fee_rewrites_only_the_files_that_show_it(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit(FILE, "amount: 75", "amount: 80")
    small.build()
    files = changed(before, tree(small.output))
    assert {"services.json", "services.csv"} < files
    rest = {name for name in files if "/passports/" not in name}
    assert rest <= {"services.json", "services.csv", "network.json"}


def test_what_costs_nothing_is_free(small: Small) -> None:
    small.edit(FILE, "amount: 75", "amount: 0")
    small.build()
    text = small.page(f"embassy-oslo/{PAGE}")
    assert "Free of charge" in text
    assert "€0" not in text


def test_a_fee_of_one_post_changes_its_site_and_the_table(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit("posts.yaml", "amount: 880", "amount: 890")
    small.build()
    files = {name for name in changed(before, tree(small.output)) if name != "network.json"}
    assert files
    assert all("/passports/" in name for name in files)
    assert {name.split("/")[0] for name in files} == {"embassy-oslo", "virtual-embassy-iceland"}


WRONG = {
    "a fee without a currency": (FILE, "currency: EUR}\ntakes", "}\ntakes",
                                 "passports.yaml:3:6", "currency"),
    "a currency that is none": (FILE, "currency: EUR}\ntakes", "currency: eur}\ntakes",
                                "passports.yaml:3:29", "'EUR'"),
    "somebody that is nobody": (FILE, "  child:", "  chld:", "passports.yaml:7:3", "'child'"),
    "a fee below nothing": (FILE, "amount: 75", "amount: -1", "passports.yaml:3:15", "0"),
    "a fee more exact than its currency": (FILE, "amount: 75", "amount: 75.555",
                                           "passports.yaml:3:15", "EUR has 2 decimals"),
    "a fee of somebody more exact": (FILE, "37.5", "37.505", "passports.yaml:8:19",
                                     "Write it with 2 at most"),
    "a local fee more exact": ("posts.yaml", "amount: 880, currency: NOK",
                               "amount: 880.5, currency: ISK", "posts.yaml:19:76",
                               "ISK has no decimals. Write a whole number"),
    "a step to a page that is none": (FILE, "variants:", "steps: [{title: {en: Ask}, page: visa}]"
                                      "\nvariants:", "passports.yaml:6:34", "'visas'"),
    "a step of somebody to such a page": (FILE, "    note:", "    steps: [{title: {en: Ask}, page: "
                                          "visa}]\n    note:", "passports.yaml:9:38", "'visas'"),
    "no way to pay": ("posts.yaml", "    payment: [card]\n", "", "posts.yaml", "no way to pay"),
    "a service that nobody offers": ("posts.yaml", "service: passports, takes", "service: visas, "
                                     "takes", "passports.yaml", "is offered by no post"),
    "a day that is none": ("posts.yaml", "2026-01-05", "2026-02-30", "posts.yaml", "2026-02-30"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place_and_the_rest_stands(small: Small, name: str) -> None:
    file, old, new, place, words = WRONG[name]
    small.edit(file, old, new)
    problems = told(small)
    assert any(place in one and words in one for one in problems), problems
    assert "Central news" in small.page("embassy-lima/en/news/2026-01-05-hello/index.html")


def test_a_way_in_a_circle_is_told_at_each_post_of_it(small: Small) -> None:
    small.edit("posts.yaml", "service: passports, takes", "service: passports, available: "
               "elsewhere, at: embassy-cairo, takes")  # fmt: skip
    small.edit("posts.yaml", "available: none", "available: elsewhere, at: embassy-oslo")
    problems = told(small)
    circles = [one for one in problems if "leads in a circle" in one]
    assert len(circles) == 2
    assert "embassy-oslo to embassy-cairo to embassy-oslo" in circles[0]
    assert all("posts.yaml:" in one and ".at:" in one for one in circles)


def test_a_region_in_two_districts_is_told(small: Small) -> None:
    small.edit(
        "posts.yaml", "  - id: embassy-cairo\n",
        "  - id: consulate-bergen\n    kind: consulate\n    country: \"NO\"\n    city: Bergen\n"
        "    location: {lat: 60.4, lon: 5.3}\n    timezone: Europe/Oslo\n"
        "    district: {text: {en: West}, regions: [NO-46, NO-11]}\n"
        "  - id: consulate-stavanger\n    kind: consulate\n    country: \"NO\"\n"
        "    city: Stavanger\n    location: {lat: 58.9, lon: 5.7}\n    timezone: Europe/Oslo\n"
        "    district: {text: {en: South}, regions: [NO-42, NO-11]}\n  - id: embassy-cairo\n",
    )  # fmt: skip
    [problem] = told(small)
    assert "NO-11 is in the district of consulate-bergen too" in problem
    assert "posts.consulate-stavanger.district.regions.1" in problem
    small.edit(
        "posts.yaml", "    city: Bergen\n", "    city: Bergen\n    status: {state: closed}\n"
    )
    assert not any("NO-11" in one for one in told(small))


def test_what_a_service_takes_is_told_where_its_page_is_in_another_group(small: Small) -> None:
    small.edit("content/pages/passports.en.md", "group: services\n", "")
    small.edit("content/pages/passports.fr.md", "group: services\n", "")
    [problem] = [one for one in told(small) if "services/passports.yaml" in one]
    assert "is shown nowhere: the page 'passports' is in the group about" in problem
    assert "€75" not in small.page(f"embassy-oslo/{PAGE}")


def test_a_service_without_a_page_is_told_with_the_nearest(small: Small) -> None:
    small.write("content/services/pasports.yaml", FACTS)
    problems = told(small)
    assert any("pasports.yaml" in one and "'passports'" in one for one in problems), problems


def test_a_service_elsewhere_is_at_another_post_only_where_one_is_named(small: Small) -> None:
    small.edit("posts.yaml", "{service: passports, takes", "{service: passports, "
               "available: elsewhere, note: {en: Ask the visa centre.}, takes")  # fmt: skip
    small.build()
    for page in (PAGE, "en/services/index.html"):
        html = small.page(f"embassy-oslo/{page}")
        assert "Not at this post" in html
        assert "Ask the visa centre." in html
        assert "At another post" not in html
    small.edit("posts.yaml", "available: elsewhere,", "available: elsewhere, at: embassy-cairo,")
    small.build()
    assert "At another post" in small.page(f"embassy-oslo/{PAGE}")
