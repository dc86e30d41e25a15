"""`chancery new`."""

from __future__ import annotations

import click

from chancery.cli.options import complete_languages, complete_posts, shared
from chancery.commands.options import Options


@click.group(short_help="Begin a post, a page or a news item.", no_args_is_help=True)
def command() -> None:
    """Begin a post, a page or a news item: by flags, else by questions."""


@command.command(
    "post",
    epilog="Example: chancery new post --id embassy-northport --kind embassy --country QV "
    "--city Northport",
)
@shared("network")
@click.option(
    "--id",
    default="",
    metavar="ID",
    help="The post’s id: lower-case letters, digits and hyphens.",
)
@click.option(
    "--kind", default="", metavar="KIND", help="embassy, consulate-general, virtual-embassy, …"
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


_POST = click.option("--post", default="", metavar="ID", shell_complete=complete_posts,
                     help="The post it is of; a text for all posts without one.")  # fmt: skip
_LANGUAGE = click.option("--language", default="", shell_complete=complete_languages,
                         help="The language it is written in.")  # fmt: skip
_TITLE = click.option("--title", default="", help="Its title.")
_NAME = click.option("--name", default="",
                     help="Its name in addresses; else of the title’s letters a to z.")  # fmt: skip


@command.command(
    "page", epilog='Example: chancery new page --post embassy-northport --title "Moving here"'
)
@shared("network")
@_POST
@_LANGUAGE
@_TITLE
@click.option("--group", default="", help="services, help, country or about.")
@_NAME
def page(options: Options, **given: str) -> int:
    """Begin a page as a draft, in the folder where it belongs."""
    from chancery.commands.newtext import new_text

    return new_text(options, "page", given)


@command.command(
    "news",
    short_help="Begin a news item as a draft, in its folder.",
    epilog='Example: chancery new news --post embassy-northport --title "Consular day"',
)
@shared("network")
@_POST
@_LANGUAGE
@_TITLE
@_NAME
def news(options: Options, **given: str) -> int:
    """Begin a news item as a draft, in the folder where it belongs, with the day in its name."""
    from chancery.commands.newtext import new_text

    return new_text(options, "news", given)
