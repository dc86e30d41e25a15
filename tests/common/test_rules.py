"""Every message has a rule; every rule has a level, and its paragraph in docs/rules.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

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


#: What is said beside messages, or of files that a command writes, and no message itself.
REMARK = re.compile(
    r"Nothing was |Waiting for |The alert is on its sites|Stopped|.* is not current\. "
    r"|This server has changed|Changes are seen late| The next change starts another"
)


def test_nothing_is_said_of_a_mistake_without_a_rule() -> None:
    bare = []
    for name, call in calls():
        to = next((ast.unparse(word.value) for word in call.keywords if word.arg == "file"), "")
        if getattr(call.func, "id", "") == "print" and to == "sys.stderr":
            texts = [node for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
            said = "".join(node.value for node in texts if isinstance(node.value, str))
            spoken = isinstance(call.args[0], ast.Constant | ast.JoinedStr)
            if spoken and not REMARK.match(said) and not re.search(r" \[[a-z-]+\]$", said):
                bare.append(f"{name}:{call.lineno} {said}")
    assert bare == []


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


def sections() -> list[Any]:
    parts = (part.split("\n", 1) for part in DOCS.split("\n## ")[1:])
    return [pytest.param(code, text, id=code) for code, text in parts]


@pytest.mark.parametrize(("code", "text"), sections())
def test_the_docs_say_of_a_rule_what_it_weighs_why_and_what_mends_it(code: str, text: str) -> None:
    what, _, rest = text.strip().partition("\n\n")
    assert len(what.split()) > 3
    parts = dict(re.findall(r"^- ([A-Z][a-z ]+): (.*)$", rest, re.MULTILINE))
    assert list(parts) == ["Level", "For readers", "Example", "Message", "Cure"]
    assert parts["Level"] == RULES[code]
    assert [name for name, said in parts.items() if len(said) < 3] == []


def message(text: str) -> str:
    found = re.search(r"^- Message: (`+)(.*)\1$", text, re.MULTILINE)
    return found[2] if found else ""


@pytest.mark.parametrize(("code", "text"), sections())
def test_the_message_of_a_rule_is_shown_as_it_is_printed(code: str, text: str) -> None:
    told = message(text)
    assert told.endswith(f" [{code}]")
    # What is not sent at all is told in sentences, without the place of a file.
    place = re.match(r"[^\s']+: ", told)
    assert place or code in {"output-not-ready", "publish-held"}
    level = re.match(r"(note|warning): ", told[place.end() :] if place else "")
    assert (level[1] if level else "error") == RULES[code]


#: Words of the messages in the docs that are of values, of libraries or of other machines.
WORDS_OF_OTHERS = frozenset("""
    america branch cairo cyrillic capital bergen bern denied device duty element europe example
    fatal file found hello index keyerror left letter lima oslo parse permission protected
    placeholder publickey readme recursionerror remote space such this transit unable write
""".split())  # fmt: skip


@cache
def own_words() -> tuple[str, ...]:
    """Return all that the source says itself, the longest first."""
    said = {
        node.value
        for module in trees().values()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if len(node.value) > 3 and "\n" not in node.value
    }
    for table in ("platforms.json", "fictional-numbers.json", "foreign-marks.toml",
                  "sources-not-for-readers.toml"):  # fmt: skip
        text = (SOURCE / "data" / table).read_text(encoding="utf-8")
        said.update(re.findall(r'"([^"]{4,})"', text))
    return tuple(sorted(said, key=len, reverse=True))


@pytest.mark.parametrize(("code", "text"), sections())
def test_the_message_of_a_rule_is_in_the_words_of_the_source(code: str, text: str) -> None:
    told = re.sub(r"^\S+: (?:(?:note|warning): )?(?:[\w.-]+: )?", "", message(text))
    told = re.sub(r"'[^']*'|\[[^\]]*\]", "''", told)
    if code == "publish-held":
        told = re.sub(r"posts\.yaml:.*? ''", "", told)  # the message of another rule
    owned = [False] * len(told)
    for words in own_words():
        start = told.find(words)
        while start >= 0:
            owned[start : start + len(words)] = [True] * len(words)
            start = told.find(words, start + 1)
    others = {
        word[0].lower()
        for word in re.finditer(r"[A-Za-z]{4,}", told)
        if not all(owned[word.start() : word.end()])
    }
    assert others <= WORDS_OF_OTHERS
