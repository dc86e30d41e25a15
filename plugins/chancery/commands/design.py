"""`chancery design`: the living page of the theme's design."""

from __future__ import annotations

from chancery.commands.options import Options
from chancery.common.resources import THEME, checkout, resource


def design(options: Options) -> int:
    """Write every component in every state into a folder; give the exit code."""
    from pathlib import Path

    from chancery.report.design import write_design

    reporter = options.reporter()
    place = checkout() or options.network_folder
    folder = Path(options.output).absolute() if options.output else place / "build" / "design"
    pages = write_design(resource(THEME), folder, place / ".cache")
    reporter.say(f"{len(pages)} pages written.")
    return reporter.end(0, following=f"open {pages[0]} in a browser")
