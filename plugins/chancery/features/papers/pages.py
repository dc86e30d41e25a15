"""What a paper of the host country needs to be valid: on the site of its post."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.papers.model import PAPERS, Paper
from chancery.features.papers.views import PaperLine, PapersView
from chancery.network.model import Post
from chancery.plan import pieces
from chancery.plan.desk import Desk
from chancery.plan.views import Link, PageHead, Step, Words
from chancery.plan.words import N_

PATH = "papers/"
TITLE = N_("Papers from this country: what makes them valid")
NOTHING = N_("It is taken as it is")
APOSTILLE = N_("An apostille is enough")
CHAIN = N_("These authorities have to see it, in this order")
PAGE_OF_IT = N_("Its page")


def link(desk: Desk) -> Link | None:
    """Give the way to the page; None where no paper is described, and where it is our country."""
    post = desk.post
    if post is None or not desk.index.records(PAPERS) or not _abroad(desk, post):
        return None
    return Link(desk.links.page(desk.language, PATH), Words(desk.say(TITLE)), "papers")


def _abroad(desk: Desk, post: Post) -> bool:
    return post.country is not None and post.country != desk.index.ministry.country


def pages(desk: Desk, post: Post) -> Iterator[tuple[PageHead, PapersView]]:
    """Plan the page of a post's site in one language; none where no paper is described."""
    papers = desk.index.records(PAPERS)
    if not papers or not _abroad(desk, post):
        return
    head = PageHead(
        key="papers", path=PATH, title=Words(desk.say(TITLE)), translations=desk.languages
    )
    sources = dict.fromkeys(one.source for one in papers)
    sample = all(one.sample for one in papers)
    yield (
        head,
        PapersView(
            country=desk.speaker.country(post.country or ""),
            papers=tuple(_line(desk, one, post.country or "", sample) for one in papers),
            sample=sample,
            sources=pieces.sources(desk, sources),
        ),
    )


def _line(desk: Desk, one: Paper, country: str, sample: bool) -> PaperLine:
    """Give what holds for a paper; sample: whether all are samples, which is said once."""
    chain = one.chains.get(country, one.chain)
    answer = CHAIN
    if country in one.nothing:
        answer, chain = NOTHING, ()
    elif country in one.apostille:
        answer, chain = APOSTILLE, ()
    return PaperLine(
        anchor=f"site-{one.id}",
        name=desk.speaker.words(one.name),
        answer=desk.say(answer),
        chain=tuple(
            Step(
                desk.speaker.words(each.name),
                pieces.words(desk, each.note),
                (Link(each.url, Words(desk.say(PAGE_OF_IT))),) if each.url else (),
            )
            for each in chain
        ),
        note=pieces.words(desk, one.notes.get(country)),
        date=desk.speaker.day(one.date),
        sample=one.sample and not sample,
    )
