"""How accessible the sites are: what the last test found, beside the text that says so."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.common.languages import language_name
from chancery.content.model import Document
from chancery.plan.context import Context
from chancery.plan.feature import Feature, nothing
from chancery.plan.views import Block
from chancery.plan.words import N_

#: The text page that says how accessible the sites are.
ACCESSIBILITY = "accessibility"
TESTED = N_(
    "Tested by machine on {date}: {pages} pages in {languages}, each in {looks} windows and colour "
    "schemes, with {tool}. Faults found: {faults}."
)


def _tested(context: Context) -> str:
    """Say what the last test of the theme's accessibility looked at and found."""
    tested, localiser = context.index.inputs.theme.tested, context.localiser
    if tested is None:
        return ""
    return context.say(TESTED).format(
        date=localiser.day(tested.day),
        pages=localiser.number(tested.pages),
        languages=localiser.join(language_name(tag, context.language) for tag in tested.languages),
        looks=localiser.number(tested.looks),
        tool=tested.tool,
        faults=localiser.number(tested.faults),
    )


def below(context: Context, document: Document) -> Iterator[Block]:
    """Return what the last test found, where there was one."""
    if document.slug == ACCESSIBILITY and (tested := _tested(context)):
        yield Block(10, "tested.html", tested)


FEATURE = Feature(id="accessibility", module=__name__, state=nothing, below=below)
