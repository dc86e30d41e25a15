"""The index of a site from A to Z, where readers search it."""

from __future__ import annotations

from chancery.features.a_z.pages import a_to_z
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, labelled, not_searched

FEATURE = Feature(
    id="a-z",
    module=__name__,
    label=LABELS["a-z"],
    paths=frozenset({"a-z"}),
    state=nothing,
    pages=labelled("a-z", a_to_z, not_searched),
)
