"""The loop that feeds a target with inputs made of others, and keeps those that reach new code.

With Atheris (`pip install atheris`), libFuzzer chooses what to try by the branches that an input
takes and the values it is compared with. Without, inputs are kept that reach a line of Chancery's
that none has reached. Run as a process of its own: what hangs or takes all memory ends with it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.explore._mutate import LARGEST, WORDS, mutated

ROOT = Path(__file__).parents[2]
OURS = str(ROOT / "plugins/chancery")
#: The most processor time (s) for one input; none needs a tenth of it.
LONGEST = 10.0
#: The most memory of a process that fuzzes, and by how much one input may let it grow at most.
MEMORY, GROWTH = 6 << 30, 400 << 20
#: How many inputs are tried to make one smaller that shows a fault.
SMALLER = 150
#: Of how many inputs one is tried twice: it must give the same.
TWICE = 4


class _TooLong(BaseException):
    """An input takes too long; nothing that catches errors catches it."""


@dataclass(slots=True)
class Found:
    """What came of fuzzing a target: how many inputs, how much code they reached, what was wrong.

    wrong: by what shows that two faults are one, the message and the smallest input that shows it.
    """

    count: int = 0
    reached: int = 0
    engine: str = ""
    wrong: dict[str, tuple[str, str]] = field(default_factory=dict)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise _TooLong in a block that takes more processor time."""

    def over(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class Trying:
    """Tries inputs on a target, and notes what is wrong."""

    def __init__(self, name: str, report: Path, seconds: float) -> None:
        """Take the name of a target, where to write what was found, and for how long to try.

        seconds: of processor time, since a machine with much to do gives little of that.
        """
        target = import_module("tests.explore._targets").TARGETS[name]
        self.seeds: list[bytes] = target.seeds()
        self.found = Found()
        self._run, self._report = target.run, report
        self._told = time.process_time()
        self._until = time.process_time() + seconds

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return time.process_time() > self._until

    def __call__(self, data: bytes) -> None:
        """Try an input; what is wrong is noted once, with a smaller input that shows it too."""
        self.found.count += 1
        name, message = self.fault(data, twice=data[-1:] < bytes([256 // TWICE]))
        if name and name not in self.found.wrong:
            data = self._smaller(data, name)
            self.found.wrong[name] = message, repr(data[:4_000])
            self._told = 0
        if time.process_time() - self._told > 5:
            self.tell()

    def tell(self) -> None:
        """Write down what was found by now."""
        self._told = time.process_time()
        self._report.write_text(json.dumps(asdict(self.found)))

    def fault(self, data: bytes, *, twice: bool = False) -> tuple[str, str]:
        """Return what tells a fault from others, and what it says; nothing where all is well."""
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            with _limited(LONGEST):
                made = repr(self._run(data))
                if twice and repr(self._run(data)) != made:
                    return "differs", "the same input gives something else"
        except (KeyboardInterrupt, SystemExit):
            raise
        except _TooLong as error:
            place = _place(error)
            return f"long {place}", f"takes more than {LONGEST:.0f} s, at {place}"
        except BaseException as error:
            kind, place = type(error).__name__, _place(error)
            text = "".join(traceback.format_exception(error, limit=-5))
            said = str(error)[:40] if kind == "Wrong" else ""
            return f"{kind} {place} {said}", text[-2_000:]
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        if grown > GROWTH:
            return "memory", f"takes {grown >> 20} MB more"
        return "", ""

    def _smaller(self, data: bytes, name: str) -> bytes:
        """Return as little of an input as shows the same fault, with few trials."""
        left, size = SMALLER, len(data) // 2
        while size and left > 0:
            start = 0
            while start < len(data) and left > 0:
                left -= 1
                less = data[:start] + data[start + size :]
                if self.fault(less)[0] == name:
                    data = less
                else:
                    start += size
            size //= 2
        return data


def _place(error: BaseException) -> str:
    """Return where in our code an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(OURS)] or frames
    last = ours[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


class _Lines:
    """Which lines of Chancery were reached; a function all of whose lines were costs little."""

    def __init__(self) -> None:
        self.reached: set[tuple[CodeType, int]] = set()
        self._open: dict[CodeType, set[int]] = {}

    @contextmanager
    def watched(self) -> Iterator[None]:
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(None)

    def _call(self, frame: FrameType, _event: str, _arg: object) -> Any:
        code = frame.f_code
        if code not in self._open:
            ours = code.co_filename.startswith(OURS)
            lines = {line for _, _, line in code.co_lines() if line} if ours else set()
            self._open[code] = lines
        return self._line if self._open[code] else None

    def _line(self, frame: FrameType, event: str, _arg: object) -> Any:
        if event == "line" and frame.f_lineno in self._open[frame.f_code]:
            self._open[frame.f_code].discard(frame.f_lineno)
            self.reached.add((frame.f_code, frame.f_lineno))
        return self._line


def plainly(trying: Trying, seed: int) -> None:
    """Fuzz by the lines that inputs reach."""
    chance, lines, corpus = random.Random(seed), _Lines(), [*trying.seeds]
    trying.found.engine = "lines"
    waiting = [*corpus]
    while not trying.over:
        data = waiting.pop() if waiting else mutated(chance.choice(corpus), chance, corpus)
        before = len(lines.reached)
        with lines.watched():
            trying(data)
        if len(lines.reached) > before and len(corpus) < 5_000:
            corpus.append(data)
        trying.found.reached = len(lines.reached)
    trying.tell()


def by_atheris(trying: Trying, folder: Path, seed: int) -> None:
    """Fuzz by the branches that inputs take; ends the process."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    trying.found.engine = "Atheris"
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in trying.seeds:
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = folder / "words.txt"
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in WORDS if word))
    chance, others = random.Random(seed), trying.seeds

    def mutator(data: bytes, most: int, seed_: int) -> bytes:
        chance.seed(seed_)
        if chance.random() < 0.3:
            made: bytes = atheris.Mutate(data, most)
            return made
        return mutated(data, chance, others)[:most]

    arguments = (
        sys.argv[0], f"-seed={seed % 2**31 or 1}",
        f"-max_len={LARGEST}", f"-dict={words}", "-timeout=300", "-rss_limit_mb=0",
        f"-artifact_prefix={folder}/",  str(corpus),
    )  # fmt: skip

    def tried(data: bytes) -> None:
        trying(data)
        if trying.over:
            trying.tell()
            os._exit(0)

    atheris.Setup([*arguments], tried, custom_mutator=mutator)
    atheris.Fuzz()


def _quoted(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def main(arguments: Sequence[str]) -> None:
    """Fuzz one target: its name, a folder for its files, the seed and the seconds."""
    name, place, seed, seconds = arguments
    folder = Path(place)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if importlib.util.find_spec("atheris") is not None:
        import atheris

        with atheris.instrument_imports(include=["chancery"]):
            trying = Trying(name, folder / "found.json", float(seconds))
        by_atheris(trying, folder, int(seed))
    else:
        plainly(Trying(name, folder / "found.json", float(seconds)), int(seed))


if __name__ == "__main__":
    main(sys.argv[1:])
