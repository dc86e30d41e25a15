"""The features of Chancery, one folder each; this is the one list of them."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.content.scan import Names
from chancery.features import (
    a_z,
    about,
    accessibility,
    advice,
    alerts,
    card,
    channels,
    charter,
    contact,
    directory,
    elections,
    help,
    home,
    languages,
    legalisation,
    needs,
    news,
    notices,
    services,
    situations,
    visas,
)
from chancery.plan.feature import Feature

#: In the order in which a site's pages are planned.
FEATURES: tuple[Feature, ...] = (
    directory.FEATURE,
    home.FEATURE,
    contact.FEATURE,
    help.FEATURE,
    services.FEATURE,
    channels.FEATURE,
    about.FEATURE,
    languages.FEATURE,
    a_z.FEATURE,
    visas.FEATURE,
    situations.FEATURE,
    needs.FEATURE,
    charter.FEATURE,
    legalisation.FEATURE,
    elections.FEATURE,
    card.FEATURE,
    alerts.FEATURE,
    advice.FEATURE,
    notices.FEATURE,
    news.FEATURE,
    accessibility.FEATURE,
)

#: All shelves of records, of every feature.
SHELVES = tuple(shelf for feature in FEATURES for shelf in feature.shelves)


def names_for(
    posts: Iterable[str],
    extensions: Iterable[str] = ("md",),
    features: Iterable[Feature] = FEATURES,
) -> Names:
    """Return what files of a content folder may be called.

    posts: the ids that may have a folder of their own; extensions: those that readers take.
    """
    return Names(
        posts=frozenset(posts),
        extensions=frozenset(extensions),
        shelves=tuple(sorted(shelf.folder for one in features for shelf in one.shelves)),
        taken=frozenset(name for one in features for name in one.paths),
    )
