"""What people come with, in their words, and where it leads, from `content/needs/<id>.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from chancery.common.files import stems_of
from chancery.common.problems import Problem, nearest, shown
from chancery.common.yamlsource import Value, locate
from chancery.content.model import Order
from chancery.content.records import Records, Shelf, read_records, shared_pages, unowed
from chancery.network.explain import at
from chancery.network.fields import Slug, Text, Url, doc
from chancery.network.model import Network, Purpose, Record

FOLDER = "needs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Record):
    """Where a need leads: a service, what to do in a situation, a page, whom to write to."""

    who: Annotated[Text | None, doc("Whose way it is, where there are several.")] = None
    service: Annotated[Slug | None, doc("The service, by its shared page.")] = None
    situation: Annotated[Slug | None, doc("What to do, by its file.")] = None
    page: Annotated[Slug | None, doc("A shared page.")] = None
    contact: Annotated[Purpose | None, doc("The purpose of whom to write to or call.")] = None
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


class _Known:
    """What a way may name."""

    def __init__(self, root: Path) -> None:
        self.pages = shared_pages(root)
        self.situations = stems_of(root / "situations", root, ".yaml")


def _problems(need: Need, tree: Value, network: Network, known: _Known) -> list[Problem]:
    found = unowed(tree, ["title"], need.title, network.ministry.languages)
    if not need.ways:
        place, dotted = locate(tree, ["ways"])
        found.append(at(place, "is empty", dotted, cure="Say where it leads.", code="says-nothing"))
    for number, way in enumerate(need.ways):
        for key, message, near in _faults(way, known):
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


def _faults(way: Way, known: _Known) -> Iterator[tuple[str, str, str]]:
    """Give what is wrong with where a way leads: the key, the message, the nearest name."""
    for key, names, what in (
        ("service", known.pages, "shared page"),
        ("page", known.pages, "shared page"),
        ("situation", known.situations, "situation"),
    ):
        name = getattr(way, key)
        if name and name not in names:
            yield key, f"{shown(name)} is no {what}", nearest(name, names)
    if not any((way.service, way.situation, way.page, way.contact, way.url)):
        yield "", "leads nowhere", ""


def read_needs(
    root: Path, name: str, network: Network, last_good: Mapping[str, str]
) -> Records[Need]:
    """Read every need below a content folder, in the order of their places and ids.

    root: the folder; name: how messages name it; last_good: the inputs of an earlier reading.
    """
    shelf: Shelf[Need] = Shelf(
        folder=FOLDER,
        record=Need,
        what="a need",
        names=re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+){0,9}"),
        naming="Name it id.yaml: lower-case letters, digits and hyphens, such as marry.yaml.",
        check=partial(_problems, network=network, known=_Known(root)),
        kept="This need has a mistake: its last good version stays up",
        lost="This need is shown nowhere: it has a mistake, and no earlier good version",
    )
    found = read_records(root, name, shelf, last_good)
    found.records.sort(key=lambda one: (one.order, one.id))
    return found
