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
from chancery.network.model import Post
from chancery.network.offered import Fee, Service, Visit
from chancery.plan import checked, contactpoints, money, offers, pieces
from chancery.plan.context import Context
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


def facts(context: Context, slug: str) -> FactsView | None:
    """Return what a service takes, for a site; None where nothing is known.

    What the post itself says stands before what holds for all.
    """
    shared = context.index.by_id(SERVICES).get(slug)
    post = _who_serves(context)
    own = next((one for one in post.services if one.service == slug), None) if post else None
    known = shared or ServiceFacts(id=slug)
    said = own or Service(service=slug)
    told = own and (own.fee or own.takes or own.languages)
    if not (shared or told or _promised(context, slug)):
        return None
    fee = said.fee or known.fee
    languages = said.languages or known.languages
    return FactsView(
        fee=money.fee_in_words(context, fee),
        fee_checked=_fee_checked(context, known, post if said.fee else None),
        fee_note=pieces.words(context, fee.note if fee else None),
        local_fee=_local_fee(context, own),
        payment=payment(context, post) if fee and post else "",
        takes=pieces.words(context, said.takes or known.takes) or _promised(context, slug),
        languages=context.localiser.join(language_name(tag, context.language) for tag in languages),
        steps=pieces.steps(context, known.steps),
        documents=pieces.items(context, known.documents),
        variants=tuple(_variant(context, who, one) for who, one in known.variants.items()),
        visit=visit(context, post) if post and (own is None or own.available == "here") else None,
        sample=known.sample,
        reviewed=context.localiser.day(known.reviewed) if known.reviewed else "",
        sources=pieces.sources(context, known.sources),
    )


def _fee_checked(context: Context, known: ServiceFacts, post: Post | None) -> str:
    """Say when a fee was last checked, if that is long ago.

    post: the post whose own fee it is; None where it is that of all posts.
    """
    return (
        checked.when(context, post, "services") if post else checked.told(context, known.reviewed)
    )


def _promised(context: Context, slug: str) -> Words | None:
    """Return how long a service takes by the charter, where nothing else says it."""
    spans = (
        one.within for one in context.index.records(CHARTER) if one.service == slug and one.kept
    )
    within = next(filter(None, (pieces.within(context, span) for span in spans)), "")
    return Words(within) if within else None


def _who_serves(context: Context) -> Post | None:
    """Return the post whose fees and rules a site shows; None if nobody serves."""
    if context.post is None:
        return None
    found = context.index.serving(context.post)
    return context.post if found is None and context.post.virtual else found


def _variant(context: Context, who: str, one: Variant) -> VariantView:
    return VariantView(
        anchor=f"site-{who}",
        title=context.say(WHO[who]),
        note=pieces.words(context, one.note),
        steps=pieces.steps(context, one.steps),
        documents=pieces.items(context, one.documents),
        fee=money.fee_in_words(context, one.fee),
        takes=pieces.words(context, one.takes),
    )


def _local_fee(context: Context, service: Service | None) -> str:
    local = service.local_fee if service else None
    if local is None:
        return ""
    amount = context.localiser.money(local.amount, local.currency)
    return context.say(LOCAL).format(amount=amount, date=context.localiser.day(local.rate_of))


def payment(context: Context, post: Post) -> str:
    """Return how one can pay at a post, in words; empty where unknown."""
    ways = post.payment or next((office.payment for office in post.offices if office.payment), ())
    return money.payments(context, ways)


def visit(context: Context, post: Post) -> VisitView | None:
    """Return what to know before one comes to a post; None where nothing is said."""
    told = post.visit
    if told is None and post.collection is None:
        return None
    known = told or Visit()
    return VisitView(
        booking=context.say(BOOKINGS[known.booking]) if known.booking else "",
        booking_href=known.booking_url or "",
        notes=tuple(_notes(context, known)),
        facts=tuple(_facts(context, known)),
        forbidden=tuple(map(context.localiser.words, known.forbidden)),
        collection=_collection(context, post),
        collection_note=pieces.words(context, post.collection.note if post.collection else None),
    )


def _notes(context: Context, known: Visit) -> Iterator[str]:
    if known.booking in ("needed", "possible"):
        if known.each_person:
            yield context.say(EACH_PERSON)
        yield context.say(FREE)


def _facts(context: Context, known: Visit) -> Iterator[tuple[str, Words]]:
    for label, text in (
        (N_("When new appointments open"), known.slots_open),
        (N_("At the door"), known.security),
        (N_("Who may come along"), known.companions),
        (N_("Getting there"), known.getting_there),
        (N_("Photographs"), known.photographs),
    ):
        if text is not None:
            yield context.say(label), context.localiser.words(text)
    if known.step_free:
        yield context.say(N_("Getting in")), Words(context.say(STEP_FREE[known.step_free]))


def _collection(context: Context, post: Post) -> str:
    known = post.collection
    if known is None:
        return ""
    ways = [context.say(label) for key, label in WAYS.items() if getattr(known, key)]
    return context.localiser.join((contactpoints.contact_hours(context, known.hours), *ways))


def state(index: Index) -> list[bytes]:
    """Return what the portal's table takes from texts, for its key."""
    slugs = _slugs(index, telling(index))
    return [text.digest for slug in slugs for text in index.shared[slug] if index.appears(text)]


def telling(index: Index) -> list[Post]:
    """Return the posts that say what they offer, and that serve anybody."""
    return [
        post
        for post in index.network.posts
        if post.services and post.site and not index.standing(post).closed
    ]


def pages(context: Context) -> Iterator[tuple[PageHead, MatrixView]]:
    """Plan the portal's table of who offers which service; none where no post says."""
    posts = telling(context.index)
    if not posts:
        return
    slugs = _slugs(context.index, posts)
    head = PageHead(
        key="services", path=PATH, title=Words(context.say(TITLE)), translations=context.languages
    )
    rows = sorted(posts, key=lambda post: context.localiser.sort_key(context.localiser.title(post)))
    yield (
        head,
        MatrixView(
            services=tuple(_name(context, slug) for slug in slugs),
            rows=tuple(_row(context, post, slugs) for post in rows),
            json=context.links.file(JSON),
            csv=context.links.file(CSV),
        ),
    )


def _name(context: Context, slug: str) -> Words:
    """Return what a service is called, also where the portal has no page of it."""
    index = context.index
    texts = {one.language: one for one in index.shared[slug] if index.appears(one)}
    document = PageTexts(slug, texts).choose(context.localiser.order)[0]
    tag = document.language if document.language != context.language else ""
    return Words(document.front.title, tag)


def _slugs(index: Index, posts: Iterable[Post]) -> list[str]:
    named = {service.service for post in posts for service in post.services}
    return [
        slug
        for slug, texts in index.shared.items()
        if slug in named and any(map(index.appears, texts))
    ]


def _row(context: Context, post: Post, slugs: Iterable[str]) -> MatrixRow:
    offered = {one.service: offers.available(context, one) for one in post.services}
    return MatrixRow(
        post=context.site_link(post, "services/"),
        cells=tuple(offered.get(slug, "") for slug in slugs),
    )


def data(index: Index) -> list[dict[str, object]]:
    """Return who offers which service for machines: a row for each post and service."""
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
    """Return the same as CSV (RFC 4180), with a line of names above."""
    rows = data(index)
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
