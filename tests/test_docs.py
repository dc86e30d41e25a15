"""What the documentation shows can be copied: its YAML has no trap and no mistake of writing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chancery.common.yaml.source import read_yaml

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


def test_every_line_of_the_threat_model_names_a_test_that_there_is() -> None:
    text = (DOCS / "threats.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| ") and "Test |" not in line]
    assert [line for line in lines if "::test_" not in line and "---" not in line] == []
    named = re.findall(r"`(tests/[\w/]+\.py)::((?:\w+::)?test_\w+)`", text)
    assert len(named) >= len(lines)
    for file, name in named:
        code = (DOCS.parent / file).read_text(encoding="utf-8")
        owner, _, test = name.rpartition("::")
        assert f"def {test}(" in code, f"{file}::{name}"
        assert not owner or f"class {owner}:" in code, f"{file}::{name}"
