"""Following names from one to the next, which people may have written in a circle."""

from __future__ import annotations

from collections.abc import Callable


def chain(first: str, step: Callable[[str], str | None]) -> list[str]:
    """Return the names that one leads to, itself the first, up to one that leads to none.

    A circle ends with the name that comes a second time. step: gives what a name leads to.
    """
    passed = [first]
    seen = {first}
    while following := step(passed[-1]):
        passed.append(following)
        if following in seen:
            break
        seen.add(following)
    return passed


def is_circle(passed: list[str]) -> bool:
    """Say whether a chain leads back to where it began."""
    return len(passed) > 1 and passed[-1] == passed[0]
