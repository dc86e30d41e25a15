"""When facts were last checked: said beside those of which that is more than a year ago.

The one place that knows what is old: by the day of the build and, where a source says no more than
its month or year, by the last day of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.network.record import Source
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.words import N_

CHECKED = N_("checked in {date}")


def when(context: Context, owner: Post | Ministry, key: str) -> str:
    """Say when a fact was last checked, if that is long ago; empty where it is not, or not known.

    key: which fact, by its key in posts.yaml.
    """
    known, fact = context.index.seen, (owner.id if isinstance(owner, Post) else "", key)
    if fact not in known:
        known[fact] = newest(one for one in owner.sources if not one.facts or key in one.facts)
    return told(context, known[fact])


def told(context: Context, seen: str | None) -> str:
    """Say when something was checked, if that is long ago; seen: as sources have it."""
    if not seen or not is_old(seen, context.index.inputs.settings.today):
        return ""
    # The day itself is of no use to a reader, and in the way beside a number.
    return context.say(CHECKED).format(date=context.localiser.day(seen[:7]))


def newest(sources: Iterable[Source]) -> str:
    """Return when the newest of some sources was seen; empty where that is not known."""
    return max((one.seen for one in sources if one.seen), key=_last_day, default="")


@cache
def is_old(seen: str, today: str) -> bool:
    """Say whether a day, month or year was over more than a year before a day."""
    year_ago = f"{int(today[:4]) - 1:04}{today[4:]}"
    return _last_day(seen) < year_ago


def _last_day(seen: str) -> str:
    # Days are compared as words: whether a month has a 31st makes no difference.
    return {4: f"{seen}-12-31", 7: f"{seen}-31"}.get(len(seen), seen)


def state(index: Index) -> list[str]:
    """Return, for keys, the days long ago on which facts of the ministry were checked."""
    return _old(index, _days(index.ministry))


def state_of(index: Index, post: Post) -> list[str]:
    """Return which of the days are long ago on which facts of a post were checked, likewise."""
    return _old(index, _days(post))


def _old(index: Index, days: Iterable[str]) -> list[str]:
    today = index.inputs.settings.today
    return sorted({seen for seen in days if is_old(seen, today)})


def _days(owner: Post | Ministry) -> Iterator[str]:
    return (one.seen for one in sources_of(owner) if one.seen)


def sources_of(owner: Post | Ministry) -> Iterator[Source]:
    """Return every source that a post or the ministry names, also for its state and its centre."""
    yield from owner.sources
    parts = [owner.status] if isinstance(owner, Post) else [owner.crisis_centre]
    yield from (part.source for part in parts if part is not None and part.source is not None)
