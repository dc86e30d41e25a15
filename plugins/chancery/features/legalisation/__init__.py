"""What a paper of the host country needs to be valid."""

from __future__ import annotations

from chancery.features.legalisation import pages as legalisation
from chancery.features.legalisation.model import LEGALISATIONS
from chancery.plan.feature import At, Feature, Place, on_posts, records_on_posts

FEATURE = Feature(
    id="legalisation",
    module=__name__,
    paths=frozenset({"papers"}),
    shelves=(LEGALISATIONS,),
    state=records_on_posts(LEGALISATIONS),
    pages=on_posts(legalisation.pages),
    links={Place.SERVICES: At(30, legalisation.links), Place.A_TO_Z: At(40, legalisation.links)},
)
