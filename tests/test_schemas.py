"""Editors know every input file: each has a schema, made from its model, that files lead to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import TypeAdapter

from chancery.common.yaml.source import Value, read_yaml
from chancery.content.notices import FILE
from chancery.content.read import split
from chancery.features import SHELVES
from chancery.network.explain import keys_of
from chancery.network.fields import Country, Slug, Text, doc
from chancery.network.keys import documented, examples_of, given, inside
from chancery.network.people import Person
from chancery.network.record import Record
from chancery.report.inputs import INPUTS, Input, line_for, schemas
from chancery.report.tables import anchor, tabled
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


RECORDS = [record for one in INPUTS for record in inside(one.record)]
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}


def test_every_key_has_words_and_only_the_name_of_a_file_has_none() -> None:
    for record in RECORDS:
        silent = {item.name for item in fields(record)}
        silent -= {item.name for item, _, _ in given(record)}
        assert silent <= {"id"}, record


def test_an_example_of_a_key_is_a_value_that_is_taken() -> None:
    taken = 0
    for record in RECORDS:
        for item, hint, words in given(record):
            rest = [one for one in hint.__metadata__ if one is not words]
            bare: Any = Annotated[hint.__origin__, *rest] if rest else hint.__origin__
            for text in examples_of(words):
                tree, problems = read_yaml(f"- {text}\n".encode(), "example")
                assert problems == [], (record, item.name, text)
                assert isinstance(tree, list)
                TypeAdapter(bare).validate_python(tree[0])
                taken += 1
    assert taken > 100


def test_the_tables_of_keys_in_the_documentation_are_current() -> None:
    assert tabled(PAGES) == PAGES


def test_a_table_lists_keys_as_their_model_has_them() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Lamp(Record):
        name: Annotated[Text, doc("What it is `called`.", "{en: North light}", "Light")]
        colour: Annotated[Literal["red", "green"], doc("Its [colour](posts.md#colours).")] = "green"
        height: Annotated[int, doc("In metres | feet.")] = 12
        made_of: Annotated[tuple[Slug, ...], doc("Of what.", alias="of")] = ()
        keeper: Annotated[Person | None, doc("Who keeps it.")] = None
        lit: Annotated[dict[Country, tuple[Person, ...]], doc("Who lights it.")]
        id: str = ""

    keys = documented(Lamp, lambda record: f"x.md#{record.__name__}")
    assert [(key.name, key.type) for key in keys] == [
        ("name", "text, **required**"),
        ("colour", "`green` (else), `red`"),
        ("height", "whole number, `12`"),
        ("of", "list of ids"),
        ("keeper", "[keys](x.md#Person)"),
        ("lit", "list of [keys](x.md#Person) by country, **required**"),
    ]
    assert keys[0].examples == ("{en: North light}", "Light")


def changed(old: str, new: str) -> dict[str, str]:
    """Return the pages of the documentation with one line of posts.md changed."""
    assert old in PAGES["posts.md"]
    return {**PAGES, "posts.md": PAGES["posts.md"].replace(old, new, 1)}


def test_a_table_that_somebody_has_changed_is_written_anew() -> None:
    assert tabled(changed("| `lat` | number", "| `lat` | text")) == PAGES
    prose = changed("A picture across the top of home", "A picture at the top of home")
    assert tabled(prose) == prose


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<!-- keys of Hero -->", "", "has the keys of Hero: write a heading"),
        ("<!-- keys of Hero -->", "<!-- keys of Heroes -->", "there are no keys of Heroes"),
        (
            "<!-- keys of Hero -->",
            "<!-- keys of Post -->",
            r"Post stand in posts.md#post-posts too",
        ),
    ],
)
def test_a_table_that_cannot_be_made_is_told(old: str, new: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        tabled(changed(old, new))


def headings(page: str) -> list[str]:
    """Return the names by which links lead to the headings of a page, without its examples."""
    text = re.sub(r"(?ms)^```.*?^```", "", PAGES[page])
    return [anchor(one) for one in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]


def test_a_link_in_a_table_leads_to_one_heading() -> None:
    for page, text in PAGES.items():
        for table in re.findall(r"<!-- keys of .*?<!-- end of keys -->", text, re.DOTALL):
            for to, name in re.findall(r"\]\(([\w-]+\.md)?#([^)]+)\)", table):
                assert headings(to or page).count(name) == 1, (page, to, name)
