"""Help now: whom to call, here and at home."""

from __future__ import annotations

from chancery.features.help.pages import help_now
from chancery.plan import emergency
from chancery.plan.feature import Feature
from chancery.plan.helpviews import HelpView
from chancery.plan.labels import LABELS, labelled
from chancery.plan.page import Section
from chancery.plan.search import contact_point_words


def _words(view: HelpView) -> tuple[Section, ...]:
    numbers = map(contact_point_words, (*view.here, *view.worried))
    services = (" ".join((one.services, *(n.shown for n in one.numbers))) for one in view.services)
    return (("", "", " ".join((view.place, *services, *numbers))),)


FEATURE = Feature(
    id="help",
    module=__name__,
    label=LABELS["help"],
    paths=frozenset({"help"}),
    state=emergency.state,
    pages=labelled("help", help_now, _words),
)
