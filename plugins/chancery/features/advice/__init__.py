"""Travel advice: its levels, its words and its changes, by country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from chancery.common.problems import Problem
from chancery.features.advice import pages as advice
from chancery.features.advice.model import ADVICE, word_problems
from chancery.features.advice.views import AdviceListView, AdviceView
from chancery.plan.context import Context
from chancery.plan.feature import At, Checking, Feature, Made, Place
from chancery.plan.machine import as_json
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.search import parts_of
from chancery.plan.site import SitePlan
from chancery.plan.views import Link


def _words(view: AdviceView | AdviceListView) -> Iterator[Section]:
    if isinstance(view, AdviceListView):
        yield from TITLE_ALONE
        return
    text = parts_of(view.text.html) if view.text else TITLE_ALONE
    for anchor, title, words in text:
        named = " ".join(f"{one.name} {one.area.text}" for one in view.levels)
        yield anchor, title, words if anchor else f"{named} {words}"


def pages(context: Context) -> Iterator[Page]:
    """Plan the pages of advice."""
    for kind, head, view in advice.pages(context):
        yield Page(kind, context.language, head, view, tuple(_words(view)))


def link(context: Context) -> Iterator[Link]:
    """Return the way to a site's advice, where it has some."""
    if found := advice.link(context):
        yield found


def help_links(context: Context) -> Iterator[Link]:
    """Return the way to the advice, and where to register a journey or a residence."""
    yield from link(context)
    yield from advice.registration(context)


def footer(context: Context) -> Iterator[Link]:
    """Return the way to the advice, on a post's site without its level."""
    for one in link(context):
        yield replace(one, note="") if context.post else one


def files(context: Context) -> Iterator[tuple[str, Made]]:
    """Return the feeds of changes."""
    for name, view in advice.feeds(context):
        yield name, Made("feed.xml", view)


def site_files(plan: SitePlan) -> Iterator[tuple[str, bytes]]:
    """Return the advice of a site as data."""
    if advised := advice.data(plan.index, plan.post):
        yield advice.DATA, as_json(advised)


def checks(checking: Checking) -> Iterable[Problem]:
    """Say what is wrong with the words of advice, beside its levels."""
    words = [one for one in checking.index.inputs.documents if one.kind == "advice"]
    return word_problems(words, checking.root, checking.content)


FEATURE = Feature(
    id="advice",
    module=__name__,
    paths=frozenset({"advice"}),
    shelves=(ADVICE,),
    state=advice.state,
    checks=checks,
    files=files,
    site_files=site_files,
    pages=pages,
    links={
        Place.HOME: At(10, link),
        Place.HELP: At(20, help_links),
        Place.ALERT: At(10, help_links),
        Place.FOOTER: At(20, footer),
        Place.A_TO_Z: At(10, link),
    },
)
