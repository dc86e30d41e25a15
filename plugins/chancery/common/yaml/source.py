"""YAML read into plain data that knows where each key and value stands.

The input is written by people and may be hostile. YAML is read by its 1.2 core schema (`true`,
`null`, decimal numbers, all else is text), without anchors, aliases, merge keys, tags, directives
and further documents. What a YAML 1.1 reader takes for something else is a problem with a cure.
"""

from __future__ import annotations

from chancery.common.problems import Place, Problem
from chancery.common.yaml.reader import Reader
from chancery.common.yaml.stack import Limits, as_problem
from chancery.common.yaml.traps import decode
from chancery.common.yaml.tree import (
    Mapping,
    Marked,
    Sequence,
    Value,
    has,
    key_place,
    locate,
    merge,
)

__all__ = [
    "DEFAULT",
    "Limits",
    "Mapping",
    "Marked",
    "Sequence",
    "Value",
    "has",
    "key_place",
    "locate",
    "merge",
    "read_yaml",
]

DEFAULT = Limits()


def read_yaml(
    data: bytes, file: str, *, first_line: int = 1, limits: Limits = DEFAULT
) -> tuple[Value, list[Problem]]:
    """Read one YAML document.

    Args:
        data: the bytes, in UTF-8.
        file: the name that places carry.
        first_line: the line of the file on which `data` starts (2 for front matter).
        limits: how much there may be.

    Returns:
        The tree, and the problems in the order of their places. A file with mere traps (a bare
        `NO`, a key twice, an alias) has both. One that cannot be read to its end (syntax,
        encoding, a limit, a second document) or that holds nothing has no tree: None.
    """
    if len(data) > limits.size:
        message = f"the file has {len(data):,} bytes, expected at most {limits.size:,}"
        return None, [
            Problem(Place(file), message, cure="Split it or shorten it.", code="file-too-large")
        ]
    text, faults = decode(data, first_line, limits.problems)
    tree: Value = None
    if text is None:
        problems = [as_problem(fault, file, "") for fault in faults]
    else:
        reader = Reader(text, faults, file, first_line, limits)
        tree, problems = reader.read(), reader.problems
    return tree, sorted(problems, key=lambda problem: problem.place)
