"""What posts insert into shared pages: the text stays shared, the local law has its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, changed, make, tree

PAGE = (
    "---\ntitle: Marriage\ngroup: services\n---\n\n## Before {#before}\n\nAsk early.\n\n"
    "[what differs here](here:marriage)\n\n## After {#after}\n\nRegister it.\n"
)
LAW = (
    "---\ntitle: Marriage in Norway\nreviewed: 2026-01-05\nsources:\n"
    '  - {url: "https://law.example/", title: The law, seen: 2026-01-04}\n---\n\n'
    "### Before {#before}\n\nTwo witnesses; see [passports](page:passports) and [above](#before).\n"
)
INSERT = "content/posts/embassy-oslo/inserts/marriage.en.md"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.write("content/pages/marriage.en.md", PAGE)
    made.write(INSERT, LAW)
    return made


def test_it_stands_in_its_place_on_the_site_of_its_post(small: Small) -> None:
    assert small.build().problems == []
    text = small.page("embassy-oslo/en/marriage/index.html")
    order = ("Ask early.", "<h3>Marriage in Norway</h3>", "Two witnesses", "Register it.")
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert 'href="https://law.example/"' in text
    assert "Last reviewed on 5 January 2026" in text
    assert "what differs here" not in text
    # An anchor is on a page once only, and the text's own links follow it.
    assert text.count('id="before"') == 1
    assert 'href="#local-before"' in text


def test_a_slot_that_nobody_fills_leaves_no_trace(small: Small) -> None:
    small.build()
    for page in ("embassy-cairo/en/marriage/index.html", "en/marriage/index.html"):
        text = small.page(page)
        assert "Register it." in text
        assert "differs" not in text
        assert "here:" not in text
        assert "<p></p>" not in text


def test_in_another_language_it_is_marked(small: Small) -> None:
    small.build()
    text = small.page("embassy-oslo/fr/marriage/index.html")
    assert '<section class="local"><div lang="en" dir="ltr"><h3>Marriage in Norway' in text


def test_a_slot_within_a_sentence_leaves_its_words(small: Small) -> None:
    small.edit("content/pages/marriage.en.md", "Ask early.", "Ask [early](here:marriage) there.")
    small.build()
    assert "Ask early there." in small.page("embassy-oslo/en/marriage/index.html")


def test_an_insert_changes_the_site_of_its_post_alone(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit(INSERT, "Two witnesses", "Three witnesses")
    small.build()
    sites = {path.split("/")[0] for path in changed(before, tree(small.output))}
    assert sites == {"embassy-oslo"}


def test_the_report_says_who_fills_which_slot(small: Small) -> None:
    small.build()
    slots = json.loads(small.page("network.json"))["slots"]
    assert slots == {"marriage": {"filled": ["embassy-oslo"], "asked": 4}}


def test_an_insert_for_no_slot_is_told_with_the_nearest(small: Small) -> None:
    small.write("content/posts/embassy-oslo/inserts/mariage.en.md", LAW)
    problems = small.build().problems
    assert any("inserts/mariage.en.md" in one and "'marriage'" in one for one in problems)


def test_search_finds_what_a_post_inserts(small: Small) -> None:
    small.build()
    assert "witnesses" in small.page("embassy-oslo/en/search.js")
    assert "witnesses" not in small.page("embassy-cairo/en/search.js")
    small.edit(INSERT, "Two witnesses", "Three bystanders")
    small.build()
    assert "bystanders" in small.page("embassy-oslo/en/search.js")
