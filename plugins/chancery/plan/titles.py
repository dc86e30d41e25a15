"""What tells pages apart that are called the same: in titles of windows and in lists of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from chancery.content.scan import EASY
from chancery.plan.context import Context
from chancery.plan.texts import IN_EASY
from chancery.plan.views import PageHead


def apart(context: Context, heads: Sequence[PageHead]) -> tuple[PageHead, ...]:
    """Return the pages of a site in one language, those called like another with what they are.

    That is what they belong to, such as the news, and their day where that is still not enough.
    The page that belongs to nothing keeps its title alone.
    """
    result = list(heads)
    for alike in _alike(enumerate(heads)):
        for place in alike:
            result[place] = replace(heads[place], within=_within(context, heads[place]))
        for still in _alike((place, result[place]) for place in alike):
            for place in still:
                head = result[place]
                words = " – ".join(filter(None, (head.within, head.dated)))
                result[place] = replace(head, within=words)
    return tuple(result)


def _alike(heads: Iterator[tuple[int, PageHead]]) -> list[list[int]]:
    """Return the places of pages that no title tells apart; the home page is called as the site."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, head in heads:
        if head.path:
            found[head.title.text.casefold(), head.within].append(place)
    return [places for places in found.values() if len(places) > 1]


def _within(context: Context, head: PageHead) -> str:
    """Return what a page belongs to, in words; empty where that is the site itself."""
    if head.path.endswith(f"{EASY}/"):
        return context.say(IN_EASY)
    return head.crumbs[-1].words.text if head.crumbs else ""
