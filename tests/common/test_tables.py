"""Continents, states and time zones: the tables agree with CLDR and with the map."""

from __future__ import annotations

import pytest
from babel import Locale

from chancery.common.languages import (
    autonym,
    canonical_tag,
    direction,
    host_languages,
    language_name,
    script_of,
)
from chancery.geo.territories import CONTINENTS, continent_of, is_state
from chancery.geo.zones import country_places, is_zone, zone_places

#: No territories: regions, pseudo-locales, and islands and ice where nobody is a resident.
NOT_ASSIGNED = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
WITHOUT_CONTINENT = {"AQ"}


def test_every_assigned_territory_has_a_continent() -> None:
    codes = {c for c in map(str, Locale("en").territories) if len(c) == 2} - NOT_ASSIGNED
    missing = {code for code in codes if continent_of(code) not in CONTINENTS}
    assert missing <= WITHOUT_CONTINENT


def test_members_of_the_united_nations_are_states_and_territories_are_not() -> None:
    assert all(is_state(code) for code in ("FR", "TV", "KP"))
    assert not any(is_state(code) for code in ("GL", "PR", "XK", "QV", ""))


@pytest.mark.parametrize(
    ("zone", "north", "east"),
    [
        ("Europe/Oslo", True, True),
        ("America/Lima", False, False),
        ("Pacific/Auckland", False, True),
        ("America/Toronto", True, False),
    ],
)
def test_zones_are_on_the_right_side(zone: str, north: bool, east: bool) -> None:
    lat, lon = zone_places()[zone]
    assert (lat > 0, lon > 0) == (north, east)
    assert is_zone(zone)


def test_zones_are_on_the_globe() -> None:
    assert len(country_places()) > 300
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in zone_places().values())
    assert not is_zone("Europe/Olso")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("fr", "fr"),
        ("ZH-hant", "zh-Hant"),
        ("sr-latn", "sr-Latn"),
        ("en-gb", "en-GB"),
        ("iw", "he"),
        ("", ""),
        ("english", ""),
        ("xx", ""),
        ("fr-", ""),
        ("../fr", ""),
    ],
)
def test_tags_are_canonical_or_none(text: str, tag: str) -> None:
    assert canonical_tag(text) == tag


@pytest.mark.parametrize("tag", ["ar", "he", "fa", "ur", "dv", "ckb", "yi", "ps", "ug"])
def test_languages_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["fr", "zh-Hant", "sr-Latn", "az", "ja", "th"])
def test_languages_from_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


def test_languages_have_their_own_names() -> None:
    assert autonym("fr") == "Français"
    assert autonym("zh-Hant") == "中文 (繁體)"
    assert language_name("de", "fr") == "allemand"
    assert script_of("sr-Latn") == "Latn"


def test_host_languages_are_those_of_cldr_without_macrolanguages() -> None:
    assert host_languages("CH") == ("de", "gsw", "fr", "it")
    assert host_languages("NO") == ("nb", "nn")
    assert host_languages("") == ()
