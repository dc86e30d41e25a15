"""A card to print and to carry: whom to call, and where the page of help is."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.card import pages as walletcard
from chancery.plan.context import Context
from chancery.plan.feature import At, Feature, Place, nothing
from chancery.plan.page import TITLE_ALONE, Page
from chancery.plan.views import Link


def pages(context: Context) -> Iterator[Page]:
    """Plan the card of a post's site."""
    if context.post is not None:
        card = walletcard.card(context, context.post)
        yield Page("card", context.language, walletcard.head(context), card, TITLE_ALONE)


def link(context: Context) -> Iterator[Link]:
    """Return the way to the card."""
    if context.post is not None:
        yield walletcard.link(context)


FEATURE = Feature(
    id="card",
    module=__name__,
    state=nothing,
    pages=pages,
    links={Place.HELP: At(10, link), Place.A_TO_Z: At(70, link)},
)
