"""Projections give the values that their authors and PROJ publish."""

from __future__ import annotations

from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.geo.outlines import area
from chancery.geo.projection import EqualArea, equal_earth

#: The radius of the sphere with the area of the ellipsoid of WGS 84, in metres.
RADIUS = 6371007.1809

#: From PROJ's tests of eqearth (test/gie/builtins.gie), where sphere and ellipsoid are the same.
PUBLISHED = [
    ((0, 0), (0, 0)),
    ((180, 0), (17243959.06, 0)),
    ((0, 90), (0, 8392927.60)),
    ((180, 90), (10216474.79, 8392927.60)),
    ((-180, -90), (-10216474.79, -8392927.60)),
]


@pytest.mark.parametrize(("degrees", "metres"), PUBLISHED)
def test_equal_earth_is_as_published(
    degrees: tuple[float, float], metres: tuple[float, float]
) -> None:
    x, y = equal_earth(*degrees)
    assert (x * RADIUS, y * RADIUS) == pytest.approx(metres, abs=0.01)


def test_equal_earth_has_the_proportions_of_its_paper() -> None:
    """Width to height 2.05458, and a line for the pole of 0.59247 of the equator."""
    width, height = equal_earth(180, 0)[0], equal_earth(0, 90)[1]
    assert width / height == pytest.approx(2.05458, abs=1e-5)
    assert equal_earth(180, 90)[0] / width == pytest.approx(0.59247, abs=1e-5)


@given(st.floats(-179, 179), st.floats(-88, 88))
def test_both_projections_keep_areas(lon: float, lat: float) -> None:
    corners = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    square = [(lon + x, lat + y) for x, y in corners]
    true = radians(0.1) ** 2 * cos(radians(lat + 0.05))
    near = EqualArea(max(-180.0, lon - 20), max(-80.0, min(80.0, lat - 15)))
    assert area([equal_earth(*point) for point in square]) == pytest.approx(true, rel=2e-3)
    assert area(list(near.all(square))) == pytest.approx(true, rel=2e-3)


def test_the_local_projection_is_as_published() -> None:
    """Snyder's numerical example: a sphere of radius 3, seen from 40° north and 100° west."""
    [(x, y)] = EqualArea(-100, 40).all([(100, -20)])
    assert (3 * x, 3 * y) == pytest.approx((-4.2339303, 4.0257775), abs=1e-7)


@given(st.floats(-170, 170), st.floats(-85, 85))
def test_the_local_projection_can_be_turned_back(lon: float, lat: float) -> None:
    projection = EqualArea(10, 50)
    [(x, y)] = projection.all([(lon, lat)])
    back = projection.inverse(x, y)
    assert back[1] == pytest.approx(lat, abs=1e-6)
    assert (back[0] - lon) % 360 == pytest.approx(0, abs=1e-5) or (back[0] - lon) % 360 > 359.9999


def test_the_antimeridian_is_no_seam() -> None:
    east, west = EqualArea(179, -18).all([(179.9, -18), (-179.9, -18)])
    assert abs(west[0] - east[0]) < 0.01
