"""A feed's bytes made into clean entries; what is wrong with them is a problem, never raised."""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from chancery.common.digest import digest
from chancery.common.problems import Place, Problem
from chancery.feeds.clean import CLEANER_VERSION, clean_entry
from chancery.feeds.document import CURE, Refused, read_tree
from chancery.feeds.entries import ENTRY_LIMIT, UNDATED, Entry, Raw
from chancery.feeds.links import is_web
from chancery.feeds.text import collapsed, plain

#: How the `feed` of a file beside the content begins.
FILE = "file:"
#: What is dated earlier has no date: the web's first feeds are of 1997.
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
#: Dates without a year, which a parser would complete from the clock, begin with a hyphen.
_DATE = re.compile(r"[^-].*\d")
_DATE_KEYS = ("published", "updated", "created")
#: What a feed itself says last is what its file was made with.
_FEED_DATE_KEYS = ("updated", "published")
_ID_LIMIT = 500


def parse_feed(
    data: bytes, *, feed: str, now: datetime | None
) -> tuple[list[Entry], list[Problem]]:
    """Give the newest entries of a feed, newest first, and what is wrong with it.

    data: an RSS, RDF or Atom document. feed: its address, or `file:<path>`. now: the instant at
    which it is fetched; None for a file, which says the same whenever it is read.

    Dates that are missing, absurd or later than now are None: such an entry is shown at the instant
    it was first seen. In a file that is the date of the feed, else `UNDATED`.

    A feed that is refused gives one problem and no entries; a warning tells that the entries are
    whole all the same.
    """
    problems: list[Problem] = []
    try:
        found, own, oddity = _items(data, feed)
    except Refused as refused:
        place = Place(feed.removeprefix(FILE), refused.line, refused.column)
        return [], [Problem(place, refused.message, cure=CURE)]
    if oddity:
        problems.append(_warning(feed, oddity))
    instant = now and now.astimezone(UTC)
    dated = [(_date(item, instant), item) for item in found]
    seen = instant or own or UNDATED
    dated.sort(key=lambda pair: pair[0] or seen, reverse=True)
    entries: dict[str, Entry] = {}
    for published, item in dated[:ENTRY_LIMIT]:
        entry = _entry(item, feed, published, seen)
        if entry.title:
            entries.setdefault(entry.id, entry)
    if dated and not entries:
        problems.append(_warning(feed, f"none of its {len(dated)} entries has a title or a text"))
    return list(entries.values()), problems


def _warning(feed: str, message: str) -> Problem:
    return Problem(Place(feed.removeprefix(FILE)), message, warning=True)


def _items(data: bytes, feed: str) -> tuple[list[Mapping[str, Any]], datetime | None, str]:
    """Give a feed's items as its parser has them, each with its base, its date, and what was odd.

    Raises `Refused` when there is no feed in the data.
    """
    import feedparser  # slow to import, as is the table of languages behind `reduced`

    from chancery.feeds.reduce import reduced

    tree, oddity = read_tree(data)
    small = reduced(tree)
    base = next((address for address in (feed, small.link) if is_web(address)), "")
    try:
        parsed = feedparser.parse(
            io.BytesIO(small.document),
            response_headers={"content-type": "application/xml", "content-location": base},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # whatever it stumbles over, the feed is what is wrong
        raise Refused(f"cannot be read: {type(error).__name__}: {error}") from error
    if len(parsed.entries) != small.count:
        raise Refused(f"cannot be read: {parsed.get('bozo_exception', 'entries are missing')}")
    own = next((date for key in _FEED_DATE_KEYS for date in _dates({**parsed.feed}, key)), None)
    return [{"base": base, **item} for item in parsed.entries], own, oddity


def _entry(
    item: Mapping[str, Any], feed: str, published: datetime | None, first_seen: datetime
) -> Entry:
    """Give the clean entry of one item."""
    raw = _raw(item)
    return clean_entry(
        Entry(
            feed=feed,
            id=_id(item, raw),
            title="",
            link="",
            summary="",
            language=item.get("language") or "",
            published=published,
            first_seen=first_seen,
            hash="",
            cleaner=CLEANER_VERSION,
            raw=msgspec.json.encode(raw).decode(),
        )
    )


def _raw(item: Mapping[str, Any]) -> Raw:
    """Give what an item says; its summary, or what it has instead of one."""
    details = (item.get("summary_detail"), *item.get("content", ()))
    texts = [detail for detail in details if detail and detail.get("value")]
    summary, base = "", item["base"]
    if texts:
        summary, base = texts[0]["value"], texts[0].get("base") or base
        if texts[0].get("type") == "text/plain":
            summary = html.escape(summary, quote=False)
    link = item.get("link") or next((a.get("href", "") for a in item.get("links", ())), "")
    date = next((item[key] for key in _DATE_KEYS if item.get(key)), "")
    return Raw(title=item.get("title", ""), summary=summary, link=link, date=date, base=base)


def _id(item: Mapping[str, Any], raw: Raw) -> str:
    """Give what tells an item apart: its name, its link, or else all that it says."""
    name = collapsed(plain(item.get("id") or raw.link)).strip()
    if name and len(name) <= _ID_LIMIT:
        return name
    return f"sha256:{digest(name or [raw.title, raw.summary, raw.date]).hex()}"


def _date(item: Mapping[str, Any], now: datetime | None) -> datetime | None:
    """Give when an item was published, else changed, else made; None when no such date is true.

    Without a clock, none is later than the change: an item may name a day that it is planned for.
    """
    latest = now or next(_dates(item, "updated"), None)
    found = (date for key in _DATE_KEYS for date in _dates(item, key))
    return next((date for date in found if latest is None or date <= latest), None)


def _dates(item: Mapping[str, Any], key: str) -> Iterator[datetime]:
    if not _DATE.match(item.get(key) or "") or not item.get(f"{key}_parsed"):
        return
    try:
        date = datetime.fromtimestamp(calendar.timegm(item[f"{key}_parsed"]), UTC)
    except (ValueError, OverflowError, OSError):
        return
    if date >= _EARLIEST:
        yield date
