"""Rings of points on the ground: closed lines that bound an area, as GeoJSON gives them."""

from __future__ import annotations

from collections.abc import Sequence

Ring = Sequence[Sequence[float]]


def crossing(ring: Ring) -> tuple[int, int] | None:
    """Return the numbers of two sides of a closed ring that meet where they should not; else None.

    ring: points as (east, north) in degrees, the last equal to the first. Takes the square of the
    number of points: cap it before.
    """
    sides = [(ring[at], ring[at + 1]) for at in range(len(ring) - 1)]
    last = len(sides) - 1
    for one in range(len(sides)):
        for other in range(one + 1, len(sides)):
            neighbours = other == one + 1 or (one == 0 and other == last)
            if _meet(*sides[one], *sides[other], neighbours):
                return one, other
    return None


def _meet(
    a: Sequence[float], b: Sequence[float], c: Sequence[float], d: Sequence[float],
    neighbours: bool,
) -> bool:  # fmt: skip
    """Say whether two sides cross or lie on each other; neighbours share one end by right."""
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if neighbours:
        # One that runs back on the other encloses nothing.
        return turns == (0, 0, 0, 0) and _overlap(a, b, c, d)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((turns[0], c, a, b), (turns[1], d, a, b), (turns[2], a, c, d), (turns[3], b, c, d))
    return any(turn == 0 and _between(point, *side) for turn, point, *side in ends)


def _turn(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> int:
    """Say to which side a way turns at a point: 1 left, -1 right, 0 straight on."""
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (area > 0) - (area < 0)


def _between(point: Sequence[float], a: Sequence[float], b: Sequence[float]) -> bool:
    """Say whether a point on the line of a side lies on the side."""
    inside_x = min(a[0], b[0]) <= point[0] <= max(a[0], b[0])
    return inside_x and min(a[1], b[1]) <= point[1] <= max(a[1], b[1])


def _overlap(
    a: Sequence[float], b: Sequence[float], c: Sequence[float], d: Sequence[float]
) -> bool:
    """Say whether two sides of one line share more than an end."""
    inner = [p for p in (a, b, c, d) if _between(p, a, b) and _between(p, c, d)]
    return len({tuple(p) for p in inner}) > 1
