"""The first page of a post's site."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.plan import datapages
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature, nothing
from chancery.plan.page import Page


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if desk.post is not None:
        yield datapages.page(desk, "home", datapages.home(desk, desk.post), None)


FEATURE = Feature(
    id="home",
    module=__name__,
    label=datapages.LABELS["home"],
    paths=frozenset({"home"}),
    state=nothing,
    pages=pages,
)
