"""TopoJSON becomes the outlines that were put into it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chancery.geo.topology import Feature, Topology, decode, merged

#: Two squares side by side: the first arc is the border that they share, walked in both directions.
SHARED: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.5, 2.0], "translate": [10.0, -20.0]},
    "arcs": [
        [[4, 0], [0, 4]],
        [[4, 4], [-4, 0], [0, -4], [4, 0]],
        [[4, 0], [4, 0], [0, 4], [-4, 0]],
    ],
    "objects": {
        "lands": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "1", "properties": {"name": "A"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]]},
                {"type": None},
            ],
        }
    },
}


@pytest.fixture
def topology() -> Topology:
    return decode(json.dumps(SHARED).encode(), "lands")


def test_quantised_steps_become_places(topology: Topology) -> None:
    west, _east, _nothing = topology.features
    assert (west.id, west.name) == ("1", "A")
    assert topology.ring(west.polygons[0][0]) == [
        (12.0, -20.0), (12.0, -12.0), (10.0, -12.0), (10.0, -20.0), (12.0, -20.0),
    ]  # fmt: skip


def test_a_shared_arc_is_walked_backwards_by_the_neighbour(topology: Topology) -> None:
    east = topology.features[1]
    ring = topology.ring(east.polygons[0][0])
    assert ring[-2:] == [(12.0, -12.0), (12.0, -20.0)]
    assert ring[0] == ring[-1]


def test_a_feature_without_a_shape_or_name_is_empty(topology: Topology) -> None:
    assert topology.features[2] == Feature("", "", ())


def test_without_a_transform_places_are_as_they_stand() -> None:
    plain = {**SHARED, "transform": None, "arcs": [[[4.5, 0], [4.5, 4]]] * 3}
    topology = decode(json.dumps(plain).encode(), "lands")
    assert topology.arc(0) == ((4.5, 0), (4.5, 4))
    assert topology.boxes()[0] == (4.5, 0, 4.5, 4)


def test_boxes_of_arcs_are_those_of_their_points(topology: Topology) -> None:
    for number, box in enumerate(topology.boxes()):
        xs, ys = zip(*topology.arc(number), strict=True)
        assert box == (min(xs), min(ys), max(xs), max(ys))


def test_merged_areas_have_no_border_between_them(topology: Topology) -> None:
    west, east, _nothing = topology.features
    [(ring,)] = merged(topology, (*west.polygons, *east.polygons))
    assert set(ring) == {1, 2}
    points = topology.ring(ring)
    assert points[0] == points[-1]
    assert len(points) == 7


def test_areas_that_touch_nowhere_stay_apart(topology: Topology) -> None:
    assert merged(topology, topology.features[0].polygons) == (((0, 1),),)
