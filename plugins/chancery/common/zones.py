"""Time zones of the IANA database, and where their principal places are (tzdata's zone.tab)."""

from __future__ import annotations

import math
import re
from functools import cache
from importlib.resources import files

EARTH_KM = 6371.0
_PLACE = re.compile(r"([+-])(\d{2,3})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


@cache
def _rows() -> tuple[tuple[str, float, float, str], ...]:
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = []
    for line in text.splitlines():
        if not line.startswith("#"):
            country, place, zone = line.split("\t")[:3]
            match = _PLACE.fullmatch(place)
            if match:
                rows.append(
                    (country, _degrees(*match.groups()[:4]), _degrees(*match.groups()[4:]), zone)
                )
    return tuple(rows)


def _degrees(sign: str, degrees: str, minutes: str, seconds: str | None) -> float:
    value = int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -value if sign == "-" else value


def country_places() -> tuple[tuple[str, float, float, str], ...]:
    """Give country, degrees north and east, and zone of every row of zone.tab, in its order."""
    return _rows()


@cache
def zone_places() -> dict[str, tuple[float, float]]:
    """Give the principal place of each zone in degrees north and east (WGS 84)."""
    return {zone: (lat, lon) for _country, lat, lon, zone in _rows()}


@cache
def _all_zones() -> frozenset[str]:
    text = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_zone(name: str) -> bool:
    """Say whether a name is a zone of the IANA database, links included."""
    return name in _all_zones()


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Give the great-circle distance between two places in degrees north and east."""
    lat1, lon1 = math.radians(here[0]), math.radians(here[1])
    lat2, lon2 = math.radians(there[0]), math.radians(there[1])
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def unit_vector(place: tuple[float, float]) -> tuple[float, float, float]:
    """Give a place in degrees north and east as a point of the unit sphere.

    The larger the dot product of two such points, the nearer are the places.
    """
    lat, lon = math.radians(place[0]), math.radians(place[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
