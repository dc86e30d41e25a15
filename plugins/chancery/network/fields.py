"""The types of single values in posts.yaml: each checks itself and says what was expected.

pydantic runs these checks and writes the JSON Schema from them; what comes out is plain data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from babel import Locale
from pydantic import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from chancery.common.characters import is_visible, plain_text
from chancery.common.clock import FIRST_YEAR, LAST_YEAR, day_of
from chancery.common.languages import canonical_tag
from chancery.common.marks import MOST_MARKS, thinned
from chancery.common.numbers import OPTIONAL, has_extension, number_fault, numbers_meant
from chancery.common.problems import Level, in_latin, nearest
from chancery.common.rules import RULES
from chancery.common.urls import mail_fault, nearest_address, url_fault
from chancery.geo.codes import country_meant, currency_meant, language_meant
from chancery.geo.zonenames import zone_meant
from chancery.geo.zones import is_zone
from chancery.network.accents import accent_fault, nearest_accent

Check = Callable[[str], str]
#: What to do about a value that is not there.
EMPTY = "Write the value, or leave the key out when unknown."


def refuse(
    expected: str,
    *,
    near: str | Callable[[], str] = "",
    near_in: Callable[[Mapping[str, Any]], str] | None = None,
    cure: str = "",
) -> PydanticCustomError:
    """Return the error of a value that is not what was expected; the caller raises it.

    near: the nearest right value, or what finds it, which is asked only when it is told; near_in:
    what finds it in the record that the value is of, which may say where it is.
    """
    context = {"expected": expected, "nearest": near, "nearest_in": near_in, "cure": cure}
    return PydanticCustomError("chancery", "{expected}", context)


def _text(value: object) -> str:
    if isinstance(value, list | dict):
        raise refuse("expected text", cure="Write one text, without brackets or keys of its own.")
    if not isinstance(value, str):
        raise refuse("expected text", cure="Put the value in quotes.")
    if not is_visible(value):
        unseen = "that is seen" if value.strip() else "that is not empty"
        raise refuse(f"expected text {unseen}", cure=EMPTY)
    return value


@dataclass(frozen=True, slots=True)
class Named:
    """What the documentation calls a type: one value of it, and several; pydantic passes over it.

    Both are Markdown; links in it are those of a page in docs/.
    """

    one: str
    many: str


def checked(check: Check, one: str, many: str = "", **schema: Any) -> Any:
    """Return the pydantic metadata for text that a function checks, with its JSON Schema.

    What would be right but for characters that are not what they seem is suggested without them.
    one, many: what the documentation calls one such value, and several.
    """

    def validate(value: object) -> str:
        text = _text(value)
        try:
            found = check(text)
        except PydanticCustomError as error:
            plain = plain_text(text)
            raise error if plain == text else _as_meant(plain, check, error) from None
        return found if type(found) is str else str(found)

    extra = Field(json_schema_extra=schema)
    return (BeforeValidator(validate), extra, Named(one, many or f"{one}s"))


def _as_meant(plain: str, check: Check, error: PydanticCustomError) -> PydanticCustomError:
    """Return the error of a text with the nearest right value for what it was meant as, if any."""
    context = dict(error.context or {})
    context["nearest"] = plain
    try:
        check(_text(plain))
    except PydanticCustomError as other:
        context |= other.context or {}
    return PydanticCustomError("chancery", "{expected}", context)


def several(value: object) -> object:
    """Return what stands alone as a list of one, for keys that take one value or a list of them."""
    return value if value is None or isinstance(value, list | tuple | dict) else (value,)


#: Where the JSON Schema of a key keeps its examples until they are read.
EXAMPLES = "x-yaml"


def doc(text: str, *examples: str, alias: str | None = None) -> Any:
    """Return the pydantic metadata that documents a key, for editors and for the tables in docs/.

    text: what it means, in Markdown, with links as on a page in docs/; examples: values as one
    writes them in YAML; alias: its name in YAML, where that is none in Python.
    """
    given: dict[str, Any] = {"alias": alias} if alias else {}
    if examples:
        given["json_schema_extra"] = {EXAMPLES: list(examples)}
    return Field(description=text, **given)


#: What ids are made of: they become folders, addresses and branches.
SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

#: Names that the output tree uses itself or that are no file names on some system (MS-DOS devices).
RESERVED_IDS = frozenset(
    "assets well-known index network site channels alerts sitemap robots feed posts countries "
    "continents register notices map search con prn aux nul".split()
    + [f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)]
)


def _slug(value: str) -> str:
    if len(value) > 63 or not SLUG.fullmatch(value):
        near = re.sub(r"[^a-z0-9]+", "-", in_latin(value)).strip("-")[:63].strip("-")
        raise refuse(
            "expected an id of lower-case letters a-z, digits and single hyphens, "
            "at most 63 characters, beginning with a letter",
            near=near if SLUG.fullmatch(near) else "",
        )
    return value


def _post_id(value: str) -> str:
    _slug(value)
    language_like = len(value.split("-", maxsplit=1)[0]) <= 3 and canonical_tag(value)
    if value in RESERVED_IDS or language_like:
        raise refuse(
            "expected an id that the output tree does not use itself",
            cure="Choose a longer name, such as kind and city: embassy-" + value + ".",
        )
    return value


def known_country(code: str) -> bool:
    """Say whether something is the code of a country (ISO 3166-1 alpha-2), or free for users."""
    shaped = len(code) == 2 and code.isascii() and code.isupper() and code.isalpha()
    return shaped and (code in Locale("en").territories or user_assigned(code))


def _country(value: str) -> str:
    if known_country(value):
        return value
    raise refuse(
        "expected an ISO 3166-1 alpha-2 country code in capitals",
        near=partial(country_meant, value),
    )


def user_assigned(code: str) -> bool:
    """Say whether ISO 3166-1 leaves an alpha-2 code to its users: AA, QM to QZ, XA to XZ, ZZ."""
    return code in ("AA", "ZZ") or (code[0] == "Q" and code[1] >= "M") or code[0] == "X"


#: The rules whose problems are warnings: these can be accepted.
WARNINGS = sorted(rule for rule, level in RULES.items() if level is Level.WARNING)


def _warned(value: str) -> str:
    level = RULES.get(value)
    if level is None:
        raise refuse("expected the rule of a warning", near=partial(nearest, value, WARNINGS))
    if level is Level.NOTE:
        raise refuse("expected the rule of a warning", cure="It is a note, which stops nothing.")
    if level is Level.ERROR:
        cure = "It is an error, which is to be mended: nothing is shown of it as it is."
        raise refuse("expected the rule of a warning", cure=cure)
    return value


def _currency(value: str) -> str:
    if value in Locale("en").currencies:
        return value
    near = partial(currency_meant, value)
    raise refuse("expected the code of a currency such as EUR (ISO 4217)", near=near)


def _language(value: str) -> str:
    tag = canonical_tag(value)
    if not tag or tag != value:
        raise refuse(
            "expected a canonical BCP 47 language tag",
            near=tag or partial(language_meant, value),
            cure="" if tag else "Write the code of the language, such as en, fr or zh-Hant.",
        )
    return value


def _policy_language(value: str) -> str:
    return "+" + _language(value[1:]) if value.startswith("+") else _language(value)


def _zone(value: str) -> str:
    if not is_zone(value):
        raise refuse(
            "expected an IANA time zone",
            near=partial(zone_meant, value),
            near_in=partial(_zone_at, value),
            cure="Zones are named as Region/City, in English.",
        )
    return value


def _zone_at(value: str, record: Mapping[str, Any]) -> str:
    """Return the zone that was meant in a record that may say where it is."""
    where = record.get("location")
    degrees = [where.get(key) for key in ("lat", "lon")] if isinstance(where, Mapping) else []
    place = [float(one) for one in degrees if isinstance(one, int | float) and abs(one) <= 180]
    town = record.get("city")
    return zone_meant(
        value,
        _country_in(record),
        (place[0], place[1]) if len(place) == 2 else None,
        town if isinstance(town, str) else "",
    )


def _country_in(record: Mapping[str, Any]) -> str:
    """Return the country that a record says, where it is one."""
    country = record.get("country")
    return country if isinstance(country, str) and known_country(country) else ""


def _url(value: str) -> str:
    fault = url_fault(value)
    if fault:
        expected = f"{fault}; expected an address with https:// or http://"
        mail = not mail_fault(value)
        cure = "It is a mail address: write it under email." if mail else ""
        raise refuse(expected, near="" if mail else nearest_address(value), cure=cure)
    return value


#: What to do with several values where one is asked for.
_ONE = "Write one {} here, and each of the others as an item of contacts."


def _email(value: str) -> str:
    if mail_fault(value):
        start = value[:300].strip().removeprefix("mailto:")
        plain = re.sub(r" ?[(\[]at[)\]] ?| at ", "@", start)
        several = len(re.findall("@", value)) > 1
        raise refuse(
            "expected a mail address such as name@example.org (RFC 5321)",
            near="" if mail_fault(plain) else plain,
            cure=_ONE.format("mail address") if several else "",
        )
    return value


def _phone(value: str) -> str:
    if fault := number_fault(value):
        meant = numbers_meant(value)
        raise refuse(
            fault,
            near=meant[0] if len(meant) == 1 else "",
            near_in=lambda record: _number_of(value, _country_in(record)),
            cure=_which(fault, meant) if len(meant) > 1 else _EXTENSION * has_extension(value),
        )
    return value


#: What to do with an extension, which no telephone dials.
_EXTENSION = "Write the extension as the note of a contact."


def _which(fault: str, meant: tuple[str, ...]) -> str:
    """Say what to do with the several numbers that a value may be read as."""
    return f"Write {' or '.join(meant)}." if OPTIONAL in fault else _ONE.format("number")


def _number_of(value: str, country: str) -> str:
    """Return a number as it is dialled internationally, when it is one of a country."""
    meant = numbers_meant(value, country)
    return meant[0] if len(meant) == 1 else ""


def _hours(value: str) -> str:
    from chancery.hours.slips import right_hours
    from chancery.hours.syntax import HoursError

    try:
        right_hours(value)
    except HoursError as error:
        cure = error.cure
        if not (cure or error.near):
            cure = (
                "Write hours in OpenStreetMap’s syntax, such as “Mo-Fr 09:00-12:30; PH off”: days "
                "are Mo Tu We Th Fr Sa Su and PH for holidays, times have four digits, and a "
                "semicolon divides rules."
            )
        raise refuse(error.message, near=error.near, cure=cure) from None
    return value


def _short_number(value: str) -> str:
    if value.startswith("+"):
        return _phone(value)  # a few places have no short number
    if not re.fullmatch(r"[0-9]{2,6}", value):
        raise refuse('expected a number of two to six digits in quotes, such as "112"')
    return value


def _short_numbers(value: object) -> object:
    if isinstance(value, list) and not value:
        raise refuse("expected at least one number", cure=EMPTY)
    return several(value)


def _within(value: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,2}[hd]", value):
        cure = "Write a number and h for hours or d for days."
        raise refuse('expected a time such as "4h" or "2d"', cure=cure)
    return value


#: What says when a number answers and is no week: while its post is shut, or that nobody knows.
OUT_OF_HOURS, UNKNOWN = "out-of-hours", "unknown"
IN_WORDS = frozenset({OUT_OF_HOURS, UNKNOWN})


def _contact_hours(value: str) -> str:
    return value if value in IN_WORDS else _hours(value)


def _date(value: str) -> str:
    if day_of(value) is None:
        raise refuse(
            'expected a date such as "2026-03-01" (ISO 8601)',
            near=_year_first(value),
            cure="Write the year, the month and the day, with two digits for the last two; years "
            f"are {FIRST_YEAR} to {LAST_YEAR}.",
        )
    return value


def _year_first(value: str) -> str:
    """Return a date whose order cannot be mistaken as it is to be written."""
    from datetime import date

    parts = re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})", value.strip())
    day_first = re.fullmatch(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4})", value.strip())
    try:
        if parts:
            return date(*map(int, parts.groups())).isoformat()
        # Only where the first number can be no month is it sure to be the day.
        if day_first and int(day_first[1]) > 12:
            return date(*map(int, reversed(day_first.groups()))).isoformat()
    except ValueError:
        pass
    return ""


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z_]*", value):
        raise refuse("expected a key of this record, such as address")
    return value


def _month_or_date(value: str) -> str:
    if re.fullmatch(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?", value):
        return value
    return _date(value)


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        short = re.fullmatch(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", value)
        digits = short[1] if short else ""
        near = "#" + (digits if len(digits) == 6 else "".join(2 * one for one in digits))
        raise refuse(
            'expected a colour as "#rrggbb"',
            near=near if short else "",
            cure='Write two hexadecimal digits each for red, green and blue, such as "#0b5563".',
        )
    return value.lower()


def _accent(value: str) -> str:
    colour = _colour(value)
    if fault := accent_fault(colour):
        near = nearest_accent(colour)
        raise refuse(fault, near=near, cure="It is the nearest colour that passes.")
    return colour


#: The most characters of one value: it may stand on every page of every site.
LONGEST_TEXT = 2000


def _plain(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise refuse(f"expected text of at most {LONGEST_TEXT:,} characters")
    if any(c < " " and c != "\n" for c in value) or any(c in _CONTROLS for c in value):
        raise refuse("expected text without control characters")
    if thinned(value) != value:
        raise refuse(f"expected text with at most {MOST_MARKS} marks on a letter")
    return value.strip()


#: The most characters of a title: it stands in lists, in other texts and in the tab of a browser.
LONGEST_TITLE = 150


def _title(value: str) -> str:
    value = _plain(value)
    if len(value) > LONGEST_TITLE:
        cure = "Put the rest in the summary or the text."
        raise refuse(f"expected a title of at most {LONGEST_TITLE} characters", cure=cure)
    return value


#: Unicode's bidirectional overrides and embeddings (UAX 9), which can reorder what follows them.
_CONTROLS = frozenset("\x7f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def _region(value: str) -> str:
    if not _REGION.fullmatch(value):
        raise refuse("expected an ISO 3166-2 code such as FR-59")
    return value


def _feed_file(value: str) -> str:
    if not re.fullmatch(
        r"(?:[A-Za-z0-9][A-Za-z0-9_.-]*/)*[A-Za-z0-9][A-Za-z0-9_.-]*\.(xml|atom|rss|json|ics)",
        value,
    ):
        raise refuse("expected the path of a feed file below content/, such as feeds/press.xml")
    return value


def _picture_file(value: str) -> str:
    if not re.fullmatch(
        r"(?:[A-Za-z0-9][A-Za-z0-9_-]*/)*[A-Za-z0-9][A-Za-z0-9_-]*\.(jpg|jpeg|png|webp|avif)", value
    ):
        raise refuse(
            "expected the path of a picture below content/, such as pictures/oslo.jpg",
            cure="Name the file with letters a-z, digits, - and _, and end it in .jpg, .jpeg, "
            ".png, .webp or .avif.",
        )
    return value


_TAG = "[a-z]{2,3}(-[A-Za-z]{2,4})*"
_PATH = r"^([A-Za-z0-9][A-Za-z0-9_.-]*/)*[A-Za-z0-9][A-Za-z0-9_.-]*\."

Slug = Annotated[str, *checked(_slug, "id", pattern=f"^{SLUG.pattern}$", maxLength=63)]
PostId = Annotated[str, *checked(_post_id, "post id", pattern=f"^{SLUG.pattern}$", maxLength=63)]
Country = Annotated[str, *checked(_country, "country", "countries", pattern="^[A-Z]{2}$")]
Language = Annotated[str, *checked(_language, "language", pattern=f"^{_TAG}$")]
PolicyLanguage = Annotated[str, *checked(_policy_language, "language", pattern=rf"^\+?{_TAG}$")]
Currency = Annotated[str, *checked(_currency, "currency", "currencies", pattern="^[A-Z]{3}$")]
Zone = Annotated[str, *checked(_zone, "time zone", examples=["Etc/UTC"])]
Url = Annotated[str, *checked(_url, "address", "addresses", format="uri", pattern="^https?://")]
Email = Annotated[str, *checked(_email, "mail address", "mail addresses", format="email")]
Phone = Annotated[str, *checked(_phone, "number", pattern=r"^\+[0-9][0-9 ./()-]+$")]
Hours = Annotated[str, *checked(_hours, "hours", "hours", examples=["Mo-Fr 09:00-12:30; PH off"])]
ShortNumber = Annotated[
    str, *checked(_short_number, "short number", pattern="^[0-9]{2,6}$", examples=["112"])
]
#: One number for emergencies, or a list of them in the order to try.
ShortNumbers = Annotated[
    tuple[ShortNumber, ...],
    BeforeValidator(
        _short_numbers,
        json_schema_input_type=ShortNumber
        | Annotated[tuple[ShortNumber, ...], Field(min_length=1)],
    ),
    Named("short number or list of short numbers", ""),
]
Within = Annotated[
    str,
    *checked(
        _within,
        "hours (`h`) or days (`d`)",
        pattern="^[1-9][0-9]{0,2}[hd]$",
        examples=["4h", "2d"],
    ),
]
ContactHours = Annotated[
    str,
    *checked(
        _contact_hours,
        f"hours, `{OUT_OF_HOURS}` or `{UNKNOWN}`",
        examples=["24/7", OUT_OF_HOURS, UNKNOWN],
    ),
]
Day = Annotated[str, *checked(_date, "date", format="date")]
Seen = Annotated[
    str,
    *checked(
        _month_or_date, 'date, or `"2026"`, or `"2026-03"`', pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"
    ),
]
Accent = Annotated[
    str, *checked(_accent, "[colour](posts.md#colours)", pattern="^#[0-9a-fA-F]{6}$")
]
Warned = Annotated[str, *checked(_warned, "[rule](rules.md)", enum=WARNINGS)]
Key = Annotated[str, *checked(_key, "key", pattern="^[a-z][a-z_]*$")]
Plain = Annotated[str, *checked(_plain, "plain text", minLength=1, maxLength=LONGEST_TEXT)]
Title = Annotated[str, *checked(_title, "plain text", minLength=1, maxLength=LONGEST_TITLE)]
Region = Annotated[str, *checked(_region, "region", pattern=f"^{_REGION.pattern}$")]
FeedFile = Annotated[
    str,
    *checked(
        _feed_file,
        "path below `content/`, ending in `.xml`, `.atom`, `.rss`, `.json` or `.ics`",
        pattern=f"{_PATH}(xml|atom|rss|json|ics)$",
        examples=["feeds/press.xml"],
    ),
]
PictureFile = Annotated[
    str,
    *checked(
        _picture_file,
        "path below `content/`, ending in `.jpg`, `.jpeg`, `.png`, `.webp` or `.avif`",
        pattern=f"{_PATH}(jpg|jpeg|png|webp|avif)$",
        examples=["pictures/oslo.jpg"],
    ),
]
Latitude = Annotated[
    float,
    Field(ge=-90, le=90, strict=True, allow_inf_nan=False),
    Named("number from -90 to 90", "numbers from -90 to 90"),
]
Longitude = Annotated[
    float,
    Field(ge=-180, le=180, strict=True, allow_inf_nan=False),
    Named("number from -180 to 180", "numbers from -180 to 180"),
]
Fraction = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Focus = Annotated[tuple[Fraction, Fraction], Named("two numbers from 0 to 1", "")]
Amount = Annotated[
    float,
    Field(ge=0, le=10_000_000_000, strict=True, allow_inf_nan=False),
    Named("amount of money", "amounts of money"),
]
Days = Annotated[int, Field(ge=1, le=3650, strict=True), Named("whole number from 1 to 3,650", "")]
#: As many entries of a feed as the feed cache holds at most.
Entries = Annotated[int, Field(ge=1, le=200, strict=True), Named("whole number from 1 to 200", "")]
Flag = Annotated[bool, Field(strict=True), Named("flag", "flags")]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or more languages: pairs of tag and text, an empty tag for every language."""

    variants: tuple[tuple[str, str], ...]

    def pick(self, order: tuple[str, ...]) -> tuple[str, str]:
        """Return the text in the first language of an order that it has, with that language's tag.

        Without any of them the first variant is given; the tag is empty for text of no language.
        """
        known = dict(self.variants)
        for tag in order:
            if tag in known:
                return known[tag], tag
        if "" in known:
            return known[""], ""
        tag, text = self.variants[0]
        return text, tag

    @classmethod
    def of(cls, value: str | dict[str, str]) -> Text:
        """Make a text from what stands in YAML: one text, or one per language."""
        if isinstance(value, str):
            return cls((("", value),))
        if not value:
            raise refuse("expected at least one language")
        return cls(tuple(value.items()))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a plain text or a mapping of language tags to texts."""
        one = handler.generate_schema(Plain)
        many = core_schema.dict_schema(handler.generate_schema(Language), one)
        either = core_schema.tagged_union_schema(
            {"many": many, "one": one},
            discriminator=lambda value: "many" if isinstance(value, dict) else "one",
        )
        return core_schema.no_info_after_validator_function(cls.of, either)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe both forms to editors."""
        text = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
        many = {
            "type": "object",
            "propertyNames": {"pattern": f"^{_TAG}$"},
            "additionalProperties": text,
            "minProperties": 1,
        }
        return {"anyOf": [text, many]}
