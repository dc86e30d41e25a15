"""Legalisation: how a paper of one country becomes valid in another.

It is read from `content/papers/<id>.yaml`.

For each kind of paper: in which countries an apostille is enough, and else which authorities have
to see it in which order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from chancery.common.problems import Problem
from chancery.common.yaml.source import Value, locate
from chancery.content.model import Citation, Order
from chancery.content.parts import Authority
from chancery.content.reading import Reading
from chancery.content.records import SLUGS, Shelf, unowed
from chancery.network.explain import at
from chancery.network.fields import Country, Day, Flag, Text, doc
from chancery.network.record import Record

FOLDER = "papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Legalisation(Record):
    """What makes one kind of paper valid; id: the name of its file without the ending."""

    id: str = ""
    name: Annotated[Text, doc("What it is, such as: birth certificate.")]
    order: Annotated[Order, doc("Its place in the list.")] = 100
    sample: Annotated[Flag, doc("`true` marks it as a sample.")] = False
    date: Annotated[Day, doc("The day whose law it is.")]
    source: Annotated[Citation, doc("Where it is from.")]
    nothing: Annotated[tuple[Country, ...], doc("Whose papers are taken as they are.")] = ()
    apostille: Annotated[tuple[Country, ...], doc("Of whose papers it is enough.")] = ()
    chain: Annotated[
        tuple[Authority, ...], doc("Who has to see it, in their order, from other countries.")
    ]
    chains: Annotated[
        dict[Country, tuple[Authority, ...]], doc("The same for single countries.")
    ] = field(default_factory=dict)
    notes: Annotated[dict[Country, Text], doc("What to know, by the country.")] = field(
        default_factory=dict
    )


def _problems(paper: Legalisation, tree: Value, reading: Reading) -> list[Problem]:
    found = unowed(tree, ["name"], paper.name, reading.owed)
    for path, code, other in _twice(paper):
        place, dotted = locate(tree, path)
        cure = "Leave it under one of them."
        found.append(
            at(place, f"{code} stands under {other} too", dotted, cure=cure, code="listed-twice")
        )
    for path, chain in _chains(paper):
        if not chain:
            place, dotted = locate(tree, path)
            found.append(
                at(
                    place,
                    "is empty",
                    dotted,
                    cure="Name the authority to begin with.",
                    code="says-nothing",
                )
            )
        for number, authority in enumerate(chain):
            name: list[str | int] = [*path, number, "name"]
            found += unowed(tree, name, authority.name, reading.owed)
    return found


def _twice(paper: Legalisation) -> Iterator[tuple[list[str | int], str, str]]:
    """Return each country listed under two answers: where, its code, and the other answer."""
    for number, code in enumerate(paper.apostille):
        if code in paper.nothing or code in paper.chains:
            yield ["apostille", number], code, "nothing" if code in paper.nothing else "chains"
    for number, code in enumerate(paper.nothing):
        if code in paper.chains:
            yield ["nothing", number], code, "chains"


def _chains(paper: Legalisation) -> Iterator[tuple[list[str | int], tuple[Authority, ...]]]:
    """Return every chain of authorities with its place."""
    yield ["chain"], paper.chain
    for code, chain in paper.chains.items():
        yield ["chains", code], chain


#: Kinds of papers, in their order.
LEGALISATIONS: Shelf[Legalisation] = Shelf(
    folder=FOLDER,
    record=Legalisation,
    what="a kind of paper",
    names=SLUGS,
    naming="Name it id.yaml: lower-case letters, digits and hyphens, such as birth.yaml.",
    check=_problems,
    kept="This kind of paper has a mistake: its last good version stays up",
    lost="This kind of paper is shown nowhere: it has a mistake, and no earlier good version",
    order=lambda one: (one.order, one.id),
)
