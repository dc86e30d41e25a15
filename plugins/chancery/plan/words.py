"""Interface texts, names, dates and numbers in a reader's language, from catalogues and CLDR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_timezone_location,
)
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from chancery.common.languages import known_locale, territory_name
from chancery.network.fields import Text
from chancery.network.model import Naming, Post
from chancery.plan.views import Words

T = TypeVar("T")


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for marking a text)
    """Mark a text for the catalogues without translating it yet."""
    return message


def rfc3339(moment: datetime) -> str:
    """Return an instant as machines read it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


KIND_LABELS = {
    "embassy": N_("Embassy"),
    "consulate-general": N_("Consulate General"),
    "consulate": N_("Consulate"),
    "honorary-consulate": N_("Honorary Consulate"),
    "mission": N_("Mission"),
    "permanent-representation": N_("Permanent Representation"),
    "representative-office": N_("Representative Office"),
    "virtual-embassy": N_("Virtual Embassy"),
    "virtual-consulate": N_("Virtual Consulate"),
}
PURPOSE_LABELS = {
    "general": N_("General questions"),
    "emergency": N_("Emergencies"),
    "consular": N_("Consular questions"),
    "visas": N_("Visas"),
    "passports": N_("Passports"),
    "legalisation": N_("Legalisation"),
    "civil-status": N_("Civil status"),
    "appointments": N_("Appointments"),
    "trade": N_("Trade"),
    "culture": N_("Culture"),
    "press": N_("Press"),
    "complaints": N_("Complaints"),
    "information": N_("Access to information"),
    "abuse": N_("Reporting abuse"),
}
AUDIENCE_LABELS = {
    "citizens": N_("for our citizens"),
    "relatives": N_("for relatives"),
    "foreigners": N_("for foreign citizens"),
    "companies": N_("for companies"),
    "press": N_("for the press"),
}
FROM_LABELS = {"host": N_("when you are here"), "home": N_("when you are at home")}
ROLE_LABELS = {
    "head-of-mission": N_("Head of mission"),
    "deputy": N_("Deputy head of mission"),
    "consul": N_("Consul"),
    "charge-d-affaires": N_("Chargé d’affaires"),
    "honorary-consul": N_("Honorary consul"),
}


#: A post's name in one line: where it is, or what it is for.
IN_CITY = N_("{kind} in {place}")
TITLE = N_("{kind}, {place}")
#: What stands between short notes, longer ones, and a name and what is said of it.
COMMA, SEMICOLON, COLON = N_(", "), N_("; "), N_(": ")
#: When a source was seen, by how exactly that is known: the day, the month or the year.
SEEN = {
    len("2026-11-30"): N_("seen on {date}"),
    len("2026-11"): N_("seen in {month}"),
    len("2026"): N_("seen in {year}"),
}


#: Where letters of a currency would touch a digit, CLDR puts a space that does not break
#: (UTS 35, currencySpacing), and Babel none.
_TOUCHING = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
#: The day before the name of its month.
_ONE = re.compile(r"\b1(?=\s[^\W\d])")


class Localiser:
    """Says things in one language; made once per language, formats and worker.

    language: the reader's; order: the languages to take a text from, the reader's first; formats:
    the tag by whose formats dates, times and numbers are written.
    """

    def __init__(
        self, language: str, order: tuple[str, ...], catalogue: Mapping[str, str], naming: Naming,
        formats: str,
    ) -> None:  # fmt: skip
        """Take the language, its order, its catalogue, the naming policy, and whose formats."""
        self.language, self.order, self.formats = language, order, formats
        self._catalogue, self._naming = catalogue, naming

    def say(self, message: str) -> str:
        """Return an interface text in this language; the message itself where it has none."""
        return self._catalogue.get(message) or message

    def words(self, text: Text) -> Words:
        """Return a text in the best language there is, with its tag where it is another one."""
        found, tag = text.pick(self.order)
        return Words(found, tag if tag != self.language else "")

    def country(self, code: str) -> str:
        """Return a country's name: the network's own policy first, then CLDR."""
        own = self._naming.countries.get(code)
        if own is None:
            return territory_name(code, self.language)
        name, tag = own.pick((self.language,))
        if tag in (self.language, ""):
            return name
        # CLDR's name in the reader's language says more than the network's in another.
        known = territory_name(code, self.language)
        return known if known != code else own.pick(self.order)[0]

    def kind(self, kind: str) -> str:
        """Return the name of a kind of post."""
        return self.say(KIND_LABELS[kind])

    def place(self, post: Post) -> Words:
        """Return what a post is called by: its city, its organisation, or the country it is for."""
        if post.name is not None:
            return self.words(post.name)
        if post.virtual and post.country:
            return Words(self.country(post.country))
        if post.organisation is not None:
            return self.words(post.organisation)
        if post.city is not None:
            return self.words(post.city)
        return Words(self.country(post.country or ""))

    def title(self, post: Post) -> str:
        """Return a post's name in one line, its kind before its place."""
        pattern = self.say(IN_CITY if in_city(post) else TITLE)
        return pattern.format(kind=self.kind(post.kind), place=self.place(post).text)

    def join(self, notes: Iterable[str]) -> str:
        """Return short notes in a row, with this language's comma between them."""
        return self.say(COMMA).join(note for note in notes if note)

    def rows(self, notes: Iterable[str]) -> str:
        """Return longer notes in a row, with this language's semicolon between them."""
        return self.say(SEMICOLON).join(note for note in notes if note)

    def named(self, name: str, said: str) -> str:
        """Return what is said of something after its name, with this language's colon."""
        return f"{name}{self.say(COLON)}{said}"

    def seen(self, value: str) -> str:
        """Say when a source was seen, by an ISO 8601 date, year and month, or year."""
        day = self.day(value)
        return self.say(SEEN[len(value)]).format(date=day, month=day, year=day)

    def day(self, value: str) -> str:
        """Return an ISO 8601 date, month or year in the long form of this language."""
        return _day(value[:10], self.formats)

    def moment(self, instant: datetime, zone: str) -> str:
        """Return day and time of an instant in a time zone, which is named where it is no place's.

        zone: an IANA name; empty for UTC.
        """
        locale, there = known_locale(self.formats), ZoneInfo(zone or "UTC")
        day = _day(instant.astimezone(there).date().isoformat(), self.formats)
        clock = format_time(instant, "short", tzinfo=there, locale=locale)
        said = str(get_datetime_format("long", locale=locale)).format(clock, day)
        return said if zone else f"{said} UTC"

    def day_and_time(self, moment: datetime) -> str:
        """Return day and time as clocks show them."""
        locale = known_locale(self.formats)
        clock = format_time(moment.time(), "short", locale=locale)
        return str(get_datetime_format("long", locale=locale)).format(
            clock, _day(moment.date().isoformat(), self.formats)
        )

    def zone_place(self, zone: str) -> str:
        """Return the place that a time zone is called by."""
        locale = known_locale(self.language)
        return str(get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True))

    def clock(self, value: time) -> str:
        """Return a time of day in this language's words."""
        return str(format_time(value, "short", locale=known_locale(self.formats)))

    def weekday_and_day(self, day: date) -> str:
        """Return a date with its day of the week, in short."""
        return _weekday_and_day(day, self.formats)

    def day_and_month(self, day: date) -> str:
        """Return a day of every year."""
        said = str(format_skeleton("MMMMd", day, locale=known_locale(self.formats)))
        return _first(day, said, self.formats)

    def number(self, value: float) -> str:
        """Return a number in this language's digits and groups."""
        return str(format_decimal(value, locale=known_locale(self.formats)))

    def money(self, amount: float, currency: str) -> str:
        """Return an amount in a currency (ISO 4217) as this language writes it."""
        locale = known_locale(self.formats)
        if amount == int(amount):
            said = format_currency(int(amount), currency, locale=locale, currency_digits=False,
                                   format=_whole(self.formats))  # fmt: skip
        else:
            said = format_currency(amount, currency, locale=locale)
        return _TOUCHING.sub("\u00a0", str(said))

    def kilometres(self, value: int) -> str:
        """Return a distance in this language's words."""
        locale = known_locale(self.formats)
        return str(format_unit(value, "length-kilometer", length="short", locale=locale))

    def duration(self, value: int, unit: str) -> str:
        """Return a number of hours or days in this language's words; unit: `hour` or `day`."""
        locale, name = known_locale(self.formats), f"duration-{unit}"
        # Where CLDR has no long form of its own, Babel knows only the short one.
        said = (format_unit(value, name, length=one, locale=locale) for one in ("long", "short"))
        return next((str(one) for one in said if name not in one), f"{value} {unit}")

    def size(self, value: int) -> str:
        """Return the size of a file in this language's words, in whole kilobytes or megabytes."""
        unit = "megabyte" if value >= 1_000_000 else "kilobyte"
        shown = max(1, round(value / (1_000_000 if unit == "megabyte" else 1_000)))
        locale = known_locale(self.formats)
        return str(format_unit(shown, f"digital-{unit}", length="short", locale=locale))

    def by_letter(
        self, items: Iterable[T], name: Callable[[T], str]
    ) -> tuple[tuple[str, tuple[T, ...]], ...]:
        """Group items, in the order that they are in, by the first letter of their names.

        The letters are in the order of their alphabet, that of the first item before others.
        """
        letters: dict[str, list[T]] = {}
        for item in items:
            letters.setdefault(self.sort_key(name(item))[0][:1].upper(), []).append(item)
        alphabets = list(dict.fromkeys(map(_alphabet, letters)))
        ordered = sorted(letters, key=lambda one: (alphabets.index(_alphabet(one)), one.casefold()))
        return tuple((letter, tuple(letters[letter])) for letter in ordered)

    def sort_key(self, text: str) -> tuple[str, str]:
        """Return a key that sorts names without regard to case, accents and signs before them."""
        return _folded(text), text


def in_city(post: Post) -> bool:
    """Say whether a post is called by its city.

    Only cities can follow a preposition: for countries and organisations it differs by name.
    """
    called = post.name or post.organisation
    return post.city is not None and called is None and not post.virtual


@cache
def _whole(formats: str) -> str:
    """Return the pattern of a language for amounts without a part of a unit."""
    pattern: str = known_locale(formats).currency_formats["standard"].pattern
    return pattern.replace(".00", "")


@cache
def _day(value: str, formats: str) -> str:
    locale = known_locale(formats)
    if len(value) == 4:
        return value
    if len(value) == 7:
        year, month = value.split("-")
        return str(format_skeleton("yMMMM", date(int(year), int(month), 1), locale=locale))
    day = date.fromisoformat(value)
    return _first(day, str(format_date(day, "long", locale=locale)), formats)


@cache
def _weekday_and_day(day: date, formats: str) -> str:
    said = str(format_skeleton("yMMMEd", day, locale=known_locale(formats)))
    return _first(day, said, formats)


def _first(day: date, said: str, formats: str) -> str:
    """Return the first of a month as French writes it, `1er mars`; CLDR has no form for it."""
    if day.day != 1 or known_locale(formats).language != "fr":
        return said
    return _ONE.sub("1er", said, count=1)


@cache
def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    first = next((place for place, c in enumerate(letters) if c.isalnum()), 0)
    return letters[first:]


def _alphabet(letter: str) -> str:
    """Return what Unicode calls a letter's script by, such as `LATIN`."""
    return unicodedata.name(letter[:1], "").partition(" ")[0]


def iso_day(instant: datetime) -> str:
    """Return the UTC day of an instant in ISO 8601."""
    return instant.date().isoformat()
