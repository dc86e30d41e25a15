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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is asked for. Raises UsageError with the nearest name."""
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            from chancery.common.problems import nearest, shown

            near = nearest(args[0], names)
            cure = f" Did you mean {near!r}?" if near else ""
            ctx.fail(f"No such command {shown(args[0])}.{cure}")
        return super().resolve_command(ctx, args)

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
