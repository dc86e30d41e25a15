"""What was checked long ago says so beside it, and what no reader is to be sent to is no link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chancery.plan.checked import is_old
from tests.networks.small import Small, make

MIRROR = "https://it.frwiki.wiki/wiki/Oslo"


@pytest.fixture
def small(tmp_path: Path, fixed_date: None) -> Small:
    return make(tmp_path)  # built on 9 January 2026


@pytest.mark.parametrize(
    ("seen", "old"),
    [
        ("2024", True),
        ("2025", False),
        ("2024-12", True),
        ("2025-01", False),
        ("2025-01-08", True),
        ("2025-01-09", False),
        ("2026-01-09", False),
    ],
)
def test_a_year_goes_by_from_the_last_day_that_may_be_meant(seen: str, *, old: bool) -> None:
    assert is_old(seen, "2026-01-09") is old


def _oslo(small: Small, more: str, page: str = "contact/") -> str:
    small.edit("posts.yaml", "    phone: \"+44 1632 960001\"\n",
               f"    phone: \"+44 1632 960001\"\n{more}")  # fmt: skip
    small.build()
    return small.page(f"embassy-oslo/en/{page}index.html")


def test_the_fact_that_is_long_unchecked_says_so_and_the_other_does_not(small: Small) -> None:
    told = _oslo(
        small,
        "    sources:\n"
        '      - {url: "https://a.example/", facts: [phone], seen: "2022-11-16"}\n'
        '      - {url: "https://b.example/", facts: [opening_hours], seen: "2025-12"}\n',
    )
    assert told.count("checked in November 2022") == 1
    number = told.index("+44-1632-960001", told.index("card-facts"))
    assert number < told.index("checked in November 2022") < number + 200
    days = ("16 November 2022", "December 2025")
    assert [f'<span class="links-note">{day}</span>' in told for day in days] == [True, True]


def test_a_source_that_is_not_shown_is_known_to_machines_alone(small: Small) -> None:
    told = _oslo(small, f"    sources: [{{url: {MIRROR}, shown: false}}]\n")
    assert MIRROR not in told
    assert "They are from pages that are not official." in told
    data = json.loads((small.output / "embassy-oslo" / "site.json").read_text(encoding="utf-8"))
    assert data["sources"] == [{"url": MIRROR}]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("posts.yaml", ""),
        (
            "content/pages/fees.en.md",
            "---\ntitle: Fees\nsources: [{url: URL, title: A}]\n---\n\nX.",
        ),
        (
            "content/situations/flood.yaml",
            "title: {en: Flood}\nsteps: [{title: {en: Go up}}]\nsources: [{url: URL, title: A}]\n",
        ),
    ],
)
def test_a_copy_of_an_encyclopedia_is_told_unless_it_is_not_shown(
    small: Small, file: str, text: str
) -> None:
    if text:
        small.write(file, text.replace("URL", f'"{MIRROR}"'))
    else:
        small.edit(file, "    city: Oslo\n", f"    city: Oslo\n    sources: [{{url: {MIRROR}}}]\n")
    told = [line for line in small.build().problems if "not-for-readers" in str(line)]
    assert len(told) == 1
    assert "is a copy of an encyclopedia" in str(told[0])
    end = f'{MIRROR}"' if text else MIRROR
    small.edit(file, end, f"{end}, shown: false")
    assert [line for line in small.build().problems if "not-for-readers" in str(line)] == []


def test_a_source_that_is_no_address_is_told_as_such_and_its_text_is_shown(small: Small) -> None:
    small.write(
        "content/pages/fees.en.md",
        '---\ntitle: Fees\nsources: [{url: "//[w", title: A}]\n---\n\nX.',
    )
    [told] = small.build().problems
    assert "'//[w'" in told
    assert "nobody foresaw" not in told


def test_hours_that_nobody_knows_are_said_once_where_hours_are_read(small: Small) -> None:
    told = _oslo(
        small,
        "    contacts:\n"
        '      - {purpose: emergency, phone: "+44 1632 960011", hours: unknown}\n'
        '      - {purpose: visas, phone: "+44 1632 960012", hours: unknown}\n',
    )
    assert told.count("they are not known.") == 1
    assert "not known" not in small.page("embassy-oslo/en/help/index.html")


def test_a_partner_without_a_page_stands_where_its_sisters_do(small: Small) -> None:
    small.edit("posts.yaml", "posts:\n",
               "partners:\n  - {id: one, name: One, url: https://one.example/}\n"
               "  - {id: two, name: Two}\nposts:\n")  # fmt: skip
    small.build()
    told = small.page("embassy-oslo/en/about/index.html")
    assert '<a href="https://one.example/">One</a>' in told
    assert '<li>Two <span class="links-note">no page known</span></li>' in told
