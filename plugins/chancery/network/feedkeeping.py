"""How long entries stay that their feed has no longer: as posts.yaml says, for each feed once."""

from __future__ import annotations

from dataclasses import dataclass

from chancery.network.model import Network
from chancery.network.newsfeeds import FeedSource, Keep


@dataclass(frozen=True, slots=True)
class Kept:
    """How many days entries stay, and how many there are at most."""

    days: int
    entries: int


#: What holds where posts.yaml says nothing: an article of a year ago is rarely news.
USUAL = Kept(days=365, entries=200)


def keeping_of(network: Network) -> dict[str, Kept]:
    """Return it for each feed, by its key: the longest of what those who name it say."""
    found: dict[str, Kept] = {}
    for feed in network.feeds():
        own = _own(feed, network.keep)
        known = found.get(feed.key, own)
        found[feed.key] = Kept(max(known.days, own.days), max(known.entries, own.entries))
    return found


def _own(feed: FeedSource, usual: Keep) -> Kept:
    said = feed.keep or Keep()
    return Kept(
        days=said.days or usual.days or USUAL.days,
        entries=said.entries or usual.entries or USUAL.entries,
    )
