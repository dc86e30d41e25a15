"""What to do when something has happened: a page for each situation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chancery.features.situations import pages as situations
from chancery.features.situations.model import SITUATIONS
from chancery.network.model import Post
from chancery.plan.feature import At, Feature, Place, on_posts
from chancery.plan.index import Index


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return the situations, and what the post inserts into them.

    The portal has none, but says in its headers which of them no browser is to keep.
    """
    found = index.records(SITUATIONS)
    if post is None:
        return [one.id for one in found if one.discreet]
    return (found, *situations.state(index, post))


def slots(index: Index) -> Iterator[str]:
    """Return the names of what posts may insert: each situation has a place for it on all sites."""
    return (one.id for one in index.records(SITUATIONS))


def discreet(index: Index) -> Iterator[str]:
    """Return the paths of those that it is a danger to be seen reading."""
    return (one.path for one in index.records(SITUATIONS) if one.discreet)


FEATURE = Feature(
    id="situations",
    module=__name__,
    shelves=(SITUATIONS,),
    state=state,
    slots=slots,
    discreet=discreet,
    pages=on_posts(situations.pages),
    links={Place.SITUATIONS: At(10, situations.links), Place.A_TO_Z: At(60, situations.links)},
)
