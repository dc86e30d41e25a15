"""What there is to know about a post."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.about.pages import about
from chancery.features.about.views import AboutView
from chancery.plan.context import Context
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page, Section
from chancery.plan.search import card_words, person_words


def _words(view: AboutView) -> tuple[Section, ...]:
    facts = (f"{fact.label} {' '.join(w.text for w in fact.words)}" for fact in view.facts)
    people, posts = map(person_words, view.people), map(card_words, view.related)
    return (("", "", " ".join((*facts, *people, *posts))),)


def pages(context: Context) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if context.post is not None:
        view = about(context, context.post)
        yield page(context, "about", view, _words(view))


FEATURE = Feature(
    id="about",
    module=__name__,
    label=LABELS["about"],
    paths=frozenset({"about"}),
    state=nothing,
    pages=pages,
)
