"""Public holidays: those that the package `holidays` knows of a country, corrected in posts.yaml.

The package is loaded only for a post whose hours speak of holidays, and of it only that country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from chancery.common.languages import canonical_tag
from chancery.network.closures import Holidays
from chancery.network.fields import Text
from chancery.network.ministry import Ministry
from chancery.network.model import Post

if TYPE_CHECKING:
    from holidays import HolidayBase

Years = tuple[int, ...]
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday of a country on one day.

    day: ISO 8601; country: whose it is, empty where nobody says; text: its name where posts.yaml
    gives it; region, place: else where the package has it, as the how-manieth of its day.
    """

    day: str
    country: str
    text: Text | None = None
    region: str = ""
    place: int = 0

    def name(self, order: tuple[str, ...]) -> tuple[str, str]:
        """Return its name in the first language of an order that has one, with that language's tag.

        Without any of them it is in English, else in the country's own. The tag is empty for a
        name of no language.
        """
        if self.text is not None:
            return self.text.pick(order)
        language = _best_language(self.country, self.region, order)
        return self._known(language), _tag(language)

    def names(self) -> Iterator[str]:
        """Return its names in all languages that it has one in."""
        if self.text is not None:
            yield from dict(self.text.variants).values()
            return
        for language in known_languages(self.country, self.region):
            yield self._known(language)

    def _known(self, language: str) -> str:
        year = int(self.day[:4])
        return _names(self.country, self.region, year, language)[self.day][self.place]


def holidays_of(post: Post | None, ministry: Ministry, years: Years) -> tuple[Holiday, ...]:
    """Return the public holidays that a post keeps, in the order of their days.

    The host country's and those of its ministry's country, as the post corrects them. Without a
    post, those that the ministry keeps.
    """
    if post is None:
        known = _at_home(ministry, years)
    else:
        known = [
            *_kept(offered(post, ministry, years), post.holidays),
            *_added(post.country or "", post.holidays, years),
        ]
    return tuple(sorted(dict.fromkeys(known), key=lambda one: one.day))


def offered(post: Post | None, ministry: Ministry, years: Years) -> list[Holiday]:
    """Return the public holidays that a post may correct: its host country's and its ministry's.

    Without a post, those that the ministry may correct itself.
    """
    if post is None:
        return [*country_holidays(ministry.country, ministry.holidays.region or "", years)]
    home = _at_home(ministry, years)
    if post.country == ministry.country:
        return home
    return [*country_holidays(post.country or "", post.holidays.region or "", years), *home]


def _at_home(ministry: Ministry, years: Years) -> list[Holiday]:
    """Return the public holidays of the ministry's country, as the ministry corrects them."""
    own = offered(None, ministry, years)
    return [*_kept(own, ministry.holidays), *_added(ministry.country, ministry.holidays, years)]


def _kept(found: Iterable[Holiday], corrected: Holidays) -> Iterator[Holiday]:
    return (one for one in found if not any(drops(wish, one) for wish in corrected.drop))


def _added(country: str, corrected: Holidays, years: Years) -> Iterator[Holiday]:
    for one in corrected.add:
        if int(one.date[:4]) in years:
            yield Holiday(one.date, country, one.name)


def drops(wish: str, holiday: Holiday) -> bool:
    """Say whether a name or a date that is not kept means a holiday."""
    if ISO_DAY.fullmatch(wish):
        return wish == holiday.day
    return wish.casefold() in (name.casefold() for name in holiday.names())


def country_holidays(country: str, region: str, years: Years) -> Iterator[Holiday]:
    """Return the public holidays of a country, or of a part of it, that the package knows.

    region: ISO 3166-2, or empty; one that the package does not know counts as the whole country.
    """
    for language in known_languages(country, region)[:1]:
        for year in years:
            for day, names in _names(country, region, year, language).items():
                for place in range(len(names)):
                    yield Holiday(day, country, region=region, place=place)


@cache
def known_languages(country: str, region: str) -> tuple[str, ...]:
    """Return the languages that the package has a country's holidays in, its own first.

    As the package writes their tags. Empty where it does not know the country.
    """
    found = _calendar(country, region, (), "")
    if found is None:
        return ()
    # Where it has no translations, its names are English.
    return tuple(dict.fromkeys((found.default_language or "en_US", *found.supported_languages)))


@cache
def known_regions(country: str) -> tuple[str, ...]:
    """Return the parts of a country (ISO 3166-2) that the package tells apart."""
    found = _calendar(country, "", (), "")
    parts = (*found.subdivisions, *found.subdivisions_aliases) if found is not None else ()
    return tuple(f"{country}-{part}" for part in parts)


@cache
def depends_on_region(country: str, year: int) -> bool:
    """Say whether a part of a country has other public holidays in a year than all of it."""
    whole = _calendar(country, "", (year,), "")
    if whole is None:
        return False
    days = set(whole)
    parts = (_calendar(country, part, (year,), "") for part in whole.subdivisions)
    return any(part is not None and set(part) != days for part in parts)


@cache
def regions_called(country: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts of a country (ISO 3166-2) that the package calls by one of some names."""
    found = _calendar(country, "", (), "")
    aliases = found.subdivisions_aliases if found is not None else {}
    wanted = {name.casefold() for name in names}
    return tuple(dict.fromkeys(
        f"{country}-{part}" for name, part in aliases.items() if name.casefold() in wanted
    ))  # fmt: skip


@cache
def _best_language(country: str, region: str, order: tuple[str, ...]) -> str:
    known = known_languages(country, region)
    for wanted in (*order, "en"):
        for tag in known:
            if _tag(tag) == wanted or _tag(tag).split("-")[0] == wanted.split("-")[0]:
                return tag
    return known[0]


@cache
def _tag(language: str) -> str:
    """Return the canonical tag of a language that the package has; empty for one CLDR lacks."""
    # It stands for two written languages; the calendar is in the one that most people write.
    return canonical_tag("nb" if language == "no" else language.replace("_", "-"))


@cache
def _names(country: str, region: str, year: int, language: str) -> dict[str, tuple[str, ...]]:
    """Return the names of a year's holidays by their days (ISO 8601), in one language."""
    found = _calendar(country, region, (year,), language)
    days = sorted(day for day in found or () if day.year == year)
    return {day.isoformat(): tuple(found.get_list(day)) for day in days} if found else {}


def _calendar(country: str, region: str, years: Years, language: str) -> HolidayBase | None:
    """Return the package's calendar of a country; None where it has none.

    The language is always said: else the package would take that of the machine.
    """
    if not country:
        return None
    import holidays

    part = region.removeprefix(f"{country}-") or None
    try:
        return holidays.country_holidays(country, part, years or None, language=language)
    except NotImplementedError:
        return _calendar(country, "", years, language) if region else None


def years_of(first: date, last: date) -> Years:
    """Return the years of a span of days."""
    return tuple(range(first.year, last.year + 1))
