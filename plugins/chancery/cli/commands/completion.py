"""`chancery completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    short_help="Make a shell complete what is typed.",
    epilog='Example: eval "$(chancery completion bash)"',
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print what makes a shell complete commands, options and values."""
    from chancery.cli.group import chancery

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(kind(chancery, {}, "chancery", "_CHANCERY_COMPLETE").source())
    return 0
