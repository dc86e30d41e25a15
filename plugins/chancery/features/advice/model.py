"""Travel advice: how dangerous a country is, from `content/advice/<ISO>.yaml`.

What is the same in every language (levels, days, what was changed) stands there once, so that no
language can say another level than the others. The words stand beside it, in
`content/advice/<ISO>.<lang>.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from chancery.common.problems import Level, Place, Problem, nearest, shown
from chancery.common.yaml.source import Value
from chancery.content.model import Document
from chancery.content.reading import Reading
from chancery.content.records import Findings, Shelf, unowed
from chancery.geo.codes import country_meant
from chancery.network.fields import Day, Flag, Named, Region, Slug, Text, doc, known_country
from chancery.network.record import Record, Source

FOLDER = "advice"
#: How much earlier than in Greenwich a day begins where it begins first.
_FIRST = timedelta(hours=14)
#: What stands for the whole country among the levels of a change.
WHOLE = "country"
AdviceLevel = Annotated[int, Field(ge=1, le=4, strict=True), Named("whole number from 1 to 4", "")]
#: The sections of an advice; their names are the anchors of its headings.
Section = Literal["security", "health", "entry", "climate", "transport", "laws"]
SECTIONS: tuple[str, ...] = get_args(Section)
#: The level of the headings of sections.
_SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Record):
    """A part of a country with a level of its own."""

    name: Annotated[Text, doc("The part in words that a traveller knows.")]
    level: Annotated[
        AdviceLevel, doc("Its level now; that of the country when it is no more apart.")
    ]
    regions: Annotated[tuple[Region, ...], doc("What it consists of (ISO 3166-2).")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Record):
    """What was changed on a day, and why."""

    day: Annotated[Day, doc("The day.")]
    levels: Annotated[
        dict[Slug, AdviceLevel],
        doc("Levels from that day on: of `country`, or of parts by their names."),
    ] = field(default_factory=dict)
    sections: Annotated[tuple[Section, ...], doc("Sections whose words were changed.")] = ()
    why: Annotated[Text, doc("Why, in a sentence that a traveller understands.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Record):
    """The advice for one country.

    id: its code (ISO 3166-1), the name of its file without the ending.
    """

    id: str = ""
    sample: Annotated[Flag, doc("`true` marks it as a sample: nothing of it is real advice.")] = (
        False
    )
    level: Annotated[AdviceLevel, doc("The level of the whole country: 1 to 4.")]
    parts: Annotated[dict[Slug, Part], doc("Parts of the country with levels of their own.")] = (
        field(default_factory=dict)
    )
    reviewed: Annotated[Day, doc("When somebody last made sure that all of it holds.")]
    changes: Annotated[tuple[Change, ...], doc("All that was changed, the newest last.")]
    sources: Annotated[tuple[Source, ...], doc("Where it is from.")] = ()

    @property
    def changed(self) -> str:
        """The day of the last change (ISO 8601)."""
        return self.changes[-1].day


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a change changed: a level, from what it was; or the words of a section.

    part: that of the country, or `WHOLE`; before: None where it had no level of its own.
    """

    part: str = ""
    before: int | None = None
    after: int = 0
    section: str = ""


def differences(advice: Advice) -> list[tuple[Change, tuple[Difference, ...]]]:
    """Return every change of an advice with what it changed, the newest first."""
    known: dict[str, int] = {}
    found = []
    for change in advice.changes:
        levels = [Difference(part, known.get(part), level) for part, level in change.levels.items()]
        known |= change.levels
        words = [Difference(section=section) for section in change.sections]
        found.append((change, (*levels, *words)))
    return found[::-1]


class _Check(Findings):
    """Collects what is wrong with one advice beyond the type of each value."""

    def __init__(self, advice: Advice, tree: Value, latest: str) -> None:
        super().__init__(tree)
        self.advice, self.latest = advice, latest

    def days(self) -> None:
        before = ""
        for number, change in enumerate(self.advice.changes):
            path: list[str | int] = ["changes", number, "day"]
            if change.day < before:
                self.say(
                    path,
                    "is before the change above it",
                    cure="Put the newest last.",
                    code="dates-out-of-order",
                )
            if change.day > self.latest:
                self.say(
                    path, "is still to come", cure="Write a change on its day.", code="date-to-come"
                )
            before = change.day
        if self.advice.reviewed > self.latest:
            self.say(
                ["reviewed"],
                "is still to come",
                cure="Write the day of the last review.",
                code="date-to-come",
            )
        elif self.advice.reviewed < before:
            cure = "Write the day of the change, if all of it was looked at then."
            self.say(
                ["reviewed"], "is before the last change", cure=cure, code="dates-out-of-order"
            )

    def levels(self) -> None:
        advice = self.advice
        names = {WHOLE, *advice.parts}
        said: dict[str, int] = {}
        for number, change in enumerate(advice.changes):
            for part, level in change.levels.items():
                if part not in names:
                    cure = "Name a part that stands under parts, or country for the whole."
                    self.say(["changes", number, "levels", part], f"{shown(part)} is no part here",
                             near=nearest(part, names), cure=cure, code="part-unknown")  # fmt: skip
                said[part] = level
            if not change.levels and not change.sections:
                self.say(["changes", number], "names nothing that was changed",
                         cure="Add levels or sections.", code="says-nothing")  # fmt: skip
        self._agrees(["level"], WHOLE, advice.level, said)
        for key, one in advice.parts.items():
            self._agrees(["parts", key, "level"], key, one.level, said)

    def _agrees(
        self, path: list[str | int], part: str, level: int, said: Mapping[str, int]
    ) -> None:
        """Say when a level is another than that of the last change: its history would be wrong."""
        if said.get(part) == level:
            return
        last = f"the last change says {said[part]}" if part in said else "no change says since when"
        cure = f"Add a change with its day, why, and levels: {{{part}: {level}}}."
        self.say(path, f"is {level}, and {last}", cure=cure, code="advice-level-differs")

    def names(self, owed: Iterable[str]) -> None:
        texts: list[tuple[list[str | int], Text]] = [
            (["parts", key, "name"], part.name) for key, part in self.advice.parts.items()
        ]
        texts += [(["changes", n, "why"], one.why) for n, one in enumerate(self.advice.changes)]
        for path, text in texts:
            self.problems += unowed(self.tree, path, text, owed)
        if WHOLE in self.advice.parts:
            self.say(
                ["parts", WHOLE],
                "stands for the whole country",
                cure="Give another name.",
                code="name-reserved",
            )
        for key, part in self.advice.parts.items():
            for number, region in enumerate(part.regions):
                if region[:2] != self.advice.id:
                    self.say(
                        ["parts", key, "regions", number],
                        f"is not in {self.advice.id}",
                        code="region-of-elsewhere",
                    )


def _problems(advice: Advice, tree: Value, reading: Reading) -> list[Problem]:
    # A day that has begun anywhere on earth may be written.
    latest = (reading.now + _FIRST).date().isoformat()
    check = _Check(advice, tree, latest)
    if not known_country(advice.id):
        check.say(
            [],
            f"{shown(advice.id)} is no country (ISO 3166-1)",
            near=country_meant(advice.id),
            cure="Rename the file.",
            code="country-unknown",
        )
    check.days()
    check.levels()
    check.names(reading.owed)
    return check.problems


#: Travel advice, by the code of its country.
ADVICE: Shelf[Advice] = Shelf(
    folder=FOLDER,
    record=Advice,
    what="travel advice",
    names=re.compile("[A-Z]{2}"),
    naming="Name it by the country's code in capitals, such as KE.yaml.",
    check=_problems,
    kept="This travel advice has a mistake: its last good version stays up",
    lost="This travel advice is shown nowhere: it has a mistake, and no earlier good version",
    beside=(".md",),
    urgent=True,
)


def word_problems(documents: Iterable[Document], root: Path, name: str) -> list[Problem]:
    """Return what is wrong with the words of advice: no level beside them, wrong headings.

    root: the content folder; name: how messages name it.
    """
    found = []
    for document in documents:
        file = f"{name}/{document.file}"
        if not (root / FOLDER / f"{document.slug}.yaml").exists():
            message = f"is shown nowhere: there is no {FOLDER}/{document.slug}.yaml beside it"
            cure = "Write its level, the day of its review and its first change there."
            found.append(Problem(Place(file), message, cure=cure, code="advice-without-level"))
        headings = [one for one in document.fragment.headings if one.level == _SECTION_LEVEL]
        for number, heading in enumerate(headings):
            if heading.anchor not in SECTIONS:
                place = Place(file, _line(root / document.file, number))
                message = f"the heading {shown(heading.text)} is of no section"
                cure = f"Write {{#name}} behind it, with one of {', '.join(SECTIONS)}."
                near = nearest(heading.anchor, SECTIONS)
                found.append(
                    Problem(place, message, nearest=near, cure=cure, level=Level.NOTE,
                            code="advice-section-unknown")
                )  # fmt: skip
    return found


def _line(path: Path, number: int) -> int:
    """Return the line of a text's heading of a section, counted from 0; 0 where it is not found."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    places = [at for at, line in enumerate(lines, 1) if line.startswith("## ")]
    return places[number] if number < len(places) else 0
