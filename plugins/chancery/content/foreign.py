"""Marks of other systems in texts: readers would see them as they were typed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chancery.common.problems import Level, Place, Problem, shown
from chancery.content.typed import lines_of_prose

_MAY_BE_CODE = ("`", "~~~", "\n    ", "\n\t")
_CODE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of another system.

    what: what it is, in words; signs: those of which a text with one has one at least; pattern:
    what it looks like, in time linear in a text; cure: what to write instead; examples: texts that
    have it, which the tests hold it to.
    """

    what: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    cure: str
    examples: tuple[str, ...]


@cache
def marks() -> tuple[Mark, ...]:
    """Return the table of marks."""
    path = Path(__file__).parent.parent / "data" / "foreign-marks.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["marks"]
    return tuple(
        Mark(
            what=row["what"],
            signs=tuple(row["signs"]),
            pattern=re.compile(row["pattern"], re.MULTILINE),
            cure=row["cure"],
            examples=tuple(row["examples"]),
        )
        for row in rows
    )


def mark_problems(body: str, before: int, file: str) -> list[Problem]:
    """Tell each kind of mark of another system once, where it first stands.

    before: the lines of the file above the text.
    """
    code = any(sign in body for sign in _MAY_BE_CODE)
    prose = "\n".join(without_code(body)) if code else body
    problems = []
    for mark in marks():
        if not any(sign in body for sign in mark.signs):
            continue
        found = mark.pattern.finditer(prose)
        first = next(found, None)
        if first is None:
            continue
        more = sum(1 for _ in found)
        start = len(first[0]) - len(first[0].lstrip(" ")) + first.start()
        line = prose.count("\n", 0, start)
        place = Place(file, before + line + 1, start - prose.rfind("\n", 0, start))
        also = f", as {'is' if more == 1 else 'are'} {more} more" if more else ""
        message = f"the {mark.what} {shown(first[0].strip())} is shown as it is written{also}"
        problems.append(
            Problem(place, message, cure=mark.cure, level=Level.NOTE, code="mark-shown")
        )
    return problems


def without_code(body: str) -> Iterator[str]:
    """Return the lines of a text with a sign that is neither word nor space for what is code."""
    for _, line, prose in lines_of_prose(body):
        if not prose:
            yield ""
            continue
        parts = re.split("(`+)", line)
        yield "".join(part if at % 4 == 0 else _CODE * len(part) for at, part in enumerate(parts))
