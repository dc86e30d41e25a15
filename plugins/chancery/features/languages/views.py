"""What the templates of languages see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.views import LanguageChoice, Link


class LanguageRow(Struct, frozen=True):
    """A page and the languages it truly exists in."""

    link: Link
    languages: tuple[Link, ...]


class LanguagesView(Struct, frozen=True, kw_only=True):
    """The languages of the site."""

    choices: tuple[tuple[LanguageChoice, str, str], ...]
    rows: tuple[LanguageRow, ...]
