"""Elections abroad: who may vote, until when, how and where, from `content/elections/<id>.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Literal

from chancery.common.problems import Problem, nearest, shown
from chancery.common.yaml.source import Value
from chancery.content.model import Citation
from chancery.content.parts import Action, Item, lost_pages
from chancery.content.reading import Reading
from chancery.content.records import Findings, Shelf, unowed
from chancery.network.fields import Day, Flag, PostId, Text, Url, checked, doc, refuse
from chancery.network.record import Record

FOLDER = "elections"
Way = Literal["in-person", "by-post", "proxy", "online"]
_SPAN = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


def _span(value: str) -> str:
    start, _, end = value.partition("-")
    if not _SPAN.fullmatch(value) or start >= end:
        raise refuse('expected two times of a day such as "08:00-14:00"')
    return value


Span = Annotated[
    str,
    *checked(
        _span,
        "two times of a day",
        pattern="^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$",
        examples=["08:00-14:00"],
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling(Record):
    """When one votes at a post, by its clocks."""

    day: Annotated[Day, doc("The day.")]
    hours: Annotated[Span, doc("From when until when.")]
    address: Annotated[Text | None, doc("Where, if it is not at the post.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Election(Record):
    """One election or referendum in which citizens abroad may vote.

    id: the name of its file without the ending.
    """

    id: str = ""
    name: Annotated[Text, doc("What it is called.")]
    sample: Annotated[Flag, doc("`true` marks it as a sample.")] = False
    text: Annotated[Text | None, doc("What is voted on.")] = None
    who: Annotated[Text, doc("Who may vote.")]
    days: Annotated[tuple[Day, ...], doc("The polling days, in their order.")]
    enrol_until: Annotated[Day | None, doc("The last day to be put on the list.")] = None
    enrol_url: Annotated[Url | None, doc("Where that is done.")] = None
    send_until: Annotated[Day | None, doc("When a ballot by post must have come.")] = None
    ways: Annotated[tuple[Way, ...], doc("How one can vote.")]
    posts: Annotated[tuple[PostId, ...], doc("Only for those whom these posts serve.")] = ()
    polling: Annotated[dict[PostId, tuple[Polling, ...]], doc("When one votes at a post.")] = field(
        default_factory=dict
    )
    steps: Annotated[tuple[Action, ...], doc("The steps, in their order.")] = ()
    bring: Annotated[tuple[Item, ...], doc("What to bring.")] = ()
    sources: Annotated[tuple[Citation, ...], doc("Where it is from.")] = ()

    @property
    def last(self) -> str:
        """The last day that counts (ISO 8601): of polling, or for ballots to come by post."""
        return max(*self.days, self.send_until or "")


class _Check(Findings):
    """Collects what is wrong with one election beyond the type of each value."""

    def __init__(self, election: Election, tree: Value) -> None:
        super().__init__(tree)
        self.election = election

    def days(self) -> None:
        election = self.election
        if not election.days:
            self.say(["days"], "is empty", cure="Name the polling day.", code="says-nothing")
            return
        if list(election.days) != sorted(election.days):
            self.say(
                ["days"],
                "are not in their order",
                cure="Put the earliest first.",
                code="dates-out-of-order",
            )
        if election.enrol_until and election.enrol_until > min(election.days):
            self.say(
                ["enrol_until"],
                "is after the first polling day",
                cure="Mend one of the two.",
                code="dates-out-of-order",
            )

    def posts(self, known: frozenset[str]) -> None:
        for number, name in enumerate(self.election.posts):
            if name not in known:
                self.say(["posts", number], f"{shown(name)} is no post of this network",
                         near=nearest(name, known), code="post-unknown")  # fmt: skip
        for name, times in self.election.polling.items():
            if name not in known:
                self.say(["polling", name], f"{shown(name)} is no post of this network",
                         near=nearest(name, known), code="post-unknown")  # fmt: skip
            for number, one in enumerate(times):
                if one.day not in self.election.days:
                    self.say(["polling", name, number, "day"], "is no polling day",
                             cure="Add it to days, or mend it.",
                             code="polling-day-unknown")  # fmt: skip

    def ways(self) -> None:
        """Say when ways and polling do not go together; its hours may be known only later."""
        if self.election.polling and "in-person" not in self.election.ways:
            self.say(["ways"], "have no in-person, and polling says where one votes in person",
                     cure="Add in-person, or take polling away.",
                     code="polling-not-in-person")  # fmt: skip


def _problems(election: Election, tree: Value, reading: Reading) -> list[Problem]:
    check = _Check(election, tree)
    check.days()
    check.ways()
    check.problems += lost_pages(tree, ["steps"], election.steps, reading.pages)
    check.posts(reading.posts)
    found = [unowed(tree, [key], getattr(election, key), reading.owed) for key in ("name", "who")]
    return [*check.problems, *(problem for problems in found for problem in problems)]


#: Elections and referendums abroad.
ELECTIONS: Shelf[Election] = Shelf(
    folder=FOLDER,
    record=Election,
    what="an election",
    names=re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,9}"),
    naming="Name it id.yaml: lower-case letters, digits and hyphens, such as 2027-parliament.yaml.",
    check=_problems,
    kept="This election has a mistake: its last good version stays up",
    lost="This election is shown nowhere: it has a mistake, and no earlier good version",
)
