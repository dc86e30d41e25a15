"""What to do when something has happened, from `content/situations/<id>.yaml`.

A passport is lost, somebody was arrested, a relative has died: the same for all posts, in every
language that somebody has written. What the law of a host country adds, its post says in
`content/posts/<post>/inserts/<id>.<lang>.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from chancery.common.problems import Problem, shown
from chancery.common.yaml.source import Value, locate
from chancery.content.model import Citation, Order
from chancery.content.parts import Action, Item, lost_pages
from chancery.content.reading import Reading
from chancery.content.records import Shelf, unowed
from chancery.network.contacts import EmergencyService
from chancery.network.explain import at
from chancery.network.fields import Day, Flag, Text, doc
from chancery.network.record import Record

FOLDER = "situations"
#: The folder of the card for the wallet, below help now, where the pages of situations stand.
TAKEN = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Record):
    """What to do in one situation.

    id: the name of its file without the ending.
    """

    id: str = ""
    title: Annotated[Text, doc("What has happened, as the person would say it.")]
    summary: Annotated[Text | None, doc("For whom it is, in a sentence.")] = None
    order: Annotated[Order, doc("Its place in the list.")] = 100
    sample: Annotated[Flag, doc("`true` marks it as a sample.")] = False
    call: Annotated[
        tuple[EmergencyService, ...],
        doc("The emergency services of the host country whose numbers stand first."),
    ] = ()
    discreet: Annotated[
        Flag, doc("`true` where to be seen reading it is a danger: no browser is to keep it.")
    ] = False
    at_once: Annotated[Text | None, doc("What to do before anything else.")] = None
    steps: Annotated[tuple[Action, ...], doc("The steps, in their order.")]
    bring: Annotated[tuple[Item, ...], doc("What to bring or to have at hand.")] = ()
    cost: Annotated[Text | None, doc("What it costs.")] = None
    can: Annotated[tuple[Text, ...], doc("What a consul can do.")] = ()
    cannot: Annotated[tuple[Text, ...], doc("What a consul cannot do.")] = ()
    reviewed: Annotated[Day | None, doc("When somebody last checked it.")] = None
    sources: Annotated[tuple[Citation, ...], doc("Where it is from.")] = ()

    @property
    def path(self) -> str:
        """The path of its page below a language's folder."""
        return f"help/{self.id}/"


def _texts(situation: Situation) -> Iterator[tuple[list[str | int], Text]]:
    """Return the texts that every reader needs, each with its place."""
    yield ["title"], situation.title
    for number, step in enumerate(situation.steps):
        yield ["steps", number, "title"], step.title
    for number, item in enumerate(situation.bring):
        yield ["bring", number, "what"], item.what
    for key, texts in (("can", situation.can), ("cannot", situation.cannot)):
        for number, text in enumerate(texts):
            yield [key, number], text


def _problems(situation: Situation, tree: Value, reading: Reading) -> list[Problem]:
    owed, pages = reading.owed, reading.pages
    found: list[Problem] = []
    if situation.id == TAKEN:
        place, dotted = locate(tree, [])
        message = f"{shown(TAKEN)} is a page that every site makes itself"
        found.append(
            at(place, message, dotted, cure="Give the file another name.", code="name-reserved")
        )
    for path, text in _texts(situation):
        found += unowed(tree, path, text, owed)
    found += lost_pages(tree, ["steps"], situation.steps, pages)
    if not situation.steps:
        place, dotted = locate(tree, ["steps"])
        found.append(
            at(place, "is empty", dotted, cure="Say at least whom to call.", code="says-nothing")
        )
    return found


#: Situations, in their order.
SITUATIONS: Shelf[Situation] = Shelf(
    folder=FOLDER,
    record=Situation,
    what="a situation",
    names=re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,9}"),
    naming="Name it id.yaml: lower-case letters, digits and hyphens, such as arrest.yaml.",
    check=_problems,
    kept="This situation has a mistake: its last good version stays up",
    lost="This situation is shown nowhere: it has a mistake, and no earlier good version",
    order=lambda one: (one.order, one.id),
    # An earlier version may have taken it, and its last good version would break every site.
    reserved=frozenset({TAKEN}),
)
