"""The map of one country and what lies around it, fitted to the country and to places in it.

To draw one takes milliseconds, too long for each of hundreds of sites: those that are fitted to
their country alone are drawn beforehand (`tools/draw-maps`) and kept in `data/country-maps.json`.
Only for places that are out of sight there, such as those on far islands, one is drawn by a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from math import cos, radians
from typing import NamedTuple

import msgspec

from chancery.geo.atlas import DATA, detailed
from chancery.geo.outlines import Box, box_of, path_of, thinned, unwrapped
from chancery.geo.parts import (
    Part,
    arc_boxes,
    around,
    country_box,
    middle,
    parts,
    pictured,
    turned,
)
from chancery.geo.projection import EqualArea
from chancery.geo.topology import Point, joined
from chancery.geo.zones import country_places

TABLE = DATA / "country-maps.json"

#: The width of a map in its own units, and the least and greatest height.
WIDTH = 1200
LOWEST, HIGHEST = 700, 1100

#: Space around the country, as a part of its size; the least size of a map, in radii of the sphere.
MARGIN = 0.07
LEAST = 0.08

#: How far from the edge of a map a place has to be, in units.
EDGE = 30

#: How far a line may be from the true one: the first that gives no more characters than a page
#: should have.
TOLERANCES = (2.0, 4.0, 6.0)
LONGEST = 12_000

#: The least box around an island, in units.
SMALLEST_OWN, SMALLEST_OTHER = 6, 18

#: Edges of what is cut off are bent at least every so many degrees, as parallels are.
BEND = 4.0


class Frame(NamedTuple):
    """What a map shows: a rectangle of a projection.

    lon, lat: the centre of the projection; west, north: the corner, in radii of the sphere; scale:
    units in a radius.
    """

    lon: float
    lat: float
    west: float
    north: float
    scale: float
    height: int

    def places(self, points: Iterable[Point]) -> list[tuple[int, int]]:
        """Return where places in degrees are on the map; y to the south, as in SVG."""
        west, north, scale = self.west, self.north, self.scale
        return [
            (round((x - west) * scale), round((north - y) * scale))
            for x, y in EqualArea(self.lon, self.lat).all(points)
        ]

    def shows(self, points: Iterable[Point]) -> bool:
        """Say whether places in degrees are in sight, and not at the very edge."""
        return all(
            EDGE <= x <= WIDTH - EDGE and EDGE <= y <= self.height - EDGE
            for x, y in self.places(points)
        )

    @property
    def bounds(self) -> Box:
        """The degrees around what the map shows, with a margin on every side."""
        projection = EqualArea(self.lon, self.lat)
        east, south = self.west + WIDTH / self.scale, self.north - self.height / self.scale
        steps = [part / 8 for part in range(9)]
        xs = [self.west + (east - self.west) * part for part in steps]
        ys = [south + (self.north - south) * part for part in steps]
        sides = [(x, y) for x in xs for y in (south, self.north)]
        sides += [(x, y) for y in ys for x in (self.west, east)]
        box = box_of(projection.inverse(x, y) for x, y in sides)
        for pole in (-90.0, 90.0):
            [(x, y)] = projection.all([(self.lon, pole)])
            if self.west < x < east and south < y < self.north:
                box = box.with_box(Box(self.lon - 180, pole, self.lon + 180, pole))
        return box.grown(0.03 * max(box.north - box.south, box.east - box.west))


class CountryMap(NamedTuple):
    """A country and the land around it as paths of SVG elements; middle: a place inside of it."""

    frame: Frame
    country: str
    around: str
    middle: Point | None


@cache
def country_map(code: str, places: tuple[Point, ...]) -> CountryMap | None:
    """Return the map of a country so that some places are in sight; None where there is no land."""
    kept = _table().get(code)
    if kept is None or kept.frame.shows(places):
        return kept
    return draw(code, places)


def country_middle(code: str) -> Point | None:
    """Return a place in degrees inside the largest part of a country; None for one without area."""
    kept = _table().get(code)
    return kept.middle if kept else None


@cache
def _table() -> dict[str, CountryMap | None]:
    kind = dict[str, CountryMap | None]
    rows: dict[str, CountryMap | None] = msgspec.json.decode(TABLE.read_bytes(), type=kind)
    return rows


def table() -> str:
    """Draw the table: the map of every country, each on a line of its own.

    Those that the atlas does not have are drawn as what is around their principal place.
    """
    firsts = {code: (lon, lat) for code, lat, lon, _ in reversed(country_places())}
    rows = []
    for code in sorted({*filter(None, parts()), *firsts}):
        drawn = draw(code, () if code in parts() else (firsts[code],))
        rows.append(f'"{code}": {msgspec.json.encode(drawn).decode()}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def draw(code: str, places: Sequence[Point]) -> CountryMap | None:
    """Draw a country so that some places in it are in sight; None where there is no land."""
    frame = _frame(pictured(code, places), places)
    for tolerance in TOLERANCES:
        country, land = _paths(frame, code, tolerance)
        if len(country) + len(land) <= LONGEST:
            break
    return CountryMap(frame, country, land, middle(code)) if country or land else None


def _frame(shown: Sequence[Part], places: Sequence[Point]) -> Frame:
    """Fit a frame to parts of a country and to places, in a projection around their middle."""
    box = around([*(part.box for part in shown), *(Box(*place, *place) for place in places)])
    lon, lat = round((box.west + box.east) / 2, 3), round((box.south + box.north) / 2, 3)
    points = chain(places, *(part.points() for part in shown))
    plane = box_of(EqualArea(lon, lat).all(points))
    width = max(plane.east - plane.west, LEAST) * (1 + 2 * MARGIN)
    height = max(plane.north - plane.south, LEAST * LOWEST / WIDTH) * (1 + 2 * MARGIN)
    high = round(min(max(height / width * WIDTH, LOWEST), HIGHEST))
    scale = round(WIDTH / max(width, height * WIDTH / high), 1)
    west = (plane.west + plane.east) / 2 - WIDTH / scale / 2
    north = (plane.south + plane.north) / 2 + high / scale / 2
    return Frame(lon, lat, round(west, 6), round(north, 6), scale, high)


def _paths(frame: Frame, code: str, tolerance: float) -> tuple[str, str]:
    """Return the paths of a country and of what is around it."""
    cutter = _Cutter(frame, tolerance)
    others = (own for name, own in parts().items()
              if name != code and cutter.meets(country_box(name)))  # fmt: skip
    country = path_of(cutter.rings(parts().get(code, ()), SMALLEST_OWN))
    return country, path_of(cutter.rings(chain.from_iterable(others), SMALLEST_OTHER))


class _Cutter:
    """Cuts outlines off outside a frame, thins and projects them; shared arcs once."""

    def __init__(self, frame: Frame, tolerance: float) -> None:
        self._frame, self._bounds, self._tolerance = frame, frame.bounds, tolerance
        self._projection = EqualArea(frame.lon, frame.lat)
        self._arcs: dict[int, Sequence[Point]] = {}

    def meets(self, box: Box) -> bool:
        """Say whether a box of degrees reaches into the frame."""
        return self._bounds.meets(turned(box, self._bounds))

    def rings(self, outlines: Iterable[Part], least: int) -> Iterator[list[tuple[int, int]]]:
        """Return the rings that reach into the frame, in units of the map; least: their size."""
        degree = radians(1) * self._frame.scale
        for part in outlines:
            west, south, east, north = part.box
            wide = (east - west) * cos(radians((south + north) / 2))
            if max(north - south, wide) * degree >= least and self.meets(part.box):
                yield self._drawn(part)

    def _drawn(self, part: Part) -> list[tuple[int, int]]:
        points = unwrapped(joined(map(self._arc, part.ring)))
        west = turned(part.box, self._bounds).west
        shift = 360 * round((west - min(lon for lon, _ in points)) / 360)
        return self._frame.places(_bent(_cut(points, shift, self._bounds), self._bounds))

    def _arc(self, number: int) -> Sequence[Point]:
        """Return an arc with no more points than the map needs; none but its ends outside of it."""
        at = max(number, ~number)
        found = self._arcs.get(at)
        if found is None:
            found = self._arcs[at] = self._thin(at)
        return found if number >= 0 else found[::-1]

    def _thin(self, number: int) -> Sequence[Point]:
        points, box = detailed().topology.arc(number), arc_boxes()[number]
        if box.east - box.west > 180:
            points = unwrapped(points)
            box = box_of(points)
        if not self.meets(box):
            return points[0], points[-1]
        scale = self._frame.scale
        plane = [(x * scale, y * scale) for x, y in self._projection.all(points)]
        return [points[at] for at in thinned(plane, self._tolerance)]


def _cut(points: Iterable[Point], shift: float, bounds: Box) -> list[Point]:
    """Move points that are out of bounds to where they are nearest, and leave out those between.

    What is within bounds stays as it is: the way around it outside leads along its edges.
    """
    west, south, east, north = bounds
    found: list[Point] = []
    along_x = along_y = False
    for lon, lat in points:
        x, y = min(max(lon + shift, west), east), min(max(lat, south), north)
        if found:
            before = found[-1]
            if (x, y) == before:
                continue
            same_x = x == before[0] and x in (west, east)
            same_y = y == before[1] and y in (south, north)
            if (same_x and along_x) or (same_y and along_y):
                found.pop()
            along_x, along_y = same_x, same_y
        found.append((x, y))
    return found


def _bent(points: Sequence[Point], bounds: Box) -> Iterator[Point]:
    """Return points with more of them along the parallels where outlines were cut off."""
    before = points[0]
    yield before
    for lon, lat in points[1:]:
        if lat == before[1] and lat in (bounds.south, bounds.north):
            steps = int(abs(lon - before[0]) / BEND) + 1
            for step in range(1, steps):
                yield before[0] + (lon - before[0]) * step / steps, lat
        before = lon, lat
        yield before
