"""What the templates of about see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.contactviews import PersonLine, PostCard
from chancery.plan.views import Link, Words


class Fact(Struct, frozen=True):
    """One fact about a post: what it is, and what it says."""

    label: str
    words: tuple[Words, ...]
    href: str = ""


class AboutView(Struct, frozen=True, kw_only=True):
    """About the post."""

    facts: tuple[Fact, ...]
    country_pages: tuple[Link, ...]
    people: tuple[PersonLine, ...]
    related: tuple[PostCard, ...]
    pages: tuple[Link, ...]
    partners: tuple[Link, ...]
    sources: tuple[Link, ...]
