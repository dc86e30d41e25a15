"""`chancery init`."""

from __future__ import annotations

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.command(
    short_help="Begin a ministry’s own repository.",
    epilog='Example: chancery init sites --languages "en, fr" --ci gitlab',
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=str))
@shared()
@click.option("--country", default="", help="The ministry’s country, by name or ISO 3166-1 code.")
@click.option("--languages", default="", help="Of every site, with commas between.")
@click.option("--name", default="", help="The ministry’s name in the first of the languages.")
@click.option("--url", default="", metavar="URL", help="The address at which the sites will live.")
@click.option(
    "--posts-in",
    default="",
    metavar="PLACES",
    help="Of the embassy, the consulate and the virtual embassy, with commas between: "
    "countries, cities, COUNTRY:CITY or COUNTRY:CITY@ZONE.",
)
@click.option(
    "--ci",
    default="",
    metavar="PLATFORM",
    help="Whose pipeline is written: github, gitlab, forgejo or none.",
)
def command(options: Options, folder: str, **given: str) -> int:
    """Make a repository in DIR with three posts, starter pages, settings and recipes.

    In a terminal, what no option says is asked for. What is made builds at once.
    """
    from chancery.commands.init import init

    return init(folder, given, options)
