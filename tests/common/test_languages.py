"""Languages are called as their speakers call them, and listed so that each is found."""

from __future__ import annotations

from chancery.common.languages import autonym, listed, weekday_names

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
