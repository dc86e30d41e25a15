"""The feeds that a network names, each once, with the place that names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chancery.common.problems import Level, Place, Problem
from chancery.common.yaml.source import Value, locate
from chancery.feeds.entries import Keeping
from chancery.network.channelfeeds import channel_feed
from chancery.network.feedkeeping import USUAL, Kept, keeping_of
from chancery.network.load import PARTNERS, SHARED, Loaded
from chancery.network.ministry import Ministry
from chancery.network.model import Partner, Post
from chancery.network.newsfeeds import FeedSource


@dataclass(frozen=True, slots=True)
class Wanted:
    """A feed to fetch, and who names it first.

    Attributes:
        url: Its address, under which its entries are kept too.
        place: Where posts.yaml names the address.
        path: The keys that lead there.
        post: The post that names it, if it is the only one; else empty.
        pictures: Whether somebody who names it wants its pictures copied.
        language: The one that posts.yaml says it is in, or empty.
        own: Whether only the ministry and its posts name it.
        kept: How long entries stay that the feed no longer has.
    """

    url: str
    place: Place
    path: str
    post: str
    pictures: bool = False
    language: str = ""
    own: bool = False
    kept: Kept = USUAL

    def keeping(self, now: datetime) -> Keeping:
        """Return how long its entries stay that it has no longer, at an instant."""
        return Keeping(now, self.kept.days, self.kept.entries)

    def problem(
        self, message: str, cure: str = "", *, level: Level = Level.ERROR, code: str = ""
    ) -> Problem:
        """Return a problem with the feed at the place that names it."""
        said = f"{self.url} {message}"
        return Problem(self.place, said, self.path, "", cure, self.post, level, code=code)


def wanted(loaded: Loaded) -> dict[str, Wanted]:
    """Return every feed with an address, by its key."""
    found: dict[str, Wanted] = {}
    stays = keeping_of(loaded.network)
    for source, place, path, post in _all(loaded):
        if source.url is None:
            continue
        own = not path.startswith("partners.")
        new = Wanted(
            source.url, place, path, post, source.images == "copy", source.language or "", own,
            stays[source.key],
        )  # fmt: skip
        known = found.get(source.key, new)
        pictures = known.pictures or new.pictures
        only = post if known.post == post else ""
        found[source.key] = replace(
            known, post=only, pictures=pictures, own=known.own and new.own,
            language=known.language and new.language,
        )  # fmt: skip
    return found


def _all(loaded: Loaded) -> Iterator[tuple[FeedSource, Place, str, str]]:
    network, trees = loaded.network, loaded.trees
    yield from _of(network.ministry, trees.get(SHARED), [], "ministry.", "")
    for number, partner in enumerate(network.partners):
        yield from _of(partner, trees.get(PARTNERS), [number], f"partners.{number}.", "")
    for post in network.posts:
        yield from _of(post, trees.get(post.id), [], f"posts.{post.id}.", post.id)


def _of(
    owner: Ministry | Partner | Post, tree: Value, base: list[str | int], prefix: str, post: str
) -> Iterator[tuple[FeedSource, Place, str, str]]:
    """Return an owner's feeds; one that comes from an account has the place that asks for it."""
    accounts = {channel_feed(channel): index for index, channel in enumerate(owner.channels)}
    for index, feed in enumerate(owner.feeds):
        keys: list[str | int] = ["feeds", index, "url"]
        if feed.url in accounts:
            keys = ["channels", accounts[feed.url], "feed"]
        place = locate(tree, [*base, *keys])[0] if tree is not None else Place("")
        yield feed, place, prefix + ".".join(str(key) for key in keys), post
