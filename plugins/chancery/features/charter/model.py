"""The consular charter: what posts do and how fast, and what not, `content/charter/<id>.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from chancery.common.problems import Problem
from chancery.common.yaml.source import Value, locate
from chancery.content.model import Citation, Order
from chancery.content.parts import Authority, lost_page
from chancery.content.reading import Reading
from chancery.content.records import SLUGS, Shelf, unowed
from chancery.network.explain import at
from chancery.network.fields import Flag, Slug, Text, Within, doc
from chancery.network.record import Record

FOLDER = "charter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Record):
    """One thing that posts do, or do not; id: the name of its file without the ending."""

    id: str = ""
    title: Annotated[Text, doc("What it is, such as: replace a lost passport.")]
    order: Annotated[Order, doc("Its place in the list.")] = 100
    sample: Annotated[Flag, doc("`true` marks it as a sample.")] = False
    kept: Annotated[Flag, doc("`false`: it is what posts do not do.")] = True
    within: Annotated[Within | None, doc("How fast, such as 2d.")] = None
    limit: Annotated[Text | None, doc("Where it ends.")] = None
    instead: Annotated[Authority | None, doc("Who does it instead.")] = None
    service: Annotated[Slug | None, doc("The shared page about it.")] = None
    sources: Annotated[tuple[Citation, ...], doc("Where it is from.")] = ()


def _problems(promise: Promise, tree: Value, reading: Reading) -> list[Problem]:
    found = unowed(tree, ["title"], promise.title, reading.owed)
    if promise.within and not promise.kept:
        place, dotted = locate(tree, ["within"])
        cure = "Take one of the two away."
        found.append(
            at(
                place,
                "is how fast posts do what they do not do",
                dotted,
                cure=cure,
                code="promise-of-nothing",
            )
        )
    found += lost_page(tree, ["service"], promise.service, reading.pages)
    return found


#: The promises of the charter, in their order.
CHARTER: Shelf[Promise] = Shelf(
    folder=FOLDER,
    record=Promise,
    what="a promise of the charter",
    names=SLUGS,
    naming="Name it id.yaml: lower-case letters, digits and hyphens, such as passports.yaml.",
    check=_problems,
    kept="This promise has a mistake: its last good version stays up",
    lost="This promise is shown nowhere: it has a mistake, and no earlier good version",
    order=lambda one: (one.order, one.id),
)
