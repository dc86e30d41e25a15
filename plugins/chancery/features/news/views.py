"""What the templates of news see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.newsviews import NewsLine
from chancery.plan.views import Link


class EventScript(Struct, frozen=True):
    """A script that says times of events by the reader's clock; formats: how they are written."""

    src: str
    formats: str


class NewsView(Struct, frozen=True, kw_only=True):
    """A list of news, or a part of it.

    events: what is still to come, the next first; lines: those in the reader's language and the
    pinned ones; others: those in other languages; topics: the lists about one topic; feed,
    json_feed, sources: where others read the same; script: what says times by the reader's clock.
    """

    events: tuple[NewsLine, ...]
    lines: tuple[NewsLine, ...]
    others: tuple[NewsLine, ...]
    topics: tuple[Link, ...]
    paging: Paging | None
    feed: str
    json_feed: str
    sources: str
    script: EventScript | None = None


class Paging(Struct, frozen=True):
    """Where in a list of pages a page stands."""

    position: str
    newer: Link | None = None
    older: Link | None = None
