"""What the templates of alerts see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.newsviews import AlertView
from chancery.plan.views import Link, Words


class WayLine(Struct, frozen=True, kw_only=True):
    """A way out: what it is, whether people get through, and when somebody last made sure."""

    name: Words
    state: str
    state_name: str
    checked: str
    checked_iso: str
    note: Words | None = None


class UpdateLine(Struct, frozen=True, kw_only=True):
    """One thing that was said of an alert, and when; kind: in words, empty for a mere update."""

    paragraphs: Words
    when: str
    when_iso: str
    kind: str = ""


class AlertPageView(Struct, frozen=True, kw_only=True):
    """An alert in full, with all that was said of it, the newest first."""

    alert: AlertView
    facts: tuple[tuple[str, str], ...]
    text: Words | None
    instruction: Words | None
    updates: tuple[UpdateLine, ...]
    ways: tuple[WayLine, ...]
    departure: str
    departure_note: Words | None
    departure_until: str
    departure_until_iso: str
    help_href: str
    all_href: str
    cap: str
    links: tuple[Link, ...] = ()


class AlertsView(Struct, frozen=True, kw_only=True):
    """All alerts of a site: those that hold, and those that ended; and where machines read them."""

    active: tuple[AlertView, ...]
    ended: tuple[AlertView, ...]
    feed: str
    data: str
