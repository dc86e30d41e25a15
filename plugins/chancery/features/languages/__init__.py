"""The languages of a site: which page truly exists in which."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.languages.pages import languages
from chancery.features.languages.views import LanguagesView
from chancery.plan.context import Context
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page, Section


def _words(view: LanguagesView) -> tuple[Section, ...]:
    return (("", "", " ".join(f"{c.name} {name}" for c, name, _href in view.choices)),)


def pages(context: Context) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if context.post is not None:
        view = languages(context)
        yield page(context, "languages", view, _words(view))


FEATURE = Feature(
    id="languages",
    module=__name__,
    label=LABELS["languages"],
    paths=frozenset({"languages"}),
    state=nothing,
    pages=pages,
)
