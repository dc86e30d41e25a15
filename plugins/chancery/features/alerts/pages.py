"""Alerts on sites: which hold where and when, and what readers see of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chancery.common.digest import digest
from chancery.features.alerts.files import ALERTS
from chancery.features.alerts.model import Alert, WayOut, instants
from chancery.features.alerts.views import AlertPageView, AlertsView, UpdateLine, WayLine
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.plan import cards
from chancery.plan.desk import Desk
from chancery.plan.feature import Place
from chancery.plan.index import Index
from chancery.plan.opening import otherwise_soon
from chancery.plan.views import AlertView, Link, Number, PageHead, Words
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
    """Give the alerts of a site that somebody has sent by now, the gravest first.

    The portal shows all. A site shows those for its post, its countries and the parts of them, and
    those of the countries that its post serves from afar.
    """
    now = index.inputs.settings.now
    found = [
        one for one in index.records(ALERTS) if one.sent <= now and _concerns(index, one, post)
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
    """Give a digest of each alert that pages tell of, by its id, over what is said by now."""
    now = index.inputs.settings.now
    return {
        one.id: digest(replace(one, updates=tuple(s for s in one.updates if s.at <= now))).hex()
        for one in shown(index, None)
        if on_every_page(one, now)
    }


def _passed(alert: Alert, now: datetime) -> list[bool]:
    """Give what of an alert depends on the time."""
    return [moment <= now for moment in instants(alert, TOLD_AFTER)]


def state(index: Index, post: Post | None) -> list[object]:
    """Give the alerts of a site, and what of them is true at this instant, for its key."""
    settings = index.inputs.settings
    return [
        (alert, _passed(alert, settings.now), otherwise_soon([alert.phone_hours], settings.today))
        for alert in shown(index, post)
    ]


def moments(index: Index) -> Iterator[datetime]:
    """Give the instants at which some page would be another one because of an alert."""
    for alert in index.records(ALERTS):
        yield from instants(alert, TOLD_AFTER)


def banners(desk: Desk) -> tuple[AlertView, ...]:
    """Give what stands at the top of every page of a site."""
    now = desk.index.inputs.settings.now
    found = [one for one in shown(desk.index, desk.post) if on_every_page(one, now)]
    return tuple(alert_view(desk, one) for one in found[:ON_EVERY_PAGE])


def more(desk: Desk) -> Iterator[Link]:
    """Give the way to all alerts where some hold that do not stand on every page."""
    now = desk.index.inputs.settings.now
    holding = [one for one in shown(desk.index, desk.post) if not ended(one, now)]
    if len(holding) > len(banners(desk)):
        words = desk.say(MORE).format(count=desk.speaker.number(len(holding)))
        yield Link(desk.links.page(desk.language, "alerts/"), Words(words))


def _zone(desk: Desk) -> str:
    return (desk.post.timezone if desk.post else None) or ""


def _path(alert: Alert) -> str:
    return f"alerts/{alert.id}/"


def alert_view(desk: Desk, alert: Alert) -> AlertView:
    """Give an alert in short."""
    now, say, words = desk.index.inputs.settings.now, desk.say, desk.speaker.words
    zone, over = _zone(desk), ended(alert, now)
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
        href=desk.links.page(desk.language, _path(alert)),
        note=desk.speaker.join(notes),
        action=words(alert.instruction) if alert.instruction and not over else None,
        begins=desk.speaker.moment(begins, zone),
        begins_iso=rfc3339(begins),
        updated=desk.speaker.moment(alert.last, zone),
        until=desk.speaker.moment(alert.ends, zone),
        until_iso=rfc3339(alert.ends),
        due_iso=rfc3339(due) if due else "",
        number=None if over else _number(desk, alert),
        overdue=due is not None and due <= now,
        ended=over,
        to_come=begins > now and not over,
    )


def _number(desk: Desk, alert: Alert) -> Number | None:
    if alert.phone is None:
        return None
    return cards.phone(desk, alert.phone, hours=cards.contact_hours(desk, alert.phone_hours))


def pages(desk: Desk) -> list[tuple[str, PageHead, AlertPageView | AlertsView]]:
    """Plan the pages of alerts of a site in one language; none where there was no alert."""
    found = shown(desk.index, desk.post)
    if not found and desk.post is not None:
        return []
    head = PageHead(
        key="alerts", path="alerts/", title=Words(desk.say(TITLE)), translations=desk.languages
    )
    views = [alert_view(desk, alert) for alert in found]
    home = desk.links.page(desk.language, "").removesuffix("index.html")
    every = AlertsView(
        active=tuple(view for view in views if not view.ended),
        ended=tuple(view for view in views if view.ended),
        feed=f"{home}{FEED}",
        data=desk.links.file(DATA),
    )
    result: list[tuple[str, PageHead, AlertPageView | AlertsView]] = [("alerts", head, every)]
    crumbs = (desk.link("alerts", TITLE),)
    for alert, view in zip(found, views, strict=True):
        tags = [tag for tag, _ in alert.headline.variants]
        real = tuple(tag for tag in desk.languages if tag in tags) or desk.languages[:1]
        page = PageHead(
            key="alerts", path=_path(alert), title=view.headline, translations=real,
            source=view.headline.language, crumbs=crumbs, dated=view.begins,
        )  # fmt: skip
        result.append(("alert", page, _page(desk, alert, view)))
    return result


def _page(desk: Desk, alert: Alert, view: AlertView) -> AlertPageView:
    say, moment, zone = desk.say, desk.speaker.moment, _zone(desk)
    leave = alert.departure
    closes = leave.closes if leave else None
    return AlertPageView(
        alert=view,
        facts=tuple((say(label), value) for label, value in _facts(desk, alert, view)),
        text=_words(desk, alert.text),
        instruction=_words(desk, alert.instruction),
        updates=tuple(
            UpdateLine(
                paragraphs=desk.speaker.words(step.text),
                when=moment(step.at, zone),
                when_iso=rfc3339(step.at),
                kind=say(STEPS[step.kind]) if STEPS[step.kind] else "",
            )
            for step in reversed(alert.updates)
        ),
        ways=tuple(_way(desk, way) for way in alert.ways_out),
        departure=leave.url if leave and not view.ended else "",
        departure_note=_words(desk, leave.note if leave else None),
        departure_until=moment(closes, zone) if closes else "",
        departure_until_iso=rfc3339(closes) if closes else "",
        help_href=desk.links.page(desk.language, "help/" if desk.post else "contact/"),
        all_href=desk.links.page(desk.language, "alerts/"),
        cap=desk.links.file(CAP.format(id=alert.id)),
        links=desk.offered(Place.ALERT),
    )


def _facts(desk: Desk, alert: Alert, view: AlertView) -> Iterator[tuple[str, str]]:
    """Give what is known of an alert besides its texts, each with its label."""
    if alert.urgency in URGENCIES and not view.ended:
        yield N_("How soon"), desk.say(URGENCIES[alert.urgency])
    if alert.certainty in CERTAINTIES and not view.ended:
        yield N_("How sure"), desk.say(CERTAINTIES[alert.certainty])
    yield (N_("Begins") if view.to_come else N_("Began")), view.begins
    yield (N_("Ended") if view.ended else N_("Ends")), view.until
    if view.due_iso and alert.next_update:
        yield N_("Next update"), desk.speaker.moment(alert.next_update, _zone(desk))


def _words(desk: Desk, text: Text | None) -> Words | None:
    return desk.speaker.words(text) if text else None


def _way(desk: Desk, way: WayOut) -> WayLine:
    return WayLine(
        name=desk.speaker.words(way.name),
        state=way.state,
        state_name=desk.say(PASSAGES[way.state]),
        checked=desk.speaker.moment(way.checked, _zone(desk)),
        checked_iso=rfc3339(way.checked),
        note=_words(desk, way.note),
    )
