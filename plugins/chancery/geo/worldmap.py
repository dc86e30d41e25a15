"""The map of the world: every country's outline in Equal Earth, small enough to stand in a page.

The outlines are drawn beforehand (`tools/draw-maps`) and kept in `data/world-map.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import msgspec

from chancery.geo.atlas import DATA, world
from chancery.geo.outlines import (
    Box,
    area,
    box_of,
    inner_point,
    path_of,
    thinned,
    unwrapped,
)
from chancery.geo.projection import equal_earth
from chancery.geo.topology import Point, joined

TABLE = DATA / "world-map.json"

#: The middle of the map. Its edge is half around the world from there, where it parts no land; in
#: the south it lies farther east, so that the islands of the Pacific stay together.
CENTRE = 11.0
SOUTH, FARTHER = 30.0, 30.0

#: Units of the map in a radius of the sphere: about 2,000 from edge to edge.
SCALE = 369

#: How far a line may be from the true one, and the least area of an island that is drawn, in units.
TOLERANCE = 1.8
SMALLEST = 14

#: What lies beyond it is not drawn: nobody is posted to the ice.
SOUTHERNMOST = -57.0


class Outline(NamedTuple):
    """A country on the map: its parts that are large enough, else the largest, and where it is.

    middle: a place in degrees inside its largest part.
    """

    path: str
    small: bool
    box: Box
    middle: Point


class World(NamedTuple):
    """The countries that are drawn as the paths of SVG elements, and the box around all of them."""

    paths: tuple[tuple[str, str], ...]
    box: Box


def place(lon: float, lat: float) -> tuple[int, int]:
    """Return where a place in degrees is on the map; y to the south, as in SVG."""
    x, y = equal_earth(lon - _centre(lon, lat), lat)
    return round(SCALE * x), round(-SCALE * y)


@cache
def outlines(inhabited: frozenset[str]) -> World:
    """Return the countries of the world; small ones only where somebody is posted."""
    shown = [(c, one) for c, one in _table().items() if not one.small or c in inhabited]
    box = shown[0][1].box
    for _, one in shown:
        box = box.with_box(one.box)
    return World(tuple((code, one.path) for code, one in shown), box)


def middle(code: str) -> Point | None:
    """Return a place in degrees inside the largest part of a country; None if it is too small."""
    found = _table().get(code)
    return found.middle if found else None


@cache
def _table() -> dict[str, Outline]:
    rows: dict[str, Outline] = msgspec.json.decode(TABLE.read_bytes(), type=dict[str, Outline])
    return rows


def table() -> str:
    """Draw the table: every country, each on a line of its own."""
    rows = []
    for code, rings in sorted(_rings().items()):
        drawn = [_drawn(ring) for ring in rings]
        large = [ring for ring in drawn if area(ring) >= SMALLEST]
        shown = large or [max(drawn, key=area)]
        if path := path_of(shown):
            box = box_of(chain.from_iterable(shown))
            found = Outline(path, not large, box, inner_point(max(rings, key=area)))
            rows.append(f'"{code}": {msgspec.json.encode(found).decode()}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _rings() -> dict[str, list[Sequence[Point]]]:
    """Return every country's rings in degrees, with no more points than the map needs."""
    atlas = world()
    arcs = [_thin(atlas.topology.arc(at)) for at in range(len(atlas.topology.steps))]
    found: dict[str, list[Sequence[Point]]] = {}
    for code, polygons in atlas.countries.items():
        for ring in chain.from_iterable(polygons):
            points = unwrapped(joined(arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring))
            if max(lat for _, lat in points) > SOUTHERNMOST:
                found.setdefault(code, []).append(points)
    return found


def _thin(arc: Sequence[Point]) -> list[Point]:
    plane = [(SCALE * x, SCALE * y) for x, y in _projected(unwrapped(arc))]
    return [arc[at] for at in thinned(plane, TOLERANCE)]


def _drawn(ring: Sequence[Point]) -> list[tuple[int, int]]:
    return [(round(SCALE * x), round(-SCALE * y)) for x, y in _projected(ring)]


def _projected(points: Sequence[Point]) -> Iterator[Point]:
    """Project a run of degrees, all of it on that side of the map where its middle is."""
    box = box_of(points)
    centre = _centre((box.west + box.east) / 2, (box.south + box.north) / 2)
    return (equal_earth(lon - centre, lat) for lon, lat in points)


def _centre(lon: float, lat: float) -> float:
    """Return the middle of the map by as many turns around the world as bring it near a place."""
    edge = CENTRE + FARTHER if lat < SOUTH else CENTRE
    return CENTRE + 360 * round((lon - edge) / 360)
