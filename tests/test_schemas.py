"""Editors know every input file: each has a schema, made from its model, that files lead to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chancery.common.yaml.source import Value, read_yaml
from chancery.content.notices import FILE
from chancery.content.read import split
from chancery.features import SHELVES
from chancery.network.explain import keys_of
from chancery.report.inputs import INPUTS, Input, line_for, schemas
from tests.schemachecker import faults

ROOT = Path(__file__).parents[1]
BY_NAME = {one.name: one for one in INPUTS}


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the schema of a kind of input."""
    found: dict[str, Any] = json.loads((ROOT / BY_NAME[name].path).read_bytes())
    return found


def files() -> Iterator[tuple[Input, Path]]:
    """Yield every input file of both networks that is YAML or begins with it."""
    for network in (ROOT, ROOT / "examples" / "golden"):
        yield BY_NAME["posts"], network / "posts.yaml"
        for path in sorted((network / "content").rglob("*.yaml")):
            yield BY_NAME["notices" if path.name == FILE else path.parent.name], path
        for path in sorted((network / "content").rglob("*.md")):
            yield BY_NAME["front-matter"], path


FILES = list(files())


def read(path: Path) -> Value:
    """Return what a file says."""
    if path.suffix == ".md":
        return split(path.read_bytes(), path.name)[0]
    return read_yaml(path.read_bytes(), path.name)[0]


def test_there_is_one_for_every_shelf_and_for_what_stands_in_none() -> None:
    others = {"posts", "notices", "front-matter"}
    assert sorted(BY_NAME) == sorted({shelf.folder for shelf in SHELVES} | others)
    assert len(INPUTS) == len(BY_NAME)


def test_each_is_current_and_there_is_no_other() -> None:
    kept = [ROOT / "posts.schema.json", *(ROOT / "schemas").iterdir()]
    assert {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in kept} == schemas()


def test_every_key_is_described_and_no_description_has_a_link() -> None:
    for one in INPUTS:
        found = schema(one.name)
        tables = [found, *found.get("$defs", {}).values()]
        for table in tables:
            for key, said in table.get("properties", {}).items():
                words = said.get("description", "")
                assert words or (one.name == "posts" and table is found), (one.name, key)
                assert "](" not in words, (one.name, key, words)


def test_the_files_of_both_networks_are_as_their_schemas_say() -> None:
    assert {one.name for one, _ in FILES} == set(BY_NAME)
    wrong = {str(path): faults(schema(one.name), read(path)) for one, path in FILES}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_every_yaml_file_begins_with_a_line_that_leads_to_its_schema() -> None:
    for one, path in FILES:
        if path.suffix == ".yaml":
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert first == line_for(one, path, ROOT)
            assert (path.parent / first.partition("=")[2]).resolve() == ROOT / one.path


def golden(name: str) -> Any:
    """Return what the first file of the golden network of a kind says."""
    return next(read(path) for one, path in FILES if one.name == name and "golden" in path.parts)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_key_that_is_not_known_or_missing_is_a_fault(name: str) -> None:
    said = golden(name)
    record = said[0] if isinstance(said, list) else said
    assert faults(schema(name), said) == []
    where = "/0" if isinstance(said, list) else ""
    record["unknown"] = "text"
    assert faults(schema(name), said) == [f"{where}/unknown: additionalProperties"]
    del record["unknown"]
    owed = schema(name)["$defs"]["ServiceNotice"] if name == "notices" else schema(name)
    for key in owed.get("required", ()):
        kept = record.pop(key)
        assert faults(schema(name), said) == [f"{where}: required"], key
        record[key] = kept


def test_the_name_of_a_file_is_no_key_of_it() -> None:
    for shelf in SHELVES:
        assert "id" not in keys_of(shelf.record)
        assert "id" not in schema(shelf.folder)["properties"]


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("alerts", "severity", "bad"),
        ("alerts", "sent", "2026-11-24 06:00"),
        ("alerts", "phone", "112"),
        ("alerts", "area", {"words": "Oslo", "countries": ["Norway"]}),
        ("advice", "level", 5),
        ("advice", "level", "2"),
        ("advice", "parts", {"The North": {"name": "North", "level": 2}}),
        ("advice", "sources", [{"url": "www.example.org"}]),
        ("charter", "within", "two days"),
        ("charter", "kept", "no"),
        ("elections", "polling", {"embassy-oslo": [{"day": "2027-06-13", "hours": "8-14"}]}),
        ("front-matter", "title", ""),
        ("front-matter", "needs", {"": [1]}),
        ("front-matter", "local", "replaced"),
        ("needs", "order", "first"),
        ("needs", "ways", {}),
        ("notices", "from", "24 November"),
        ("papers", "apostille", "JP"),
        ("services", "variants", {"pensioner": {}}),
        ("services", "fee", {"amount": -1, "currency": "EUR"}),
        ("situations", "title", {"English": "Lost"}),
        ("situations", "bring", [{"note": "without what"}]),
        ("visa-routes", "places", {"centre": {"name": "Centre", "opening_hour": "24/7"}}),
        ("visas", "notes", {"Norway": "A card is enough."}),
        ("visas", "passports", {"free": ["JP"]}),
    ],
)
def test_a_value_that_is_refused_is_a_fault(name: str, key: str, value: Any) -> None:
    said = golden(name)
    record = said[0] if isinstance(said, list) else said
    record[key] = value
    assert faults(schema(name), said) != []
