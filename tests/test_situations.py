"""What to do when something has happened: on every post's site, with the law of its country."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, changed, make, tree

ARREST = """title: {en: I was arrested, fr: J’ai été arrêté}
at_once: {en: Ask for your consul., fr: Demandez votre consul.}
steps:
  - title: {en: Sign nothing, fr: Ne signez rien}
    text: {en: Ask for an interpreter.}
    page: passports
  - title: {en: Choose a lawyer}
bring:
  - what: {en: Name of the prison}
cost: {en: A visit is free.}
can: [{en: Visit you}]
cannot: [{en: Pay your lawyer}]
"""
FILE = "content/situations/arrest.yaml"
INSERT = "content/posts/embassy-oslo/inserts/arrest.en.md"
LAW = "---\ntitle: In Norway\n---\n\nA judge decides; see [passports](page:passports).\n"
PAGE = "en/help/arrest/index.html"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.write(FILE, ARREST)
    made.write(INSERT, LAW)
    return made


def told(small: Small) -> list[str]:
    """Return what a build says is wrong."""
    return small.build().problems


def test_it_is_on_every_site_one_tap_from_help(small: Small) -> None:
    assert told(small) == []
    for site in ("embassy-oslo", "embassy-cairo", "virtual-embassy-iceland"):
        assert '/en/help/arrest/"' in small.page(f"{site}/en/help/index.html")
        text = small.page(f"{site}/{PAGE}")
        for words in ("I was arrested", "Ask for your consul.", "Sign nothing", "Visit you",
                      "Pay your lawyer", "A visit is free.", "Name of the prison"):  # fmt: skip
            assert words in text
        assert '/en/passports/"' in text
        assert 'href="tel:' in text
    assert not (small.output / "en/help").exists()


def test_the_law_of_a_country_stands_on_the_site_of_its_post_alone(small: Small) -> None:
    small.build()
    text = small.page(f"embassy-oslo/{PAGE}")
    assert '<h2 id="site-here">In Norway</h2>' in text
    assert "A judge decides" in text
    assert "site-here" not in small.page(f"embassy-cairo/{PAGE}")


def test_a_step_leads_to_where_it_is_done_and_to_what_says_more(small: Small) -> None:
    small.edit(
        FILE, "    page: passports", "    page: passports\n    url: https://lawyers.example/"
    )
    assert told(small) == []
    main = small.page(f"embassy-oslo/{PAGE}").split('<ol class="steps">')[1]
    assert main.index('href="https://lawyers.example/"') < main.index('/en/passports/"')
    assert main.index('/en/passports/"') < main.index("Choose a lawyer")


def test_the_file_to_keep_says_for_whom_a_thing_to_bring_is_and_what_to_know_of_it(
    small: Small,
) -> None:
    small.edit(
        FILE, "{en: Name of the prison}",
        "{en: Name of the prison}\n    only_if: {en: Where you know it}\n"
        "    note: {en: A letter is enough}",
    )  # fmt: skip
    assert told(small) == []
    text = small.page("embassy-oslo/fr/emergency.html")
    assert '<b lang="en" dir="ltr">Where you know it</b>' in text
    assert "A letter is enough" in text


def test_another_language_is_marked(small: Small) -> None:
    small.build()
    text = small.page(f"embassy-oslo/{PAGE.replace('en/', 'fr/', 1)}")
    assert "Ne signez rien" in text
    assert '<p lang="en" dir="ltr">Ask for an interpreter.' in text
    assert '<h2 id="site-here" lang="en"' in text or '<span lang="en"' in text


def test_an_insert_rewrites_the_site_of_its_post_alone(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit(INSERT, "A judge", "A court")
    small.build()
    sites = {path.split("/")[0] for path in changed(before, tree(small.output))}
    assert sites == {"embassy-oslo"}


def test_it_is_found_by_its_words_and_in_the_list_from_a_to_z(small: Small) -> None:
    small.build()
    assert '"help/arrest/"' in small.page("embassy-oslo/en/search.js")
    assert "I was arrested" in small.page("embassy-oslo/en/a-z/index.html")


def test_a_mistake_keeps_the_last_good_version_up(small: Small) -> None:
    small.build()
    small.edit(FILE, "can: [", "cann: [")
    problems = told(small)
    assert any("last good version stays up" in one for one in problems)
    assert any("arrest.yaml:11:1" in one for one in problems), problems
    assert "Visit you" in small.page(f"embassy-oslo/{PAGE}")


WRONG = {
    "a page that is none": ("page: passports", "page: pasports", "arrest.yaml:6:11", "'passports'"),
    "no language that is owed": ("{en: Visit you}", "{ja: 訪問}", "arrest.yaml:11:7",
                                 "is in none of the languages"),
    "an address of no web": ("    page: passports", "    url: javascript:alert(1)",
                             "arrest.yaml:6:10", "http"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(small: Small, name: str) -> None:
    old, new, place, words = WRONG[name]
    small.edit(FILE, old, new)
    problems = told(small)
    assert any(place in one and words in one for one in problems), problems
    assert not (small.output / "embassy-oslo/en/help/arrest").exists()


def test_an_insert_is_no_mistake_where_its_situation_has_one(small: Small) -> None:
    small.edit(FILE, "can: [", "cann: [")
    problems = told(small)
    assert any("arrest.yaml:11:1" in one for one in problems)
    assert not any("inserts/" in one for one in problems), problems


def test_an_insert_for_a_slot_that_is_none_is_told(small: Small) -> None:
    small.write("content/posts/embassy-oslo/inserts/arest.en.md", LAW)
    problems = told(small)
    assert any("inserts/arest.en.md" in one and "'arrest'" in one for one in problems), problems
    assert "A judge decides" in small.page(f"embassy-oslo/{PAGE}")


def test_a_situation_with_the_name_of_the_card_costs_no_site(small: Small) -> None:
    small.write("content/situations/card.yaml", ARREST)
    problems = told(small)
    assert any("situations/card.yaml:1:1" in one and "another name" in one for one in problems)
    assert not any("cannot be built" in one for one in problems), problems
    assert "I was arrested" in small.page(f"embassy-oslo/{PAGE}")
    assert "A card for your wallet" in small.page("embassy-oslo/en/help/card/index.html")


def test_what_an_insert_holds_is_cleaned(small: Small) -> None:
    small.write(INSERT, LAW + "\n<script>alert(1)</script> [x](javascript:alert(1))\n")
    small.build()
    text = small.page(f"embassy-oslo/{PAGE}")
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text
