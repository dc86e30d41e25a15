"""The consular charter on posts' sites: what is done and how fast, what is not, and who does it."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.charter.model import CHARTER, Promise
from chancery.features.charter.views import CharterLine, CharterView
from chancery.network.model import Post
from chancery.plan import contactpoints, pieces
from chancery.plan.context import Context
from chancery.plan.page import Page, Section
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_

PATH = "charter/"
TITLE = N_("What we do, what we do not, and how fast")


def links(context: Context) -> Iterator[Link]:
    """Return the way to the charter; none where there is none, and on the portal."""
    if context.post is not None and context.index.records(CHARTER):
        yield Link(context.links.page(context.language, PATH), Words(context.say(TITLE)), "charter")


def pages(context: Context, post: Post) -> Iterator[Page]:
    """Plan the page of a post's site in one language; none where there is no charter."""
    promises = context.index.records(CHARTER)
    if not promises:
        return
    head = PageHead(
        key="charter", path=PATH, title=Words(context.say(TITLE)), translations=context.languages
    )
    ministry = [c for c in context.index.ministry.contacts if c.purpose in ("complaints", "abuse")]
    sources = dict.fromkeys(source for one in promises for source in one.sources)
    sample = all(one.sample for one in promises)
    view = CharterView(
        does=tuple(_line(context, one, sample) for one in promises if one.kept),
        does_not=tuple(_line(context, one, sample) for one in promises if not one.kept),
        contacts=contactpoints.contact_points(context, ministry),
        sample=sample,
        sources=pieces.sources(context, sources),
    )
    yield Page("charter", context.language, head, view, _words(view))


def _words(view: CharterView) -> tuple[Section, ...]:
    return (("", "", " ".join(one.title.text for one in (*view.does, *view.does_not))),)


def _line(context: Context, one: Promise, sample: bool) -> CharterLine:
    """Return a promise in words; sample: whether all are samples, which the page says once."""
    instead = None
    if one.instead is not None:
        name = context.localiser.words(one.instead.name)
        instead = Link(one.instead.url or "", name)
    known = one.service if one.service in context.texts.pages else None
    return CharterLine(
        title=context.localiser.words(one.title),
        within=pieces.within(context, one.within),
        limit=pieces.words(context, one.limit),
        instead=instead,
        link=context.text_link(known) if known else None,
        sample=one.sample and not sample,
    )
