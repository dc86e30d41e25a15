"""Tasks of invoke made from the commands: the same options, the same words, the same exit codes."""

from __future__ import annotations

import inspect
import shlex
import sys
from typing import Any

import click
from invoke import Context
from invoke.tasks import Task

from chancery.cli import main
from chancery.cli.group import chancery


def task_of(*names: str) -> Task[Any]:
    """Return the task of a command; names: the command, and that below it, such as `new`, `post`.

    With `inv --dry` it says what would be run, and runs nothing.
    """
    command = _command(names)
    options = [one for one in command.params if isinstance(one, click.Option)]

    def body(context: Context, **given: Any) -> None:
        arguments = [*names, *_arguments(options, given)]
        if context.config.run.dry:
            print(shlex.join(["chancery", *arguments]))
            return
        sys.exit(main(arguments))

    body.__doc__ = inspect.cleandoc(command.help or "")
    body.__name__ = "_".join(names)
    parameters = [inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [
        inspect.Parameter(_key(option), inspect.Parameter.KEYWORD_ONLY, default=_usual(option))
        for option in options
    ]
    body.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    help = {option.opts[0].removeprefix("--"): option.help or "" for option in options}
    return Task(body, name="-".join(names), help=help, auto_shortflags=False)


def _command(names: tuple[str, ...]) -> click.Command:
    """Return a command. Raises LookupError where there is none of these names."""
    found: click.Command | None = chancery
    for name in names:
        if isinstance(found, click.Group):
            found = found.get_command(click.Context(found), name)
    if found is None:
        raise LookupError(f"there is no command {' '.join(names)}")
    return found


def _key(option: click.Option) -> str:
    """Return the name of an option as a parameter; Python's own words get a line below."""
    key = option.opts[0].removeprefix("--").replace("-", "_")
    return f"{key}_" if key == "import" else key


def _usual(option: click.Option) -> bool | str:
    return False if option.is_flag else ""


def _arguments(options: list[click.Option], given: dict[str, Any]) -> list[str]:
    """Return what was given to a task as it is typed for the command."""
    arguments = []
    for option in options:
        value = given.get(_key(option))
        if value:
            arguments += [option.opts[0]] if option.is_flag else [option.opts[0], str(value)]
    return arguments
