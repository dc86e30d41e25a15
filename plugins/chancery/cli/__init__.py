"""The command `chancery`: what can be typed, and how each command ends."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; arguments: those of the process where None.

    0: all is well; 1: some input has a problem and the rest is done; 2: it cannot start; 130: ended
    by Ctrl+C.
    """
    from chancery.cli.ends import run

    return run(arguments)
