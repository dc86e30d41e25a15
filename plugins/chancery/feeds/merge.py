"""Several feeds as one list: pure, so that a plan may call it anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from chancery.feeds.entries import Entry, newest


def newest_first(groups: Iterable[Iterable[Entry]], limit: int) -> tuple[Entry, ...]:
    """Give at most `limit` entries of all the groups, newest first, each thing once.

    Two entries are the same thing when they have the same link, or the same feed and id; the newer
    one stays. Where instants are equal, feed and id decide, so the order of the groups never does.
    """
    shown: list[Entry] = []
    seen: set[tuple[str, ...]] = set()
    for entry in newest(chain.from_iterable(groups)):
        if len(shown) >= limit:
            break
        names = {(entry.feed, entry.id), (entry.link,)} - {("",)}
        if seen.isdisjoint(names):
            shown.append(entry)
        seen |= names
    return tuple(shown)
