"""Questions that a command asks: by flags, else in a terminal, each answer checked as it is given.

A question has its words, what stands where nothing is typed, and a check that gives the answer as
it is kept. Without a terminal, all that is missing and all that is wrong is told at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import click

from chancery.common.errors import ChanceryError
from chancery.common.problems import CannotStart, Place, Problem, one_line, shown

#: What was answered so far, by the keys of the questions.
Answers = Mapping[str, str]


class Wrong(ChanceryError):
    """An answer that cannot be taken: what is wrong with it, the nearest right one, a cure."""

    def __init__(self, message: str, *, near: str = "", cure: str = "") -> None:
        """Take what is said of the answer; near: what was meant, empty where nobody can know."""
        super().__init__(message)
        self.message, self.near, self.cure = message, near, cure

    def __str__(self) -> str:
        """Return it as one line, as a terminal shows it."""
        text = self.message
        if self.near:
            text += f"; did you mean {self.near!r}?"
        if self.cure:
            text += f"{'' if text[-1] in '.?!' else '.'} {self.cure}"
        return one_line(text)


def _usual(_known: Answers) -> str:
    return ""


def _as_it_is(value: str, _known: Answers) -> str:
    return value


def _always(_known: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    key: the name of its flag without the hyphens; words: what is asked; usual: gives what stands
    where nothing is typed, by the answers before; check: gives the answer as it is kept, or raises
    Wrong; open: whether nothing is an answer too; asked: whether it is asked, by the answers
    before; a flag counts either way; waits: the keys of the questions that usual needs an answer
    to; lacks: says, by the answers before, why there is no usual answer where there mostly is one,
    with an example.
    """

    key: str
    words: str
    usual: Callable[[Answers], str] = _usual
    check: Callable[[str, Answers], str] = _as_it_is
    open: bool = False
    asked: Callable[[Answers], bool] = _always
    waits: tuple[str, ...] = ()
    lacks: Callable[[Answers], tuple[str, str]] | None = None

    @property
    def flag(self) -> str:
        """Its flag."""
        return f"--{self.key.replace('_', '-')}"

    def taken(self, typed: str, known: Answers) -> str:
        """Return an answer as it is kept. Raises Wrong."""
        value = typed.strip()
        if not value and self.open:
            return ""
        if not value and self.lacks:
            why, example = self.lacks(known)
            raise Wrong(f"is needed: {why}", cure=f"Such as {self.flag} {example}.")
        if not value:
            raise Wrong("nothing is given", cure=f"Say it with {self.flag}.")
        return self.check(value, known)

    def needed(self, known: Answers) -> str:
        """Return what is said in a terminal where nothing is typed and something must be."""
        if not self.lacks:
            return "An answer is needed."
        why, example = self.lacks(known)
        return f"An answer is needed: {why}. Such as {example}."


def answered(
    questions: Sequence[Question], given: Answers, command: str, *, terminal: bool | None = None
) -> dict[str, str]:
    """Return the answer to each question: from the flags, else as typed, else the usual one.

    given: what flags say; command: what asks, for messages; terminal: whether somebody can answer,
    None for what the process has. Raises CannotStart with all that is wrong or missing.
    """
    asks = is_terminal() if terminal is None else terminal
    _hold_to_utf8(given, command, asks=asks)
    known: dict[str, str] = {}
    problems: list[Problem] = []
    for question in questions:
        typed = given.get(question.key, "")
        try:
            if typed.strip():
                known[question.key] = question.taken(typed, known)
            elif not question.asked(known) or (problems and not {*question.waits} <= known.keys()):
                continue  # of a usual answer that waits for a wrong one nothing can be said yet
            elif asks and not problems:
                known[question.key] = _ask(question, known)
            else:
                known[question.key] = question.taken(question.usual(known), known)
        except Wrong as wrong:
            problems.append(_problem(question, wrong, command))
    if problems:
        raise CannotStart(problems)
    return known


def is_terminal() -> bool:
    """Say whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def input_encoding() -> str:
    """Return the encoding that what is typed is read as."""
    return (getattr(sys.stdin, "encoding", None) or "utf-8").lower().replace("_", "-")


def _ask(question: Question, known: Answers) -> str:
    """Ask until an answer can be taken; Ctrl+C and the end of input raise click.Abort."""
    usual = question.usual(known)

    def check(typed: str) -> str:
        if not (typed.strip() or question.open):
            raise click.UsageError(question.needed(known))
        try:
            return question.taken(typed, known)
        except Wrong as wrong:
            raise click.UsageError(str(wrong)) from wrong

    answer: str = click.prompt(
        question.words,
        default=usual,  # never None: click would ask again without a word
        show_default=bool(usual),
        value_proc=check,
        err=True,
    )
    return answer


def _problem(question: Question, wrong: Wrong, command: str) -> Problem:
    return Problem(
        Place(command), wrong.message, question.flag, wrong.near, wrong.cure, code="wrong-usage"
    )


def _hold_to_utf8(given: Answers, command: str, *, asks: bool) -> None:
    """Refuse words in another encoding than UTF-8: they would be written as other ones."""
    encoding = input_encoding()
    if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return
    odd = next((value for value in given.values() if not value.isascii()), "")
    if not (odd or asks):
        return
    message = (
        f"{shown(odd)} is read as {encoding}" if odd else f"what is typed is read as {encoding}"
    )
    cure = "Set a locale of UTF-8, such as LC_ALL=C.UTF-8, and call it again."
    raise CannotStart(
        [Problem(Place(command), f"{message}, expected UTF-8", cure=cure, code="wrong-usage")]
    )
