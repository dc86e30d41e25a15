"""Contact and hours of a post."""

from __future__ import annotations

from chancery.features.contact.pages import contact
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, labelled
from chancery.plan.search import contact_words

FEATURE = Feature(
    id="contact",
    module=__name__,
    label=LABELS["contact"],
    paths=frozenset({"contact"}),
    state=nothing,
    pages=labelled("contact", contact, contact_words),
)
