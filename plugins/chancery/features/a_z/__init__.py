"""The index of a site from A to Z, where readers search it."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.a_z.pages import a_to_z
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if desk.post is not None:
        yield page(desk, "a-z", a_to_z(desk), None)


FEATURE = Feature(
    id="a-z",
    module=__name__,
    label=LABELS["a-z"],
    paths=frozenset({"a-z"}),
    state=nothing,
    pages=pages,
)
