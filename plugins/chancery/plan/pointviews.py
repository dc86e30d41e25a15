"""What templates see of contact points and accounts."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.hourviews import OpenNow
from chancery.plan.views import Words


class ContactPointView(Struct, frozen=True):
    """One contact point as a page shows it: a number, a mail address or a page, with its purpose.

    shown: as read; href: `tel:`, `mailto:` or the address; national: the form for callers within
    the country; purpose, audience, hours, not_for, languages, note: in words, empty where unknown;
    now: for a browser to say whether it is answered; checked: when it was, if that is long ago.
    """

    shown: str
    href: str
    purpose: str = ""
    national: str = ""
    audience: str = ""
    hours: str = ""
    not_for: str = ""
    languages: str = ""
    note: Words | None = None
    anchor: str = ""
    now: OpenNow | None = None
    checked: str = ""


class ServiceNumbers(Struct, frozen=True):
    """What to dial for one or more emergency services of a country.

    services: which, in words that stand before the numbers; note: when that was checked, if that
    is long ago, or that no number is known.
    """

    services: str
    numbers: tuple[ContactPointView, ...]
    note: str = ""


class Account(Struct, frozen=True):
    """An official account on a platform; now: for a browser to say whether somebody answers."""

    platform: str
    handle: str
    href: str
    owner: Words
    language: str = ""
    private: bool = False
    hours: str = ""
    answers: str = ""
    now: OpenNow | None = None
