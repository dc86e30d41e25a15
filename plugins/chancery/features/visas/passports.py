"""Do I need a visa: a page for each passport on the portal, and an index of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from chancery.features.services.model import SERVICES
from chancery.features.visas import routepages as visaroutes
from chancery.features.visas.tables import VISAS, VisaTable
from chancery.features.visas.views import VisaIndexView, VisaLine, VisaView
from chancery.geo.territories import states
from chancery.network.model import Post
from chancery.plan import money, pieces
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_

PATH = "visa/"
TITLE = N_("Do I need a visa?")
ASK = N_("Choose the country whose passport you have.")
OTHERS = N_("Another passport")
WITH = N_("Visa with a passport of this country: {country}")
ANSWERS = {
    "needed": N_("You need a visa"),
    "not-needed": N_("You need no visa"),
    "online": N_("You need a permit that is given online"),
}


def passports(index: Index) -> list[str]:
    """Return the countries whose passports have a page: all states, and others in the table."""
    tables = index.records(VISAS)
    named = {code for table in tables for codes in table.passports.values() for code in codes}
    served = {code for code in index.in_country if code}
    return sorted(({*states(), *named} | served) - {index.ministry.country}) if tables else []


def path(code: str) -> str:
    """Return the path of the page for a passport below a language's folder."""
    return f"{PATH}{code.lower()}/"


def link(context: Context) -> Link | None:
    """Return the way to the answer: for the passport of a post's country, else to the index."""
    if not context.index.records(VISAS):
        return None
    label = Words(context.say(TITLE))
    if context.post is None:
        return Link(context.links.page(context.language, PATH), label, "visa")
    if not context.post.country or context.post.country == context.index.ministry.country:
        return None
    return Link(context.links.portal(context.language, path(context.post.country)), label, "visa")


def pages(context: Context) -> Iterator[tuple[str, PageHead, VisaView | VisaIndexView]]:
    """Plan the pages of the portal in one language; none where there is no table."""
    codes = passports(context.index)
    if not codes:
        return
    links = (
        Link(
            context.links.page(context.language, path(code)), Words(context.localiser.country(code))
        )
        for code in codes
    )
    head = PageHead(
        key="visa", path=PATH, title=Words(context.say(TITLE)), translations=context.languages
    )
    shared = _shared(context)
    yield (
        "visas",
        head,
        VisaIndexView(
            ask=context.say(ASK), letters=pieces.by_letter(context, links), sources=shared.sources,
            sample=shared.sample,
        ),
    )  # fmt: skip
    crumbs = (Link(context.links.page(context.language, PATH), Words(context.say(TITLE)), "visa"),)
    for code in codes:
        title = Words(context.say(WITH).format(country=context.localiser.country(code)))
        yield "visa", PageHead(
            key="visa", path=path(code), title=title, translations=context.languages, crumbs=crumbs
        ), _view(context, code, shared)  # fmt: skip


def _shared(context: Context) -> VisaView:
    """Return what the pages of all passports share in a language."""
    return VisaView(
        lines=(),
        posts=(),
        routes=visaroutes.link(context),
        others=Link(context.links.page(context.language, PATH), Words(context.say(OTHERS))),
        sample=all(table.sample for table in context.index.records(VISAS)),
        sources=_sources(context),
    )


def _view(context: Context, code: str, shared: VisaView) -> VisaView:
    return replace(
        shared,
        lines=tuple(
            _line(context, one, code, shared.sample) for one in context.index.records(VISAS)
        ),
        posts=tuple(context.site_link(post) for post in context.index.asked(code) if post.site),
    )


def _sources(context: Context) -> tuple[Link, ...]:
    """Return where the tables are from, each source once."""
    named = dict.fromkeys(table.source for table in context.index.records(VISAS))
    return pieces.sources(context, named)


def _line(context: Context, table: VisaTable, code: str, sample: bool) -> VisaLine:
    """Return what a table says of a passport; sample: whether all are, which is said once."""
    kind = table.answer(code)
    known = table.service if table.service in context.texts.pages else None
    facts = context.index.by_id(SERVICES).get(table.service or "")
    return VisaLine(
        purpose=context.localiser.words(table.name),
        answer=context.say(ANSWERS[kind]),
        needed=kind != "not-needed",
        note=pieces.words(context, table.notes.get(code)),
        link=context.text_link(known) if known else None,
        date=context.localiser.day(table.date),
        sample=table.sample and not sample,
        fee=money.fee_in_words(context, facts.fee if facts else None),
    )


def state(index: Index) -> tuple[VisaTable, ...]:
    """Return what the portal shows of visas, for its key."""
    return index.records(VISAS)


def told(index: Index, post: Post) -> bool:
    """Say whether a post's site leads to the answer, for its key."""
    return bool(index.records(VISAS)) and post.country != index.ministry.country
