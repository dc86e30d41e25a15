"""What every component owes: its files, its examples, and that they hold up in any browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page

from chancery.report.components import (
    HTML_AS_TEXT,
    Example,
    Renderer,
    component_folders,
    converted,
    every_example,
    examples_of,
    holds,
    read_component,
)
from chancery.report.design import DIRECTIONS, SCHEMES, write_design
from tests.nu.check import NuChecker
from tests.options import EVERY_PAIR
from tests.snapshots import Snapshot
from tests.theme.gallery import PHONE, THEME, WIDTHS, look_at, measured

SNAPSHOTS = Path(__file__).parent / "snapshots"
FOLDERS = component_folders(THEME)
EXAMPLES = every_example(THEME)

Serve = Callable[[Path], str]

#: Breaks out of an element's text and of an attribute's value, wherever it is not escaped.
HOSTILE = "\"'><b>&lt;b>"

#: Fields that hold HTML which was cleaned when it was read.
CLEANED = {"html"}

each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    return Renderer(THEME, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def galleries(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_design(THEME, tmp_path_factory.mktemp("design"), tmp_path_factory.mktemp("cache"))


@pytest.fixture
def gallery(galleries: list[Path], serve: Serve) -> str:
    """Return the address of the galleries."""
    return serve(galleries[0].parent)


def test_there_are_components() -> None:
    assert len(FOLDERS) >= 16


@each_folder
def test_a_component_is_complete(folder: Path) -> None:
    assert {"template.html", "styles.css", "examples.yaml"} <= {p.name for p in folder.iterdir()}
    component = read_component(folder)
    assert component.about.endswith(".")
    assert component.criteria
    assert all("must" in criterion for criterion in component.criteria)
    names = [example.name for example in component.examples]
    assert len(names) == len(set(names)) >= 3
    assert HTML_AS_TEXT in names
    assert any(example.direction == "rtl" for example in examples_of(folder))


@each_folder
def test_the_macros_are_those_of_the_template_and_each_has_an_example(folder: Path) -> None:
    found = {
        name: [parameter.split("=")[0].strip() for parameter in parameters.split(",")]
        for name, parameters in re.findall(r"{% macro (\w+)\((.*?)\) %}", source(folder))
    }
    component = read_component(folder)
    assert {name: list(parameters) for name, parameters in component.macros.items()} == found
    # What a macro of the folder calls is shown by the examples of that one.
    called = {name for name in found if re.search(rf"(?<!macro )\b{name}\(", source(folder))}
    assert {example.macro for example in component.examples} | called == set(found)


@each_folder
def test_a_template_trusts_no_text(folder: Path) -> None:
    assert re.search(r"\|\s*safe\b|\bMarkup\(|autoescape", source(folder)) is None


@each_folder
def test_styles_hold_in_both_directions_and_fetch_nothing(folder: Path) -> None:
    css = styles(folder)
    # Properties and values named for a side are for one direction of writing only.
    assert re.findall(r"[^\n]*\b(?:left|right)\b[^\n]*", css) == []
    assert re.findall(r"[{;]\s*((?:min-|max-)?(?:width|height))\s*:", css) == []
    sides = re.findall(
        r"[{;]\s*(?:margin|padding|inset|border-(?:color|style|width)):"
        r"\s*[^\s;}]+ ([^\s;}]+) [^\s;}]+ ([^\s;}]+)",
        css,
    )
    assert [found for found in sides if found[0] != found[1]] == []
    assert "!important" not in css
    assert re.findall(r"url\(\s*[\"']?(?:https?:|//)|@import", css) == []


@each_folder
def test_every_class_of_the_styles_is_in_some_template(folder: Path) -> None:
    css = styles(folder)
    names = set(re.findall(r"\.([A-Za-z_][\w-]*)", re.sub(r"{[^{}]*}", "{}", css)))
    assert names
    unused = {
        name for name in names if not any(fnmatchcase(name, known) for known in known_classes())
    }
    assert unused == set()


@each_example
def test_an_example_says_only_what_the_views_know(example: Example) -> None:
    assert set(example.values) <= set(example.parameters)
    views = converted(example, example.values)
    assert holds(msgspec.to_builtins(views), example.values)


@each_folder
def test_components_look_as_they_did(folder: Path, renderer: Renderer, snapshot: Snapshot) -> None:
    pieces = [f"<!-- {e.data.name} -->\n{renderer.html(e)}\n" for e in examples_of(folder)]
    snapshot.check(SNAPSHOTS / f"{folder.name}.html", "\n".join(pieces))


def test_every_snapshot_is_of_a_component(snapshot: Snapshot) -> None:
    snapshot.only(SNAPSHOTS, {f"{folder.name}.html" for folder in FOLDERS})


@each_folder
def test_markup_in_texts_stays_text(folder: Path, renderer: Renderer) -> None:
    [example] = [e for e in examples_of(folder) if e.data.name == HTML_AS_TEXT]
    html = renderer.html(example)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "&amp;lt;" not in html, "a text is escaped twice"


@each_example
def test_no_field_can_leave_its_place(example: Example, renderer: Renderer) -> None:
    assert "b" not in elements(renderer.html(example, spoilt(example.values)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Look at every pair of direction, width and scheme, or at all combinations."""
    if "scheme" in metafunc.fixturenames:
        every = list(product(DIRECTIONS, WIDTHS, SCHEMES))
        pairs = [one for at, one in enumerate(every) if at in (0, 3, 5, 6)]
        chosen = every if metafunc.config.getoption(EVERY_PAIR) else pairs
        metafunc.parametrize(("direction", "width", "scheme"), chosen)


def test_all_examples_are_accessible_and_fit_the_window(
    page: Page, gallery: str, direction: str, width: int, scheme: str
) -> None:
    for look in look_at(page, gallery, direction, width, scheme):
        assert look.violations == []
        assert look.beyond == []
        assert look.scroll_width <= width


def test_every_language_with_a_style_of_its_own_is_shown(galleries: list[Path]) -> None:
    css = (THEME / "base.css").read_text(encoding="utf-8")
    styled = set(re.findall(r'\[lang\|="([\w-]+)"\]', css))
    shown = {
        tag
        for page in galleries
        for tag in re.findall(r'design-sample" lang="([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert {"ar", "hi", "km", "ko"} <= styled <= shown


def test_the_name_of_a_ministry_takes_two_lines_at_most_on_a_phone(
    galleries: list[Path], gallery: str, page: Page
) -> None:
    """In fonts as wide as those of a machine for tests; phones have narrower ones."""
    for one in galleries:
        lines = measured(
            page,
            gallery + one.name,
            "[...document.querySelectorAll('.header-ministry')].map(e =>"
            " e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight))",
        )
        assert 1 <= max(map(round, lines)) <= 2


def test_sixty_languages_can_be_chosen_among_on_a_phone(
    galleries: list[Path], gallery: str, page: Page
) -> None:
    [height, beyond, targets] = measured(
        page,
        gallery + galleries[0].name,
        """(() => {
          const list = [...document.querySelectorAll('.languages ul')]
            .find(e => e.children.length === 60);
          const links = [...list.querySelectorAll('a')].map(e => e.getBoundingClientRect());
          return [list.offsetHeight, list.scrollWidth - list.clientWidth,
            Math.min(...links.flatMap(box => [box.width, box.height]))];
        })()""",
    )
    assert height <= PHONE["height"] - 100
    assert beyond == 0
    assert targets >= 24


def test_all_examples_are_valid_html(galleries: list[Path], nu_check: NuChecker) -> None:
    assert nu_check.check(galleries) == []


def source(folder: Path) -> str:
    return (folder / "template.html").read_text(encoding="utf-8")


def styles(folder: Path) -> str:
    css = (folder / "styles.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@cache
def known_classes() -> frozenset[str]:
    """Return the classes that templates and scripts write, with `*` for what only a view knows."""
    found: set[str] = set()
    for path in THEME.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for value in re.findall(r'class="((?:{[{%].*?[%}]}|[^"{])*)"', text):
            found.update(re.sub(r"{{.*?}}", "*", re.sub(r"{%.*?%}", " ", value)).split())
        # A class can be handed to a macro.
        for expression in re.findall(r"{[{%](.*?)[%}]}", text):
            found.update(re.findall(r'"([\w-]+)"', expression))
    for path in THEME.glob("scripts/*.js"):
        found.update(re.findall(r'"([\w-]+)"', path.read_text(encoding="utf-8")))
    return frozenset(found - {"*"})


def spoilt(value: Any, field: str = "") -> Any:
    """Return data with every text made hostile, but for HTML that was cleaned when read."""
    if isinstance(value, str):
        return value if field in CLEANED else value + HOSTILE
    if isinstance(value, dict):
        return {key: spoilt(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [spoilt(inner, field) for inner in value]
    return value


def elements(html: str) -> set[str]:
    """Return the names of all elements."""
    reader = _Elements()
    reader.feed(html)
    reader.close()
    return reader.found


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
