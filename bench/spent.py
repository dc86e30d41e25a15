"""Microseconds a page to plan, digest, render and write a network in one process, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins"))

from chancery.commands.build import run_pelican
from chancery.commands.options import Options

PARTS = ("plan", "digest", "render", "write")


def main(network: str, output: str, cache: str) -> None:
    """Build once and print the figures on the last line."""
    options = Options(network=network, output=output, cache=cache, workers=1)
    settings = run_pelican(options).settings
    sites = settings["CHANCERY_RUN"].result.sites
    pages = sum(site.pages for site in sites)
    spent = {
        part: sum(site.spent[number] for site in sites) / pages * 1e6
        for number, part in enumerate(PARTS)
    }
    print(json.dumps(spent))


if __name__ == "__main__":
    main(*sys.argv[1:])
