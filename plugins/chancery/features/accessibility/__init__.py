"""How accessible the sites are: what the last test found, beside the text that says so."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.common.languages import language_name
from chancery.content.model import Document
from chancery.plan.desk import Desk
from chancery.plan.feature import Feature, nothing
from chancery.plan.views import Block
from chancery.plan.words import N_

#: The text page that says how accessible the sites are.
ACCESSIBILITY = "accessibility"
TESTED = N_(
    "Tested by machine on {date}: {pages} pages in {languages}, each in {looks} windows and colour "
    "schemes, with {tool}. Faults found: {faults}."
)


def _tested(desk: Desk) -> str:
    """Say what the last test of the theme's accessibility looked at and found."""
    tested, speaker = desk.index.inputs.theme.tested, desk.speaker
    if tested is None:
        return ""
    return desk.say(TESTED).format(
        date=speaker.day(tested.day),
        pages=speaker.number(tested.pages),
        languages=speaker.join(language_name(tag, desk.language) for tag in tested.languages),
        looks=speaker.number(tested.looks),
        tool=tested.tool,
        faults=speaker.number(tested.faults),
    )


def below(desk: Desk, document: Document) -> Iterator[Block]:
    """Give what the last test found, where there was one."""
    if document.slug == ACCESSIBILITY and (tested := _tested(desk)):
        yield Block(10, "tested.html", tested)


FEATURE = Feature(id="accessibility", module=__name__, state=nothing, below=below)
