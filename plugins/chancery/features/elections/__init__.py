"""Elections abroad: told until they are over."""

from __future__ import annotations

from chancery.features.elections import pages as elections
from chancery.features.elections.model import ELECTIONS
from chancery.plan.feature import At, Feature, Place, on_posts, state_on_posts

FEATURE = Feature(
    id="elections",
    module=__name__,
    paths=frozenset({"elections"}),
    shelves=(ELECTIONS,),
    state=state_on_posts(elections.state),
    agenda=on_posts(elections.agenda),
    pages=on_posts(elections.pages),
    instants=elections.instants,
    links={
        Place.SERVICES: At(50, on_posts(elections.links)),
        Place.A_TO_Z: At(80, on_posts(elections.links)),
    },
)
