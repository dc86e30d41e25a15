"""Which entries of feeds a site shows: by the rules, each thing once, no feed too loud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chancery.feeds.entries import Entry, newest
from chancery.feeds.merge import balanced, distinct
from chancery.feeds.occurrences import Occurrence
from chancery.network.model import Post
from chancery.plan import events
from chancery.plan.index import Index
from chancery.plan.rules import Rules, Verdict
from chancery.plan.words import iso_day

if TYPE_CHECKING:
    from chancery.plan.news import Flow

#: How many entries of feeds a site shows, beside events; its own items it shows all.
ENTRIES = 60


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that a site shows, with the feed it is from and what the rules say of it.

    when: of an event, its time that is or is next.
    """

    entry: Entry
    flow: Flow
    verdict: Verdict
    when: Occurrence | None = None


def chosen(index: Index, post: Post | None, flows: Iterable[Flow]) -> list[Told]:
    """Return the entries that the site of a post shows (the portal, without one): events last."""
    told: dict[int, Told] = {}
    groups = []
    rules = _rules(index, post)
    for flow in flows:
        kept = []
        for entry in index.entries.get(flow.feed.key, ()):
            verdict = rules.judge(flow.feed, entry)
            when = events.occurrence(index, post, entry) if entry.starts else None
            if not verdict.hidden and (when or not entry.starts):
                told[id(entry)] = Told(entry, flow, verdict, when)
                kept.append(entry)
        groups.append((flow.source, kept))
    # What is pinned stays, whatever its age and however much is newer.
    pinned = [e for _, kept in groups for e in kept if told[id(e)].verdict.pinned]
    single = distinct([("", pinned)]) if pinned else []
    others = [entry for entry in distinct(groups) if not told[id(entry)].verdict.pinned]
    room = max(0, ENTRIES - len(single))
    news = balanced([entry for entry in others if not entry.starts], room)
    found = [told[id(entry)] for entry in newest([*single, *news])]
    return found + _next([told[id(entry)] for entry in others if entry.starts])


def _rules(index: Index, post: Post | None) -> Rules:
    own = post.news.rules if post else ()
    return Rules((*index.ministry.news.rules, *own), index.topics)


def _next(found: list[Told]) -> list[Told]:
    """Return the events that a site shows: those that are next."""
    timed = [(told.when.begun, told.entry.feed, told.entry.id, told) for told in found if told.when]
    return [told for *_, told in sorted(timed, key=lambda one: one[:3])[: events.EVENTS]]


def left_out(
    index: Index, post: Post | None, flows: Iterable[Flow], shown: Iterable[Told]
) -> Mapping[tuple[str, str], str]:
    """Return why a site does not show the other entries of its feeds, in words for a person.

    By feed and id; shown: what `chosen` gives.
    """
    there = {(told.entry.feed, told.entry.id) for told in shown}
    flows = list(flows)
    groups = [(flow.source, index.entries.get(flow.feed.key, ())) for flow in flows]
    once = {(entry.feed, entry.id) for entry in distinct(groups)}
    rules = _rules(index, post)
    why: dict[tuple[str, str], str] = {}
    for flow in flows:
        for entry in index.inputs.entries.get(flow.feed.key, ()):
            key = (entry.feed, entry.id)
            if key not in there:
                hidden = rules.judge(flow.feed, entry).hidden
                why[key] = _why(index, post, entry, hidden=hidden, once=key in once)
    return why


def _why(index: Index, post: Post | None, entry: Entry, *, hidden: bool, once: bool) -> str:
    day = iso_day(entry.shown_at)
    if day > index.inputs.settings.today:
        return f"is of a later day, {day}"
    if entry.starts and events.occurrence(index, post, entry) is None:
        return "is past"
    if hidden:
        return "is hidden by a rule (news.rules)"
    if not once:
        return "says what an entry of another feed says"
    if entry.starts:
        return f"{events.EVENTS} others are next"
    return f"a site shows {ENTRIES}, and others are newer"
