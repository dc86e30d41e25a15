"""Elections abroad: told until they are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chancery.features.elections import pages as elections
from chancery.features.elections.model import ELECTIONS
from chancery.features.elections.views import ElectionView
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.feature import At, Feature, Place
from chancery.plan.index import Index
from chancery.plan.page import Page
from chancery.plan.views import AgendaLine, Link


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return what a site shows of elections, and what of them is past."""
    return () if post is None else elections.state(index, post)


def _words(view: ElectionView) -> Iterator[str]:
    """Return what is said of an election, so that its days, ways and steps are found on it."""
    for words in (view.text, view.who):
        if words:
            yield words.text
    for label, days in view.days:
        yield " ".join((label, *(one.day for one in days)))
    yield from view.ways
    for step in view.steps:
        yield f"{step.title.text} {step.text.text if step.text else ''}"
    for item in view.bring:
        yield item.words.text


def pages(context: Context) -> Iterator[Page]:
    """Plan the pages of a post's site."""
    if context.post is not None:
        for head, view in elections.pages(context, context.post):
            yield Page(
                "election", context.language, head, view, (("", "", " ".join(_words(view))),)
            )


def links(context: Context) -> Iterator[Link]:
    """Return the ways to the pages of elections."""
    if context.post is not None:
        yield from elections.links(context, context.post)


def agenda(context: Context) -> Iterable[AgendaLine]:
    """Return the days of elections that are still to come."""
    return elections.agenda(context, context.post) if context.post else ()


FEATURE = Feature(
    id="elections",
    module=__name__,
    paths=frozenset({"elections"}),
    shelves=(ELECTIONS,),
    state=state,
    agenda=agenda,
    pages=pages,
    instants=elections.instants,
    links={Place.SERVICES: At(50, links), Place.A_TO_Z: At(80, links)},
)
