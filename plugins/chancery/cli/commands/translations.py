"""`chancery translations`."""

from __future__ import annotations

import click

from chancery.cli.options import shared
from chancery.commands.options import Options


@click.command(
    short_help="Bring catalogues up to date.", epilog="Example: chancery translations --language pt"
)
@shared()
@click.option("--language", default="", metavar="TAG",
              help="Begin a catalogue for this language (BCP 47).")  # fmt: skip
def command(options: Options, language: str) -> int:
    """Bring the catalogues up to date with the interface texts, and say what is missing."""
    from chancery.commands.translations import translations

    return translations(options, language)
