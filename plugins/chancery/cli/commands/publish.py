"""`chancery publish`."""

from __future__ import annotations

from typing import Any

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.command(
    short_help="Send a build to a Git remote.",
    epilog="Example: chancery publish --remote git@example.org:sites.git",
)
@shared("network", "output", "cache", "posts", "no-wait")
@click.option(
    "--remote", required=True, metavar="REMOTE", help="The Git remote: an address or a path."
)
@click.option(
    "--branch",
    default="",
    metavar="NAME",
    help="The branch of the whole tree; gh-pages where none is given.",
)
@click.option("--per-post", is_flag=True, help="One branch a post instead, named by its id.")
@click.option(
    "--keep",
    is_flag=True,
    help="On a branch that no build has made: leave what is there beside the sites.",
)
@click.option(
    "--replace", is_flag=True, help="Take away all that no build of this network has put there."
)
@click.option("--timeout", default=300, show_default=True, metavar="SECONDS", type=int,
              help="For how long the remote may say nothing.")  # fmt: skip
def command(options: Options, wait: bool, **target: Any) -> int:
    """Send a clean publishing build to a Git remote; send nothing when nothing changed.

    Ends with 1 when some branch is refused and the others are sent.
    """
    from chancery.commands.publish import Target, publish

    return publish(options, Target(**target, wait=wait))
