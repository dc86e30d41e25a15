"""What to do when something has happened: a page for each situation on every post's site."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.situations.model import SITUATIONS, Situation
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.plan import emergency, helpnumbers, pieces, standingwords
from chancery.plan.context import Context
from chancery.plan.helpviews import SituationView
from chancery.plan.index import Index
from chancery.plan.page import Page
from chancery.plan.pointviews import ContactPointView
from chancery.plan.search import plain
from chancery.plan.views import Link, PageHead
from chancery.plan.words import N_


def links(context: Context) -> tuple[Link, ...]:
    """Return the ways to all situations, in their order; none on the portal, which has no help."""
    if context.post is None:
        return ()
    return tuple(
        Link(
            context.links.page(context.language, one.path),
            context.localiser.words(one.title),
            "help",
        )
        for one in context.index.records(SITUATIONS)
    )


def state(index: Index, post: Post) -> list[object]:
    """Return what a site alone shows in situations, for its key."""
    return [
        (slot, [text.digest for text in texts if index.appears(text)])
        for slot, texts in index.inserts.get(post.id, {}).items()
    ]


def pages(context: Context, post: Post) -> Iterator[Page]:
    """Plan the pages of all situations of a post's site in one language."""
    found = context.index.records(SITUATIONS)
    if not found:
        return
    numbers = helpnumbers.help_numbers(context, written=True)
    crumbs = (context.link("help", N_("Help now")),)
    for situation in found:
        title = context.localiser.words(situation.title)
        head = PageHead(
            key="help",
            path=situation.path,
            title=title,
            description=_plain(context, situation.summary),
            translations=pieces.translations(context, situation.title),
            source=title.language,
            crumbs=crumbs,
            discreet=situation.discreet,
        )
        made = view(context, post, situation, numbers)
        yield Page("situation", context.language, head, made, (("", "", " ".join(_words(made))),))


def _words(view: SituationView) -> Iterator[str]:
    for words in (view.summary, view.at_once, view.cost, *view.can, *view.cannot):
        if words:
            yield words.text
    yield from pieces.said(view.steps, view.bring)
    if view.here:
        yield f"{view.here.title.text} {plain(view.here.html)}"


def view(
    context: Context, post: Post, situation: Situation, numbers: tuple[ContactPointView, ...] = ()
) -> SituationView:
    """Return what to do in a situation.

    numbers: those to call, worked out once for all situations.
    """
    words, day = context.localiser.words, context.localiser.day
    return SituationView(
        title=words(situation.title),
        place=context.localiser.country(post.country) if post.country else "",
        services=emergency.services(context, post, situation.call) if situation.call else (),
        summary=pieces.words(context, situation.summary),
        at_once=pieces.words(context, situation.at_once),
        steps=pieces.steps(context, situation.steps),
        bring=pieces.items(context, situation.bring),
        cost=pieces.words(context, situation.cost),
        can=tuple(map(words, situation.can)),
        cannot=tuple(map(words, situation.cannot)),
        here=context.texts.insert(context.localiser, post, situation.id),
        numbers=numbers,
        help_href=context.links.page(context.language, "help/"),
        contact=standingwords.contact_link(context),
        sample=situation.sample,
        reviewed=day(situation.reviewed) if situation.reviewed else "",
        sources=pieces.sources(context, situation.sources),
    )


def _plain(context: Context, text: Text | None) -> str:
    return context.localiser.words(text).text if text else ""
