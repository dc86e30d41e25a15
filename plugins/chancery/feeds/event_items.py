"""Events of an iCalendar file (RFC 5545) as items of a feed, each with when it is.

An event that recurs is one item, which says by which rule. An instance that the file states itself
(`RECURRENCE-ID`) is an item of its own, and the event is without it. What is cancelled or not
public is left out.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from chancery.common.problems import shown
from chancery.feeds.calendar_lines import Calendar, Component, read_calendar, unescaped
from chancery.feeds.clean import TEXT_LIMIT
from chancery.feeds.entries import Raw
from chancery.feeds.event_times import Moment, Reader, Times, spelt_out
from chancery.feeds.event_zones import Zones
from chancery.feeds.items import FEW, VALUE_LIMIT, Found, Item, dates_of
from chancery.feeds.language import stated_language
from chancery.feeds.links import is_web

_COMMA = re.compile(r"(?<!\\),")
_HIDDEN = ("PRIVATE", "CONFIDENTIAL")


def event_items(text: str, base: str) -> Found:
    """Return the events of a calendar, those that begin last first. Raises `FeedRefused` at limits.

    base: the web address that the calendar was found at, or empty.
    """
    calendar = read_calendar(text)
    reader = Reader(Zones({zone.value("TZID"): spelt_out(zone) for zone in calendar.zones}))
    events = _latest(calendar.events)
    moved = _instances(reader, events)
    items = [
        _item(event, reader.times(event, moved.get(event.value("UID"), ())), base)
        for event in events
        if _public(event)
    ]
    items.sort(key=lambda item: item.starts, reverse=True)
    return Found(items, oddity=_oddity(calendar, reader), calendar=True)


def _latest(events: Sequence[Component]) -> list[Component]:
    """Return events without those of which a later revision is there too, by `SEQUENCE`."""
    newest: dict[tuple[str, ...], int] = {}
    keys = [
        tuple(event.value(name) for name in ("UID", "RECURRENCE-ID", "SUMMARY")) for event in events
    ]
    for key, event in zip(keys, events, strict=True):
        newest[key] = max(newest.get(key, 0), _revision(event))
    return [
        event
        for key, event in zip(keys, events, strict=True)
        if not key[0] or _revision(event) == newest[key]
    ]


def _revision(event: Component) -> int:
    said = event.value("SEQUENCE")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _instances(reader: Reader, events: Sequence[Component]) -> Mapping[str, list[Moment]]:
    """Return by the events' names at which times they are something else, or nothing."""
    found: dict[str, list[Moment]] = defaultdict(list)
    for event in events:
        moment = reader.moment(event.first("RECURRENCE-ID"))
        if moment is not None and "RRULE" not in event.properties:
            found[event.value("UID")].append(moment)
            if event.first("RECURRENCE-ID").parameters.get("RANGE", ""):
                reader.note("a change of all that follow, which is taken for one of them")
    return found


def _oddity(calendar: Calendar, reader: Reader) -> str:
    """Say what was not understood."""
    said = ["ends before its calendar does"] if calendar.inside else []
    said += [f"has events with {what} ({count})" for what, count in reader.unread.items()]
    if names := [*reader.zones.unknown]:
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        said.append(f"names the time zone {shown(names[0])}{more}, which nobody knows: its times "
                    "are shown as they stand")  # fmt: skip
    return "; it ".join(said)


def _item(event: Component, times: Times, base: str) -> Item:
    return Item(
        dates_of([event.value("CREATED")], [event.value("LAST-MODIFIED")]),
        partial(_raw, event, base),
        starts=times.starts,
        recurs=times.recurs,
        ends=times.ends,
        zone=times.zone,
        recurrence=times.recurrence,
    )


def _public(event: Component) -> bool:
    hidden = event.value("CLASS").upper() in _HIDDEN
    return not hidden and event.value("STATUS").upper() != "CANCELLED"


def _raw(event: Component, base: str) -> Raw:
    """Return what an event says: where it is, and its description."""
    lines = (_text(event, "LOCATION").strip(), _text(event, "DESCRIPTION").strip())
    summary = " – ".join(filter(None, lines))
    name = event.value("UID")
    instance = event.value("RECURRENCE-ID")
    said = (event.first(n).parameters.get("LANGUAGE", "") for n in ("SUMMARY", "DESCRIPTION"))
    return Raw(
        title=html.escape(_text(event, "SUMMARY"), quote=False),
        summary=html.escape(summary, quote=False).replace("\n", "<br>"),
        link=event.value("URL") or (name if is_web(name) else ""),
        date=event.value("CREATED") or event.value("LAST-MODIFIED"),
        base=base,
        guid=f"{name}/{instance}" if name and instance else name,
        language=next(filter(None, map(stated_language, said)), ""),
        image=event.value("IMAGE"),
        enclosures=tuple(_attachments(event)),
        topics=tuple(_topics(event))[:FEW],
    )


def _text(event: Component, name: str) -> str:
    return unescaped(event.first(name).value[:TEXT_LIMIT])


def _attachments(event: Component) -> Iterator[tuple[str, str, str]]:
    for one in event.properties.get("ATTACH", ()):
        if "ENCODING" not in one.parameters:
            size = one.parameters.get("SIZE", "")[:20]
            yield one.value[:VALUE_LIMIT], one.parameters.get("FMTTYPE", "")[:100], size


def _topics(event: Component) -> Iterator[str]:
    for one in event.properties.get("CATEGORIES", ()):
        for topic in _COMMA.split(one.value[:VALUE_LIMIT]):
            yield html.escape(unescaped(topic), quote=False)
