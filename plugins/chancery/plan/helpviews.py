"""What the templates of help see: the page, its file to save, situations, their steps."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.contactviews import InsteadView, PostCard
from chancery.plan.hourviews import OpenNowScript
from chancery.plan.newsviews import AlertView, NoticeLine
from chancery.plan.pointviews import ContactPointView, ServiceNumbers
from chancery.plan.views import Link, TextSection, TextView, Words


class HelpView(Struct, frozen=True, kw_only=True):
    """Help now: the numbers first, then the steps.

    place: the host country; services: whom to call there in danger; here: for those who are there;
    worried: for those at home; links: what else helps, such as where to register; situations: what
    to do when something has happened; silent: ways to reach help without speaking; blocked: other
    ways to the site.
    """

    place: str
    here: tuple[ContactPointView, ...]
    worried: tuple[ContactPointView, ...]
    served_by: PostCard | None
    website: str
    guide: TextView | None
    guide_href: str
    notices: tuple[NoticeLine, ...] = ()
    services: tuple[ServiceNumbers, ...] = ()
    saved_href: str = ""
    vcard_href: str = ""
    links: tuple[Link, ...] = ()
    situations: tuple[Link, ...] = ()
    silent: tuple[ContactPointView, ...] = ()
    blocked: tuple[Link, ...] = ()
    script: OpenNowScript | None = None


class EmergencyView(Struct, frozen=True, kw_only=True):
    """Help now as one file that asks for nothing else, to save and to send on.

    live: the address of the page that is kept up to date; styles: all that it has; alerts: those
    that hold, with absolute addresses; for the rest see `HelpView`.
    """

    title: str
    language: str
    direction: str
    ministry: Words
    live: str
    demonstration: bool
    styles: str
    help: HelpView
    address: Words | None
    email: ContactPointView | None
    alerts: tuple[AlertView, ...]
    situations: tuple[SituationView, ...] = ()
    instead: InsteadView | None = None


class Step(Struct, frozen=True):
    """One step of a task, with what explains it; links: where it is done, and what says more."""

    title: Words
    text: Words | None = None
    links: tuple[Link, ...] = ()


class CheckItem(Struct, frozen=True):
    """One thing to bring or to have; only_if: for whom alone it is."""

    words: Words
    note: Words | None = None
    only_if: Words | None = None


class SituationView(Struct, frozen=True, kw_only=True):
    """What to do when something has happened.

    place: the host country; services: whom to call there before anything else; at_once: what to do
    before anything else; can, cannot: what a consul can do and not; here: what the law of the host
    country adds.
    """

    title: Words
    place: str
    services: tuple[ServiceNumbers, ...]
    summary: Words | None
    at_once: Words | None
    steps: tuple[Step, ...]
    bring: tuple[CheckItem, ...]
    cost: Words | None
    can: tuple[Words, ...]
    cannot: tuple[Words, ...]
    here: TextSection | None
    numbers: tuple[ContactPointView, ...]
    help_href: str
    contact: Link
    sample: bool
    reviewed: str
    sources: tuple[Link, ...]
