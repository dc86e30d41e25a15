"""Contact and hours of a post."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.plan import datapages
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature, nothing
from chancery.plan.page import Page
from chancery.plan.search import contact_words


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if desk.post is not None:
        view = datapages.contact(desk, desk.post)
        yield datapages.page(desk, "contact", view, contact_words(view))


FEATURE = Feature(
    id="contact",
    module=__name__,
    label=datapages.LABELS["contact"],
    paths=frozenset({"contact"}),
    state=nothing,
    pages=pages,
)
