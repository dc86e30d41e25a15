"""Numbers for emergencies that anybody may dial in a country, by the world's numbering plans.

They are those of the short-number metadata of phonenumbers (Google's libphonenumber), written once
into a table: which of them is for police, ambulance or fire the metadata does not say. That says a
second table, of which every row names its sources and when they said so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
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


@cache
def _table() -> dict[str, list[str]]:
    return dict(json.loads(FILE.read_text(encoding="utf-8"))["numbers"])


def emergency_numbers(country: str) -> tuple[str, ...]:
    """Return the numbers of a country (ISO 3166-1); none for one that the metadata lacks."""
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
    """Return which services of a country (ISO 3166-1) have which numbers, as far as it is known."""
    row = _services().get(country, {})
    found = {key: row[key] for key in SERVICES if row.get(key)}
    numbers = {key: (one,) if isinstance(one, str) else tuple(one) for key, one in found.items()}
    return KnownServices(numbers, row.get("as_of", ""))
