"""A feature of no use, as somebody would add one: all of it is in this file and one template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from msgspec import Struct

from chancery.common.problems import Level, Place, Problem
from chancery.common.yaml.source import Value
from chancery.content.reading import Reading
from chancery.content.records import Shelf, unowed
from chancery.network.fields import Text, doc
from chancery.network.record import Record
from chancery.plan.context import Context
from chancery.plan.feature import At, Checking, Feature
from chancery.plan.feature import Place as Offered
from chancery.plan.index import Index
from chancery.plan.machine import as_json
from chancery.plan.page import Page
from chancery.plan.site import SitePlan
from chancery.plan.views import Link, PageHead, Words

TEMPLATE = """<h1>{{ view.title }}</h1>
<ul>{% for one in view.recipes %}<li>{{ one.text }}</li>{% endfor %}</ul>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(Record):
    """A recipe of the host country."""

    id: str = ""
    name: Annotated[Text, doc("What it is called.")]


class RecipesView(Struct, frozen=True):
    """What the template of recipes sees."""

    title: str
    recipes: tuple[Words, ...]


def _wrong(recipe: Recipe, tree: Value, reading: Reading) -> list[Problem]:
    return unowed(tree, ["name"], recipe.name, reading.owed)


RECIPES: Shelf[Recipe] = Shelf(
    folder="recipes",
    record=Recipe,
    what="a recipe",
    names=re.compile("[a-z]+"),
    naming="Name it id.yaml.",
    check=_wrong,
    kept="This recipe has a mistake: its last good version stays up",
    lost="This recipe is shown nowhere: it has a mistake, and no earlier good version",
)


def state(index: Index, _post: object) -> Iterator[object]:
    """Return the recipes, whole."""
    yield index.records(RECIPES)


def pages(context: Context) -> Iterator[Page]:
    """Plan a page of recipes on each post's site."""
    if context.post is None:
        return
    words = tuple(context.localiser.words(one.name) for one in context.index.records(RECIPES))
    head = PageHead(
        key="recipes", path="recipes/", title=Words("Recipes"), translations=context.languages
    )
    found = (("", "", " ".join(one.text for one in words)),)
    yield Page("recipes", context.language, head, RecipesView("Recipes", words), found)


def links(context: Context) -> Iterator[Link]:
    """Return the way to the page."""
    if context.post is not None:
        yield Link(context.links.page(context.language, "recipes/"), Words("Recipes"))


def site_files(plan: SitePlan) -> Iterator[tuple[str, bytes]]:
    """Return the recipes as data."""
    yield "recipes.json", as_json([one.id for one in plan.index.records(RECIPES)])


def checks(checking: Checking) -> Iterator[Problem]:
    """Say of recipes for fish that the house has a cat."""
    for one in checking.of(RECIPES).records:
        if one.id == "fish":
            yield Problem(
                Place(f"{checking.content}/recipes/fish.yaml"), "is not safe from the cat",
                level=Level.NOTE, code="service-unoffered",
            )  # fmt: skip


FEATURE = Feature(
    id="recipes",
    module=__name__,
    state=state,
    paths=frozenset({"recipes"}),
    shelves=(RECIPES,),
    pages=pages,
    links={Offered.A_TO_Z: At(90, links)},
    site_files=site_files,
    checks=checks,
)
