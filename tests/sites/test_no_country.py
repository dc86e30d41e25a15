"""Chancery is for any country: none is named in its code, its theme or its catalogues.

What a network is about stands in its posts.yaml and its content. Tables of data come from CLDR and
other standards with all countries in them, so the folder of those is not searched; each of its
files names its source. The examples of components show what a page could hold, hosts and all: in
them only the countries of the two networks are looked for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel import Locale

from chancery.network.fields import Text
from tests.sites.trees import ROOT, Tree

LANGUAGES = ("en", "fr", "nl", "de", "es", "ar", "zh")

#: How people and things of the two networks' countries are called, whatever the ending.
DEMONYMS = r"Belg\w*|Qavir\w*|比利时|بلجيك\w*|قافير\w*"

#: What would be found and is right, with the reason; a reason that is no longer needed fails too.
ALLOWED: Mapping[tuple[str, str], str] = {
    ("plugins/chancery/common/yaml/traps.py", "NO"): "a word that YAML 1.1 reads as false",
    ("plugins/chancery/hours/syntax.py", "PH"): "public holidays, as hours say it",
    ("plugins/chancery/hours/syntax.py", "SH"): "school holidays, as hours say it",
    ("plugins/chancery/hours/slips.py", "PH"): "public holidays, as hours say it",
    ("plugins/chancery/hours/slips.py", "SH"): "school holidays, as hours say it",
    **{
        ("plugins/chancery/feeds/event_times.py", day): "a day of the week, as calendars say it"
        for day in ("MO", "TH", "FR", "SA")
    },
    ("plugins/chancery/geo/codes.py", "VA"): "what ISO 3166-1 calls a state, and CLDR does not",
    **{
        (f"plugins/chancery/cli/commands/{name}.py", "ID"): "what stands for a name, in help"
        for name in ("alert", "new")
    },
    ("plugins/chancery/common/forms.py", "WF"): "widths of characters, as Unicode says it",
    ("themes/chancery/base.css", "Myanmar"): "the name of a font",
    ("plugins/chancery/network/check.py", "Vienna"): "the name of two conventions",
    ("plugins/chancery/network/model.py", "Vienna"): "the name of two conventions",
}

#: Files that show what pages could hold.
EXAMPLES = "examples.yaml"


def searched() -> Iterator[Path]:
    """Return every file of code, theme and catalogues."""
    code = (path for path in ROOT.glob("plugins/**/*.py") if "data" not in path.parts)
    theme = (path for path in ROOT.glob("themes/**/*") if path.is_file())
    top = (ROOT / name for name in ("tasks.py", "pelicanconf.py", "publishconf.py"))
    yield from sorted([*code, *theme, *top])


@cache
def texts() -> Mapping[str, str]:
    """Return the searched files with their texts, by their names below the root."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in searched()
    }


@cache
def without_examples() -> Mapping[str, str]:
    """Return the same without what models give as examples of their keys, for the docs."""
    return {
        name: masked(text) if name.endswith(".py") and "doc(" in text else text
        for name, text in texts().items()
    }


def masked(code: str) -> str:
    """Return code with every text that `doc` is given blanked out, line by line."""
    lines = code.encode().split(b"\n")
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "doc":
            for one in (part for given in call.args for part in ast.walk(given)):
                if isinstance(one, ast.Constant):
                    blank(lines, one)
    return b"\n".join(lines).decode()


def blank(lines: list[bytes], text: ast.Constant) -> None:
    first, last = text.lineno - 1, (text.end_lineno or text.lineno) - 1
    for at in range(first, last + 1):
        start = text.col_offset if at == first else 0
        end = (text.end_col_offset or 0) if at == last else len(lines[at])
        lines[at] = lines[at][:start] + b" " * (end - start) + lines[at][end:]


@cache
def codes() -> frozenset[str]:
    """Return the ISO 3166-1 codes of all territories that CLDR names."""
    # EU, EZ and UN are groups of territories, ZZ is the unknown one, XA and XB are made up.
    groups = {"EU", "EZ", "UN", "ZZ", "XA", "XB"}
    return frozenset(names_of("en")) - groups


def names_of(language: str) -> dict[str, str]:
    """Return the names of all territories that have a code of two letters."""
    found = {str(code): str(name) for code, name in Locale(language).territories.items()}
    return {code: name for code, name in found.items() if re.fullmatch("[A-Z]{2}", code)}


@cache
def territories() -> re.Pattern[str]:
    """Return what finds the name of a territory in a language of a network."""
    return whole_words(
        {
            name
            for language in LANGUAGES
            for code, name in names_of(language).items()
            if code in codes()
        }
    )


def whole_words(names: set[str]) -> re.Pattern[str]:
    """Return what finds names that stand for themselves, the longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def every_text(text: Text) -> set[str]:
    """Return a text of posts.yaml in all its languages."""
    return {words for _, words in text.variants}


def found(pattern: re.Pattern[str], *, in_examples: bool = False) -> dict[tuple[str, str], str]:
    """Return what a pattern finds: the file and the word, with the first line of it."""
    hits: dict[tuple[str, str], str] = {}
    for name, text in (texts() if in_examples else without_examples()).items():
        if in_examples or not name.endswith(EXAMPLES):
            for hit in pattern.finditer(text):
                line = text.count("\n", 0, hit.start()) + 1
                shown = text.splitlines()[line - 1].strip()
                hits.setdefault((name, hit.group()), f"{name}:{line}: {hit.group()}: {shown[:80]}")
    return hits


def wrong(hits: Mapping[tuple[str, str], str]) -> list[str]:
    """Return what was found and is not allowed."""
    return [line for key, line in hits.items() if key not in ALLOWED]


def cities(trees: Mapping[str, Tree]) -> re.Pattern[str]:
    """Return what finds a city of one of the networks, and the id of one of their posts."""
    posts = [post for tree in trees.values() for post in tree.network.posts]
    names = {name for post in posts if post.city for name in every_text(post.city)}
    return whole_words(names | {post.id for post in posts})


QUOTED_CODE = re.compile(r"""(?<=["'])[A-Z]{2}(?=["'])""")


def quoted_codes() -> dict[tuple[str, str], str]:
    return {key: line for key, line in found(QUOTED_CODE).items() if key[1] in codes()}


def test_enough_is_searched() -> None:
    names = {Path(name).suffix for name in texts()}
    assert {".py", ".html", ".css", ".po", ".pot", ".yaml"} <= names
    assert len(codes()) > 240


def test_no_country_is_named() -> None:
    assert wrong(found(territories())) == []


def test_no_code_of_a_country_is_written_out() -> None:
    assert wrong(quoted_codes()) == []


def test_no_city_and_no_post_is_named(trees: Mapping[str, Tree]) -> None:
    assert wrong(found(cities(trees))) == []


def test_the_countries_of_the_networks_are_nowhere() -> None:
    assert wrong(found(re.compile(rf"\b(?:{DEMONYMS})"), in_examples=True)) == []


def test_every_exception_is_needed(trees: Mapping[str, Tree]) -> None:
    hits = {*found(territories()), *quoted_codes(), *found(cities(trees))}
    assert [key for key in ALLOWED if key not in hits] == []


@pytest.mark.parametrize("text", ["Belgium", "le Pérou", 'country == "BE"', "Great Belgians"])
def test_a_country_would_be_found(text: str) -> None:
    patterns = (territories(), QUOTED_CODE, re.compile(DEMONYMS))
    assert any(pattern.search(text) for pattern in patterns)
