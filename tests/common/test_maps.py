"""Countries are where they are, as large as they are, and drawn with little."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from types import ModuleType

import pytest

from chancery.geo import atlas, countrymap, worldmap
from chancery.geo.outlines import (
    Box,
    area,
    box_of,
    contains,
    inner_point,
    path_of,
    thinned,
    unwrapped,
)
from chancery.geo.projection import EqualArea
from chancery.geo.spread import clearances, spread
from chancery.geo.topology import Point

EARTH_KM = 6371.0

#: What Natural Earth names and ISO 3166-1 has no code for: islands and ice that no post is for.
WITHOUT_CODE = {"Indian Ocean Ter.", "Siachen Glacier"}


def rings(code: str, source: atlas.Atlas) -> list[Sequence[Point]]:
    outer = (polygon[0] for polygon in source.countries[code])
    return [unwrapped(source.topology.ring(ring)) for ring in outer]


def largest(code: str) -> Sequence[Point]:
    return max(rings(code, atlas.detailed()), key=area)


def square_km(code: str) -> float:
    found = rings(code, atlas.detailed())
    box = box_of(largest(code))
    projection = EqualArea((box.west + box.east) / 2, (box.south + box.north) / 2)
    return sum(area(list(projection.all(ring))) for ring in found) * EARTH_KM**2


def owners(lon: float, lat: float, source: atlas.Atlas) -> list[str]:
    return [
        code
        for code in source.countries
        if any(contains(ring, (lon, lat)) for ring in rings(code, source))
    ]


@pytest.mark.parametrize(("code", "size"), [("IS", 102_775), ("LS", 30_355), ("UY", 176_215)])
def test_a_country_has_its_size(code: str, size: int) -> None:
    assert square_km(code) == pytest.approx(size, rel=0.03)


@pytest.mark.parametrize("source", [atlas.world(), atlas.detailed()], ids=["coarse", "fine"])
def test_every_feature_is_a_territory_or_known_to_be_none(source: atlas.Atlas) -> None:
    codes = {feature.name: atlas.code_of(feature) for feature in source.topology.features}
    none = {name for name, code in codes.items() if not code}
    assert none - {"N. Cyprus", "Somaliland"} <= WITHOUT_CODE
    assert codes["Kosovo"] == "XK"
    assert all(re.fullmatch("[A-Z]{2}", code) for code in codes.values() if code)


@pytest.mark.parametrize("source", [atlas.world(), atlas.detailed()], ids=["coarse", "fine"])
def test_areas_that_the_united_nations_count_to_a_country_are_with_it(source: atlas.Atlas) -> None:
    places = {(34.1, 45.2): "UA", (33.6, 35.3): "CY", (44.5, 9.6): "SO"}
    assert {place: owners(*place, source) for place in places} == {
        place: [code] for place, code in places.items()
    }
    assert len(source.countries["CY"]) == 1, "a border is drawn through the island"


def test_a_country_across_the_antimeridian_is_in_one_piece() -> None:
    west, _, east, _ = box_of(largest("RU"))
    assert west == pytest.approx(27.4, abs=1)
    assert east == pytest.approx(190.3, abs=1)


def test_thinning_keeps_what_shows() -> None:
    line = [(0.0, 0.0), (1.0, 0.1), (2.0, -0.1), (3.0, 5.0), (4.0, 6.0), (5.0, 7.0)]
    assert thinned(line, 0.5) == [0, 2, 3, 5]


def test_a_path_is_written_in_steps() -> None:
    ring = [(10, -5), (12, -5), (12, -5), (9, 3), (10, -5)]
    assert path_of([ring, [(0, 0), (1, 1), (0, 0)]]) == "M10-5l2 0-3 8z"


def test_the_middle_is_inside() -> None:
    bow = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (3.0, 4.0), (3.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert contains(bow, inner_point(bow))


def test_marks_are_moved_apart_and_others_are_not() -> None:
    places = [(0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (300.0, 5.0)]
    found = spread(tuple(places), 20.0)
    assert found[3] == places[3]
    assert min(clearances(found, 50.0)) > 9
    assert found == spread(tuple(places), 20.0)


def rings_of(path: str) -> list[list[tuple[int, int]]]:
    """Return the rings of a path that was written in steps."""
    found = []
    for piece in re.findall(r"M([^z]*)z", path):
        x, y, *steps = map(int, re.findall(r"-?\d+", piece))
        ring = [(x, y)]
        for at in range(0, len(steps), 2):
            ring.append((ring[-1][0] + steps[at], ring[-1][1] + steps[at + 1]))
        found.append([*ring, ring[0]])
    return found


def grid(frame: countrymap.Frame) -> Iterator[tuple[int, int]]:
    for across in range(60, countrymap.WIDTH, 120):
        for down in range(60, frame.height, 120):
            yield across, down


def where(frame: countrymap.Frame, x: int, y: int) -> Point:
    projection = EqualArea(frame.lon, frame.lat)
    lon, lat = projection.inverse(frame.west + x / frame.scale, frame.north - y / frame.scale)
    return (lon + 180) % 360 - 180, lat


#: Landlocked, with islands, with a pole near, and on both sides of the antimeridian.
SHAPES = ["MD", "LS", "GR", "RU", "FJ", "CL", "KZ", "US"]


@cache
def all_rings() -> list[tuple[str, Box, Sequence[Point]]]:
    source = atlas.detailed()
    return [
        (code, box_of(points), points)
        for code, polygons in source.countries.items()
        for points in map(unwrapped, map(source.topology.ring, chain.from_iterable(polygons)))
    ]


def countries_at(lon: float, lat: float) -> set[str]:
    """Return the countries around a place; holes in them do not count."""
    found: set[str] = set()
    for code, box, ring in all_rings():
        turned = lon + 360 if lon < box.west else lon
        if box.meets(Box(turned, lat, turned, lat)) and contains(ring, (turned, lat)):
            found ^= {code}
    return found


def inside(outlines: list[list[tuple[int, int]]], x: int, y: int) -> bool:
    return sum(contains(ring, (x, y)) for ring in outlines) % 2 == 1


@pytest.mark.parametrize("code", SHAPES)
def test_a_map_shows_land_where_there_is_land(code: str) -> None:
    found = countrymap.country_map(code, ())
    assert found is not None
    own, around = rings_of(found.country), rings_of(found.around)
    wrong = []
    points = list(grid(found.frame))
    for x, y in points:
        true = countries_at(*where(found.frame, x, y))
        if (inside(own, x, y), inside(around, x, y)) != (code in true, bool(true - {code})):
            wrong.append((x, y, true))
    # Outlines are thinned: a place near a coast may come to lie on its other side.
    assert len(wrong) <= 0.04 * len(points), wrong


def test_a_map_is_fitted_to_its_places_and_no_farther() -> None:
    for code in ("US", "ES"):
        found = countrymap.country_map(code, ())
        assert found is not None
        assert found.frame.bounds.east - found.frame.bounds.west < 80
    far = countrymap.country_map("US", ((-157.8, 21.3),))
    assert far is not None
    [(x, y)] = far.frame.places([(-157.8, 21.3)])
    assert 0 < x < countrymap.WIDTH
    assert 0 < y < far.frame.height


@pytest.mark.long
@pytest.mark.parametrize("drawn", [countrymap, worldmap], ids=["countries", "world"])
def test_the_kept_maps_are_those_that_are_drawn(drawn: ModuleType) -> None:
    """If not: tools/draw-maps."""
    assert drawn.TABLE.read_text(encoding="utf-8") == drawn.table()


def test_every_country_has_a_small_map() -> None:
    sizes = {}
    for code in filter(None, atlas.detailed().countries):
        found = countrymap.country_map(code, ())
        assert found is not None
        sizes[code] = len(gzip.compress((found.country + found.around).encode()))
    assert max(sizes.values()) < 5300
    assert sum(sizes.values()) / len(sizes) < 1200


def test_a_country_that_the_atlas_lacks_has_no_map_in_the_open_sea() -> None:
    assert countrymap.country_map("TV", ((179.2, -8.5),)) is None


def test_the_world_is_small_and_has_every_country_that_shows() -> None:
    world = worldmap.outlines(frozenset())
    paths = dict(world.paths)
    assert len(paths) > 160
    assert sum(map(len, paths.values())) < 20_000
    assert not {"AQ", ""} & set(paths)
    assert worldmap.outlines(frozenset()) is world


def test_a_small_country_is_drawn_where_somebody_is_posted() -> None:
    without, with_post = (
        dict(worldmap.outlines(s).paths) for s in (frozenset(), frozenset(["LU"]))
    )
    assert "LU" not in without
    assert "LU" in with_post


def test_the_edge_of_the_world_parts_no_land_and_no_ocean() -> None:
    paths = dict(worldmap.outlines(frozenset()).paths)
    xs = [x for x, _ in chain.from_iterable(rings_of(paths["RU"]))]
    assert max(xs) - min(xs) < 1000
    alaska, samoa, tahiti = (worldmap.place(*p)[0] for p in ((-165, 65), (-172, -14), (-149, -17)))
    assert alaska < 0 < samoa < tahiti
