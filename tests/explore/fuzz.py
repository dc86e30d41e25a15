"""Fuzzing with coverage: feeds, texts, posts.yaml, data, catalogues, pictures, caches, sites.

Of each input that is made up must hold: nothing is raised but what is documented, each problem has
a file and a code and is about the input, nothing in it runs or leads where it may not, it takes
neither long nor much memory, and the same input gives the same.

With Atheris in the environment libFuzzer chooses the inputs, else a simpler loop does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.explore._suite import ROOT

#: Which targets to fuzz, by their names with spaces between; all where it is not set.
CHOSEN = "FUZZ"
#: How many times longer than its processor time a target may take, on a machine with much to do.
_SLOWER = 20


def explore(folder: Path, seed: int, seconds: float) -> list[str]:
    """Fuzz each target for its share of the time; give what was found, with the inputs."""
    from tests.explore._targets import TARGETS, clear

    chosen = os.environ.get(CHOSEN, "").split() or list(TARGETS)
    shares = {name: TARGETS[name].share for name in chosen}
    clear()
    whole = sum(shares.values())
    return [
        wrong
        for name, share in shares.items()
        for wrong in _fuzzed(name, folder / name, seed, seconds * share / whole)
    ]


def _fuzzed(name: str, folder: Path, seed: int, seconds: float) -> list[str]:
    folder.mkdir(exist_ok=True)
    log = folder / "log"
    asked = (name, str(folder), str(seed), str(seconds))
    with log.open("wb") as said:
        try:
            code = subprocess.run(
                [sys.executable, "-m", "tests.explore._fuzzing", *asked],
                cwd=ROOT, env=dict(os.environ),
                stdout=said, stderr=said, timeout=60 + seconds * _SLOWER, check=False,
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            code = -1
    report = folder / "found.json"
    if not report.exists():
        return [f"{name}: could not begin: {_end(log)}"]
    found = json.loads(report.read_text())
    reached = found["reached"] or _covered(log)
    print(f"{name}: {found['count']} inputs by {found['engine']}, {reached} reached, "
          f"{len(found['wrong'])} kinds of fault", flush=True)  # fmt: skip
    wrong = [f"{name}: {key}\n{said}\n{data}" for key, (said, data) in found["wrong"].items()]
    return wrong + ([f"{name}: ended with {code}: {_end(log)}"] if code else [])


def _covered(log: Path) -> int:
    """Return how many branches libFuzzer says that inputs have reached."""
    words = log.read_text(errors="replace").split("cov: ")
    return int(words[-1].split()[0]) if len(words) > 1 else 0


def _end(log: Path) -> str:
    return log.read_text(errors="replace")[-1_500:]
