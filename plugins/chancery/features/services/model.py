"""What a service takes: steps, documents, fee, duration, from `content/services/<slug>.yaml`.

The slug is that of the shared page about the service. What a post does otherwise, it says under
`services` in posts.yaml; what differs by who one is stands under `variants`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from chancery.common.problems import Problem, nearest, shown
from chancery.common.yaml.source import Value, locate
from chancery.content.model import Citation
from chancery.content.parts import Action, Item, lost_pages
from chancery.content.reading import Reading
from chancery.content.records import SLUGS, Shelf, unowed
from chancery.network.check import decimals_fault
from chancery.network.explain import at
from chancery.network.fields import Day, Flag, Language, Text, doc
from chancery.network.offered import Fee
from chancery.network.record import Record

FOLDER = "services"
Who = Literal[
    "registered", "unregistered", "passing-through", "child", "dual-national", "foreigner"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Record):
    """What is otherwise for somebody; what it does not say is as for all."""

    note: Annotated[Text | None, doc("What to know.")] = None
    steps: Annotated[tuple[Action, ...], doc("The steps, in place of those for all.")] = ()
    documents: Annotated[tuple[Item, ...], doc("What to bring besides.")] = ()
    fee: Annotated[Fee | None, doc("What it costs.")] = None
    takes: Annotated[Text | None, doc("How long it takes.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts(Record):
    """What a service takes, wherever it is had.

    id: the name of its file without the ending, which is the slug of its page.
    """

    id: str = ""
    sample: Annotated[Flag, doc("`true` marks it as a sample.")] = False
    steps: Annotated[tuple[Action, ...], doc("The steps, in their order.")] = ()
    documents: Annotated[tuple[Item, ...], doc("What to bring.")] = ()
    fee: Annotated[Fee | None, doc("What it costs, where a post does not say otherwise.")] = None
    takes: Annotated[Text | None, doc("How long it takes.")] = None
    languages: Annotated[tuple[Language, ...], doc("In which languages it is given.")] = ()
    variants: Annotated[dict[Who, Variant], doc("What is otherwise, by who one is.")] = field(
        default_factory=dict
    )
    reviewed: Annotated[Day | None, doc("When somebody last checked it.")] = None
    sources: Annotated[tuple[Citation, ...], doc("Where it is from.")] = ()


def _parts(facts: ServiceFacts) -> Iterator[tuple[list[str | int], ServiceFacts | Variant]]:
    """Return what holds for all, then what is otherwise for somebody, each with its place."""
    yield [], facts
    for who, variant in facts.variants.items():
        yield ["variants", who], variant


def _texts(facts: ServiceFacts) -> Iterator[tuple[list[str | int], Text]]:
    """Return the texts that every reader needs, each with its place."""
    for path, part in _parts(facts):
        for number, step in enumerate(part.steps):
            yield [*path, "steps", number, "title"], step.title
        for number, item in enumerate(part.documents):
            yield [*path, "documents", number, "what"], item.what


def _problems(facts: ServiceFacts, tree: Value, reading: Reading) -> list[Problem]:
    found: list[Problem] = []
    owed, pages = reading.owed, reading.pages
    for path, text in _texts(facts):
        found += unowed(tree, path, text, owed)
    for path, part in _parts(facts):
        found += lost_pages(tree, [*path, "steps"], part.steps, pages)
        message, cure = decimals_fault(part.fee) if part.fee else ("", "")
        if message:
            place, dotted = locate(tree, [*path, "fee", "amount"])
            found.append(at(place, message, dotted, cure=cure, code="amount-too-exact"))
    if facts.id not in pages:
        place = locate(tree, [])[0]
        message = f"{shown(facts.id)} is no shared page, so nothing shows this"
        found.append(at(place, message, "", near=nearest(facts.id, pages), code="page-unknown"))
    return found


#: What each service takes, by the slug of its page.
SERVICES: Shelf[ServiceFacts] = Shelf(
    folder=FOLDER,
    record=ServiceFacts,
    what="a service",
    names=SLUGS,
    naming="Name it by the slug of its page, such as passports.yaml.",
    check=_problems,
    kept="This service has a mistake: its last good version stays up",
    lost="What this service takes is shown nowhere: it has a mistake, and no earlier good version",
)
