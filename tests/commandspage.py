"""Writes docs/commands.md from the commands: every one with all its options and an example."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from chancery.cli.group import chancery

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
#: What every command takes, which is said once.
SHARED = frozenset({"--quiet", "--verbose", "--json", "--color", "--help"})
_HEAD = """\
# Commands

`chancery NAME --help` says the same as this page. In the repository, where `make site` has set it \
up, it is `.venv/bin/chancery`. [web-team.md](web-team.md) explains what the commands do; \
[exit codes](web-team.md#exit-codes) are the same for all of them.

<!-- Written by tools/commands from plugins/chancery/cli/. -->

## Every command

"""
_TABLE = ["| Option | Meaning |", "|---|---|"]


def commands() -> dict[str, click.Command]:
    """Return the commands by what is typed for each, in the order of the alphabet."""
    return dict(_below(chancery, ""))


def _below(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _below(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def options(command: click.Command) -> list[click.Option]:
    """Return the options of a command in the order in which its help has them."""
    return [one for one in command.get_params(click.Context(command))
            if isinstance(one, click.Option)]  # fmt: skip


def page() -> str:
    """Return the whole page."""
    every = commands()
    some = next(command for name, command in every.items() if name == "build")
    said = [_row(option) for option in options(some) if SHARED.intersection(option.opts)]
    head = _HEAD + "\n".join([*_TABLE, *said, ""])
    return "\n".join([head, *(_section(name, command) for name, command in every.items())])


def _section(name: str, command: click.Command) -> str:
    said = inspect.cleandoc(command.help or "")
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    usage = " ".join([f"chancery {name}", *(one.make_metavar(click.Context(command))
                                            for one in arguments)])  # fmt: skip
    rows = [_row(option) for option in options(command) if not SHARED.intersection(option.opts)]
    example = (command.epilog or "").removeprefix("Example: ")
    table = [*_TABLE, *rows, ""] if rows else []
    return "\n".join(
        [f"## {name}", "", said, "", f"`{usage}`", "", *table, f"For example: `{example}`", ""]
    )


def _row(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(click.Context(chancery))}"
    names = ", ".join(f"`{name}{value}`" for name in option.opts).replace("|", "\\|")
    usual = f" {option.default} unless given." if option.show_default is True else ""
    needed = " Must be given." if option.required else ""
    return f"| {names} | {option.help or ''}{usual}{needed} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
