"""`chancery design`."""

from __future__ import annotations

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.command(
    short_help="Write the page of the theme’s design.",
    epilog="Example: chancery design --output build/design",
)
@shared("output")
def command(options: Options) -> int:
    """Write the living page of the theme’s design: tokens, and every component in every state."""
    from chancery.commands.design import design

    return design(options)
