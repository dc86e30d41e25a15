"""What the templates of maps see."""

from __future__ import annotations

from msgspec import Struct


class MapSymbol(Struct, frozen=True):
    """A shape that marks posts on a map; reach: how far around it a click counts, in its units."""

    name: str
    shape: str
    reach: int


class MapMark(Struct, frozen=True, kw_only=True):
    """A post on a map: its symbol, where it stands, and what is said of it.

    title: its kind and place; label: what stands beside it, where that is less; side: where the
    words stand, as SVG's text-anchor; href: empty for the post whose page this is.
    """

    symbol: str
    x: int
    y: int
    title: str
    href: str = ""
    label: str = ""
    side: str = ""
    label_x: int = 0
    label_y: int = 0


class Land(Struct, frozen=True):
    """A country on the map of the world; level: that of the travel advice for it, if any."""

    code: str
    path: str
    level: str = ""


class MapKey(Struct, frozen=True):
    """One line of a legend: how a country is filled and a post is marked, and what that means."""

    state: str
    symbol: str
    words: str


class WorldMap(Struct, frozen=True, kw_only=True):
    """The map of the world with every post that has a site.

    box: the viewBox; lands: countries by how they are filled.
    """

    box: str
    lands: tuple[tuple[str, tuple[Land, ...]], ...]
    symbols: tuple[MapSymbol, ...]
    marks: tuple[MapMark, ...]
    keys: tuple[MapKey, ...]


class PostMap(Struct, frozen=True, kw_only=True):
    """The map of a post's country with the posts in it; way: where the nearest post is."""

    box: str
    country: str
    path: str
    around: str
    symbols: tuple[MapSymbol, ...]
    marks: tuple[MapMark, ...]
    way: str = ""
