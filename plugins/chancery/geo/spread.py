"""Marks on a map moved apart where they would cover one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product
from math import hypot

from chancery.geo.topology import Point

ROUNDS = 30

#: How much of its way a mark goes back in each round, so that it stays near its place.
PULL = 0.03


@cache
def spread(places: tuple[Point, ...], gap: float) -> tuple[Point, ...]:
    """Move places as little as needed to be a gap apart; crowds that cannot be stay denser.

    Takes time in the number of places and of near pairs, once for the same places.
    """
    found = list(places)
    pairs = list(_near(places, 2 * gap))
    for turn in range(ROUNDS):
        for one, other in pairs:
            _part(found, one, other, gap)
        if turn < ROUNDS - 10:
            found = [
                (x + (to_x - x) * PULL, y + (to_y - y) * PULL)
                for (x, y), (to_x, to_y) in zip(found, places, strict=True)
            ]
    return tuple(found)


def _part(found: list[Point], one: int, other: int, gap: float) -> None:
    (x1, y1), (x2, y2) = found[one], found[other]
    dx, dy = x2 - x1, y2 - y1
    away = hypot(dx, dy)
    if away >= gap:
        return
    if not away:
        dx, dy, away = 1.0, 0.5, hypot(1.0, 0.5)
    push = (gap - away) / 2 / away
    found[one] = x1 - dx * push, y1 - dy * push
    found[other] = x2 + dx * push, y2 + dy * push


def _near(places: Sequence[Point], reach: float) -> Iterator[tuple[int, int]]:
    """Return the pairs of places that may come into each other's way, by a grid of cells."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(places):
        cells[int(x // reach), int(y // reach)].append(number)
    for (column, row), inside in cells.items():
        yield from combinations(inside, 2)
        for step in ((1, -1), (1, 0), (1, 1), (0, 1)):
            yield from product(inside, cells.get((column + step[0], row + step[1]), ()))


def clearances(places: Sequence[Point], most: float) -> list[float]:
    """Return half the distance from each place to the next one, at most a limit."""
    found = [most] * len(places)
    for one, other in _near(places, 2 * most):
        half = hypot(places[one][0] - places[other][0], places[one][1] - places[other][1]) / 2
        found[one], found[other] = min(found[one], half), min(found[other], half)
    return found
