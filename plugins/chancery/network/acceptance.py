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
    """Give problems with those marked that may stand, and with what is wrong with the list of them.

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
    """Give rule and place of a problem, as `accepted` names them: by its keys, or by its file."""
    file = os.path.relpath(os.path.abspath(problem.place.file), folder.absolute())
    file = file.replace(os.sep, "/")
    return problem.code, file if file.startswith(_CONTENT) else problem.path or file


def _marked(problem: Problem, by: Iterable[Acceptance], today: str) -> Problem:
    """Give a problem as somebody has accepted it, or with the day on which that has ended."""
    ended = ""
    for one in by:
        if one.until is None or today <= one.until:
            return replace(problem, accepted=one.why)
        ended = f"It was accepted until {one.until}."
    return replace(problem, cure=f"{problem.cure} {ended}".strip()) if ended else problem


def _needless(
    accepted: Iterable[tuple[Acceptance, Place]], here: Collection[tuple[str, str]]
) -> Iterator[Problem]:
    """Say what is accepted and does not occur, or is accepted twice."""
    seen = set()
    for number, (one, place) in enumerate(accepted):
        name = (one.rule, one.at)
        if name in here and name not in seen:
            seen.add(name)
            continue
        again = name in seen
        message = f"{one.rule} at {shown(one.at)} {'is accepted twice' if again else 'is no more'}"
        others = [where for rule, where in here if rule == one.rule]
        yield at(
            place, message, f"accepted.{number}", near="" if again else nearest(one.at, others),
            cure="Take it out.", level=Level.NOTE, code="accepted-needless",
        )  # fmt: skip
