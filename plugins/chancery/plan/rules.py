"""What a site does with entries of feeds: the ministry's rules and the post's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from chancery.common.folding import folded
from chancery.feeds.entries import Entry
from chancery.feeds.links import canonical_link
from chancery.network.newsfeeds import FeedSource, NewsRule


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of an entry.

    topics: what it is about: its feed's topic, then the rules', then what its feed files it under.
    """

    hidden: bool = False
    pinned: bool = False
    topics: tuple[str, ...] = ()


class Rules:
    """The rules of one site, made ready to be asked of many entries."""

    def __init__(self, rules: Iterable[NewsRule], topics: Mapping[str, str]) -> None:
        """Take the rules, all of which count that match an entry; topics: ids by folded names."""
        self._topics = topics
        self._rules = [
            (
                rule,
                canonical_link(rule.link) if rule.link else "",
                tuple(folded_name(words) for words in rule.words),
            )
            for rule in rules
        ]

    def judge(self, feed: FeedSource, entry: Entry) -> Verdict:
        """Say what becomes of an entry of a feed."""
        topics = dict.fromkeys([feed.topic] if feed.topic else [])
        hidden = pinned = False
        for rule, link, words in self._rules:
            if _matches(rule, link, words, feed, entry):
                hidden, pinned = hidden or rule.hide, pinned or rule.pin
                topics.update(dict.fromkeys([rule.topic] if rule.topic else []))
        filed = (self._topics.get(folded_name(name)) for name in entry.topics)
        topics.update(dict.fromkeys(filter(None, filed)))
        return Verdict(hidden, pinned, tuple(topics))


@lru_cache(maxsize=50_000)
def folded_name(name: str) -> str:
    """Return a name as it is compared with others: without capitals, accents and marks."""
    return folded(name)


def _matches(
    rule: NewsRule, link: str, words: tuple[str, ...], feed: FeedSource, entry: Entry
) -> bool:
    if rule.feed and rule.feed not in (feed.url, feed.file):
        return False
    if link and link != canonical_link(entry.link):
        return False
    title = folded_name(entry.title) if words else ""
    # A word without letters, such as a sign alone, is in no title.
    return not words or any(word and word in title for word in words)
