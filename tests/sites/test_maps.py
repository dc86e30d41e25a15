"""The maps of whole networks: complete, light, and usable by keyboard."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Mapping
from html import unescape

import pytest

from chancery.geo.atlas import detailed
from tests.sites.trees import NETWORKS, Tree

each_network = pytest.mark.parametrize("name", NETWORKS)


def world(tree: Tree, language: str) -> str:
    page = (tree.folder / language / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<svg class="map-world".*?</svg>', page, re.DOTALL)
    assert found is not None
    return found.group()


def languages(tree: Tree) -> list[str]:
    return [path.parent.name for path in tree.folder.glob("*/index.html")
            if path.parent.name in tree.network.ministry.languages]  # fmt: skip


@each_network
def test_every_post_with_a_site_is_on_the_map_once(name: str, trees: Mapping[str, Tree]) -> None:
    tree = trees[name]
    wanted = [post.id for post in tree.network.posts if post.site and post.country]
    for language in languages(tree):
        found = Counter(re.findall(r'<a href="\.\./([^/"]+)/', world(tree, language)))
        assert found == Counter(wanted)


@each_network
def test_every_country_of_a_network_has_a_map(name: str, trees: Mapping[str, Tree]) -> None:
    tree = trees[name]
    countries = {post.country for post in tree.network.posts if post.country}
    absent = countries - set(detailed().countries)
    # The atlas lacks one state: its islands are too small for it.
    assert absent <= {"TV"}
    for post in tree.network.posts:
        if post.virtual and post.country not in absent:
            language = tree.network.ministry.languages[0]
            page = tree.folder / post.id / language / "contact" / "index.html"
            assert 'class="map-post"' in page.read_text(encoding="utf-8"), post.id


@each_network
def test_the_names_of_links_say_what_and_where(name: str, trees: Mapping[str, Tree]) -> None:
    tree = trees[name]
    for language in languages(tree):
        texts = re.findall(r"<text[^>]*>([^<]*)</text></a>", world(tree, language))
        assert [text for text in texts if len(unescape(text).split()) < 2] == []


def test_the_map_of_the_world_is_light(example: Tree) -> None:
    for language in languages(example):
        data = world(example, language).encode()
        assert len(data) < 56_000
        assert len(gzip.compress(data)) < 15_000


def test_the_map_of_a_post_is_light(example: Tree) -> None:
    heavy = {}
    for path in example.folder.glob("*/en/contact/index.html"):
        found = re.search(rb'<figure class="map-figure">.*?</figure>', path.read_bytes(), re.DOTALL)
        if found:
            heavy[path.parts[-4]] = len(gzip.compress(found.group()))
    assert len(heavy) > 180
    assert max(heavy.values()) < 6000
