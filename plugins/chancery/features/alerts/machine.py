"""Alerts for machines: CAP 1.2, Atom and JSON, so that apps and aggregators can take them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from chancery.features.alerts import pages as alerts
from chancery.features.alerts.model import Alert
from chancery.network.fields import Text
from chancery.plan.context import Context
from chancery.plan.machine import as_json
from chancery.plan.site import SitePlan
from chancery.plan.words import rfc3339

#: https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html
CAP_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
_CATEGORIES = {
    "geo": "Geo", "met": "Met", "safety": "Safety", "security": "Security", "rescue": "Rescue",
    "fire": "Fire", "health": "Health", "env": "Env", "transport": "Transport", "infra": "Infra",
    "cbrne": "CBRNE", "other": "Other",
}  # fmt: skip


def alert_files(plan: SitePlan) -> Iterator[tuple[str, bytes]]:
    """Return the files about alerts of a site that are in no language's folder."""
    found = alerts.shown(plan.index, plan.post)
    yield alerts.DATA, as_json([_plain(plan, alert) for alert in found])
    for alert in found:
        yield alerts.CAP.format(id=alert.id), cap(plan, alert)


def alert_feed(context: Context) -> bytes:
    """Return the alerts of a site in one language as Atom (RFC 4287), each with its CAP message."""
    found = alerts.shown(context.index, context.post)
    base, language = context.links.base, context.language
    ministry = context.localiser.words(context.index.ministry.name)
    title = context.localiser.title(context.post) if context.post else ministry.text
    feed = ET.Element("feed", {"xmlns": ATOM_NAMESPACE, "xml:lang": language})
    _add(feed, "id", f"{base}{language}/{alerts.FEED}")
    _add(feed, "title", f"{title} – {context.say(alerts.TITLE)}")
    newest = max((alert.last for alert in found), default=datetime(2000, 1, 1, tzinfo=UTC))
    _add(feed, "updated", rfc3339(newest))
    _add(_add(feed, "author"), "name", context.publisher.text)
    _add(
        feed,
        "link",
        rel="self",
        type="application/atom+xml",
        href=f"{base}{language}/{alerts.FEED}",
    )
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base}{language}/")
    for alert in found:
        _entry(feed, context, alert)
    return _xml(feed)


def _entry(feed: ET.Element, context: Context, alert: Alert) -> None:
    base, words = context.links.base, context.localiser.words
    headline = words(alert.headline)
    entry = _add(feed, "entry", **{"xml:lang": headline.language or context.language})
    # The id stays while an alert changes, whoever reads it: its first message.
    _add(entry, "id", f"{base}{alerts.CAP.format(id=alert.id)}")
    _add(entry, "title", headline.text)
    _add(entry, "updated", rfc3339(alert.last))
    _add(entry, "published", rfc3339(alert.sent))
    href = f"{base}{context.language}/alerts/{alert.id}/"
    _add(entry, "link", rel="alternate", type="text/html", href=href)
    message = f"{base}{alerts.CAP.format(id=alert.id)}"
    _add(entry, "link", rel="related", type="application/cap+xml", href=message)
    _add(entry, "category", term=alert.severity)
    said = alert.updates[-1].text if alert.updates else alert.text or alert.headline
    _add(entry, "summary", words(said).text)


def sender(plan: SitePlan) -> str:
    """Return who sends a network's messages: the host of its tree, unique for all the world."""
    return urlsplit(plan.index.ministry.url).hostname or "localhost"


def cap(plan: SitePlan, alert: Alert) -> bytes:
    """Return the last message of an alert in CAP 1.2: itself, an update, or that it is cancelled.

    A message has a name of its own; those before it are named under `references`.
    """
    root = ET.Element("alert", {"xmlns": CAP_NAMESPACE})
    moments = [alert.sent, *(step.at for step in alert.updates)]
    _add(root, "identifier", _message(alert, len(alert.updates)))
    _add(root, "sender", sender(plan))
    _add(root, "sent", _cap_time(alert.last))
    # What is made up must not be taken for real by those who pass messages on.
    made_up = alert.sample or plan.index.ministry.demonstration
    _add(root, "status", "Test" if made_up else alert.status.capitalize())
    _add(root, "msgType", _kind(alert))
    _add(root, "scope", "Public")
    if made_up:
        _add(root, "note", "A sample: nothing of this is real.")
    if alert.updates:
        before = (
            f"{sender(plan)},{_message(alert, number)},{_cap_time(moment)}"
            for number, moment in enumerate(moments[:-1])
        )
        _add(root, "references", " ".join(before))
    owed = [tag for tag, _ in alert.headline.variants]
    for language in owed:
        _info(root, plan, alert, language)
    return _xml(root)


def _kind(alert: Alert) -> str:
    if not alert.updates:
        return "Alert"
    return "Cancel" if alert.updates[-1].kind == "cancel" else "Update"


def _message(alert: Alert, number: int) -> str:
    return f"{alert.id}.{number}"


def _cap_time(moment: datetime) -> str:
    """Return an instant as CAP wants it: with an offset in digits, never Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def _info(root: ET.Element, plan: SitePlan, alert: Alert, language: str) -> None:
    """Add what a message says in one language; the elements stand in the order of the schema."""
    info = _add(root, "info")
    order = tuple(dict.fromkeys((language, *plan.languages)))
    _add(info, "language", language or plan.languages[0])
    for category in alert.category:
        _add(info, "category", _CATEGORIES[category])
    _add(info, "event", (alert.event or alert.headline).pick(order)[0])
    over = alert.closed_at is not None
    if over:
        _add(info, "responseType", "AllClear")
    _add(info, "urgency", "Past" if over else alert.urgency.capitalize())
    _add(info, "severity", alert.severity.capitalize())
    _add(info, "certainty", alert.certainty.capitalize())
    _add(info, "effective", _cap_time(alert.last))
    if alert.onset:
        _add(info, "onset", _cap_time(alert.onset))
    _add(info, "expires", _cap_time(alert.expires))
    publisher = plan.index.ministry.publisher
    sending = publisher.name if publisher else plan.index.ministry.name
    _add(info, "senderName", sending.pick(order)[0])
    _add(info, "headline", alert.headline.pick(order)[0])
    last = alert.updates[-1].text if alert.updates else None
    said = [_in(language, text) for text in (last, alert.text)]
    if any(said):
        _add(info, "description", "\n\n".join(filter(None, said)))
    if not over and (instruction := _in(language, alert.instruction)):
        _add(info, "instruction", instruction)
    page = language if language in plan.languages else plan.languages[0]
    _add(info, "web", f"{plan.links.base}{page}/alerts/{alert.id}/")
    if alert.phone:
        _add(info, "contact", plan.index.number(alert.phone).shown)
    area = _add(info, "area")
    _add(area, "areaDesc", alert.area.words.pick(order)[0])
    if alert.area.polygon:
        _add(area, "polygon", " ".join(f"{lat:g},{lon:g}" for lon, lat in alert.area.polygon))
    codes = [("ISO 3166-1", code) for code in alert.area.countries]
    for name, code in [*codes, *(("ISO 3166-2", region) for region in alert.area.regions)]:
        place = _add(area, "geocode")
        _add(place, "valueName", name)
        _add(place, "value", code)


def _in(language: str, text: Text | None) -> str:
    """Return a text in a language itself, or in none; apps do not expect another one there."""
    if text is None:
        return ""
    found, tag = text.pick((language,))
    return found.strip() if tag in (language, "") else ""


def _plain(plan: SitePlan, alert: Alert) -> dict[str, object]:
    """Return an alert as plain data, in the words of its file."""
    texts = {
        key: dict(text.variants)
        for key in ("headline", "text", "instruction", "event")
        if (text := getattr(alert, key))
    }
    times = {
        key: rfc3339(moment)
        for key in ("sent", "onset", "expires", "next_update")
        if (moment := getattr(alert, key))
    }
    return {
        "id": alert.id,
        "status": alert.status,
        "severity": alert.severity,
        "urgency": alert.urgency,
        "certainty": alert.certainty,
        "ends": rfc3339(alert.ends),
        "updated": rfc3339(alert.last),
        **texts,
        **times,
        "area": {
            "words": dict(alert.area.words.variants),
            "posts": list(alert.area.posts),
            "countries": list(alert.area.countries),
            "regions": list(alert.area.regions),
            "polygon": [list(point) for point in alert.area.polygon],
        },
        "phone": alert.phone or "",
        "updates": [
            {"at": rfc3339(step.at), "kind": step.kind, "text": dict(step.text.variants)}
            for step in alert.updates
        ],
        "url": f"{plan.links.base}{plan.languages[0]}/alerts/{alert.id}/",
        "cap": f"{plan.links.base}{alerts.CAP.format(id=alert.id)}",
    }


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    text: str = ET.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
