"""`chancery report`."""

from __future__ import annotations

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.command(
    short_help="Say what pages weigh.", epilog="Example: chancery report --output output"
)
@shared("network", "output")
def command(options: Options) -> int:
    """Say what is known of the finished sites: what their pages weigh, and which weigh too much."""
    from chancery.commands.report import report

    return report(options)
