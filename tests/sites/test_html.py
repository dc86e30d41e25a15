"""Every type of page is correct HTML, whatever the site and the language."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from chancery.common.languages import direction
from tests.nu.check import NuChecker
from tests.sites.pages import PAGES, NamedPage
from tests.sites.trees import Tree

#: Elements that are never closed.
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}

#: What a browser fetches by itself, by element.
FETCHED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "object": "data"}

#: Links that a browser fetches by itself; others only say what is where.
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


@dataclass(slots=True)
class Element:
    """An element with its attributes and the text in it.

    isolated: whether a `bdi` is in it, which takes its direction from its own text.
    """

    tag: str
    attributes: Mapping[str, str]
    text: str = ""
    isolated: bool = False


@dataclass(slots=True)
class Reading:
    """What is on a page."""

    elements: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """Return the elements of a name."""
        return [element for element in self.elements if element.tag == tag]

    def one(self, tag: str) -> Element:
        """Return the only element of a name."""
        [element] = self.all(tag)
        return element


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.reading = Reading()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.reading.elements.append(element)
        if tag not in VOID:
            self.open.append(element)
        for outer in self.open if tag == "bdi" else ():
            outer.isolated = True

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


@pytest.fixture(scope="module")
def readings(trees: Mapping[str, Tree]) -> Mapping[NamedPage, Reading]:
    """Return what is on each named page, read once for all tests."""
    return {page: read(trees[page.network].folder / page.path) for page in PAGES}


def read(path: Path) -> Reading:
    """Return what is on a page."""
    parser = _Parser()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    return parser.reading


def failing(
    readings: Mapping[NamedPage, Reading], check: Callable[[NamedPage, Reading], None]
) -> list[str]:
    """Return the pages on which a check fails, each with what it says.

    A test of its own for each page would take longer to hand out than to run.
    """
    found = []
    for page, reading in readings.items():
        try:
            check(page, reading)
        except AssertionError as error:
            found.append(f"{page.id}: {error}")
    return found


def test_all_are_valid_html_and_css(trees: Mapping[str, Tree], nu_check: NuChecker) -> None:
    pages = {trees[page.network].folder / page.path for page in PAGES}
    styles = {css for tree in trees.values() for css in tree.folder.glob("assets/*.css")}
    assert len(styles) == len(trees)
    assert nu_check.check(pages | styles)[:20] == []


def test_a_screen_reader_learns_language_direction_and_topic(
    readings: Mapping[NamedPage, Reading],
) -> None:
    def check(page: NamedPage, reading: Reading) -> None:
        html = reading.one("html").attributes
        assert (html["lang"], html["dir"]) == (page.language, page.direction)
        assert reading.one("h1").text.strip()
        assert reading.one("main").text.strip()
        assert reading.one("title").text.strip()

    assert failing(readings, check) == []


def test_what_is_in_another_language_has_the_direction_of_that(
    readings: Mapping[NamedPage, Reading],
) -> None:
    def check(page: NamedPage, reading: Reading) -> None:
        wrong = [
            element.attributes
            for element in reading.elements
            if "lang" in element.attributes
            and not element.isolated
            and element.attributes.get("dir", page.direction)
            != direction(element.attributes["lang"])
        ]
        assert wrong == []

    assert failing(readings, check) == []


def test_headings_go_down_one_step_at_a_time(readings: Mapping[NamedPage, Reading]) -> None:
    def check(_page: NamedPage, reading: Reading) -> None:
        tags = [element.tag for element in reading.elements]
        levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []

    assert failing(readings, check) == []


def test_no_two_places_have_the_same_name(readings: Mapping[NamedPage, Reading]) -> None:
    def check(_page: NamedPage, reading: Reading) -> None:
        ids = Counter(e.attributes["id"] for e in reading.elements if "id" in e.attributes)
        assert [name for name, times in ids.items() if times > 1] == []

    assert failing(readings, check) == []


def test_a_page_has_facts_for_search_engines_and_scripts_where_it_needs_them(
    readings: Mapping[NamedPage, Reading],
) -> None:
    def check(page: NamedPage, reading: Reading) -> None:
        scripts = reading.all("script")
        for script in scripts:
            if "src" in script.attributes:
                assert script.attributes["defer"] == script.text == ""
                own = {name for name in script.attributes if not name.startswith("data-")}
                assert own == {"src", "defer"}
            elif page.path.endswith("404.html"):
                assert script.attributes == {}  # its hash is in the policy of the page
            else:
                assert script.attributes == {"type": "application/ld+json"}
                assert json.loads(script.text)["@context"] == "https://schema.org"
        needed = any(
            element.attributes.get("role") == "search"
            or "data-told" in element.attributes
            or "data-begins" in element.attributes
            or "data-until" in element.attributes
            or "data-after" in element.attributes
            for element in reading.elements
        )
        # That for reading without a network is on every page of a site that offers it.
        others = [script for script in scripts if "data-worker" not in script.attributes]
        # The page for lost addresses has all of it within it.
        if not page.path.endswith("404.html"):
            assert any("src" in script.attributes for script in others) == needed
        handlers = [
            name for e in reading.elements for name in e.attributes if name.startswith("on")
        ]
        assert handlers == []
        assert [
            e for e in reading.elements if "javascript:" in "".join(e.attributes.values())
        ] == []

    assert failing(readings, check) == []


def test_nothing_is_fetched_from_elsewhere(
    readings: Mapping[NamedPage, Reading], trees: Mapping[str, Tree]
) -> None:
    def check(page: NamedPage, reading: Reading) -> None:
        elements = reading.elements
        fetched = [e.attributes.get(FETCHED[e.tag], "") for e in elements if e.tag in FETCHED]
        fetched += [
            e.attributes["href"]
            for e in elements
            if e.tag == "link" and FETCHED_LINKS & set(e.attributes["rel"].split())
        ]
        own = tuple(trees[page.network].places)
        assert [
            url for url in fetched if re.match("[a-z]+:|//", url) and not url.startswith(own)
        ] == []
        assert [e.attributes for e in elements if "url(" in e.attributes.get("style", "")] == []

    assert failing(readings, check) == []
