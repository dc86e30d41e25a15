"""What pydantic found, said to the person who wrote the file: place, value, expectation, cure."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import is_dataclass, replace
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from chancery.common.characters import named, oddities, plain_text
from chancery.common.problems import MOST_TOLD, Level, Place, Problem, nearest, shortened, shown
from chancery.common.yaml.source import Mapping, Marked, Sequence, Value, has, key_place, locate
from chancery.network.fields import EMPTY
from chancery.network.keys import given

MISSING = "is missing"
_PLAIN = {
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "finite_number": "expected a finite number",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "dict_type": "expected keys and values",
    "dataclass_type": "expected keys and values",
    "string_type": "expected text",
    "too_long": "has too many items",
    "too_short": "has too few items",
}
_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")
_CURES = {
    "tuple_type": "Begin each item with a hyphen, or write [a, b].",
    "list_type": "Begin each item with a hyphen, or write [a, b].",
}
#: What a comma makes of the rest of a text that stands without quotes inside {…}.
_DIVIDED = "Inside {…} a comma divides: put a text that has one in quotes."


@cache
def adapter(record: type) -> TypeAdapter[Any]:
    """Return the validator of a record (made when first asked for, it takes milliseconds)."""
    return TypeAdapter(record)


def valid(
    record: type,
    tree: Value,
    into: list[Problem],
    prefix: str,
    post: str = "",
    place: Place | None = None,
) -> Any:
    """Return the record, or None with its problems; place: where it is, should it be no mapping."""
    try:
        return adapter(record).validate_python(tree)
    except ValidationError as error:
        for problem in explain(error, tree, record, prefix=prefix, post=post):
            into.append(
                problem if problem.place.file else replace(problem, place=place or problem.place)
            )
        return None


def explain(
    error: ValidationError, tree: Value, record: type, *, prefix: str = "", post: str = ""
) -> list[Problem]:
    """Return a problem for everything that a validation of a record found.

    tree: the YAML value that was validated, with its places; record: its dataclass; prefix: the
    keys that lead to it, with a dot at the end; post: the only post concerned, if any.
    """
    details = _without_rests(error.errors(include_url=False, include_context=True))
    told = _without_misspelt(
        [_problem(detail, tree, record, prefix, post) for detail in details[:MOST_TOLD]]
    )
    if len(details) > MOST_TOLD:
        place, path = locate(tree, [])[0], prefix.rstrip(".")
        told.append(
            at(
                place,
                f"has {len(details) - MOST_TOLD} problems more",
                path,
                post=post,
                code="more-problems",
            )
        )
    return told


def _without_rests(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that a language has no text where it is no language either, but a text's rest."""
    keys = {detail["loc"][:-1] for detail in details if detail["loc"][-1:] == ("[key]",)}
    return [d for d in details if d["input"] is not None or d["loc"] not in keys]


def _without_misspelt(problems: list[Problem]) -> list[Problem]:
    """Leave out that a key is missing which stands there misspelt."""
    meant = {(p.path.rpartition(".")[0], p.nearest) for p in problems if p.nearest}
    return [
        p
        for p in problems
        if p.message != MISSING
        or (p.path.rpartition(".")[0], p.path.rpartition(".")[2]) not in meant
    ]


def _is_rest(tree: Value, path: list[str | int], loc: tuple[int | str, ...]) -> bool:
    """Say whether a key may be what follows a comma in a text: a language without its text."""
    here: Any = tree
    for step in path:
        here = here[step]
    return "many" in loc and here is None


#: The rules of kinds of faults as pydantic names them; all others are values that are wrong.
_CODES = {
    "unexpected_keyword_argument": "key-unknown",
    "extra_forbidden": "key-unknown",
    "missing": "key-missing",
    "literal_error": "value-not-in-list",
}


def _problem(detail: ErrorDetails, tree: Value, record: type, prefix: str, post: str) -> Problem:
    path, rest = _walk(tree, detail["loc"])
    kind = detail["type"]
    place, dotted = locate(tree, path)
    if _is_key(detail):
        place = key_place(tree, path)
    context = detail.get("ctx", {})
    value = detail["input"]
    near = cure = ""
    code = _CODES.get(kind, "value-invalid")
    if kind in _UNKNOWN:
        name = str(detail["loc"][-1])
        place = key_place(tree, path)
        known = keys_of(record_at(record, path[:-1]))
        message, near = "is no key that is known here", nearest(name, known)
        cure = "" if near else f"Known keys: {', '.join(sorted(known))}."
    elif kind == "missing":
        missing = str(rest[-1]) if rest else str(detail["loc"][-1])
        dotted = f"{dotted}.{missing}" if dotted else missing
        message, cure = MISSING, f"Add the key {missing!r}."
    elif kind == "literal_error":
        valid = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        near = nearest(plain_text(str(value)), valid)
        message = f"{_said(value)}, expected one of {', '.join(valid)}"
    elif kind == "chancery":
        message = f"{_said(value)}: {context['expected']}"
        near, cure = context["nearest"], context["cure"]
        within = context["nearest_in"]
        found = within(tree) if within and isinstance(tree, Mapping) else ""
        near = found or (near() if callable(near) else near)
        if _is_rest(tree, path, detail["loc"]):
            message, near, cure = "has no text", "", _DIVIDED
    else:
        message = _plain(kind, value, context)
        cure = _CURES.get(kind, "") or _number(value, context)
        if kind == "dataclass_type":
            names = ", ".join(keys_of(record_at(record, path)))
            cure = f"Write its keys, each with its value: {names}."
    if kind != "missing":
        near, cure = _by_value(value, near, cure)
    path_said = (prefix + dotted).rstrip(".")
    seen = str(detail["loc"][-1]) if kind in _UNKNOWN else value
    message = f"{message}{_odd(seen, place)}"
    return Problem(place, message, path_said, plain_text(near), cure, post, code=code)


def _is_key(detail: ErrorDetails) -> bool:
    return detail["loc"][-1:] == ("[key]",)


def odd_at(tree: Value, path: Iterable[str | int]) -> str:
    """Say which characters of the text at a path are not what they seem; nothing without such."""
    here: Any = tree
    for step in path:
        here = here[step] if has(here, step) else None
    return _odd(here, Place("")) if isinstance(here, Marked) else ""


#: The most characters that one message names.
_FEW = 3


def _odd(value: object, place: Place) -> str:
    """Say which characters of a value or a key are not what they seem, and where they stand.

    place: where it begins, for a text that does not know it of them.
    """
    if not isinstance(value, str):
        return ""
    odd = list(oddities(value))
    places = value.places if isinstance(value, Marked) else {}
    told = []
    for one in odd[:_FEW]:
        line, column = places.get(one.at, (place.line, place.column + one.at))
        told.append(f"{named(one.character)} at line {line}, column {column}")
    more = [f"{len(odd) - _FEW} more"] if len(odd) > _FEW else []
    return f"; it has {', '.join([*told, *more])}" if told else ""


def _by_value(value: object, near: str, cure: str) -> tuple[str, str]:
    """Return the nearest name and the cure, which the value itself may say better."""
    if value is None and cure != _DIVIDED:
        return "", EMPTY
    if isinstance(value, str) and (straight := _straight(value)) != value:
        return "", f'Write straight quotation marks: "{shortened(straight)}".'
    if isinstance(value, str) and not near and not cure and (plain := plain_text(value)) != value:
        return "", f"Write {shortened(plain)}." if plain and plain.isascii() else ""
    return near, cure


def _straight(value: str) -> str:
    """Return a value without the curly quotation marks that a word processor has put around it."""
    return value.strip("“”„‟«»‘’‚") if value[:1] in "“”„‟«»‘’‚" else value


def _number(value: object, context: AbstractMapping[str, Any]) -> str:
    """Say how a number is written, where a value looks like one; context: what pydantic asks."""
    text = str(value)
    if context.get("le") == 1 and re.fullmatch(r"[0-9]{1,2}|100", text):
        return f"Write {int(text) / 100:g}: 0 is left or above, 1 right or below."
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}%", text):
        return f"Write {int(text[:-1]) / 100:g}."
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,3}[.,][0-9]{1,20}", text):
        return f"Write {text.replace(',', '.')}, without quotes."
    return ""


def _plain(kind: str, value: object, context: AbstractMapping[str, Any]) -> str:
    if "le" in context or "ge" in context:
        bound = f"at most {context['le']:g}" if "le" in context else f"at least {context['ge']:g}"
        return f"{_said(value)}, expected {bound}"
    return f"{_said(value)}, {_PLAIN.get(kind, 'expected something else (' + kind + ')')}"


def _said(value: object) -> str:
    """Return a value in the words of the person who wrote it."""
    if value is None:
        return "no value"
    said = "keys and values" if isinstance(value, dict) else shown(value)
    return "a list" if isinstance(value, list) else said


def _walk(tree: Value, loc: tuple[int | str, ...]) -> tuple[list[str | int], list[str | int]]:
    """Split a pydantic location into what exists in the tree and the rest, without union tags."""
    path: list[str | int] = []
    here: Value = tree
    rest: list[str | int] = []
    for step in loc:
        if isinstance(here, Mapping) and step in here:
            here = here[str(step)]
            path.append(step)
            rest = []
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
            here = here[step]
            path.append(step)
            rest = []
        else:
            rest.append(step)
    return path, rest


def record_at(record: type, path: list[str | int]) -> type | None:
    """Return the dataclass that stands at a path below a record, or None."""
    here: Any = record
    for step in path:
        if isinstance(step, int):
            continue
        if get_origin(here) is dict:
            here = _inner(get_args(here)[1])
            continue
        if not (isinstance(here, type) and is_dataclass(here)):
            return None
        hints = get_type_hints(here, include_extras=True)
        found = [hints[name] for name, key in _names(here) if key == step]
        here = _inner(found[0]) if found else None
    return here if isinstance(here, type) and is_dataclass(here) else None


def keys_of(record: type | None) -> list[str]:
    """Return the YAML keys of a record's dataclass."""
    return [key for _, key in _names(record)] if record else []


@cache
def _names(record: type) -> list[tuple[str, str]]:
    """Return the fields of a record that a file may give, each with its key in YAML.

    What has no words of its own is given by something else than the file, such as its name.
    """
    return [(item.name, doc.alias or item.name) for item, _, doc in given(record)]


def _inner(hint: Any) -> Any:
    """Return the dataclass inside Annotated, a union with None or a tuple, else the hint."""
    origin = get_origin(hint)
    if origin is Annotated or origin is tuple:
        return _inner(get_args(hint)[0])
    if origin in (Union, types.UnionType):
        return _inner(next(a for a in get_args(hint) if a is not type(None)))
    return hint


def at(
    place: Place, message: str, path: str, *, near: str = "", cure: str = "", post: str = "",
    level: Level = Level.ERROR, code: str = "",
) -> Problem:  # fmt: skip
    """Return a problem at a place that is already known."""
    return Problem(place, message, path, near, cure, post, level, code=code)
