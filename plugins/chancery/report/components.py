"""A theme's components with their examples, and what they look like as HTML.

A component is a folder with `template.html`, `styles.css` and `examples.yaml`. The examples are
plain data; here they become the very view models that pages are rendered from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import GenericAlias
from typing import Any

import msgspec

from chancery.common.languages import direction
from chancery.common.yaml.source import read_yaml
from chancery.features import FEATURES
from chancery.plan import (
    contactviews,
    helpviews,
    hourviews,
    mapviews,
    newsviews,
    pointviews,
    siteviews,
    views,
)
from chancery.render.layouts import Layout
from chancery.render.theme import CompiledCatalogues, Templates, read_catalogues

#: The name of the examples that show markup in every text.
HTML_AS_TEXT = "html as text"

#: What templates see that is of no feature.
_KERNEL = (
    views, hourviews, pointviews, newsviews, mapviews, contactviews, siteviews, helpviews,
)  # fmt: skip

#: What a parameter can be besides a view model, by its name in `examples.yaml`.
PLAIN_TYPES: dict[str, Any] = {"text": str, "number": int, "flag": bool}


class ExampleData(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An example as written.

    placeholders: what a page would write into the layout, by their names.
    """

    name: str
    macro: str
    values: dict[str, Any] = msgspec.field(name="with")
    language: str = "en"
    placeholders: dict[str, str] = {}


class ComponentData(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The file `examples.yaml`; shared: what each example begins with, by parameter and field."""

    about: str
    criteria: list[str]
    macros: dict[str, dict[str, str]]
    examples: list[ExampleData]
    shared: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Example:
    """An example with all its data, which is still plain."""

    component: str
    data: ExampleData
    parameters: Mapping[str, str]
    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its name among those of all components."""
        return f"{self.component}: {self.data.name}"

    @property
    def direction(self) -> str:
        """The direction of the page that it stands on."""
        return direction(self.data.language)


@cache
def read_component(folder: Path) -> ComponentData:
    """Read the examples of a component; any problem of the file is an error."""
    tree, problems = read_yaml((folder / "examples.yaml").read_bytes(), f"{folder.name}/examples")
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return msgspec.convert(_plain(tree), ComponentData)


@cache
def _views() -> Mapping[str, Any]:
    """Return what templates see by its name: of the kernel, and of each feature."""
    rooms = [*_KERNEL]
    for feature in FEATURES:
        if find_spec(f"{feature.module}.views"):
            rooms.append(import_module(f"{feature.module}.views"))
    return {name: one for room in rooms for name, one in vars(room).items()}


def _plain(value: Any) -> Any:
    """Return data without places: examples show characters that elsewhere would be told of."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, str) else value


def examples_of(folder: Path) -> Iterator[Example]:
    """Return the examples of a component, each with what all of them share."""
    component = read_component(folder)
    for example in component.examples:
        parameters = component.macros[example.macro]
        shared = {name: component.shared.get(name, {}) for name in parameters}
        values = {
            **{name: fields for name, fields in shared.items() if fields},
            **{
                name: {**shared[name], **value} if shared.get(name) else value
                for name, value in example.values.items()
            },
        }
        yield Example(folder.name, example, parameters, values)


def component_folders(theme: Path) -> list[Path]:
    """Return the folders of a theme's components, by name."""
    return sorted(path for path in (theme / "components").iterdir() if path.is_dir())


def every_example(theme: Path) -> list[Example]:
    """Return the examples of all components of a theme."""
    return [example for folder in component_folders(theme) for example in examples_of(folder)]


def type_of(words: str) -> Any:
    """Return the type that a parameter's words mean, such as `text`, `Link` or `list of Link`."""
    one = words.removeprefix("list of ")
    found = PLAIN_TYPES.get(one) or _views()[one]
    # Made by a call, since no checker of types can read a type that is known only now.
    return found if one == words else GenericAlias(tuple, (found, ...))


def converted(example: Example, values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn plain data into the view models that an example's macro takes."""
    return {
        name: msgspec.convert(value, type_of(example.parameters[name]))
        for name, value in values.items()
    }


def holds(found: Any, given: Any) -> bool:
    """Say whether all that was given is found again: a field of a wrong name would be lost."""
    if isinstance(given, dict):
        return isinstance(found, dict) and all(
            key in found and holds(found[key], value) for key, value in given.items()
        )
    if isinstance(given, list):
        return len(found) == len(given) and all(map(holds, found, given))
    return bool(found == given)


class _Placeholders(dict[str, str]):
    """What fills the placeholders of an example: nothing, but for those that it names."""

    def __missing__(self, name: str) -> str:
        return ""


class Renderer:
    """Renders examples with a theme's own templates and catalogues."""

    def __init__(self, theme: Path, cache: Path) -> None:
        """Take a theme's folder; cache: a folder for its catalogues as they were read."""
        catalogues = read_catalogues(theme / "translations", CompiledCatalogues(cache))
        self.templates = Templates(str(theme), catalogues, "", ("design", "components"))

    def html(self, example: Example, values: Mapping[str, Any] | None = None) -> str:
        """Return an example as HTML, as it would stand on a page two folders below the root."""
        text = self.templates.render(
            "call.html",
            example.data.language,
            component=example.component,
            macro=example.data.macro,
            values=converted(example, example.values if values is None else values),
        )
        return Layout(text).fill(2, _Placeholders(example.data.placeholders)).strip()
