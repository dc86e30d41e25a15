"""A checker of JSON Schema, as far as the schemas of input files use it (draft 2020-12).

It knows no other keyword, so that none is passed over in silence. Editors bring a whole one; no
library for it is among those of the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
#: What says nothing about a value, or what no checker must hold values to.
_WORDS = {"$schema", "$defs", "title", "description", "default", "examples", "format"}


def faults(schema: Schema, value: Any) -> list[str]:
    """Return where a value is not as a schema says, each place with the keyword that says so."""
    return [f"{path}: {word}" for path, word in _faults(schema, value, "", schema)]


def _faults(schema: Schema, value: Any, path: str, root: Schema) -> Iterator[tuple[str, str]]:
    for word, asked in schema.items():
        if word in _WORDS:
            continue
        if word == "$ref":
            yield from _faults(root["$defs"][asked.removeprefix("#/$defs/")], value, path, root)
        elif word == "anyOf":
            if not any(not list(_faults(one, value, path, root)) for one in asked):
                yield path, word
        elif word in _INSIDE:
            yield from _INSIDE[word](schema, value, path, root)
        elif not _SIMPLE[word](asked, value):
            yield path, word


def _properties(schema: Schema, value: Any, path: str, root: Schema) -> Iterator[tuple[str, str]]:
    for key, one in schema["properties"].items():
        if isinstance(value, dict) and key in value:
            yield from _faults(one, value[key], f"{path}/{key}", root)


def _others(schema: Schema, value: Any, path: str, root: Schema) -> Iterator[tuple[str, str]]:
    asked = schema["additionalProperties"]
    for key in value if isinstance(value, dict) else ():
        if key in schema.get("properties", {}):
            continue
        if asked is False:
            yield f"{path}/{key}", "additionalProperties"
        elif asked is not True:
            yield from _faults(asked, value[key], f"{path}/{key}", root)


def _names(schema: Schema, value: Any, path: str, root: Schema) -> Iterator[tuple[str, str]]:
    for key in value if isinstance(value, dict) else ():
        if list(_faults(schema["propertyNames"], key, path, root)):
            yield f"{path}/{key}", "propertyNames"


def _items(schema: Schema, value: Any, path: str, root: Schema) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(value if isinstance(value, list) else ()):
        yield from _faults(schema["items"], one, f"{path}/{number}", root)


def _first(schema: Schema, value: Any, path: str, root: Schema) -> Iterator[tuple[str, str]]:
    for number, asked in enumerate(schema["prefixItems"]):
        if isinstance(value, list) and number < len(value):
            yield from _faults(asked, value[number], f"{path}/{number}", root)


_INSIDE: dict[str, Callable[[Schema, Any, str, Schema], Iterator[tuple[str, str]]]] = {
    "properties": _properties,
    "additionalProperties": _others,
    "propertyNames": _names,
    "items": _items,
    "prefixItems": _first,
}
_SIMPLE: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda asked, value: any(
        _TYPES[one](value) for one in ([asked] if isinstance(asked, str) else asked)
    ),
    "enum": lambda asked, value: value in asked,
    "const": lambda asked, value: value == asked,
    "pattern": lambda asked, value: not isinstance(value, str) or bool(re.search(asked, value)),
    "minLength": lambda asked, value: not isinstance(value, str) or len(value) >= asked,
    "maxLength": lambda asked, value: not isinstance(value, str) or len(value) <= asked,
    "minimum": lambda asked, value: not _TYPES["number"](value) or value >= asked,
    "maximum": lambda asked, value: not _TYPES["number"](value) or value <= asked,
    "minItems": lambda asked, value: not isinstance(value, list) or len(value) >= asked,
    "maxItems": lambda asked, value: not isinstance(value, list) or len(value) <= asked,
    "minProperties": lambda asked, value: not isinstance(value, dict) or len(value) >= asked,
    "required": lambda asked, value: not isinstance(value, dict) or set(asked) <= set(value),
}
