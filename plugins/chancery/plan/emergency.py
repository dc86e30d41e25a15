"""Whom to call in danger in the host country, and the file of help now that works offline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from chancery.common.emergency import CORE, SERVICES, emergency_numbers, known_services
from chancery.common.languages import direction
from chancery.network.model import Post
from chancery.plan import checked, contactpoints, standingwords
from chancery.plan.contactviews import InsteadView
from chancery.plan.context import Context
from chancery.plan.helpviews import EmergencyView, HelpView, SituationView
from chancery.plan.index import Index
from chancery.plan.pointviews import ContactPointView, ServiceNumbers
from chancery.plan.views import ROOT, TextSection, TextView
from chancery.plan.words import N_

#: The file of a site and language.
SAVED = "emergency.html"
#: The card for the address books of telephones.
VCARD = "contact.vcf"
LABELS = {
    "police": N_("Police"),
    "ambulance": N_("Ambulance"),
    "fire": N_("Fire service"),
    "gendarmerie": N_("Gendarmerie"),
    "tourist_police": N_("Tourist police"),
    "coast_guard": N_("Coast guard"),
    "mountain_rescue": N_("Mountain rescue"),
}
ONE_OF = N_("Emergency services, one of these:")
#: Numbers of a service, and when they were known to be so; empty where nobody has said.
Dated = tuple[tuple[str, ...], str]


def known(index: Index, country: str) -> dict[str, Dated]:
    """Return a country's emergency numbers: of each service the ministry's, else the table's."""
    table = known_services(country)
    found: dict[str, Dated] = {
        key: (numbers, table.as_of) for key, numbers in table.numbers.items()
    }
    if told := index.ministry.emergency_numbers.get(country):
        seen = (told.source and told.source.seen) or ""
        found |= {key: (getattr(told, key), seen) for key in SERVICES if getattr(told, key)}
    return {key: found[key] for key in SERVICES if key in found}


class Chosen(NamedTuple):
    """Whom to call, from what is known of a country.

    lines: services with their numbers, those together that share them; rest: numbers of which one
    is for what is wanted; lacking: services whose numbers nobody knows at all.
    """

    lines: list[tuple[list[str], Dated]]
    rest: list[str]
    lacking: list[str]


def chosen(
    services: Mapping[str, Dated], listed: Iterable[str], asked: Collection[str] = ()
) -> Chosen:
    """Choose whom to call; who needs a service that is not known is given all that there is.

    services: what is known; listed: all numbers of the country; asked: services that are needed,
    in this order; none for all.
    """
    wanted = [key for key in asked if key in services]
    lacking = [key for key in CORE if key not in services and (key in asked or not asked)]
    rest: list[str] = []
    if lacking or not wanted:
        wanted = [*dict.fromkeys((*wanted, *services))]
        named = {number for numbers, _ in services.values() for number in numbers}
        complete = all(key in services for key in CORE)
        rest = [] if complete else [number for number in listed if number not in named]
    together: dict[Dated, list[str]] = {}
    for key in wanted:
        together.setdefault(services[key], []).append(key)
    lines = [(keys, dated) for dated, keys in together.items()]
    return Chosen(lines, rest, [] if rest else lacking)


def services(
    context: Context, post: Post, asked: Collection[str] = ()
) -> tuple[ServiceNumbers, ...]:
    """Return whom to call in danger in the host country, each service before its numbers.

    asked: the services that are needed; none for all.
    """
    made, key = context.index.emergency, (post.country, tuple(asked), context.localiser)
    if key not in made:
        made[key] = tuple(_services(context, post.country, asked)) if post.country else ()
    return made[key]


def _services(context: Context, country: str, asked: Collection[str]) -> Iterator[ServiceNumbers]:
    found = chosen(known(context.index, country), emergency_numbers(country), asked)
    for keys, (numbers, seen) in found.lines:
        said = checked.told(context, seen)
        yield ServiceNumbers(_named(context, keys), _dialled(context, numbers), said)
    if found.rest:
        yield ServiceNumbers(context.say(ONE_OF), _dialled(context, found.rest))
    if found.lacking:
        yield ServiceNumbers(_named(context, found.lacking), (), context.say(NOT_KNOWN))


NOT_KNOWN = N_("number not known")


def _named(context: Context, services: Iterable[str]) -> str:
    return context.localiser.join(context.say(LABELS[key]) for key in services)


def _dialled(context: Context, numbers: Iterable[str]) -> tuple[ContactPointView, ...]:
    """Return numbers to dial; a short one is dialled as it is.

    (RFC 3966 would have a context for it that telephones do not need.) A few places have no short
    number, but one of the whole world's.
    """
    whole = {one: context.index.number(one) for one in numbers if one.startswith("+")}
    return tuple(
        ContactPointView(whole[one].shown, whole[one].href)
        if one in whole
        else ContactPointView(one, f"tel:{one}")
        for one in numbers
    )


def state(index: Index, post: Post | None) -> list[str]:
    """Return which dates of a country's emergency numbers are old today, for the key of a site."""
    dated = known(index, (post and post.country) or "").values()
    return [seen for _, seen in dated if seen and checked.is_old(seen, index.inputs.settings.today)]


def saved(
    context: Context, post: Post, view: HelpView, situations: tuple[SituationView, ...] = ()
) -> EmergencyView:
    """Return help now as a file without any other.

    view: the page that is kept up to date; situations: those that the site has pages of.
    """
    away = partial(_away, base=context.links.base, tree=context.index.ministry.url)
    office = context.index.serving(post)
    instead = standingwords.instead(context)
    shown = (one for one in context.banners() if not one.ended)
    return EmergencyView(
        title=context.localiser.title(post),
        language=context.language,
        direction=direction(context.language),
        ministry=context.localiser.words(context.index.ministry.name),
        live=context.links.absolute(context.language, "help/"),
        demonstration=context.index.ministry.demonstration,
        styles=context.index.inputs.theme.standalone,
        help=replace(
            view,
            guide=view.guide and _detached(view.guide, away),
            served_by=None,
            blocked=tuple(replace(one, href=away(one.href)) for one in view.blocked),
        ),
        address=context.localiser.words(office.address) if office and office.address else None,
        email=contactpoints.email(office.email) if office and office.email else None,
        situations=tuple(
            replace(one, here=one.here and _section(one.here, away)) for one in situations
        ),
        alerts=tuple(replace(one, href=away(one.href)) for one in shown),
        instead=instead and _instead(instead, away),
    )


def _away(text: str, base: str, tree: str) -> str:
    """Let the links of a text lead to where a site and the whole tree are on the web."""
    return text.replace(ROOT + "../", tree).replace(ROOT, base)


def _detached(text: TextView, away: Callable[[str], str]) -> TextView:
    sections = tuple(_section(one, away) for one in text.sections)
    return replace(text, html=away(text.html), sections=sections, variant=None)


def _instead(view: InsteadView, away: Callable[[str], str]) -> InsteadView:
    links = (one and replace(one, href=away(one.href)) for one in (view.server, view.moved))
    server, moved = links
    return replace(view, server=server, moved=moved)


def _section(section: TextSection, away: Callable[[str], str]) -> TextSection:
    return replace(section, html=away(section.html))
