"""What records of several kinds are made of: steps, things to bring, who does something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from chancery.common.problems import Problem, nearest, shown
from chancery.common.yaml.source import Value, locate
from chancery.network.explain import at
from chancery.network.fields import Slug, Text, Url, doc
from chancery.network.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Record):
    """One step."""

    title: Annotated[Text, doc("What to do, in one line.")]
    text: Annotated[Text | None, doc("What explains it.")] = None
    page: Annotated[Slug | None, doc("The page of text that says more.")] = None
    url: Annotated[Url | None, doc("Where it is done.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Record):
    """One thing to bring or to have at hand."""

    what: Annotated[Text, doc("The thing.")]
    note: Annotated[Text | None, doc("What to know about it.")] = None
    only_if: Annotated[Text | None, doc("For whom alone it is.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Record):
    """Who does something: its name, and its page."""

    name: Annotated[Text, doc("Its name.")]
    url: Annotated[Url | None, doc("Its page.")] = None
    note: Annotated[Text | None, doc("What to know about it.")] = None


def lost_page(
    tree: Value, path: list[str | int], slug: str | None, pages: frozenset[str]
) -> Iterator[Problem]:
    """Say of a slug that it is no shared page; path: where it stands; pages: the slugs of those."""
    if slug and slug not in pages:
        place, dotted = locate(tree, path)
        message = f"{shown(slug)} is no shared page"
        yield at(place, message, dotted, near=nearest(slug, pages), code="page-unknown")


def lost_pages(
    tree: Value, path: list[str | int], steps: Iterable[Action], pages: frozenset[str]
) -> Iterator[Problem]:
    """Say of steps that there is no page where they lead to; path: where they stand."""
    for number, step in enumerate(steps):
        yield from lost_page(tree, [*path, number, "page"], step.page, pages)
