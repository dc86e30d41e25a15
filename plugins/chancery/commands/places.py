"""Places that people name: countries in any language, and cities with their time zones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.commands.asking import Wrong
from chancery.common.folding import folded
from chancery.common.languages import host_languages, territory_name
from chancery.common.problems import nearest, shown
from chancery.geo.codes import country_meant, country_named
from chancery.geo.territories import continent_of, is_state
from chancery.geo.zonenames import zone_meant, zones_of, zones_of_city
from chancery.geo.zones import (
    all_zones,
    clock_of,
    country_places,
    is_zone,
    kilometres,
    zone_countries,
    zone_places,
)
from chancery.hours.evaluate import zone_city

#: How a place is written.
FORMS = "a country, a city, COUNTRY:CITY or COUNTRY:CITY@ZONE"
_FORM = re.compile(r"(?:(?P<country>[^:@]+):)?(?P<place>[^:@]*)(?:@(?P<zone>[^:@]+))?")
#: How many cities of a country are named as examples.
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a post is.

    country: its code; zone: of the IANA database; city: its name per language, empty where nobody
    has named one.
    """

    country: str
    zone: str
    city: Mapping[str, str] = field(default_factory=dict)

    @property
    def english(self) -> str:
        """The city in English, else the country."""
        return self.city.get("en") or next(iter(self.city.values()), english(self.country))


def english(country: str) -> str:
    """Return the English name of a country."""
    return territory_name(country, "en")


def country_code(text: str) -> str:
    """Return the code of the country that somebody has named. Raises Wrong."""
    if found := country_named(text):
        return found
    meant = country_meant(text)
    near = english(meant) if continent_of(meant) else ""
    raise Wrong(
        f"{shown(text)} is no country that CLDR knows",
        near=near,
        cure="" if near else "Give its name in any language, or its code of ISO 3166-1.",
    )


def spot(text: str, languages: Sequence[str]) -> Spot:
    """Return the place that somebody has named. Raises Wrong.

    languages: those that the name of a city is wanted in.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None or not (match["place"].strip() or match["country"]):
        raise Wrong(f"{shown(text)}, expected {FORMS}")
    place, zone = match["place"].strip(), _zone(match["zone"])
    if match["country"]:
        return _in_country(country_code(match["country"]), place, zone, languages)
    if country := country_named(place):
        return Spot(country, zone or _only_zone(country, place))
    return _city(place, zone, languages)


def _zone(text: str | None) -> str:
    if not text or is_zone(text.strip()):
        return (text or "").strip()
    near = zone_meant(text) or nearest(text, all_zones())
    raise Wrong(f"{shown(text)} is no time zone of the IANA database", near=near)


def _in_country(country: str, city: str, zone: str, languages: Sequence[str]) -> Spot:
    """Return a city of a country, which need not be one that zones are named after."""
    named = [one for one in zones_of_city(city) if country in zone_countries(one)]
    if len(named) == 1:
        return Spot(country, zone or named[0], city_names(named[0], country, languages))
    found = zone or (zone_meant("", country, None, city) if zones_of(country) else "")
    names = {languages[0]: city} if city else {}
    return Spot(country, found or _only_zone(country, city), names)


def _city(name: str, zone: str, languages: Sequence[str]) -> Spot:
    """Return a city that a zone is named after."""
    zones = zones_of_city(name)
    own = [one for one in zones if folded(_last(one)) == folded(name)]
    zones = own or zones
    if not zones:
        raise _unknown(name)
    if len(zones) > 1:
        cure = f"Say which: {', '.join(f'{_country_of(one)}:{_last(one)}' for one in zones)}."
        raise Wrong(f"{shown(name)} may be several cities", cure=cure)
    country = _country_of(zones[0])
    return Spot(country, zone or zones[0], city_names(zones[0], country, languages))


def _unknown(name: str) -> Wrong:
    """Return what is wrong with a name that is of no country and of no city of the zone data."""
    meant = country_meant(name)
    city = nearest(name, map(_last, zone_places()))
    near = city or (english(meant) if continent_of(meant) else "")
    cure = f"Write a city as COUNTRY:CITY, such as {_example()}." if not near else ""
    return Wrong(f"{shown(name)} is no country and no city of the zone data", near=near, cure=cure)


def _example() -> str:
    country, *_rest, zone = country_places()[0]
    return f"{country}:{_last(zone)}"


def _only_zone(country: str, city: str = "") -> str:
    """Return the zone of a country: the only one, or that of most of it.

    Raises Wrong with what to write.
    """
    zones, name = zones_of(country), english(country)
    if zones and (found := zone_meant("", country)):
        return found
    where = f"{country}:{city}" if city and country_named(city) != country else country
    if not zones:
        cure = f"Add the zone that its clocks keep, as in {where}@Region/City."
        raise Wrong(f"the zone data have no time zone for {name}", cure=cure)
    cities = ", ".join(f"{country}:{_last(zone)}" for zone in zones[:_EXAMPLES])
    cure = f"Name a city, such as {cities}, or add the zone, as in {where}@{zones[0]}."
    raise Wrong(f"{name} has several time zones", cure=cure)


def _last(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _country_of(zone: str) -> str:
    return next(country for country, _lat, _lon, name in country_places() if name == zone)


def city_names(zone: str, country: str, languages: Sequence[str]) -> dict[str, str]:
    """Return what the city of a zone is called by CLDR; one name where all are alike.

    In these languages, in those of its country and in English.
    """
    wanted = dict.fromkeys([*languages, *host_languages(country), "en"])
    names = {language: zone_city(zone, language) for language in wanted}
    first = next(iter(names.values()))
    alike = all(name == first for name in names.values())
    return {languages[0]: first} if alike else names


def far_away(country: str, count: int) -> list[str]:
    """Return the states of one time that are farthest from a country: examples that claim nothing.

    By their principal places; where the zone data do not say where the country is, far from the
    first state of its continent.
    """
    here = _place_of(country)
    if here is None:
        return []
    firsts = {one[0]: one[1:3] for one in reversed(country_places())}
    states = (code for code in firsts if code != country and is_state(code))
    far = sorted(states, key=lambda code: (-kilometres(here, firsts[code]), code))
    return [code for _, code in zip(range(count), _of_one_time(far), strict=False)]


def _place_of(country: str) -> tuple[float, float] | None:
    """Return where a country is, else the first state of its continent; None where none is."""
    places, continent = country_places(), continent_of(country)
    near = (one for one in places if continent and continent_of(one[0]) == continent)
    return next((one[1:3] for one in (*(one for one in places if one[0] == country), *near)), None)


def _of_one_time(countries: Sequence[str]) -> Iterator[str]:
    yield from (one for one in countries if len({clock_of(zone) for zone in zones_of(one)}) == 1)


def slug(name: str) -> str:
    """Return a name as an address has it: small letters of ASCII, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
