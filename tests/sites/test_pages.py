"""The named pages are of every type that the theme has, and they exist."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.sites.pages import (
    CONCERNED,
    DIRECTIONS,
    ELECTION,
    KINDS,
    OF_THE_PORTAL,
    PAGES,
    TYPES,
    VISAS,
)
from tests.sites.trees import Tree

#: Types that only the portal has.
PORTAL_ONLY = {"directory", "register", "matrix", *VISAS}


def test_both_networks_build_without_a_problem(trees: Mapping[str, Tree]) -> None:
    for tree in trees.values():
        assert tree.said.exitcode == 0
        assert [
            line for line in tree.said.errors.splitlines() if re.search(": (warning|note): ", line)
        ] == []


def test_every_named_page_exists(trees: Mapping[str, Tree]) -> None:
    absent = [page.id for page in PAGES if not (trees[page.network].folder / page.path).is_file()]
    assert absent == []


def test_every_type_of_page_is_named_in_both_directions_for_every_kind_of_post() -> None:
    expected = {
        (name, direction, kind)
        for name in set(TYPES) - PORTAL_ONLY - set(CONCERNED) - set(ELECTION)
        for direction in DIRECTIONS
        for kind in KINDS
    }
    # A permanent representation that has a left-to-right language first is in neither network.
    expected -= {(name, "ltr", "permanent representation") for name in ("gateway", "missing")}
    some = (*CONCERNED, *ELECTION)
    expected |= {(name, direction, "embassy") for name in some for direction in DIRECTIONS}
    portal = {*CONCERNED, *OF_THE_PORTAL, *VISAS, "text", "news-item", "gateway", "missing"}
    expected |= {(name, direction, "portal") for name in portal for direction in DIRECTIONS}
    named = {(page.type, page.direction, page.kind) for page in PAGES}
    assert expected - named == set()


def test_no_page_is_named_whose_type_the_theme_does_not_have() -> None:
    assert {page.type for page in PAGES} == set(TYPES)
    assert len(PAGES) == len(set(PAGES))
