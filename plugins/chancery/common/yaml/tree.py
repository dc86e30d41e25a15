"""Plain data that knows where each key and value stands: what `read_yaml` gives.

`Mapping` and `Sequence` are a dict and a list, so that pydantic takes them as such. Places are
kept as plain tuples: making a `Place` for each of 15,000 scalars costs more than reading them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from chancery.common.problems import Place

Value: TypeAlias = "str | int | float | bool | Mapping | Sequence | None"

#: File, line and column of a value.
Spot: TypeAlias = tuple[str, int, int]
#: The same for the value of a key, then line and column of the key.
KeySpot: TypeAlias = tuple[str, int, int, int, int]
_NOWHERE: Spot = ("", 0, 0)


class Marked(str):
    """A text with characters that are not what they seem, which knows where each of them stands."""

    #: Line and column of each of them, by its index.
    places: dict[int, tuple[int, int]]


class Mapping(dict[str, "Value"]):
    """A mapping that knows its place, and those of its keys and values."""

    __slots__ = ("spot", "spots")

    def __init__(self, values: dict[str, Value] | None = None, spot: Spot = _NOWHERE) -> None:
        """Take plain values, which have no places, and a place of its own.

        Who fills an empty mapping fills `spots` too.
        """
        super().__init__(values or {})
        self.spot = spot
        self.spots: dict[str, KeySpot] = {}

    @property
    def place(self) -> Place:
        """Where the mapping starts."""
        return Place(*self.spot)

    def place_of(self, key: str) -> Place:
        """Return where the value of a key starts; the mapping's own place without such a key."""
        found = self.spots.get(key)
        return Place(*found[:3]) if found else self.place

    def key_place(self, key: str) -> Place:
        """Return where a key starts; the mapping's own place without such a key."""
        found = self.spots.get(key)
        return Place(found[0], *found[3:]) if found else self.place


class Sequence(list["Value"]):
    """A list that knows its place, and those of its items."""

    __slots__ = ("spot", "spots")

    def __init__(self, values: list[Value] | None = None, spot: Spot = _NOWHERE) -> None:
        """Take plain values, which have no places, and a place of its own.

        Who fills an empty list fills `spots` too.
        """
        super().__init__(values or [])
        self.spot = spot
        self.spots: list[Spot] = []

    @property
    def place(self) -> Place:
        """Where the list starts."""
        return Place(*self.spot)

    def place_of(self, index: int) -> Place:
        """Return where an item starts; the list's own place without such an item."""
        return Place(*self.spots[index]) if 0 <= index < len(self.spots) else self.place


def locate(tree: object, path: Iterable[str | int]) -> tuple[Place, str]:
    """Return the place of the deepest thing that exists along a path, and the path with dots.

    Args:
        tree: what `read_yaml` gave. Plain dicts and lists are followed too; what is in them has
            the place of the nearest thing above that has one.
        path: keys and indexes, such as the `loc` of a pydantic error.

    Returns:
        The place (an unknown one without places in the tree) and a path such as
        `posts.3.contacts.0.phone`. The path keeps what is missing (`posts.3.phone` when the post
        has no phone) and leaves out what is asked for below text or a number.
    """
    place, _, dotted = _along(tree, path)
    return place, dotted


def key_place(tree: object, path: Iterable[str | int]) -> Place:
    """Return where the last key of a path itself stands (for an unknown key), else as `locate`."""
    return _along(tree, path)[1]


def _along(tree: object, path: Iterable[str | int]) -> tuple[Place, Place, str]:
    """Return the place of the last value and of its key, and the path with dots."""
    node: Any = tree
    place = key_at = tree.place if isinstance(tree, Mapping | Sequence) else Place("")
    names: list[str] = []
    missing = False
    for part in path:
        if not isinstance(node, dict | list):
            break
        names.append(str(part))
        missing = missing or not has(node, part)
        key_at = place
        if missing:
            continue
        if isinstance(node, Mapping) and part in node.spots:
            place, key_at = node.place_of(str(part)), node.key_place(str(part))
        elif isinstance(node, Sequence):
            place = key_at = node.place_of(int(part))
        node = node[part]
    return place, key_at, ".".join(names)


def has(node: Any, part: str | int) -> bool:
    """Say whether a mapping has a key, or a list an item."""
    if isinstance(node, dict):
        return isinstance(part, str) and part in node
    return isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node)


def merge(base: Mapping, over: Mapping) -> Mapping:
    """Lay one mapping over another, for `defaults`.

    Keys of `over` win, also with an empty value; mappings under the same key merge; lists replace.
    Every place is that of where the value came from, and the result's own is that of `over`.
    Neither argument is changed; the result shares the values that did not have to merge.
    """
    merged = Mapping(spot=over.spot)
    merged.update(base)
    merged.spots.update(base.spots)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            value = merge(below, value)  # noqa: PLW2901
        merged[key] = value
        if key in over.spots:
            merged.spots[key] = over.spots[key]
        else:
            merged.spots.pop(key, None)
    return merged
