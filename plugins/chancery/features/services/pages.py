"""What a service takes at a post, and who offers which: on pages, and for machines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from chancery.common.languages import language_name
from chancery.features.charter.model import CHARTER
from chancery.features.services.model import SERVICES, ServiceFacts, Variant
from chancery.features.services.views import (
    FactsView,
    MatrixRow,
    MatrixView,
    VariantView,
    VisitView,
)
from chancery.network.model import Fee, Post, Service, Visit
from chancery.plan import cards, checked, money, pieces
from chancery.plan.desk import Desk
from chancery.plan.index import Index
from chancery.plan.texts import PageTexts
from chancery.plan.views import PageHead, Words
from chancery.plan.words import N_

PATH = "services/"
TITLE = N_("Who offers which service")
JSON, CSV = "services.json", "services.csv"
WHO = {
    "registered": N_("If you are registered as living abroad"),
    "unregistered": N_("If you live abroad and are not registered"),
    "passing-through": N_("If you are passing through"),
    "child": N_("For a child"),
    "dual-national": N_("If you have another nationality too"),
    "foreigner": N_("If you are not a citizen"),
}
BOOKINGS = {
    "needed": N_("Come with an appointment only"),
    "possible": N_("You can make an appointment"),
    "not-needed": N_("Come without an appointment"),
}
STEP_FREE = {
    "yes": N_("Without steps"),
    "with-help": N_("Without steps, with help: tell us before"),
    "no": N_("Only over steps: tell us, and we find another way"),
}
EACH_PERSON = N_("Everybody who comes needs an appointment of their own.")
FREE = N_("An appointment is free. No agency has better access to one.")
LOCAL = N_("about {amount}, at the rate of {date}")
WAYS = {
    "by_post": N_("can be sent by post"),
    "courier": N_("by a courier of yours"),
    "proxy": N_("to somebody with a written word of yours"),
}


def facts(desk: Desk, slug: str) -> FactsView | None:
    """Give what a service takes, for a site; None where nothing is known.

    What the post itself says stands before what holds for all.
    """
    shared = desk.index.by_id(SERVICES).get(slug)
    post = _who_serves(desk)
    own = next((one for one in post.services if one.service == slug), None) if post else None
    known = shared or ServiceFacts(id=slug)
    said = own or Service(service=slug)
    told = own and (own.fee or own.takes or own.languages)
    if not (shared or told or _promised(desk, slug)):
        return None
    fee = said.fee or known.fee
    languages = said.languages or known.languages
    return FactsView(
        fee=money.fee_in_words(desk, fee),
        fee_checked=_fee_checked(desk, known, post if said.fee else None),
        fee_note=pieces.words(desk, fee.note if fee else None),
        local_fee=_local_fee(desk, own),
        payment=payment(desk, post) if fee and post else "",
        takes=pieces.words(desk, said.takes or known.takes) or _promised(desk, slug),
        languages=desk.speaker.join(language_name(tag, desk.language) for tag in languages),
        steps=pieces.steps(desk, known.steps),
        documents=pieces.items(desk, known.documents),
        variants=tuple(_variant(desk, who, one) for who, one in known.variants.items()),
        visit=visit(desk, post) if post and (own is None or own.available == "here") else None,
        sample=known.sample,
        reviewed=desk.speaker.day(known.reviewed) if known.reviewed else "",
        sources=pieces.sources(desk, known.sources),
    )


def _fee_checked(desk: Desk, known: ServiceFacts, post: Post | None) -> str:
    """Say when a fee was last checked, if that is long ago; post: the one that says it itself."""
    return checked.when(desk, post, "services") if post else checked.told(desk, known.reviewed)


def _promised(desk: Desk, slug: str) -> Words | None:
    """Give how long a service takes by the charter, where nothing else says it."""
    spans = (one.within for one in desk.index.records(CHARTER) if one.service == slug and one.kept)
    within = next(filter(None, (pieces.within(desk, span) for span in spans)), "")
    return Words(within) if within else None


def _who_serves(desk: Desk) -> Post | None:
    """Give whose fees and rules a site shows; one that serves nobody, without another, has none."""
    if desk.post is None:
        return None
    found = desk.index.serving(desk.post)
    return desk.post if found is None and desk.post.virtual else found


def _variant(desk: Desk, who: str, one: Variant) -> VariantView:
    return VariantView(
        anchor=f"site-{who}",
        title=desk.say(WHO[who]),
        note=pieces.words(desk, one.note),
        steps=pieces.steps(desk, one.steps),
        documents=pieces.items(desk, one.documents),
        fee=money.fee_in_words(desk, one.fee),
        takes=pieces.words(desk, one.takes),
    )


def _local_fee(desk: Desk, service: Service | None) -> str:
    local = service.local_fee if service else None
    if local is None:
        return ""
    amount = desk.speaker.money(local.amount, local.currency)
    return desk.say(LOCAL).format(amount=amount, date=desk.speaker.day(local.rate_of))


def payment(desk: Desk, post: Post) -> str:
    """Give how one can pay at a post, in words; empty where unknown."""
    ways = post.payment or next((office.payment for office in post.offices if office.payment), ())
    return money.payments(desk, ways)


def visit(desk: Desk, post: Post) -> VisitView | None:
    """Give what to know before one comes to a post; None where nothing is said."""
    told = post.visit
    if told is None and post.collection is None:
        return None
    known = told or Visit()
    return VisitView(
        booking=desk.say(BOOKINGS[known.booking]) if known.booking else "",
        booking_href=known.booking_url or "",
        notes=tuple(_notes(desk, known)),
        facts=tuple(_facts(desk, known)),
        forbidden=tuple(map(desk.speaker.words, known.forbidden)),
        collection=_collection(desk, post),
        collection_note=pieces.words(desk, post.collection.note if post.collection else None),
    )


def _notes(desk: Desk, known: Visit) -> Iterator[str]:
    if known.booking in ("needed", "possible"):
        if known.each_person:
            yield desk.say(EACH_PERSON)
        yield desk.say(FREE)


def _facts(desk: Desk, known: Visit) -> Iterator[tuple[str, Words]]:
    for label, text in (
        (N_("When new appointments open"), known.slots_open),
        (N_("At the door"), known.security),
        (N_("Who may come along"), known.companions),
        (N_("Getting there"), known.getting_there),
        (N_("Photographs"), known.photographs),
    ):
        if text is not None:
            yield desk.say(label), desk.speaker.words(text)
    if known.step_free:
        yield desk.say(N_("Getting in")), Words(desk.say(STEP_FREE[known.step_free]))


def _collection(desk: Desk, post: Post) -> str:
    known = post.collection
    if known is None:
        return ""
    ways = [desk.say(label) for key, label in WAYS.items() if getattr(known, key)]
    return desk.speaker.join((cards.contact_hours(desk, known.hours), *ways))


def state(index: Index) -> list[bytes]:
    """Give what the portal's table takes from texts, for its key."""
    slugs = _slugs(index, telling(index))
    return [text.digest for slug in slugs for text in index.shared[slug] if index.appears(text)]


def telling(index: Index) -> list[Post]:
    """Give the posts that say what they offer, and that serve anybody."""
    return [
        post
        for post in index.network.posts
        if post.services and post.site and not index.standing(post).closed
    ]


def pages(desk: Desk) -> Iterator[tuple[PageHead, MatrixView]]:
    """Plan the portal's table of who offers which service; none where no post says."""
    posts = telling(desk.index)
    if not posts:
        return
    slugs = _slugs(desk.index, posts)
    head = PageHead(
        key="services", path=PATH, title=Words(desk.say(TITLE)), translations=desk.languages
    )
    rows = sorted(posts, key=lambda post: desk.speaker.sort_key(desk.speaker.title(post)))
    yield (
        head,
        MatrixView(
            services=tuple(_name(desk, slug) for slug in slugs),
            rows=tuple(_row(desk, post, slugs) for post in rows),
            json=desk.links.file(JSON),
            csv=desk.links.file(CSV),
        ),
    )


def _name(desk: Desk, slug: str) -> Words:
    """Give what a service is called, also where the portal has no page of it."""
    index = desk.index
    texts = {one.language: one for one in index.shared[slug] if index.appears(one)}
    document = PageTexts(slug, texts).choose(desk.speaker.order)[0]
    tag = document.language if document.language != desk.language else ""
    return Words(document.front.title, tag)


def _slugs(index: Index, posts: Iterable[Post]) -> list[str]:
    named = {service.service for post in posts for service in post.services}
    return [
        slug
        for slug, texts in index.shared.items()
        if slug in named and any(map(index.appears, texts))
    ]


def _row(desk: Desk, post: Post, slugs: Iterable[str]) -> MatrixRow:
    offered = {one.service: cards.available(desk, one) for one in post.services}
    return MatrixRow(
        post=desk.site_link(post, "services/"),
        cells=tuple(offered.get(slug, "") for slug in slugs),
    )


def data(index: Index) -> list[dict[str, object]]:
    """Give who offers which service for machines: a row for each post and service."""
    return [
        {
            "post": post.id,
            "country": post.country,
            "service": one.service,
            "available": one.available,
            "at": one.at,
            "url": one.url,
            "fee": fee.amount if fee else None,
            "currency": fee.currency if fee else None,
        }
        for post in telling(index)
        for one in post.services
        for fee in [one.fee or _shared_fee(index, one.service)]
    ]


def _shared_fee(index: Index, slug: str) -> Fee | None:
    known = index.by_id(SERVICES).get(slug)
    return known.fee if known else None


def table(index: Index) -> bytes:
    """Give the same as CSV (RFC 4180), with a line of names above."""
    rows = data(index)
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
