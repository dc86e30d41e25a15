"""Random faults: what may meet on a machine is made to meet, at random moments, again and again.

Each function makes trials until its time is over, and gives what came of them. The same seed gives
the same moments; what a machine makes of them differs.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.networks.small import DATE, Small, changed, make, tree, with_theme

ROOT = Path(__file__).parents[2]
#: Builds; on a file system that keeps no locks where it is told so.
_BUILD = """
import errno, os, sys
sys.path.insert(0, sys.argv[1])
from chancery.commands.build import build
from chancery.commands.options import Options
if "NO_LOCKS" in os.environ:
    from chancery.common import locks
    def refuse(handle):
        raise OSError(int(os.environ["NO_LOCKS"]), "no locks")
    locks._lock = refuse
network, output, cache, wait = sys.argv[2:]
options = Options(network=network, output=output, cache=cache, workers=2)
sys.exit(build(options) if wait else build(options, wait=False))
"""
#: What is changed a moment before the first build, and between the two.
EDITS = (
    ("content/pages/passports.en.md", "Ask", "Please ask"),
    ("posts.yaml", "+44 1632 960002", "+44 1632 960012"),
    ("posts.yaml", "+44 1632 960999", "+44 1632 960998"),
)


#: The cache of the first build, and another that the second one may have.
CACHES = (".cache", "other-cache")


@dataclass(slots=True)
class Trials:
    """What came of trials: how many there were, and what was wrong with those that were not well.

    mixed: trees that both builds left unlike a cold build of the last input; lasting: those that
    the next build left so, too; lies: those of which network.json said that they were clean.
    """

    count: int = 0
    mixed: int = 0
    lasting: int = 0
    lies: int = 0
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Give it in a line."""
        return (
            f"{self.count} trials: {self.mixed} mixed, {self.lies} of them called clean, "
            f"{self.lasting} still after the next build, {len(self.failed)} ended in a fault"
        )


def network_of(folder: Path, sites: int = 8) -> Small:
    """Make a network with more sites than one process builds."""
    small = make(folder)
    posts = "".join(
        f"  - {{id: embassy-{number}, kind: embassy, country: FR, city: City {number}}}\n"
        for number in range(sites - 4)
    )
    small.edit("posts.yaml", "posts:\n", f"posts:\n{posts}")
    return small


def start(small: Small, *, output: str = "output", cache: str = ".cache", root: Path = ROOT,
          wait: bool = True, **environment: str) -> subprocess.Popen[str]:  # fmt: skip
    """Start a build in a process of its own."""
    place = small.folder
    with_theme(place / cache)
    return subprocess.Popen(
        [
            sys.executable, "-c", _BUILD, str(root / "plugins"),
            str(place), str(place / output), str(place / cache), "1" if wait else "",
        ],
        env={"SOURCE_DATE_EPOCH": DATE, "PATH": "/usr/bin:/bin", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str], *codes: int) -> str:
    """Wait for a build; give what it said unless it ended well; codes: with which others it may."""
    out, err = process.communicate()
    well = process.returncode in {0, *codes} and "Traceback" not in err and "report it" not in err
    return "" if well else f"{process.returncode}: {out}{err}"


@contextmanager
def paused(process: subprocess.Popen[str]) -> Iterator[None]:
    """Let a build and its workers stand still for a block, unless it has ended."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGCONT)


def must(process: subprocess.Popen[str]) -> None:
    """Wait for a build that must end well."""
    failed = ended(process)
    assert not failed, failed


class TwoBuilds:
    """A network whose input changes between two builds on one output, tried as often as asked.

    first: the network as each trial finds it, built; wanted: what a cold build of the last input
    gives; lasts: how long a build does, in seconds.
    """

    def __init__(self, folder: Path, root: Path = ROOT) -> None:
        """Build what trials begin with and what they are to end with."""
        self._folder, self._root = folder, root
        last = network_of(folder / "last")
        for edit in EDITS:
            last.edit(*edit)
        began = time.monotonic()
        must(start(last, root=root))
        self.lasts = time.monotonic() - began
        self.wanted = tree(last.output)
        # What a cache says of an output goes by its path: it is built where it is tried.
        self.small = network_of(folder / "trial")
        must(start(self.small, root=root))
        shutil.copytree(self.small.folder / CACHES[0], self.small.folder / CACHES[1])
        self.small.folder.rename(folder / "first")

    def trial(self, trials: Trials, after: float, second: str, **environment: Any) -> None:
        """Start a build, change its input, and start a second one; then look at what is there.

        after: seconds between the two; second: the cache of the second one; environment: of both.
        """
        trials.count += 1
        shutil.copytree(self._folder / "first", self.small.folder)
        small, how = self.small, {"root": self._root, **environment}
        small.edit(*EDITS[0])
        one = start(small, **how)
        time.sleep(after)
        for edit in EDITS[1:]:
            small.edit(*edit)
        # A machine that has much to do lets one of two wait, with all of its workers.
        with paused(one):
            two = start(small, cache=second, **how)
            time.sleep(after)
        # Where locks fail, a build tells that it was disturbed.
        codes = (1,) if environment else ()
        said = [ended(one, *codes), ended(two, *codes)]
        if changed(tree(small.output), self.wanted):
            trials.mixed += 1
            trials.lies += bool(json.loads(small.page("network.json"))["clean"])
        said.append(ended(start(small, root=self._root)))
        trials.failed += [text for text in said if text]
        trials.lasting += bool(changed(tree(small.output), self.wanted))
        shutil.rmtree(small.folder)


def two_builds(
    folder: Path, seed: int, seconds: float, *, most: int = 10**6, root: Path = ROOT,
    **environment: Any,
) -> Trials:  # fmt: skip
    """Try two builds on one output at random moments, the second with the same cache or another.

    most: how many trials at most; root: the project whose code builds; environment: of both.
    """
    chance, trials = random.Random(seed), Trials()
    case = TwoBuilds(folder, root)
    until = time.monotonic() + seconds
    while trials.count < most and time.monotonic() < until:
        case.trial(trials, chance.uniform(0, case.lasts), chance.choice(CACHES), **environment)
    return trials


def explore(folder: Path, seed: int, seconds: float) -> list[str]:
    """Let builds meet, for half of the time where locks fail; give what was wrong."""
    found = []
    ways: dict[str, dict[str, Any]] = {"locks": {}, "none": {"NO_LOCKS": str(errno.ENOTSUP)}}
    for name, environment in ways.items():
        trials = two_builds(folder / name, seed, seconds / 2, **environment)
        print(trials, flush=True)
        found += trials.failed
        wrong = trials.lies + trials.lasting + (0 if environment else trials.mixed)
        found += [f"{name}: {trials}"] if wrong else []
    return found
