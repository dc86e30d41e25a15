"""Property tests with examples that nobody has tried: thousands of them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.explore._suite import ROOT, pytest

_GIVEN = re.compile(r"^@given\(", re.MULTILINE)


def explore(folder: Path, seed: int, seconds: float) -> list[str]:
    """Look for examples that break what holds."""
    files = [str(path) for path in sorted((ROOT / "tests").rglob("test_*.py"))
             if _GIVEN.search(path.read_text(encoding="utf-8"))]  # fmt: skip
    return pytest("-n", "2", "-m", "hypothesis", "-p", "no:cacheprovider",
                  f"--hypothesis-seed={seed}", *files, seconds=seconds, TMPDIR=str(folder),
                  HYPOTHESIS_PROFILE="explore")  # fmt: skip
