"""The languages of a site: which page truly exists in which."""

from __future__ import annotations

from chancery.features.languages.pages import languages
from chancery.features.languages.views import LanguagesView
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, labelled
from chancery.plan.page import Section


def _words(view: LanguagesView) -> tuple[Section, ...]:
    return (("", "", " ".join(f"{c.name} {name}" for c, name, _href in view.choices)),)


FEATURE = Feature(
    id="languages",
    module=__name__,
    label=LABELS["languages"],
    paths=frozenset({"languages"}),
    state=nothing,
    pages=labelled("languages", languages, _words),
)
