"""Events of calendars among the news: when they are, in words, until they are past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chancery.feeds.entries import Entry
from chancery.feeds.occurrences import Occurrence, is_day
from chancery.geo.zones import has_place
from chancery.network.model import Post
from chancery.plan.index import Index
from chancery.plan.newsviews import EventTime
from chancery.plan.words import N_, Localiser

#: How many events a list of news shows: the next ones.
EVENTS = 20
ZONE = N_("Time in {place}")


def place_of(index: Index, post: Post | None) -> str:
    """Return the zone by whose clocks a day begins on a site."""
    return (post and post.timezone) or index.ministry.timezone or "UTC"


def occurrence(index: Index, post: Post | None, entry: Entry) -> Occurrence | None:
    """Return the time of an event that a site shows; None once all of it is past."""
    return index.occurrence(entry, place_of(index, post))


def state(index: Index, post: Post | None, feeds: Iterable[str]) -> list[object]:
    """Return when events of feeds are for a site, for its key."""
    return [
        (entry.feed, entry.id, occurrence(index, post, entry))
        for feed in feeds
        for entry in index.events.get(feed, ())
    ]


def instants(index: Index) -> Iterator[datetime]:
    """Return the instants at which what is shown of an event changes: when it is over."""
    if not any(index.events.values()):
        return
    places = {place_of(index, post) for post in (None, *index.network.posts)}
    for entries in index.events.values():
        for entry in entries:
            for place in places:
                if found := index.occurrence(entry, place):
                    yield found.over


def told(
    localiser: Localiser, index: Index, post: Post | None, entry: Entry, found: Occurrence | None
) -> EventTime | None:
    """Return when an event is, in words: by its own clocks, else by those of the site.

    Clocks are named where they show another time than the site's, and on the portal.
    """
    if found is None:
        return None
    place = place_of(index, post)
    zone = entry.zone if has_place(entry.zone) else place
    again = found.again or (entry.recurs and _is_untold(entry))
    if is_day(found.begins):
        first, last = localiser.day(found.begins), localiser.day(found.ends)
        words = first if found.begins == found.ends else f"{first} – {last}"
        return EventTime(words, found.begins, found.ends, begun=_utc(found.begun), again=again,
                         over=_utc(found.over))  # fmt: skip
    begins, ends = (_local(text, zone) for text in (found.begins, found.ends or found.begins))
    words = _words(localiser, begins, ends)
    known = begins.tzinfo is not None
    if known and (
        post is None or begins.utcoffset() != begins.astimezone(ZoneInfo(place)).utcoffset()
    ):
        words = localiser.join([words, _clocks(localiser, zone, begins)])
    return EventTime(
        words,
        begins.isoformat(),
        ends.isoformat() if found.ends else "",
        begun=_utc(found.begun),
        again=again,
        yours=known,
        over=_utc(found.over),
    )


def _words(localiser: Localiser, begins: datetime, ends: datetime) -> str:
    first = localiser.day_and_time(begins)
    if begins == ends:
        return first
    if begins.date() == ends.date():
        return f"{first}–{localiser.clock(ends.time())}"
    return f"{first} – {localiser.day_and_time(ends)}"


def _clocks(localiser: Localiser, zone: str, moment: datetime) -> str:
    """Return what clocks are called: by a place, else by how far they are ahead of UTC."""
    if has_place(zone):
        return localiser.say(ZONE).format(place=localiser.zone_place(zone))
    ahead = moment.isoformat()[len("2026-12-01T19:00:00") :]
    return "UTC" if ahead == "+00:00" else f"UTC{ahead}"


def _is_untold(entry: Entry) -> bool:
    """Say whether an event comes again at times that are not worked out."""
    found = entry.recurrence
    return found is None or (found.rule is None and not found.also)


def _local(text: str, zone: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
