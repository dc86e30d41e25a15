"""The golden network as features see it: read and indexed, but not rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.commands.build import run_pelican
from chancery.commands.options import Options
from chancery.plan.index import Index
from chancery.run import build
from chancery.run.state import Run
from tests.sites.trees import DATE

GOLDEN = Path(__file__).parents[2] / "examples" / "golden"


@pytest.fixture(scope="package")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return the index over all inputs of the golden network, on the day of its samples."""
    folder = tmp_path_factory.mktemp("features")
    found: list[Index] = []
    planned = build.planned

    def noted(run: Run) -> object:
        made = planned(run)
        found.append(made[0])
        return made

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", DATE)
        patched.setattr(build, "planned", noted)
        run_pelican(Options(network=str(GOLDEN), cache=str(folder)), CHANCERY_CHECK=True)
    return found[0]
