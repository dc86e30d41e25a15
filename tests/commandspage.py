"""Writes docs/commands.md from tasks.py: every command with all its options."""

from __future__ import annotations

import copy
import inspect
from pathlib import Path
from typing import Any

from invoke import Collection
from invoke.parser.argument import Argument
from invoke.tasks import Task

import tasks

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
_HEAD = """\
# Commands

All commands are run in the project’s folder as `.venv/bin/inv NAME`. `.venv/bin/inv --help NAME` \
says the same as this page, and the short forms of options. \
[web-team.md](web-team.md) explains what the commands do; \
[exit codes](web-team.md#exit-codes) are the same for all of them.

<!-- Written by tools/commands from tasks.py. -->
"""
_VALUES = {str: " TEXT", int: " NUMBER", bool: ""}


def commands() -> dict[str, Task[Any]]:
    """Return the commands by their names, in the order of the alphabet."""
    return dict(sorted(Collection.from_module(tasks).tasks.items()))


def options(command: Task[Any]) -> list[Argument]:
    """Return the options of a command in the order in which it takes them."""
    asked = copy.copy(command)
    asked.help = dict(command.help)  # invoke takes out what it gives
    return list(asked.get_arguments())


def page() -> str:
    """Return the whole page."""
    return "\n".join([_HEAD, *(_section(name, command) for name, command in commands().items())])


def _section(name: str, command: Task[Any]) -> str:
    said = inspect.getdoc(command) or ""
    rows = [_row(option) for option in options(command)]
    table = ["| Option | Meaning |", "|---|---|", *rows]
    return "\n".join([f"## {name}", "", said, "", *table, ""])


def _row(option: Argument) -> str:
    value = _VALUES[option.kind]
    usual = f"; {option.default} unless given" if option.kind is int and option.default else ""
    needed = "; must be given" if option.positional else ""
    return f"| `--{option.names[0]}{value}` | {option.help or ''}{usual}{needed} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
