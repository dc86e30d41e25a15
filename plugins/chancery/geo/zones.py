"""Time zones of the IANA database: their countries, principal places and clocks (tzdata)."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

EARTH_KM = 6371.0
#: Other names of UTC, as the database links them.
_NOWHERE = {"GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "UCT", "UTC", "Universal", "Zulu"}
_PLACE = re.compile(r"([+-])(\d{2,3})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


@cache
def _table() -> list[list[str]]:
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@cache
def zone_notes() -> dict[str, str]:
    """Return what zone.tab says of which part of its country a zone is for."""
    return {row[2]: row[3] for row in _table() if len(row) > 3}


@cache
def _rows() -> tuple[tuple[str, float, float, str], ...]:
    rows = []
    for country, place, zone, *_ in _table():
        if match := _PLACE.fullmatch(place):
            rows.append(
                (country, _degrees(*match.groups()[:4]), _degrees(*match.groups()[4:]), zone)
            )
    return tuple(rows)


def _degrees(sign: str, degrees: str, minutes: str, seconds: str | None) -> float:
    value = int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -value if sign == "-" else value


def country_places() -> tuple[tuple[str, float, float, str], ...]:
    """Return country, degrees north and east, and zone of every row of zone.tab, in its order."""
    return _rows()


@cache
def zone_places() -> dict[str, tuple[float, float]]:
    """Return the principal place of each zone in degrees north and east (WGS 84)."""
    return {zone: (lat, lon) for _country, lat, lon, zone in _rows()}


def has_place(zone: str) -> bool:
    """Say whether a zone is of a place: `Etc/GMT-3` is none, and is three hours ahead of UTC."""
    return bool(zone) and not zone.startswith("Etc/") and zone not in _NOWHERE


@cache
def all_zones() -> frozenset[str]:
    """Return the names of all zones of the IANA database, links included."""
    text = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_zone(name: str) -> bool:
    """Say whether a name is a zone of the IANA database, links included."""
    return name in all_zones()


@cache
def _links() -> dict[str, str]:
    """Return the zone that each other name of one stands for."""
    text = files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text(encoding="utf-8")
    links = [line.split(" ") for line in text.splitlines() if line.startswith("L ")]
    return {name: zone for _, zone, name in links}


def present_name(zone: str) -> str:
    """Return the name that a zone has now, for one that it had before."""
    return zone if zone in zone_places() else _links().get(zone, zone)


@cache
def _shared() -> dict[str, frozenset[str]]:
    """Return the countries whose clocks have agreed with a zone since 1970 (zone1970.tab)."""
    text = files("tzdata.zoneinfo").joinpath("zone1970.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {row[2]: frozenset(row[0].split(",")) for row in rows}


def zone_countries(zone: str) -> frozenset[str]:
    """Return the countries that a zone is for, whatever it is called."""
    own = (code for code, _, _, name in _rows() if name == zone)
    return _shared().get(_links().get(zone, zone), frozenset()) | frozenset(own)


@cache
def clock_of(zone: str) -> tuple[int, int]:
    """Return by how many minutes a zone's clocks are ahead of UTC in January and in July."""
    days = (datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone)) for month in (1, 7))
    first, second = (int((day.utcoffset() or timedelta()).total_seconds() // 60) for day in days)
    return first, second


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the great-circle distance between two places in degrees north and east."""
    lat1, lon1 = math.radians(here[0]), math.radians(here[1])
    lat2, lon2 = math.radians(there[0]), math.radians(there[1])
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def unit_vector(place: tuple[float, float]) -> tuple[float, float, float]:
    """Return a place in degrees north and east as a point of the unit sphere.

    The larger the dot product of two such points, the nearer are the places.
    """
    lat, lon = math.radians(place[0]), math.radians(place[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
