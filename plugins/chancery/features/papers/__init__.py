"""What a paper of the host country needs to be valid."""

from __future__ import annotations

from chancery.features.papers import pages as papers
from chancery.features.papers.model import PAPERS
from chancery.plan.feature import At, Feature, Place, on_posts, records_on_posts

FEATURE = Feature(
    id="papers",
    module=__name__,
    paths=frozenset({"papers"}),
    shelves=(PAPERS,),
    state=records_on_posts(PAPERS),
    pages=on_posts(papers.pages),
    links={Place.SERVICES: At(30, papers.links), Place.A_TO_Z: At(40, papers.links)},
)
