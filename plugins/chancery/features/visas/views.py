"""What the templates of visas see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.hourviews import ClosedDays, OpenNow, OpenNowScript, Week
from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Link, Words


class VisaLine(Struct, frozen=True, kw_only=True):
    """Whether a visa is needed for one purpose.

    link: the page about it; date: whose law it is; fee: in words, empty where unknown.
    """

    purpose: Words
    answer: str
    needed: bool
    note: Words | None
    link: Link | None
    date: str
    fee: str
    sample: bool = False


class VisaTaker(Struct, frozen=True, kw_only=True):
    """Who takes applications; about: what that is, in words; who: for whom, in an exception."""

    link: Link
    about: str = ""
    note: Words | None = None
    who: Words | None = None


class VisaRouteLine(Struct, frozen=True):
    """Where those of a district apply; district: in words."""

    district: Words
    taker: VisaTaker
    exceptions: tuple[VisaTaker, ...]


class VisaRouteKind(Struct, frozen=True, kw_only=True):
    """Where to apply for one kind of visa; link: the page about it."""

    anchor: str
    name: Words
    link: Link | None
    lines: tuple[VisaRouteLine, ...]


class VisaPlaceView(Struct, frozen=True, kw_only=True):
    """A visa centre, or a representing state's counter; price, payment: empty where unknown.

    closed: the days that are not as usual; holiday_notes: whose public holidays are among them.
    """

    anchor: str
    name: Words
    about: str
    address: Words | None
    weeks: tuple[Week, ...]
    now: OpenNow | None
    closed: tuple[ClosedDays, ...]
    holiday_notes: tuple[str, ...]
    numbers: tuple[ContactPointView, ...]
    href: str
    price: str
    price_note: Words | None
    payment: str


class VisaRouteView(Struct, frozen=True, kw_only=True):
    """Where those who live in a country apply for a visa; like: as whom, in words."""

    like: str
    kinds: tuple[VisaRouteKind, ...]
    places: tuple[VisaPlaceView, ...]
    sample: bool
    date: str
    sources: tuple[Link, ...]
    question: Link | None
    script: OpenNowScript | None
    reviewed: str = ""


class VisaView(Struct, frozen=True, kw_only=True):
    """Whether a visa is needed with one passport.

    posts: those that are responsible for its country; routes: where to apply, by where one lives;
    others: to the other passports.
    """

    lines: tuple[VisaLine, ...]
    posts: tuple[Link, ...]
    sample: bool
    routes: Link | None
    others: Link
    sources: tuple[Link, ...]


class VisaIndexView(Struct, frozen=True, kw_only=True):
    """Countries to choose from, by their first letter; ask: by what, in words."""

    ask: str
    letters: tuple[tuple[str, tuple[Link, ...]], ...]
    sources: tuple[Link, ...]
    sample: bool
