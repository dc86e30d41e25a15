"""Services: what each takes, where it is to be had, and who offers which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chancery.common.problems import Problem
from chancery.content.model import Document
from chancery.features.services import pages as services
from chancery.features.services.beside import beside_problems
from chancery.features.services.checks import service_problems
from chancery.features.services.listed import services as services_listed
from chancery.features.services.model import SERVICES
from chancery.network.model import Post
from chancery.plan import checked, offers
from chancery.plan.context import Context
from chancery.plan.feature import At, Checking, Feature, Place
from chancery.plan.index import Index
from chancery.plan.labels import LABELS, page
from chancery.plan.machine import as_json
from chancery.plan.page import TITLE_ALONE, Page
from chancery.plan.site import SitePlan
from chancery.plan.views import Block, Link


def state(index: Index, post: Post | None) -> Iterable[object]:
    """Return what services take, and what of it was checked long ago.

    For the portal, what its table says of them too.
    """
    found, today = index.records(SERVICES), index.inputs.settings.today
    old = [one.id for one in found if one.reviewed and checked.is_old(one.reviewed, today)]
    return (found, old, *(services.state(index) if post is None else ()))


def pages(context: Context) -> Iterator[Page]:
    """Plan the list of a post's site, and the portal's table of who offers what."""
    if context.post is not None:
        yield page(context, "services", services_listed(context, context.post), TITLE_ALONE)
    else:
        for head, matrix in services.pages(context):
            yield Page("matrix", context.language, head, matrix, TITLE_ALONE)


def above(context: Context, document: Document) -> Iterator[Block]:
    """Return where a service is to be had, and what it takes, above the text about it."""
    if document.front.group != "services":
        return
    if offer := offers.offer(context, document.slug):
        yield Block(10, "service-offer.html", offer)
    if facts := services.facts(context, document.slug):
        yield Block(30, "service-takes.html", facts)


def footer(context: Context) -> Iterator[Link]:
    """Return the way to the portal's table, where there is one."""
    if context.post is None and services.telling(context.index):
        yield context.link("services", services.TITLE)


def site_files(plan: SitePlan) -> Iterator[tuple[str, bytes]]:
    """Return who offers which service as data, on the portal."""
    if plan.post is None and services.telling(plan.index):
        yield services.JSON, as_json(services.data(plan.index))
        yield services.CSV, services.table(plan.index)


def checks(checking: Checking) -> Iterator[Problem]:
    """Say what is wrong with services and districts looked at together."""
    for problem in service_problems(checking.index, checking.trees):
        place = problem.place
        if place.file.startswith(f"{SERVICES.folder}/"):
            place = replace(place, file=f"{checking.content}/{place.file}")
        yield replace(problem, place=place)
    yield from beside_problems(checking.index, checking.content)


FEATURE = Feature(
    id="services",
    module=__name__,
    label=LABELS["services"],
    paths=frozenset({"services"}),
    shelves=(SERVICES,),
    state=state,
    above=above,
    checks=checks,
    site_files=site_files,
    pages=pages,
    links={Place.FOOTER: At(40, footer)},
)
