"""posts.yaml read and checked: every problem together, and a network from all that is good.

A problem inside one post concerns that post alone: the last good input of the post takes its place,
and without one the post is absent and named as failed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from chancery.common.problems import CannotStart, Place, Problem, nearest, shown
from chancery.common.yamlsource import (
    Mapping,
    Sequence,
    Value,
    key_place,
    locate,
    merge,
    read_yaml,
)
from chancery.network.check import check_ministry, check_partner, check_post
from chancery.network.explain import at, explain
from chancery.network.fields import SLUG
from chancery.network.model import FailedPost, Kind, Ministry, Naming, Network, Partner, Post

TOP_KEYS = ("ministry", "naming", "defaults", "partners", "posts")
#: The key under which the last good input of what is no post is kept.
SHARED = "/"


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
    def prefix(self) -> str:
        """The keys that lead to it, as messages name them."""
        return f"posts.{self.id or self.index}."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a reading gives: the network, every problem, and the input to keep for the next time.

    trees: the YAML of each post with its places, for what is checked later.
    """

    network: Network
    problems: tuple[Problem, ...]
    inputs: AbstractMapping[str, str]
    trees: AbstractMapping[str, Value]


@cache
def adapter(record: type) -> TypeAdapter[Any]:
    """Give the validator of a record (made when first asked for, it takes milliseconds)."""
    return TypeAdapter(record)


def load_network(file: Path, name: str, last_good: AbstractMapping[str, str]) -> Loaded:
    """Read a network from its posts.yaml.

    file: where it is; name: how messages name it; last_good: the inputs of an earlier reading.
    Raises CannotStart when the file cannot be read at all, or has no usable ministry.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        cure = "Give the folder of a network with --network."
        raise CannotStart(
            [Problem(Place(name), f"cannot be read: {error.strerror}", cure=cure)]
        ) from None
    return read_network(data, name, last_good)


def read_network(data: bytes, name: str, last_good: AbstractMapping[str, str]) -> Loaded:
    """Read a network from the bytes of its posts.yaml, as `load_network` does."""
    tree, found = read_yaml(data, name)
    if tree is None:
        raise CannotStart(found)
    if not isinstance(tree, Mapping):
        raise CannotStart([*found, Problem(Place(name, 1, 1), "expected the keys of a network")])
    return _Reading(tree, found, last_good).network()


class _Reading:
    """One reading: the tree, what is wrong with it so far, and what was good the last time."""

    def __init__(
        self, tree: Mapping, found: list[Problem], last_good: AbstractMapping[str, str]
    ) -> None:
        self.tree = tree
        self.last_good = last_good
        self.inputs: dict[str, str] = {}
        self.in_posts: dict[int, list[Problem]] = {}
        self.shared: list[Problem] = []
        for problem in found:
            index = _post_index(problem.path)
            if index is None:
                self.shared.append(problem)
            else:
                self.in_posts.setdefault(index, []).append(problem)

    def network(self) -> Loaded:
        for key in self.tree:
            if key not in TOP_KEYS:
                near = nearest(key, TOP_KEYS)
                cure = "" if near else f"Known keys: {', '.join(TOP_KEYS)}."
                place = key_place(self.tree, [key])
                self.shared.append(Problem(place, "is no key that is known here", key, near, cure))
        self._check_defaults()
        ministry, naming, partners = self._shared_part()
        entries = self._entries()
        posts, failed = self._settle(entries, ministry, naming)
        problems = [*self.shared, *(p for entry in entries for p in entry.problems)]
        network = Network(
            ministry=ministry, naming=naming, partners=partners, posts=posts, failed=failed
        )
        trees = {entry.id: entry.tree for entry in entries if entry.id}
        return Loaded(network, tuple(_once(problems)), self.inputs, trees)

    def _shared_part(self) -> tuple[Ministry, Naming, tuple[Partner, ...]]:
        """Read what is no post; with a problem in it, the last good one stands."""
        parts = {key: self.tree.get(key) for key in ("ministry", "naming", "partners")}
        result = self._validate_shared(parts, self.tree, self.shared)
        if result is None:
            earlier = self.last_good.get(SHARED)
            if earlier:
                result = self._validate_shared(json.loads(earlier), None, [])
                self.inputs[SHARED] = earlier
        else:
            self.inputs[SHARED] = json.dumps(parts, ensure_ascii=False)
        if result is None:
            raise CannotStart(
                _once([*self.shared, *(p for f in self.in_posts.values() for p in f)])
            )
        return result

    def _validate_shared(
        self, parts: AbstractMapping[str, Any], tree: Mapping | None, into: list[Problem]
    ) -> tuple[Ministry, Naming, tuple[Partner, ...]] | None:
        before = len(into)

        def at_key(key: str) -> Place:
            return locate(tree, [key])[0] if tree is not None else Place("")

        ministry = naming = None
        if not parts["ministry"]:
            cure = "Say whose network this is."
            into.append(at(at_key("ministry"), "is missing", "ministry", cure=cure))
        else:
            ministry = _valid(
                Ministry, parts["ministry"], into, "ministry.", "", at_key("ministry")
            )
        given: Value = parts["naming"] or Mapping()
        naming = _valid(Naming, given, into, "naming.", "", at_key("naming"))
        partners = []
        items = parts["partners"] or []
        if not isinstance(items, list):
            into.append(at(at_key("partners"), "expected a list", "partners"))
            items = []
        for number, item in enumerate(items):
            prefix = f"partners.{number}."
            partner = _valid(Partner, item, into, prefix, "", at_key("partners"))
            if partner is not None:
                into.extend(check_partner(partner, item, prefix))
                partners.append(partner)
        if ministry is not None:
            into.extend(check_ministry(ministry, parts["ministry"], naming))
        broken = any(not problem.warning for problem in into[before:])
        if broken or ministry is None or naming is None:
            return None
        return ministry, naming, tuple(partners)

    def _check_defaults(self) -> None:
        """Say what of `defaults` no post could take; its values are checked with the posts."""
        defaults = self.tree.get("defaults")
        if defaults is None:
            return
        if not isinstance(defaults, Mapping):
            place = locate(self.tree, ["defaults"])[0]
            self.shared.append(at(place, "expected the keys kinds and countries", "defaults"))
            return
        for group, table in defaults.items():
            valid = {"kinds": get_args(Kind), "countries": None}
            if group not in valid or not isinstance(table, Mapping):
                near = nearest(group, valid)
                place = key_place(defaults, [group])
                message = "expected the keys kinds and countries, each with a table"
                self.shared.append(at(place, message, f"defaults.{group}", near=near))
                continue
            known = valid[group]
            for key in table:
                if known is not None and key not in known:
                    place = key_place(table, [key])
                    message = "is no kind of post"
                    path = f"defaults.{group}.{key}"
                    self.shared.append(at(place, message, path, near=nearest(key, known)))

    def _entries(self) -> list[Entry]:
        items = self.tree.get("posts")
        if not isinstance(items, Sequence) or not items:
            place = locate(self.tree, ["posts"])[0]
            raise CannotStart([*self.shared, at(place, "expected a list of posts", "posts")])
        entries = []
        seen: dict[str, Place] = {}
        for index, item in enumerate(items):
            if not isinstance(item, Mapping):
                place = locate(self.tree, ["posts", index])[0]
                self.shared.append(at(place, "expected the keys of a post", f"posts.{index}"))
                continue
            entry = self._entry(index, item)
            if entry.id in seen:
                first = seen[entry.id]
                entry.problems.append(
                    at(
                        item.place_of("id"),
                        f"{entry.id!r} is the id of the post at line {first.line} too",
                        entry.prefix + "id",
                        post=entry.id,
                        cure="Give one of them another id.",
                    )
                )
                entry.post = None
            elif entry.id:
                seen[entry.id] = item.place_of("id")
            entries.append(entry)
        return entries

    def _entry(self, index: int, item: Mapping) -> Entry:
        raw = item.get("id")
        entry = Entry(index, self._with_defaults(item), raw if isinstance(raw, str) else "")
        entry.problems += [
            replace(problem, post=entry.id, path=_renamed(problem.path, entry))
            for problem in self.in_posts.get(index, [])
        ]
        post = _valid(Post, entry.tree, entry.problems, entry.prefix, entry.id)
        entry.post = post if not _broken(entry) else None
        if post is None:
            _take_what_is_good(entry)
        return entry

    def _with_defaults(self, item: Mapping) -> Mapping:
        defaults = self.tree.get("defaults")
        if not isinstance(defaults, Mapping):
            return item
        merged = item
        for group, key in (("countries", item.get("country")), ("kinds", item.get("kind"))):
            table = defaults.get(group)
            if isinstance(table, Mapping) and isinstance(key, str):
                base = table.get(key)
                if isinstance(base, Mapping):
                    merged = merge(base, merged)
        return merged

    def _settle(
        self, entries: list[Entry], ministry: Ministry, naming: Naming
    ) -> tuple[tuple[Post, ...], tuple[FailedPost, ...]]:
        """Check posts against one another; put the last good input where one is broken."""
        known: dict[str, Post | None] = {}
        for entry in entries:
            if entry.id and known.get(entry.id) is None:
                known[entry.id] = entry.post or self._earlier(entry.id)
        places: dict[str, str] = {}
        for entry in entries:
            readable = entry.post or entry.partial
            if readable is not None:
                found = check_post(readable, entry.tree, entry.prefix, known, ministry, naming)
                found += _check_address(readable, entry, ministry, places)
                entry.problems += [
                    problem
                    for problem in found
                    if problem.path.removeprefix(entry.prefix).split(".")[0] not in entry.left_out
                ]
                if _broken(entry):
                    entry.post = None
        posts: dict[str, Post] = {}
        failed: dict[str, FailedPost] = {}
        for entry in entries:
            post = self._chosen(entry, known, ministry, naming)
            if post is not None:
                posts.setdefault(post.id, post)
            else:
                failed.setdefault(entry.id or f"#{entry.index}", _failure(entry))
        return tuple(posts.values()), tuple(f for key, f in failed.items() if key not in posts)

    def _chosen(
        self, entry: Entry, known: dict[str, Post | None], ministry: Ministry, naming: Naming
    ) -> Post | None:
        if entry.post is not None:
            self.inputs[entry.id] = json.dumps(entry.tree, ensure_ascii=False)
            return entry.post
        earlier = self._earlier(entry.id)
        if earlier is None or entry.id in self.inputs:
            return None
        if any(not p.warning for p in check_post(earlier, entry.tree, "", known, ministry, naming)):
            return None
        self.inputs[entry.id] = self.last_good[entry.id]
        return earlier

    def _earlier(self, post_id: str) -> Post | None:
        text = self.last_good.get(post_id)
        return _valid(Post, json.loads(text), [], "") if text else None


def _check_address(
    post: Post, entry: Entry, ministry: Ministry, places: dict[str, str]
) -> list[Problem]:
    """Say when two sites want to live at one address; places: address to id, filled here."""
    if not post.site:
        return []
    address = post.publish_url or f"{ministry.url}{post.id}/"
    other = places.setdefault(address, post.id)
    if other == post.id:
        return []
    place = locate(entry.tree, ["publish_url"])[0]
    message = f"{shown(address)} is where the site of {other} lives too"
    return [at(place, message, entry.prefix + "publish_url", post=post.id)]


def _broken(entry: Entry) -> bool:
    return any(not problem.warning for problem in entry.problems)


def _take_what_is_good(entry: Entry) -> None:
    """Read a post with problems once more without the keys that have them."""
    prefix = len(entry.prefix)
    bad = {problem.path[prefix:].split(".")[0] for problem in entry.problems}
    rest = Mapping(
        {key: value for key, value in entry.tree.items() if key not in bad or key == "id"}
    )
    entry.partial = _valid(Post, rest, [], "")
    entry.left_out = frozenset(bad)


def _failure(entry: Entry) -> FailedPost:
    kind, country = entry.tree.get("kind"), entry.tree.get("country")
    return FailedPost(
        id=entry.id if SLUG.fullmatch(entry.id) else "",
        kind=kind if isinstance(kind, str) else "",
        country=country if isinstance(country, str) and len(country) == 2 else "",
    )


def _valid(
    record: type,
    tree: Value,
    into: list[Problem],
    prefix: str,
    post: str = "",
    place: Place | None = None,
) -> Any:
    """Give the record, or None with its problems; place: where it is, should it be no mapping."""
    try:
        return adapter(record).validate_python(tree)
    except ValidationError as error:
        for problem in explain(error, tree, record, prefix=prefix, post=post):
            into.append(
                problem if problem.place.file else replace(problem, place=place or problem.place)
            )
        return None


def _post_index(path: str) -> int | None:
    parts = path.split(".", 2)
    if len(parts) > 1 and parts[0] == "posts" and parts[1].isdecimal():
        return int(parts[1])
    return None


def _renamed(path: str, entry: Entry) -> str:
    rest = path.split(".", 2)[2:]
    return entry.prefix + rest[0] if rest else entry.prefix.rstrip(".")


def _once(problems: list[Problem]) -> list[Problem]:
    """Report what stands in `defaults` once, not for every post that takes it."""
    seen: set[tuple[Place, str]] = set()
    result = []
    for problem in sorted(problems, key=lambda p: (p.place, p.path, p.message)):
        if (problem.place, problem.message) not in seen:
            seen.add((problem.place, problem.message))
            result.append(problem)
    return result
