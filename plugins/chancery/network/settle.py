"""Which entry of posts.yaml becomes which post: its own, its last good one, or none.

A mistake in one entry costs the others nothing. So entries are judged in rounds: what is broken by
itself is replaced by its last good input first, and only then is judged what refers to it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field

from chancery.common.problems import MOST_TOLD, Problem, errors, shown
from chancery.common.yaml.source import Mapping, locate
from chancery.network.check import check_post, check_references, references
from chancery.network.explain import at, valid
from chancery.network.fields import SLUG
from chancery.network.ministry import Ministry
from chancery.network.model import FailedPost, Naming, Post


@dataclass(slots=True)
class Entry:
    """One item of `posts`: its tree, and the post made of it once it is good.

    partial: the post without the keys that have a problem, so that what is wrong between its other
    keys is said in the same run.
    """

    index: int
    tree: Mapping
    id: str
    post: Post | None = None
    partial: Post | None = None
    left_out: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Whether it has an error."""
        return bool(errors(self.problems))

    @property
    def prefix(self) -> str:
        """The keys that lead to it, as messages name them."""
        return f"posts.{self.id or self.index}."

    def has_problem_with(self, key: str) -> bool:
        """Whether something is wrong with one of its keys."""
        return any(problem.path == f"{self.prefix}{key}" for problem in self.problems)

    def add(self, found: Iterable[Problem]) -> None:
        """Note problems, but for those of keys that are told to be wrong already."""
        start = len(self.prefix)
        self.problems += [p for p in found if p.path[start:].split(".")[0] not in self.left_out]

    def take_what_is_good(self) -> None:
        """Read a post with problems once more without the keys that have them."""
        prefix = len(self.prefix)
        bad = {problem.path[prefix:].split(".")[0] for problem in self.problems}
        rest = {key: value for key, value in self.tree.items() if key not in bad or key == "id"}
        self.partial = valid(Post, Mapping(rest), [], "")
        self.left_out = frozenset(bad)


class Settling:
    """The entries of one reading, and what is made of them.

    posts: the posts by id; inputs: what they were made from, to be kept for the next time; kept:
    the ids of those that were made from their last good input; failed: what has no post at all.
    """

    def __init__(
        self, entries: list[Entry], nameless: bool, last_good: AbstractMapping[str, str],
        ministry: Ministry, naming: Naming,
    ) -> None:  # fmt: skip
        """Take the entries as read.

        nameless: whether some post may be there whose id could not be read, so that one whose id is
        missing may be meant; last_good: the inputs of an earlier reading.
        """
        self.entries, self.last_good = entries, last_good
        self.ministry, self.naming = ministry, naming
        self.posts: dict[str, Post] = {}
        self.inputs: dict[str, str] = {}
        self.kept: set[str] = set()
        self.failed: dict[str, FailedPost] = {}
        self._earlier: dict[str, Post | None] = {}
        #: The first entry of each id.
        self._named: dict[str, Entry] = {}
        for entry in entries:
            if entry.id:
                self._named.setdefault(entry.id, entry)
        missing = [name for name in last_good if name not in self._named and SLUG.fullmatch(name)]
        self._meant = missing if nameless else []
        self._known: dict[str, Post | None] = {name: self.earlier(name) for name in self._meant}

    def settle(self) -> None:
        """Judge all entries, and choose a post for each."""
        for name, entry in self._named.items():
            self._known[name] = entry.post or self.earlier(name)
        self._judge_alone()
        self._judge_references()
        self._say_the_rest()
        for name, entry in self._named.items():
            if entry.post is not None:
                self.posts[name] = entry.post
                self.inputs[name] = json.dumps(entry.tree, ensure_ascii=False)
        self._take_the_last_good()
        order = {name: self.posts[name] for name in self._named if name in self.posts}
        self.posts = {**order, **self.posts}
        for entry in self.entries:
            if entry.id not in self.posts:
                self.failed.setdefault(entry.id or f"#{entry.index}", _failure(entry))

    def earlier(self, name: str) -> Post | None:
        """Return the last good post of an id, None without one that is good by today's rules."""
        if name not in self._earlier:
            text = self.last_good.get(name)
            post: Post | None = valid(Post, json.loads(text), [], "") if text else None
            if post is not None and check_post(post, None, "", self.ministry, self.naming):
                post = None
            self._earlier[name] = post
        return self._earlier[name]

    def _take_the_last_good(self) -> None:
        """Take the last good posts of what is broken, and those that they name and that are gone.

        An id that was mistyped looks like a new one, and like an old one that is gone.
        """
        names = [*(name for name in self._named if name not in self.posts), *self._meant]
        for name in names:
            post = self.earlier(name)
            if name in self.posts:
                continue
            if post is None:
                if name not in self._named:
                    self.failed[name] = FailedPost(id=name)
                continue
            self.posts[name] = post
            self.inputs[name] = self.last_good[name]
            self.kept.add(name)
            names += [other for _, other in references(post) if other not in self._named]

    # ------------------------------------------------------------------ judging

    def _judge_alone(self) -> None:
        """Find what is wrong within each entry, and give up those with an error."""
        broken = {name for name, entry in self._named.items() if entry.post is None}
        kept = (self._known[name] for name in (*broken, *self._meant))
        places = {self._address(post): post.id for post in kept if post and post.site}
        # Who had an address before keeps it.
        for name in sorted(self._named, key=self._changed):
            entry = self._named[name]
            readable = entry.post or entry.partial
            if readable is None:
                continue
            found = check_post(readable, entry.tree, entry.prefix, self.ministry, self.naming)
            if entry.post is not None and readable.site:
                address = self._address(readable)
                other = places.setdefault(address, name)
                if other != name:
                    found.append(_same_address(entry, address, other))
            entry.add(found)
            if entry.broken and entry.post is not None:
                entry.post, entry.partial = None, readable
                self._known[name] = self.earlier(name)

    def _changed(self, name: str) -> bool:
        tree = json.dumps(self._named[name].tree, ensure_ascii=False)
        return self.last_good.get(name) != tree

    def _address(self, post: Post) -> str:
        return post.publish_url or f"{self.ministry.url}{post.id}/"

    def _judge_references(self) -> None:
        """Find the entries that name a wrong post, and give them up.

        One whose own mistake may be why others are wrong is replaced by its last good input before
        they are given up.
        """
        naming: dict[str, list[str]] = defaultdict(list)
        for name, entry in self._named.items():
            if entry.post is not None:
                for _, target in references(entry.post):
                    naming[target].append(name)
        found: dict[str, list[Problem]] = {}
        waiting: Iterable[str] = list(self._named)
        while True:
            for name in waiting:
                self._judge(name, found)
            if not found:
                return
            given_up = [name for name in found if not self._may_be_mended(name, found)] or [*found]
            for name in given_up:
                entry = self._named[name]
                entry.add(found.pop(name))
                self._known[name] = self.earlier(name) or entry.post
                entry.post = None
            waiting = dict.fromkeys(other for name in given_up for other in naming[name])

    def _judge(self, name: str, found: dict[str, list[Problem]]) -> None:
        entry = self._named[name]
        if entry.post is None:
            return
        suggest = len(found) < MOST_TOLD
        problems = check_references(
            entry.post, entry.tree, entry.prefix, self._known, suggest=suggest
        )
        found.pop(name, None)
        if problems:
            found[name] = problems

    def _may_be_mended(self, name: str, found: AbstractMapping[str, object]) -> bool:
        """Say whether a post that this one names is wrong itself and has a last good input."""
        post = self._named[name].post
        targets = [target for _, target in references(post)] if post else []
        return any(other in found and self.earlier(other) for other in targets if other != name)

    def _say_the_rest(self) -> None:
        """Say what else is wrong with entries that are broken by themselves: their references."""
        for entry in self._named.values():
            if entry.partial is not None:
                entry.add(check_references(entry.partial, entry.tree, entry.prefix, self._known))


def _same_address(entry: Entry, address: str, other: str) -> Problem:
    place = locate(entry.tree, ["publish_url"])[0]
    message = f"{shown(address)} is where the site of {other} lives too"
    return at(place, message, entry.prefix + "publish_url", post=entry.id, code="address-taken")


def _failure(entry: Entry) -> FailedPost:
    kind, country = entry.tree.get("kind"), entry.tree.get("country")
    return FailedPost(
        id=entry.id if SLUG.fullmatch(entry.id) else "",
        kind=kind if isinstance(kind, str) else "",
        country=country if isinstance(country, str) and len(country) == 2 else "",
    )
