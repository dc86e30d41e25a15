"""Whole sentences and marks of each language, whatever is put into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.network.model import Naming
from chancery.plan.words import Speaker
from chancery.report import catalogues

FOLDER = Path("themes/chancery/translations")


def speaker(tag: str) -> Speaker:
    found = catalogues.read(FOLDER / f"{tag}.po")
    texts = {str(message.id): str(message.string) for message in found if message.id}
    return Speaker(tag, (tag,), texts, Naming(), tag)


#: When a source was seen, by how exactly that is known.
SEEN = {
    "en": ("seen on March 2, 2022", "seen in March 2022", "seen in 2022"),
    "fr": ("vu le 2 mars 2022", "vu en mars 2022", "vu en 2022"),
    "de": ("gesehen am 2. März 2022", "gesehen im März 2022", "gesehen im Jahr 2022"),
    "es": ("visto el 2 de marzo de 2022", "visto en marzo de 2022", "visto en 2022"),
    "nl": ("gezien op 2 maart 2022", "gezien in maart 2022", "gezien in 2022"),
    "zh": ("查阅于2022年3月2日", "查阅于2022年3月", "查阅于2022年"),
}


@pytest.mark.parametrize("tag", SEEN)
def test_when_a_source_was_seen_is_a_phrase_for_the_day_the_month_and_the_year(tag: str) -> None:
    days = ("2022-03-02", "2022-03", "2022")
    assert tuple(speaker(tag).seen(day) for day in days) == SEEN[tag]


def test_words_are_joined_by_the_marks_of_their_language() -> None:
    said = {
        tag: speaker(tag).rows([speaker(tag).named("A", speaker(tag).join("bc")), "d"])
        for tag in ("en", "fr", "ar", "zh")
    }
    assert said == {
        "en": "A: b, c; d",
        "fr": "A\u00a0: b, c\u202f; d",
        "ar": "A: b، c؛ d",
        "zh": "A：b、c；d",
    }
