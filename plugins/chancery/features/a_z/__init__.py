"""The index of a site from A to Z, where readers search it."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.a_z.pages import a_to_z
from chancery.plan.context import Context
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page


def pages(context: Context) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if context.post is not None:
        yield page(context, "a-z", a_to_z(context), None)


FEATURE = Feature(
    id="a-z",
    module=__name__,
    label=LABELS["a-z"],
    paths=frozenset({"a-z"}),
    state=nothing,
    pages=pages,
)
