"""The charter, and what makes papers valid: from data, on every post's site."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.network.model import Naming
from chancery.plan.words import Localiser
from tests.networks.small import DATE, Small, make

DOES = """title: {en: Renew a passport, fr: Renouveler un passeport}
within: 5d
limit: {en: Once your papers are whole.}
service: passports
"""
NOT = """title: {en: Be your lawyer}
kept: false
instead: {name: {en: The bar}, url: "https://bar.example/"}
"""
PAPER = """name: {en: Birth certificate, fr: Acte de naissance}
date: "2026-01-02"
source: {url: "https://law.example/", title: The law}
nothing: [IS]
apostille: [PE]
chain:
  - name: {en: The ministry of the country}
  - name: {en: The embassy}
    url: https://booking.example/
chains:
  EG: [{name: {en: The court}}]
"""
FILES = {
    "content/charter/passport.yaml": DOES,
    "content/charter/lawyer.yaml": NOT,
    "content/papers/birth.yaml": PAPER,
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    for name, text in FILES.items():
        made.write(name, text)
    made.edit(
        "posts.yaml", "  languages: [en, fr]",
        "  contacts: [{purpose: complaints, email: complaints@network.example}]\n"
        "  languages: [en, fr]",
    )  # fmt: skip
    return made


def main_of(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_the_charter_says_what_is_done_how_fast_and_what_is_not(small: Small) -> None:
    assert small.build().problems == []
    text = main_of(small.page("embassy-lima/en/charter/index.html"))
    order = ("What we do</h2>", "Renew a passport", "within 5 days", "Once your papers are whole.",
             "What we do not do", "Be your lawyer", "https://bar.example/",
             "mailto:complaints@network.example")  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert '/en/charter/"' in small.page("embassy-lima/en/services/index.html")


def test_a_service_takes_its_duration_from_the_charter(small: Small) -> None:
    small.build()
    assert "within 5 days" in main_of(small.page("embassy-lima/en/passports/index.html"))
    assert "5\u00a0jours" in main_of(small.page("embassy-lima/fr/passports/index.html"))


@pytest.mark.parametrize(
    "tag", sorted(p.stem for p in Path("themes/chancery/translations").glob("*.po"))
)
@pytest.mark.parametrize("value", [1, 2, 3, 11])
def test_a_duration_is_in_words_of_its_language(tag: str, value: int) -> None:
    for unit in ("hour", "day"):
        said = Localiser(tag, (tag,), {}, Naming(), tag).duration(value, unit)
        assert "duration" not in said
        assert unit not in said or tag == "en"


def test_letters_of_a_currency_stand_apart_from_its_amount() -> None:
    english = Localiser("en", ("en",), {}, Naming(), "en-US")
    assert english.money(880, "NOK") == "NOK\u00a0880"
    assert english.money(8.5, "NOK") == "NOK\u00a08.50"
    assert english.money(75, "EUR") == "€75"


def test_papers_of_each_country_have_their_own_way(small: Small) -> None:
    small.build()
    answers = {
        "virtual-embassy-iceland": ("It is taken as it is", ""),
        "embassy-lima": ("An apostille is enough", ""),
        "embassy-cairo": ("in this order", "The court"),
        "embassy-oslo": ("in this order", "The ministry of the country"),
    }
    for site, (answer, first) in answers.items():
        text = main_of(small.page(f"{site}/en/papers/index.html"))
        assert answer in text
        assert first in text
        assert ("The embassy" in text) == (site == "embassy-oslo")
        assert "As of 2 January 2026" in text
        assert 'href="https://law.example/"' in text


WRONG = {
    "how fast nobody does it": (
        "content/charter/lawyer.yaml", "kept: false", "kept: false\nwithin: 2d",
        "lawyer.yaml:3:9", "what they do not do",
    ),
    "a time that is none": ("content/charter/passport.yaml", "5d", "soon", "passport.yaml:2:9",
                            '"2d"'),
    "a page that is none": ("content/charter/passport.yaml", "service: passports",
                            "service: pasports", "passport.yaml:4:10", "'passports'"),
    "a paper without a source": ("content/papers/birth.yaml", 'source: {url: "https://law.example/"'
                                 ", title: The law}\n", "", "birth.yaml:1:1", "source"),
    "a country under two": ("content/papers/birth.yaml", "apostille: [PE]", "apostille: [PE, IS]",
                            "birth.yaml:5:17", "IS stands under nothing too"),
    "a country with two ways": ("content/papers/birth.yaml", "apostille: [PE]",
                                "apostille: [EG]", "birth.yaml:5:13", "EG stands under chains too"),
    "a country as it is and with a way": ("content/papers/birth.yaml", "nothing: [IS]",
                                          "nothing: [EG]", "birth.yaml:4:11",
                                          "EG stands under chains too"),
    "a country with a way of no step": ("content/papers/birth.yaml", "[{name: {en: The court}}]",
                                        "[]", "birth.yaml:11:7", "is empty"),
    "an authority in no language that is owed": (
        "content/papers/birth.yaml", "name: {en: The embassy}", "name: {ja: 大使館}",
        "birth.yaml:8:11", "is in none of the languages",
    ),
    "one of a single country in no such language": (
        "content/papers/birth.yaml", "name: {en: The court}", "name: {ja: 裁判所}",
        "birth.yaml:11:15", "is in none of the languages",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(small: Small, name: str) -> None:
    file, old, new, place, words = WRONG[name]
    small.edit(file, old, new)
    problems = small.build().problems
    assert any(place in one and words in one for one in problems), problems
    assert any("is shown nowhere" in one for one in problems)
    assert "Central news" in small.page("embassy-lima/en/news/2026-01-05-hello/index.html")
