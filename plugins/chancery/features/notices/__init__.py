"""Service notices: what is different at a post for a while."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.network.model import Post
from chancery.plan import notices
from chancery.plan.feature import Feature
from chancery.plan.index import Index


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return what a site shows of notices, and what of them is true at this instant."""
    return () if post is None else notices.state(index, post)


FEATURE = Feature(
    id="notices",
    module=__name__,
    state=state,
    instants=notices.instants,
)
