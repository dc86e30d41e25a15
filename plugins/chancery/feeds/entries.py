"""One entry of a feed as the build sees it: plain, frozen data without anything unclean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from chancery.common.digest import digest
from chancery.feeds.recurrence import Recurrence

#: The most entries that are kept of one feed: the newest ones.
ENTRY_LIMIT = 200

#: When an entry was first seen about whose time nothing at all is known: before all others.
UNDATED = datetime.min.replace(tzinfo=UTC)

#: An instant with its offset; the cache refuses one without.
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an entry, as podcasts have them; nothing loads it.

    url: an absolute `http` or `https` address. type: its media type in lower case, or empty.
    length: its size in bytes as the feed says it, 0 when it does not.
    """

    url: str
    type: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed, cleaned, beside what it was cleaned from.

    feed: the feed's address, or `file:<path>` for a file beside the content.
    id: what tells it apart within its feed.
    title: plain text on one line, never markup; it must still be escaped for HTML.
    link: an absolute `http` or `https` address, or empty.
    summary: a short, balanced fragment of HTML out of a small allow-list, or empty.
    language: a canonical BCP 47 tag, or empty when nothing says which.
    published: the date that the feed gives, in UTC; None when it gives none that can be true.
    first_seen: when it was first read, in UTC; of an entry in a file, the date of its feed.
    hash: a digest of all of it that is shown.
    cleaner: the version of the cleaner that made all that is taken from `raw`.
    raw: a `Raw` as JSON, for a later cleaner.
    guid: its name in the whole world as the feed gives it (a web address, `urn:`, `tag:`), or
        empty; the same thing in two feeds has the same one.
    updated: when it was last changed, in UTC; None when the feed does not say, or absurdly.
    image: the absolute `http` or `https` address of a small picture of it, or empty. A page never
        loads it from there.
    image_alt: what the picture shows, in plain text, or empty.
    enclosures: the files that go with it, at most 4.
    topics: what the feed files it under, in plain text, at most 8.
    content: the whole text, as a fragment like the summary; empty where it says no more than that,
        and wherever the text is somebody else's.
    starts: when an event begins: a date of ISO 8601, with its time and offset where the feed has
        one; empty for what is no event.
    recurs: whether an event comes again after that.
    ends: when it ends, as it begins; the last day of several; empty where its feed does not say.
    zone: the time zone of the tz database that its times are of; empty for days, for UTC and other
        offsets, and for times of whatever clock is there.
    recurrence: when it comes again, where that is known.
    gone: when its feed was first read without it, in UTC; None while its feed has it.
    """

    feed: str
    id: str
    title: str
    link: str
    summary: str
    language: str
    published: Instant | None
    first_seen: Instant
    hash: str
    cleaner: int
    raw: str
    guid: str = ""
    updated: Instant | None = None
    image: str = ""
    image_alt: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    topics: tuple[str, ...] = ()
    content: str = ""
    starts: str = ""
    recurs: bool = False
    ends: str = ""
    zone: str = ""
    recurrence: Recurrence | None = None
    gone: Instant | None = None

    @property
    def shown_at(self) -> datetime:
        """Return the instant it is shown and sorted under: its own date, else when it was found."""
        return self.published or self.first_seen


class Raw(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a feed said, before cleaning.

    title: markup or text, as it stands in the feed.
    summary: HTML; plain text is escaped already.
    link: as given, resolved against `xml:base` only.
    date: the date as the feed writes it.
    base: the address that links in the summary are relative to, or empty.
    guid: what tells it apart, as given.
    language: as given, by the entry or its feed.
    image, image_alt: a picture of it, resolved against `xml:base` only, and its description.
    enclosures: address, type and length of files, as given.
    topics: as given.
    content: the whole text as HTML, where there is one beside the summary.
    """

    title: str = ""
    summary: str = ""
    link: str = ""
    date: str = ""
    base: str = ""
    guid: str = ""
    language: str = ""
    image: str = ""
    image_alt: str = ""
    enclosures: tuple[tuple[str, str, str], ...] = ()
    topics: tuple[str, ...] = ()
    content: str = ""


def entry_hash(entry: Entry) -> str:
    """Return the hex digest of all that a page shows of an entry."""
    dates = [date.isoformat() if date else "" for date in (entry.published, entry.updated)]
    files = [[one.url, one.type, one.length] for one in entry.enclosures]
    return digest(
        [entry.title, entry.link, entry.summary, entry.language, entry.guid, *dates],
        [entry.image, entry.image_alt, files, list(entry.topics), entry.starts, entry.recurs],
        entry.content,
        *([entry.ends, entry.zone, entry.recurrence] if entry.starts else ()),
    ).hex()


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, newest first; where instants are equal, by feed and id."""
    by_name = sorted(entries, key=lambda entry: (entry.feed, entry.id))
    return sorted(by_name, key=lambda entry: entry.shown_at, reverse=True)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long entries stay that their feed has no longer.

    now: the instant that counts; days: how many after that of `gone`; most: how many entries of a
    feed there are then, with those that it still has.
    """

    now: datetime
    days: int
    most: int

    def standing(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return those of a feed's entries that stay; by days, so that all of a day say the same.

        What its feed still has always stays: it would come back as something new. An event that
        its calendar has no longer was called off, or is past.
        """
        found = tuple(entries)
        room = self.most - sum(entry.gone is None for entry in found)
        kept = []
        for entry in found:
            if entry.gone is not None and entry.starts:
                continue
            if entry.gone is not None:
                if room <= 0 or (self.now.date() - entry.gone.date()).days >= self.days:
                    continue
                room -= 1
            kept.append(entry)
        return tuple(kept)
