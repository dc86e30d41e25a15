"""Whole networks, built once a run as a web team builds them, and shared by all workers."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from chancery.common.problems import errors
from chancery.network.load import load_network
from chancery.network.model import Network

ROOT = Path(__file__).parents[2]

#: The networks by the names that tests call them.
NETWORKS = {"example": ROOT, "golden": ROOT / "examples" / "golden"}

#: 2026-11-24T00:00:00Z: after the newest text of both networks.
DATE = "1795478400"


@dataclass(frozen=True, slots=True)
class Said:
    """What the command answered: its exit code, and what it wrote on standard error."""

    exitcode: int
    errors: str


@dataclass(frozen=True)
class Tree:
    """A built network: where its sources are, where its sites are, and what the build said."""

    name: str
    source: Path
    folder: Path
    said: Said

    @cached_property
    def network(self) -> Network:
        """The network as posts.yaml describes it."""
        loaded = load_network(self.source / "posts.yaml", "posts.yaml", {})
        assert errors(loaded.problems) == []
        return loaded.network

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """The ids of all posts that have a site of their own."""
        return tuple(post.id for post in self.network.posts if post.site)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The folder of every address at which a part of the tree lives, the longest first."""
        own = {post.publish_url: f"{post.id}/" for post in self.network.posts}
        found = {self.network.ministry.url: "", **{url: own[url] for url in own if url}}
        return {url: found[url] for url in sorted(found, key=len, reverse=True)}


@contextmanager
def built(name: str, shared: Path) -> Iterator[Tree]:
    """Return a network, built into a folder that other workers share, and remove it after the last.

    Every worker holds a lock that allows others while it reads, and one that allows nobody while
    it builds or removes: the real network has tens of thousands of files, too many to keep.
    """
    base = shared / f"network-{name}"
    answer = base / "answer.json"
    with (shared / f"network-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        # Between the two kinds of lock there is a moment without one.
        while not answer.is_file():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not answer.is_file():
                said = _build(NETWORKS[name], base)
                answer.write_text(json.dumps(asdict(said)), encoding="utf-8")
            fcntl.flock(lock, fcntl.LOCK_SH)
        said = Said(**json.loads(answer.read_text(encoding="utf-8")))
        yield Tree(name, NETWORKS[name], base / "output", said)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        shutil.rmtree(base)


def _build(source: Path, base: Path) -> Said:
    """Build a network with the commands that a web team uses, in processes of their own."""
    shutil.rmtree(base, ignore_errors=True)
    _inv("media", source, base)
    return _inv("build", source, base, "--output", str(base / "output"))


def _inv(command: str, source: Path, base: Path, *options: str) -> Said:
    words = [command, "--network", str(source), "--cache", str(base / "cache"), *options]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DATE}
    done = subprocess.run(
        [sys.executable, "-m", "chancery", *words],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    # With 1 the command has done what it could; a test says what was wrong with the rest.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"inv {command} of the network {source.name}: {done.stderr}")
    return Said(done.returncode, done.stderr)
