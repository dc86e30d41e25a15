"""Visas: who needs one, on the portal, and where to apply for it, on posts' sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from chancery.common.problems import Problem
from chancery.content.model import Document
from chancery.features.visas import passports as visas
from chancery.features.visas import routepages as visaroutes
from chancery.features.visas.routes import VISA_ROUTES
from chancery.features.visas.tables import VISAS
from chancery.features.visas.views import VisaIndexView, VisaRouteView
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.feature import At, Checking, Feature, Place
from chancery.plan.hourchecks import place_problems
from chancery.plan.index import Index
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.views import Block, Link


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return what a site says of visas, and of where to apply for one."""
    told = visas.state(index) if post is None else visas.told(index, post)
    return told, visaroutes.state(index, post)


def _words(view: VisaRouteView | VisaIndexView) -> tuple[Section, ...]:
    if isinstance(view, VisaIndexView):
        return TITLE_ALONE
    kinds = ((one.anchor, one.name.text, "") for one in view.kinds)
    places = ((one.anchor, one.name.text, one.about) for one in view.places)
    return (*TITLE_ALONE, *kinds, *places)


def pages(context: Context) -> Iterator[Page]:
    """Plan the pages for passports on the portal, and those of where to apply."""
    if context.post is None:
        for kind, head, visa in visas.pages(context):
            yield Page(kind, context.language, head, visa, TITLE_ALONE)
    for kind, head, route in visaroutes.pages(context):
        yield Page(kind, context.language, head, route, _words(route))


def link(context: Context) -> Iterator[Link]:
    """Return the way to the answer for a passport, where there are answers."""
    if found := visas.link(context):
        yield found


def links(context: Context) -> Iterator[Link]:
    """Return the ways to the answers, and to where one applies."""
    yield from link(context)
    yield from visaroutes.links(context)


def service_links(context: Context, slug: str) -> Iterator[Link]:
    """Return the way to where one applies, for a service that is a visa."""
    if link := visaroutes.link_of(context, slug):
        yield link


def above(context: Context, document: Document) -> Iterator[Block]:
    """Return the way to where one applies, above the text about a kind of visa."""
    for link in service_links(context, document.slug):
        yield Block(20, "visa-apply.html", link)


def footer(context: Context) -> Iterator[Link]:
    """Return the way to the answers, on the portal."""
    if context.post is None:
        yield from link(context)


def checks(checking: Checking) -> Iterator[Problem]:
    """Say what is wrong with the hours of places where one applies."""
    index = checking.index
    today = date.fromisoformat(index.inputs.settings.today)
    for code, tree in checking.of(VISA_ROUTES).trees.items():
        for name, one in index.by_id(VISA_ROUTES)[code].places.items():
            if one.opening_hours:
                path: list[str | int] = ["places", name, "opening_hours"]
                hours, zone = one.opening_hours, one.timezone
                yield from place_problems(tree, path, hours, zone, code, today)


FEATURE = Feature(
    id="visas",
    module=__name__,
    paths=frozenset({"visa", "visa-route"}),
    shelves=(VISAS, VISA_ROUTES),
    state=state,
    above=above,
    service_links=service_links,
    checks=checks,
    posts=visaroutes.takers,
    pages=pages,
    links={
        Place.HOME: At(20, link),
        Place.SERVICES: At(20, links),
        Place.FOOTER: At(30, footer),
        Place.A_TO_Z: At(30, links),
    },
)
