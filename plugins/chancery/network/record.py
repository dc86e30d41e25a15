"""What all records of posts.yaml share, and where what they say is from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict

from chancery.network.fields import (
    Flag,
    Key,
    Plain,
    Seen,
    Url,
    doc,
)


class Record:
    """What all records share: unknown keys are refused, numbers are not taken for text."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", strict=False, validate_by_name=False, validate_by_alias=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """Where facts of a record are from."""

    url: Annotated[
        Url | None, doc("The page that states the facts.", "https://www.example.org/contact")
    ] = None
    item: Annotated[Plain | None, doc("A Wikidata item.", "Q17750083")] = None
    facts: Annotated[
        tuple[Key, ...],
        doc("The keys of this record that it states; empty for all.", "[address, phone]"),
    ] = ()
    official: Annotated[Flag, doc("`true` when it is the ministry’s own site.", "true")] = False
    seen: Annotated[
        Seen | None, doc("When it was read or written, as precisely as known.", '"2026-11"')
    ] = None
    note: Annotated[Plain | None, doc("What to know about it.", "Old address until August.")] = None
    shown: Annotated[
        Flag,
        doc(
            "`false` where no reader is to be sent: a private firm’s page, a copy of an "
            "encyclopedia. It stays in `site.json`.",
            "false",
        ),
    ] = True
