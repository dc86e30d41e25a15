"""News: a site's own, those of others, and feeds with their events."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.plan import events, newspages
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature
from chancery.plan.news import state
from chancery.plan.page import Page


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the lists of news; the page of each piece is one of the site's texts."""
    for head, view in newspages.pages(desk):
        yield Page("news", desk.language, head, view)


FEATURE = Feature(id="news", module=__name__, state=state, pages=pages, instants=events.instants)
