"""Alerts: what everybody in a place must know now."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.content.alertfiles import ALERTS
from chancery.plan import alerts
from chancery.plan.desk import Desk
from chancery.plan.feature import At, Feature, Place
from chancery.plan.page import Page
from chancery.plan.views import Link


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the pages of alerts."""
    for kind, head, view in alerts.pages(desk):
        yield Page(kind, desk.language, head, view)


def footer(desk: Desk) -> Iterator[Link]:
    """Give the way to the portal's alerts, even while there are none."""
    if desk.post is None:
        yield desk.link("alerts", alerts.TITLE)


FEATURE = Feature(
    id="alerts",
    module=__name__,
    shelves=(ALERTS,),
    state=alerts.state,
    pages=pages,
    links={Place.FOOTER: At(10, footer)},
    instants=alerts.moments,
)
