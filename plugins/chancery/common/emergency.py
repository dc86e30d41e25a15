"""Numbers for emergencies that anybody may dial in a country, by the world's numbering plans.

They are those of the short-number metadata of phonenumbers (Google's libphonenumber), written once
into a table: which of them is for police, ambulance or fire the metadata does not say. That says a
second table, of which every row names its sources and when they said so.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re._parser import parse  # type: ignore[import-not-found]
from typing import Any

_DATA = Path(__file__).parents[1] / "data"
FILE = _DATA / "emergency-numbers.json"
SERVICES_FILE = _DATA / "emergency-services.json"
#: Whom one calls in danger; a country of which the first three are known has no others to try.
SERVICES = (
    "police", "ambulance", "fire", "gendarmerie", "tourist_police", "coast_guard",
    "mountain_rescue",
)  # fmt: skip
CORE = SERVICES[:3]
#: A pattern that more numbers fit says of a whole series what holds of some: only the example that
#: the metadata gives is sure then, and the number that all mobile networks know.
MOST = 7
EVERYWHERE = "112"


@cache
def _table() -> dict[str, list[str]]:
    return dict(json.loads(FILE.read_text(encoding="utf-8"))["numbers"])


def emergency_numbers(country: str) -> tuple[str, ...]:
    """Give the numbers of a country (ISO 3166-1); none for one that the metadata lacks."""
    return tuple(_table().get(country, ()))


@dataclass(frozen=True, slots=True)
class KnownServices:
    """Which numbers of a country are for which service; as_of: when that was so, as in ISO 8601."""

    numbers: Mapping[str, tuple[str, ...]]
    as_of: str = ""


@cache
def _services() -> dict[str, dict[str, Any]]:
    return dict(json.loads(SERVICES_FILE.read_text(encoding="utf-8")))


def known_services(country: str) -> KnownServices:
    """Give which services of a country (ISO 3166-1) have which numbers, as far as it is known."""
    row = _services().get(country, {})
    found = {key: row[key] for key in SERVICES if row.get(key)}
    numbers = {key: (one,) if isinstance(one, str) else tuple(one) for key, one in found.items()}
    return KnownServices(numbers, row.get("as_of", ""))


def made() -> str:
    """Make the table from the installed version of phonenumbers, as JSON."""
    import phonenumbers

    found = {}
    for country in sorted(phonenumbers.SUPPORTED_SHORT_REGIONS):
        module = importlib.import_module(f"phonenumbers.shortdata.region_{country}")
        known = getattr(module, f"PHONE_METADATA_{country}").emergency
        if known is not None and known.national_number_pattern:
            found[country] = _numbers(known.national_number_pattern, known.example_number)
    source = f"phonenumbers {phonenumbers.__version__} (Apache-2.0), short-number metadata"
    rows = ",\n".join(f" {json.dumps(c)}: {json.dumps(n)}" for c, n in found.items())
    return f'{{"source": {json.dumps(source)}, "numbers": {{\n{rows}\n}}}}\n'


def _numbers(pattern: str, example: str) -> list[str]:
    every = set(_expanded(parse(pattern)))
    if len(every) > MOST:
        every &= {example, EVERYWHERE}
    return sorted(every, key=lambda number: (len(number), number))


def _expanded(tree: Any) -> list[str]:
    """Give all texts that a pattern fits which has no repetition without an end."""
    return ["".join(parts) for parts in product(*(_choices(op, what) for op, what in tree))]


def _choices(operation: object, what: Any) -> list[str]:
    if operation is sre.LITERAL:
        return [chr(what)]
    if operation is sre.IN:
        return [chr(code) for kind, part in what for code in _codes(kind, part)]
    if operation is sre.BRANCH:
        return [text for branch in what[1] for text in _expanded(branch)]
    if operation is sre.SUBPATTERN:
        return _expanded(what[3])
    least, most, part = what
    once = _expanded(part)
    return ["".join(p) for n in range(least, most + 1) for p in product(once, repeat=n)]


def _codes(kind: object, part: Any) -> range:
    """Give the characters of a part of a set; a category is that of digits in these patterns."""
    if kind is sre.LITERAL:
        return range(part, part + 1)
    return range(part[0], part[1] + 1) if kind is sre.RANGE else range(ord("0"), ord("9") + 1)
