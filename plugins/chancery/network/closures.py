"""Days that are not as usual: closed ones, those with other hours, public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from chancery.network.fields import (
    Day,
    Hours,
    Named,
    Plain,
    Region,
    Slug,
    Text,
    doc,
)
from chancery.network.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Record):
    """Days on which a post, or a part of it, is closed or has other hours than usual."""

    from_: Annotated[Day, doc("The first of the days.", '"2026-12-24"', alias="from")]
    until: Annotated[
        Day | None, doc("The last of them, where there are several.", '"2026-12-31"')
    ] = None
    reason: Annotated[Text, doc("Why, in a few words.", "{en: Day of training}")]
    hours: Annotated[
        Hours | None,
        doc(
            "The hours of these days; without them it is closed. Without `offices` they are "
            "those of the post’s own counter alone.",
            '"Mo-Fr 10:00-12:00"',
        ),
    ] = None
    offices: Annotated[
        tuple[Slug, ...],
        doc(
            "Only these [offices](posts.md#office-offices); left out, the whole post with its "
            "offices and telephones.",
            "[visa-centre]",
        ),
    ] = ()

    @property
    def last(self) -> str:
        """The last of the days."""
        return self.until or self.from_


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Record):
    """A public holiday that is not generally known to be one."""

    date: Annotated[Day, doc("Its day.")]
    name: Annotated[Text, doc("Its name per language.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays(Record):
    """What is otherwise about the public holidays of a country than is generally known."""

    region: Annotated[
        Region | None, doc("The part of the country whose holidays they are.", "US-NY")
    ] = None
    add: Annotated[
        tuple[Holiday, ...],
        doc(
            "Holidays that are missing, each with its name per language.",
            '[{date: "2026-12-01", name: {en: Lighthouse Day}}]',
        ),
    ] = ()
    drop: Annotated[
        tuple[Annotated[Plain, Named("name or date", "names or dates")], ...],
        doc(
            "Holidays that are not kept; a name in any language that it is known in.",
            '[Boxing Day, "2026-05-15"]',
        ),
    ] = ()
