"""What the template of legalisation sees."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.helpviews import Step
from chancery.plan.views import Link, Words


class LegalisationLine(Struct, frozen=True, kw_only=True):
    """What makes a kind of paper valid: an answer in words, who has to see it in which order."""

    anchor: str
    name: Words
    answer: str
    chain: tuple[Step, ...]
    note: Words | None
    date: str
    sample: bool = False


class LegalisationView(Struct, frozen=True, kw_only=True):
    """What makes papers of a country valid in ours."""

    country: str
    papers: tuple[LegalisationLine, ...]
    sample: bool
    sources: tuple[Link, ...]
    reviewed: str = ""
