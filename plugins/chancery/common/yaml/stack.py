"""The tree of a YAML file while it is being read, and the problems found on the way.

The stack is here, not in C or in Python's calls, so that no depth of nesting can overflow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from chancery.common.errors import ChanceryError
from chancery.common.problems import Level, Place, Problem, one_line
from chancery.common.yaml.traps import Fault
from chancery.common.yaml.tree import Mapping, Sequence, Spot, Value

#: The most characters of a key that a path or a message repeats.
_NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold.

    depth: levels of lists and mappings. nodes: keys, values, lists and mappings together.
    size: bytes. problems: with more, reading stops and there is no tree.
    """

    depth: int = 20
    nodes: int = 200_000
    size: int = 4 * 2**20
    problems: int = 1000


def as_problem(fault: Fault, file: str, path: str) -> Problem:
    """Return a fault of the text as a problem."""
    place = Place(file, fault.line, fault.column)
    return Problem(place, fault.message, path=path, cure=fault.cure, code="yaml-unclear")


def name(text: str) -> str:
    """Return source text as paths and messages show it: on one line, cut when long."""
    short = text if len(text) <= _NAME_LIMIT else f"{text[: _NAME_LIMIT - 1]}…"
    return one_line(short)


class NoTree(ChanceryError):
    """A problem after which there is no tree; it is in the list already."""


class Frame:
    """A list or mapping that is being read."""

    __slots__ = ("drop", "index", "key", "key_column", "key_line", "keyed", "node")

    def __init__(self, node: Mapping | Sequence, index: int) -> None:
        """Start with an empty node, at an index of the text."""
        self.node = node
        self.keyed = isinstance(node, Mapping)
        #: Where its source text starts.
        self.index = index
        #: The key whose value comes next; None when a key comes next.
        self.key: str | None = None
        self.key_line = 0
        self.key_column = 0
        #: Whether the next value belongs to a key that was refused.
        self.drop = False


class Stack:
    """The lists and mappings that are open, the innermost last, and the problems so far.

    Marks are `Any` here and in the reader: PyYAML types them as perhaps missing, and libyaml's
    never are.
    """

    def __init__(self, file: str, first_line: int, limits: Limits) -> None:
        """Start with nothing, for the line of the file on which the text starts."""
        self.file = file
        self.first_line = first_line
        self.limits = limits
        self.problems: list[Problem] = []
        #: Holds the document itself.
        self.root = Sequence()
        self.top = Frame(self.root, 0)
        self.stack = [self.top]

    @property
    def wants_key(self) -> bool:
        """Whether a key comes next, not a value."""
        return self.top.keyed and self.top.key is None

    def begin_key(self, key: str, spot: Spot) -> None:
        """Make a key the one whose value comes next, unless the mapping has it already."""
        top = self.top
        top.key = key
        _, top.key_line, top.key_column = spot
        if key in top.node:
            top.drop = True
            first = top.node.key_place(key).line if isinstance(top.node, Mapping) else 0
            message = f"the key {name(key)} stands twice, first on line {first}"
            self.report_at(Place(*spot), message, "Keep one of the two.")

    def put(self, value: Value, spot: Spot) -> None:
        """Add a value to the list or mapping on top."""
        top = self.top
        node = top.node
        if isinstance(node, Sequence):
            node.append(value)
            node.spots.append(spot)
            return
        key = top.key
        top.key = None
        if top.drop or key is None:
            top.drop = False
            return
        node[key] = value
        node.spots[key] = (*spot, top.key_line, top.key_column)

    def line_column(self, mark: Any) -> tuple[int, int]:
        """Return a mark as line and column of the file."""
        return mark.line + self.first_line, mark.column + 1

    def path(self) -> str:
        """Return the path of what is being read."""
        names = []
        for frame in self.stack[1:]:
            if not frame.keyed:
                names.append(str(len(frame.node)))
            elif frame.key is not None:
                names.append(name(frame.key))
        return ".".join(names)

    def report(self, mark: Any, message: str, cure: str) -> None:
        """Note a problem at a mark."""
        self.report_at(Place(self.file, *self.line_column(mark)), message, cure)

    def report_at(self, place: Place, message: str, cure: str) -> None:
        """Note a problem of what is being read; stop when there are too many."""
        if len(self.problems) >= self.limits.problems:
            message = f"more than {self.limits.problems:,} problems, where reading stopped"
            cure = "Repair the ones above first."
        self.problems.append(
            Problem(place, message, path=self.path(), cure=cure, code="yaml-unclear")
        )
        if len(self.problems) > self.limits.problems:
            raise NoTree

    def report_finding(self, spot: tuple[int, int], message: str, cure: str, code: str) -> None:
        """Note a finding about what is being read; of very many findings the first are told."""
        if len(self.problems) < self.limits.problems // 2:
            place = Place(self.file, *spot)
            path = self.path()
            self.problems.append(
                Problem(place, message, path=path, cure=cure, level=Level.NOTE, code=code)
            )

    def stop(self, mark: Any, message: str, cure: str) -> NoReturn:
        """Note a problem after which there is no tree."""
        self.report(mark, message, cure)
        raise NoTree
