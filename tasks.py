"""Chancery's commands. Starting is light: what is heavy is imported where it is used."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context, task

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "plugins"))


@task
def build(context: Context) -> None:
    """Build the network."""
    from chancery.commands import build as run

    sys.exit(run())
