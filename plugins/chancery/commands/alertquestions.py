"""What `chancery alert` asks and takes as flags, each answer checked as it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import get_args

from chancery.commands.asking import Answers, Question, Wrong
from chancery.common.problems import CannotStart, Place, Problem, nearest, shown

COMMAND = "chancery alert"
#: A number of hours as it is typed.
HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")

#: What nobody can leave out of a new alert, and what to say there.
_NEEDED = {
    "headline": "what has happened, in one line",
    "severity": "extreme, severe, moderate, minor or unknown",
    "area": "where, in words that a resident knows",
}
_SITES = ("country", "post", "region")
#: The keys of an alert's file whose flags have another name, the longest first.
_KEYS = {
    "area.countries": "country",
    "area.posts": "post",
    "area.regions": "region",
    "next_update": "next_hours",
    "expires": "hours",
}


def questions(given: Answers, languages: Sequence[str]) -> tuple[Question, ...]:
    """Return what is asked of a new alert; given: the flags; languages: the ministry's."""
    elsewhere = bool(given.get("post") or given.get("region"))
    return (
        Question(key="country", words="Which countries? Names or codes with commas between",
                 check=_countries, asked=lambda _known: not elsewhere),
        Question(key="area", words="Where, in words that a resident knows"),
        Question(key="severity", words="How bad? extreme, severe, moderate or minor",
                 usual=lambda _known: "severe", check=_severity),
        Question(key="headline", words="What has happened, in one line"),
        Question(key="instruction", words="What should people do", open=True),
        Question(key="hours", words="For how many hours does it hold",
                 usual=lambda _known: "24", check=_hours),
        Question(key="next_hours", check=_hours, open=True,
                 words="In how many hours comes the next word (nothing for none)"),
        Question(key="language", words="In which language did you write",
                 usual=lambda _known: languages[0], check=partial(_language, languages)),
    )  # fmt: skip


def stated(given: Answers, *, new: bool) -> dict[str, str]:
    """Return what flags say, as it is kept; new: whether they are of an alert that begins.

    Raises CannotStart with all that is missing and all that is wrong.
    """
    problems, kept = list(_missing(given)) if new else [], {}
    for key, value in given.items():
        try:
            kept[key] = _CHECKS[key](value, given) if key in _CHECKS and value else value
        except Wrong as wrong:
            problems.append(_problem(key, wrong.message, wrong.near, wrong.cure))
    if problems:
        raise CannotStart(problems)
    return kept


def _missing(given: Answers) -> Iterator[Problem]:
    for key, said in _NEEDED.items():
        if not given.get(key, "").strip():
            yield _problem(key, f"is needed: {said}")
    if not any(given.get(key, "").strip() for key in _SITES):
        cure = "Or say the posts with --post, or the parts of countries with --region."
        yield _problem("country", "is needed: in which countries, by names or codes", cure=cure)


def of_flags(problems: Sequence[Problem]) -> list[Problem]:
    """Return what is wrong with an alert that flags make, by the flags that are to be mended."""
    return [
        replace(one, place=Place(COMMAND), path=_flag(_key(one.path))) if one.path else one
        for one in problems
    ]


def _key(path: str) -> str:
    return next((key for begun, key in _KEYS.items() if path.startswith(begun)),
                path.partition(".")[0])  # fmt: skip


def _flag(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def _problem(key: str, message: str, near: str = "", cure: str = "") -> Problem:
    return Problem(Place(COMMAND), message, _flag(key), near, cure, code="wrong-usage")


def _countries(value: str, _known: Answers) -> str:
    from chancery.commands.places import country_code

    parts = (part.strip() for part in value.split(","))
    return ", ".join(country_code(part) for part in parts if part)


def _severity(value: str, _known: Answers) -> str:
    from chancery.features.alerts.model import Severity

    words = get_args(Severity)
    if value.lower() not in words:
        raise Wrong(f"{shown(value)}, expected one of {', '.join(words)}",
                    near=nearest(value, words))  # fmt: skip
    return value.lower()


def _hours(value: str, _known: Answers) -> str:
    if not HOURS.fullmatch(value):
        raise Wrong(f"{shown(value)} is no number of hours", cure="Such as 12 or 1.5.")
    return value


def _language(languages: Sequence[str], value: str, _known: Answers) -> str:
    from chancery.geo.codes import language_meant, language_named

    if tag := language_named(value):
        return tag
    meant = language_meant(value) or nearest(value, languages)
    raise Wrong(f"{shown(value)} is no language", near=meant, cure="Such as en or fr.")


_CHECKS: Mapping[str, Callable[[str, Answers], str]] = {
    "country": _countries,
    "severity": _severity,
    "hours": _hours,
    "next_hours": _hours,
    "language": partial(_language, ()),
}
