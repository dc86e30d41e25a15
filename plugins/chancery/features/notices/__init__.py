"""Service notices: what is different at a post for a while."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.features.notices import lines as notices
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.feature import Feature
from chancery.plan.index import Index
from chancery.plan.views import NoticeLine


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return what a site shows of notices, and what of them is true at this instant."""
    return () if post is None else notices.state(index, post)


def told(context: Context) -> Iterable[NoticeLine]:
    """Return the notices that readers of a post's site see."""
    return notices.lines(context, context.post) if context.post else ()


FEATURE = Feature(
    id="notices",
    module=__name__,
    state=state,
    notices=told,
    instants=notices.instants,
)
