"""What to do when something has happened: a page for each situation on every post's site."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.situations.model import SITUATIONS, Situation
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.plan import cards, emergency, pieces
from chancery.plan.desk import Desk
from chancery.plan.index import Index
from chancery.plan.views import (
    Link,
    Number,
    PageHead,
    SituationView,
)
from chancery.plan.words import N_


def links(desk: Desk) -> tuple[Link, ...]:
    """Give the ways to all situations, in their order; none on the portal, which has no help."""
    if desk.post is None:
        return ()
    return tuple(
        Link(desk.links.page(desk.language, one.path), desk.speaker.words(one.title), "help")
        for one in desk.index.records(SITUATIONS)
    )


def state(index: Index, post: Post) -> list[object]:
    """Give what a site alone shows in situations, for its key."""
    return [
        (slot, [text.digest for text in texts if index.appears(text)])
        for slot, texts in index.inserts.get(post.id, {}).items()
    ]


def pages(desk: Desk, post: Post) -> Iterator[tuple[PageHead, SituationView]]:
    """Plan the pages of all situations of a post's site in one language."""
    found = desk.index.records(SITUATIONS)
    if not found:
        return
    numbers = cards.help_numbers(desk, written=True)
    crumbs = (desk.link("help", N_("Help now")),)
    for situation in found:
        title = desk.speaker.words(situation.title)
        tags = [tag for tag, _ in situation.title.variants]
        head = PageHead(
            key="help",
            path=situation.path,
            title=title,
            description=_plain(desk, situation.summary),
            translations=tuple(tag for tag in desk.languages if tag in tags) or desk.languages,
            source=title.language,
            crumbs=crumbs,
            discreet=situation.discreet,
        )
        yield head, view(desk, post, situation, numbers)


def view(
    desk: Desk, post: Post, situation: Situation, numbers: tuple[Number, ...] = ()
) -> SituationView:
    """Give what to do in a situation.

    numbers: those to call, worked out once for all situations.
    """
    words, day = desk.speaker.words, desk.speaker.day
    return SituationView(
        title=words(situation.title),
        place=desk.speaker.country(post.country) if post.country else "",
        services=emergency.services(desk, post, situation.call) if situation.call else (),
        summary=pieces.words(desk, situation.summary),
        at_once=pieces.words(desk, situation.at_once),
        steps=pieces.steps(desk, situation.steps),
        bring=pieces.items(desk, situation.bring),
        cost=pieces.words(desk, situation.cost),
        can=tuple(map(words, situation.can)),
        cannot=tuple(map(words, situation.cannot)),
        here=desk.texts.insert(desk.speaker, post, situation.id),
        numbers=numbers,
        help_href=desk.links.page(desk.language, "help/"),
        contact=cards.contact_link(desk),
        sample=situation.sample,
        reviewed=day(situation.reviewed) if situation.reviewed else "",
        sources=pieces.sources(desk, situation.sources),
    )


def _plain(desk: Desk, text: Text | None) -> str:
    return desk.speaker.words(text).text if text else ""
