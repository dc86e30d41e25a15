"""posts.yaml read and checked: every problem together, and a network from all that is good.

A problem inside one post concerns that post alone: the last good input of the post takes its place,
and without one the post is absent and named as failed. What is no post has last good inputs too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from chancery.common.files import file_fault, read_at_most
from chancery.common.problems import (
    CannotStart,
    Level,
    Place,
    Problem,
    errors,
    nearest,
    without_echoes,
)
from chancery.common.yaml.source import (
    DEFAULT,
    Mapping,
    Sequence,
    Value,
    key_place,
    locate,
    merge,
    read_yaml,
)
from chancery.network.channelfeeds import with_channel_feeds, with_plain_accounts
from chancery.network.check import check_ministry, check_partner
from chancery.network.explain import at, valid
from chancery.network.lint import empty_values, lint_ministry, lint_post
from chancery.network.ministry import Ministry
from chancery.network.model import Acceptance, Defaults, Naming, Network, NetworkFile, Partner, Post
from chancery.network.newsfeeds import Keep
from chancery.network.numberlint import is_invented, lint_numbers
from chancery.network.settle import Entry, Settling
from chancery.network.sourcelint import lint_sources

#: The most bytes of posts.yaml, those of any YAML. Two hundred posts need a fiftieth of it; what is
#: larger is another file, or would make each build wait for seconds.
LARGEST_FILE = DEFAULT.size
TOP_KEYS = tuple(item.name for item in fields(NetworkFile))
#: The keys under which the last good input of what is no post is kept; no id has a slash.
SHARED = "/"
DEFAULTS = "/defaults"
#: The key under which the YAML of the partners is given.
PARTNERS = "/partners"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a reading gives: the network, every problem, and the input to keep for the next time.

    trees: the YAML of each post, of the ministry (under `SHARED`) and of the partners (under
    `PARTNERS`) with its places, for what is checked later; kept: the ids of the posts that are made
    from their last good input; nameless: whether a post may be there whose id could not be read;
    accepted: which warnings may stand, each with the place that says so; source: the bytes of the
    file.
    """

    network: Network
    problems: tuple[Problem, ...]
    inputs: AbstractMapping[str, str]
    trees: AbstractMapping[str, Value]
    kept: frozenset[str]
    nameless: bool
    accepted: tuple[tuple[Acceptance, Place], ...] = ()
    source: bytes = b""


def load_network(file: Path, name: str, last_good: AbstractMapping[str, str]) -> Loaded:
    """Read a network from its posts.yaml.

    file: where it is; name: how messages name it; last_good: the inputs of an earlier reading.
    Raises CannotStart when the file cannot be read at all, or has no usable ministry.
    """
    return read_network(read_posts(file, name), name, last_good)


def read_posts(file: Path, name: str) -> bytes:
    """Return the bytes of a posts.yaml; raises CannotStart when they cannot be read."""
    data = b""
    fault = file_fault(file, file.parent, LARGEST_FILE)
    try:
        data = b"" if fault else read_at_most(file, LARGEST_FILE)
    except OSError as error:
        fault = f"cannot be read: {error.strerror}"
    if fault:
        cure = "Put a network's posts.yaml there, or name another folder with --network."
        raise CannotStart([Problem(Place(name), fault, cure=cure, code="file-unreadable")])
    return data


def read_network(data: bytes, name: str, last_good: AbstractMapping[str, str]) -> Loaded:
    """Read a network from the bytes of its posts.yaml, as `load_network` does."""
    tree, found = read_yaml(data, name)
    if tree is None:
        raise CannotStart(found)
    if not isinstance(tree, Mapping):
        raise CannotStart(
            [
                *found,
                Problem(Place(name, 1, 1), "expected the keys of a network", code="value-invalid"),
            ]
        )
    return replace(_Reading(tree, found, last_good).network(), source=data)


_Owner = TypeVar("_Owner", Ministry, Partner, Post)


class _Reading:
    """One reading: the tree, what is wrong with it so far, and what was good the last time."""

    def __init__(
        self, tree: Mapping, found: list[Problem], last_good: AbstractMapping[str, str]
    ) -> None:
        self.tree = tree
        self.found = found
        self.last_good = last_good
        self.inputs: dict[str, str] = {}
        self.in_posts: dict[int, list[Problem]] = {}
        self.shared: list[Problem] = []
        self.defaults = Mapping()
        #: Whether some post may be there whose id is not known.
        self.nameless = False
        #: The ministry's country, and whether its network is an invented one.
        self.ours = ""
        self.invented = False
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
                self.shared.append(
                    Problem(
                        place, "is no key that is known here", key, near, cure, code="key-unknown"
                    )
                )
        self.defaults = self._read_defaults()
        ministry, naming, partners = self._shared_part()
        self.ours = ministry.country
        self.invented = is_invented(ministry)
        settling = Settling(self._entries(), self.nameless, self.last_good, ministry, naming)
        settling.settle()
        accepted = self._accepted()
        self.inputs.update(settling.inputs)
        self.shared += without_echoes(self._empty_shared(), self.shared)
        problems = [*self.shared, *(p for entry in settling.entries for p in entry.problems)]
        network = Network(
            ministry=_with_accounts(ministry),
            naming=naming,
            partners=tuple(_with_accounts(partner) for partner in partners),
            posts=tuple(_with_accounts(post) for post in settling.posts.values()),
            failed=tuple(settling.failed.values()),
            keep=self._keep(),
        )
        trees: dict[str, Value] = {entry.id: entry.tree for entry in settling.entries if entry.id}
        trees[SHARED] = self.tree.get("ministry")
        trees[PARTNERS] = self.tree.get("partners")
        kept = frozenset(settling.kept)
        return Loaded(
            network, tuple(self._once(problems)), self.inputs, trees, kept, self.nameless, accepted
        )

    def _empty_shared(self) -> Iterator[Problem]:
        """Warn of what is empty outside of posts; defaults by country may empty those by kind."""
        part = Mapping({key: value for key, value in self.tree.items() if key != "posts"})
        by_kind, by_country = (self.defaults.get(key) for key in ("kinds", "countries"))
        kinds = Mapping()
        for base in by_kind.values() if isinstance(by_kind, Mapping) else ():
            kinds = merge(kinds, base) if isinstance(base, Mapping) else kinds
        below = Mapping()
        if isinstance(by_country, Mapping):
            countries = Mapping(dict.fromkeys(by_country, kinds))
            below = Mapping({"defaults": Mapping({"countries": countries})})
        return empty_values(part, self.tree, below)

    def _in_doubt(self, *keys: str) -> bool:
        """Say whether YAML reads parts of the file otherwise than they are meant, or lacks them.

        A part that is missing while there is a key that nobody knows may be misspelt.
        """
        misspelt = any(key not in TOP_KEYS for key in self.tree)
        lacking = any(key not in self.tree and self._was_there(key) for key in keys)
        return (misspelt and lacking) or any(
            problem.path.split(".", 1)[0] in keys for problem in errors(self.shared)
        )

    def _was_there(self, key: str) -> bool:
        earlier = json.loads(self.last_good.get(DEFAULTS if key == "defaults" else SHARED, "{}"))
        return bool(earlier if key == "defaults" else earlier.get(key))

    def _read_defaults(self) -> Mapping:
        """Read `defaults`; with a problem in their shape, the last good ones stand."""
        given = self.tree.get("defaults")
        doubt = self._in_doubt("defaults")
        if given is not None:
            place = locate(self.tree, ["defaults"])[0]
            found: list[Problem] = []
            doubt = valid(Defaults, given, found, "defaults.", "", place) is None or doubt
            self.shared += found
        earlier = self.last_good.get(DEFAULTS)
        if doubt and earlier:
            self.inputs[DEFAULTS] = earlier
            return _plain_tree(earlier)
        defaults = given if isinstance(given, Mapping) else Mapping()
        if not doubt:
            self.inputs[DEFAULTS] = json.dumps(defaults, ensure_ascii=False)
        return defaults

    def _shared_part(self) -> tuple[Ministry, Naming, tuple[Partner, ...]]:
        """Read what is no post; with a problem in it, the last good one stands."""
        keys = ("ministry", "naming", "partners")
        doubt = self._in_doubt(*keys)
        parts = {key: self.tree.get(key) for key in keys}
        result = self._validate_shared(parts, self.tree, self.shared)
        earlier = self.last_good.get(SHARED)
        if earlier and (doubt or result is None):
            before = self._validate_shared(json.loads(earlier), None, [])
            if before is not None:
                self.inputs[SHARED] = earlier
                return before
        if result is None:
            raise CannotStart(self._once([*self.shared, *self._of_posts()]))
        if not doubt:
            self.inputs[SHARED] = json.dumps(parts, ensure_ascii=False)
        return result

    def _of_posts(self) -> Iterator[Problem]:
        """Return what is wrong with posts too where there is no ministry: nobody mends it twice."""
        if not isinstance(self.tree.get("posts"), Sequence):
            yield from (problem for found in self.in_posts.values() for problem in found)
            return
        shared = self._stand_in()
        if shared is None:
            # What is only doubtful depends on whose network it is.
            yield from (p for entry in self._entries() for p in errors(entry.problems))
            return
        self.ours, self.invented = shared[0].country, is_invented(shared[0])
        entries = self._entries()
        Settling(entries, self.nameless, self.last_good, *shared).settle()
        for entry in entries:
            yield from entry.problems

    def _stand_in(self) -> tuple[Ministry, Naming] | None:
        """Return a ministry of what is good of it, to judge posts by; None where too little is."""
        given = self.tree.get("ministry")
        wrong = {
            p.path.split(".")[1] for p in errors(self.shared) if p.path.startswith("ministry.")
        }
        needed = {"country", "languages"}
        if not isinstance(given, Mapping) or needed & wrong or not needed <= given.keys():
            return None
        good = {key: value for key, value in given.items() if key not in wrong}
        plain = Mapping({"name": "-", "url": "https://ministry.example/", **good})
        ministry = valid(Ministry, plain, [], "ministry.")
        naming = valid(Naming, self.tree.get("naming") or Mapping(), [], "naming.")
        return (ministry, naming) if ministry and naming else None

    def _validate_shared(
        self, parts: AbstractMapping[str, Any], tree: Mapping | None, into: list[Problem]
    ) -> tuple[Ministry, Naming, tuple[Partner, ...]] | None:
        before = len(into)

        def at_key(key: str) -> Place:
            return locate(tree, [key])[0] if tree is not None else Place("")

        ministry = naming = None
        if not parts["ministry"]:
            cure = "Say whose network this is."
            into.append(
                at(at_key("ministry"), "is missing", "ministry", cure=cure, code="key-missing")
            )
        else:
            ministry = valid(Ministry, parts["ministry"], into, "ministry.", "", at_key("ministry"))
        given: Value = parts["naming"] or Mapping()
        naming = valid(Naming, given, into, "naming.", "", at_key("naming"))
        partners = []
        items = parts["partners"] or []
        if not isinstance(items, list):
            into.append(at(at_key("partners"), "expected a list", "partners", code="value-invalid"))
            items = []
        for number, item in enumerate(items):
            prefix = f"partners.{number}."
            partner = valid(Partner, item, into, prefix, "", at_key("partners"))
            if partner is not None:
                into.extend(check_partner(partner, item, prefix))
                partners.append(partner)
        if ministry is not None:
            into.extend(check_ministry(ministry, parts["ministry"], naming))
            into.extend(lint_ministry(ministry, parts["ministry"]))
            into.extend(_lint_shared(parts, is_invented(ministry)))
        broken = bool(errors(into[before:]))
        if broken or ministry is None or naming is None:
            return None
        return ministry, naming, tuple(partners)

    def _accepted(self) -> tuple[tuple[Acceptance, Place], ...]:
        """Read which warnings may stand; one that is wrong lets none stand."""
        items = self.tree.get("accepted")
        if items is None:
            return ()
        if not isinstance(items, Sequence):
            place = locate(self.tree, ["accepted"])[0]
            cure = "Begin each with a hyphen, then rule, at and why."
            self.shared.append(
                at(place, "expected a list", "accepted", cure=cure, code="value-invalid")
            )
            return ()
        found = []
        for number, item in enumerate(items):
            place = locate(self.tree, ["accepted", number])[0]
            one = valid(Acceptance, item, self.shared, f"accepted.{number}.", "", place)
            if one is not None:
                found.append((one, place))
        return tuple(found)

    def _entries(self) -> list[Entry]:
        items = self.tree.get("posts")
        if not isinstance(items, Sequence) or not items:
            place = locate(self.tree, ["posts"])[0]
            raise CannotStart(
                [*self.shared, at(place, "expected a list of posts", "posts", code="value-invalid")]
            )
        entries = []
        seen: dict[str, Entry] = {}
        for index, item in enumerate(items):
            if not isinstance(item, Mapping):
                place = locate(self.tree, ["posts", index])[0]
                self.shared.append(
                    at(place, "expected the keys of a post", f"posts.{index}", code="value-invalid")
                )
                self.nameless = True
                continue
            entry = self._entry(index, item)
            if entry.id in seen:
                self._twice(seen[entry.id], entry)
            elif entry.id:
                seen[entry.id] = entry
            # A line that was lost or mistyped makes keys of one post those of another.
            broken = bool(errors(self.in_posts.get(index, ())))
            if broken or not entry.id or entry.has_problem_with("id"):
                self.nameless = True
            entries.append(entry)
        return entries

    def _twice(self, first: Entry, entry: Entry) -> None:
        """Say that two posts have one id; where it had a site, neither of them takes it."""
        line = first.tree.place_of("id").line
        entry.problems.append(
            at(
                entry.tree.place_of("id"),
                f"{entry.id!r} is the id of the post at line {line} too",
                entry.prefix + "id",
                post=entry.id,
                cure="Give one of them another id.",
                code="listed-twice",
            )
        )
        entry.post = None
        if entry.id in self.last_good:
            first.post = None

    def _entry(self, index: int, item: Mapping) -> Entry:
        raw = item.get("id")
        defaults = self._defaults_of(item)
        tree = merge(defaults, item) if defaults else item
        entry = Entry(index, tree, raw if isinstance(raw, str) else "")
        entry.problems += [
            replace(problem, post=entry.id, path=_renamed(problem.path, entry))
            for problem in self.in_posts.get(index, [])
        ]
        post = valid(Post, entry.tree, entry.problems, entry.prefix, entry.id)
        entry.post = post if not entry.broken else None
        if post is None:
            entry.take_what_is_good()
        else:
            entry.problems += lint_post(post, item, defaults, entry.prefix, self.ours)
            entry.problems += lint_numbers(
                entry.tree, entry.prefix, entry.id, invented=self.invented
            )
            entry.problems += lint_sources(item, entry.prefix, entry.id)
        return entry

    def _keep(self) -> Keep:
        """Return how long entries of feeds stay where their feed does not say."""
        given = self.defaults.get("keep")
        return (valid(Keep, given, [], "defaults.keep.") if given else None) or Keep()

    def _defaults_of(self, item: Mapping) -> Mapping:
        merged = Mapping()
        for group, key in (("kinds", item.get("kind")), ("countries", item.get("country"))):
            table = self.defaults.get(group)
            if isinstance(table, Mapping) and isinstance(key, str):
                base = table.get(key)
                if isinstance(base, Mapping):
                    merged = merge(merged, base)
        return merged

    def _once(self, problems: list[Problem]) -> list[Problem]:
        """Report a mistake once: not for every post that takes it from `defaults`, nor twice."""
        seen: set[tuple[Place, str]] = set()
        result = []
        ordered = sorted(problems, key=lambda p: (p.place, p.path, p.message))
        wrong = {(p.place.line, p.path) for p in problems if p.level is Level.ERROR}
        for problem in without_echoes(ordered, self.found):
            if problem.level is not Level.ERROR and (problem.place.line, problem.path) in wrong:
                continue  # of a value that must be written anew nothing more is worth saying
            if (problem.place, problem.message) not in seen:
                seen.add((problem.place, problem.message))
                result.append(problem)
        return result


def _with_accounts(owner: _Owner) -> _Owner:
    return with_channel_feeds(with_plain_accounts(owner))


def _lint_shared(parts: AbstractMapping[str, Any], invented: bool) -> Iterator[Problem]:
    """Return what lint rules find in the telephone numbers and sources of what is no post."""
    for key in ("ministry", "partners"):
        yield from lint_numbers(parts[key], f"{key}.", invented=invented)
        yield from lint_sources(parts[key], f"{key}.")


def _plain_tree(text: str) -> Mapping:
    """Return an input that was kept as a tree, which has no places."""
    tree: Mapping = json.loads(text, object_hook=Mapping)
    return tree


def _post_index(path: str) -> int | None:
    parts = path.split(".", 2)
    if len(parts) > 1 and parts[0] == "posts" and parts[1].isdecimal():
        return int(parts[1])
    return None


def _renamed(path: str, entry: Entry) -> str:
    rest = path.split(".", 2)[2:]
    return entry.prefix + rest[0] if rest else entry.prefix.rstrip(".")
