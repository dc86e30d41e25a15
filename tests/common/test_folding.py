"""What a search takes for the same word, language by language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.folding import ANY, folding

SAME = (
    ("en", "Café Zürich", "cafe zurich"),
    ("en", "Straße, ŒUVRE, Ørsted", "strasse oeuvre orsted"),
    ("fr", "l’Ambassade à Liège", "L'AMBASSADE A LIEGE"),
    ("de", "Pässe für Bürger", "paesse fuer buerger"),
    ("sv", "Éva", "eva"),
    ("da", "Aarhus", "århus"),
    ("tr", "ISPARTA İZMİR", "ısparta izmir"),
    ("el", "ΆΔΕΙΑ ταξιδίου", "αδεια ταξιδιου"),
    ("vi", "Việt Nam", "viet nam"),
    ("ar", "جَوَازُ السَّفَر", "جواز السفر"),
    ("ar", "جـــواز", "جواز"),
    ("ar", "أُسرة إلى آخر", "اسرة الى اخر"),
    ("ar", "سفارة مستشفى", "سفاره مستشفي"),
    ("fa", "کتاب ایران", "كتاب ايران"),
    ("he", "דַּרְכּוֹן", "דרכון"),
    ("he", "שלום", "שלומ"),
    ("ja", "パスポート", "ぱすぽーと"),
    ("th", "ที่", "ที"),
    ("hi", "क़लम", "कलम"),
    ("ar", "٢٠٢٦", "2026"),
    (ANY, "Ισπανία España", "ισπανια espana"),
)
APART = (
    ("sv", "får", "far"),
    ("sv", "röd", "rod"),
    ("fi", "säännöt", "saannot"),
    ("es", "año", "ano"),
    ("tr", "ılık", "ilik"),
    ("hr", "čaša", "casa"),
    ("is", "þú", "thu"),
    ("ru", "мой", "мои"),
    ("th", "ทำ", "ทา"),
    ("de", "schön", "schon"),
)


@pytest.mark.parametrize(("tag", "one", "other"), SAME)
def test_a_word_is_found_as_people_type_it(tag: str, one: str, other: str) -> None:
    assert folding(tag).words(one) == folding(tag).words(other)


@pytest.mark.parametrize(("tag", "one", "other"), APART)
def test_a_letter_of_its_own_stays_apart(tag: str, one: str, other: str) -> None:
    assert folding(tag).words(one) != folding(tag).words(other)


def test_signs_divide_words_and_joiners_do_not() -> None:
    assert folding("en").words("on-line: e\u00admail, aujourd’hui") == [
        "on", "line", "email", "aujourd", "hui",
    ]  # fmt: skip
    assert folding("fa").words("می\u200cخواهم") == folding("fa").words("میخواهم")


@given(st.sampled_from(("en", "de", "sv", "tr", "ar", "he", "ja", "th", ANY)), st.text())
def test_folding_folded_words_changes_nothing(tag: str, text: str) -> None:
    known = folding(tag)
    words = known.words(text)
    assert known.words(" ".join(words)) == words
