"""Whatever there is to use is documented, and the documentation names nothing else.

Commands with their options, templates, components, keys of every file that is read, folders and
names that are taken. Rules have a test of their own (common/test_rules.py).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from chancery.content.model import FrontMatter
from chancery.content.notices import ServiceNotice
from chancery.content.records import Shelf
from chancery.features import FEATURES, SHELVES
from chancery.network.explain import adapter
from chancery.network.model import Kind
from chancery.network.schema import network_schema
from chancery.network.status import State
from tests import commandspage

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GOLDEN = ROOT / "examples" / "golden"
THEME = ROOT / "themes" / "chancery"
#: Markdown pages that people read.
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
#: The page of docs about each kind of file.
ABOUT = dict.fromkeys((shelf.folder for shelf in SHELVES), "advice.md") | {"alerts": "alerts.md"}

Schema = Mapping[str, Any]
#: The name of a record, and one of its keys.
Key = tuple[str, str]


@cache
def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands below a heading of a page of docs, up to the next of its level."""
    level = re.match("#+", heading)
    assert level
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(level[0])}}} |\Z)",
        read(DOCS / page),
        re.DOTALL | re.MULTILINE,
    )
    assert found, f"{page} has no {heading}"
    return found[1]


def rows(text: str) -> Iterator[list[str]]:
    """Return the cells of each row of the tables in a text, without their heads."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def in_code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


# Commands


def test_the_web_team_is_told_of_every_command() -> None:
    listed = [in_code(row[0])[0] for row in rows(section("web-team.md", "# For the web team"))]
    assert [name for name in listed if name.startswith("chancery ")] == [
        f"chancery {name}" for name in commandspage.commands()
    ]


def test_the_page_of_commands_has_every_option_and_what_it_means() -> None:
    assert read(commandspage.PAGE) == commandspage.page(), "run tools/commands"
    for name, command in commandspage.commands().items():
        unsaid = [option.name for option in commandspage.options(command) if not option.help]
        assert (name, unsaid) == (name, [])


def test_no_page_shows_an_option_that_there_is_not() -> None:
    known = {
        name: {name for option in commandspage.options(command) for name in option.opts}
        for name, command in commandspage.commands().items()
    }
    every = "|".join(known)
    wrong = []
    for page in PAGES:
        for line in re.split(r"(?<!\\)\n", read(page)):
            for name, said in re.findall(rf"\bchancery ({every})\b((?:[^`;&|(]|\\\n)*)", line):
                options = set(re.findall(r"(?<!\S)--[a-z-]+", said))
                if not options <= known[name]:
                    wrong.append((page.name, name, options - known[name]))
    assert wrong == []


# The theme


def test_the_docs_of_the_theme_name_every_template_of_a_page_and_every_block() -> None:
    text = section("theme.md", "## Templates and view models")
    named = [in_code(row[0])[0] for row in rows(text)]
    made = [*(THEME / "pages").iterdir(), *(THEME / "blocks").iterdir()]
    assert sorted(named) == sorted(path.name for path in made)


def test_the_docs_of_the_theme_say_of_every_component_what_it_says_of_itself() -> None:
    said = {in_code(row[0])[0]: row[1] for row in rows(section("theme.md", "## Components"))}
    about = {
        path.parent.name: yaml.safe_load(read(path))["about"].strip()
        for path in sorted((THEME / "components").glob("*/examples.yaml"))
    }
    assert said == about


# Keys of files


def records(schema: Schema) -> dict[str, Schema]:
    """Return the schemas of a file's record and of all that it holds, by their names."""
    named = dict(schema.get("$defs", {}))
    if "title" in schema:
        named[schema["title"]] = schema
    return {name: part for name, part in named.items() if name != "PostDefaults"}


def keys(schema: Schema) -> set[Key]:
    return {
        (name, key) for name, part in records(schema).items() for key in part.get("properties", {})
    }


def in_use(schema: Schema, whole: Schema, value: object, name: str = "") -> Iterator[Key]:
    """Return each key of each record that a value, as YAML gives it, has."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from in_use(whole["$defs"][name], whole, value, name)
        return
    for way in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(way, ()):
            yield from in_use(part, whole, value, name)
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from in_use(schema["items"], whole, item, name)
    if isinstance(value, dict):
        others = [*schema.get("patternProperties", {}).values()]
        others += [part for part in [schema.get("additionalProperties")] if isinstance(part, dict)]
        for key, item in value.items():
            if known := schema.get("properties", {}).get(key):
                yield name or schema.get("title", ""), key
                yield from in_use(known, whole, item)
            for part in () if known else others:
                yield from in_use(part, whole, item)


def code(page: str) -> str:
    """Return all that is shown as code on a page of docs."""
    text = read(DOCS / page)
    fenced = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
    return "\n".join([*fenced.findall(text), *in_code(fenced.sub("", text))])


#: Each kind of file that is read: its page of docs, and its files in golden.
FILES = {
    "posts.yaml": ("posts.md", "posts.yaml"),
    "front matter": ("editors.md", "content/**/*.md"),
    "notices": ("editors.md", "content/posts/*/notices.yaml"),
    **{shelf.folder: (ABOUT[shelf.folder], f"content/{shelf.folder}/*.yaml") for shelf in SHELVES},
}


@cache
def schema_of(kind: str) -> Schema:
    """Return the schema of a kind of file."""
    if kind == "posts.yaml":
        found: Schema = json.loads(network_schema())
        return found
    records = {"front matter": FrontMatter, "notices": ServiceNotice}
    if kind in records:
        return adapter(records[kind]).json_schema(by_alias=True)
    return of_shelf(next(shelf for shelf in SHELVES if shelf.folder == kind))


def of_shelf(shelf: Shelf[Any]) -> Schema:
    """Return the schema of a shelf's record, without its id: that is the name of the file."""
    record: type = shelf.record
    schema = dict(adapter(record).json_schema(by_alias=True))
    schema["properties"] = {k: part for k, part in schema["properties"].items() if k != "id"}
    return schema


@pytest.mark.parametrize("kind", FILES)
def test_every_key_of_a_file_is_documented(kind: str) -> None:
    schema, said = schema_of(kind), code(FILES[kind][0])
    unsaid = [
        (name, key)
        for name, key in sorted(keys(schema))
        if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", said)
    ]
    assert unsaid == []


def values(where: str) -> Iterator[object]:
    for path in sorted(GOLDEN.glob(where)):
        text = read(path)
        value = yaml.safe_load(text.split("---\n")[1] if path.suffix == ".md" else text)
        yield from value if isinstance(value, list) else [value]


def test_the_golden_network_says_truly_which_keys_it_lacks() -> None:
    lacking: dict[str, set[Key]] = {}
    for kind, (_, where) in FILES.items():
        schema = schema_of(kind)
        found = {key for value in values(where) for key in in_use(schema, schema, value)}
        assert found, where
        lacking[where] = keys(schema) - found
    said: dict[str, set[Key]] = defaultdict(set)
    text = read(GOLDEN / "README.md").partition("## What is not there")[2].partition("\n## ")[0]
    for where, names in rows(text):
        said[in_code(where)[0]] = {
            (record, key) for name in in_code(names) for record, _, key in [name.partition(".")]
        }
    assert dict(said) == {where: found for where, found in lacking.items() if found}


def test_the_golden_network_has_posts_of_every_kind_and_state() -> None:
    posts = yaml.safe_load(read(GOLDEN / "posts.yaml"))["posts"]
    assert {post["kind"] for post in posts} == words_of(Kind)
    states = {post.get("status", {}).get("state", "open") for post in posts}
    assert states == words_of(State) - {"opening"}


def words_of(kind: Any) -> set[str]:
    """Return the words of a type that is one of several, also of one that is annotated."""
    found = get_args(kind)
    return set(found) if all(isinstance(one, str) for one in found) else words_of(found[0])


# Where files go


def test_editors_are_told_where_every_file_goes() -> None:
    text = section("editors.md", "## Where files go")
    assert [f.folder for f in SHELVES if f"content/{f.folder}/" not in text] == []


def test_editors_are_told_which_names_are_taken() -> None:
    [told] = re.findall(r"^\*\*Names that are taken\.\*\* (.*)$", read(DOCS / "editors.md"), re.M)
    taken = {name for feature in FEATURES for name in feature.paths}
    assert sorted(taken - set(in_code(told))) == []


# Prose


def sentences(page: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```", "", read(page), flags=re.DOTALL | re.MULTILINE)
    for line in text.splitlines():
        if not line.startswith(("|", "<!--", "    ")):
            yield from (part.strip() for part in re.split(r"(?<=[.:])\s", line) if len(part) > 60)


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]
)
def test_no_page_says_anything_twice(page: Path) -> None:
    found = list(sentences(page))
    assert sorted({text for text in found if found.count(text) > 1}) == []


def test_every_link_of_the_docs_leads_to_a_file_and_a_heading() -> None:
    lost = []
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", read(page), flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)):
            file, _, anchor = target.partition("#")
            path = (page.parent / file).resolve() if file else page
            if ":" in target or (path.is_file() and (not anchor or anchor in anchors(path))):
                continue
            lost.append(f"{page.name}: {target}")
    assert lost == []


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as those who show Markdown make them."""
    found = re.findall(r"^#+ (.*)$", read(page), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in found)
    return frozenset(heading.replace(" ", "-") for heading in kept)
