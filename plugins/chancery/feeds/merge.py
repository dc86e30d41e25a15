"""Several feeds as one list: pure, so that a plan may call it anywhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain

from chancery.common.folding import ANY, folding
from chancery.feeds.entries import Entry, newest
from chancery.feeds.links import canonical_link, is_site

#: For how long the same title of the same source is the same news: less than from one day's edition
#: to the next, which may well be called the same.
SAME_FOR = timedelta(hours=18)
#: Titles of fewer words ("Press review") say too little to be compared.
_FEW_WORDS = 4
_MANY_WORDS = 30
_KEPT = 50_000


def distinct(sources: Iterable[tuple[str, Iterable[Entry]]]) -> list[Entry]:
    """Return the entries of all sources, newest first, each thing once.

    sources: who speaks, and the entries of one of its feeds; a source may have several. Two
    entries of different feeds are the same thing when they have the same link in its canonical
    form, the same name in the whole world, or within hours almost the same title and the same
    source; the newer one stays. What several entries of one feed lead to, or are called, tells
    nothing. Two entries of one feed are two things, as their ids say. Where instants are equal,
    feed and id decide, so the order of the sources never does.
    """
    source_of: dict[str, str] = {}
    groups = []
    for source, entries in sources:
        group = list(entries)
        source_of.update((entry.feed, source) for entry in group)
        groups.append(group)
    shown: list[Entry] = []
    names: dict[str, set[str]] = defaultdict(set)
    ids: set[tuple[str, str]] = set()
    titles = _Titles()
    named = {(one.feed, one.id): _names(one) for one in chain.from_iterable(groups)}
    shared = _shared(named)
    for entry in newest(chain.from_iterable(groups)):
        own = (entry.feed, entry.id)
        found = named[own] - shared
        elsewhere = any(names[name] - {entry.feed} for name in found)
        if own not in ids and not elsewhere and not titles.told(entry, source_of[entry.feed]):
            shown.append(entry)
            titles.add(entry, source_of[entry.feed])
        ids.add(own)
        for name in found:
            names[name].add(entry.feed)
    return shown


class _Titles:
    """The titles that sources have told, to know one again in another feed of the same source."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], list[tuple[str, datetime, bool]]] = defaultdict(list)

    def told(self, entry: Entry, source: str) -> bool:
        """Say whether another feed told it within hours, with a word more or less at most."""
        return any(
            feed != entry.feed and (whole or at == 0) and when - entry.shown_at <= SAME_FOR
            for at, key in enumerate(title_keys(entry.title))
            for feed, when, whole in self._told.get((source, key), ())
        )

    def add(self, entry: Entry, source: str) -> None:
        for at, key in enumerate(title_keys(entry.title)):
            self._told[source, key].append((entry.feed, entry.shown_at, at == 0))


def balanced(entries: Sequence[Entry], limit: int) -> list[Entry]:
    """Return at most `limit` of the entries, newest first, none of the feeds pushed out by another.

    entries: newest first. Each feed has an equal share of the places; what one does not need goes
    to the newest of the others.
    """
    if len(entries) <= limit:
        return list(entries)
    share = max(1, limit // len({entry.feed for entry in entries}))
    taken: Counter[str] = Counter()
    within: list[Entry] = []
    beyond: list[Entry] = []
    for entry in entries:
        taken[entry.feed] += 1
        (within if taken[entry.feed] <= share else beyond).append(entry)
    within = within[:limit]
    return newest([*within, *beyond[: limit - len(within)]])


def _names(entry: Entry) -> set[str]:
    """Return the names by which an entry is known again in another feed; that of a site is none."""
    found = {canonical_link(entry.link)} if entry.link and not is_site(entry.link) else set()
    # To the letter: two names may well differ in a fragment only.
    named = (name for name in (entry.guid, entry.id) if is_global(name))
    found.update(name for name in named if not is_site(name))
    return found


def _shared(named: Mapping[tuple[str, str], Iterable[str]]) -> set[str]:
    """Return titles and addresses that several entries of a feed share: they identify none."""
    once: set[tuple[str, str]] = set()
    shared: set[str] = set()
    for (feed, _), names in named.items():
        for name in names:
            if (feed, name) in once:
                shared.add(name)
            once.add((feed, name))
    return shared


def is_global(name: str) -> bool:
    """Say whether an entry's id is one everywhere: an address, a URN or a tag (RFC 4151)."""
    return name.startswith(("http://", "https://", "urn:", "tag:"))


@lru_cache(maxsize=_KEPT)
def title_keys(title: str) -> tuple[str, ...]:
    """Return the keys of a title: its folded words, then those without each word but numbers.

    Of two titles that differ by a word more or less, the first key of one is a key of the other. So
    titles are compared without comparing each with each.
    """
    words = folding(ANY).words(title)[:_MANY_WORDS]
    if len(words) < _FEW_WORDS:
        return ()
    without = (
        " ".join(words[:at] + words[at + 1 :])
        for at, word in enumerate(words)
        if not any(letter.isdigit() for letter in word)
    )
    return (" ".join(words), *without)
