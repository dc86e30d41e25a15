"""The accessibility statement says what was really tested."""

from __future__ import annotations

import json

from chancery.render.theme import TESTED
from tests.sites.accessibility import record
from tests.sites.pages import THEME
from tests.sites.trees import Tree


def test_the_statement_is_about_the_pages_and_looks_that_are_tested() -> None:
    kept = json.loads((THEME / TESTED).read_text(encoding="utf-8"))
    # Whoever changes what is tested runs tools/accessibility; the day is that of its last run.
    assert {**kept, "day": ""} == {**record(0), "day": ""}


def test_every_site_says_what_was_tested_and_when(golden: Tree) -> None:
    kept = json.loads((THEME / TESTED).read_text(encoding="utf-8"))
    page = golden.folder / "embassy-oslo" / "fr" / "accessibility" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert kept["tool"] in text
    assert kept["day"][:4] in text
