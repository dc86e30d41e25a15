"""The living page of a theme's design: tokens, and every component in every state.

It is made by the theme itself, so that it cannot be out of date: one page for each direction of
writing and each colour scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.lists import format_list
from markupsafe import Markup

from chancery.common import languages
from chancery.render.theme import stylesheet
from chancery.report.components import (
    Example,
    Renderer,
    component_folders,
    examples_of,
    read_component,
)
from chancery.write.files import write_changed

#: The directions of writing, each with the language that the page itself is in.
DIRECTIONS = {"ltr": "en", "rtl": "ar"}
SCHEMES = ("light", "dark")

#: Components that stand beside a page's main part, over the full width of the window.
FULL_WIDTH = frozenset({"header", "help-strip", "footer", "alert"})

#: Anchors of the theme that are on a page once, but in several examples.
_ANCHORS = re.compile(r'((?:id|for|aria-labelledby)=")(site-[\w-]+)"')

#: A language in a selector of the theme's styles.
_STYLED = re.compile(r'\[lang\|="([\w-]+)"\]')

#: Languages with the fonts of all: marks on both sides of letters, long words, other alphabets.
_WITHOUT_STYLES = ("vi", "de", "el", "uk")

#: So many names of regions make a paragraph.
_REGIONS = 16

_DARK = re.compile(r"@media \(prefers-color-scheme: dark\)")
_TOKEN = re.compile(r"--([\w-]+): ([^;]+);")


@dataclass(frozen=True, slots=True)
class Token:
    """A custom property of the theme, and its value by light."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An example, rendered; inside: whether it stands in the main part of a page."""

    name: str
    markup: Markup
    inside: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A component with what it owes, and its examples for one direction."""

    name: str
    about: str
    criteria: tuple[str, ...]
    examples: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A language's own names of regions and days, to see how its script is set.

    heading: the longest of the places; places: in a row, as a sentence has them.
    """

    language: str
    direction: str
    name: str
    heading: str
    places: str
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignView:
    """The page of one look; looks: all of them, as files with their names."""

    name: str
    title: str
    language: str
    direction: str
    scheme: str
    stylesheet: str
    looks: tuple[tuple[str, str], ...]
    colours: tuple[Token, ...]
    sizes: tuple[Token, ...]
    samples: tuple[Sample, ...]
    components: tuple[Part, ...]


def page_name(direction: str, scheme: str) -> str:
    """Return the file name of a look."""
    return f"{direction}-{scheme}.html"


def write_design(theme: Path, folder: Path, cache: Path) -> list[Path]:
    """Write the pages of a theme's design into a folder, and give them."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = Renderer(theme, cache)
    css = stylesheet(theme).decode()
    own = theme / "design" / "design.css"
    styles = {
        "light.css": _DARK.sub("@media not all", css),
        "dark.css": _DARK.sub("@media all", css),
        "design.css": own.read_text(encoding="utf-8") + _swatches(css),
    }
    for name, text in styles.items():
        write_changed(str(folder / name), text.encode())
    pages = []
    for direction, language in DIRECTIONS.items():
        parts = tuple(_parts(theme, renderer, direction))
        for scheme in SCHEMES:
            view = _view(css, parts, direction, scheme)
            html = renderer.templates.render("page.html", language, view=view)
            pages.append(folder / page_name(direction, scheme))
            write_changed(str(pages[-1]), html.encode())
    return pages


def _view(css: str, parts: tuple[Part, ...], direction: str, scheme: str) -> DesignView:
    tokens = list(_tokens(css))
    return DesignView(
        name=page_name(direction, scheme),
        title="Components",
        language=DIRECTIONS[direction],
        direction=direction,
        scheme=scheme,
        stylesheet=f"{scheme}.css",
        looks=tuple(
            (page_name(one, other), f"{one}, {other}") for one in DIRECTIONS for other in SCHEMES
        ),
        colours=tuple(token for token in tokens if token.value.startswith("#")),
        sizes=tuple(token for token in tokens if token.value.endswith("rem")),
        samples=tuple(one for one in _samples(css) if one.direction == direction),
        components=parts,
    )


def _tokens(css: str) -> Iterator[Token]:
    """Return the custom properties of the first rule, which has all of them."""
    yield from (Token(*found) for found in _TOKEN.findall(css[: css.index("}")]))


def _samples(css: str) -> Iterator[Sample]:
    """Return a sample of each language with fonts or a leading of its own, and of some others."""
    for tag in dict.fromkeys((*_WITHOUT_STYLES, *_STYLED.findall(css))):
        locale = languages.locale_of(tag)
        if locale is not None:
            # Regions of the world have numbers, and names long enough to break in every language.
            names = sorted(item for item in locale.territories.items() if item[0].isdigit())
            places = [name for _, name in names[:_REGIONS]]
            yield Sample(
                language=tag,
                direction=languages.direction(tag),
                name=languages.autonym(tag),
                heading=max(places, key=len),
                places=format_list(places, locale=locale),
                days=languages.weekday_names(tag, "wide"),
            )


def _swatches(css: str) -> str:
    rules = []
    for token in _tokens(css):
        if token.value.startswith("#"):
            rules.append(f".swatch-{token.name} {{ background: var(--{token.name}); }}")
        elif token.value.endswith("rem"):
            rules.append(f".size-{token.name} {{ font-size: var(--{token.name}); }}")
    return "\n".join(rules) + "\n"


def _parts(theme: Path, renderer: Renderer, direction: str) -> Iterator[Part]:
    for folder in component_folders(theme):
        component = read_component(folder)
        found = [one for one in examples_of(folder) if one.direction == direction]
        shown = tuple(_shown(renderer, one, number) for number, one in enumerate(found))
        yield Part(folder.name, component.about, tuple(component.criteria), shown)


def _shown(renderer: Renderer, example: Example, number: int) -> Shown:
    html = _ANCHORS.sub(rf'\1\2-{example.component}-{number}"', renderer.html(example))
    markup = Markup(html)  # noqa: S704  (rendered by the theme's own templates)
    return Shown(example.data.name, markup, example.component not in FULL_WIDTH)
