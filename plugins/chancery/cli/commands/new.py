"""`chancery new`."""

from __future__ import annotations

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.group(no_args_is_help=True)
def command() -> None:
    """Begin a post."""


@command.command(
    "post",
    epilog="Example: chancery new post --id embassy-lima --kind embassy --country PE --city Lima",
)
@shared("network")
@click.option(
    "--id",
    required=True,
    metavar="ID",
    help="The post's id: lower-case letters, digits and hyphens.",
)
@click.option(
    "--kind", required=True, metavar="KIND", help="embassy, consulate-general, virtual-embassy, …"
)
@click.option("--country", default="", metavar="CODE", help="The host country, ISO 3166-1 alpha-2.")
@click.option("--city", default="", help="The city.")
@click.option(
    "--covered-by",
    default="",
    metavar="ID",
    help="For a virtual post: the post that represents the country.",
)
@click.option("--timezone", default="", metavar="ZONE", help="The IANA time zone.")  # fmt: skip
def post(options: Options, **values: str) -> int:
    """Add a post to posts.yaml, with a first local page."""
    from chancery.commands.newpost import new_post

    return new_post(options, {key: value for key, value in values.items() if value})
