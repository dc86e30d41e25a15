"""The lines of an iCalendar file (RFC 5545, section 3.1) as components with their properties.

The library icalendar makes objects of everything that it reads, at two milliseconds an event, and
keeps the zones of one calendar for the next: it is asked of single values alone (`event_items.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chancery.feeds.document import ELEMENT_LIMIT, FeedRefused
from chancery.feeds.event_zones import ONSETS_LIMIT, ZONES_LIMIT
from chancery.feeds.items import FEW, VALUE_LIMIT

#: The most components inside one another; the format needs three.
_DEPTH_LIMIT = 10
#: The most lines of one event that name times at which it is or is not.
TIMES_LIMIT = 1_000
_TIMES = ("RDATE", "EXDATE")
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"""(?P<name>[A-Za-z0-9-]++)(?P<rest>(?:;[A-Za-z0-9-]++=(?:"[^"]*+"|[^";:]*+)++)*+)"""
    r":(?P<value>.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r""";([A-Za-z0-9-]++)=((?:"[^"]*+"|[^";]*+)++)""")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_KEPT = ("VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT")


@dataclass(frozen=True, slots=True)
class Property:
    """What a line says: its value as it stands, and its parameters by their names."""

    value: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """The properties of a component by their names, and the components inside it."""

    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Property:
        """Return the first property of a name; an empty one where there is none."""
        return next(iter(self.properties.get(name, ())), Property())

    def value(self, name: str) -> str:
        """Return the value of a name, no longer than a link may be."""
        return self.first(name).value[:VALUE_LIMIT].strip()


@dataclass(slots=True)
class Calendar:
    """What was read: events and zones; inside: what was open at the end of the text."""

    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    inside: list[tuple[str, Component]] = field(default_factory=list)

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
        elif self.inside and self.inside[-1][0] in _KEPT:
            kept = self.inside[-1][1].properties.setdefault(name, [])
            if len(kept) <= (TIMES_LIMIT if name in _TIMES else FEW):
                kept.append(Property(value, _parameters(match["rest"])))

    def _begin(self, kind: str) -> None:
        self.inside.append((kind, Component()))
        if len(self.inside) > _DEPTH_LIMIT:
            raise FeedRefused(f"nests components deeper than {_DEPTH_LIMIT}")

    def _end(self) -> None:
        if not self.inside:
            return
        kind, component = self.inside.pop()
        if kind == "VEVENT":
            self.events.append(component)
        elif kind == "VTIMEZONE" and len(self.zones) < ZONES_LIMIT:
            self.zones.append(component)
        elif kind in ("STANDARD", "DAYLIGHT") and self.inside:
            parts = self.inside[-1][1].parts
            if len(parts) < ONSETS_LIMIT:
                parts.append(component)
        if len(self.events) > ELEMENT_LIMIT:
            raise FeedRefused(f"has more than {ELEMENT_LIMIT:,} events")


def read_calendar(text: str) -> Calendar:
    """Return what is in a calendar. Raises `FeedRefused` beyond limits."""
    calendar = Calendar()
    for line in _FOLD.sub("", text).replace("\r", "\n").split("\n"):
        calendar.take(line)
    return calendar


def unescaped(text: str) -> str:
    """Return a text without its escapes."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def _parameters(text: str) -> dict[str, str]:
    return {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(text)}
