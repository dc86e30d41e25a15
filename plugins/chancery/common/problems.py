"""Problems in the input, told to the person who must act.

A problem is a value, not an exception: rooms collect them, and a run reports all of them together.
Only what stops a run before it starts is raised (`CannotStart`).
"""

from __future__ import annotations

import difflib
import heapq
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any

from chancery.common.characters import plain_character
from chancery.common.errors import ChanceryError

#: The most characters of a wrong value that a message repeats.
VALUE_LIMIT = 60
#: The most problems that are told of one record or one text: nobody reads more before repairing.
MOST_TOLD = 100
#: The longest value that a name is suggested for; no name is that long.
_LONGEST = 100
#: How many of the valid names are compared closely, which takes a hundred times longer.
_CLOSELY = 8


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: lines and columns count from 1, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `FILE:LINE:COLUMN`, without what is unknown."""
        if not self.line:
            return self.file
        return (
            f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"
        )


class Level(StrEnum):
    """How much a problem weighs, the heaviest first.

    ERROR: what it concerns is shown nowhere, or in its last good version. WARNING: all is shown,
    and may mislead a reader, so that it is not to be published. NOTE: somebody should know.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    place: file, line and column.
    path: the keys that lead to the value, as `posts.<id>.phone`; empty for a whole file.
    message: what is wrong, with the value and what was expected.
    nearest: the valid name that is nearest to the value, empty when none is near.
    cure: one sentence that says what to do.
    post: the id of the only post concerned; empty when the problem concerns the whole network.
    level: how much it weighs.
    code: the name of the rule that is not kept, such as `hours-never-open` (`rules.py`).
    accepted: why somebody has let a warning stand; empty where nobody has.
    urgent: true for what may cost lives, such as an alert that is not shown: it is said first.
    """

    place: Place
    message: str
    path: str = ""
    nearest: str = ""
    cure: str = ""
    post: str = ""
    level: Level = Level.ERROR
    urgent: bool = False
    code: str = ""
    accepted: str = ""

    def __post_init__(self) -> None:
        """Leave out what of a message only this process could understand, wherever it is from."""
        if _AT in self.message:
            object.__setattr__(self, "message", without_objects(self.message))

    def __str__(self) -> str:
        """Return the one line that is printed: place, path, message, nearest name, cure, code."""
        level = "" if self.level is Level.ERROR else f"{self.level}: "
        path = ".".join(shortened(key) for key in self.path.split("."))
        subject = f"{path}: " if path else ""
        text = f"{self.place}: {level}{subject}{self.message}"
        if self.nearest:
            text += f"; did you mean {self.nearest!r}?"
        if self.cure:
            text += f"{'' if text[-1] in '.?!' else '.'} {self.cure}"
        if self.code:
            text += f" [{self.code}]"
        return one_line(text)

    def as_json(self) -> dict[str, str | int | bool]:
        """Return the problem as plain data for `--json`."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "path": self.path,
            "level": self.level.value,
            "code": self.code,
            "message": self.message,
            "nearest": self.nearest,
            "cure": self.cure,
            "post": self.post,
            "accepted": self.accepted,
            "urgent": self.urgent,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Problem:
        """Return the problem that `as_json` gave as plain data."""
        given = dict(data)
        place = Place(given.pop("file"), given.pop("line"), given.pop("column"))
        return cls(place, level=Level(given.pop("level")), **given)


def note_once(problems: list[Problem], problem: Problem) -> None:
    """Add a problem that is not there yet, as long as anybody reads that many."""
    if len(problems) < MOST_TOLD and problem not in problems:
        problems.append(problem)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once: what is urgent first, then by level, then by place."""
    levels = list(Level)

    def rank(problem: Problem) -> tuple[bool, int, Place, str, str]:
        level = levels.index(problem.level)
        return not problem.urgent, level, problem.place, problem.path, problem.message

    return sorted(set(problems), key=rank)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those that are errors."""
    return [problem for problem in problems if problem.level is Level.ERROR]


def holding(problems: Iterable[Problem]) -> list[Problem]:
    """Return what a publish waits for: errors, and warnings that nobody has accepted."""
    return [p for p in problems if p.level is not Level.NOTE and not p.accepted]


def tally(problems: Iterable[Problem]) -> str:
    """Return how many problems there are of each level, each once; empty where there are none."""
    found = set(problems)
    open_ones = [problem.level for problem in found if not problem.accepted]
    parts = [counted(open_ones.count(level), level) for level in Level if level in open_ones]
    accepted = len(found) - len(open_ones)
    return "; ".join(filter(None, [", ".join(parts), f"{accepted} accepted" if accepted else ""]))


class CannotStart(ChanceryError):
    """The run cannot start: wrong usage or no readable network; Pelican exits with `exitcode`."""

    exitcode = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take every problem found so far; there is at least one."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputProblems(ChanceryError):
    """Some input has a problem and the rest is done; Pelican exits with `exitcode`."""

    exitcode = 1


def without_echoes(problems: Iterable[Problem], first: Iterable[Problem]) -> list[Problem]:
    """Leave out what is said once more of a value of which `first` says already what is wrong.

    A value that YAML reads otherwise than it is written is seldom what its key expects either.
    """
    said = [problem for problem in first if problem.level is Level.ERROR]
    values = {_value(problem) for problem in said}
    messages = {(problem.place, problem.message) for problem in said}
    return [p for p in problems if (p.place, p.message) in messages or _value(p) not in values]


def _value(problem: Problem) -> tuple[Place, str]:
    """Return where a value stands and its key: a mapping begins where its first key does."""
    return problem.place, problem.path.rpartition(".")[2]


def in_latin(text: str) -> str:
    """Return a text in lower case, with ASCII for what only looks like it, small or large."""
    return text.casefold() if text.isascii() else "".join(map(_latin, text)).casefold()


def _latin(character: str) -> str:
    plain = plain_character(character)
    large = plain if plain.isascii() else plain_character(character.upper())
    return large if large.isascii() else character


def nearest(value: str, valid: Iterable[str]) -> str:
    """Return the valid name that is most like the value (case ignored), or an empty string."""
    if len(value) > _LONGEST:
        return ""
    names = {name.casefold(): name for name in valid}
    folded = in_latin(value)
    parts = _parts(folded)

    def alike(name: str) -> float:
        others = _parts(name)
        return len(parts & others) / (len(parts) + len(others) or 1)

    likely = heapq.nlargest(_CLOSELY, names, key=alike)
    found = difflib.get_close_matches(folded, likely, n=1, cutoff=0.6)
    return names[found[0]] if found else ""


@lru_cache(maxsize=2**16)
def _parts(text: str) -> frozenset[str]:
    """Return the letters and the pairs of letters of a text."""
    return frozenset(text) | {first + second for first, second in pairwise(text)}


def shown(value: object) -> str:
    """Return a value as a message shows it: quoted, on one line, cut when long."""
    text = repr(value) if isinstance(value, str | bytes) else str(value)
    return shortened(one_line(text))


def shortened(text: str) -> str:
    """Return a text as a message has room for it: cut when long."""
    return text if len(text) <= VALUE_LIMIT else text[: VALUE_LIMIT - 1] + "…"


#: How Python names an object that has no text: by its place in memory.
_OBJECT = re.compile(r"\s*'?<[^<>]{1,300} at 0x[0-9a-fA-F]{1,16}>'?")
_AT = " at 0x"


def without_objects(text: str) -> str:
    """Return what a library says of an error without the objects that it names."""
    return _OBJECT.sub("", text) if _AT in text else text


def reason(error: BaseException) -> str:
    """Return why something failed as a message says it: on one line, or the kind of the error."""
    return one_line(without_objects(str(error)).strip()) or type(error).__name__


def counted(count: int, one: str) -> str:
    """Return a number with a word, which takes an s unless there is one of it."""
    return f"{count} {one}{'' if count == 1 else 's'}"


def one_line(text: str) -> str:
    """Escape what would break a line or hide text on a terminal, such as control characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
