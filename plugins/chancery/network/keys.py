"""What the models say of the keys of a record, in the words of the tables in docs/."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from chancery.network.fields import EXAMPLES, Named, Text

#: Returns where the keys of a record are listed, as an address in Markdown.
Where = Callable[[type], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: its name, what it may be and what it means, in Markdown; examples as in YAML."""

    name: str
    type: str
    meaning: str
    examples: tuple[str, ...]


def documented(record: type, where: Where) -> list[Key]:
    """Return the keys of a record in the order of its model."""
    return [
        Key(
            name=doc.alias or item.name,
            type=_type(item, hint, where),
            meaning=doc.description or "",
            examples=examples_of(doc),
        )
        for item, hint, doc in given(record)
    ]


def given(record: type) -> Iterator[tuple[Field[Any], Any, FieldInfo]]:
    """Yield the fields of a record that have words of their own, each with its type and these."""
    hints = get_type_hints(record, include_extras=True)
    for item in fields(record):
        notes = getattr(hints[item.name], "__metadata__", ())
        doc = next((one for one in notes if isinstance(one, FieldInfo) and one.description), None)
        if doc is not None:
            yield item, hints[item.name], doc


def examples_of(doc: FieldInfo) -> tuple[str, ...]:
    """Return the examples that the words of a key have, as one writes them in YAML."""
    extra = doc.json_schema_extra
    found = extra.get(EXAMPLES, []) if isinstance(extra, dict) else []
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def inside(record: type) -> list[type]:
    """Return a record and all within it, each once, in the order in which keys name them."""
    found: list[type] = []
    waiting = [record]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += [part for _, hint, _ in given(one) for part in _records(hint)]
    return found


def _records(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint) and hint is not Text:
        yield hint
    for part in get_args(hint):
        yield from _records(part)


def _type(item: Field[Any], hint: Any, where: Where) -> str:
    usual = _usual(item)
    words = _values(hint, usual) or _words(hint, where, item.name.rstrip("_"))
    if item.default is MISSING and item.default_factory is MISSING:
        return f"{words}{'; ' if ', ' in words else ', '}**required**"
    if usual is None or isinstance(usual, str):
        return words
    return f"{words}{'; else' if ', ' in words else ','} `{_yaml(usual)}`"


def _usual(item: Field[Any]) -> Any:
    """Return what a key is where it is left out: a word, a number, a flag, a list; else None."""
    usual = None if item.default is MISSING else item.default
    return usual if usual != () and isinstance(usual, str | int | float | tuple) else None


def _yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(_yaml, value))}]" if isinstance(value, tuple) else str(value)


def _values(hint: Any, usual: Any) -> str:
    """Return the words that a key may be one of, the usual one first; empty for other keys."""
    bare = _bare(hint)
    if get_origin(bare) is not Literal or _name(hint):
        return ""
    words = sorted(get_args(bare), key=lambda one: one != usual)
    return ", ".join(f"`{one}` (else)" if one == usual else f"`{one}`" for one in words)


def _bare(hint: Any) -> Any:
    """Return a type without what is said about it, and without that it may be left out."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return _bare(next(one for one in get_args(hint) if one is not type(None)))
    return hint


def _name(hint: Any) -> Named | None:
    """Return what the documentation calls a type: the name given last, nearest to the key."""
    if get_origin(hint) is Annotated:
        named = [one for one in hint.__metadata__ if isinstance(one, Named)]
        return named[-1] if named else _name(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return _name(next(one for one in get_args(hint) if one is not type(None)))
    return None


def _words(hint: Any, where: Where, key: str, *, many: bool = False) -> str:
    """Return a type in words; key: what several records of it are called; many: whether several."""
    if named := _name(hint):
        return (named.many or named.one) if many else named.one
    bare = _bare(hint)
    origin, parts = get_origin(bare), get_args(bare)
    if bare is Text:
        return "texts" if many else "text"
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in parts)
    if origin is tuple:
        return f"list of {_words(parts[0], where, key, many=True)}"
    if origin in (dict, Mapping):
        return f"{_words(parts[1], where, '')} by {_words(parts[0], where, '')}"
    if isinstance(bare, type) and is_dataclass(bare):
        return f"[{key if many and key.endswith('s') else 'keys'}]({where(bare)})"
    return {str: "text", int: "whole number", float: "number", bool: "flag"}[bare]
