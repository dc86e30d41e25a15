"""The languages of a site: which page truly exists in which."""

from __future__ import annotations

from chancery.common.languages import autonym, direction, language_name, listed
from chancery.features.languages.views import LanguageRow, LanguagesView
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.views import LanguageChoice


def choices(context: Context, path: str) -> tuple[tuple[LanguageChoice, str, str], ...]:
    """Return the languages of a site, named in the reader's language, with a page in each."""
    return tuple(
        (
            LanguageChoice(tag, autonym(tag), direction(tag)),
            language_name(tag, context.language),
            context.links.page(tag, path),
        )
        for tag in listed(context.languages)
    )


def languages(context: Context, _post: Post) -> LanguagesView:
    """Return the view of the languages: which page truly exists in which."""
    rows = [
        LanguageRow(context.text_link(slug), context.texts.translations(slug, context.languages))
        for slug in context.texts.pages
    ]
    return LanguagesView(choices=choices(context, ""), rows=tuple(rows))
