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
from chancery.plan.desk import Desk
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
    """Give the countries whose passports have a page: all states, and those that a table names."""
    tables = index.records(VISAS)
    named = {code for table in tables for codes in table.passports.values() for code in codes}
    served = {code for code in index.in_country if code}
    return sorted(({*states(), *named} | served) - {index.ministry.country}) if tables else []


def path(code: str) -> str:
    """Give the path of the page for a passport below a language's folder."""
    return f"{PATH}{code.lower()}/"


def link(desk: Desk) -> Link | None:
    """Give the way to the answer: for the passport of a post's country, else to the index."""
    if not desk.index.records(VISAS):
        return None
    label = Words(desk.say(TITLE))
    if desk.post is None:
        return Link(desk.links.page(desk.language, PATH), label, "visa")
    if not desk.post.country or desk.post.country == desk.index.ministry.country:
        return None
    return Link(desk.links.portal(desk.language, path(desk.post.country)), label, "visa")


def pages(desk: Desk) -> Iterator[tuple[str, PageHead, VisaView | VisaIndexView]]:
    """Plan the pages of the portal in one language; none where there is no table."""
    codes = passports(desk.index)
    if not codes:
        return
    links = (
        Link(desk.links.page(desk.language, path(code)), Words(desk.speaker.country(code)))
        for code in codes
    )
    head = PageHead(
        key="visa", path=PATH, title=Words(desk.say(TITLE)), translations=desk.languages
    )
    shared = _shared(desk)
    yield (
        "visas",
        head,
        VisaIndexView(
            ask=desk.say(ASK), letters=pieces.by_letter(desk, links), sources=shared.sources,
            sample=shared.sample,
        ),
    )  # fmt: skip
    crumbs = (Link(desk.links.page(desk.language, PATH), Words(desk.say(TITLE)), "visa"),)
    for code in codes:
        title = Words(desk.say(WITH).format(country=desk.speaker.country(code)))
        yield "visa", PageHead(
            key="visa", path=path(code), title=title, translations=desk.languages, crumbs=crumbs
        ), _view(desk, code, shared)  # fmt: skip


def _shared(desk: Desk) -> VisaView:
    """Give what the pages of all passports share in a language."""
    return VisaView(
        lines=(),
        posts=(),
        routes=visaroutes.link(desk),
        others=Link(desk.links.page(desk.language, PATH), Words(desk.say(OTHERS))),
        sample=all(table.sample for table in desk.index.records(VISAS)),
        sources=_sources(desk),
    )


def _view(desk: Desk, code: str, shared: VisaView) -> VisaView:
    return replace(
        shared,
        lines=tuple(_line(desk, one, code, shared.sample) for one in desk.index.records(VISAS)),
        posts=tuple(desk.site_link(post) for post in desk.index.asked(code) if post.site),
    )


def _sources(desk: Desk) -> tuple[Link, ...]:
    """Give where the tables are from, each source once."""
    named = dict.fromkeys(table.source for table in desk.index.records(VISAS))
    return pieces.sources(desk, named)


def _line(desk: Desk, table: VisaTable, code: str, sample: bool) -> VisaLine:
    """Give what a table says of a passport; sample: whether all are samples, which is said once."""
    kind = table.answer(code)
    known = table.service if table.service in desk.texts.pages else None
    facts = desk.index.by_id(SERVICES).get(table.service or "")
    return VisaLine(
        purpose=desk.speaker.words(table.name),
        answer=desk.say(ANSWERS[kind]),
        needed=kind != "not-needed",
        note=pieces.words(desk, table.notes.get(code)),
        link=desk.text_link(known) if known else None,
        date=desk.speaker.day(table.date),
        sample=table.sample and not sample,
        fee=money.fee_in_words(desk, facts.fee if facts else None),
    )


def state(index: Index) -> tuple[VisaTable, ...]:
    """Give what the portal shows of visas, for its key."""
    return index.records(VISAS)


def told(index: Index, post: Post) -> bool:
    """Say whether a post's site leads to the answer, for its key."""
    return bool(index.records(VISAS)) and post.country != index.ministry.country
