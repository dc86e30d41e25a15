"""What the documentation shows can be copied: its YAML has no trap and no mistake of writing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chancery.common.yamlsource import read_yaml

DOCS = Path(__file__).parents[1] / "docs"
BLOCKS = [
    pytest.param(found[1], id=f"{path.name}-{number}")
    for path in sorted(DOCS.glob("*.md"))
    for number, found in enumerate(
        re.finditer(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_can_be_copied(block: str) -> None:
    assert [str(problem) for problem in read_yaml(block.encode(), "example")[1]] == []
