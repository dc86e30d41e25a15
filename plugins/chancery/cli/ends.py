"""How a command ends: with a code that says what became of it, and never with a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

import click

from chancery.cli.group import chancery

#: What a shell gives for a command that SIGINT has ended (128 and the signal's number).
INTERRUPTED = 130


def run(arguments: Sequence[str] | None) -> int:
    """Run a command and return its exit code."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read along has seen enough; what is left to say goes nowhere.
        _close_quietly()
        code = 0
    return code


def _run(arguments: Sequence[str] | None) -> int:
    before = sys.stdout
    try:
        code = chancery.main(
            args=None if arguments is None else list(arguments),
            prog_name="chancery",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.Abort as abort:
        return _stopped(abort, _typed(arguments))
    except click.ClickException as error:
        return _refused(error, _typed(arguments))
    except SystemExit:
        if sys.stdout is not before:
            return 0  # click met a closed pipe while it showed help, and put something in its place
        raise
    return code if isinstance(code, int) else 0


def _typed(arguments: Sequence[str] | None) -> Sequence[str]:
    return sys.argv[1:] if arguments is None else arguments


def _stopped(abort: click.Abort, words: Sequence[str]) -> int:
    """Say that a command was stopped by whoever gave it."""
    # A question that nobody answers is usage; what is at work is ended by a signal.
    by_signal = isinstance(abort.__cause__, KeyboardInterrupt)
    said = "Stopped." if by_signal else "Stopped; nothing was written."
    code = INTERRUPTED if by_signal else 2
    with suppress(BrokenPipeError):
        print(said, file=sys.stderr)
    if _wants_json(words):
        from chancery.common.reporter import Reporter, Style

        return Reporter(Style(form="json")).end(code)
    return code


def _refused(error: click.ClickException, words: Sequence[str]) -> int:
    """Say what is wrong with what was typed: as JSON where that is asked for, like all else."""
    if not _wants_json(words):
        with suppress(BrokenPipeError):  # it is wrong also where nobody reads why
            error.show()
        return 2
    from chancery.common.problems import Place, Problem
    from chancery.common.reporter import Reporter, Style

    context = getattr(error, "ctx", None)
    command = context.command_path if context else "chancery"
    message, cure = error.format_message(), f"See {command} --help."
    reporter = Reporter(Style(form="json"))
    reporter.problems([Problem(Place(command), message, cure=cure, code="wrong-usage")])
    return reporter.end(2)


def _wants_json(words: Sequence[str]) -> bool:
    forms = [after for before, after in pairwise(words) if before == "--format"]
    return "--json" in words or "--format=json" in words or "json" in forms


def _close_quietly() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
