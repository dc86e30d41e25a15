"""What is said where nothing tells the language of a feed: what detects it is an extra."""

from __future__ import annotations

from dataclasses import replace

from chancery.common.problems import Level, Place, Problem, counted, in_order

#: The rule about it.
UNDETECTED = "feed-language-unknown"
_CURE = (
    "Write it as language at the feed, or install Chancery with its extra languages, which detects "
    "it of what comes from then on."
)


def undetected(place: Place) -> Problem:
    """Return the note about one feed."""
    message = "does not say in which language it is"
    return Problem(place, message, cure=_CURE, level=Level.NOTE, code=UNDETECTED)


def told_once(problems: list[Problem]) -> list[Problem]:
    """Return what is wrong with several feeds; that languages cannot be detected is said once."""
    found = in_order(problem for problem in problems if problem.code == UNDETECTED)
    if len(found) < 2:
        return problems
    others = counted(len(found) - 1, "other feed")
    one = replace(found[0], message=f"{found[0].message}; {others} as little")
    return [*(problem for problem in problems if problem.code != UNDETECTED), one]
