"""What people come with, in their words, and where it leads, from `content/needs/<id>.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from chancery.common.problems import Problem, nearest, shown
from chancery.common.yaml.source import Value, locate
from chancery.content.model import Order
from chancery.content.reading import Reading
from chancery.content.records import SLUGS, Shelf, unowed
from chancery.features.situations.model import SITUATIONS
from chancery.network.contacts import Purpose
from chancery.network.explain import at
from chancery.network.fields import Named, Slug, Text, Url, doc
from chancery.network.record import Record

FOLDER = "needs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Record):
    """Where a need leads: a service, what to do in a situation, a page, whom to write to."""

    who: Annotated[Text | None, doc("Whose way it is, where there are several.")] = None
    service: Annotated[Slug | None, doc("The service, by its shared page.")] = None
    situation: Annotated[Slug | None, doc("What to do, by its file.")] = None
    page: Annotated[Slug | None, doc("A shared page.")] = None
    contact: Annotated[
        Annotated[Purpose, Named("[purpose](posts.md#contact-contacts)", "")] | None,
        doc("The purpose of whom to write to or call."),
    ] = None
    url: Annotated[Url | None, doc("A page elsewhere.")] = None
    note: Annotated[Text | None, doc("What to know.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Record):
    """One need; id: the name of its file without the ending."""

    id: str = ""
    title: Annotated[Text, doc("What one would say, such as: I want to marry.")]
    order: Annotated[Order, doc("Its place in the list.")] = 100
    ask: Annotated[Text | None, doc("What to ask oneself, where there are several ways.")] = None
    ways: Annotated[tuple[Way, ...], doc("Where it leads.")]


def _problems(need: Need, tree: Value, reading: Reading) -> list[Problem]:
    found = unowed(tree, ["title"], need.title, reading.owed)
    if not need.ways:
        place, dotted = locate(tree, ["ways"])
        found.append(at(place, "is empty", dotted, cure="Say where it leads.", code="says-nothing"))
    for number, way in enumerate(need.ways):
        for key, message, near in _faults(way, reading):
            place, dotted = locate(tree, ["ways", number, *([key] if key else [])])
            found.append(at(place, message, dotted, near=near, code="need-leads-nowhere"))
        if len(need.ways) > 1 and way.who is None:
            place, dotted = locate(tree, ["ways", number])
            cure = "Add who, since there are several ways."
            found.append(
                at(
                    place,
                    "does not say whose way it is",
                    dotted,
                    cure=cure,
                    code="need-without-who",
                )
            )
    return found


def _faults(way: Way, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Return what is wrong with where a way leads: the key, the message, the nearest name."""
    for key, names, what in (
        ("service", reading.pages, "shared page"),
        ("page", reading.pages, "shared page"),
        ("situation", reading.named(SITUATIONS.folder), "situation"),
    ):
        name = getattr(way, key)
        if name and name not in names:
            yield key, f"{shown(name)} is no {what}", nearest(name, names)
    if not any((way.service, way.situation, way.page, way.contact, way.url)):
        yield "", "leads nowhere", ""


#: What people want to do, in its order.
NEEDS: Shelf[Need] = Shelf(
    folder=FOLDER,
    record=Need,
    what="a need",
    names=SLUGS,
    naming="Name it id.yaml: lower-case letters, digits and hyphens, such as marry.yaml.",
    check=_problems,
    kept="This need has a mistake: its last good version stays up",
    lost="This need is shown nowhere: it has a mistake, and no earlier good version",
    order=lambda one: (one.order, one.id),
)
