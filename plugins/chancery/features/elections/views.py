"""What the templates of elections see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.helpviews import CheckItem, Step
from chancery.plan.views import Link, Words


class ElectionDay(Struct, frozen=True):
    """A day of an election, in words, as ISO 8601, and the instant at which it is past."""

    day: str
    iso: str
    past: bool
    until_iso: str


class ElectionView(Struct, frozen=True, kw_only=True):
    """An election in which citizens abroad may vote.

    days: what they are, and each of them; polling: day, hours and place of voting at the post whose
    name is place.
    """

    title: Words
    text: Words | None
    who: Words
    days: tuple[tuple[str, tuple[ElectionDay, ...]], ...]
    ways: tuple[str, ...]
    enrol_href: str
    enrol_until_iso: str
    polling: tuple[tuple[str, str, Words | None], ...]
    place: str
    steps: tuple[Step, ...]
    bring: tuple[CheckItem, ...]
    sample: bool
    contact: Link
    sources: tuple[Link, ...]
    reviewed: str = ""
