"""`chancery serve`."""

from __future__ import annotations

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.command(
    short_help="Serve the sites here, and rebuild.", epilog="Example: chancery serve --port 8080"
)
@shared("network", "output", "cache")
@click.option("--port", default=8000, show_default=True, metavar="NUMBER", type=int,
              help="The port on this machine; 0 takes one that is free.")  # fmt: skip
def command(options: Options, port: int) -> int:
    """Serve the sites on this machine, and rebuild when anything changes.

    Pages load themselves anew, and show what is wrong with their sources; /-/ lists all sites.
    """
    from chancery.commands.serve import serve

    return serve(options, port)
