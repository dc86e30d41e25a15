"""A card to print and to carry: whom to call, and where the page of help is."""

from __future__ import annotations

from chancery.common.qr import qr_code
from chancery.features.card.views import CardView
from chancery.features.situations.model import TAKEN
from chancery.network.model import Post
from chancery.plan import cards, emergency
from chancery.plan.desk import Desk
from chancery.plan.links import publish_url
from chancery.plan.views import Link, Number, PageHead, Words
from chancery.plan.words import N_

PATH = f"help/{TAKEN}/"
TITLE = N_("A card for your wallet")
#: The most numbers of the post that a card has room for, the crisis centre's among them.
_NUMBERS = 3


def head(desk: Desk) -> PageHead:
    """Give the head of the page."""
    return PageHead(
        key="help", path=PATH, title=Words(desk.say(TITLE)), translations=desk.languages,
        crumbs=(desk.link("help", N_("Help now")),),
    )  # fmt: skip


def card(desk: Desk, post: Post) -> CardView:
    """Give the card of a post in one language; its code leads to the choice of languages."""
    address = publish_url(post, desk.index.ministry)
    size, code = qr_code(address)
    office = desk.index.serving(post)
    return CardView(
        title=desk.speaker.title(post),
        ministry=desk.speaker.words(desk.index.ministry.name),
        numbers=_numbers(desk),
        services=emergency.services(desk, post),
        place=desk.speaker.country(post.country) if post.country else "",
        address=desk.speaker.words(office.address) if office and office.address else None,
        url=address.split("://", 1)[-1].rstrip("/"),
        size=size,
        code=code,
        demonstration=desk.index.ministry.demonstration,
        instead=cards.instead_in_words(desk),
    )


def _numbers(desk: Desk) -> tuple[Number, ...]:
    """Give the numbers to call in the order to try them, and the crisis centre in any case."""
    numbers = [one for one in cards.help_numbers(desk) if one.href.startswith("tel:")]
    centre = cards.crisis_centre(desk)
    near = [one for one in numbers if one not in centre][: _NUMBERS - len(centre)]
    return tuple(one for one in numbers if one in centre or one in near)


def link(desk: Desk) -> Link:
    """Give the way to the card."""
    return Link(desk.links.page(desk.language, PATH), Words(desk.say(PRINT)), "help")


PRINT = N_("Print a card for your wallet")
