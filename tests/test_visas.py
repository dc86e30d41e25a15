"""Do I need a visa: dated tables with their sources, and a page for each passport."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, changed, make, tree

TABLE = """name: {en: Short stay, fr: Court séjour}
service: visas
date: "2026-01-02"
source: {url: "https://law.example/", title: The law, seen: "2026-01-03"}
otherwise: needed
passports:
  not-needed: [IS, "NO"]
  online: [JP]
notes:
  "NO": {en: An identity card is enough.}
"""
FILE = "content/visas/short-stay.yaml"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.write(FILE, TABLE)
    return made


def test_each_passport_has_its_page_and_all_are_in_an_index(small: Small) -> None:
    assert small.build().problems == []
    answers = {"no": "You need no visa", "jp": "You need a permit", "pe": "You need a visa",
               "ke": "You need a visa"}  # fmt: skip
    index = small.page("en/visa/index.html")
    for code, answer in answers.items():
        text = small.page(f"en/visa/{code}/index.html")
        assert answer in text
        assert "As of 2 January 2026" in text
        assert 'href="https://law.example/"' in text
        assert f'/en/visa/{code}/"' in index
    assert "An identity card is enough." in small.page("en/visa/no/index.html")
    note = r'lang="en" dir="ltr">An identity card'
    assert re.search(note, small.page("fr/visa/no/index.html"))
    assert "Embassy in Oslo" in small.page("en/visa/no/index.html")


def test_a_post_leads_to_the_page_of_its_country(small: Small) -> None:
    small.build()
    assert '/en/visa/pe/"' in small.page("embassy-lima/en/index.html")
    assert '/en/visa/is/"' in small.page("virtual-embassy-iceland/en/index.html")
    assert not (small.output / "embassy-lima/en/visa").exists()


def test_a_change_for_one_passport_rewrites_its_pages_alone(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit(FILE, "[JP]", "[JP, PE]")
    small.build()
    files = {name for name in changed(before, tree(small.output)) if name != "network.json"}
    assert files == {"en/visa/pe/index.html", "fr/visa/pe/index.html"}


WRONG = {
    "no source": ('source: {url: "https://law.example/", title: The law, seen: "2026-01-03"}\n',
                  "", "source", "1:1"),
    "no date": ('date: "2026-01-02"\n', "", "date", "1:1"),
    "a passport under two": ("online: [JP]", "online: [JP, IS]", "IS stands under not-needed too",
                             "8:16"),
    "a passport twice": ("online: [JP]", "online: [JP, JP]", "JP stands under online too", "8:16"),
    "a country that is none": ("online: [JP]", "online: [JJ]", "ISO 3166-1", "8:12"),
    "an answer that is none": ("otherwise: needed", "otherwise: neded", "'needed'", "5:12"),
    "a page that is none": ("service: visas", "service: vsas", "'visas'", "2:10"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(small: Small, name: str) -> None:
    old, new, words, place = WRONG[name]
    small.edit(FILE, old, new)
    problems = small.build().problems
    assert any(f"short-stay.yaml:{place}" in one and words in one for one in problems), problems
    assert not (small.output / "en/visa").exists()
    assert "Central news" in small.page("embassy-lima/en/news/2026-01-05-hello/index.html")


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("[JP]", "[QV]", "8:12", "QV is the ministry's own country. Take it out."),
        ('  "NO": {', '  QV: {en: Welcome.}\n  "NO": {', "10:7", "the ministry's own country"),
        ('  "NO": {', '  "KE": {', "10:9", "KE stands nowhere under passports. Name it there too: "
         "under needed"),
    ],
)  # fmt: skip
def test_what_is_told_of_no_passport_of_the_table_is_told(
    small: Small, old: str, new: str, place: str, words: str
) -> None:
    small.edit(FILE, old, new)
    [problem] = small.build().problems
    level = "note" if "own country" in words else "warning"
    assert f"short-stay.yaml:{place}: {level}: " in problem
    assert words in problem
    assert "You need no visa" in small.page("en/visa/no/index.html")


def test_countries_of_which_only_a_table_speaks_are_none_of_the_network(small: Small) -> None:
    small.build()
    text = small.page("en/index.html")
    with_table = re.findall(r"continent-\d+", text)
    (small.folder / FILE).unlink()
    small.build()
    assert with_table == re.findall(r"continent-\d+", small.page("en/index.html"))


def test_a_sample_among_real_tables_is_marked_where_it_stands(small: Small) -> None:
    small.build()
    assert "Sample text" not in small.page("en/visa/jp/index.html")
    small.edit(FILE, "service: visas", "sample: true\nservice: visas")
    small.write(
        "content/visas/work.yaml",
        'name: {en: Work}\ndate: "2026-01-01"\notherwise: needed\n'
        'source: {url: "https://law.example/", title: The law}\n',
    )
    small.build()
    text = small.page("en/visa/jp/index.html")
    assert text.count('<span class="news-sample">Sample text</span>') == 1
    assert "written to show what such a page holds" not in text


def test_nobody_is_sent_to_a_closed_post_for_a_visa(small: Small) -> None:
    for post, served_by in {
        "embassy-lima": ", served_by: embassy-oslo",
        "embassy-cairo": "",
    }.items():
        status = f"    status: {{state: closed{served_by}}}\n"
        small.edit("posts.yaml", f"- id: {post}\n", f"- id: {post}\n{status}")
    small.build()
    peru, egypt = (small.page(f"en/visa/{code}/index.html") for code in ("pe", "eg"))
    assert "embassy-lima" not in peru
    assert "Embassy in Oslo" in peru
    assert "embassy-cairo" not in egypt
    assert "Where to ask, and to apply" not in egypt
