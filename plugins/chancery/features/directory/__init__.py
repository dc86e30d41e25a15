"""The portal: the directory of posts, countries, the register of channels."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.plan import portal
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature, nothing
from chancery.plan.page import Page


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the portal's own pages."""
    if desk.post is None:
        yield from portal.pages(desk)


FEATURE = Feature(
    id="directory",
    module=__name__,
    paths=frozenset({"countries", "unavailable"}),
    state=nothing,
    pages=pages,
)
