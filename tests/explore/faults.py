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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.networks.small import DATE, Small, make, tree, with_more_posts, with_theme

ROOT = Path(__file__).parents[2]
#: Runs a command; on a file system that keeps no locks, or has so much room, where it is told so.
_RUN = """
import errno, os, sys
sys.path.insert(0, sys.argv[1])
from chancery.commands.alert import Wish, alert
from chancery.commands.build import build
from chancery.commands.feeds import Wishes, feeds
from chancery.commands.options import Options
from chancery.commands.publish import Target, publish
if "NO_LOCKS" in os.environ:
    from chancery.common import locks
    def refuse(handle):
        raise OSError(int(os.environ["NO_LOCKS"]), "no locks")
    locks._lock = refuse
if "ROOM" in os.environ:
    from chancery.common import files
    room, write = [int(os.environ["ROOM"])], os.write
    class Full:
        def __getattr__(self, name):
            return getattr(os, name)
        def write(self, handle, data):
            if not room[0]:
                raise OSError(errno.ENOSPC, "No space left on device")
            done = write(handle, data[:room[0]])
            room[0] -= done
            return done
    files.os = Full()
command, network, output, cache, *rest = sys.argv[2:]
options = Options(
    network=network, output=output, cache=cache, workers=2, publish="PUBLISH" in os.environ
)
if command == "build":
    sys.exit(build(options, wait=not rest))
if command == "publish":
    sys.exit(publish(options, Target(remote=rest[0], branch="live", timeout=60)))
if command == "feeds":
    import socket  # every name leads to this machine
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))
    socket.getaddrinfo = lambda *given, **more: [row]
    sys.exit(feeds(options, Wishes(every=True, allow=(rest[0],))))
given = {"country": "EG", "area": "Cairo", "headline": "Water", "severity": "severe"}
sys.exit(alert(options, Wish(rest[0], "", given), build=True))
"""
#: What is changed a moment before the first build, and what between the two.
FIRST = ("content/pages/passports.en.md", "Ask", "Please ask")
LATER = {"+44 1632 960002": "+44 1632 960012", "+44 1632 960999": "+44 1632 960998"}
#: The cache of the first build, and another that the second one may have.
CACHES = (".cache", "other-cache")
#: How many seconds after the first build a second one begins at most: about as long as one lasts.
LATEST = 1.0


@dataclass(slots=True)
class Trials:
    """What came of trials: how many there were, and what was wrong with those that were not well.

    older: trees that both builds left as a cold build of the first one's input gives; mixed: those
    like neither that nor a cold build of the last input; lies: those of them of which network.json
    said that they were clean; lasting: what the next build left unlike the last input, too.
    """

    count: int = 0
    older: int = 0
    mixed: int = 0
    lies: int = 0
    lasting: int = 0
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return it in a line."""
        return (
            f"{self.count} trials: {self.older} as of the first input, {self.mixed} mixed, "
            f"{self.lies} of them called clean, {self.lasting} wrong after the next build too, "
            f"{len(self.failed)} with a fault"
        )


def run(
    small: Small, command: str, *rest: str, cache: str = ".cache", **environment: str
) -> subprocess.Popen[str]:
    """Start a command on a network in a process of its own."""
    place = small.folder
    with_theme(place / cache)
    where = (str(place), str(small.output), str(place / cache))
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, str(ROOT / "plugins"), command, *where, *rest],
        env={"SOURCE_DATE_EPOCH": DATE, "PATH": "/usr/bin:/bin", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def start(
    small: Small, *, cache: str = ".cache", wait: bool = True, **environment: str
) -> subprocess.Popen[str]:
    """Start a build in a process of its own."""
    return run(small, "build", *([] if wait else ["no"]), cache=cache, **environment)


def ended(process: subprocess.Popen[str], *codes: int) -> str:
    """Wait for a build; give what it said unless it ended well; codes: with which others it may."""
    out, err = process.communicate()
    well = process.returncode in {0, *codes} and "Traceback" not in err and "report it" not in err
    return "" if well else f"{process.returncode}: {out}{err}"


def at_once(small: Small, numbers: Mapping[str, str]) -> None:
    """Change telephone numbers in posts.yaml as editors do: the file is the one or the other."""
    file = small.folder / "posts.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in numbers.items():
        assert old in text
        text = text.replace(old, new)
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


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


class TwoBuilds:
    """A network whose input changes between two builds on one output, tried as often as asked.

    older, wanted: what cold builds of the first one's and of the last input give.
    """

    def __init__(self, folder: Path) -> None:
        """Build what trials begin with and what they are to end with."""
        self._folder = folder
        last = with_more_posts(make(folder / "last"), 2)
        last.edit(*FIRST)
        last.build()
        self.older = tree(last.output)
        at_once(last, LATER)
        last.build(output="wanted", cache=CACHES[1])
        self.wanted = tree(last.folder / "wanted")
        # What a cache says of an output goes by its path: it is built where it is tried.
        self.small = with_more_posts(make(folder / "trial"), 2)
        self.small.build()
        shutil.copytree(self.small.folder / CACHES[0], self.small.folder / CACHES[1])
        self.small.folder.rename(folder / "first")

    def trial(self, trials: Trials, after: float, second: str, **environment: Any) -> None:
        """Start a build, change its input, and start a second one; then look at what is there.

        after: seconds between the two; second: the cache of the second one; environment: of both.
        """
        trials.count += 1
        shutil.copytree(self._folder / "first", self.small.folder)
        small = self.small
        small.edit(*FIRST)
        one = start(small, **environment)
        time.sleep(after)
        at_once(small, LATER)
        # A machine that has much to do lets one of two wait, with all of its workers.
        with paused(one):
            two = start(small, cache=second, **environment)
            time.sleep(after)
        # Where locks fail, a build tells that it was disturbed.
        codes = (1,) if environment else ()
        said = [ended(one, *codes), ended(two, *codes)]
        found = tree(small.output)
        if found != self.wanted:
            trials.older += found == self.older
            if found != self.older:
                trials.mixed += 1
                trials.lies += bool(json.loads(small.page("network.json"))["clean"])
            said.append(ended(start(small)))
            trials.lasting += tree(small.output) != self.wanted
        trials.failed += [text for text in said if text]
        shutil.rmtree(small.folder)


def two_builds(folder: Path, seed: int, seconds: float, **environment: Any) -> Trials:
    """Try two builds on one output at random moments, the second with the same cache or another.

    environment: of both.
    """
    chance, trials = random.Random(seed), Trials()
    case = TwoBuilds(folder)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        case.trial(trials, chance.uniform(0, LATEST), chance.choice(CACHES), **environment)
    return trials


def explore(folder: Path, seed: int, seconds: float) -> list[str]:
    """Let builds meet, for half of the time where locks fail; give what was wrong."""
    os.environ["SOURCE_DATE_EPOCH"] = DATE
    found = []
    ways: dict[str, dict[str, Any]] = {"locks": {}, "none": {"NO_LOCKS": str(errno.ENOTSUP)}}
    for name, environment in ways.items():
        trials = two_builds(folder / name, seed, seconds / 2, **environment)
        print(trials, flush=True)
        found += trials.failed
        wrong = trials.lies + trials.lasting + (0 if environment else trials.mixed + trials.older)
        found += [f"{name}: {trials}"] if wrong else []
    return found
