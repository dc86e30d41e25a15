"""How many processes may run at once."""

from __future__ import annotations

import os


def processors() -> int:
    """Return how many processors this process may use; not every system says (macOS, Windows)."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
