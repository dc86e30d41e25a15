"""Problems as people and machines read them: text with the line at fault, JSON, GitHub, SARIF."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from chancery.common.files import read_at_most
from chancery.common.problems import Level, Problem, one_line

#: The most columns of a line that are shown.
_WIDTH = 96
#: How much of a line is kept before what is wrong, where the line is longer than that.
_BEFORE = 40
#: The most bytes of a file that are read for the line at fault.
_LARGEST = 8_000_000
_BREAK = re.compile(r"\r\n|\n|\r")
#: The schema of SARIF 2.1.0 (OASIS).
_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.NOTE: "36"}
_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}

#: What colours a text by codes of ECMA-48.
Paint: TypeAlias = Callable[[str, str], str]


def plain(text: str, _codes: str) -> str:
    """Return a text as it is."""
    return text


def painted(text: str, codes: str) -> str:
    """Return a text with the codes of ECMA-48 that colour it on a terminal."""
    return f"\x1b[{codes}m{text}\x1b[0m"


def text_of(problem: Problem, paint: Paint = plain, *, excerpt: bool = True) -> str:
    """Return a problem for a person: one line, and below it the line of the file with a caret.

    paint: colours a text; excerpt: whether the line of the file is shown.
    """
    said, place, colour = str(problem), str(problem.place), f"1;{_COLOURS[problem.level]}"
    end = len(said) if problem.urgent else len(place)
    lines = [paint(said[:end], colour) + said[end:]]
    if excerpt:
        lines += _excerpt(problem, paint)
    return "\n".join(lines)


def _excerpt(problem: Problem, paint: Paint) -> Iterator[str]:
    """Yield the line at fault and a caret below the column, where these are known."""
    place = problem.place
    lines = _lines(place.file) if place.line and place.column else ()
    if not 0 < place.line <= len(lines):
        return
    line = lines[place.line - 1]
    start = max(0, place.column - 1 - _BEFORE) if len(line) > _WIDTH else 0
    before, after = line[start : place.column - 1], line[place.column - 1 : start + _WIDTH]
    before, after = _visible(before), _visible(after)
    number, margin = str(place.line), " " * len(str(place.line))
    yield paint(f"  {number} | ", "2") + before + after
    yield paint(f"  {margin} | ", "2") + " " * _columns(before) + paint("^", "1")


def _visible(text: str) -> str:
    return one_line(text.replace("\t", "    "))


def _columns(text: str) -> int:
    """Return how many columns a text takes on a terminal (UAX #11)."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


@lru_cache(maxsize=64)
def _lines(file: str) -> tuple[str, ...]:
    """Return the lines of a file; none where it cannot be read as text."""
    path = Path(file)
    try:
        text = read_at_most(path, _LARGEST).decode("utf-8-sig") if path.is_file() else ""
    except (OSError, ValueError):
        return ()
    return tuple(_BREAK.split(text)) if text else ()


def forget_lines() -> None:
    """Read files anew for the lines at fault: in a process that goes on, they may have changed."""
    _lines.cache_clear()


def github(problems: Iterable[Problem]) -> str:
    """Return problems as GitHub's runners take them: a command a line, shown beside the change.

    The form is that of the workflow commands of GitHub Actions; accepted ones are left out.
    """
    return "\n".join(_command(problem) for problem in problems if not problem.accepted)


def _command(problem: Problem) -> str:
    place = problem.place
    values = {"file": place.file, "line": place.line, "col": place.column, "title": problem.code}
    said = ",".join(
        f"{key}={_escaped(str(value), properties=True)}" for key, value in values.items() if value
    )
    message = str(problem).removeprefix(f"{place}: ").removeprefix(f"{problem.level}: ")
    return f"::{_GITHUB[problem.level]} {said}::{_escaped(message)}"


def _escaped(text: str, *, properties: bool = False) -> str:
    """Return a text as a value of a command, in which a percent sign escapes."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if properties else text


def sarif(problems: Iterable[Problem], version: str) -> str:
    """Return problems as a SARIF 2.1.0 log (OASIS); version: Chancery's own."""
    found = list(problems)
    rules = sorted({problem.code for problem in found if problem.code})
    driver = {
        "name": "Chancery",
        "version": version,
        "rules": [{"id": rule} for rule in rules],
    }
    results = [_result(problem) for problem in found]
    log = {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints",
                  "results": results}],
    }  # fmt: skip
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(problem: Problem) -> dict[str, Any]:
    place = problem.place
    where: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        column = {"startColumn": place.column} if place.column else {}
        where["region"] = {"startLine": place.line, **column}
    message = str(problem).removeprefix(f"{place}: ").removeprefix(f"{problem.level}: ")
    found: dict[str, Any] = {
        "level": problem.level.value,
        "message": {"text": message},
        "locations": [{"physicalLocation": where}],
    }
    if problem.code:
        found["ruleId"] = problem.code
    if problem.accepted:
        found["suppressions"] = [{"kind": "inSource", "justification": problem.accepted}]
    return found


def _uri(file: str) -> str:
    """Return a path as a relative reference (RFC 3986); an address stays as it is."""
    return file if "://" in file else quote(Path(file).as_posix())
