"""What a command says, in one way for all of them: problems, what was done, and what comes next."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO, TypeAlias

from chancery.common.problems import Problem, holding, in_order, tally

#: For how many problems the line at fault is shown: nobody repairs more at once.
_EXCERPTS = 50
#: Where a next step names the command: at its beginning, or after what a person does before.
_COMMAND = re.compile(r"(^|, then )chancery (?=[a-z])")
#: Takes how many are done, and of how many.
Advance: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a command speaks.

    form: text, json, github or sarif; quiet: problems alone, and of these no notes; verbose:
    accepted problems too; colour: whether text is coloured, None for where there is a terminal;
    version: Chancery's own; program: how the command is typed where it was called.
    """

    form: str = "text"
    quiet: bool = False
    verbose: bool = False
    colour: bool | None = None
    version: str = ""
    program: str = "chancery"


class Reporter:
    """Tells what a command does: text as it happens, every other form in one piece at the end."""

    def __init__(self, style: Style | None = None) -> None:
        """Take the style; the time of the command runs from here."""
        self.style = style or Style()
        self.found: list[Problem] = []
        self._said: list[str] = []
        self._data: dict[str, Any] = {}
        self._began = time.monotonic()
        self._excerpts = 0

    @property
    def text(self) -> bool:
        """Whether a person reads along."""
        return self.style.form == "text"

    def problems(self, found: Iterable[Problem]) -> None:
        """Tell what is wrong, each once and in order."""
        told = set(self.found)
        new = [problem for problem in in_order(found) if problem not in told]
        self.found += new
        if not (self.text and new):
            return
        from chancery.common import forms

        paint = forms.painted if _coloured(self.style, sys.stderr) else forms.plain
        for problem in new:
            if self._tells(problem):
                self._excerpts += 1
                excerpt = self._excerpts <= _EXCERPTS
                _print(forms.text_of(problem, paint, excerpt=excerpt), sys.stderr)

    def _tells(self, problem: Problem) -> bool:
        if problem.accepted:
            return self.style.verbose
        return not self.style.quiet or bool(holding([problem]))

    def say(self, *lines: str) -> None:
        """Say what was done or found."""
        self._said += lines
        if self.text and not self.style.quiet:
            for line in lines:
                _print(line, sys.stdout)

    def warn(self, line: str) -> None:
        """Say what a person must know of this run."""
        self._said.append(line)
        if self.text:
            _print(line, sys.stderr)

    def give(self, **values: Any) -> None:
        """Return what JSON has beside the problems."""
        self._data |= values

    def end(self, exitcode: int, *, following: str = "") -> int:
        """Close with counts, the time it took and the next step; return the exit code.

        In text these go where problems go: what was found may be read by another program.

        following: the next step, as one line.
        """
        took = time.monotonic() - self._began
        following = _COMMAND.sub(lambda said: f"{said[1]}{self.style.program} ", following)
        if self.text:
            if not self.style.quiet:
                counts = tally(self.found)
                begin = f"{counts}; " if counts else "Done in "
                _print(f"{begin}{took:.1f} s.", sys.stderr)
                if following:
                    _print(f"Next: {following}", sys.stderr)
            return exitcode
        if self.style.form == "json":
            said = self._as_json(exitcode, took, following)
        else:
            from chancery.common import forms

            found = in_order(self.found)
            github = self.style.form == "github"
            said = forms.github(found) if github else forms.sarif(found, self.style.version)
        if said:
            _print(said, sys.stdout)
        return exitcode

    def _as_json(self, exitcode: int, took: float, following: str) -> str:
        said = {
            "exitcode": exitcode,
            "seconds": round(took, 3),
            "problems": [problem.as_json() for problem in in_order(self.found)],
            "said": self._said,
            **self._data,
        }
        if following:
            said["next"] = following
        return json.dumps(said, ensure_ascii=False, indent=1)

    @contextmanager
    def progress(self, what: str) -> Iterator[Advance]:
        """Show how far something is, and how long it may take, where a terminal is watched.

        what: what is counted, such as `sites`. Gives what takes how many are done, and of how many.
        """
        if not (self.text and not self.style.quiet and sys.stderr.isatty()):
            yield lambda _done, _total: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        # Without a thread of its own: workers are forked while this is shown.
        console = Console(stderr=True, no_color=not _coloured(self.style, sys.stderr))
        columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        shown = Progress(*columns, console=console, transient=True, auto_refresh=False)
        with shown:
            task = shown.add_task(what, total=None)

            def advance(done: int, total: int) -> None:
                shown.update(task, completed=done, total=total, refresh=True)

            yield advance


def _print(text: str, stream: TextIO) -> None:
    """Print a text, with what the locale cannot say escaped; without a reader all goes on."""
    try:
        print(_sayable(text, stream), file=stream, flush=True)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _sayable(text: str, stream: TextIO) -> str:
    """Return a text as an output can say it: other characters as JSON and Python escape them."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(one if one.isascii() else json.dumps(one)[1:-1] for one in text)
    return text


def _coloured(style: Style, stream: Any) -> bool:
    """Say whether text is coloured: as asked for, else on a terminal that NO_COLOR leaves alone."""
    if style.colour is not None:
        return style.colour
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(stream.isatty())
