"""Official accounts on platforms, and those that answer messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from chancery.network.fields import (
    Hours,
    Language,
    Named,
    Phone,
    Plain,
    Slug,
    Within,
    doc,
)
from chancery.network.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Record):
    """One official account on a platform."""

    platform: Annotated[
        Slug,
        Named("id of a [channel platform](platforms.md)", ""),
        doc("The platform.", "mastodon"),
    ]
    handle: Annotated[
        Plain,
        doc(
            "The account’s name there; an `@name` or the account’s address is understood too.",
            "embassy@social.example.org",
        ),
    ]
    language: Annotated[Language | None, doc("The language it mainly uses.", "en")] = None
    hours: Annotated[Hours | None, doc("When somebody answers there.", '"Mo-Fr 09:00-16:00"')] = (
        None
    )
    answers_within: Annotated[Within | None, doc("How soon it answers.", "2d")] = None
    feed: Annotated[
        Literal["auto"] | None,
        doc(
            "Brings its feed to the site like one of its own; on [platforms that have "
            "feeds](platforms.md#feeds-of-accounts).",
            "auto",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Messaging(Record):
    """A messaging account that answers people."""

    platform: Annotated[
        Slug,
        Named("id of a [messaging platform](platforms.md)", ""),
        doc("The platform.", "whatsapp"),
    ]
    number: Annotated[Phone | None, doc("The number to write to.", '"+44 7700 900110"')] = None
    handle: Annotated[Plain | None, doc("The account to write to.", "qavira.amman.example")] = None
    language: Annotated[Language | None, doc("The language it answers in.", "en")] = None
    hours: Annotated[Hours | None, doc("When it answers.", '"Mo-Fr 09:00-16:00"')] = None
    answers_within: Annotated[Within | None, doc("How soon it answers.", "4h")] = None
