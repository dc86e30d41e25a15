"""What several kinds of pages are made of: steps, things to bring, where facts are from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chancery.content.model import Citation
from chancery.content.parts import Action, Item
from chancery.network.fields import Text
from chancery.plan.desk import Desk
from chancery.plan.views import CheckItem, Link, Step, Words
from chancery.plan.words import N_

DO_IT_HERE = N_("Do it here")


def words(desk: Desk, text: Text | None) -> Words | None:
    """Give a text in the best language there is; None where there is none."""
    return desk.speaker.words(text) if text else None


def steps(desk: Desk, actions: Iterable[Action]) -> tuple[Step, ...]:
    """Give steps, each with where it is done and what says more."""
    return tuple(
        Step(desk.speaker.words(one.title), words(desk, one.text), tuple(_where(desk, one)))
        for one in actions
    )


def _where(desk: Desk, one: Action) -> Iterator[Link]:
    if one.url:
        yield Link(one.url, Words(desk.say(DO_IT_HERE)))
    if one.page and one.page in desk.texts.pages:
        yield desk.text_link(one.page)


def by_letter(desk: Desk, links: Iterable[Link]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Give links in the order of their words, by the first letter."""
    ordered = sorted(links, key=lambda one: desk.speaker.sort_key(one.words.text))
    return desk.speaker.by_letter(ordered, lambda one: one.words.text)


WITHIN = N_("within {time}")


def within(desk: Desk, span: str | None) -> str:
    """Give how fast something is done, such as 2d or 4h, in words; empty where nobody says."""
    if span is None:
        return ""
    unit = "hour" if span.endswith("h") else "day"
    return desk.say(WITHIN).format(time=desk.speaker.duration(int(span[:-1]), unit))


def items(desk: Desk, things: Iterable[Item]) -> tuple[CheckItem, ...]:
    """Give things to bring, as a list to check."""
    return tuple(
        CheckItem(desk.speaker.words(one.what), words(desk, one.note), words(desk, one.only_if))
        for one in things
    )


def sources(desk: Desk, citations: Iterable[Citation]) -> tuple[Link, ...]:
    """Give where facts are from, each with the day on which it was read.

    Those that no reader is to be sent to are not among them.
    """
    return tuple(
        Link(one.url, Words(one.title), note=desk.speaker.seen(one.seen) if one.seen else "")
        for one in citations
        if one.shown
    )
