"""Small YAML files with one record each: read, checked, and never dropped in silence.

Where a mistake in one of them may cost a life, its last good version stays up, and the run says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from chancery.common.files import entries_of
from chancery.common.problems import Level, Place, Problem, errors, one_line
from chancery.common.yaml.source import Mapping, Value, locate
from chancery.content.datafile import read_data_file
from chancery.content.reading import Reading
from chancery.network.explain import at, valid
from chancery.network.fields import Text
from chancery.network.sourcelint import lint_sources

R = TypeVar("R")
#: How most records are called: a word or a few, with hyphens between.
SLUGS = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+){0,9}")
_MEND = "Mend what is said of this file below, and build again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf(Generic[R]):
    """A folder of records of one kind, below the content folder.

    A shelf is a constant of its module, and the key to its records: `index.records(LEGALISATIONS)`.

    record: their type, which has an `id`: the name of the file without its ending; what: one of
    them, in words; names: what that name may be, and naming: the cure for another; check: gives
    what is wrong beyond the type of each value; kept, lost: what to say of one that has a mistake;
    urgent: whether to say it before all else; beside: endings of other files that stand there;
    order: what to sort them by, their ids where it is not given; across: gives what is wrong with
    all of them together; reserved: ids that none may have, not even one of an earlier version.
    """

    folder: str
    record: type[R]
    what: str
    names: re.Pattern[str]
    naming: str
    check: Callable[[R, Value, Reading], list[Problem]]
    kept: str
    lost: str
    urgent: bool = False
    beside: tuple[str, ...] = ()
    order: Callable[[R], Any] | None = None
    across: Callable[[Records[R], Reading], Iterable[Problem]] | None = None
    reserved: frozenset[str] = frozenset()


@dataclass(slots=True)
class Records(Generic[R]):
    """What the files gave.

    records: in the order of their ids; inputs: the good input of each file as JSON, for a later run
    that finds a mistake in it; lost: the ids of files with a mistake and no such input; trees: by
    id the YAML of each file without a mistake, with its places.
    """

    records: list[R] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    trees: dict[str, Value] = field(default_factory=dict)


def read_records(
    shelf: Shelf[R], reading: Reading, last_good: AbstractMapping[str, str]
) -> Records[R]:
    """Read every record of a shelf; last_good: the inputs of an earlier reading."""
    good = {
        file: given
        for file, given in last_good.items()
        if file.removesuffix(".yaml") not in shelf.reserved
    }
    found = _read(shelf, reading, good)
    if shelf.order is not None:
        found.records.sort(key=shelf.order)
    if shelf.across is not None:
        found.problems += shelf.across(found, reading)
    return found


def _read(shelf: Shelf[R], reading: Reading, last_good: AbstractMapping[str, str]) -> Records[R]:
    root, name = reading.root, reading.name
    found: Records[R] = Records()
    try:
        paths = entries_of(root / shelf.folder, root)
    except OSError as error:
        # What cannot be opened may hold what it held; a link that leads nowhere is one of these.
        if not isinstance(error, FileNotFoundError) or (root / shelf.folder).is_symlink():
            _keep(found, shelf, last_good, name, error.strerror or str(error))
        return found
    for path in paths:
        if path.name.startswith((".", "_")) or path.name.endswith(("~", *shelf.beside)):
            continue
        given, tree = _good(path, reading, shelf, found.problems)
        record = _again(given or last_good.get(path.name, ""), path.stem, shelf)
        if not given:
            message = shelf.lost if record is None else shelf.kept
            place = Place(_place(path, name, shelf.folder))
            found.problems.append(
                Problem(place, message, cure=_MEND, urgent=shelf.urgent, code="last-good-version")
            )
        if record is None:
            found.lost.append(path.stem)
        else:
            found.records.append(record)
            found.inputs[path.name] = given or last_good[path.name]
            if given:
                found.trees[path.stem] = tree
    return found


def _keep(
    into: Records[R], shelf: Shelf[R], last_good: AbstractMapping[str, str], name: str, why: str
) -> None:
    """Keep every record of an earlier reading where the folder cannot be opened, and say so."""
    for file, given in sorted(last_good.items()):
        record = _again(given, file.removesuffix(".yaml"), shelf)
        if record is not None:
            into.records.append(record)
            into.inputs[file] = given
    message = f"cannot be read: {why}"
    if into.records:
        message = f"{message}; all that was good in it at the last build stays up"
    place = Place(one_line(f"{name}/{shelf.folder}"))
    cure = "Put a folder there that a build may open."
    into.problems.append(
        Problem(place, message, cure=cure, urgent=shelf.urgent, code="file-unreadable")
    )


def _place(path: Path, name: str, folder: str) -> str:
    return one_line(f"{name}/{folder}/{path.name}")


def made(
    tree: Value, problems: list[Problem], place: str, shelf: Shelf[R], reading: Reading, id: str
) -> tuple[R | None, list[Problem]]:
    """Return the record of a YAML value, and what is wrong with it.

    problems: those of reading the value; place: how messages name its file.
    """
    if not isinstance(tree, Mapping):
        if tree is not None:
            problems.append(
                Problem(
                    Place(place, 1, 1), f"expected the keys of {shelf.what}", code="value-invalid"
                )
            )
        return None, problems
    if "id" in tree:
        cure = "Leave it out: the name of the file is the id."
        message = f"is no key of {shelf.what}"
        return None, [Problem(tree.place_of("id"), message, "id", cure=cure, code="key-unknown")]
    record: Any = valid(shelf.record, tree, problems, "", "", Place(place, 1, 1))
    if record is None:
        return None, problems
    record = replace(record, id=id)
    problems += shelf.check(record, tree, reading)
    problems += lint_sources(tree)
    return record, problems


class Findings:
    """Collects what is wrong with one record beyond the type of each value; tree: its YAML."""

    def __init__(self, tree: Value) -> None:
        """Take the YAML that places are looked up in."""
        self.tree = tree
        self.problems: list[Problem] = []

    def say(
        self,
        path: list[str | int],
        message: str,
        *,
        code: str,
        near: str = "",
        cure: str = "",
        level: Level = Level.ERROR,
    ) -> None:
        """Note a problem at a path within the record."""
        place, dotted = locate(self.tree, path)
        self.problems.append(
            at(place, message, dotted, near=near, cure=cure, level=level, code=code)
        )


def unowed(tree: Value, path: list[str | int], text: Text, owed: Iterable[str]) -> list[Problem]:
    """Say of a text that it is in no language that every site has; nothing where it is in one.

    tree, path: where it stands; owed: those languages.
    """
    if any(tag in ("", *owed) for tag, _ in text.variants):
        return []
    place, dotted = locate(tree, path)
    message = f"is in none of the languages {', '.join(owed)}"
    return [
        at(
            place,
            message,
            dotted,
            cure="Add it in one that every site has.",
            code="text-in-no-policy-language",
        )
    ]


def _good(path: Path, reading: Reading, shelf: Shelf[R], into: list[Problem]) -> tuple[str, Value]:
    """Return the input of a record without a mistake as JSON, else nothing; note what is wrong.

    With the YAML that it is from.
    """
    place = _place(path, reading.name, shelf.folder)
    if path.suffix != ".yaml" or not shelf.names.fullmatch(path.stem):
        problems = [
            Problem(
                Place(place),
                f"is not named as {shelf.what}",
                cure=shelf.naming,
                code="file-misnamed",
            )
        ]
        tree: Value = None
    else:
        tree, problems = read_data_file(path, reading.root, place)
        problems = made(tree, problems, place, shelf, reading, path.stem)[1]
    into += [replace(p, urgent=shelf.urgent and p.level is Level.ERROR) for p in problems]
    serious = bool(errors(problems))
    return ("" if serious or tree is None else json.dumps(tree, ensure_ascii=False)), tree


def _again(given: str, id: str, shelf: Shelf[R]) -> R | None:
    """Return the record of an input; None without one, or where it is good no more."""
    if not given:
        return None
    record: Any = valid(shelf.record, json.loads(given), [], "")
    return replace(record, id=id) if record else None
