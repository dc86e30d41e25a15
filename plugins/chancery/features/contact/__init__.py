"""Contact and hours of a post."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.contact.pages import contact
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page
from chancery.plan.search import contact_words


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if desk.post is not None:
        view = contact(desk, desk.post)
        yield page(desk, "contact", view, contact_words(view))


FEATURE = Feature(
    id="contact",
    module=__name__,
    label=LABELS["contact"],
    paths=frozenset({"contact"}),
    state=nothing,
    pages=pages,
)
