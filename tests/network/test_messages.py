"""What messages about posts.yaml say, whatever stands there."""

from __future__ import annotations

import pytest

from chancery.network.load import read_network
from tests.networks.small import POSTS


@pytest.mark.parametrize("odd", ["\u2066", "\u201c"])
def test_a_message_never_repeats_a_long_value(odd: str) -> None:
    value = f"{odd}{'Lima ' * 3_000}{odd}"
    loaded = read_network(POSTS.replace("city: Lima", f"city: {value}").encode(), "posts.yaml", {})
    assert loaded.problems
    assert max(len(str(problem)) for problem in loaded.problems) < 1_000
