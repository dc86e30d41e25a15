"""Lint rules for posts.yaml: what it may say and hardly means.

What they find is told, and changes nothing of what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from chancery.common.problems import Problem
from chancery.common.rules import RULES
from chancery.common.yaml.source import Mapping, Sequence, Value, locate
from chancery.geo.zones import clock_of, country_places, kilometres, zone_countries, zone_places
from chancery.network.contacts import ContactPoint
from chancery.network.explain import at
from chancery.network.fields import EMPTY
from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.network.places import Location

#: The most kilometres from a post to the nearest principal place of a time zone of its country.
#: Some countries have one for all of their land: of those with posts, the farthest is at 1,650 km.
FAR = 2000
#: The most time zones of a country that are named.
MOST_ZONES = 5

NO_HOURS = "has no hours, so nobody knows whether it answers at night"
WHICH_HOURS = "Add hours: 24/7, out-of-hours, a week such as Mo-Fr 09:00-17:00, or unknown."


def lint_ministry(ministry: Ministry, tree: Mapping) -> Iterator[Problem]:
    """Return what lint rules find in a ministry without errors; tree: its YAML."""
    yield from _lint_publisher(ministry, tree)
    yield from _lint_zone(ministry.country, ministry.timezone, tree, "ministry.", "")
    centre = ministry.crisis_centre
    if centre is not None and centre.hours is None:
        path: list[str | int] = ["crisis_centre", "phone"]
        yield _finding(tree, path, NO_HOURS, "ministry.", "", WHICH_HOURS, "phone-without-hours")
    for number, contact in enumerate(ministry.contacts):
        if _without_hours(contact):
            path = ["contacts", number, "phone"]
            yield _finding(
                tree, path, NO_HOURS, "ministry.", "", WHICH_HOURS, "phone-without-hours"
            )


def _lint_publisher(ministry: Ministry, tree: Mapping) -> Iterator[Problem]:
    """Say of a demonstration that readers cannot tell who publishes it, or where to write."""
    publisher, code = ministry.publisher, "publisher-unknown"
    if not ministry.demonstration:
        return
    if publisher is None:
        cure = "Add publisher: {name: …, email: …}."
        message = "does not say who publishes the demonstration"
        yield _finding(tree, ["demonstration"], message, "ministry.", "", cure, code)
    elif not (publisher.email or publisher.url or ministry.page_reports):
        cure = "Add its email or its url."
        message = "does not say where to write to it"
        yield _finding(tree, ["publisher"], message, "ministry.", "", cure, code)


def lint_post(
    post: Post, own: Mapping, defaults: Mapping, prefix: str, ours: str = ""
) -> Iterator[Problem]:
    """Return what lint rules find in a post without errors.

    own: its YAML without defaults; defaults: those it takes; prefix: the keys that lead to it;
    ours: the ministry's country, where it is known.
    """
    yield from empty_values(own, own, defaults, prefix, post.id)
    if post.location is not None and (far := _far(post)):
        cure = "Check the degrees north and east, and the time zone."
        yield _finding(own, ["location"], far, prefix, post.id, cure, "location-far")
    for path, place in _locations(post):
        if place.exact and _rough(place):
            message = "is said to be a door, with two decimals, which may be a kilometre off"
            cure = "Give four decimals at least, or say precision: city."
            yield _finding(own, path, message, prefix, post.id, cure, "location-inexact")
    yield from _lint_zone(post.country, post.timezone, own, prefix, post.id)
    for path, contact in _contacts(post):
        if _without_hours(contact):
            number = [*path, "phone"]
            yield _finding(
                own, number, NO_HOURS, prefix, post.id, WHICH_HOURS, "phone-without-hours"
            )
    for path, phone, country in _abroad(post, ours):
        cure = "Make sure that it is the right one."
        message = f"{phone!r} is a number of {country}"
        yield _finding(own, path, message, prefix, post.id, cure, "phone-of-elsewhere")


def shared_places(posts: Iterable[Post]) -> Iterator[tuple[Post, Post]]:
    """Return the posts that are said to be where another of their city is, at another address.

    Those alone of which one is said to be a door: of cities it is no wonder.
    """
    first: dict[tuple[object, ...], list[Post]] = {}
    for post in posts:
        if post.location is None or post.address is None:
            continue
        here = first.setdefault((post.country, post.city, post.location.lat, post.location.lon), [])
        for other in here:
            exact = post.location.exact or (other.location is not None and other.location.exact)
            if exact and other.address != post.address:
                yield post, other
                break
        here.append(post)


def _locations(post: Post) -> Iterator[tuple[list[str | int], Location]]:
    """Return every place of a post and of its offices with the path that leads to it."""
    if post.location is not None:
        yield ["location"], post.location
    for number, office in enumerate(post.offices):
        if office.location is not None:
            yield ["offices", number, "location"], office.location


def _rough(place: Location) -> bool:
    """Say whether degrees have two decimals at most: the last one is worth a kilometre."""
    return all(round(one, 2) == one for one in (place.lat, place.lon))


def _lint_zone(
    country: str | None, zone: str | None, tree: Mapping, prefix: str, post: str
) -> Iterator[Problem]:
    if country and zone and (message := _unlikely_zone(country, zone)):
        zones = sorted(own for _, own in _places()[country])
        # Those that keep the same time first: one of them is most likely meant.
        zones.sort(key=lambda own: clock_of(own) != clock_of(zone))
        more = " and others" if len(zones) > MOST_ZONES else ""
        cure = f"Its time zones are {', '.join(zones[:MOST_ZONES])}{more}."
        yield _finding(tree, ["timezone"], message, prefix, post, cure, "timezone-of-elsewhere")


def _phones(post: Post) -> Iterator[tuple[list[str | int], str]]:
    """Return every telephone number of a post with the path that leads to it."""
    if post.phone:
        yield ["phone"], post.phone
    for path, contact in _contacts(post):
        for key in ("phone", "text_phone", "sms"):
            if phone := getattr(contact, key):
                yield [*path, key], phone


def _contacts(post: Post) -> Iterator[tuple[list[str | int], ContactPoint]]:
    """Return every contact point of a post and its offices with the path that leads to it."""
    for number, contact in enumerate(post.contacts):
        yield ["contacts", number], contact
    for place, office in enumerate(post.offices):
        for number, contact in enumerate(office.contacts):
            yield ["offices", place, "contacts", number], contact


def _without_hours(contact: ContactPoint) -> bool:
    return contact.purpose == "emergency" and bool(contact.phone) and contact.hours is None


@cache
def _country_code(country: str) -> int:
    import phonenumbers

    return phonenumbers.country_code_for_region(country)


@cache
def _country_of(phone: str) -> str:
    """Return the country of a number that is given out; empty for one that is not, or of none.

    Only numbers with an unexpected country code come here: to know them takes tables of each.
    """
    import phonenumbers

    region = phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or ""
    return "" if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else region


def _abroad(post: Post, ours: str) -> Iterator[tuple[list[str | int], str, str]]:
    """Return numbers of neither the post's country nor the ministry's, each with its country."""
    if not post.country or post.virtual:
        return  # who serves from afar may be reached where that is
    there = (post.country, *post.covers, ours)
    codes = {f"+{code}" for country in there if (code := _country_code(country))}
    for path, phone in _phones(post):
        if not phone.startswith(tuple(codes)) and (country := _country_of(phone)):
            yield path, phone, country


def _finding(
    own: Mapping,
    path: list[str | int],
    message: str,
    prefix: str,
    post: str,
    cure: str,
    code: str,
) -> Problem:
    place, dotted = locate(own, path)
    return at(place, message, prefix + dotted, cure=cure, post=post, level=RULES[code], code=code)


def empty_values(
    part: Mapping, whole: Mapping, defaults: Mapping, prefix: str = "", post: str = ""
) -> Iterator[Problem]:
    """Return the empty values in a part of a mapping, but for those that take a default away.

    whole: the mapping with its places; prefix: the keys that lead to it; post: whose it is.
    """
    for path in _empty(part, defaults):
        yield _finding(whole, path, "is empty", prefix, post, EMPTY, "value-empty")


def _empty(tree: Value, defaults: Value) -> Iterator[list[str | int]]:
    """Return the paths of empty values, but for those that take a default away."""
    items = enumerate(tree) if isinstance(tree, Sequence) else ()
    for key, value in tree.items() if isinstance(tree, Mapping) else items:
        below = defaults.get(str(key)) if isinstance(defaults, Mapping) else None
        if value is None and below is None:
            yield [key]
        for path in _empty(value, below):
            yield [key, *path]


def _far(post: Post) -> str:
    """Say how far a post is from every place of its country and time zone, where that is much."""
    places = [place for place, _ in _places().get(post.country or "", ())]
    if zone := zone_places().get(post.timezone or ""):
        places.append(zone)
    if not places or post.location is None:
        return ""
    here = (post.location.lat, post.location.lon)
    away = min(kilometres(here, place) for place in places)
    where = post.country or post.timezone
    return f"is {away:,.0f} km from the nearest place of {where}" if away > FAR else ""


@cache
def _places() -> dict[str, list[tuple[tuple[float, float], str]]]:
    """Return the principal places and time zones of each country."""
    found: dict[str, list[tuple[tuple[float, float], str]]] = {}
    for country, lat, lon, zone in country_places():
        found.setdefault(country, []).append(((lat, lon), zone))
    return found


def _unlikely_zone(country: str, zone: str) -> str:
    """Say why a zone is hardly that of a post in a country; nothing where it may be.

    Where a country has one time, any zone that keeps it will do; else only one of its own says
    which part of it is meant.
    """
    clocks = {clock_of(own) for _, own in _places().get(country, ())}
    if not clocks or country in zone_countries(zone):
        return ""
    if clock_of(zone) not in clocks:
        return f"{zone} keeps another time than {country}"
    if len(clocks) == 1:
        return ""
    if not zone_countries(zone):
        return f"{zone} is a zone of no country, and {country} has several"
    return f"{zone} is a zone of another country than {country}"
