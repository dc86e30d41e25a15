"""The consular charter: what is done and how fast, what is not, and who does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chancery.features.charter import pages as charter
from chancery.features.charter.model import CHARTER
from chancery.features.charter.views import CharterView
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.feature import At, Feature, Place
from chancery.plan.index import Index
from chancery.plan.page import Page, Section
from chancery.plan.views import Link


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return the promises: the pages of services say how fast things are done, on all sites."""
    return (index.records(CHARTER),)


def _words(view: CharterView) -> tuple[Section, ...]:
    return (("", "", " ".join(one.title.text for one in (*view.does, *view.does_not))),)


def pages(context: Context) -> Iterator[Page]:
    """Plan the pages of a post's site."""
    if context.post is not None:
        for head, view in charter.pages(context, context.post):
            yield Page("charter", context.language, head, view, _words(view))


def link(context: Context) -> Iterator[Link]:
    """Return the way to the page, where there is one."""
    if found := charter.link(context):
        yield found


FEATURE = Feature(
    id="charter",
    module=__name__,
    paths=frozenset({"charter"}),
    shelves=(CHARTER,),
    state=state,
    pages=pages,
    links={Place.SERVICES: At(40, link), Place.A_TO_Z: At(50, link)},
)
