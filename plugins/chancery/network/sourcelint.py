"""Lint rules for sources: those to which no page should send its readers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from chancery.common.problems import Problem, shown
from chancery.common.rules import RULES
from chancery.common.yaml.source import Mapping, Sequence, Value, locate
from chancery.network.explain import at

#: The keys under which sources stand.
KEYS = frozenset({"source", "sources"})
CODE = "source-not-for-readers"
CURE = "Name an official page, or add shown: false, which keeps it for editors and in open data."


def lint_sources(tree: Value, prefix: str = "", post: str = "") -> Iterator[Problem]:
    """Return what lint rules find in the sources of a record without errors.

    tree: its YAML; prefix: the keys that lead to it; post: whose it is.
    """
    for path, source in _sources(tree):
        url = source.get("url")
        kind = kind_of(url) if isinstance(url, str) and source.get("shown") is not False else ""
        if kind:
            place, dotted = locate(tree, [*path, "url"])
            yield at(
                place, f"{shown(str(url))} is {kind}: no page for readers of an official site",
                prefix + dotted, cure=CURE, post=post, level=RULES[CODE], code=CODE,
            )  # fmt: skip


def kind_of(url: str) -> str:
    """Say what site an address is of, where that is one to send nobody to; else nothing."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""  # what is no address is told where it is read
    parts = host.casefold().split(".")
    domains = (".".join(parts[at:]) for at in range(len(parts)))
    return next((kind for one in domains if (kind := _kinds().get(one))), "")


@cache
def _kinds() -> dict[str, str]:
    """Return the table: what each domain is, in words."""
    path = Path(__file__).parent.parent / "data" / "sources-not-for-readers.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["kinds"]
    return {host: row["what"] for row in rows for host in row["hosts"]}


def _sources(tree: Value) -> Iterator[tuple[list[str | int], Mapping]]:
    """Return the sources below a value, each with the path that leads to it."""
    items = enumerate(tree) if isinstance(tree, Sequence) else ()
    for key, value in tree.items() if isinstance(tree, Mapping) else items:
        if key in KEYS:
            yield from (([key, *path], one) for path, one in _named(value))
        elif isinstance(value, Mapping | Sequence):
            yield from (([key, *path], one) for path, one in _sources(value))


def _named(value: Value) -> Iterator[tuple[list[str | int], Mapping]]:
    if isinstance(value, Mapping):
        yield [], value
    for index, one in enumerate(value) if isinstance(value, Sequence) else ():
        if isinstance(one, Mapping):
            yield [index], one
