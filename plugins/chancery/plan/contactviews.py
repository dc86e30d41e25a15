"""What templates see of posts: how they stand, and how to reach them and get there."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.hourviews import ClosedDays, OpenNow, OpenNowScript, Week
from chancery.plan.mapviews import PostMap
from chancery.plan.newsviews import NoticeLine
from chancery.plan.pointviews import Account, ContactPointView
from chancery.plan.views import Link, Words


class PersonLine(Struct, frozen=True):
    """Somebody in a role; since: a date in words, or empty."""

    name: str
    role: str
    since: str = ""


class PostCard(Struct, frozen=True, kw_only=True):
    """Another post in short: what it is, where its site is, how to reach it.

    in_city: whether place is a city; soon: the next days that are not as usual; website: where
    what is not known here is to be found; shut: whether nobody is served there, so that it says
    server, who serves in its place, and no way to reach it; hours_checked: when the hours were, if
    that is long ago.
    """

    kind: str
    place: Words
    href: str
    in_city: bool = False
    anchor: str = ""
    country: str = ""
    address: Words | None = None
    phone: ContactPointView | None = None
    email: ContactPointView | None = None
    weeks: tuple[Week, ...] = ()
    now: OpenNow | None = None
    soon: tuple[ClosedDays, ...] = ()
    website: str = ""
    distance: str = ""
    note: Words | None = None
    closed: str = ""
    shut: bool = False
    server: Link | None = None
    district: Words | None = None
    people: tuple[PersonLine, ...] = ()
    hours_checked: str = ""


class StatusView(Struct, frozen=True, kw_only=True):
    """What is to be said when a post does not work as usual.

    headline: with the day, if known; address: where it is to move.
    """

    headline: str
    why: Words | None
    source: str
    server: PostCard | None
    address: Words | None = None


class InsteadView(Struct, frozen=True, kw_only=True):
    """What stands on every page of a post that is not to be called or come to, or that has moved.

    server: who serves in its place, or None where nobody is known; numbers: whom to call, then the
    ministry; moved: where it is said where the post is now.
    """

    headline: str
    server: Link | None = None
    numbers: tuple[ContactPointView, ...] = ()
    moved: Link | None = None


class WayThere(Struct, frozen=True, kw_only=True):
    """How to find a place: its door on a map, else a search for its address, else its area.

    map_href: on OpenStreetMap; exact: whether it leads to the door; searched: whether it looks for
    the address; geo_href: for apps, empty where the door is not known.
    """

    map_href: str
    exact: bool = False
    searched: bool = False
    geo_href: str = ""


class OfficeView(Struct, frozen=True, kw_only=True):
    """A part of a post with its own door."""

    anchor: str
    name: Words
    address: Words | None
    weeks: tuple[Week, ...]
    numbers: tuple[ContactPointView, ...]
    href: str
    way: WayThere | None = None
    now: OpenNow | None = None


class ContactView(Struct, frozen=True, kw_only=True):
    """Contact and hours.

    hours_unknown: whether nobody knows when some number answers; unofficial: whether some facts are
    from pages that readers are not led to.
    """

    status: StatusView | None
    virtual: bool
    own: PostCard | None
    served_by: PostCard | None
    nearest: PostCard | None
    numbers: tuple[ContactPointView, ...]
    weeks: tuple[Week, ...]
    accessibility: Words | None
    offices: tuple[OfficeView, ...]
    messaging: tuple[Account, ...]
    honorary: tuple[PostCard, ...]
    district: Words | None
    map: PostMap | None = None
    way: WayThere | None = None
    website: str
    sources: tuple[Link, ...]
    notices: tuple[NoticeLine, ...] = ()
    closed: tuple[ClosedDays, ...] = ()
    holiday_notes: tuple[str, ...] = ()
    hours_unknown: bool = False
    unofficial: bool = False
    script: OpenNowScript | None = None
