"""Help that works offline: one file to save, and the numbers of the country itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from chancery.common.emergency import emergency_numbers
from chancery.common.languages import direction
from chancery.network.model import EmergencyServices, Post
from chancery.plan import cards
from chancery.plan.desk import Desk
from chancery.plan.views import (
    ROOT,
    EmergencyView,
    HelpView,
    Number,
    SituationView,
    TextSection,
    TextView,
)
from chancery.plan.words import N_

#: The file of a site and language.
SAVED = "emergency.html"
#: The card for the address books of telephones.
VCARD = "contact.vcf"
#: The most numbers of a country that a page shows.
MOST = 7
SERVICES = {"police": N_("Police"), "ambulance": N_("Ambulance"), "fire": N_("Fire service")}


def services(desk: Desk, post: Post) -> tuple[Number, ...]:
    """Give the numbers for emergencies of the host country, those first of which is known what for.

    A short number is dialled as it is (RFC 3966 would have a context that telephones do not need).
    """
    country = post.country or ""
    told = desk.index.ministry.emergency_numbers.get(country, EmergencyServices())
    names: dict[str, list[str]] = {}
    for key, label in SERVICES.items():
        if number := getattr(told, key):
            names.setdefault(number, []).append(desk.say(label))
    every = dict.fromkeys((*names, *emergency_numbers(country)))
    return tuple(
        Number(number, f"tel:{number}", desk.speaker.join(names.get(number, ())))
        for number in list(every)[:MOST]
    )


def saved(
    desk: Desk, post: Post, view: HelpView, situations: tuple[SituationView, ...] = ()
) -> EmergencyView:
    """Give help now as a file without any other.

    view: the page that is kept up to date; situations: those that the site has pages of.
    """
    away = partial(_away, base=desk.links.base, tree=desk.index.ministry.url)
    server = desk.index.helper(post)
    office = post if server is None else server
    shown = (one for one in desk.banners() if not one.ended)
    return EmergencyView(
        title=desk.speaker.title(post),
        language=desk.language,
        direction=direction(desk.language),
        ministry=desk.speaker.words(desk.index.ministry.name),
        live=desk.links.absolute(desk.language, "help/"),
        demonstration=desk.index.ministry.demonstration,
        styles=desk.index.inputs.theme.standalone,
        help=replace(
            view,
            guide=view.guide and _detached(view.guide, away),
            served_by=None,
            blocked=tuple(replace(one, href=away(one.href)) for one in view.blocked),
        ),
        address=desk.speaker.words(office.address) if office.address else None,
        email=cards.email(office.email) if office.email else None,
        situations=tuple(
            replace(one, here=one.here and _section(one.here, away)) for one in situations
        ),
        alerts=tuple(replace(one, href=away(one.href)) for one in shown),
    )


def _away(text: str, base: str, tree: str) -> str:
    """Let the links of a text lead to where a site and the whole tree are on the web."""
    return text.replace(ROOT + "../", tree).replace(ROOT, base)


def _detached(text: TextView, away: Callable[[str], str]) -> TextView:
    sections = tuple(_section(one, away) for one in text.sections)
    return replace(text, html=away(text.html), sections=sections, variant=None)


def _section(section: TextSection, away: Callable[[str], str]) -> TextSection:
    return replace(section, html=away(section.html))
