"""Several feeds as one list: pure, so that a plan may call it anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urlsplit

from chancery.common.folding import ANY, folding
from chancery.feeds.entries import Entry, newest

#: For how long the same title of the same source is the same news: less than from one day's edition
#: to the next, which may well be called the same.
SAME_FOR = timedelta(hours=18)
#: Titles of fewer words ("Press review") say too little to be compared.
_FEW_WORDS = 4
_MANY_WORDS = 30
#: Parameters that say from where a reader came, and nothing of the page.
_TRACKING = re.compile(r"utm_\w+|[a-z]*clid|mc_[ce]id|pk_\w+|mtm_\w+|at_\w+|xtor|_hs\w+|igshid|si")
_KEPT = 50_000


def distinct(sources: Iterable[tuple[str, Iterable[Entry]]]) -> list[Entry]:
    """Give the entries of all sources, newest first, each thing once.

    sources: who speaks, and the entries of one of its feeds; a source may have several. Two
    entries are the same thing when they have the same link in its canonical form, the same id
    within a feed, the same name in the whole world, or within hours almost the same title and the
    same source; the newer one stays. Where instants are equal, feed and id decide, so the order of
    the sources never does.
    """
    source_of: dict[str, str] = {}
    groups = []
    for source, entries in sources:
        group = list(entries)
        source_of.update((entry.feed, source) for entry in group)
        groups.append(group)
    shown: list[Entry] = []
    names: set[tuple[str, ...]] = set()
    titles: dict[tuple[str, str], datetime] = {}
    for entry in newest(chain.from_iterable(groups)):
        found = _names(entry)
        keys = [(source_of[entry.feed], key) for key in title_keys(entry.title)]
        again = any(titles[key] - entry.shown_at <= SAME_FOR for key in keys if key in titles)
        if names.isdisjoint(found) and not again:
            shown.append(entry)
        names.update(found)
        titles.update(dict.fromkeys(keys, entry.shown_at))
    return shown


def balanced(entries: Sequence[Entry], limit: int) -> list[Entry]:
    """Give at most `limit` of the entries, newest first, none of the feeds pushed out by another.

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


def _names(entry: Entry) -> set[tuple[str, ...]]:
    """Give the names by which an entry is known again."""
    found: set[tuple[str, ...]] = {(entry.feed, entry.id)}
    if entry.link:
        found.add((canonical_link(entry.link),))
    # To the letter: two names may well differ in a fragment only.
    found.update((name,) for name in (entry.guid, entry.id) if is_global(name))
    return found


def is_global(name: str) -> bool:
    """Say whether an entry's id is one everywhere: an address, a URN or a tag (RFC 4151)."""
    return name.startswith(("http://", "https://", "urn:", "tag:"))


@lru_cache(maxsize=_KEPT)
def canonical_link(link: str) -> str:
    """Give what two addresses of one page have in common, to compare them and not to follow it.

    Without scheme, `www.`, fragment, a slash at the end, and parameters that only track readers;
    the others in order.
    """
    parts = urlsplit(link)
    query = sorted(
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(pair[0].lower())
    )
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":443").removesuffix(":80")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}"


@lru_cache(maxsize=_KEPT)
def title_keys(title: str) -> tuple[str, ...]:
    """Give the keys of a title; two that share one differ in a word at most, and in no number.

    The title as its folded words, and once more without each of them: a word that was added, left
    out or changed leaves a key in common. So titles are compared without comparing each with each.
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
