"""What may happen to a network happens at once; `tools/explore meetings` goes on with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explore.meetings import Meetings, Outcome
from tests.fetch.server import Server


@pytest.mark.usefixtures("fixed_date")
def test_whatever_meets_the_next_build_mends_it_and_what_is_published_is_of_one(
    tmp_path: Path,
) -> None:
    outcome = Outcome()
    with Server() as server:
        Meetings(tmp_path, server).trial(35, outcome)
    assert outcome.wrong == []
    assert outcome.commits
