"""Cold, unchanged and edited builds against `cp -r` of the same tree, in one run.

Figures of seconds depend on the machine and its mood; the ratio to copying the finished tree in
the same minutes is what to compare.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.synthetic import synthetic_network

ROOT = Path(__file__).parents[1]
_PHONE = re.compile(r'^(    phone: "?\+[\d ]*)(\d)("?)$', re.MULTILINE)


@dataclass(slots=True)
class Measured:
    """One command: seconds of each run, and the most memory of all its processes together (MiB)."""

    seconds: list[float]
    memory: float = 0.0

    @property
    def median(self) -> float:
        """The median of the runs, in seconds."""
        return statistics.median(self.seconds)


def bench(posts: int, runs: int) -> int:
    """Measure and print; posts: how many synthetic ones, 0 for the real network."""
    memory = Path("/dev/shm")  # noqa: S108  (a memory file system, where there is one)
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as name:
        base = Path(name)
        network = base / "network"
        network.mkdir()
        if posts:
            synthetic_network(network, posts)
        else:
            shutil.copy(ROOT / "posts.yaml", network)
        shutil.copytree(ROOT / "content", network / "content")
        _measure(base, network, runs)
    return 0


def _measure(base: Path, network: Path, runs: int) -> None:
    output, cache, copy = base / "output", base / "cache", base / "copy"
    command = [sys.executable, "-m", "chancery", "build", "--network", str(network)]
    command += ["--output", str(output), "--cache", str(cache)]
    cold, same, edit, copying = Measured([]), Measured([]), Measured([]), Measured([])
    # Whoever builds twice has the compiled code of the first time, unless Python may keep none.
    subprocess.run([sys.executable, "-m", "compileall", "-q", "plugins", "tasks.py"], cwd=ROOT,
                   check=True)  # fmt: skip
    for number in range(runs + 1):
        # To watch memory takes a processor some of the time: a run of its own does it, untimed.
        watched = number == runs
        shutil.rmtree(output, ignore_errors=True)
        shutil.rmtree(cache, ignore_errors=True)
        _run(command, cold, watched=watched)
        if not watched:
            _timed(copying, lambda: _copy(output, copy))
            shutil.rmtree(copy)
        _run(command, same, watched=watched)
        _edit(network / "posts.yaml")
        _run(command, edit, watched=watched)
    pages, files, size = _count(output)
    print(f"{pages} pages, {files} files, {size / 2**20:.0f} MiB, median of {runs} runs")
    print(f"{'':10} {'seconds':>8} {'x cp -r':>8} {'MiB':>6}")
    print(f"{'cp -r':10} {copying.median:8.2f} {1:8.1f}")
    for label, one in (("cold", cold), ("unchanged", same), ("one edit", edit)):
        ratio = one.median / copying.median
        print(f"{label:10} {one.median:8.2f} {ratio:8.1f} {one.memory:6.0f}")
    print(f"{pages / cold.median:.0f} pages a second")
    print(_spent(network, base))


def _timed(into: Measured, act: Callable[[], None]) -> None:
    started = time.perf_counter()
    act()
    into.seconds.append(time.perf_counter() - started)


def _run(command: list[str], into: Measured, *, watched: bool) -> None:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        if watched:
            code = _watch(process, into)
        else:
            started = time.perf_counter()
            code = process.wait()
            into.seconds.append(time.perf_counter() - started)
    if code == 2:
        raise SystemExit("The network cannot be built; chancery check says why.")


def _watch(process: subprocess.Popen[bytes], into: Measured) -> int:
    """Keep the most memory of a session's processes at once, shared pages counted once."""
    session = process.pid
    while process.poll() is None:
        time.sleep(0.02)
        total = 0.0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.getsid(int(folder.name)) == session:
                    text = (folder / "smaps_rollup").read_text()
                    total += int(re.findall(r"^Pss: +(\d+)", text, re.MULTILINE)[0]) / 1024
            except (OSError, IndexError):
                continue
        into.memory = max(into.memory, total)
    return process.wait()


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-r", str(source), str(target)], check=True)


def _edit(path: Path) -> None:
    """Change the last digits of the first telephone number of a post."""
    text = path.read_text(encoding="utf-8")

    start = text.index("\nposts:")
    body = _PHONE.sub(lambda m: f"{m[1]}{'1' if m[2] == '0' else '0'}{m[3]}", text[start:], count=1)
    path.write_text(text[:start] + body, encoding="utf-8")


def _count(output: Path) -> tuple[int, int, int]:
    files = [path for path in output.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return pages, len(files), sum(path.stat().st_size for path in files)


def _spent(network: Path, base: Path) -> str:
    """Return microseconds a page for each part of the work, in one process."""
    output, cache = base / "one-process", base / "one-cache"
    command = [sys.executable, "-m", "bench.spent", str(network), str(output), str(cache)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    spent = json.loads(done.stdout.splitlines()[-1])
    parts = ", ".join(f"{name} {value:.0f}" for name, value in spent.items())
    return f"µs a page in one process: {parts}"
