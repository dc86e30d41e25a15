"""Which time zone was meant by a name that is none: by its meaning first, then by its spelling.

Names of cities are those of CLDR in every language (`data/zone-names.json`) and of tzdata's
zone.tab, other programs' names of zones those of CLDR through Babel.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

from chancery.common.characters import plain_text
from chancery.common.folding import folded
from chancery.geo.territories import territory_names
from chancery.geo.zones import (
    all_zones,
    clock_of,
    country_places,
    kilometres,
    present_name,
    zone_notes,
    zone_places,
)

Place = tuple[float, float]
#: An offset from UTC as people and programs write it.
_OFFSET = re.compile(r"(?:etc/)?(?:utc|gmt|z)? ?([+-])([0-9]{1,2})(?::?([0-9]{2}))?")
#: How alike two names of cities are that are one name and a slip.
_ALIKE = 0.75
#: How many kilometres from the principal place of a zone its time is sure.
_CLOSE = 400
#: The fewest letters of a word that is looked for in notes: shorter ones are codes of regions.
_WORD = 4
#: The most characters of a value for which a zone is looked for.
_LONGEST = 100


def zone_meant(text: str, country: str = "", place: Place | None = None, town: str = "") -> str:
    """Return the zone that a name which is none was meant as; empty where nobody can know.

    country, place, town: where the post is, as far as that is known.
    """
    text = plain_text(text)[:_LONGEST]
    tidy = re.sub(r"[\s_-]+", "_", text.replace("\\", "/").strip()).casefold()
    if same := _by_case().get(tidy):
        return same
    own = zones_of(country)
    city = folded(text.replace("\\", "/").rpartition("/")[2].replace("_", " "))
    known = (_of_city(city), _of_program(text), _of_program(f"{city} time"), _of_offset(text))
    for zones in (*known, _of_city(folded(town)), _of_territory(city)):
        if found := _of_country(zones, own, place):
            return found
    nearest = _nearest(own, place)
    return _spelt(city, own) or nearest or _main(own) or _spelt(city, zone_places())


def zones_of_city(name: str) -> list[str]:
    """Return the zones that are named after a city, by what it is called in any Latin script."""
    found = map(present_name, _cities().get(folded(name.replace("_", " ")), []))
    return list(dict.fromkeys(zone for zone in found if zone in zone_places()))


def zones_of(country: str) -> list[str]:
    """Return the zones of a country in the order of zone.tab."""
    return [zone for code, _, _, zone in country_places() if code == country]


@cache
def _by_case() -> dict[str, str]:
    return {re.sub("[_-]+", "_", zone).casefold(): zone for zone in all_zones()}


def _of_country(found: Iterable[str], own: list[str], place: Place | None) -> str:
    """Return the zone that is meant in a country: one of its own, or one with the same clock."""
    found = list(dict.fromkeys(map(present_name, found)))
    if not own:
        return found[0] if len({clock_of(zone) for zone in found}) == 1 else ""
    if there := [zone for zone in own if zone in found]:
        return _nearest(there, place)
    clocks = {clock_of(zone) for zone in found}
    alike = [zone for zone in own if clock_of(zone) in clocks]
    return _nearest(alike, place)


def _nearest(zones: list[str], place: Place | None) -> str:
    """Return the one of some zones in which a place surely is, or the first of those with one time.

    Where they keep several, it is sure only close to a principal place, where none nearly as close
    keeps another.
    """
    same = len({clock_of(zone) for zone in zones}) == 1
    if place is None or not zones:
        return zones[0] if same else ""
    away = {zone: kilometres(place, zone_places()[zone]) for zone in zones}
    near = min(zones, key=lambda zone: away[zone])
    around = {clock_of(zone) for zone in zones if away[zone] <= 2 * away[near]}
    return near if same or (away[near] <= _CLOSE and len(around) == 1) else ""


def _main(zones: list[str]) -> str:
    """Return the zone of which zone.tab says that it is for most of its country."""
    notes = zone_notes()
    main = [z for z in zones if re.match(r"most of|.*\(mainland\)", notes.get(z, ""))]
    return main[0] if len(main) == 1 else ""


@cache
def _cities() -> dict[str, list[str]]:
    """Return the zones by what their cities are called, folded."""
    path = Path(__file__).parent.parent / "data" / "zone-names.json"
    table: dict[str, str] = json.loads(path.read_bytes())["cities"]
    found: dict[str, list[str]] = {}
    for zone in all_zones():
        found.setdefault(folded(zone.rpartition("/")[2].replace("_", " ")), []).append(zone)
    for zone, names in table.items():
        for name in names.split("|") if zone in all_zones() else ():
            found.setdefault(name, []).append(zone)
    return found


def _of_city(city: str) -> list[str]:
    """Return the zones of a city by its name, or of which zone.tab says it."""
    notes = zone_notes() if len(city) >= _WORD else {}
    noted = (zone for zone, note in notes.items() if f" {city} " in f" {folded(note)} ")
    return _cities().get(city) or list(noted)


@cache
def _programs() -> dict[str, list[str]]:
    """Return zones by the names that Windows and CLDR have for them, in English."""
    found = {name.casefold(): [zone] for name, zone in get_global("windows_zone_mapping").items()}
    metazones: dict[str, list[str]] = {}
    for zone, metazone in get_global("meta_zones").items():
        metazones.setdefault(metazone, []).append(zone)
    for metazone, widths in Locale("en").meta_zones.items():
        for name in {str(name) for width in widths.values() for name in width.values()}:
            found.setdefault(name.casefold(), []).extend(metazones.get(metazone, []))
    return found


def _of_program(text: str) -> list[str]:
    name = text.strip().casefold()
    return [zone for zone in _programs().get(name, ()) if zone in all_zones()]


def _of_offset(text: str) -> list[str]:
    """Return the zones whose clocks have an offset from UTC in winter."""
    match = _OFFSET.fullmatch(text.strip().casefold())
    if match is None:
        return []
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    # Names of the IANA database count the other way round.
    away = minutes if (match[1] == "+") is not match[0].startswith("etc/") else -minutes
    return [zone for zone in zone_places() if clock_of(zone)[0] == away]


def _of_territory(name: str) -> list[str]:
    return [
        zone
        for code, names in territory_names().items()
        if name and name in names
        for zone in zones_of(code)
    ]


def _spelt(city: str, zones: Iterable[str]) -> str:
    """Return the zone whose city is spelt most alike."""
    names = {folded(zone.rpartition("/")[2].replace("_", " ")): zone for zone in zones}
    found = difflib.get_close_matches(city, names, n=1, cutoff=_ALIKE) if len(city) > 3 else []
    return names[found[0]] if found else ""
