"""TopoJSON, as far as maps of countries need it: arcs that neighbours share, polygons made of them.

After https://github.com/topojson/topojson-specification (version 1.0).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import msgspec

#: Degrees east and north, or x and y once projected.
Point = tuple[float, float]

#: The arcs of a ring in their order, by number; the complement of a number means its arc backwards.
Ring = tuple[int, ...]

#: An outer ring, then its holes.
Polygon = tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One country or area: its id and name in the source, and what it is made of."""

    id: str
    name: str
    polygons: tuple[Polygon, ...]


Transform = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs as they are kept, and the features made of them.

    steps: per arc the steps in x and those in y; transform: scale and place of quantised steps, or
    None where steps are places. Points are worked out when they are asked for.
    """

    steps: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    transform: Transform | None
    features: tuple[Feature, ...]
    _arcs: dict[int, tuple[Point, ...]] = field(default_factory=dict, repr=False, compare=False)

    def arc(self, number: int) -> Sequence[Point]:
        """Return the points of an arc, backwards for a complement."""
        return self._points(number) if number >= 0 else self._points(~number)[::-1]

    def ring(self, ring: Ring) -> list[Point]:
        """Return the points of a ring, of which the last is the first again."""
        return joined(self.arc(number) for number in ring)

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Return the least and greatest x and y of every arc, quicker than by way of its points."""
        found = []
        for at in range(len(self.steps)):
            xs, ys = self._places(at)
            found.append((min(xs), min(ys), max(xs), max(ys)))
        if self.transform is None:
            return found
        (by_x, by_y), (to_x, to_y) = self.transform
        return [
            (west * by_x + to_x, south * by_y + to_y, east * by_x + to_x, north * by_y + to_y)
            for west, south, east, north in found
        ]

    def _places(self, number: int) -> tuple[Sequence[float], Sequence[float]]:
        xs, ys = self.steps[number]
        return (xs, ys) if self.transform is None else (list(accumulate(xs)), list(accumulate(ys)))

    def _points(self, number: int) -> tuple[Point, ...]:
        found = self._arcs.get(number)
        if found is None:
            xs, ys = self._places(number)
            (by_x, by_y), (to_x, to_y) = self.transform or ((1, 1), (0, 0))
            found = tuple((x * by_x + to_x, y * by_y + to_y) for x, y in zip(xs, ys, strict=True))
            self._arcs[number] = found
        return found


def joined(arcs: Iterable[Sequence[Point]]) -> list[Point]:
    """Join arcs to a ring: each begins where the one before it ends."""
    points: list[Point] = []
    for arc in arcs:
        points += arc[1:] if points else arc
    return points


def decode(data: bytes, name: str) -> Topology:
    """Decode the object of a name out of a topology."""
    topology = msgspec.json.decode(data)
    transform = topology.get("transform")
    return Topology(
        steps=tuple(map(_parted, topology["arcs"])),
        transform=(tuple(transform["scale"]), tuple(transform["translate"])) if transform else None,
        features=tuple(map(_feature, topology["objects"][name]["geometries"])),
    )


def _parted(arc: Iterable[Sequence[float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    xs, ys = zip(*arc, strict=True)
    return xs, ys


def _feature(geometry: Mapping[str, Any]) -> Feature:
    arcs = geometry.get("arcs", [])
    polygons = [arcs] if geometry["type"] == "Polygon" else arcs
    return Feature(
        str(geometry.get("id", "")),
        str(geometry.get("properties", {}).get("name", "")),
        tuple(tuple(map(tuple, polygon)) for polygon in polygons),
    )


def merged(topology: Topology, polygons: Iterable[Polygon]) -> tuple[Polygon, ...]:
    """Merge polygons into one area: the arcs between two of them are borders no longer."""
    rings = [ring for polygon in polygons for ring in polygon]
    numbers = {number for ring in rings for number in ring}
    inner = {number for number in numbers if ~number in numbers}
    if not inner:
        return tuple((ring,) for ring in rings)
    whole = [ring for ring in rings if not inner.intersection(ring)]
    cut = [number for ring in rings if inner.intersection(ring) for number in ring]
    return tuple((ring,) for ring in (*whole, *_linked(topology, cut, inner)))


def _linked(topology: Topology, numbers: Iterable[int], inner: set[int]) -> Iterator[Ring]:
    """Return the rings that are left of some when their inner arcs are taken out."""
    begins = {topology.arc(n)[0]: n for n in numbers if n not in inner}
    while begins:
        number = begins.pop(next(iter(begins)))
        ring = [number]
        while (end := topology.arc(ring[-1])[-1]) in begins:
            ring.append(begins.pop(end))
        yield tuple(ring)
