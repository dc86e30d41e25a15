"""All tests elsewhere: in another order, zone and language, with other numbers of processes."""

from __future__ import annotations

import random
import shutil
import signal
from pathlib import Path

from tests.explore._suite import ROOT, pytest
from tests.options import SHUFFLE

#: What of the project no test needs, or is not to be copied.
LEFT = (".git", ".venv", "output", ".cache", "build", ".mypy_cache", ".ruff_cache",
        ".pytest_cache", ".hypothesis", "node_modules", "__pycache__")  # fmt: skip
ZONES = ("Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham")
LOCALES = ("C", "C.UTF-8", "POSIX")


def explore(folder: Path, seed: int, seconds: float) -> list[str]:
    """Run all tests in a copy whose name has spaces and letters of other scripts.

    Their order, the hash seed, the zone, the locale and the number of processes are drawn by the
    seed; SIGINT is ignored, as it is for what a shell starts in the background, and no byte code
    is kept.
    """
    chance = random.Random(seed)
    house = folder / "das Haus · دار · 家"
    shutil.copytree(ROOT, house, symlinks=True, ignore=shutil.ignore_patterns(*LEFT))
    for name in (".venv", "tests/nu/node_modules"):
        (house / name).symlink_to((ROOT / name).resolve())
    (folder / "tmp").mkdir()
    folder.chmod(0o755)  # some tests look at files as another user of the machine does
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pytest(
            "-n", str(chance.choice((1, 2, 4))), SHUFFLE, str(seed), seconds=seconds, root=house,
            PYTHONHASHSEED=str(seed % 2**32), PYTHONDONTWRITEBYTECODE="1",
            TZ=chance.choice(ZONES), LC_ALL=chance.choice(LOCALES), TMPDIR=str(folder / "tmp"),
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
