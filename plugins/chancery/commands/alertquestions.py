"""What `chancery alert` asks in a terminal, each answer checked as it is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import get_args

from chancery.commands.asking import Answers, Question, Wrong
from chancery.common.problems import nearest, shown

#: A number of hours as it is typed.
HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")


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
