"""What the templates of charter see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Link, Words


class CharterLine(Struct, frozen=True, kw_only=True):
    """What is done, or not; within: how fast, in words; instead: who does it."""

    title: Words
    within: str
    limit: Words | None
    instead: Link | None
    link: Link | None
    sample: bool = False


class CharterView(Struct, frozen=True, kw_only=True):
    """The consular charter; contacts: where to say that it was not kept."""

    does: tuple[CharterLine, ...]
    does_not: tuple[CharterLine, ...]
    contacts: tuple[ContactPointView, ...]
    sample: bool
    sources: tuple[Link, ...]
    reviewed: str = ""
