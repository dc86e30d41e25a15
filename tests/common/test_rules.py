"""Every message has a rule; every rule has a level, and its paragraph in docs/rules.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from chancery.common.problems import Level
from chancery.common.rules import RULES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "plugins" / "chancery"
DOCS = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
#: What makes a problem, beside `Problem` itself, and is told its rule by name.
MAKERS = {"Problem", "at"}


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in SOURCE.rglob("*.py")
        if path.name != "rules.py"
    }


def calls() -> Iterator[tuple[str, ast.Call]]:
    for name, module in trees().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                yield name, node


def given(call: ast.Call, key: str) -> str:
    value = next((word.value for word in call.keywords if word.arg == key), None)
    return ast.literal_eval(value) if isinstance(value, ast.Constant) else ""


def test_a_rule_has_a_short_readable_name() -> None:
    kebab = re.compile(r"[a-z]+(-[a-z0-9]+){1,5}")
    assert [code for code in RULES if not kebab.fullmatch(code) or len(code) > 32] == []


def test_every_problem_is_made_with_a_rule() -> None:
    lacking = [
        f"{name}:{call.lineno}"
        for name, call in calls()
        if isinstance(call.func, ast.Name) and call.func.id in MAKERS
        if not any(word.arg == "code" for word in call.keywords)
    ]
    assert lacking == []


def test_what_is_not_sent_is_told_with_a_rule() -> None:
    bare = [
        f"{name}:{call.lineno}"
        for name, call in calls()
        if isinstance(call.func, ast.Name) and call.func.id == "PublishRefused"
    ]
    assert [place for place in bare if not place.startswith("publish/refusals.py:")] == []
    spoken = [call for _, call in calls() if getattr(call.func, "id", "") == "in_words"]
    assert spoken
    assert all(any(word.arg == "code" for word in call.keywords) for call in spoken)


def test_every_rule_of_the_source_is_known_with_its_level_and_none_is_left_over() -> None:
    codes = {code: name for name, call in calls() if (code := given(call, "code"))}
    assert {code: name for code, name in codes.items() if code not in RULES} == {}
    for name, call in calls():
        level = next((w.value for w in call.keywords if w.arg == "level"), None)
        if (code := given(call, "code")) and isinstance(level, ast.Attribute):
            assert RULES[code] is Level[level.attr], f"{name}:{call.lineno}"
        elif code and isinstance(call.func, ast.Name) and call.func.id in MAKERS and not level:
            positional = len(call.args) > 6  # the level is the seventh
            assert positional or RULES[code] is Level.ERROR, f"{name}:{call.lineno}"
    words = {
        node.value
        for module in trees().values()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(RULES) - words == set()


def test_every_rule_has_its_paragraph_in_the_docs() -> None:
    assert re.findall(r"^## (\S+)$", DOCS, re.MULTILINE) == sorted(RULES)


@pytest.mark.parametrize("level", Level)
def test_the_docs_say_of_a_rule_what_it_weighs_why_and_what_mends_it(level: Level) -> None:
    said = dict(part.split("\n", 1) for part in DOCS.split("\n## ")[1:])
    for code in (code for code, weighs in RULES.items() if weighs is level):
        assert f"\n- Level: {level}\n- For readers: " in said[code], code
        assert "\n- Example: " in said[code], code
        assert "\n- Cure: " in said[code], code
