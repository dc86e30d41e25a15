"""Outlines on a plane: runs of points thinned, measured, and written as paths of SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from chancery.geo.topology import Point


class Box(NamedTuple):
    """The least rectangle around something."""

    west: float
    south: float
    east: float
    north: float

    def grown(self, by: float) -> Box:
        """Return the box with a margin on every side."""
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)

    def with_box(self, other: Box) -> Box:
        """Return the least box around this and another one."""
        return Box(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def meets(self, other: Box) -> bool:
        """Say whether two boxes have anything in common."""
        return not (
            self.west > other.east
            or self.east < other.west
            or self.south > other.north
            or self.north < other.south
        )


def box_of(points: Iterable[Point]) -> Box:
    """Return the least rectangle around some points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def unwrapped(points: Sequence[Point]) -> Sequence[Point]:
    """Return degrees without the jump at the antimeridian: east of it they go on beyond 180."""
    lons = [lon for lon, _ in points]
    if max(lons) - min(lons) <= 180:
        return points
    found, turn, before = [], 0.0, lons[0]
    for lon, lat in points:
        turn -= 360 * round((lon - before) / 360)
        before = lon
        found.append((lon + turn, lat))
    return found


def area(ring: Sequence[Point]) -> float:
    """Return the area of a closed ring, whichever way it turns."""
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return abs(twice) / 2


def crossings(ring: Sequence[Point], y: float) -> list[float]:
    """Return where a horizontal line crosses a closed ring, from west to east."""
    return sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y)
    )


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Say whether a point is inside a closed ring."""
    return sum(x < point[0] for x in crossings(ring, point[1])) % 2 == 1


def inner_point(ring: Sequence[Point]) -> Point:
    """Return a place well inside a closed ring: the middle of its widest part at half height."""
    box = box_of(ring)
    y = (box.south + box.north) / 2
    found = crossings(ring, y)
    west, east = max(
        zip(found[::2], found[1::2], strict=False),
        key=lambda pair: pair[1] - pair[0],
        default=(box.west, box.east),
    )
    return (west + east) / 2, y


def thinned(points: Sequence[Point], tolerance: float) -> list[int]:
    """Return which points are enough for a line that is off by no more than a distance.

    After Douglas and Peucker (1973), https://doi.org/10.3138/FM57-6770-U75U-7727.
    """
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, at = _farthest(points, first, last)
        if far > tolerance * tolerance:
            kept.add(at)
            spans += ((first, at), (at, last))
    return sorted(kept)


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """Return the square of the greatest distance from a line, and which point has it."""
    (x0, y0), (x1, y1) = points[first], points[last]
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    far, found = -1.0, first
    for at in range(first + 1, last):
        x, y = points[at]
        x -= x0
        y -= y0
        if length:
            along = min(1.0, max(0.0, (x * dx + y * dy) / length))
            x -= along * dx
            y -= along * dy
        away = x * x + y * y
        if away > far:
            far, found = away, at
    return far, found


def path_of(rings: Iterable[Sequence[tuple[int, int]]]) -> str:
    """Write closed rings as the path of an SVG element, in steps from point to point.

    https://www.w3.org/TR/SVG2/paths.html; rings that are less than a triangle are left out.
    """
    found = []
    for ring in rings:
        points = [point for at, point in enumerate(ring[:-1]) if not at or point != ring[at - 1]]
        if len(points) > 2:
            (x, y), steps = points[0], ""
            for to_x, to_y in points[1:]:
                steps += f"{_number(to_x - x, first=not steps)}{_number(to_y - y)}"
                x, y = to_x, to_y
            found.append(f"M{points[0][0]}{_number(points[0][1])}l{steps}z")
    return "".join(found)


def _number(value: int, *, first: bool = False) -> str:
    """Write a number after another one: a minus sign parts them as well as a space."""
    return str(value) if first or value < 0 else f" {value}"
