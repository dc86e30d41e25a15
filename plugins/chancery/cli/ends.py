"""How a command ends: with a code that says what became of it, and never with a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

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
        # A question that nobody answers is usage; what is at work is ended by a signal.
        if isinstance(abort.__cause__, KeyboardInterrupt):
            print("Stopped.", file=sys.stderr)
            return INTERRUPTED
        print("Stopped; nothing was written.", file=sys.stderr)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except SystemExit:
        if sys.stdout is not before:
            return 0  # click met a closed pipe while it showed help, and put something in its place
        raise
    return code if isinstance(code, int) else 0


def _close_quietly() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
