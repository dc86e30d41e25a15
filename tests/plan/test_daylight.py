"""The year of daylight: known days of the sun, and drawings that every place on Earth can have."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.features.home.daylight import (
    DAYS,
    HEIGHT,
    SUNRISE,
    WIDTH,
    Daylight,
    daylight,
    drawn,
    half_day,
    noons_at,
    place_of,
    solar_noon,
    standard_offset,
)
from chancery.geo.zones import zone_places
from chancery.network.model import Post
from chancery.network.places import Location

#: Days of the year: the equinoxes and solstices, and those on which sundials are furthest off.
MARCH, JUNE, SEPTEMBER, DECEMBER = 79, 172, 266, 355
FEBRUARY_11, NOVEMBER_3 = 42, 307

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarters: quarters * 15)


def hours(day: int, lat: float) -> float:
    return half_day(day, lat, SUNRISE) / 30


@pytest.mark.parametrize(("day", "minutes"), [(FEBRUARY_11, 734.2), (NOVEMBER_3, 703.6)])
def test_noon_follows_the_equation_of_time(day: int, minutes: float) -> None:
    # At Greenwich the sun is 14 min 12 s late in February, and 16 min 25 s early in November.
    assert solar_noon(day, 0) == pytest.approx(minutes, abs=0.3)


def test_noon_comes_four_minutes_earlier_with_each_degree_east() -> None:
    assert solar_noon(MARCH, 0) - solar_noon(MARCH, 15) == pytest.approx(60)


@pytest.mark.parametrize("day", [MARCH, JUNE, SEPTEMBER, DECEMBER])
def test_at_the_equator_every_day_has_seven_minutes_more_than_twelve_hours(day: int) -> None:
    assert hours(day, 0) == pytest.approx(12 + 7 / 60, abs=0.02)


def test_midsummer_and_midwinter_are_as_long_as_almanacs_say() -> None:
    # At 60 degrees north 18 h 52 min, and 5 h 52 min in winter.
    assert hours(JUNE, 60) == pytest.approx(18 + 52 / 60, abs=0.05)
    assert hours(DECEMBER, 60) == pytest.approx(5 + 52 / 60, abs=0.05)
    assert hours(JUNE, -60) == pytest.approx(hours(DECEMBER, 60), abs=0.1)


def test_beyond_the_circles_there_are_days_without_night_and_nights_without_day() -> None:
    assert (hours(JUNE, 70), hours(DECEMBER, 70)) == (24, 0)
    assert (hours(JUNE, -70), hours(DECEMBER, -70)) == (0, 24)
    assert (hours(JUNE, 90), hours(DECEMBER, 90)) == (24, 0)


def heights(path: str) -> tuple[list[int], list[int]]:
    """Return the upper edge of a band, and the lower one from the year's beginning on."""
    match = re.fullmatch(r"M0 (\d+)l([^V]*)V(\d+)l([^z]*)z", path)
    assert match is not None
    edges = []
    for start, steps in ((match[1], match[2]), (match[3], match[4])):
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        assert {abs(across) for across in numbers[::2]} == {WIDTH // 52}
        edge = [int(start)]
        for step in numbers[1::2]:
            edge.append(edge[-1] + step)
        edges.append(edge)
    return edges[0], edges[1][::-1]


@given(latitudes, longitudes, offsets)
def test_every_place_has_a_drawing_within_its_box(lat: float, lon: float, offset: int) -> None:
    found = drawn(lat, lon, offset)
    dusk, day = heights(found.dusk), heights(found.day)
    for tops, feet in (dusk, day):
        assert len(tops) == len(feet) == len(DAYS)
        assert all(0 <= top <= foot <= HEIGHT for top, foot in zip(tops, feet, strict=True))
    # Twilight is around the day, never within it.
    assert all(outer <= inner for outer, inner in zip(dusk[0], day[0], strict=True))
    assert all(outer >= inner for outer, inner in zip(dusk[1], day[1], strict=True))


@given(latitudes, longitudes, offsets)
def test_a_drawing_is_light(lat: float, lon: float, offset: int) -> None:
    found = drawn(lat, lon, offset)
    # The elements around the paths take 270 bytes: together less than 1.5 kB.
    assert len(found.dusk) + len(found.day) + len(found.noon) < 1230


def test_near_the_pole_summer_is_all_day_and_winter_all_night() -> None:
    tops, feet = heights(drawn(78.2, 15.6, 60).day)
    assert (tops[25], feet[25]) == (0, HEIGHT)
    assert tops[0] == feet[0]


def test_no_two_places_of_different_latitude_look_alike() -> None:
    found = {drawn(lat, 10, 60).day for lat in range(-60, 61, 5)}
    assert len(found) == 25


def post(**keys: object) -> Post:
    return Post(id="embassy-oslo", kind="embassy", **keys)  # type: ignore[arg-type]


def test_a_post_is_at_its_own_place_else_at_that_of_its_zone_or_country() -> None:
    here = Location(lat=1.0, lon=2.0)
    assert place_of(post(location=here, timezone="Europe/Oslo", country="NO")) == (1.0, 2.0)
    lat, lon = place_of(post(timezone="Europe/Oslo", country="JP")) or (0, 0)
    assert (round(lat), round(lon)) == (60, 11)
    # Not New York, by a name that the zone had before.
    lat, lon = place_of(post(timezone="US/Hawaii", country="US")) or (0, 0)
    assert (round(lat), round(lon)) == (21, -158)
    lat, lon = place_of(post(country="JP")) or (0, 0)
    assert (round(lat), round(lon)) == (36, 140)
    assert place_of(post(country="QV")) is None
    assert daylight(post(country="QV")) is None


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("Europe/Oslo", 60), ("America/Lima", -300), ("Australia/Sydney", 600), ("Asia/Kolkata", 330)],
)
def test_hours_are_of_standard_time_in_both_hemispheres(zone: str, offset: int) -> None:
    assert standard_offset(zone) == offset


def test_without_a_zone_noon_is_near_the_middle() -> None:
    found = daylight(post(location=Location(lat=0.0, lon=100.0)))
    assert isinstance(found, Daylight)
    start = re.match(r"M0 (\d+)", found.noon)
    assert start is not None
    assert abs(int(start[1]) - HEIGHT / 2) < HEIGHT / 24


def test_the_sun_is_highest_around_noon_in_every_zone_there_is() -> None:
    noons = {
        zone: noons_at(lon, standard_offset(zone)) for zone, (_lat, lon) in zone_places().items()
    }
    # The furthest off: the west of China, where it comes after three, and a station in Antarctica.
    assert {zone for zone, found in noons.items() if min(found) < 570 or max(found) > 940} == set()


@pytest.mark.parametrize("zone", ["Pacific/Tongatapu", "Pacific/Apia", "Pacific/Kiritimati"])
def test_places_that_keep_the_day_of_the_other_side_are_drawn_as_their_neighbours(
    zone: str,
) -> None:
    lat, lon = zone_places()[zone]
    offset = standard_offset(zone)
    # A day earlier or later the sun stands the same.
    assert drawn(lat, lon, offset) == drawn(lat, lon, offset - 24 * 60)


def test_in_every_zone_the_day_drawn_at_an_equinox_is_about_half_of_it() -> None:
    equinox = min(range(len(DAYS)), key=lambda week: abs(DAYS[week] - SEPTEMBER))
    light = {}
    for zone in zone_places():
        found = daylight(post(timezone=zone))
        assert found is not None
        tops, feet = heights(found.day)
        light[zone] = (feet[equinox] - tops[equinox]) * 24 / HEIGHT
    assert {zone: lit for zone, lit in light.items() if not 11 <= lit <= 13} == {}
