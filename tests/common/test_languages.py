"""Languages are called as their speakers call them, and listed so that each is found."""

from __future__ import annotations

from datetime import date, time

import pytest

from chancery.common.languages import autonym, first_weekday, format_tag, listed, weekday_names
from chancery.network.model import Naming
from chancery.plan.words import Localiser

MANY = ("zh", "el", "fr", "ka", "cs", "is", "en", "ar", "de", "sq")


def test_few_languages_stand_as_the_ministry_has_them() -> None:
    assert listed(("nl", "fr", "de", "en")) == ("nl", "fr", "de", "en")


def test_many_languages_stand_by_their_own_names_whatever_their_accents() -> None:
    names = [autonym(tag) for tag in listed(MANY)]
    assert names == ["Čeština", "Deutsch", "English", "Français", "Íslenska", "Shqip",
                     "Ελληνικά", "العربية", "ქართული", "中文"]  # fmt: skip


def test_a_name_has_a_capital_only_where_its_language_begins_words_with_one() -> None:
    assert autonym("fr") == "Français"
    assert autonym("ka") == "ქართული"


def test_the_days_of_the_week_are_in_the_language_that_was_asked_for() -> None:
    """Each asked for after others that have no names of their own for a day that stands alone."""
    first = [weekday_names(tag, "abbreviated")[0] for tag in ("ur", "hi", "ja", "el", "sw", "de")]
    assert first == ["پیر", "सोम", "月", "Δευ", "Jumatatu", "Mo"]


#: A language, the host country and the ministry's; by whose formats the page is written, a day,
#: a time, a number, and the day that weeks begin with.
FORMATS = [
    # The language of the world is written as the world writes it, wherever the ministry is.
    ("en", "NO", "BE", "en-001", "5 November 2026", "4:05 pm", "1,494", 0),
    ("en", "BE", "BE", "en-001", "5 November 2026", "4:05 pm", "1,494", 0),
    ("en", "NL", "BE", "en-001", "5 November 2026", "4:05 pm", "1,494", 0),
    ("en", "", "BE", "en-001", "5 November 2026", "4:05 pm", "1,494", 0),
    ("en", "QV", "QV", "en-001", "5 November 2026", "4:05 pm", "1,494", 0),
    # Where it is spoken, it is written as it is there.
    ("en", "US", "BE", "en-US", "November 5, 2026", "4:05 PM", "1,494", 6),
    ("en", "GB", "BE", "en-GB", "5 November 2026", "16:05", "1,494", 0),
    ("en", "TZ", "BE", "en-TZ", "5 November 2026", "16:05", "1,494", 0),
    ("es", "MX", "BE", "es-MX", "5 de noviembre de 2026", "4:05 p.m.", "1,494", 6),
    ("es", "US", "BE", "es-US", "5 de noviembre de 2026", "4:05 p.m.", "1,494", 6),
    ("de", "CH", "BE", "de-CH", "5. November 2026", "16:05", "1’494", 0),
    ("ar", "JO", "BE", "ar-JO", "5 تشرين الثاني 2026", "4:05 م", "1,494", 5),
    ("ar", "MA", "BE", "ar-MA", "5 نونبر 2026", "16:05", "1.494", 0),
    ("pt", "AO", "BE", "pt-AO", "5 de novembro de 2026", "16:05", "1 494", 6),
    # The ministry's own languages are written as its country does, for its readers anywhere.
    ("nl", "NO", "BE", "nl-BE", "5 november 2026", "16:05", "1.494", 0),
    ("fr", "JP", "BE", "fr-BE", "5 novembre 2026", "16:05", "1 494", 0),
    ("en", "NO", "US", "en-US", "November 5, 2026", "4:05 PM", "1,494", 6),
    ("nl", "", "BE", "nl-BE", "5 november 2026", "16:05", "1.494", 0),
    # All others as the country does that the language is of.
    ("es", "NO", "BE", "es-ES", "5 de noviembre de 2026", "16:05", "1.494", 0),
    ("ar", "NO", "BE", "ar-001", "5 نوفمبر 2026", "4:05 م", "1,494", 0),
    ("fr", "", "QV", "fr-FR", "5 novembre 2026", "16:05", "1 494", 0),
    ("zh", "US", "BE", "zh-CN", "2026年11月5日", "16:05", "1,494", 0),
    # Never in another script than the page, nor otherwise than a tag says itself.
    ("zh", "TW", "BE", "zh-CN", "2026年11月5日", "16:05", "1,494", 0),
    ("pt-BR", "PT", "BE", "pt-BR", "5 de novembro de 2026", "16:05", "1.494", 6),
    # Digits are those that can be dialled, whatever a country has by default.
    ("ar", "EG", "BE", "ar-EG", "5 نوفمبر 2026", "4:05 م", "1,494", 5),
    ("fa", "IR", "BE", "fa-IR", "5 نوامبر 2026", "16:05", "1,494", 5),
    ("bn", "BD", "BE", "bn-BD", "5 নভেম্বর, 2026", "4:05 PM", "1,494", 6),
    # What CLDR knows no formats of is written as it is read everywhere.
    ("bi", "VU", "BE", "en-001", "5 November 2026", "4:05 pm", "1,494", 0),
]


@pytest.mark.parametrize(
    ("tag", "host", "home", "formats", "day", "hour", "number", "begins"), FORMATS
)
def test_formats_follow_the_language_of_the_page_and_where_it_is_spoken(
    tag: str, host: str, home: str, formats: str, day: str, hour: str, number: str, begins: int
) -> None:
    assert format_tag(tag, host, home) == formats
    said = Localiser(tag, (tag,), {}, Naming(), formats)
    found = (said.day("2026-11-05"), said.clock(time(16, 5)), said.number(1494))
    plain = tuple(" ".join(one.split()) for one in found)
    assert (*plain, first_weekday(formats)) == (day, hour, number, begins)


def test_a_country_keeps_its_months_whichever_were_asked_for_before() -> None:
    """Jordan's and Lebanon's, not those of Arabic at large, which are asked for first."""
    day = date(2026, 11, 5)
    said = {
        formats: Localiser("ar", ("ar",), {}, Naming(), formats).weekday_and_day(day)
        for formats in ("ar-001", "ar-LB", "ar-JO")
    }
    assert "نوفمبر" in said["ar-001"]
    assert "تشرين الثاني" in said["ar-LB"]
    assert "تشرين الثاني" in said["ar-JO"]


def test_hours_of_a_counter_are_told_by_the_week_of_its_country() -> None:
    assert first_weekday("en-001", "IL") == first_weekday("en-US") == 6
    assert first_weekday("en-US", "NO") == first_weekday("en-001", "QV") == 0
