"""Continents, names and membership of the United Nations of territories, from CLDR."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

#: Continents as UN M.49 codes, in the order of the directory; CLDR names them in every language.
CONTINENTS = ("150", "142", "002", "019", "009")


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).parent.parent / "data" / "containment.json"
    table: dict[str, Any] = json.loads(path.read_bytes())
    return table


@cache
def _continents() -> dict[str, str]:
    return {
        code: continent for continent, codes in _table()["continents"].items() for code in codes
    }


def continent_of(code: str) -> str:
    """Return the UN M.49 code of a territory's continent, empty when CLDR knows none."""
    return _continents().get(code, "")


@cache
def _members() -> frozenset[str]:
    return frozenset(_table()["united_nations"])


def is_state(code: str) -> bool:
    """Say whether a territory is a member of the United Nations (CLDR's grouping UN)."""
    return code in _members()


def states() -> frozenset[str]:
    """Return the members of the United Nations (CLDR's grouping UN)."""
    return _members()


@cache
def _names() -> dict[str, dict[str, str]]:
    path = Path(__file__).parent.parent / "data" / "names.json"
    tables: dict[str, dict[str, str]] = json.loads(path.read_bytes())
    return tables


@cache
def territory_names() -> dict[str, list[str]]:
    """Return what territories are called in every language of CLDR, folded for no language."""
    return {code: names.split("|") for code, names in _names()["names"].items()}


@cache
def language_names() -> dict[str, list[str]]:
    """Return what languages are called in English and in themselves, folded for no language."""
    return {tag: names.split("|") for tag, names in _names()["languages"].items()}
