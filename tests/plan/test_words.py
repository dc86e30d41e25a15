"""Whole sentences and marks of each language, whatever is put into them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chancery.network.model import Naming
from chancery.plan.words import Localiser
from chancery.report import catalogues

FOLDER = Path("themes/chancery/translations")


def localiser(tag: str) -> Localiser:
    found = catalogues.read(FOLDER / f"{tag}.po")
    texts = {str(message.id): str(message.string) for message in found if message.id}
    return Localiser(tag, (tag,), texts, Naming(), tag)


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
    assert tuple(localiser(tag).seen(day) for day in days) == SEEN[tag]


def test_words_are_joined_by_the_marks_of_their_language() -> None:
    said = {
        tag: localiser(tag).rows([localiser(tag).named("A", localiser(tag).join("bc")), "d"])
        for tag in ("en", "fr", "ar", "zh")
    }
    assert said == {
        "en": "A: b, c; d",
        "fr": "A\u00a0: b, c\u202f; d",
        "ar": "A: b، c؛ d",
        "zh": "A：b、c；d",
    }


FIRST = [("fr", "1er"), ("fr-CA", "1er"), ("es", "1"), ("de", "1.")]


@pytest.mark.parametrize(("tag", "first"), FIRST)
def test_the_first_of_a_month_is_written_as_the_language_does(tag: str, first: str) -> None:
    said, noon = Localiser(tag, (tag,), {}, Naming(), tag), datetime(2026, 1, 1, 12)
    days = (
        said.day("2026-01-01"), said.moment(noon.replace(tzinfo=UTC), ""),
        said.day_and_time(noon), said.day_and_month(noon.date()),
    )  # fmt: skip
    assert all(found.startswith(f"{first} ") for found in days)
    assert f" {first} " in said.weekday_and_day(noon.date())
    for day in (11, 21, 31):
        assert said.day(f"2026-01-{day}").startswith(str(day))


def test_letters_stand_in_the_order_of_their_alphabet_whatever_stands_before_them() -> None:
    said = localiser("es")
    names = ["Ayuda", "Servicios", "¿Necesito visado?", "«Ñandú»", "Help", "هنا", "123"]
    assert said.by_letter(names, str) == (
        ("A", ("Ayuda",)),
        ("H", ("Help",)),
        ("N", ("¿Necesito visado?", "«Ñandú»")),
        ("S", ("Servicios",)),
        ("ه", ("هنا",)),
        ("1", ("123",)),
    )
    ordered = sorted(["¿Zeta?", "alfa", "(beta)"], key=said.sort_key)
    assert ordered == ["alfa", "(beta)", "¿Zeta?"]
