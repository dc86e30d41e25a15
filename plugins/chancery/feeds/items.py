"""What every form of feed is read into: its items, with texts as they stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chancery.feeds.dates import read_date
from chancery.feeds.entries import Raw
from chancery.feeds.links import LINK_LIMIT
from chancery.feeds.recurrence import Recurrence

#: The most characters of a link, a name or a date that are read: one more than a link may have, so
#: that one which was cut is never taken for another.
VALUE_LIMIT = LINK_LIMIT + 1
#: The most topics and files of an item that are looked at.
FEW = 20


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of an item that can be true, in UTC, the one that counts first.

    written: the first of them as the feed writes it.
    """

    published: tuple[datetime, ...] = ()
    updated: tuple[datetime, ...] = ()
    written: str = ""

    def all(self) -> tuple[datetime, ...]:
        """Return every date that may stand for the day of publishing."""
        return self.published + self.updated


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed.

    raw: gives what it says; called only for the items that are kept. starts, recurs, ends, zone,
    recurrence: as in `Entry`.
    """

    dates: Dates
    raw: Callable[[], Raw]
    starts: str = ""
    recurs: bool = False
    ends: str = ""
    zone: str = ""
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a feed: its items in its own order, and the date of the feed itself.

    oddity: what was odd about it, in words that follow its name; empty when nothing was. calendar:
    whether its items are events.
    """

    items: list[Item]
    date: datetime | None = None
    oddity: str = ""
    calendar: bool = False


def dates_of(published: list[str], updated: list[str], language: str = "") -> Dates:
    """Return the dates that texts name, those of publishing and those of changes."""
    return Dates(
        tuple(date for text in published if (date := read_date(text, language))),
        tuple(date for text in updated if (date := read_date(text, language))),
        next(filter(None, (text.strip() for text in published + updated)), "")[:VALUE_LIMIT],
    )
