"""What the package raises can be caught as one kind, and each kind has a name of its own."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import chancery
from chancery.common.errors import ChanceryError

SOURCE = Path(chancery.__file__).parent
#: The exceptions of Python and of libraries, by the end of their names.
FOREIGN = ("Exception", "Error", "Warning", "Interrupt", "Exit", "Iteration")


@cache
def classes() -> list[tuple[str, str, list[str]]]:
    """Return every class of the package: where it stands, its name and its bases."""
    return [
        (
            f"{path.relative_to(SOURCE)}:{node.lineno}",
            node.name,
            [ast.unparse(b) for b in node.bases],
        )
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]


def own() -> set[str]:
    """Return the names of all classes that derive from the base."""
    found, known = {ChanceryError.__name__}, 0
    while len(found) > known:
        known = len(found)
        found |= {name for _, name, bases in classes() if found & set(bases)}
    return found


def test_every_exception_of_the_package_derives_from_the_base() -> None:
    ours = own()
    strangers = [
        f"{place} {name}"
        for place, name, bases in classes()
        if name not in ours and any(base.endswith(FOREIGN) for base in bases)
    ]
    assert strangers == []
    assert len(ours) > 20


def test_each_exception_has_one_name() -> None:
    places = defaultdict(list)
    for place, name, _ in classes():
        if name in own():
            places[name.removeprefix("_")].append(place)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_what_is_raised_by_a_name_of_its_own_is_no_bare_exception() -> None:
    bare = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise)
        and node.exc is not None
        and ast.unparse(node.exc).partition("(")[0] in {"Exception", "BaseException"}
    ]
    assert bare == []
