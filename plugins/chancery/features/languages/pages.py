"""The languages of a site: which page truly exists in which."""

from __future__ import annotations

from chancery.common.languages import autonym, direction, language_name, listed
from chancery.features.languages.views import LanguageRow, LanguagesView
from chancery.plan.desk import Desk
from chancery.plan.views import LanguageChoice


def choices(desk: Desk, path: str) -> tuple[tuple[LanguageChoice, str, str], ...]:
    """Give the languages of a site with their names in the reader's language and a page in each."""
    return tuple(
        (
            LanguageChoice(tag, autonym(tag), direction(tag)),
            language_name(tag, desk.language),
            desk.links.page(tag, path),
        )
        for tag in listed(desk.languages)
    )


def languages(desk: Desk) -> LanguagesView:
    """Give the view of the languages: which page truly exists in which."""
    rows = [
        LanguageRow(desk.text_link(slug), desk.texts.translations(slug, desk.languages))
        for slug in desk.texts.pages
    ]
    return LanguagesView(choices=choices(desk, ""), rows=tuple(rows))
