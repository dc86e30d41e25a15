"""A feed's bytes made into clean entries; what is wrong with them is a problem, never raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec
from msgspec import structs

from chancery.common.digest import digest
from chancery.common.faults import CURE as FAULT_CURE
from chancery.common.faults import Fault, at_edge
from chancery.common.problems import Level, Place, Problem
from chancery.feeds.clean import CLEANER_VERSION, clean_entry, clean_summary, has_words, text_of
from chancery.feeds.document import FeedRefused, read_text, read_tree
from chancery.feeds.entries import ENTRY_LIMIT, UNDATED, Entry, Raw, entry_hash
from chancery.feeds.identity import apart
from chancery.feeds.items import Found, Item
from chancery.feeds.links import is_web
from chancery.feeds.opml import count, is_list
from chancery.feeds.text import collapsed, plain
from chancery.feeds.undetected import undetected

#: How the `feed` of a file beside the content begins.
FILE = "file:"
_ID_LIMIT = 500
#: The most events that are taken of a calendar in a file, which is read the same on every day.
_FILE_LIMIT = 2 * ENTRY_LIMIT
#: The most events that recur of which it is worked out when they are next, before any is left out.
_RECURRING_LIMIT = 300
_DAY = timedelta(1)
#: What an address of data holds; a text that has it is quoted, or ends there.
_DATA = re.compile(r"""\bdata:[^"'<>\s]{64,}+""")


def parse_feed(
    data: bytes,
    *,
    feed: str,
    now: datetime | None,
    address: str = "",
    content_type: str = "",
    whole: bool = False,
) -> tuple[list[Entry], list[Problem]]:
    """Return the newest entries of a feed, newest first, and what is wrong with it.

    data: RSS, RDF, Atom, JSON Feed or iCalendar; the bytes tell which. feed: its address, or
    `file:<path>`. now: the instant at which it is fetched; None for a file, which says the same
    whenever it is read. address: where it was found in the end, after redirects, when that is not
    `feed`; links are relative to it. content_type: what it was sent as.
    whole: whether whole texts are kept; else nothing of them but the summary is.

    Dates that are missing, absurd or later than now are None: such an entry is shown at the instant
    it was first seen. In a file that is the date of the feed, else `UNDATED`.

    A feed that is refused gives one problem and no entries; a note tells that the entries are
    whole all the same.
    """
    problems: list[Problem] = []
    base = next(filter(is_web, (address, feed)), "")
    try:
        found = _found(data, base, content_type)
    except FeedRefused as refused:
        place = Place(feed.removeprefix(FILE), refused.line, refused.column)
        return [], [Problem(place, refused.message, cure=refused.cure, code="feed-unreadable")]
    if found.oddity:
        problems.append(_note(feed, found.oddity, "feed-odd"))
    instant = now and now.astimezone(UTC)
    dated = [(_published(item, instant), item) for item in found.items]
    seen = instant or found.date or UNDATED
    dated.sort(key=lambda pair: pair[0] or seen, reverse=True)
    dated = [*_events_first(dated, instant), *(pair for pair in dated if not pair[1].starts)]
    kept = ENTRY_LIMIT if instant or not found.calendar else _FILE_LIMIT
    newest = list(islice(_once(dated), kept))
    worded = [one for one in newest if has_words(one[2])]
    made = [_entry(raw, item, feed, date, seen, whole) for date, item, raw in worded or newest]
    entries = [entry for entry in made if entry.title]
    if len(worded) < len(newest):
        said = _wordless(len(newest) - len(worded), len(newest), len(entries))
        problems.append(_note(feed, said, "feed-without-words"))
    if _lacking(entries):
        problems.append(undetected(Place(feed.removeprefix(FILE))))
    return apart(entries), problems


def parse_file(data: bytes, *, feed: str, whole: bool) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of a feed that is left as a file, and what is wrong with it.

    As `parse_feed`, but here a fault that nobody foresaw is a problem too: in a build, reading is
    no process of its own, and a file costs no other.
    """
    faults: list[Fault] = []
    with at_edge(faults.append):
        return parse_feed(data, feed=feed, now=None, whole=whole)
    place = Place(feed.removeprefix(FILE))
    return [], [Problem(place, str(faults[0]), cure=FAULT_CURE, code="feed-fault")]


def _lacking(entries: Iterable[Entry]) -> bool:
    """Return whether an entry has no language because what detects it is not there."""
    from chancery.feeds.language import detects, is_clear

    if detects():
        return False
    unknown = (entry for entry in entries if not entry.language)
    return any(is_clear(_words(entry)) for entry in unknown)


def _words(entry: Entry) -> str:
    return f"{entry.title}\n{text_of(entry.summary)}"


def _once(
    dated: Iterable[tuple[datetime | None, Item]],
) -> Iterator[tuple[datetime | None, Item, Raw]]:
    """Return each item with what it says, without those that say the same under whatever name.

    That is before any is cleaned: a feed that repeats one a thousand times has room for the others.
    """
    seen: set[object] = set()
    for published, item in dated:
        raw = item.raw()
        when = (item.starts, item.ends, item.recurrence)
        said = (structs.replace(raw, guid=""), when, published)
        if said not in seen:
            seen.add(said)
            yield published, item, raw


def _events_first(
    dated: Iterable[tuple[datetime | None, Item]], now: datetime | None
) -> list[tuple[datetime | None, Item]]:
    """Return the events of a feed: the next one first, and last those that are past.

    Without a clock, those that begin last come first.
    """
    events = [pair for pair in dated if pair[1].starts]
    events.sort(key=lambda pair: pair[1].starts, reverse=True)
    if now is None:
        return sorted(events, key=lambda pair: not pair[1].recurs)
    from chancery.feeds.occurrences import next_occurrence

    ahead, behind, recurring = [], [], 0
    for pair in events:
        item = pair[1]
        recurring += item.recurs
        if item.recurs and recurring > _RECURRING_LIMIT:
            behind.append(pair)
        elif when := next_occurrence(item, now - _DAY, ""):
            ahead.append((when.begun, pair))
        else:
            behind.append(pair)
    ahead.sort(key=lambda found: found[0])
    return [*(pair for _, pair in ahead), *behind]


def _wordless(count: int, of: int, shown: int) -> str:
    """Say that entries have nothing that a reader would see; shown: how many are all the same."""
    if count == of:
        told = f": {shown} of them are shown by their addresses or days" if shown else ""
        return f"none of its {of} entries has a title or a text{told}"
    verb = "has" if count == 1 else "have"
    return f"{count} of its {of} entries {verb} neither title nor text, and cannot be shown"


def _note(feed: str, message: str, code: str) -> Problem:
    return Problem(Place(feed.removeprefix(FILE)), message, level=Level.NOTE, code=code)


def _found(data: bytes, base: str, content_type: str) -> Found:
    """Return what is in a feed, by the form that its first characters tell.

    Raises `FeedRefused` when there is no feed in the data.
    """
    text, oddity = read_text(data, content_type)
    start = text[:1_000].lstrip("\ufeff \t\r\n")
    # Imported where used: CLDR's table of languages, which each of them needs, is slow to load.
    if start.startswith("{"):
        from chancery.feeds.json_items import json_items

        found = json_items(text, base)
    elif start[:15].upper() == "BEGIN:VCALENDAR":
        from chancery.feeds.event_items import event_items

        found = event_items(text.lstrip("\ufeff \t\r\n"), base)
    else:
        from chancery.feeds.xml_items import xml_items

        root = read_tree(text)
        if is_list(root):
            said = f"is a list of feeds (OPML), and no feed itself; it names {count(root)}"
            raise FeedRefused(said, cure="Save it, and see chancery feeds --import FILE.opml.")
        found = xml_items(root, base)
    return replace(found, oddity=found.oddity or oddity)


def _lean(raw: Raw) -> Raw:
    """Return what a feed said without the pictures inside its text, from which nothing is made."""
    if "data:" not in raw.summary and "data:" not in raw.content:
        return raw
    return structs.replace(
        raw, summary=_DATA.sub("data:", raw.summary), content=_DATA.sub("data:", raw.content)
    )


def _entry(
    raw: Raw,
    item: Item,
    feed: str,
    published: datetime | None,
    first_seen: datetime,
    whole: bool,
) -> Entry:
    """Return the clean entry of one item."""
    name = _id(raw)
    if not whole:
        # Of a text that is not ours no more is kept than is shown.
        summary = clean_summary(raw.summary, raw.base)
        raw = structs.replace(raw, summary=summary, content="")
    entry = clean_entry(
        Entry(
            feed=feed,
            id=name,
            title="",
            link="",
            summary="",
            language=raw.language,
            published=published,
            first_seen=first_seen,
            hash="",
            cleaner=CLEANER_VERSION,
            raw=msgspec.json.encode(_lean(raw)).decode(),
            updated=_updated(item, published or first_seen, first_seen),
            starts=item.starts,
            recurs=item.recurs,
            ends=item.ends,
            zone=item.zone,
            recurrence=item.recurrence,
        )
    )
    from chancery.feeds.language import settled_language

    language = settled_language(raw.language, _words(entry))
    if language == entry.language:
        return entry
    entry = replace(entry, language=language)
    return replace(entry, hash=entry_hash(entry))


def _id(raw: Raw) -> str:
    """Return what an item calls itself: its name, its link, or else all that it says."""
    name = collapsed(plain(raw.guid or raw.link)).strip()
    if name and len(name) <= _ID_LIMIT:
        return name
    return f"sha256:{digest(name or [raw.title, raw.summary, raw.date]).hex()}"


def _published(item: Item, now: datetime | None) -> datetime | None:
    """Return when an item was published, else changed, else made; None when no such date is true.

    Without a clock, none is later than the change: an item may name a day that it is planned for.
    """
    latest = now or next(iter(item.dates.updated), None)
    return next((date for date in item.dates.all() if latest is None or date <= latest), None)


def _updated(item: Item, published: datetime, now: datetime) -> datetime | None:
    """Return when an item was last changed; never before it was published, or later than now."""
    latest = None if now == UNDATED else max(now, published)
    found = (date for date in item.dates.updated if latest is None or date <= latest)
    date = next(found, None)
    return date if date and date >= published else None
