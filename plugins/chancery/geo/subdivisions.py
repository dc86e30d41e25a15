"""The parts of countries by ISO 3166-2, as CLDR has them: provinces, states, regions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from chancery.common.problems import nearest

#: The most parts of a country that a message names.
_MOST_NAMED = 5


@cache
def _table() -> dict[str, dict[str, str]]:
    path = Path(__file__).parent.parent / "data" / "subdivisions.json"
    table: dict[str, dict[str, str]] = json.loads(path.read_bytes())
    return table


@cache
def parts_of(whole: str) -> tuple[str, ...]:
    """Return the direct parts of a country, or of a part of one; empty if CLDR has none."""
    return tuple(_table()["parts"].get(whole, "").split())


@cache
def all_parts(whole: str) -> frozenset[str]:
    """Return all parts of a country, or of a part of one, however deep."""
    own = parts_of(whole)
    return frozenset(own).union(*map(all_parts, own))


def is_known(code: str) -> bool:
    """Say whether CLDR has a code, or nothing of its country."""
    known = all_parts(code[:2])
    return not known or code in known


def near_part(code: str) -> str:
    """Return the code that another one, which is none, has become, or that is nearest to it."""
    renamed = _table()["renamed"].get(code, "").split()
    return renamed[0] if renamed else nearest(code, sorted(all_parts(code[:2])))


def some(codes: list[str]) -> str:
    """Return codes in words for a message: the first of them, and how many there are besides."""
    more = f" and {len(codes) - _MOST_NAMED} more parts" if len(codes) > _MOST_NAMED else ""
    return ", ".join(codes[:_MOST_NAMED]) + more


def missing(country: str, named: Iterable[str]) -> list[str]:
    """Return the parts of a country that are in none of those named: the largest ones, in order.

    None where one of those is unknown: CLDR is then older than a reform, and would name what is no
    more.
    """
    parts = frozenset(named)
    return list(_missing(country, parts)) if all(map(is_known, parts)) else []


def _missing(whole: str, named: frozenset[str]) -> Iterator[str]:
    for part in parts_of(whole):
        if part in named:
            continue
        if named.isdisjoint(all_parts(part)):
            yield part
        else:
            yield from _missing(part, named)
