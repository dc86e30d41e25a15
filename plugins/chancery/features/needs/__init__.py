"""Contact by need: from what one would say to the right service, post and way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chancery.features.needs import pages as needs
from chancery.features.needs.model import NEEDS
from chancery.features.needs.views import NeedsView
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.feature import At, Feature, Place
from chancery.plan.index import Index
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.views import Link


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return the needs; the portal has none."""
    return () if post is None else (index.records(NEEDS),)


def _words(view: NeedsView) -> tuple[Section, ...]:
    return (*TITLE_ALONE, *((need.anchor, need.title.text, "") for need in view.needs))


def pages(context: Context) -> Iterator[Page]:
    """Plan the pages of a post's site."""
    if context.post is not None:
        for head, view in needs.pages(context, context.post):
            yield Page("needs", context.language, head, view, _words(view))


def link(context: Context) -> Iterator[Link]:
    """Return the way to the page, where there is one."""
    if found := needs.link(context):
        yield found


FEATURE = Feature(
    id="needs",
    module=__name__,
    paths=frozenset({"needs"}),
    shelves=(NEEDS,),
    state=state,
    posts=needs.others,
    pages=pages,
    links={
        Place.HOME: At(30, link),
        Place.SERVICES: At(10, link),
        Place.A_TO_Z: At(20, link),
    },
)
