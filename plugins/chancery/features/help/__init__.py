"""Help now: whom to call, here and at home."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.help.pages import help_now
from chancery.plan import emergency
from chancery.plan.context import Context
from chancery.plan.feature import Feature
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page, Section
from chancery.plan.search import number_words
from chancery.plan.views import HelpView


def _words(view: HelpView) -> tuple[Section, ...]:
    numbers = map(number_words, (*view.here, *view.worried))
    services = (" ".join((one.services, *(n.shown for n in one.numbers))) for one in view.services)
    return (("", "", " ".join((view.place, *services, *numbers))),)


def pages(context: Context) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if context.post is not None:
        view = help_now(context, context.post)
        yield page(context, "help", view, _words(view))


FEATURE = Feature(
    id="help",
    module=__name__,
    label=LABELS["help"],
    paths=frozenset({"help"}),
    state=emergency.state,
    pages=pages,
)
