"""Real Git remotes of this machine, and what is sent to them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from chancery.commands.options import Options
from chancery.commands.publish import Target, publish
from tests.networks.small import Small

ROOT = Path(__file__).parents[2]
#: What tests do to a repository by hand, whatever stands in their own environment.
CLEAN = {
    **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Somebody"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "somebody@host.example"),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str, given: str = "") -> str:
    """Call Git by hand, and give what it says."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=CLEAN, input=given, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout


@dataclass(frozen=True, slots=True)
class Remote:
    """A bare repository."""

    path: Path

    @classmethod
    def made(cls, path: Path) -> Self:
        path.mkdir(parents=True)
        git(path, "init", "--quiet", "--bare")
        return cls(path)

    def git(self, *arguments: str, given: str = "") -> str:
        return git(self.path, *arguments, given=given)

    def branches(self) -> set[str]:
        return set(self.git("branch", "--format=%(refname:short)").split())

    def tip(self, branch: str = "live") -> str:
        return self.git("rev-parse", f"refs/heads/{branch}").strip()

    def commits(self, branch: str = "live") -> int:
        return int(self.git("rev-list", "--count", branch))

    def files(self, branch: str = "live") -> dict[str, bytes]:
        """Return all that a branch holds."""
        names = self.git("ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
        wanted = "".join(f"{branch}:{name}\n" for name in names).encode()
        done = subprocess.run(
            ["git", "cat-file", "--batch"], cwd=self.path, env=CLEAN, input=wanted,
            capture_output=True, check=True,
        ).stdout  # fmt: skip
        found = {}
        for name in names:
            head, _, done = done.partition(b"\n")
            size = int(head.split(b" ")[2])
            found[name], done = done[:size], done[size + 1 :]
        return found

    def put(
        self, files: Mapping[str, str | None], branch: str = "live", message: str = "By hand", *,
        amend: bool = False, lines: Sequence[str] = (),
    ) -> str:  # fmt: skip
        """Commit files to a branch by hand, on top of what is there; None takes one away.

        amend: in the place of the newest commit, with its message; lines: further entries.
        """
        there = branch in self.branches()
        listed = self.git("ls-tree", "-r", "-z", branch).split("\0")[:-1] if there else []
        entries = dict(line.split("\t")[::-1] for line in listed)
        for name, text in files.items():
            if text is None:
                del entries[name]
            else:
                entries[name] = "100644 " + self.git("hash-object", "-w", "--stdin", given=text)
        given = [f"{about.strip()}\t{name}" for name, about in entries.items()]
        tree = self.tree([*given, *lines])
        parents = [self.tip(branch)] if there else []
        if amend:
            message = self.git("log", "-1", "--format=%B", branch)
            parents = self.git("log", "-1", "--format=%P", branch).split()
        return self.commit(tree, parents, message, branch)

    def build(self, files: Mapping[str, str], network: str, branch: str = "live") -> str:
        """Commit files to a new branch as a build of some network."""
        self.put(files, branch)
        tree = self.git("rev-parse", f"{branch}^{{tree}}").strip()
        text = f"Publish\n\nChancery-Network: {network}\nChancery-Build: {tree}"
        return self.put({}, branch, text)

    def tree(self, lines: Sequence[str]) -> str:
        (self.path / "index").unlink(missing_ok=True)
        given = "".join(f"{line}\0" for line in lines)
        self.git("update-index", "-z", "--add", "--index-info", given=given)
        return self.git("write-tree").strip()

    def commit(self, tree: str, parents: Sequence[str], message: str, branch: str) -> str:
        before = [word for parent in parents for word in ("-p", parent)]
        commit = self.git("commit-tree", tree, *before, "-m", message).strip()
        self.git("update-ref", f"refs/heads/{branch}", commit)
        return commit

    def hook(self, name: str, script: str) -> None:
        """Let the remote run a script when something is pushed."""
        path = self.path / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


def send(
    small: Small, remote: Remote | str, *posts: str, cache: Path | None = None, **how: Any
) -> int:
    """Publish as the command does, and give its exit code."""
    place = str(remote.path if isinstance(remote, Remote) else remote)
    if not how.get("per_post"):
        how.setdefault("branch", "live")
    options = Options(network=str(small.folder), posts=posts, cache=str(cache or ""))
    return publish(options, Target(remote=place, **how))


def whole(small: Small) -> dict[str, bytes]:
    """Return what a branch of the whole tree is to hold."""
    found = {
        str(path.relative_to(small.output)): path.read_bytes()
        for path in small.output.rglob("*")
        if path.is_file() and ".chancery" not in path.parts
    }
    return {**found, ".nojekyll": b""}


def site(small: Small, post: str) -> dict[str, bytes]:
    """Return what the branch of a post is to hold."""
    start = f"{post}/"
    found = whole(small).items()
    ours = {path.removeprefix(start): data for path, data in found if path.startswith(start)}
    return {**ours, ".nojekyll": b""}
