"""Contact and hours of a post."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.contact.pages import contact
from chancery.plan.context import Context
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page
from chancery.plan.search import contact_words


def pages(context: Context) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if context.post is not None:
        view = contact(context, context.post)
        yield page(context, "contact", view, contact_words(view))


FEATURE = Feature(
    id="contact",
    module=__name__,
    label=LABELS["contact"],
    paths=frozenset({"contact"}),
    state=nothing,
    pages=pages,
)
