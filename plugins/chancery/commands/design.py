"""`inv design`: the living page of the theme's design."""

from __future__ import annotations

from chancery.commands.options import ROOT


def design(output: str = "") -> int:
    """Write every component in every state into a folder; give the exit code."""
    from pathlib import Path

    from chancery.report.design import write_design

    folder = Path(output).absolute() if output else ROOT / "build" / "design"
    pages = write_design(ROOT / "themes" / "chancery", folder, ROOT / ".cache")
    print(f"{len(pages)} pages written; open {pages[0]}")
    return 0
