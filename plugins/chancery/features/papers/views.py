"""What the templates of papers see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.views import Link, Step, Words


class PaperLine(Struct, frozen=True, kw_only=True):
    """What makes a kind of paper valid: an answer in words, who has to see it in which order."""

    anchor: str
    name: Words
    answer: str
    chain: tuple[Step, ...]
    note: Words | None
    date: str
    sample: bool = False


class PapersView(Struct, frozen=True, kw_only=True):
    """What makes papers of a country valid in ours."""

    country: str
    papers: tuple[PaperLine, ...]
    sample: bool
    sources: tuple[Link, ...]
    reviewed: str = ""
