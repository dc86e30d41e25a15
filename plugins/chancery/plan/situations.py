"""What to do when something has happened: a page for each situation on every post's site."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.content.situations import Action, Situation
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.plan import cards
from chancery.plan.desk import Desk
from chancery.plan.index import Index
from chancery.plan.views import (
    CheckItem,
    Link,
    Number,
    PageHead,
    SituationView,
    Step,
    Words,
)
from chancery.plan.words import N_

DO_IT_HERE = N_("Do it here")


def path(situation: Situation) -> str:
    """Give the path of a situation's page below a language's folder."""
    return f"help/{situation.id}/"


def links(desk: Desk) -> tuple[Link, ...]:
    """Give the ways to all situations, in their order; none on the portal, which has no help."""
    if desk.post is None:
        return ()
    return tuple(
        Link(desk.links.page(desk.language, path(one)), desk.speaker.words(one.title), "help")
        for one in desk.index.inputs.situations
    )


def state(index: Index, post: Post) -> list[object]:
    """Give what a site alone shows in situations, for its key."""
    return [
        (slot, [text.digest for text in texts if index.appears(text)])
        for slot, texts in index.inserts[post.id].items()
    ]


def pages(desk: Desk, post: Post) -> Iterator[tuple[PageHead, SituationView]]:
    """Plan the pages of all situations of a post's site in one language."""
    found = desk.index.inputs.situations
    if not found:
        return
    numbers = cards.help_numbers(desk)
    crumbs = (desk.link("help", N_("Help now")),)
    for situation in found:
        title = desk.speaker.words(situation.title)
        tags = [tag for tag, _ in situation.title.variants]
        head = PageHead(
            key="help",
            path=path(situation),
            title=title,
            description=_plain(desk, situation.summary),
            translations=tuple(tag for tag in desk.languages if tag in tags) or desk.languages,
            source=title.language,
            crumbs=crumbs,
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
        summary=_words(desk, situation.summary),
        at_once=_words(desk, situation.at_once),
        steps=tuple(_step(desk, step) for step in situation.steps),
        bring=tuple(
            CheckItem(words(item.what), _words(desk, item.note), _words(desk, item.only_if))
            for item in situation.bring
        ),
        cost=_words(desk, situation.cost),
        can=tuple(map(words, situation.can)),
        cannot=tuple(map(words, situation.cannot)),
        here=desk.texts.insert(desk.speaker, post, situation.id),
        numbers=numbers,
        help_href=desk.links.page(desk.language, "help/"),
        contact_href=desk.links.page(desk.language, "contact/"),
        sample=situation.sample,
        reviewed=day(situation.reviewed) if situation.reviewed else "",
        sources=tuple(
            Link(one.url, Words(one.title), note=day(one.seen) if one.seen else "")
            for one in situation.sources
        ),
    )


def _step(desk: Desk, step: Action) -> Step:
    link = None
    if step.url:
        link = Link(step.url, Words(desk.say(DO_IT_HERE)))
    elif step.page and step.page in desk.texts.pages:
        link = desk.text_link(step.page)
    return Step(desk.speaker.words(step.title), _words(desk, step.text), link)


def _words(desk: Desk, text: Text | None) -> Words | None:
    return desk.speaker.words(text) if text else None


def _plain(desk: Desk, text: Text | None) -> str:
    return desk.speaker.words(text).text if text else ""
