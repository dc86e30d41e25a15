"""What is said when something is not sent: on one line, and without anybody's password."""

from __future__ import annotations

import re

from chancery.common.errors import ChanceryError
from chancery.common.problems import Place, Problem, one_line

#: The most characters of Git's own words that a message repeats.
_WORDS = 400
#: Names and passwords in an address.
_SECRET = re.compile(r"(?<=://)[^/\s'\"]*@")
_QUERY = re.compile(r"(?<=[?&])([\w.-]+)=[^&\s'\"]+")
#: What Git says while it works, and its advice, which is for whoever calls it by hand.
_PASSING = re.compile(
    r"(remote: )?(Enumerating|Counting|Compressing|Delta|Writing|Receiving|Resolving|Unpacking"
    r"|Total|Checking) .*|hint: .*|To .*|From .*|error: failed to push some refs to .*|Done"
)


class PublishRefused(ChanceryError):
    """The output may not be published, or the remote did not take it; says why and what to do."""

    def __init__(self, problem: Problem, text: str = "") -> None:
        """Take the problem; text: what is said of it, the problem's own line where empty."""
        self.problem = problem
        super().__init__(text or str(problem))


def refused(where: str, message: str, cure: str, *, code: str) -> PublishRefused:
    """Return the refusal of a branch, a remote or an output, in the form of all problems."""
    return refusal(Problem(Place(without_secrets(where)), message, cure=cure, code=code))


def refusal(problem: Problem) -> PublishRefused:
    """Return the refusal for a problem."""
    return PublishRefused(problem)


def in_words(text: str, *, code: str) -> PublishRefused:
    """Return a refusal in sentences of its own, with the name of its rule at the end."""
    return PublishRefused(Problem(Place("chancery publish"), text, code=code), f"{text} [{code}]")


def without_secrets(text: str) -> str:
    """Take names, passwords and what follows a question mark out of the addresses in a text."""
    return _QUERY.sub(r"\1=…", _SECRET.sub("", text))


def words(said: bytes) -> str:
    """Return what Git and a remote said, on one line, without what passes by while they work."""
    lines = re.split(r"[\r\n]+", said.decode(errors="replace"))
    kept = dict.fromkeys(line.strip() for line in lines if not _PASSING.fullmatch(line.strip()))
    text = one_line(without_secrets("; ".join(line for line in kept if line)))
    return text if len(text) <= _WORDS else f"{text[: _WORDS - 1]}…"
