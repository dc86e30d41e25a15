"""The parts of countries in the detailed atlas, and which of them belong into one picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians

from chancery.geo.atlas import detailed
from chancery.geo.outlines import Box, area, box_of, contains, inner_point, unwrapped
from chancery.geo.topology import Point, Ring

#: A part belongs to the picture if it has this share of the largest one's area.
LARGE = 0.4

#: A part belongs to the picture if it is this near to the others: as a part of their size, or in
#: degrees.
NEAR = 0.09
NEAR_AT_LEAST = 2.4

#: A part that is smaller than this, as a part of the largest one's size, never makes a map wider.
TINY = 0.004


@dataclass(frozen=True, slots=True)
class Part:
    """A ring of the atlas, and the degrees around it."""

    ring: Ring
    box: Box
    hole: bool

    def points(self) -> Sequence[Point]:
        """Return its points in degrees, without a jump at the antimeridian."""
        return unwrapped(detailed().topology.ring(self.ring))

    @property
    def size(self) -> float:
        """Its size, well enough to compare it with others."""
        west, south, east, north = self.box
        return (east - west) * (north - south) * cos(radians((south + north) / 2))


@cache
def parts() -> dict[str, tuple[Part, ...]]:
    """Return every country's parts, holes included; land of no country has an empty code."""
    arcs = arc_boxes()
    return {
        code: tuple(
            Part(ring, _ring_box(ring, arcs), hole=number > 0)
            for polygon in polygons
            for number, ring in enumerate(polygon)
        )
        for code, polygons in detailed().countries.items()
    }


@cache
def arc_boxes() -> list[Box]:
    """Return the degrees around every arc of the atlas."""
    return [Box(*box) for box in detailed().topology.boxes()]


def _ring_box(ring: Ring, arcs: Sequence[Box]) -> Box:
    found = arcs[max(ring[0], ~ring[0])]
    for number in ring[1:]:
        found = found.with_box(arcs[max(number, ~number)])
    if found.east - found.west <= 180:
        return found
    # It goes across the antimeridian.
    return box_of(unwrapped(detailed().topology.ring(ring)))


@cache
def country_box(code: str) -> Box:
    """Return the degrees around all parts of a country."""
    return around(part.box for part in parts()[code])


def around(boxes: Iterable[Box]) -> Box:
    """Return the box around boxes of degrees, each turned to where it is nearest to the first."""
    first, *others = boxes
    for other in others:
        first = first.with_box(turned(other, first))
    return first


def turned(box: Box, to: Box) -> Box:
    """Return a box of degrees by as many turns around the world as bring it nearest to another."""
    turn = 360 * round(((to.west + to.east) - (box.west + box.east)) / 720)
    return Box(box.west + turn, box.south, box.east + turn, box.north)


def middle(code: str) -> Point | None:
    """Return a place in degrees inside the largest part of a country; None for one without area."""
    own = parts().get(code)
    if not own:
        return None
    lon, lat = inner_point(max(own, key=lambda part: part.size).points())
    return (lon + 180) % 360 - 180, lat


def pictured(code: str, places: Iterable[Point]) -> list[Part]:
    """Return the parts of a country to fit a map to: large ones, those with places, those near."""
    own = (part for part in parts().get(code, ()) if not part.hole)
    ordered = sorted(own, key=lambda part: part.size, reverse=True)
    if not ordered:
        return []
    largest = ordered[0].size
    large = [part for part in ordered if part.size > TINY * largest]
    areas = {part: _area(part) for part in large if part.size > LARGE / 2 * largest}
    found = {part: None for part, size in areas.items() if size >= LARGE * max(areas.values())}
    for place in places:
        found.update(dict.fromkeys([part for part in ordered if _holds(part, place)][:1]))
    _add_near(found, large)
    return list(found)


def _add_near(found: dict[Part, None], large: Sequence[Part]) -> None:
    """Add the parts that are near to those found: along a chain of islands, one after another."""
    box = around(part.box for part in found)
    before = 0
    while before < len(found):
        before = len(found)
        for part in large:
            reach = max(NEAR_AT_LEAST, NEAR * max(box.east - box.west, box.north - box.south))
            if part not in found and box.grown(reach).meets(turned(part.box, box)):
                found[part] = None
                box = box.with_box(turned(part.box, box))


def _area(part: Part) -> float:
    return area(part.points()) * cos(radians((part.box.south + part.box.north) / 2))


def _holds(part: Part, place: Point) -> bool:
    lon, lat = place
    there = turned(Box(lon, lat, lon, lat), part.box)
    return part.box.meets(there) and contains(part.points(), (there.west, lat))
