"""The countries of the world as areas, from world-atlas (Natural Earth): coarse and detailed.

Decoded when first asked for, once a process; nothing is read before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import dist
from pathlib import Path
from typing import Any

import msgspec
from babel import Locale
from babel.core import get_global

from chancery.geo.outlines import contains
from chancery.geo.topology import Feature, Polygon, Topology, decode, merged

DATA = Path(__file__).parent.parent / "data"

#: No area of `areas.json` is wider, in degrees: what begins farther from its place is not it.
REACH = 10


@dataclass(frozen=True, slots=True)
class Atlas:
    """The areas of countries by ISO 3166-1 alpha-2; the code is empty for land of no country."""

    topology: Topology
    countries: Mapping[str, tuple[Polygon, ...]]


@cache
def world() -> Atlas:
    """Return the coarse atlas, for maps of the whole world (1:110 million)."""
    return _atlas("countries-110m.json")


@cache
def detailed() -> Atlas:
    """Return the detailed atlas, for maps of one country (1:50 million)."""
    return _atlas("countries-50m.json")


def _atlas(file: str) -> Atlas:
    topology = decode((DATA / file).read_bytes(), "countries")
    areas = msgspec.json.decode((DATA / "areas.json").read_bytes())
    parts: dict[str, list[Polygon]] = defaultdict(list)
    joined = set(areas["named"].values())
    for feature in topology.features:
        code = areas["named"].get(feature.name) or code_of(feature)
        parts[code] += feature.polygons
    for place in areas["at"]:
        joined.add(place["country"])
        _hand_over(topology, parts, place)
    return Atlas(
        topology,
        {
            code: merged(topology, found) if code in joined else tuple(found)
            for code, found in parts.items()
        },
    )


def code_of(feature: Feature) -> str:
    """Return the alpha-2 code of a feature: by its ISO 3166-1 number, else by its name in CLDR."""
    if feature.id:
        return str(get_global("territory_aliases")[feature.id][0])
    return _codes_by_name().get(feature.name, "")


@cache
def _codes_by_name() -> dict[str, str]:
    names = Locale("en").territories.items()
    return {str(name): str(code) for code, name in names if len(code) == 2}


def _hand_over(topology: Topology, parts: dict[str, list[Polygon]], place: Any) -> None:
    """Move the polygon around a place to the country that it belongs to."""
    point = place["lon"], place["lat"]
    found = [
        (code, polygon)
        for code, polygons in parts.items()
        for polygon in polygons
        if dist(topology.arc(polygon[0][0])[0], point) < REACH
        and contains(topology.ring(polygon[0]), point)
    ]
    for code, polygon in found:
        parts[code].remove(polygon)
        parts[place["country"]].append(polygon)
