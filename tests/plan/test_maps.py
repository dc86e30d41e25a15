"""The maps that readers see: every post on them once, told apart, in words too."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from chancery.plan.maps import bearing
from tests.networks.small import DATE, Small, make

CONSULATE = """  - id: consulate-bergen
    kind: consulate
    country: "NO"
    city: Bergen
    location: {lat: 60.4, lon: 5.3}
    timezone: Europe/Oslo
  - id: honorary-consulate-tromso
    kind: honorary-consulate
    country: "NO"
    city: Tromsø
    parent: embassy-oslo
    site: false
    location: {lat: 69.6, lon: 18.9}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def svg(page: str, name: str) -> str:
    """Return the map of a class on a page."""
    found = re.search(rf'<svg class="{name}".*?</svg>', page, re.DOTALL)
    assert found is not None
    return found.group()


def links(text: str) -> list[tuple[str, str]]:
    """Return the links of a map: where they lead, and what they are called."""
    attributes = r'(?: transform="[^"]*")?(?: aria-label="([^"]*)")?'
    found = re.findall(rf'<a href="([^"]*)"{attributes}>(.*?)</a>', text, re.DOTALL)
    return [
        (href, unescape(label or re.sub(r"<[^>]*>", "", inner))) for href, label, inner in found
    ]


def legend(page: str) -> list[str]:
    found = re.search(r'<ul class="map-legend">(.*?)</ul>', page, re.DOTALL)
    assert found is not None
    return [re.sub(r"<[^>]*>", "", line).strip() for line in found.group(1).split("</li>")[:-1]]


def test_every_post_is_a_link_on_the_map_of_the_world_in_the_order_of_the_list(
    small: Small,
) -> None:
    small.build()
    page = small.page("en/index.html")
    assert links(svg(page, "map-world")) == [
        ("../virtual-embassy-iceland/en/", "Virtual Embassy, Iceland"),
        ("../embassy-oslo/en/", "Embassy in Oslo"),
        ("../embassy-cairo/en/", "Embassy in Cairo"),
        ("../embassy-lima/en/", "Embassy in Lima"),
    ]
    order = [page.rindex(f"../{name}/en/") for name in ("virtual-embassy-iceland", "embassy-oslo")]
    assert order == sorted(order)


def test_countries_and_marks_tell_states_apart_and_the_legend_says_how(small: Small) -> None:
    closed = "    status: {state: closed, since: 2026-01-01}\n"
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n" + closed)
    small.build()
    page = small.page("en/index.html")
    for state in ("physical", "virtual", "closed", "none"):
        assert f'<g class="map-{state}"' in page
    assert legend(page) == [
        "Post with an office", "Virtual embassy or consulate only", "Closed post only", "No post",
    ]  # fmt: skip
    marks = re.findall(r'href="#site-(\w)\d+"', svg(page, "map-world"))
    assert sorted(marks) == ["c", "o", "o", "v"]


def test_the_ministrys_own_country_is_named_in_the_legend(small: Small) -> None:
    small.edit("posts.yaml", "  country: QV\n", "  country: FR\n")
    small.build()
    assert legend(small.page("fr/index.html"))[0] == "France"


def test_one_step_leads_past_the_map(small: Small) -> None:
    small.build()
    page = small.page("en/index.html")
    target = re.search(r'<a class="map-skip" href="#([^"]+)"', page)
    assert target is not None
    assert page.index("<svg class=") < page.index(f'id="{target.group(1)}"')


def test_a_map_of_a_post_shows_all_posts_of_the_country_and_marks_its_own(small: Small) -> None:
    small.edit("posts.yaml", "  - id: embassy-cairo", CONSULATE + "  - id: embassy-cairo")
    small.build()
    page = small.page("embassy-oslo/en/contact/index.html")
    found = svg(page, "map-post")
    assert links(found) == [
        ("../../../consulate-bergen/en/", "Consulate in Bergen"),
        ("../../en/contact/#site-honorary-consulate-tromso", "Honorary Consulate in Tromsø"),
    ]
    assert ">Oslo</text>" in found
    assert "<strong>Embassy in Oslo</strong>" in page
    other = small.page("consulate-bergen/en/contact/index.html")
    outline = re.compile(r'class="map-country" d="([^"]*)"')
    assert outline.findall(page) == outline.findall(other) != []


def test_a_virtual_post_has_the_map_of_its_country_and_the_way_to_the_nearest_post(
    small: Small,
) -> None:
    small.build()
    page = small.page("virtual-embassy-iceland/en/contact/index.html")
    assert links(svg(page, "map-post")) == []
    assert re.search(r"Embassy in Oslo: 1,74\d km to the east", page)


def test_a_post_that_nobody_has_located_is_not_guessed_at(small: Small) -> None:
    small.edit("posts.yaml", "    location: {lat: -12.1, lon: -77.0}\n", "")
    small.build()
    assert "map-post" not in small.page("embassy-lima/en/contact/index.html")
    assert "Embassy in Lima" in svg(small.page("en/index.html"), "map-world")


def test_a_mission_to_an_organisation_has_no_map(small: Small) -> None:
    mission = (
        "  - id: mission-paris\n    kind: mission\n    organisation: Council\n    city: Paris\n"
    )
    small.edit("posts.yaml", "  - id: embassy-cairo", mission + "  - id: embassy-cairo")
    small.build()
    assert "map-post" not in small.page("mission-paris/en/contact/index.html")
    assert "mission-paris" not in svg(small.page("en/index.html"), "map-world")


@pytest.mark.parametrize(
    ("end", "turn"), [((10, 0), 0), ((0, 10), 90), ((-10, 0), 180), ((0, -10), 270)]
)
def test_directions_are_those_of_a_compass(end: tuple[float, float], turn: float) -> None:
    assert bearing((0, 0), end) == pytest.approx(turn)
