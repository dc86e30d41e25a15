"""The JSON Schemas of input files, made from the models, for editors that complete and check."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

from chancery.common.yaml.source import read_yaml
from chancery.network.explain import adapter, keys_of
from chancery.network.fields import EXAMPLES
from chancery.network.model import NetworkFile

DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: A link in Markdown, of which editors show the words.
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def network_schema() -> bytes:
    """Return the schema of posts.yaml as JSON with sorted keys and a newline at its end."""
    schema = adapter(NetworkFile).json_schema(by_alias=True)
    known = schema["$defs"]
    _let_be_empty(known["Post"])
    partial = copy.deepcopy(known["Post"])
    partial.pop("required", None)
    partial["description"] = "What a post has unless it says otherwise."
    known["PostDefaults"] = partial
    schema = _tidied(schema)
    for key in ("kinds", "countries"):
        table = schema["$defs"]["Defaults"]["properties"][key]
        table["additionalProperties"] = {"$ref": "#/$defs/PostDefaults"}
    return _written({"$schema": DRAFT, **schema, "title": "posts.yaml"})


def record_schema(record: type, file: str, *, several: bool = False) -> bytes:
    """Return the schema of a file with a record, as JSON with sorted keys.

    file: what the file is called, as its title; several: whether it has a list of such records.
    """
    schema = adapter(record).json_schema(by_alias=True)
    # What a record has besides is no key of its file: its id is the file's name.
    keys = set(keys_of(record))
    schema["properties"] = {k: one for k, one in schema["properties"].items() if k in keys}
    if several:
        known = schema.pop("$defs", {})
        item = {"$ref": f"#/$defs/{record.__name__}"}
        # A file of nothing but comments has no notices any more.
        schema = {"type": ["array", "null"], "items": item, "$defs": {record.__name__: schema}}
        schema["$defs"] |= known
    return _written({"$schema": DRAFT, **_tidied(schema), "title": file})


def _let_be_empty(post: dict[str, Any]) -> None:
    """Let each key that a post may leave out be empty: that takes a default away."""
    for name, one in post["properties"].items():
        if name in post["required"] or {"type": "null"} in one.get("anyOf", ()):
            continue
        if isinstance(one.get("type"), str):
            one["type"] = [one["type"], "null"]
        elif "$ref" in one:
            one["anyOf"] = [{"$ref": one.pop("$ref")}, {"type": "null"}]


def _written(schema: dict[str, Any]) -> bytes:
    text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode()


def _tidied(node: Any) -> Any:
    """Return a part of a schema with its examples read and its words without links.

    A key that is not as it must be is refused, not left to whoever reads the file.
    """
    if isinstance(node, list):
        return [_tidied(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _tidied(one) for key, one in node.items()}
    if isinstance(given := found.pop(EXAMPLES, None), list):
        found["examples"] = [example(one) for one in given]
    if isinstance(words := found.get("description"), str):
        found["description"] = _LINK.sub(r"\1", words)
    if isinstance(patterns := found.get("patternProperties"), dict) and len(patterns) == 1:
        ((pattern, value),) = patterns.items()
        del found["patternProperties"]
        found["propertyNames"] = {**found.get("propertyNames", {}), "pattern": pattern}
        found["additionalProperties"] = value
    return found


def example(text: str) -> Any:
    """Return the value of an example, which is written as in YAML."""
    return read_yaml(f"- {text}\n".encode(), "example")[0][0]  # type: ignore[index]
