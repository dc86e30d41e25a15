"""Whatever may happen to a network happens at once, at random moments, again and again.

Builds, alerts, publishes and fetches run beside each other, are killed, stand still, find no room
on the disk, no lock or another day; inputs change meanwhile, bytes of the cache flip and files of
the output go. Then nothing more happens: the next build makes what a cold one does, and what was
ever published is the tree of one build.
"""

from __future__ import annotations

import errno
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from chancery.commands.build import build
from chancery.commands.options import Options
from tests.explore.caches import DAMAGES, REMADE
from tests.explore.faults import at_once, run
from tests.fetch.server import Server, answer
from tests.networks.small import DATE, changed, make, tree
from tests.publish.remotes import Remote, send, whole

#: The number of the crisis centre, which is on every page: it tells of which input one was made.
NUMBER = "+44 1632 960999"
_SAID = re.compile(rb"tel:\+44-1632-(96[0-9]{4})")
_FEED = """<rss version="2.0"><channel><title>News</title><item><title>News {0}</title>
<link>https://news.example/{0}</link><guid>{0}</guid></item></channel></rss>"""
#: How many seconds lie between two things that happen, at most.
_BETWEEN = 0.5
#: How many things happen in a trial, at least and at most.
_FEWEST, _MOST = 4, 8
_PATIENCE = 900

Running = tuple[str, subprocess.Popen[str], bool]


@dataclass(slots=True)
class Outcome:
    """What came of trials: what happened how often, and what was wrong."""

    count: int = 0
    commits: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return it in a line."""
        what = ", ".join(f"{count} {name}" for name, count in sorted(self.happened.items()))
        said = f"{self.count} trials ({what}), {self.commits} commits looked at"
        return f"{said}, {len(self.wrong)} with a fault"


class Meetings:
    """A network built for publishing, which is put back before each trial."""

    def __init__(self, folder: Path, server: Server) -> None:
        """Build it in an empty folder; server: has its feed."""
        self.server, self.folder = server, folder
        self.small = make(folder / "network")
        host = f"feeds.example:{server.port}"
        self.host = host
        feeds = f"    city: Oslo\n    feeds: [{{url: http://{host}/feed}}]\n"
        self.small.edit("posts.yaml", "    city: Oslo\n", feeds)
        self._built()
        self.small.folder.rename(folder / "first")

    def _built(self) -> int:
        options = Options(network=str(self.small.folder), workers=1, publish=True)
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            return build(options)

    def trial(self, seed: int, outcome: Outcome) -> None:
        """Let things happen to the network by a seed, then look at what is there."""
        shutil.copytree(self.folder / "first", self.small.folder)
        remote = Remote.made(self.folder / "remote.git")
        try:
            one = _Trial(self, random.Random(seed), remote, outcome)
            said = one.happen()
            wrong = [*one.wrong, *(self._lying() if one.locks else ())]
            wrong += self._settled(remote, outcome)
            outcome.wrong += [f"seed {seed}: {', '.join(said)}: {text}" for text in wrong]
        finally:
            shutil.rmtree(self.small.folder)
            shutil.rmtree(self.folder / "remote.git")
        outcome.count += 1

    def _lying(self) -> list[str]:
        """Say when network.json calls clean what is of more than one input."""
        found = tree(self.small.output)
        clean = json.loads(found["network.json"])["clean"]
        numbers = _numbers(found)
        return [f"called clean, of several builds: {numbers}"] if clean and len(numbers) > 1 else []

    def _settled(self, remote: Remote, outcome: Outcome) -> list[str]:
        """Build once more, publish, and return what is wrong then."""
        code = self._built()
        wrong = [f"the last build ends with {code}"] if code else []
        for again in range(2):
            different = changed(tree(self.small.output), self._cold())
            if different:
                wrong.append(f"build {again + 1} is unlike a cold one: {sorted(different)[:6]}")
            if not different or self._built():
                break
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
            code = send(self.small, remote)
        if code:
            wrong.append(f"the last publish ends with {code}: {said.getvalue()[-300:]}")
        elif remote.files() != whole(self.small):
            wrong.append("what was published is not what was built")
        return [*wrong, *self._mixed(remote, outcome)]

    def _cold(self) -> dict[str, bytes]:
        """Return what a build from nothing makes, with what was fetched."""
        small = self.small
        shutil.rmtree(small.folder / "cold-cache", ignore_errors=True)
        shutil.copytree(self.folder / "first/.cache", small.folder / "cold-cache")
        shutil.rmtree(small.folder / "cold-cache/builds")
        for path in (small.folder / ".cache").glob("feeds*"):
            shutil.copy2(path, small.folder / "cold-cache")
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            small.build(output="cold", cache="cold-cache", publish=True)
        found = tree(small.folder / "cold")
        shutil.rmtree(small.folder / "cold")
        return found

    @staticmethod
    def _mixed(remote: Remote, outcome: Outcome) -> list[str]:
        """Say of which commits pages are of more than one input."""
        wrong = []
        for commit in remote.git("rev-list", "--all").split():
            outcome.commits += 1
            numbers = _numbers(remote.files(commit))
            if len(numbers) != 1:
                wrong.append(f"published of several builds: {numbers}")
        return wrong


def _numbers(files: Mapping[str, bytes]) -> list[str]:
    """Return the numbers of the crisis centre that pages have."""
    pages = (data for path, data in files.items() if path.endswith(".html"))
    found = {number for data in pages for number in _SAID.findall(data)}
    return sorted(number.decode() for number in found - _OWN)


#: The numbers of the posts themselves, which do not change.
_OWN = frozenset({b"960001", b"960002", b"960003"})


class _Trial:
    """One trial: what runs, and what has happened."""

    def __init__(
        self, meetings: Meetings, chance: random.Random, remote: Remote, outcome: Outcome
    ) -> None:
        self._all, self._chance, self._remote, self._outcome = meetings, chance, remote, outcome
        self._running: list[Running] = []
        self._number, self._said = NUMBER, [""]
        self.wrong: list[str] = []
        #: Whether the file system keeps locks.
        self.locks = chance.random() < 0.7
        self._said = [] if self.locks else ["no locks"]

    def happen(self) -> list[str]:
        """Let things happen, wait until nothing runs, and give what it was."""
        ways: tuple[Callable[[], str], ...] = (
            self._build, self._build, self._build, self._publish, self._publish, self._fetch,
            self._alert, self._edit, self._edit, self._edit_slowly, self._flip, self._lose,
            self._kill, self._kill, self._stand_still,
        )  # fmt: skip
        for _ in range(self._chance.randint(_FEWEST, _MOST)):
            what = self._chance.choice(ways)()
            self._said.append(what)
            self._outcome.happened[what.partition(" ")[0]] += 1
            time.sleep(self._chance.uniform(0, _BETWEEN))
        for name, process, killed in self._running:
            self._wait(name, process, killed=killed)
        return self._said

    def _start(self, command: str, *rest: str, **environment: str) -> str:
        if not self.locks:
            environment["NO_LOCKS"] = str(errno.ENOLCK)
        process = run(self._all.small, command, *rest, PUBLISH="1", **environment)
        self._running.append((command, process, False))
        return " ".join([command, *(f"{name}={value}" for name, value in environment.items())])

    def _build(self) -> str:
        how: dict[str, str] = {}
        if self._chance.random() < 0.25:
            how["ROOM"] = str(self._chance.randrange(2_000_000))
        if self._chance.random() < 0.25:
            days = self._chance.choice((-400, -1, -1 / 24, 1))
            how["SOURCE_DATE_EPOCH"] = str(int(DATE) + int(days * 86_400))
        return self._start("build", **how)

    def _publish(self) -> str:
        return self._start("publish", str(self._remote.path))

    def _fetch(self) -> str:
        body = _FEED.format(self._chance.randrange(10))
        self._all.server.routes["/feed"] = answer(body=body)
        return self._start("feeds", self._all.host)

    def _alert(self) -> str:
        return self._start("alert", f"a{self._chance.randrange(1_000)}")

    def _edit(self) -> str:
        before, self._number = self._number, f"+44 1632 96{self._chance.randrange(1000, 9000)}"
        at_once(self._all.small, {before: self._number})
        if self._chance.random() < 0.3:
            past = int(DATE) - self._chance.randrange(10**6)
            os.utime(self._all.small.folder / "posts.yaml", (past, past))
        return f"edit {self._number[-4:]}"

    def _edit_slowly(self) -> str:
        """Write a text in two parts, as some editors do."""
        path = self._all.small.folder / "content/pages/passports.en.md"
        text = path.read_text(encoding="utf-8")
        with path.open("w", encoding="utf-8") as file:
            file.write(text[:30])
            file.flush()
            time.sleep(0.05)
            file.write(f"{text[30:]}\n\nMore {self._chance.randrange(100)}.")
        return "edit-slowly"

    def _flip(self) -> str:
        """Damage a file of the cache that a build makes again."""
        cache = self._all.small.folder / ".cache"
        files = sorted(
            path
            for pattern in REMADE
            for path in cache.glob(pattern)
            if path.is_file() and not path.name.endswith(".part")
        )
        path, how = self._chance.choice(files), self._chance.choice(DAMAGES)
        with suppress(OSError, ValueError):  # it may be gone by now
            how(path, self._chance)
        return f"flip {how.__name__.strip('_')} {path.name}"

    def _lose(self) -> str:
        """Take a file of the output away."""
        files = sorted(self._all.small.output.rglob("*.html"))
        with suppress(OSError):
            self._chance.choice(files).unlink()
        return "lose"

    def _kill(self) -> str:
        for place, (name, process, killed) in enumerate(self._running):
            if process.poll() is None and not killed:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                self._running[place] = name, process, True
                return f"kill {name}"
        return "kill nothing"

    def _stand_still(self) -> str:
        """Let something stand still for a moment, as a machine that has much to do does."""
        alive = [process for _, process, _ in self._running if process.poll() is None]
        if not alive:
            return "still nothing"
        process = self._chance.choice(alive)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(self._chance.uniform(0.1, 1.5))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGCONT)
        return "still"

    def _wait(self, name: str, process: subprocess.Popen[str], *, killed: bool) -> None:
        """Wait for what runs; what it says must be about the input, unless it was killed."""
        try:
            out, err = process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            self.wrong.append(f"{name} does not end")
            return
        if killed:
            return
        told = process.returncode in (0, 1, 2) and "Traceback" not in err and "report" not in err
        if not told:
            self.wrong.append(f"{name} ends with {process.returncode}: {out[-300:]}{err[-1500:]}")


def explore(folder: Path, seed: int, seconds: float) -> list[str]:
    """Make trials from a seed on for so many seconds, and give each that was not well."""
    os.environ["SOURCE_DATE_EPOCH"] = DATE
    outcome = Outcome()
    until = time.monotonic() + seconds
    with Server() as server:
        meetings = Meetings(folder, server)
        while time.monotonic() < until:
            meetings.trial(seed + outcome.count, outcome)
    print(outcome, flush=True)
    return outcome.wrong
