"""`chancery feeds --import`: what a list of feeds would be in posts.yaml, by owner and language."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.commands.feeds import loaded_network
from chancery.commands.options import Options

if TYPE_CHECKING:
    from chancery.feeds.opml import Listed
    from chancery.network.fields import Text
    from chancery.network.load import Loaded

#: Whose a feed is that nobody in posts.yaml owns, as far as the list says.
_NOBODY = ""


@dataclass(frozen=True, slots=True)
class _Owner:
    """Somebody in posts.yaml who may have feeds: where, their sites, and what they are called."""

    path: str
    sites: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A feed of a list; owner: where in posts.yaml it belongs; fault: why it cannot be there."""

    feed: Listed
    owner: str
    known: bool = False
    fault: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "url": self.feed.url or self.feed.said,
            "title": self.feed.title,
            "language": self.feed.language,
            "group": self.feed.group,
            "owner": self.owner,
            "known": self.known,
            "fault": self.fault,
        }

    def lines(self) -> Iterator[str]:
        """Return the lines for posts.yaml; a comment for what cannot be there, or is there."""
        from chancery.common.problems import one_line, shown

        title = f"  # {self.feed.title}" if self.feed.title else ""
        if self.fault:
            yield one_line(f"# {shown(self.feed.said)} {self.fault}{title}")
        elif self.known:
            yield one_line(f"# {self.feed.url} is in posts.yaml already{title}")
        else:
            yield one_line(f"- url: {json.dumps(self.feed.url)}{title}")
            if self.feed.language:
                yield f"  language: {json.dumps(self.feed.language)}"


def import_list(options: Options, path: str) -> int:
    """Say what a list of feeds would be in posts.yaml; give 1 where it proposes nothing."""
    from chancery.common.problems import CannotStart, Place, Problem
    from chancery.feeds.document import FeedRefused

    reporter = options.reporter()
    try:
        found = _proposals(loaded_network(options), _feeds_of(path))
    except CannotStart as error:
        reporter.problems(error.problems)
        return reporter.end(2)
    except FeedRefused as refused:
        place = Place(path, refused.line, refused.column)
        cure = "Give a list as feed readers export it (OPML)."
        reporter.problems([Problem(place, refused.message, cure=cure, code="feed-unreadable")])
        return reporter.end(1)
    reporter.give(feeds=[one.as_json() for one in found])
    reporter.say(*_told(path, found))
    return reporter.end(0 if any(not one.fault and not one.known for one in found) else 1)


def _feeds_of(path: str) -> tuple[Listed, ...]:
    from chancery.common.files import read_at_most
    from chancery.common.problems import CannotStart, Place, Problem
    from chancery.feeds.document import SIZE_LIMIT
    from chancery.feeds.opml import listed_feeds

    try:
        return listed_feeds(read_at_most(Path(path), SIZE_LIMIT + 1))
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        problem = Problem(
            Place(path), message, cure="Name a file of this machine.", code="file-unreadable"
        )
        raise CannotStart([problem]) from error


def _proposals(loaded: Loaded, feeds: Iterable[Listed]) -> list[_Proposal]:
    from chancery.fetch.sources import wanted

    owners = list(_owners(loaded))
    known = set(wanted(loaded))
    fault = "is no address that can be fetched: expected http:// or https://"
    return [
        _Proposal(feed, _owner(feed, owners), feed.url in known, "" if feed.url else fault)
        for feed in feeds
    ]


def _owners(loaded: Loaded) -> Iterator[_Owner]:
    """Return who may have feeds: posts before the ministry, which is everywhere."""
    network = loaded.network
    for post in network.posts:
        names = _names(post.id, post.name, post.city)
        yield _Owner(f"posts: {post.id}", tuple(filter(None, [post.website])), names)
    for partner in network.partners:
        sites = tuple(filter(None, [partner.url]))
        yield _Owner(f"partners: {partner.id}", sites, _names(partner.id, partner.name))
    ministry = network.ministry
    sites = tuple(filter(None, [ministry.website, ministry.url]))
    yield _Owner("ministry", sites, _names("ministry", ministry.name))


def _names(name: str, *texts: Text | None) -> frozenset[str]:
    from chancery.plan.rules import folded_name

    said = [name, *(text for one in texts if one for _, text in one.variants)]
    return frozenset(folded_name(one) for one in said)


def _owner(feed: Listed, owners: Iterable[_Owner]) -> str:
    """Return whose a feed is: whoever has the longest address above it, else its namesake."""
    from chancery.plan.rules import folded_name

    below = [
        (len(site), owner.path)
        for owner in owners
        for site in owner.sites
        if any(_is_below(address, site) for address in (feed.url, feed.site))
    ]
    if below:
        longest = max(length for length, _ in below)
        paths = {path for length, path in below if length == longest}
        return paths.pop() if len(paths) == 1 else _NOBODY
    called = {folded_name(name) for name in (feed.group, feed.title) if name}
    named = {owner.path for owner in owners if called & owner.names}
    return named.pop() if len(named) == 1 else _NOBODY


def _is_below(address: str, site: str) -> bool:
    """Say whether an address is on a site, or on a host of it."""
    from urllib.parse import urlsplit

    from chancery.feeds.opml import host_of

    if not address:
        return False
    host, root = host_of(address), host_of(site)
    path = urlsplit(site).path.rstrip("/") + "/"
    if path != "/":
        return host == root and urlsplit(address).path.startswith(path)
    return host == root or host.endswith(f".{root}")


def _told(path: str, found: list[_Proposal]) -> Iterator[str]:
    """Return the lines for a person: by owner, and of each by language."""
    groups: dict[str, list[_Proposal]] = defaultdict(list)
    for one in found:
        groups[one.owner].append(one)
    yield f"{path} has {len(found)} feeds. In posts.yaml, where they belong:"
    for owner in sorted(groups, key=lambda name: (name == _NOBODY, name)):
        yield ""
        yield f"# {owner}" if owner else "# nobody in posts.yaml, as far as the list says"
        yield "    feeds:"
        for one in sorted(groups[owner], key=lambda each: each.feed.language):
            if not owner and one.feed.group:
                yield f"      # {one.feed.group}"
            yield from (f"      {line}" for line in one.lines())
