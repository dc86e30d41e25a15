"""A first visit is light: one round trip for any page of text, a little more for maps."""

from __future__ import annotations

from pathlib import Path

from chancery.commands.options import Options
from chancery.commands.report import report
from chancery.report.weights import PAGE_BUDGET, Weight, summary, weights
from tests.sites.trees import Tree


def test_every_page_of_the_real_network_is_within_its_budget(example: Tree) -> None:
    found = weights(example.folder, example.sites)
    assert len(found) > 30_000
    assert [weight for weight in found if weight.over] == []


def test_the_report_names_what_weighs_too_much() -> None:
    heavy, light = Weight(20_000, "a/en/index.html", PAGE_BUDGET), Weight(9_000, "b", PAGE_BUDGET)
    first, *named = summary([heavy, light])
    assert "1 over their budget" in first
    assert named == [f"a/en/index.html: 20000 bytes of {PAGE_BUDGET}"]


def test_without_an_output_there_is_nothing_to_report(tmp_path: Path) -> None:
    assert report(Options(output=str(tmp_path))) == 2
