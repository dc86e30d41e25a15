"""Warnings that `accepted` in posts.yaml lets stand, and what is wrong with what it says."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from chancery.common.problems import Level, Place, Problem, nearest, shown
from chancery.network.explain import at
from chancery.network.model import Acceptance

#: What `at` names a file below.
_CONTENT = "content/"


def settled(
    problems: Iterable[Problem], accepted: Sequence[tuple[Acceptance, Place]], today: str,
    folder: Path, *, whole: bool = True,
) -> list[Problem]:  # fmt: skip
    """Return problems, the accepted ones marked, and with them what is wrong with that list.

    accepted: what may stand, each with the place that says so; today: the UTC date, as ISO 8601
    writes it; folder: of the network; whole: whether these are all problems of a build, so that
    what none of them is accepted by is of no use.
    """
    by_name: dict[tuple[str, str], list[Acceptance]] = {}
    for one, _ in accepted:
        by_name.setdefault((one.rule, one.at), []).append(one)
    found, here = [], set()
    for problem in problems:
        name = _name(problem, folder) if accepted and problem.level is Level.WARNING else ("", "")
        here.add(name)
        found.append(_marked(problem, by_name.get(name, ()), today))
    return [*found, *_needless(accepted, here)] if whole else found


def _name(problem: Problem, folder: Path) -> tuple[str, str]:
    """Return rule and place of a problem, as `accepted` names them: by its keys, or by its file."""
    file = os.path.relpath(os.path.abspath(problem.place.file), folder.absolute())
    file = file.replace(os.sep, "/")
    return problem.code, file if file.startswith(_CONTENT) else problem.path or file


def _marked(problem: Problem, by: Iterable[Acceptance], today: str) -> Problem:
    """Return a problem as somebody has accepted it, or with the day on which that has ended."""
    longest = max(by, key=_end, default=None)
    if longest is None:
        return problem
    if today <= _end(longest):
        return replace(problem, accepted=longest.why)
    return replace(problem, cure=f"{problem.cure} It was accepted until {longest.until}.".strip())


def _needless(
    accepted: Sequence[tuple[Acceptance, Place]], here: Collection[tuple[str, str]]
) -> Iterator[Problem]:
    """Say what is accepted and does not occur, or is accepted twice: then the longest counts."""
    longest: dict[tuple[str, str], int] = {}
    for number, (one, _) in enumerate(accepted):
        best = longest.setdefault((one.rule, one.at), number)
        if _end(one) > _end(accepted[best][0]):
            longest[one.rule, one.at] = number
    for number, (one, place) in enumerate(accepted):
        name = (one.rule, one.at)
        again = longest[name] != number
        if name in here and not again:
            continue
        said = "is accepted twice" if again else "does not occur"
        message = f"{one.rule} at {shown(one.at)} {said}"
        others = [where for rule, where in here if rule == one.rule]
        near = "" if again else nearest(one.at, others)
        yield at(
            place, message, f"accepted.{number}", near=near,
            cure="Write that, or take it out." if near else "Take it out.",
            level=Level.NOTE, code="accepted-needless",
        )  # fmt: skip


def _end(one: Acceptance) -> str:
    """Return the last day of an acceptance, as one that is before or after others."""
    return one.until or "9999"
