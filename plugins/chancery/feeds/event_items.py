"""Events of an iCalendar file (RFC 5545) as items of a feed.

An event that recurs is one item, at the time that the file states, and says that it recurs: rules
are not worked out, since one line can ask for millions of days. Of its instances only those count
that the file states themselves (`RECURRENCE-ID`). What is cancelled or not public is left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from chancery.feeds.clean import TEXT_LIMIT
from chancery.feeds.dates import named_zone, read_day
from chancery.feeds.document import ELEMENT_LIMIT, Refused
from chancery.feeds.entries import Raw
from chancery.feeds.items import FEW, VALUE_LIMIT, Found, Item, dates_of
from chancery.feeds.language import stated_language
from chancery.feeds.links import is_web

#: The most components inside one another; the format needs three.
_DEPTH_LIMIT = 10
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"""(?P<name>[A-Za-z0-9-]++)(?P<rest>(?:;[A-Za-z0-9-]++=(?:"[^"]*+"|[^";:]*+)++)*+)"""
    r":(?P<value>.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r""";([A-Za-z0-9-]++)=((?:"[^"]*+"|[^";]*+)++)""")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_COMMA = re.compile(r"(?<!\\),")
_MOMENT = re.compile(r"\d{8}(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_HIDDEN = ("PRIVATE", "CONFIDENTIAL")
_RECURRENCE = ("RRULE", "RDATE")


@dataclass(frozen=True, slots=True)
class _Property:
    value: str
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Event:
    """The properties of an event, by their names; those that come again are kept too."""

    properties: dict[str, list[_Property]] = field(default_factory=dict)

    def first(self, name: str) -> _Property:
        return next(iter(self.properties.get(name, ())), _Property("", {}))

    def value(self, name: str) -> str:
        return self.first(name).value[:VALUE_LIMIT].strip()

    def text(self, name: str) -> str:
        """Give a text without its escapes."""
        return _unescaped(self.first(name).value[:TEXT_LIMIT])


def event_items(text: str, base: str) -> Found:
    """Give the events of a calendar, those that begin last first. Raises `Refused` beyond limits.

    base: the web address that the calendar was found at, or empty.
    """
    reader = _Reader()
    for line in _FOLD.sub("", text).replace("\r", "\n").split("\n"):
        reader.take(line)
    items = [
        Item(
            dates_of([event.value("CREATED")], [event.value("LAST-MODIFIED")]),
            partial(_raw, event, base),
            starts=_starts(event.first("DTSTART")),
            recurs=any(name in event.properties for name in _RECURRENCE),
        )
        for event in reader.events
        if _public(event)
    ]
    items.sort(key=lambda item: item.starts, reverse=True)
    return Found(items, oddity="" if not reader.inside else "ends before its calendar does")


class _Reader:
    """Reads the lines of a calendar, and keeps its events."""

    def __init__(self) -> None:
        self.events: list[_Event] = []
        self.inside: list[str] = []  # the components that are open
        self.event = _Event()

    def take(self, line: str) -> None:
        """Take one unfolded line; what is none of the format is passed over."""
        match = _LINE.fullmatch(line)
        if not match:
            return
        name, value = match["name"].upper(), match["value"]
        if name == "BEGIN":
            self._begin(value.strip().upper())
        elif name == "END":
            self._end()
        elif self.inside[-1:] == ["VEVENT"]:
            kept = self.event.properties.setdefault(name, [])
            if len(kept) < FEW:
                kept.append(_Property(value, _parameters(match["rest"])))

    def _begin(self, component: str) -> None:
        self.inside.append(component)
        if len(self.inside) > _DEPTH_LIMIT:
            raise Refused(f"nests components deeper than {_DEPTH_LIMIT}")
        if component == "VEVENT":
            self.event = _Event()

    def _end(self) -> None:
        if self.inside and self.inside.pop() == "VEVENT":
            self.events.append(self.event)
        if len(self.events) > ELEMENT_LIMIT:
            raise Refused(f"has more than {ELEMENT_LIMIT:,} events")


def _parameters(text: str) -> dict[str, str]:
    return {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(text)}


def _public(event: _Event) -> bool:
    hidden = event.value("CLASS").upper() in _HIDDEN
    return not hidden and event.value("STATUS").upper() != "CANCELLED"


def _raw(event: _Event, base: str) -> Raw:
    """Give what an event says: where it is, and its description."""
    lines = (event.text("LOCATION").strip(), event.text("DESCRIPTION").strip())
    summary = "\n".join(filter(None, lines))
    name = event.value("UID")
    instance = event.value("RECURRENCE-ID")
    said = (event.first(n).parameters.get("LANGUAGE", "") for n in ("SUMMARY", "DESCRIPTION"))
    return Raw(
        title=html.escape(event.text("SUMMARY"), quote=False),
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


def _attachments(event: _Event) -> Iterator[tuple[str, str, str]]:
    for one in event.properties.get("ATTACH", ()):
        if "ENCODING" not in one.parameters:
            size = one.parameters.get("SIZE", "")[:20]
            yield one.value[:VALUE_LIMIT], one.parameters.get("FMTTYPE", "")[:100], size


def _topics(event: _Event) -> Iterator[str]:
    for one in event.properties.get("CATEGORIES", ()):
        for topic in _COMMA.split(one.value[:VALUE_LIMIT]):
            yield html.escape(_unescaped(topic), quote=False)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def _starts(start: _Property) -> str:
    """Give when an event begins, in ISO 8601: a day, or a time with its offset if that is known."""
    value = start.value.strip()
    match = _MOMENT.fullmatch(value)
    day = read_day(value[:8]) if match else None
    if not match or day is None:
        return ""
    if not match[1]:
        return day.isoformat()
    zone = named_zone("UTC" if match[4] else start.parameters.get("TZID", ""))
    hour, minute, second = int(match[1]), int(match[2]), min(int(match[3]), 59)
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return day.isoformat()
    return moment.isoformat()
