"""The year of daylight at a place, as paths to draw: a motif of its own for every post.

From left to right the year, from top to bottom the 24 hours of the place's standard time. Sunrise
and sunset are worked out by NOAA's published equations (“General Solar Position Calculations”,
NOAA Global Monitoring Division, https://gml.noaa.gov/grad/solcalc/solareqns.PDF), for a year of 365
days: nothing here depends on the clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from chancery.geo.zones import country_places, present_name, zone_places
from chancery.network.model import Post

#: How far the sun is from the zenith at sunrise (refraction and its radius included), and at the
#: end of civil and of nautical twilight, in degrees.
SUNRISE, CIVIL, NAUTICAL = 90.833, 96.0, 102.0

#: The drawing's units: a week across, an hour down. One digit for a week keeps the paths short.
WEEK, HOUR = 9, 10
WIDTH, HEIGHT = 52 * WEEK, 24 * HOUR

#: The 53 days that a year's weeks begin and end with.
DAYS = tuple(range(1, 366, 7))

#: The minutes of a day until noon.
_NOON = 720

#: Any year will do to ask for a zone's standard time; always the same one gives always the same.
_YEAR = 2026


@dataclass(frozen=True, slots=True)
class Daylight:
    """What to draw, as SVG's path data: the day, the day with its twilights, and noon."""

    dusk: str
    day: str
    noon: str


def place_of(post: Post) -> tuple[float, float] | None:
    """Return where a post is, in degrees north and east.

    Without a place of its own it is taken to be at the principal place of its time zone, else of
    its country (tzdata's zone.tab).
    """
    if post.location is not None:
        return post.location.lat, post.location.lon
    found = zone_places().get(present_name(post.timezone or ""))
    rows = ((lat, lon) for country, lat, lon, _zone in country_places() if country == post.country)
    return found or next(rows, None)


def daylight(post: Post) -> Daylight | None:
    """Return the year of daylight at a post, or None where nothing says where it is."""
    place = place_of(post)
    if place is None:
        return None
    # Without a zone, the hours of the meridian next to it.
    offset = standard_offset(post.timezone) if post.timezone else round(place[1] / 15) * 60
    return drawn(*place, offset)


@cache
def standard_offset(zone: str) -> int:
    """Return how many minutes a zone's standard time is ahead of UTC."""
    january = datetime(_YEAR, 1, 15, 12, tzinfo=ZoneInfo(zone))
    ahead = (january.utcoffset() or timedelta()) - (january.dst() or timedelta())
    return round(ahead.total_seconds() / 60)


@cache
def drawn(lat: float, lon: float, offset: int) -> Daylight:
    """Draw the year at a place (degrees) whose standard time is so many minutes ahead of UTC."""
    noons = noons_at(lon, offset)
    return Daylight(
        dusk=_band(noons, [half_day(day, lat, NAUTICAL) for day in DAYS]),
        day=_band(noons, [half_day(day, lat, SUNRISE) for day in DAYS]),
        noon=_line([_down(noon) for noon in noons]),
    )


def noons_at(lon: float, offset: int) -> list[float]:
    """Return when the sun is highest on each of `DAYS`, in minutes of the place's own days.

    Beside the date line a place may keep the day of the other side (UTC+13 at 175 degrees west):
    whole days are taken off, the same for all of the year.
    """
    noons = [solar_noon(day, lon) + offset for day in DAYS]
    days = round((noons[0] - _NOON) / (2 * _NOON))
    return [noon - days * 2 * _NOON for noon in noons]


def solar_noon(day: int, lon: float) -> float:
    """Return when the sun is highest on a day of the year, in minutes of UTC."""
    return _NOON - 4 * lon - _equation_of_time(day)


def half_day(day: int, lat: float, zenith: float) -> float:
    """Return the minutes from noon until the sun is so far from the zenith.

    0 where it never comes as near (polar night), 720 where it never goes as far (polar day).
    """
    declination = _declination(day)
    # At the very poles the equation divides by nothing: a hair beside them it holds.
    north = math.radians(max(-89.9, min(89.9, lat)))
    cosine = math.cos(math.radians(zenith)) / (math.cos(north) * math.cos(declination))
    cosine -= math.tan(north) * math.tan(declination)
    return 4 * math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


@cache
def _equation_of_time(day: int) -> float:
    """Return the minutes by which a sundial is ahead of a clock."""
    year = _angle(day)
    return 229.18 * (
        0.000075
        + 0.001868 * math.cos(year)
        - 0.032077 * math.sin(year)
        - 0.014615 * math.cos(2 * year)
        - 0.040849 * math.sin(2 * year)
    )


@cache
def _declination(day: int) -> float:
    """Return how far north of the equator the sun stands, in radians."""
    year = _angle(day)
    return (
        0.006918
        - 0.399912 * math.cos(year)
        + 0.070257 * math.sin(year)
        - 0.006758 * math.cos(2 * year)
        + 0.000907 * math.sin(2 * year)
        - 0.002697 * math.cos(3 * year)
        + 0.00148 * math.sin(3 * year)
    )


def _angle(day: int) -> float:
    """Return the fractional year at noon in radians."""
    return 2 * math.pi / 365 * (day - 1)


def _band(noons: list[float], halves: list[float]) -> str:
    # Where the sun does not set at all the whole day is bright, wherever noon is.
    days = list(zip(noons, halves, strict=True))
    tops = [_down(noon - half) if half < 720 else 0 for noon, half in days]
    feet = [_down(noon + half) if half < 720 else HEIGHT for noon, half in days]
    return f"{_line(tops)}V{feet[-1]}{_steps(feet[::-1], -WEEK)}z"


def _down(minutes: float) -> int:
    """Return the place of a time of the day; what passes midnight is cut off there."""
    return round(max(0.0, min(24.0, minutes / 60)) * HOUR)


def _line(heights: list[int]) -> str:
    return f"M0 {heights[0]}{_steps(heights, WEEK)}"


def _steps(heights: list[int], across: int) -> str:
    steps = (b - a for a, b in pairwise(heights))
    # A minus parts numbers as well as a space does.
    return "l" + " ".join(f"{across} {step}" for step in steps).replace(" -", "-")
