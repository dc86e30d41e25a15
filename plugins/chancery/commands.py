"""What the commands do, behind tasks.py."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def build(**overrides: Any) -> int:
    """Build through Pelican, as `pelican -s pelicanconf.py` does; give the exit code."""
    from pelican import Pelican
    from pelican.settings import read_settings

    from chancery.common.problems import CannotStart, InputProblems

    logging.getLogger("pelican").setLevel(logging.ERROR)
    try:
        settings = read_settings(str(ROOT / "pelicanconf.py"), override=overrides)
        Pelican(settings).run()
    except CannotStart as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return error.exitcode
    except InputProblems as error:
        print(error, file=sys.stderr)
        return error.exitcode
    return 0
