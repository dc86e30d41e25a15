"""A card to print and to carry: whom to call, and where the page of help is."""

from __future__ import annotations

from chancery.common.qr import qr_code
from chancery.features.card.views import CardView
from chancery.features.situations.model import TAKEN
from chancery.network.model import Post
from chancery.plan import emergency, helpnumbers, standingwords
from chancery.plan.context import Context
from chancery.plan.links import publish_url
from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_

PATH = f"help/{TAKEN}/"
TITLE = N_("A card for your wallet")
#: The most numbers of the post that a card has room for, the crisis centre's among them.
_NUMBERS = 3


def head(context: Context) -> PageHead:
    """Return the head of the page."""
    return PageHead(
        key="help", path=PATH, title=Words(context.say(TITLE)), translations=context.languages,
        crumbs=(context.link("help", N_("Help now")),),
    )  # fmt: skip


def card(context: Context, post: Post) -> CardView:
    """Return the card of a post in one language; its code leads to the choice of languages."""
    address = publish_url(post, context.index.ministry)
    size, code = qr_code(address)
    office = context.index.serving(post)
    return CardView(
        title=context.localiser.title(post),
        ministry=context.localiser.words(context.index.ministry.name),
        numbers=_numbers(context),
        services=emergency.services(context, post),
        place=context.localiser.country(post.country) if post.country else "",
        address=context.localiser.words(office.address) if office and office.address else None,
        url=address.split("://", 1)[-1].rstrip("/"),
        size=size,
        code=code,
        demonstration=context.index.ministry.demonstration,
        instead=standingwords.instead_in_words(context),
    )


def _numbers(context: Context) -> tuple[ContactPointView, ...]:
    """Return the numbers to call in the order to try them, and the crisis centre in any case."""
    numbers = [one for one in helpnumbers.help_numbers(context) if one.href.startswith("tel:")]
    centre = helpnumbers.crisis_centre(context)
    near = [one for one in numbers if one not in centre][: _NUMBERS - len(centre)]
    return tuple(one for one in numbers if one in centre or one in near)


def link(context: Context) -> Link:
    """Return the way to the card."""
    return Link(context.links.page(context.language, PATH), Words(context.say(PRINT)), "help")


PRINT = N_("Print a card for your wallet")
