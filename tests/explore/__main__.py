"""`tools/explore NAME…`: run explorations by name, each for as long as one likes."""

from __future__ import annotations

import argparse
import pkgutil
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import explore

#: Seconds by the letter behind a number.
_UNITS = {"s": 1, "m": 60, "h": 3600}


def names() -> list[str]:
    """Return the names of all explorations: the modules of this package."""
    found = (module.name for module in pkgutil.iter_modules(explore.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def seconds(text: str) -> float:
    """Read a time such as `90s`, `10m` or `1h`.

    Raises ValueError when it is none.
    """
    return float(text[:-1]) * _UNITS[text[-1]] if text[-1:] in _UNITS else float(text)


def main(arguments: list[str]) -> int:
    """Run what is asked for; gives 1 when something was found wrong."""
    parser = argparse.ArgumentParser("tools/explore", description=__doc__)
    parser.add_argument("name", nargs="+", choices=[*names(), "all"], help="what to explore")
    parser.add_argument("--for", dest="time", type=seconds, default=600.0, metavar="TIME",
                        help="how long each may last: 90s, 10m, 1h (10m)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=int(time.time()), help="repeats a run")
    asked = parser.parse_args(arguments)
    chosen = names() if "all" in asked.name else asked.name
    found = [wrong for name in chosen for wrong in _explored(name, asked.seed, asked.time)]
    return 1 if found else 0


def _explored(name: str, seed: int, limit: float) -> list[str]:
    print(f"== {name}: {limit:.0f} s with --seed {seed}", flush=True)
    with TemporaryDirectory() as folder:
        wrong: list[str] = import_module(f"tests.explore.{name}").explore(Path(folder), seed, limit)
    print(*wrong, f"{name}: {len(wrong)} found", sep="\n", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
