"""The consular charter: what is done and how fast, what is not, and who does it."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.features.charter import pages as charter
from chancery.features.charter.model import CHARTER
from chancery.network.model import Post
from chancery.plan.feature import At, Feature, Place, on_posts
from chancery.plan.index import Index


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return the promises: the pages of services say how fast things are done, on all sites."""
    return (index.records(CHARTER),)


FEATURE = Feature(
    id="charter",
    module=__name__,
    paths=frozenset({"charter"}),
    shelves=(CHARTER,),
    state=state,
    pages=on_posts(charter.pages),
    links={Place.SERVICES: At(40, charter.links), Place.A_TO_Z: At(50, charter.links)},
)
