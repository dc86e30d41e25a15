"""The commands by name: one file each in `commands/`, loaded when it is asked for."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from chancery import __version__

_FOLDER = Path(__file__).parent / "commands"


class Commands(click.Group):
    """Finds commands by the files in `commands/`, and loads the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, by the alphabet."""
        return sorted(path.stem for path in _FOLDER.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"chancery.cli.commands.{cmd_name}")
        found: click.Command = module.command
        return found


@click.command(
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every command says more with --help.",
)
@click.version_option(__version__, message="chancery %(version)s")
def chancery() -> None:
    """Build the sites of a network of embassies, and keep them current."""
