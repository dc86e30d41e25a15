"""What the templates of needs see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.views import Link, Words


class NeedPost(Struct, frozen=True, kw_only=True):
    """Who offers what is needed; district: the part of the country they are for; way: in words."""

    post: Link
    way: str
    district: Words | None = None
    at: Link | None = None
    online: str = ""
    note: Words | None = None


class NeedWay(Struct, frozen=True, kw_only=True):
    """Where a need leads; who: whose way it is, where there are several."""

    links: tuple[Link, ...]
    posts: tuple[NeedPost, ...] = ()
    who: Words | None = None
    note: Words | None = None


class NeedSection(Struct, frozen=True, kw_only=True):
    """A need in the words of whoever has it; ask: what to ask oneself."""

    anchor: str
    title: Words
    ways: tuple[NeedWay, ...]
    ask: Words | None = None


class NeedsView(Struct, frozen=True, kw_only=True):
    """Contact by need."""

    needs: tuple[NeedSection, ...]
    contact: Link
    services_href: str
