"""`chancery check`."""

from __future__ import annotations

import click

from chancery.cli.options import checking, shared
from chancery.commands.options import Options


@click.command(
    short_help="Read and check everything.", epilog="Example: chancery check --format github"
)
@shared("network", "cache")
@checking
def command(options: Options) -> int:
    """Read and check everything, and write nothing."""
    from chancery.commands.build import check

    return check(options)
