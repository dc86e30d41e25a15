"""`chancery schema`."""

from __future__ import annotations

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.command(
    short_help="Write the schemas of input files.", epilog="Example: chancery schema --check"
)
@shared()
@click.option("--check", is_flag=True, help="Only say whether all is current.")
def command(options: Options, check: bool) -> int:
    """Write the JSON Schemas of all input files from the models."""
    from chancery.commands.schema import schema

    return schema(options, check_only=check)
