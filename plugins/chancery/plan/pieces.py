"""What several kinds of pages are made of: steps, things to bring, where facts are from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chancery.content.model import Citation
from chancery.content.parts import Action, Item
from chancery.network.fields import Text
from chancery.plan.context import Context
from chancery.plan.helpviews import CheckItem, Step
from chancery.plan.views import Link, Words
from chancery.plan.words import N_

DO_IT_HERE = N_("Do it here")


def words(context: Context, text: Text | None) -> Words | None:
    """Return a text in the best language there is; None where there is none."""
    return context.localiser.words(text) if text else None


def steps(context: Context, actions: Iterable[Action]) -> tuple[Step, ...]:
    """Return steps, each with where it is done and what says more."""
    return tuple(
        Step(
            context.localiser.words(one.title),
            words(context, one.text),
            tuple(_where(context, one)),
        )
        for one in actions
    )


def _where(context: Context, one: Action) -> Iterator[Link]:
    if one.url:
        yield Link(one.url, Words(context.say(DO_IT_HERE)))
    if one.page and one.page in context.texts.pages:
        yield context.text_link(one.page)


def by_letter(context: Context, links: Iterable[Link]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return links in the order of their words, by the first letter."""
    ordered = sorted(links, key=lambda one: context.localiser.sort_key(one.words.text))
    return context.localiser.by_letter(ordered, lambda one: one.words.text)


WITHIN = N_("within {time}")


def within(context: Context, span: str | None) -> str:
    """Return how fast something is done, such as 2d or 4h, in words; empty where nobody says."""
    if span is None:
        return ""
    unit = "hour" if span.endswith("h") else "day"
    return context.say(WITHIN).format(time=context.localiser.duration(int(span[:-1]), unit))


def items(context: Context, things: Iterable[Item]) -> tuple[CheckItem, ...]:
    """Return things to bring, as a list to check."""
    return tuple(
        CheckItem(
            context.localiser.words(one.what), words(context, one.note), words(context, one.only_if)
        )
        for one in things
    )


def said(steps: Iterable[Step], bring: Iterable[CheckItem]) -> Iterator[str]:
    """Return the words of steps and of things to bring, for search."""
    for step in steps:
        yield f"{step.title.text} {step.text.text if step.text else ''}"
    for item in bring:
        yield item.words.text


def translations(context: Context, text: Text) -> tuple[str, ...]:
    """Return the languages of a site in which a page with such a title truly exists."""
    tags = {tag for tag, _ in text.variants}
    return tuple(tag for tag in context.languages if tag in tags) or context.languages


def sources(context: Context, citations: Iterable[Citation]) -> tuple[Link, ...]:
    """Return where facts are from, each with the day on which it was read.

    Those that no reader is to be sent to are not among them.
    """
    return tuple(
        Link(one.url, Words(one.title), note=context.localiser.seen(one.seen) if one.seen else "")
        for one in citations
        if one.shown
    )
