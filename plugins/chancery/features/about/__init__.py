"""What there is to know about a post."""

from __future__ import annotations

from chancery.features.about.pages import about
from chancery.features.about.views import AboutView
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, labelled
from chancery.plan.page import Section
from chancery.plan.search import card_words, person_words


def _words(view: AboutView) -> tuple[Section, ...]:
    facts = (f"{fact.label} {' '.join(w.text for w in fact.words)}" for fact in view.facts)
    people, posts = map(person_words, view.people), map(card_words, view.related)
    return (("", "", " ".join((*facts, *people, *posts))),)


FEATURE = Feature(
    id="about",
    module=__name__,
    label=LABELS["about"],
    paths=frozenset({"about"}),
    state=nothing,
    pages=labelled("about", about, _words),
)
