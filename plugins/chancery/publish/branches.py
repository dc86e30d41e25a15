"""What a branch holds, whose that is, and what it is to hold: pure functions over listings.

Each build that is sent is a commit whose tree is that build alone, and whose message says so, with
the name of that tree: so a commit that somebody has amended does not pass for a build. What others
have put on the branch stands in a commit on top of it. Nothing else need be kept anywhere: what is
on the branch and not in its last build, no build has made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from chancery.common.problems import counted, one_line
from chancery.publish.refusals import PublishRefused, refused

#: What Git says of one file: its mode and the name of its contents, as hexadecimal digits.
Entry: TypeAlias = tuple[str, str]
#: Files by their paths; bytes that are no UTF-8 are kept in Python's own way (surrogateescape).
Listing: TypeAlias = dict[str, Entry]

#: An empty file that stops a host from running Jekyll over a branch, which would leave out folders.
_NO_JEKYLL = ".nojekyll"
_EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
_FILE = "100644"
_TREE, _NETWORK = "Chancery-Build", "Chancery-Network"
_SAID = re.compile(rf"^({_TREE}|{_NETWORK}): (\S+)$", re.MULTILINE)
#: The most files that a message names.
_NAMED = 4


class Others(Enum):
    """What to do with files that no build has made, on a branch without a build so far."""

    ASK = "ask"
    KEEP = "keep"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its name, that of its tree, and its message."""

    name: str
    tree: str
    message: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the remote.

    Attributes:
        name: Its name.
        tip: Its newest commit; empty if there is no such branch.
        files: All files on it.
        last: The commit of its last build; empty if none is known.
        network: The network of which that was a build; empty if none is known.
        build: The files that this build made.
        known: Whether our repository had the tip before the remote was asked, which means that this
            machine sent it.
    """

    name: str
    tip: str = ""
    files: Listing = field(default_factory=dict)
    last: str = ""
    network: str = ""
    build: Listing = field(default_factory=dict)
    known: bool = False

    def overtaken(self, before: Branch) -> bool:
        """Say whether another machine has published a build here since `before`."""
        return not self.known and self.last not in {"", before.last}


@dataclass(slots=True)
class Plan:
    """What is to become of a branch.

    Attributes:
        branch: The branch as it is.
        build: All files that the build has made.
        kept: Files that others have put there, and that stay.
        lost: The paths of files that are removed or replaced though no build has made them.
        commit: The commit that is to be sent.
    """

    branch: Branch
    build: Listing
    kept: Listing = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    commit: str = ""

    @property
    def due(self) -> bool:
        """Whether the branch is to be changed at all."""
        return self.branch.files != self.build | self.kept

    def told(self) -> list[str]:
        """Return what is said of files that no build has made, before anything is sent."""
        said = []
        if self.kept:
            said.append(f"{self.branch.name}: keeps {_files(self.kept)}.")
        if self.lost:
            said.append(
                f"{self.branch.name}: takes away or replaces {_files(self.lost)}; the history of "
                "the branch still has them."
            )
        return said


def listing(files: Mapping[str, bytes]) -> Listing:
    """Return the listing of what a build has made, by what Git calls the bytes of each file."""
    made = {path: (_FILE, blob.hex()) for path, blob in files.items()}
    return {**made, _NO_JEKYLL: (_FILE, _EMPTY)}


def read_listing(said: bytes) -> Listing:
    """Read what `git ls-tree -r -z` says."""
    found = {}
    for line in said.decode(errors="surrogateescape").split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, name = about.split(" ")
        found[path] = (mode, name)
    return found


def written_listing(files: Mapping[str, Entry]) -> bytes:
    """Return files as `git update-index -z --index-info` reads them."""
    lines = [f"{mode} {name}\t{path}\0" for path, (mode, name) in files.items()]
    return "".join(lines).encode(errors="surrogateescape")


def message(subject: str, network: str, tree: str) -> str:
    """Return the message of the commit of a build.

    network: the address of the network that was built; tree: the name of the commit's tree.
    """
    return f"{subject}\n\n{_NETWORK}: {network}\n{_TREE}: {tree}\n"


def last_build(commits: Collection[Commit]) -> tuple[Commit, str] | None:
    """Return the newest commit that is a build, and of which network; None if there is none.

    commits: the newest first.
    """
    for commit in commits:
        said = dict(_SAID.findall(commit.message))
        if said.get(_TREE) == commit.tree and _NETWORK in said:
            return commit, said[_NETWORK]
    return None


def planned(branch: Branch, build: Listing, network: str, others: Others) -> Plan:
    """Return what a branch is to hold: a build, and what others have put there.

    Args:
        branch: The branch as it is.
        build: The files of the build.
        network: The network of which that is a build.
        others: What to do with others' files on a branch that has no build of this network yet. On
            one that has, they are kept unless they are to be replaced.

    Raises:
        PublishRefused: If a person must say that first.
    """
    ours = branch.network == network
    known = branch.build if ours else {}
    foreign = {
        path: entry
        for path, entry in branch.files.items()
        if known.get(path) != entry and build.get(path) != entry
    }
    if foreign and not ours and others is Others.ASK:
        raise _not_ours(branch, foreign)
    kept = {} if others is Others.REPLACE else _beside(build, foreign)
    return Plan(branch, build, kept, [path for path in foreign if path not in kept])


def _beside(build: Listing, foreign: Listing) -> Listing:
    """Return others' files that can stay beside a build's, which has no such file or folder."""
    folders = {folder for path in build for folder in _folders(path)}
    return {
        path: entry
        for path, entry in foreign.items()
        if path not in build
        and path not in folders
        and not any(folder in build for folder in _folders(path))
    }


def _folders(path: str) -> list[str]:
    """Return the folders that a path leads through."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _not_ours(branch: Branch, foreign: Collection[str]) -> PublishRefused:
    whose = f"the sites of {branch.network}, " if branch.network else ""
    return refused(
        branch.name,
        f"holds {whose}{_files(foreign)}",
        "Add --keep to leave them beside the sites, --replace to take them away, or give another "
        "branch.",
        code="branch-not-ours",
    )


def _files(paths: Collection[str]) -> str:
    """Return some of the names of files that no build has made, and how many there are."""
    names = [one_line(path) for path in sorted(paths)]
    shown = ", ".join(names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{counted(len(names), 'file')} that no build of this network made ({shown}{more})"
