"""Service notices on sites: which hold or come soon, and how they read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from chancery.content.notices import ServiceNotice
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.newsviews import NoticeLine
from chancery.plan.words import N_, rfc3339

#: For how long before its beginning a notice is told.
AHEAD = timedelta(days=7)
AFFECTED = {
    "counter": N_("Counter"),
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "post": N_("Letters and parcels"),
    "online": N_("Online services"),
}
SINCE = N_("since {date}")
FROM = N_("from {date}")
SPAN = N_("{start} to {end}")


def shown(index: Index, post: Post) -> list[tuple[Post, ServiceNotice]]:
    """Return the notices of a post and of the one that stands in for it, the soonest first."""
    now = index.inputs.settings.now
    helper = index.helper(post)
    found = []
    for owner in (post, *([helper] if helper else [])):
        zone = owner.timezone or ""
        for notice in index.inputs.notices.get(owner.id, ()):
            ends = notice.ends(zone)
            if notice.begins(zone) - AHEAD <= now and (ends is None or now < ends):
                found.append((owner, notice))
    return sorted(found, key=lambda pair: (pair[1].begins(pair[0].timezone or ""), pair[0].id))


def state(index: Index, post: Post) -> list[object]:
    """Return, for a site's key, the notices that it shows, and whether each has begun."""
    now = index.inputs.settings.now
    return [(owner.id, notice, notice.begins(owner.timezone or "") <= now)
            for owner, notice in shown(index, post)]  # fmt: skip


def instants(index: Index) -> Iterator[datetime]:
    """Return the instants at which what is shown of a notice changes."""
    for name, notices in index.inputs.notices.items():
        owner = index.posts.get(name)
        zone = (owner.timezone if owner else None) or ""
        for notice in notices:
            begins, ends = notice.begins(zone), notice.ends(zone)
            yield from (begins - AHEAD, begins, *([ends] if ends else []))


def lines(context: Context, post: Post) -> tuple[NoticeLine, ...]:
    """Return the notices that readers of a post's site see."""
    return tuple(_line(context, post, owner, one) for owner, one in shown(context.index, post))


def _line(context: Context, post: Post, owner: Post, notice: ServiceNotice) -> NoticeLine:
    words = context.localiser.words
    begun = notice.begins(owner.timezone or "") <= context.index.inputs.settings.now
    return NoticeLine(
        affects=context.localiser.join(context.say(AFFECTED[one]) for one in notice.affects),
        when=_when(context, owner, notice, begun),
        text=words(notice.text),
        instead=words(notice.instead) if notice.instead else None,
        owner=context.localiser.place(owner) if owner is not post else None,
        begun=begun,
        sample=notice.sample,
        until_iso=rfc3339(ends) if (ends := notice.ends(owner.timezone or "")) else "",
    )


def _when(context: Context, owner: Post, notice: ServiceNotice, begun: bool) -> str:
    zone = owner.timezone or ""

    def said(local: str, instant: datetime) -> str:
        return (
            context.localiser.moment(instant, zone)
            if "T" in local
            else context.localiser.day(local)
        )

    start = said(notice.from_, notice.begins(zone))
    ends = notice.ends(zone)
    if notice.until is None or ends is None:
        return context.say(SINCE if begun else FROM).format(date=start)
    end = said(notice.until, ends)
    return start if start == end else context.say(SPAN).format(start=start, end=end)
