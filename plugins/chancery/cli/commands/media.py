"""`chancery media`."""

from __future__ import annotations

import click

from chancery.cli.options import checking, shared
from chancery.commands.options import Options


@click.command(
    short_help="Make pictures ready.", epilog="Example: chancery media --network examples/golden"
)
@shared("network", "cache", "workers", "no-wait")
@checking
def command(options: Options, wait: bool) -> int:
    """Make pictures ready: small, in several formats and widths, without what is not the picture.

    A build only copies what is ready. Ends with 1 when some picture cannot be used.
    """
    from chancery.commands.media import media

    return media(options, wait=wait)
