"""Every link of every page leads somewhere: thirty thousand pages, and nobody clicks them all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sites.links import Links, read_links
from tests.sites.trees import NETWORKS, Said, Tree


@pytest.fixture(scope="module", params=NETWORKS)
def followed(request: pytest.FixtureRequest, trees: Mapping[str, Tree]) -> tuple[Tree, Links]:
    tree = trees[request.param]
    return tree, read_links(tree)


def test_every_link_leads_to_a_page_and_to_a_place_on_it(followed: tuple[Tree, Links]) -> None:
    _tree, links = followed
    assert len(links.pages) > 100
    assert links.shown() == []


def test_every_page_is_found_by_following_links(followed: tuple[Tree, Links]) -> None:
    tree, links = followed
    # People come to a site by its address; the portal is linked from each of them.
    fronts = {"index.html", *(f"{site}/index.html" for site in tree.sites)}
    # The page for lost addresses is shown by the host, the other one leads to it when a site fails.
    apart = {page for page in links.pages if page.endswith(("404.html", "/unavailable/index.html"))}
    assert sorted(set(links.pages) - apart - links.reached(fronts))[:20] == []


def test_no_two_pages_of_a_site_have_the_same_title(followed: tuple[Tree, Links]) -> None:
    _tree, links = followed
    assert len(links.titles) > 100
    assert [(at, files) for at, files in links.titles.items() if len(files) > 1][:20] == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ('<a href="../en/">', ["en/"]),
        ('<a href="#top">', ["nl/index.html#top"]),
        ('<a id="top" href="#top">', []),
        ('<a href="../../en/">', ["../../en/ leads out of the tree"]),
        ('<a href="/nl/">', ["'/nl/' is no relative link"]),
        ('<img src="map.png">', ["nl/map.png"]),
        ('<a href="https://embassies.example.org/fr/">', ["fr/"]),
        ('<a href="https://elsewhere.example/fr/">', []),
        ('<a href="mailto:a@example.org">', []),
        ('<p>{"url":"https://embassies.example.org/nl/"}', []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, body: str, wrong: list[str]) -> None:
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "index.html").write_text(body, encoding="utf-8")
    tree = Tree("made", NETWORKS["golden"], tmp_path, Said(0, ""))
    assert read_links(tree).shown() == [f"{one}: in 1 files such as nl/index.html" for one in wrong]
