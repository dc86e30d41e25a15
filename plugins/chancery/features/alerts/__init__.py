"""Alerts: what everybody in a place must know now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chancery.common.problems import Problem
from chancery.features.alerts import pages as alerts
from chancery.features.alerts.files import ALERTS
from chancery.features.alerts.machine import alert_feed, alert_files
from chancery.features.alerts.views import AlertPageView, AlertsView
from chancery.plan.context import Context
from chancery.plan.feature import At, Checking, Feature, Place
from chancery.plan.hourchecks import rule_problems
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.views import Link


def _words(view: AlertPageView | AlertsView) -> tuple[Section, ...]:
    if isinstance(view, AlertsView):
        return TITLE_ALONE
    return (("", "", " ".join(_said(view))),)


def _said(view: AlertPageView) -> Iterator[str]:
    yield view.alert.area.text
    for words in filter(None, (view.instruction, view.text, view.departure_note)):
        yield words.text
    yield from (step.paragraphs.text for step in view.updates)
    for way in view.ways:
        yield f"{way.name.text} {way.note.text if way.note else ''}"


def pages(context: Context) -> Iterator[Page]:
    """Plan the pages of alerts."""
    for kind, head, view in alerts.pages(context):
        yield Page(kind, context.language, head, view, _words(view))


def footer(context: Context) -> Iterator[Link]:
    """Return the way to the portal's alerts, even while there are none."""
    if context.post is None:
        yield context.link("alerts", alerts.TITLE)


def files(context: Context) -> Iterator[tuple[str, bytes]]:
    """Return the alerts of a site in one language for feed readers."""
    yield alerts.FEED, alert_feed(context)


def checks(checking: Checking) -> Iterator[Problem]:
    """Say what is wrong with the hours of the telephones that alerts name."""
    index = checking.index
    today = date.fromisoformat(index.inputs.settings.today)
    trees = checking.of(ALERTS).trees
    for alert in index.records(ALERTS):
        if alert.id in trees:
            yield from rule_problems(trees[alert.id], ["phone_hours"], alert.phone_hours, today)


FEATURE = Feature(
    id="alerts",
    module=__name__,
    paths=frozenset({"alerts"}),
    shelves=(ALERTS,),
    state=alerts.state,
    checks=checks,
    pages=pages,
    banners=alerts.banners,
    urgent=alerts.told,
    links={Place.FOOTER: At(10, footer), Place.TOP: At(10, alerts.more)},
    instants=alerts.moments,
    files=files,
    site_files=alert_files,
)
