"""What the templates of card see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.pointviews import ContactPointView, ServiceNumbers
from chancery.plan.views import Words


class CardView(Struct, frozen=True, kw_only=True):
    """A card to print and to carry.

    instead: that somebody else serves, and who, in words; place: the host country; url: where the
    site is, without its scheme; size, code: a QR code of
    it, so many modules wide, as an SVG path; 0 and empty where the address is too long.
    """

    title: str
    ministry: Words
    numbers: tuple[ContactPointView, ...]
    services: tuple[ServiceNumbers, ...]
    place: str
    address: Words | None
    url: str
    size: int
    code: str
    demonstration: bool
    instead: str = ""
