"""Contact by need: from what one would say to the right service, post and way."""

from __future__ import annotations

from chancery.features.needs import pages as needs
from chancery.features.needs.model import NEEDS
from chancery.plan.feature import At, Feature, Place, on_posts, records_on_posts

FEATURE = Feature(
    id="needs",
    module=__name__,
    paths=frozenset({"needs"}),
    shelves=(NEEDS,),
    state=records_on_posts(NEEDS),
    posts=needs.others,
    pages=on_posts(needs.pages),
    links={
        Place.HOME: At(30, needs.links),
        Place.SERVICES: At(10, needs.links),
        Place.A_TO_Z: At(20, needs.links),
    },
)
