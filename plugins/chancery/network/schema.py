"""The JSON Schema of posts.yaml, made from the models, for editors that complete and check."""

from __future__ import annotations

import copy
import json
from typing import Any

from pydantic import TypeAdapter

from chancery.network.explain import adapter
from chancery.network.model import Acceptance, Ministry, Naming, Partner, Post

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def network_schema() -> bytes:
    """Give the schema as JSON with sorted keys and a newline at its end."""
    parts = [(name, "validation", adapter(record)) for name, record in _RECORDS.items()]
    places, definitions = TypeAdapter.json_schemas(parts, by_alias=True)  # type: ignore[arg-type]
    found = {name: places[name, "validation"] for name in _RECORDS}
    known: dict[str, Any] = definitions["$defs"]
    partial = copy.deepcopy(known["Post"])
    partial.pop("required", None)
    partial["description"] = "What a post has unless it says otherwise."
    known["PostDefaults"] = partial
    table = {"type": "object", "additionalProperties": {"$ref": "#/$defs/PostDefaults"}}
    schema = {
        "$schema": DRAFT,
        "title": "posts.yaml",
        "description": "A ministry's network of posts, as Chancery reads it.",
        "type": "object",
        "additionalProperties": False,
        "required": ["ministry", "posts"],
        "properties": {
            "ministry": found["ministry"],
            "naming": found["naming"],
            "defaults": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "kinds": table,
                    "countries": table,
                    "keep": {"$ref": "#/$defs/Keep"},
                },
            },
            "partners": {"type": "array", "items": found["partner"]},
            "accepted": {"type": "array", "items": found["acceptance"]},
            "posts": {"type": "array", "items": found["post"], "minItems": 1},
        },
        "$defs": known,
    }
    return (json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


_RECORDS: dict[str, type] = {
    "ministry": Ministry,
    "naming": Naming,
    "partner": Partner,
    "acceptance": Acceptance,
    "post": Post,
}
