"""Pages write numbers, days and states as their readers do: in one way a page, in sentences."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.sites.trees import Tree

#: Digits that no telephone has, such as the Arabic-Indic ones.
OTHER_DIGITS = re.compile(r"(?![0-9])\d")


def test_no_page_has_two_kinds_of_digits(golden: Tree) -> None:
    pages = sorted(golden.folder.rglob("*.html"))
    assert any("/ar/" in str(page) for page in pages)
    found = {
        str(page.relative_to(golden.folder)): digits[0]
        for page in pages
        if (digits := OTHER_DIGITS.search(unescape(page.read_text(encoding="utf-8"))))
    }
    assert found == {}


#: A home page, and the whole sentence on it that says how the post works.
STATES = {
    "embassy-stockholm/en": "This post has been closed since 30 June 2026",
    "embassy-stockholm/fr": "Ce poste est fermé depuis le 30 juin 2026",
    "embassy-stockholm/ar": "هذه البعثة مغلقة منذ 30 يونيو 2026",
    "embassy-madrid/en": "This post has not served the public since 1 October 2026",
    "embassy-madrid/es": "Esta representación no atiende al público desde el 1 de octubre de 2026",
    "representative-office-toronto/en": "This post closes on March 31, 2027",
    "representative-office-toronto/fr": "Ce poste ferme le 31 mars 2027",
    "mission-brussels/fr": "Ce poste travaille dans un autre lieu depuis le 17 août 2026",
}


@pytest.mark.parametrize("folder", STATES)
def test_how_a_post_works_is_said_in_a_sentence(golden: Tree, folder: str) -> None:
    page = (golden.folder / folder / "index.html").read_text(encoding="utf-8")
    assert f"<h2>{STATES[folder]}</h2>" in page


#: A distance on a page, in a language that is spoken in the host country or is not: the same
#: number of kilometres, which must not be read as one and a half.
DISTANCES = {"virtual-consulate-nuuk/en": "2,979", "virtual-consulate-nuuk/ar": "2,979"}


@pytest.mark.parametrize("folder", DISTANCES)
def test_a_distance_is_grouped_as_the_language_of_the_page_does(golden: Tree, folder: str) -> None:
    page = (golden.folder / folder / "index.html").read_text(encoding="utf-8")
    assert DISTANCES[folder] in page
