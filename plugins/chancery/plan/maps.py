"""Maps as readers see them: the world with every post, and a post's country with its posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import atan2, cos, degrees, radians, sin

from chancery.geo import countrymap, worldmap
from chancery.geo.outlines import Box, box_of
from chancery.geo.spread import clearances, spread
from chancery.geo.topology import Point
from chancery.geo.zones import country_places, zone_places
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.index import distance
from chancery.plan.mapviews import Land, MapKey, MapMark, MapSymbol, PostMap, WorldMap
from chancery.plan.words import N_

#: The shape of a mark by the state of its post; other posts are open, or virtual.
SHAPES = {"opening": "closed", "closed": "closed", "suspended": "closed", "closing": "ending"}

#: How far around a mark a click may count, and how far apart marks should be: in units of the map
#: of the world, of which a CSS pixel is 1.6 on a desk.
REACHES = (20, 14, 9)
GAP = 18.0

#: Marks of a post's map are this much larger than those of the map of the world.
ENLARGED = 2

#: In the first and last part of the map's width, words stand beside a mark and not above it.
EDGE = 0.12

#: How countries are filled and posts are marked, in the order of the legend.
LEGEND = (
    ("physical", "open", N_("Post with an office")),
    ("physical", "ending", N_("Post that is to close")),
    ("virtual", "virtual", N_("Virtual embassy or consulate only")),
    ("closed", "closed", N_("Closed post only")),
    ("none", "", N_("No post")),
)


def shape_of(context: Context, post: Post) -> str:
    """Return the shape that marks a post: open, virtual, ending or closed."""
    return SHAPES.get(context.index.standing(post).state, "virtual" if post.virtual else "open")


def world_map(context: Context, countries: Iterable[str]) -> WorldMap | None:
    """Return the map of the world; countries: their codes in the order of the list beside it."""
    in_country = context.index.in_country
    posts = [post for code in countries for post in in_country[code] if post.site]
    found = [(post, place) for post in posts if (place := _on_the_world(post))]
    if not found:
        return None
    places = spread(tuple(place for _, place in found), GAP)
    drawn = worldmap.outlines(frozenset(code for code in in_country if code))
    box = drawn.box.with_box(box_of(places)).grown(REACHES[0])
    marks = tuple(
        _world_mark(context, post, place, reach, box)
        for (post, _), place, reach in zip(
            found, places, clearances(places, REACHES[0]), strict=True
        )
    )
    states = {code: _state(context, code) for code, _ in drawn.paths}
    shapes = {shape_of(context, post) for post, _ in found}
    return WorldMap(
        box=f"{box.west:.0f} {box.south:.0f} {box.east - box.west:.0f} {box.north - box.south:.0f}",
        lands=tuple(
            (state, tuple(Land(code, path) for code, path in drawn.paths if states[code] == state))
            for state in sorted(set(states.values()))
        ),
        symbols=_symbols([*(mark.symbol for mark in marks), *map(_symbol, shapes)]),
        marks=marks,
        keys=tuple(_keys(context, set(states.values()), shapes)),
    )


def _on_the_world(post: Post) -> Point | None:
    place = _place(post, worldmap.middle)
    return worldmap.place(*place) if place else None


def _place(post: Post, middle: Callable[[str], Point | None]) -> Point | None:
    """Return where a post is in degrees east and north; one that nobody has located, mid-country.

    Countries without area on the map are where their first time zone has its place.
    """
    if post.location:
        return post.location.lon, post.location.lat
    if found := middle(post.country or ""):
        return found
    rows = (row for row in country_places() if row[0] == post.country)
    return next(((lon, lat) for _, lat, lon, _ in rows), None)


def _world_mark(context: Context, post: Post, place: Point, reach: float, box: Box) -> MapMark:
    across = (place[0] - box.west) / (box.east - box.west)
    return MapMark(
        symbol=_symbol(
            shape_of(context, post), next((r for r in REACHES if r <= reach), REACHES[-1])
        ),
        x=round(place[0]),
        y=round(place[1]),
        title=context.localiser.title(post),
        href=context.links.site(post.id, context.language),
        side="start" if across < EDGE else "end" if across > 1 - EDGE else "",
    )


def _state(context: Context, code: str) -> str:
    """Return how a country is filled: by the most that there is of posts in it."""
    if code == context.index.ministry.country:
        return "home"
    shapes = {shape_of(context, post) for post in context.index.in_country.get(code, ())}
    if shapes & {"open", "ending"}:
        return "physical"
    return next((shape for shape in ("virtual", "closed") if shape in shapes), "none")


def _keys(context: Context, states: set[str], shapes: set[str]) -> Iterator[MapKey]:
    if "home" in states:
        yield MapKey("home", "", context.localiser.country(context.index.ministry.country))
    for state, shape, words in LEGEND:
        if shape in shapes if shape else state in states:
            yield MapKey(state, _symbol(shape) if shape else "", context.say(words))


def _symbol(shape: str, reach: int = REACHES[-1]) -> str:
    """Return the name of a symbol: it stands in the page for every post, so it is short."""
    return f"{shape[0]}{reach}"


def _symbols(names: Iterable[str]) -> tuple[MapSymbol, ...]:
    shapes = {shape[0]: shape for _, shape, _ in LEGEND if shape}
    return tuple(MapSymbol(name, shapes[name[0]], int(name[1:])) for name in sorted(set(names)))


def post_map(context: Context, post: Post) -> PostMap | None:
    """Return the map of a post's country; None where there is none, or nothing to mark on it."""
    code = post.country or ""
    others = (other for other in context.index.in_country[code] if not other.virtual)
    posts = {one.id: one for one in (post, *others) if one.location or one.id == post.id}
    located = tuple((one.location.lon, one.location.lat) for one in posts.values() if one.location)
    found = [(one, place) for one in posts.values() if (place := _in_country(one))]
    if not (code and found):
        return None
    # The same for all posts of a country, whichever of them is the first.
    drawn = countrymap.country_map(code, tuple(sorted(located)) or (found[0][1],))
    if drawn is None:
        return None
    places = spread(tuple(drawn.frame.places(place for _, place in found)), GAP * ENLARGED)
    labels = [context.localiser.place(one).text for one, _ in found]
    sides = _beside(places, labels, Box(0, 0, countrymap.WIDTH, drawn.frame.height))
    marks = tuple(
        MapMark(
            symbol=_symbol(shape_of(context, one)),
            x=round(x),
            y=round(y),
            title=context.localiser.title(one),
            href=context.links.site(one.id, context.language) if one.id != post.id else "",
            label=label,
            side=side,
            label_x=label_x,
            label_y=label_y,
        )
        for (one, _), (x, y), label, (side, label_x, label_y) in zip(
            found, places, labels, sides, strict=True
        )
    )
    return PostMap(
        box=f"0 0 {countrymap.WIDTH} {drawn.frame.height}",
        country=context.localiser.country(code),
        path=drawn.country,
        around=drawn.around,
        symbols=_symbols(mark.symbol for mark in marks),
        marks=marks,
        way=_way(context, post),
    )


def _in_country(post: Post) -> Point | None:
    """Return where a post is; it is not guessed for one with an office that is not located."""
    return _place(post, countrymap.country_middle) if post.location or post.virtual else None


#: Where the words beside a mark may stand: as SVG's text-anchor, and how far from it.
_SIDES = (("start", 14, 5), ("end", -14, 5), ("middle", 0, -16), ("middle", 0, 27))

#: The first mark is that of the post itself, with a ring around it.
_RING = 6

#: The size of a letter beside a mark, in units of the map, as far as it can be known here.
_LETTER, _LINE = 21, 38


def _beside(
    places: Sequence[Point], labels: Sequence[str], frame: Box
) -> list[tuple[str, int, int]]:
    """Return for each label the side of its mark where the least is in its way."""
    taken = [Box(x, y, x, y).grown(GAP) for x, y in places]
    found = []
    for number, ((x, y), label) in enumerate(zip(places, labels, strict=True)):
        more = 0 if number else _RING
        sides = ((anchor, dx + (dx > 0) * more - (dx < 0) * more, dy) for anchor, dx, dy in _SIDES)
        choices = [(_label_box(x, y, label, side), side) for side in sides]
        box, side = min(choices, key=lambda choice: _in_the_way(choice[0], taken, frame))
        taken.append(box)
        found.append(side)
    return found


def _label_box(x: float, y: float, label: str, side: tuple[str, int, int]) -> Box:
    anchor, by_x, by_y = side
    width = len(label) * _LETTER
    west = x + by_x * ENLARGED - {"start": 0, "end": width, "middle": width / 2}[anchor]
    south = y + by_y * ENLARGED
    return Box(west, south - _LINE, west + width, south)


def _in_the_way(box: Box, taken: Iterable[Box], frame: Box) -> float:
    """Return how much is in the way of a label: other labels and marks, and the edge of the map."""
    beyond = max(0.0, frame.west - box.west) + max(0.0, box.east - frame.east)
    beyond += max(0.0, frame.south - box.south) + max(0.0, box.north - frame.north)
    return sum(box.meets(other) for other in taken) + beyond


WAYS = (
    N_("{post}: {distance} to the north"),
    N_("{post}: {distance} to the north-east"),
    N_("{post}: {distance} to the east"),
    N_("{post}: {distance} to the south-east"),
    N_("{post}: {distance} to the south"),
    N_("{post}: {distance} to the south-west"),
    N_("{post}: {distance} to the west"),
    N_("{post}: {distance} to the north-west"),
)


def _way(context: Context, post: Post) -> str:
    """Say how far and in which direction the nearest post is, for a post without an office."""
    nearest = context.index.nearest(post) if post.virtual else None
    place = zone_places().get(post.timezone or "")
    if nearest is None or nearest.location is None or place is None:
        return ""
    away = context.localiser.kilometres(max(1, round(distance(place, nearest))))
    turn = bearing(place, (nearest.location.lat, nearest.location.lon))
    words = context.say(WAYS[round(turn / 45) % 8])
    return words.format(post=context.localiser.title(nearest), distance=away)


def bearing(start: Point, end: Point) -> float:
    """Return the direction in which a great circle sets out, in degrees from the north by the east.

    start, end: degrees north and east.
    """
    north1, north2 = radians(start[0]), radians(end[0])
    away = radians(end[1] - start[1])
    east = sin(away) * cos(north2)
    north = cos(north1) * sin(north2) - sin(north1) * cos(north2) * cos(away)
    return degrees(atan2(east, north)) % 360
