"""What the indexes of the searches hold, and what readers load of them."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.folding import ANY, folding
from chancery.content.markdown import clean, cut, to_html
from chancery.features.directory.find import shard_of
from chancery.geo.territories import territory_names
from chancery.plan.search import passages
from tests.networks.small import DATE, Small, make

NEEDS = 'needs:\n  "": identity card\n  fees: [price of a passport]\n'


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def index(small: Small, path: str) -> Any:
    """Read an index as a page does."""
    text = small.page(path)
    assert text.startswith("chanceryData=")
    return json.loads(text.removeprefix("chanceryData=").removesuffix(";\n"))


def pages(small: Small, site: str, language: str) -> dict[str, list[Any]]:
    """Return the pages of a site's index by their paths."""
    return {page[0]: page for page in index(small, f"{site}/{language}/search.js")["pages"]}


def test_every_page_but_home_and_the_index_itself_is_found(small: Small) -> None:
    small.build()
    for site in ("embassy-oslo", "embassy-cairo", "virtual-embassy-iceland"):
        for language in ("en", "fr"):
            folder = small.output / site / language
            there = {str(p.parent.relative_to(folder)) + "/" for p in folder.rglob("index.html")}
            assert set(pages(small, site, language)) == there - {"./", "a-z/"}


def test_every_passage_leads_to_an_anchor_of_its_page(small: Small) -> None:
    small.write("content/posts/embassy-lima/passports.en.md",
                "---\ntitle: In Lima\nneeds:\n  fees: cost here\n  own: by post\n---\n\nHere.\n\n"
                "## Cost here {#fees}\n\nMore.\n\n## By post {#own}\n\nYes.")  # fmt: skip
    small.edit("content/pages/passports.en.md", "group: services\n", "group: services\n" + NEEDS)
    small.build()
    for site in ("embassy-lima", "embassy-oslo"):
        for path, _title, _summary, _tag, needs, sections in pages(small, site, "en").values():
            html = small.page(f"{site}/en/{path}index.html")
            anchors = {""} | set(re.findall(r'id="([^"]+)"', html))
            assert {section[0] for section in sections} <= anchors
            assert {need[0] for need in needs} <= anchors
    found = pages(small, "embassy-lima", "en")["passports/"]
    assert [section[1] for section in found[5]] == ["", "Cost", "In Lima", "Cost here", "By post"]
    assert ["local-fees", "cost here"] in found[4]
    assert ["own", "by post"] in found[4]


def test_a_text_in_another_language_says_so_and_is_folded_for_the_reader(small: Small) -> None:
    small.write("content/pages/moving.fr.md", "---\ntitle: Déménager\n---\n\nArrivée à l’été.")
    small.build()
    moving = pages(small, "embassy-oslo", "en")["moving/"]
    assert (moving[1], moving[3]) == ("Déménager", "fr")
    assert moving[5] == [["", "", "arrivee a l ete"]]


def test_needs_stand_in_the_index_from_a_to_z(small: Small) -> None:
    small.edit("content/pages/passports.en.md", "group: services\n", "group: services\n" + NEEDS)
    small.build()
    html = small.page("embassy-oslo/en/a-z/index.html")
    links = {words: href for href, words in re.findall(r'<a href="([^"]*)">([^<]*)</a>', html)}
    assert links["identity card"].endswith("en/passports/")
    assert links["price of a passport"].endswith("en/passports/#fees")


@pytest.mark.parametrize("closed", ["embassy-lima", "embassy-oslo"])
def test_each_site_names_its_pages_in_the_list_from_a_to_z_as_itself(
    small: Small, closed: str
) -> None:
    small.edit("posts.yaml", f"- id: {closed}\n",
               f"- id: {closed}\n    status: {{state: closed}}\n")  # fmt: skip
    small.build()
    for site in ("embassy-lima", "embassy-cairo", "embassy-oslo"):
        html = small.page(f"{site}/en/a-z/index.html").partition("<main")[2]
        assert ("Who serves you" in html) is (site == closed)
        assert ("Contact and hours" in html) is not (site == closed)


def test_a_need_of_a_heading_that_is_not_there_is_told_with_its_line(small: Small) -> None:
    small.edit("content/pages/passports.en.md", "group: services\n",
               "group: services\nneeds:\n  fee: price of a passport\n")  # fmt: skip
    done = small.build()
    assert [problem.split("content/", 1)[1] for problem in done.problems] == [
        "pages/passports.en.md:5:3: note: needs: 'fee' is no heading here; "
        "did you mean 'fees'? Give the heading its name: {#…}. "
        "[need-without-heading]"
    ]
    assert ["", "price of a passport"] in pages(small, "embassy-oslo", "en")["passports/"][4]


def test_the_index_is_written_again_only_when_it_changes(small: Small) -> None:
    small.build()
    before = small.page("embassy-oslo/en/search.js")
    small.edit("content/pages/passports.fr.md", "Voir", "Regardez")
    small.build()
    assert small.page("embassy-oslo/en/search.js") == before
    assert "regardez" in small.page("embassy-oslo/fr/search.js")


def test_posts_are_found_by_what_the_network_calls_their_places(small: Small) -> None:
    small.edit("posts.yaml", "covered_by: embassy-oslo", "covered_by: embassy-oslo\n    name: Þing")
    small.build()
    listed = index(small, "en/posts.js")
    assert [post[0] for post in listed["posts"]][:2] == ["Embassy in Oslo", "Embassy in Cairo"]
    assert listed["countries"]["IS"] == [3]
    [cairo] = folding(ANY).words("القاهرة")
    assert index(small, f"search/{shard_of(cairo)}.js")["1"] == [cairo]
    assert index(small, f"search/{shard_of('þ')}.js")["3"] == ["þing"]
    assert listed["shards"] == sorted(path.stem for path in (small.output / "search").iterdir())


def test_the_portal_is_searched_as_a_site_is(small: Small) -> None:
    """Its texts, its news, and its own pages but home, where one searches."""
    small.edit("content/pages/passports.en.md", "group: services\n", "group: services\n" + NEEDS)
    small.build()
    for language in ("en", "fr"):
        folder = small.output / language
        there = {str(p.parent.relative_to(folder)) + "/" for p in folder.rglob("index.html")}
        assert set(pages(small, ".", language)) == there - {"./"}
    portal, site = (pages(small, name, "en")["passports/"] for name in (".", "embassy-oslo"))
    assert portal == site
    assert pages(small, ".", "en")["news/2026-01-05-hello/"][5] == [["", "", "central news"]]


def test_no_name_costs_a_reader_more_than_the_promised(small: Small) -> None:
    small.build()
    sizes = [len(gzip.compress(p.read_bytes())) for p in (small.output / "search").iterdir()]
    assert max(sizes) < 40_000


@pytest.mark.parametrize("tag", ["nl", "ar", "zh_Hant", "th", "sw"])
def test_the_table_of_names_is_that_of_cldr(tag: str) -> None:
    words = folding(ANY).words
    table = territory_names()
    known = {code: name for code, name in Locale.parse(tag).territories.items() if code in table}
    lost = {code: name for code, name in known.items() if " ".join(words(name)) not in table[code]}
    assert len(known) > 150
    assert lost == {}


@given(
    st.lists(
        st.tuples(st.text("abc é&<>*_", max_size=12), st.text("xyz ü&<>`*", max_size=30)),
        max_size=5,
    )
)
def test_no_word_of_a_text_is_lost_and_none_is_markup(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"## h{title}\n\nw{body}\n\n" for title, body in parts)
    fragment = cut(clean(to_html(text)))
    found = list(passages(fragment))
    assert len(found) == len(fragment.headings) + 1
    assert [(anchor, title) for anchor, title, _ in found[1:]] == [
        (heading.anchor, heading.text.strip()) for heading in fragment.headings
    ]
    shown = re.sub(r"</?(?:em|strong|code)>", "", "".join(map(str, fragment.pieces)))
    said = " ".join(f"{title} {body}" for _, title, body in found)
    words = folding("en").words
    assert words(said) == words(unescape(re.sub(r"<[^>]*>", " ", shown)))


@pytest.mark.parametrize("word", ["alemania", "zürich", "αθήνα", "德国", "한국", "ísland"])
def test_a_name_is_filed_where_its_reader_looks(word: str) -> None:
    [folded] = folding(ANY).words(word)
    assert shard_of(folded) == shard_of(folding(ANY).words(word.upper())[0])
