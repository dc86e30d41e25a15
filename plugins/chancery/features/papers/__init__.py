"""What a paper of the host country needs to be valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chancery.features.papers import pages as papers
from chancery.features.papers.model import PAPERS
from chancery.features.papers.views import PapersView
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.feature import At, Feature, Place
from chancery.plan.index import Index
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.views import Link


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return the kinds of papers; the portal has none."""
    return () if post is None else (index.records(PAPERS),)


def _words(view: PapersView) -> tuple[Section, ...]:
    return (*TITLE_ALONE, *((one.anchor, one.name.text, one.answer) for one in view.papers))


def pages(context: Context) -> Iterator[Page]:
    """Plan the pages of a post's site."""
    if context.post is not None:
        for head, view in papers.pages(context, context.post):
            yield Page("papers", context.language, head, view, _words(view))


def link(context: Context) -> Iterator[Link]:
    """Return the way to the page, where there is one."""
    if found := papers.link(context):
        yield found


FEATURE = Feature(
    id="papers",
    module=__name__,
    paths=frozenset({"papers"}),
    shelves=(PAPERS,),
    state=state,
    pages=pages,
    links={Place.SERVICES: At(30, link), Place.A_TO_Z: At(40, link)},
)
