"""What a paper of the host country needs to be valid: on the site of its post."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.legalisation.model import LEGALISATIONS, Legalisation
from chancery.features.legalisation.views import LegalisationLine, LegalisationView
from chancery.network.model import Post
from chancery.plan import pieces
from chancery.plan.context import Context
from chancery.plan.helpviews import Step
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_

PATH = "papers/"
TITLE = N_("Papers from this country: what makes them valid")
NOTHING = N_("It is taken as it is")
APOSTILLE = N_("An apostille is enough")
CHAIN = N_("These authorities have to see it, in this order")
PAGE_OF_IT = N_("Its page")


def links(context: Context) -> Iterator[Link]:
    """Return the way to the page; none where no paper is described, and where it is our country."""
    post = context.post
    if post is not None and context.index.records(LEGALISATIONS) and _abroad(context, post):
        yield Link(
            context.links.page(context.language, PATH), Words(context.say(TITLE)), "legalisation"
        )


def _abroad(context: Context, post: Post) -> bool:
    return post.country is not None and post.country != context.index.ministry.country


def pages(context: Context, post: Post) -> Iterator[Page]:
    """Plan the page of a post's site in one language; none where no paper is described."""
    papers = context.index.records(LEGALISATIONS)
    if not papers or not _abroad(context, post):
        return
    head = PageHead(
        key="legalisation",
        path=PATH,
        title=Words(context.say(TITLE)),
        translations=context.languages,
    )
    sources = dict.fromkeys(one.source for one in papers)
    sample = all(one.sample for one in papers)
    view = LegalisationView(
        country=context.localiser.country(post.country or ""),
        papers=tuple(_line(context, one, post.country or "", sample) for one in papers),
        sample=sample,
        sources=pieces.sources(context, sources),
    )
    yield Page("legalisation", context.language, head, view, _words(view))


def _words(view: LegalisationView) -> tuple[Section, ...]:
    return (*TITLE_ALONE, *((one.anchor, one.name.text, one.answer) for one in view.papers))


def _line(context: Context, one: Legalisation, country: str, sample: bool) -> LegalisationLine:
    """Return what holds for a paper; sample: whether all are samples, which is said once."""
    chain = one.chains.get(country, one.chain)
    answer = CHAIN
    if country in one.nothing:
        answer, chain = NOTHING, ()
    elif country in one.apostille:
        answer, chain = APOSTILLE, ()
    return LegalisationLine(
        anchor=f"site-{one.id}",
        name=context.localiser.words(one.name),
        answer=context.say(answer),
        chain=tuple(
            Step(
                context.localiser.words(each.name),
                pieces.words(context, each.note),
                (Link(each.url, Words(context.say(PAGE_OF_IT))),) if each.url else (),
            )
            for each in chain
        ),
        note=pieces.words(context, one.notes.get(country)),
        date=context.localiser.day(one.date),
        sample=one.sample and not sample,
    )
