"""Alerts on sites: which hold where and when, and what readers see of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from chancery.common.digest import digest
from chancery.features.alerts.files import ALERTS
from chancery.features.alerts.model import Alert, WayOut, instants
from chancery.features.alerts.views import AlertPageView, AlertsView, UpdateLine, WayLine
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.plan import contactpoints
from chancery.plan.context import Context
from chancery.plan.counters import otherwise_soon
from chancery.plan.feature import Place
from chancery.plan.index import Index
from chancery.plan.newsviews import AlertView
from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_, rfc3339

#: For how long every page says that an alert has ended, where somebody said so.
TOLD_AFTER = timedelta(hours=24)
#: The most alerts that stand on every page; the others are one tap away.
ON_EVERY_PAGE = 2
TITLE = N_("Alerts")
MORE = N_("All alerts ({count})")
LEVELS = {
    "extreme": N_("Extreme danger"),
    "severe": N_("Severe danger"),
    "moderate": N_("Moderate danger"),
    "minor": N_("Minor danger"),
    "unknown": N_("Alert"),
}
URGENCIES = {
    "immediate": N_("Act now"),
    "expected": N_("Act soon, within an hour"),
    "future": N_("Act in the near future"),
    "past": N_("No action is needed any more"),
}
CERTAINTIES = {
    "observed": N_("It has happened or is happening"),
    "likely": N_("It is likely"),
    "possible": N_("It is possible, but not likely"),
    "unlikely": N_("It is not expected to happen"),
}
EXERCISE = N_("Exercise: this is not real")
SAMPLE = N_("Sample text")
PASSAGES = {
    "open": N_("Open"),
    "limited": N_("Open with limits"),
    "closed": N_("Closed"),
    "unknown": N_("Not known"),
}
STEPS = {"update": "", "all-clear": N_("All-clear"), "cancel": N_("Cancelled: it was wrong")}
_RANK = ("extreme", "severe", "moderate", "minor", "unknown")
#: Where the files for machines are, below the root of a site.
CAP = "alerts/{id}.cap.xml"
DATA = "alerts.json"
FEED = "alerts.atom"


def shown(index: Index, post: Post | None) -> list[Alert]:
    """Return the alerts of a site as said by now: those that hold, then those that ended.

    The gravest come first in both. The portal shows all. A site shows those for its post, its
    countries and the parts of them, and those of the countries that its post serves from afar.
    """
    now = index.inputs.settings.now
    found = [
        one.said_by(now)
        for one in index.records(ALERTS)
        if one.sent <= now and _concerns(index, one, post)
    ]
    return sorted(found, key=lambda one: (ended(one, now), _RANK.index(one.severity), one.id))


def _concerns(index: Index, alert: Alert, post: Post | None) -> bool:
    if post is None or post.id in alert.area.posts:
        return True
    served = (other.country for other in index.served[post.id])
    countries = {post.country, *post.covers, *served}
    return not countries.isdisjoint(alert.countries)


def ended(alert: Alert, now: datetime) -> bool:
    """Say whether an alert holds no more."""
    return alert.ends <= now


def on_every_page(alert: Alert, now: datetime) -> bool:
    """Say whether every page tells of an alert: while it holds, and a day after an all-clear."""
    closed = alert.closed_at
    return not ended(alert, now) or (closed is not None and now < closed + TOLD_AFTER)


def told(index: Index) -> dict[str, str]:
    """Return a digest of each alert that pages tell of, by its id, over what is said by now.

    By these, publishing sees that an alert is new or has an update (`Feature.urgent`).
    """
    now = index.inputs.settings.now
    return {one.id: digest(one).hex() for one in shown(index, None) if on_every_page(one, now)}


def _passed(alert: Alert, now: datetime) -> list[bool]:
    """Say of each instant of an alert whether it has passed: so time alone changes its pages."""
    return [moment <= now for moment in instants(alert, TOLD_AFTER)]


def state(index: Index, post: Post | None) -> list[object]:
    """Return the alerts of a site, and what of them is true at this instant, for its key."""
    settings = index.inputs.settings
    return [
        (alert, _passed(alert, settings.now), otherwise_soon([alert.phone_hours], settings.today))
        for alert in shown(index, post)
    ]


def moments(index: Index) -> Iterator[datetime]:
    """Return the instants at which some page would be another one because of an alert."""
    for alert in index.records(ALERTS):
        yield from instants(alert, TOLD_AFTER)


def banners(context: Context) -> tuple[AlertView, ...]:
    """Return what stands at the top of every page of a site."""
    now = context.index.inputs.settings.now
    found = [one for one in shown(context.index, context.post) if on_every_page(one, now)]
    return tuple(alert_view(context, one) for one in found[:ON_EVERY_PAGE])


def more(context: Context) -> Iterator[Link]:
    """Return the way to all alerts where some hold that do not stand on every page."""
    now = context.index.inputs.settings.now
    holding = [one for one in shown(context.index, context.post) if not ended(one, now)]
    if len(holding) > len(banners(context)):
        words = context.say(MORE).format(count=context.localiser.number(len(holding)))
        yield Link(context.links.page(context.language, "alerts/"), Words(words))


def _zone(context: Context) -> str:
    return (context.post.timezone if context.post else None) or ""


def _path(alert: Alert) -> str:
    return f"alerts/{alert.id}/"


def alert_view(context: Context, alert: Alert) -> AlertView:
    """Return an alert in short."""
    now, say, words = context.index.inputs.settings.now, context.say, context.localiser.words
    zone, over = _zone(context), ended(alert, now)
    begins = alert.onset or alert.sent
    notes = [say(EXERCISE)] if alert.status != "actual" else []
    notes += [say(SAMPLE)] if alert.sample else []
    due = alert.next_update if not over else None
    return AlertView(
        id=alert.id,
        level=alert.severity,
        level_name=say(LEVELS[alert.severity]),
        headline=words(alert.headline),
        area=words(alert.area.words),
        href=context.links.page(context.language, _path(alert)),
        note=context.localiser.join(notes),
        action=words(alert.instruction) if alert.instruction and not over else None,
        begins=context.localiser.moment(begins, zone),
        begins_iso=rfc3339(begins),
        updated=context.localiser.moment(alert.last, zone),
        until=context.localiser.moment(alert.ends, zone),
        until_iso=rfc3339(alert.ends),
        due_iso=rfc3339(due) if due else "",
        number=None if over else _number(context, alert),
        overdue=due is not None and due <= now,
        ended=over,
        to_come=begins > now and not over,
    )


def _number(context: Context, alert: Alert) -> ContactPointView | None:
    if alert.phone is None:
        return None
    return contactpoints.phone(
        context, alert.phone, hours=contactpoints.contact_hours(context, alert.phone_hours)
    )


def pages(context: Context) -> list[tuple[str, PageHead, AlertPageView | AlertsView]]:
    """Plan the pages of alerts of a site in one language; none where there was no alert."""
    found = shown(context.index, context.post)
    if not found and context.post is not None:
        return []
    head = PageHead(
        key="alerts",
        path="alerts/",
        title=Words(context.say(TITLE)),
        translations=context.languages,
    )
    views = [alert_view(context, alert) for alert in found]
    home = context.links.page(context.language, "").removesuffix("index.html")
    every = AlertsView(
        active=tuple(view for view in views if not view.ended),
        ended=tuple(view for view in views if view.ended),
        feed=f"{home}{FEED}",
        data=context.links.file(DATA),
    )
    result: list[tuple[str, PageHead, AlertPageView | AlertsView]] = [("alerts", head, every)]
    crumbs = (context.link("alerts", TITLE),)
    for alert, view in zip(found, views, strict=True):
        tags = [tag for tag, _ in alert.headline.variants]
        real = tuple(tag for tag in context.languages if tag in tags) or context.languages[:1]
        page = PageHead(
            key="alerts", path=_path(alert), title=view.headline, translations=real,
            source=view.headline.language, crumbs=crumbs, dated=view.begins,
        )  # fmt: skip
        result.append(("alert", page, _page(context, alert, view)))
    return result


def _page(context: Context, alert: Alert, view: AlertView) -> AlertPageView:
    say, moment, zone = context.say, context.localiser.moment, _zone(context)
    leave = alert.departure
    closes = leave.closes if leave else None
    return AlertPageView(
        alert=view,
        facts=tuple((say(label), value) for label, value in _facts(context, alert, view)),
        text=_words(context, alert.text),
        instruction=_words(context, alert.instruction),
        updates=tuple(
            UpdateLine(
                paragraphs=context.localiser.words(step.text),
                when=moment(step.at, zone),
                when_iso=rfc3339(step.at),
                kind=say(STEPS[step.kind]) if STEPS[step.kind] else "",
            )
            for step in reversed(alert.updates)
        ),
        ways=tuple(_way(context, way) for way in alert.ways_out),
        departure=leave.url if leave and not view.ended else "",
        departure_note=_words(context, leave.note if leave else None),
        departure_until=moment(closes, zone) if closes else "",
        departure_until_iso=rfc3339(closes) if closes else "",
        help_href=context.links.page(context.language, "help/" if context.post else "contact/"),
        all_href=context.links.page(context.language, "alerts/"),
        cap=context.links.file(CAP.format(id=alert.id)),
        links=context.offered(Place.ALERT),
    )


def _facts(context: Context, alert: Alert, view: AlertView) -> Iterator[tuple[str, str]]:
    """Return what is known of an alert besides its texts, each with its label."""
    if alert.urgency in URGENCIES and not view.ended:
        yield N_("How soon"), context.say(URGENCIES[alert.urgency])
    if alert.certainty in CERTAINTIES and not view.ended:
        yield N_("How sure"), context.say(CERTAINTIES[alert.certainty])
    yield (N_("Begins") if view.to_come else N_("Began")), view.begins
    yield (N_("Ended") if view.ended else N_("Ends")), view.until
    if view.due_iso and alert.next_update:
        yield N_("Next update"), context.localiser.moment(alert.next_update, _zone(context))


def _words(context: Context, text: Text | None) -> Words | None:
    return context.localiser.words(text) if text else None


def _way(context: Context, way: WayOut) -> WayLine:
    return WayLine(
        name=context.localiser.words(way.name),
        state=way.state,
        state_name=context.say(PASSAGES[way.state]),
        checked=context.localiser.moment(way.checked, _zone(context)),
        checked_iso=rfc3339(way.checked),
        note=_words(context, way.note),
    )
