"""How often Python looks for cycles of objects that nobody holds any more."""

from __future__ import annotations

import gc

#: New objects, and how many rounds before older ones are looked at too.
_RARE = (200_000, 50, 100)


def collect_rarely() -> None:
    """Look for cycles seldom: a run makes trees of data, and hardly a cycle."""
    gc.set_threshold(*_RARE)


def collect_no_more() -> None:
    """Take what there is for kept: a process that ends need not walk all of it once more."""
    gc.freeze()
