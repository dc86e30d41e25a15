"""Every page in every look, and the largest documents that are allowed."""

from __future__ import annotations

from pathlib import Path

from tests.explore._suite import pytest
from tests.options import EVERY_PAIR


def explore(folder: Path, _seed: int, seconds: float) -> list[str]:
    """Take every pair where `make test` takes a sample."""
    tests = ("tests/sites/test_pages_in_browser.py", "tests/theme", "tests/feeds/test_size.py")
    return pytest("-n", "2", EVERY_PAIR, *tests, seconds=seconds, TMPDIR=str(folder))
