"""What the countries' plans say of telephone numbers: given out, kept for fiction, or neither.

The plans are those of phonenumbers (Google's libphonenumber), and `data/fictional-numbers.json`.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

#: PhoneNumberType.FIXED_LINE of the library, which is slow to load.
_LINE = 0


def parsed(text: str, country: str = "") -> PhoneNumber | None:
    """Return a number as read, None for what is none; country: where it is from without a code."""
    import phonenumbers

    try:
        return phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None


def international(number: PhoneNumber) -> str:
    """Return a number in the form that is read and dialled anywhere."""
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def e164(number: PhoneNumber) -> str:
    """Return a number as it is dialled: a plus and digits, and no others (ITU-T E.164)."""
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_good(number: PhoneNumber) -> bool:
    """Say whether a number is one that its country gives out, or keeps for fiction."""
    import phonenumbers

    return phonenumbers.is_valid_number(number) or bool(kept_for_fiction(number))


def region_of(number: PhoneNumber) -> str:
    """Return the country, or the first of the countries, with a number's country code."""
    import phonenumbers

    return phonenumbers.region_code_for_country_code(number.country_code or 0)


def _is_alone(number: PhoneNumber) -> bool:
    """Say whether one country alone has a number's country code: no other, and no satellite."""
    import phonenumbers

    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    return len(regions) == 1 and regions[0] != phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY


@cache
def unlikely_number(text: str) -> str:
    """Say why a number that may enter is hardly right: its country gives out none like it.

    Nothing is said of one that is given out, or kept for fiction. What the library knows of a
    country may be older than a change there, so that it is no fault.
    """
    import phonenumbers

    number = parsed(text)
    if number is None or is_good(number):
        return ""
    region = region_of(number)
    lengths = _lengths(region)
    own = len(phonenumbers.national_significant_number(number))
    has = f": these have {_listed(lengths)} digits, and this one {own}"
    said = f"is no number that is given out with +{number.country_code}"
    if _is_alone(number):
        said = f"is no number that {region} gives out"
    return said + has if lengths and own not in lengths else said


def number_renumbered(text: str) -> str:
    """Return what a number that is given out no more has become, as `renumbered` does."""
    number = parsed(text)
    found = renumbered(number) if number else None
    return international(found) if found else ""


def renumbered(number: PhoneNumber) -> PhoneNumber | None:
    """Return the number that one which is given out no more has become, where that is plain.

    It is where one way alone of writing digits before it, or leaving the first out, makes a number
    of its country: so countries lengthen their numbers. One of a telephone goes before those of
    mobiles, which begin with so many digits that one of them nearly always does.
    """
    import phonenumbers

    own = phonenumbers.national_significant_number(number)
    region, code = region_of(number), number.country_code or 0
    ways = [own[1:]] if len(own) - 1 in _lengths(region) else []
    for more in (1, 2):
        if len(own) + more in _lengths(region):
            ways += [f"{before:0{more}}{own}" for before in range(10**more)]
    found = [one for way in ways if (one := _subscriber(code, way))]
    lines = [one for one in found if phonenumbers.number_type(one) == _LINE] or found
    return lines[0] if len(lines) == 1 else None


def _subscriber(code: int, national: str) -> PhoneNumber | None:
    """Return a number as read, where it is that of a telephone or a mobile."""
    import phonenumbers

    kinds = phonenumbers.PhoneNumberType
    number = parsed(f"+{code}{national}")
    if number is None or phonenumbers.national_significant_number(number) != national:
        return None
    kind = phonenumbers.number_type(number)
    usual = (kinds.FIXED_LINE, kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE)
    return number if kind in usual else None


def _lengths(region: str) -> list[int]:
    """Return how many digits the numbers of telephones and mobiles of a region have."""
    from phonenumbers.phonemetadata import PhoneMetadata

    found = PhoneMetadata.metadata_for_region(region, None)
    kinds = (found.fixed_line, found.mobile) if found else ()
    return sorted(
        {length for kind in kinds if kind for length in kind.possible_length or ()} - {-1}
    )


def _listed(lengths: list[int]) -> str:
    if len(lengths) > 2:
        return f"{lengths[0]} to {lengths[-1]}"
    return " or ".join(map(str, lengths))


@cache
def fictional_ranges() -> list[dict[str, object]]:
    """Return the ranges of numbers that are kept for fiction, each with who keeps it."""
    path = Path(__file__).parent.parent / "data" / "fictional-numbers.json"
    rows: list[dict[str, object]] = json.loads(path.read_bytes())
    return rows


def kept_for_fiction(number: PhoneNumber | str) -> str:
    """Return who reserves a number for films and books, so that it reaches nobody; else empty."""
    import phonenumbers

    read = parsed(number) if isinstance(number, str) else number
    if read is None:
        return ""
    national = phonenumbers.national_significant_number(read)
    for row in fictional_ranges():
        if row["code"] == read.country_code and re.fullmatch(str(row["pattern"]), national):
            return str(row["kept_by"])
    return ""
