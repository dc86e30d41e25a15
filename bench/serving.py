"""From a saved file to the page in a browser: `chancery serve` against a build after the same edit.

Both are measured in turn, in one run, on copies of the same network: one that is served, with a
browser on a page of it, and one that is built. What counts is the ratio of the two in each pair.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from tests.browser.helpers import launch_chromium

ROOT = Path(__file__).parents[1]
#: The post that is edited and looked at.
POST = "embassy-amman"
#: Milliseconds after which an edit ought to have been seen.
PATIENCE = 120_000


@dataclass(frozen=True, slots=True)
class Edit:
    """One kind of edit: what it is called, how much of a build it may take, its page, its doing.

    act: takes the folder of the network and seven digits, which are to be seen on the page.
    """

    name: str
    most: float
    page: str
    act: Callable[[Path, str], None]


def _own_text(network: Path, digits: str) -> None:
    _append(network / f"content/posts/{POST}/mobile-consular-days.en.md", digits)


def _shared_text(network: Path, digits: str) -> None:
    _append(network / "content/pages/passports.en.md", digits)


def _append(path: Path, digits: str) -> None:
    kept = path.read_text(encoding="utf-8").partition("\n\nMark ")[0].rstrip("\n")
    path.write_text(f"{kept}\n\nMark {digits}.\n", encoding="utf-8")


def _number(network: Path, digits: str) -> None:
    path = network / "posts.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index(f"  - id: {POST}\n")
    body = re.sub(r'(\n    phone: "\+962 6 )[\d ]+', rf"\g<1>{digits}", text[start:], count=1)
    path.write_text(text[:start] + body, encoding="utf-8")


EDITS = (
    Edit("a post's text", 0.3, "mobile-consular-days/", _own_text),
    Edit("a shared text", 0.3, "passports/", _shared_text),
    Edit("posts.yaml", 1.0, "contact/", _number),
)


def bench(runs: int) -> int:
    """Measure and print; runs: how many pairs of each kind of edit."""
    memory = Path("/dev/shm")  # noqa: S108  (a memory file system, where there is one)
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        served, built = Path(name, "served"), Path(name, "built")
        for network in (served, built):
            network.mkdir()
            shutil.copy(ROOT / "posts.yaml", network)
            shutil.copytree(ROOT / "content", network / "content")
        _build(built)
        shutil.copytree(built / "output", served / "output")
        with _serving(served) as address, sync_playwright() as started:
            page = launch_chromium(started).new_page()
            _measure(page, address, served, built, runs)
    return 0


def _measure(page: Page, address: str, served: Path, built: Path, runs: int) -> None:
    print(
        f"{'':15} {'seen (s)':>9} {'build (s)':>9}  ratio: median (quartiles), at most", flush=True
    )
    for edit in EDITS:
        pairs = []
        page.goto(f"{address}{POST}/en/{edit.page}")
        _idle(served)
        for number in range(runs + 1):
            digits = str(4113000 + number * 7 + len(edit.name) * 1000)
            # Who goes first takes turns; the first pair finds caches cold, and does not count.
            first = _after(built, edit, digits) if number % 2 else 0.0
            seen = _seen(page, served, edit, digits)
            pairs.append((seen, first or _after(built, edit, digits)))
        ratios = [one / other for one, other in pairs[1:]]
        low, middle, high = statistics.quantiles(ratios, n=4)
        shown, after = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
        print(f"{edit.name:15} {shown:9.2f} {after:9.2f}  "
              f"{middle:.2f} ({low:.2f} to {high:.2f}), {edit.most}", flush=True)  # fmt: skip


def _seen(page: Page, network: Path, edit: Edit, digits: str) -> float:
    """Edit what is served, and return after how many seconds the browser shows it."""
    started = time.perf_counter()
    edit.act(network, digits)
    page.wait_for_function(
        "digits => document.body?.innerText.replace(/\\s/g, '').includes(digits)",
        arg=digits, timeout=PATIENCE,
    )  # fmt: skip
    took = time.perf_counter() - started
    _idle(network)
    return took


def _idle(network: Path) -> None:
    """Wait until the server has built all else, so that it takes nothing from what comes next."""
    time.sleep(1.5)
    while json.loads((network / "output/network.json").read_bytes())["building"]:
        time.sleep(0.1)
    time.sleep(1.5)


def _after(network: Path, edit: Edit, digits: str) -> float:
    edit.act(network, digits)
    started = time.perf_counter()
    _build(network)
    return time.perf_counter() - started


def _build(network: Path) -> None:
    command = [sys.executable, "-m", "chancery", "build", "--network", str(network)]
    done = subprocess.run(command, cwd=ROOT / "plugins", stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False)  # fmt: skip
    if done.returncode == 2:
        raise SystemExit("The network cannot be built; chancery check says why.")


@contextmanager
def _serving(network: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "chancery", "serve", "--network", str(network)]
    command += ["--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT / "plugins", text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None  # noqa: S101  (it is a pipe)
        try:
            line = next(line for line in process.stdout if line.startswith("http://"))
            address = line.split()[0]
            while b"first build" in urlopen(f"{address}-/").read():  # noqa: S310  (its own)
                time.sleep(0.2)
            yield address
        finally:
            process.terminate()
