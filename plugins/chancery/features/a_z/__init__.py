"""The index of a site from A to Z, where readers search it."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.plan import datapages
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature, nothing
from chancery.plan.page import Page


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if desk.post is not None:
        yield datapages.page(desk, "a-z", datapages.a_to_z(desk), None)


FEATURE = Feature(
    id="a-z",
    module=__name__,
    label=datapages.LABELS["a-z"],
    paths=frozenset({"a-z"}),
    state=nothing,
    pages=pages,
)
