"""What the documentation shows can be copied: its YAML has no trap and no mistake of writing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from chancery import __version__
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


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "plugins/chancery/__init__.py"
    changes = (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.*?)\]", changes, re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert versions[1:] == [] or versions[1] == __version__


RECORDS = sorted((DOCS / "decisions").glob("0*.md"))


@pytest.mark.parametrize("record", [pytest.param(path, id=path.stem) for path in RECORDS])
def test_a_decision_has_its_number_its_parts_and_its_place_in_the_list(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    head, *parts = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    assert head.startswith(f"{int(record.stem[:4])}. ")
    assert parts == ["Context", "Decision", "Figures", "Consequences"]
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert f"[{record.stem[:4]}]({record.name}) | {head.partition('. ')[2]} |" in listed


def test_forms_can_be_read() -> None:
    forms = sorted((DOCS.parent / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    for form in (form for form in forms if form.name != "config.yml"):
        fields = yaml.safe_load(form.read_text(encoding="utf-8"))
        assert {"name", "description", "body"} <= set(fields), form.name
        ids = [field["id"] for field in fields["body"] if field["type"] != "markdown"]
        assert len(ids) == len(set(ids)) > 0


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
