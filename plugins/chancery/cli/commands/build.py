"""`chancery build`."""

from __future__ import annotations

from typing import Any

import click

from chancery.cli.options import checking, shared
from chancery.commands.options import Options


@click.command(epilog="Example: chancery build --network examples/golden")
@shared("network", "output", "cache", "posts", "workers", "no-wait")
@checking
@click.option(
    "--publish",
    is_flag=True,
    help="For publishing: without drafts; warnings that are not accepted count.",
)
@click.option("--file-links", is_flag=True, help="Write index.html out in links, for file://.")
@click.option(
    "--own-places",
    is_flag=True,
    help="Each site goes to its own address: links between sites are absolute.",
)
def command(options: Options, wait: bool, **chosen: Any) -> int:
    """Build what has changed.

    Ends with 1 when some input has a problem and the rest is done, 2 when it cannot start.
    """
    from dataclasses import replace

    from chancery.commands.build import build

    return build(replace(options, **chosen), wait=wait)
