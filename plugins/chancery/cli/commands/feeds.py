"""`chancery feeds`."""

from __future__ import annotations

import click

from chancery.cli.options import checking, shared, split
from chancery.commands.options import Options


@click.command(
    short_help="Fetch the feeds that are due.", epilog="Example: chancery feeds --status"
)
@shared("network", "cache", "no-wait")
@checking
@click.option(
    "--force", is_flag=True, help="Ask every feed, also those that are not due or have ended."
)
@click.option(
    "--allow-host",
    default="",
    metavar="HOSTS",
    help="Hosts to open whatever their addresses, as HOST or HOST:PORT, with commas.",
)
@click.option("--status", is_flag=True, help="Fetch nothing; say how each feed is.")
@click.option(
    "--discover",
    default="",
    metavar="URL",
    help="Fetch nothing of the network; say which feeds this web page has.",
)
@click.option(
    "--import",
    "listed",
    default="",
    metavar="FILE",
    type=click.Path(),
    help="Fetch nothing; say what this list of feeds (OPML) would be in posts.yaml.",
)
def command(
    options: Options, wait: bool, force: bool, allow_host: str, status: bool, discover: str,
    listed: str,
) -> int:  # fmt: skip
    """Fetch the feeds of the network that are due, into the cache that builds read.

    Ends with 1 when some feed failed and the rest is done, 2 when it cannot start. With --status, 1
    says that a person must look at some feed.
    """
    from chancery.commands import feeds

    wishes = feeds.Wishes(every=force, allow=split(allow_host), wait=wait)
    if listed:
        from chancery.commands.feedlists import import_list

        return import_list(options, listed)
    if discover:
        return feeds.discover(options, wishes, discover)
    return feeds.status(options) if status else feeds.feeds(options, wishes)
