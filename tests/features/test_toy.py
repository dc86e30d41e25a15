"""A feature costs its own files and a place in the list: nothing else asks for it by name."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from chancery.common.resources import THEME, resource
from chancery.features import FEATURES
from chancery.run import guards
from tests.features import toy
from tests.networks.small import DATE, Small, changed, make, tree


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    monkeypatch.setattr(guards, "FEATURES", (*FEATURES, toy.FEATURE))
    small = make(tmp_path)
    shutil.copytree(resource(THEME), tmp_path / "theme")
    small.write("theme/pages/recipes.html", toy.TEMPLATE)
    small.write("content/recipes/fish.yaml", "name: {en: Fish soup, fr: Soupe de poisson}\n")
    return small


def built(small: Small, **settings: Any) -> list[str]:
    done = small.build(THEME=str(small.folder / "theme"), **settings)
    assert done.exitcode == 0
    return [str(problem) for problem in done.problems]


def test_all_that_a_feature_says_is_asked_for(small: Small) -> None:
    told = built(small)
    page = small.page("embassy-oslo/fr/recipes/index.html")
    assert "<li>Soupe de poisson</li>" in page
    assert 'recipes/"' in small.page("embassy-oslo/en/a-z/index.html")
    assert '"recipes/","Recipes"' in small.page("embassy-oslo/en/search.js")
    assert "soup" in small.page("embassy-oslo/en/search.js")
    assert "/en/recipes/</loc>" in small.page("embassy-oslo/sitemap.xml")
    assert '"fish"' in small.page("embassy-oslo/recipes.json")
    assert any("is not safe from the cat" in line for line in told)


def test_its_records_are_in_the_keys_and_have_a_last_good_version(small: Small) -> None:
    built(small)
    first = tree(small.output)
    small.edit("content/recipes/fish.yaml", "Fish soup", "Bouillon")
    built(small)
    pages = {
        name for name in changed(first, tree(small.output)) if name.endswith("recipes/index.html")
    }
    assert "embassy-oslo/en/recipes/index.html" in pages
    small.write("content/recipes/fish.yaml", "nmae: x\n")
    done = small.build(THEME=str(small.folder / "theme"))
    assert done.exitcode == 1
    assert "Bouillon" in small.page("embassy-oslo/en/recipes/index.html")


def test_a_text_cannot_take_its_name(small: Small) -> None:
    small.write("content/pages/recipes.en.md", "---\ntitle: Recipes\n---\n\nA text.")
    done = small.build(THEME=str(small.folder / "theme"))
    assert any("[name-reserved]" in str(problem) for problem in done.problems)


def test_a_spawned_worker_has_it_too(small: Small) -> None:
    built(small, CHANCERY_START_METHOD="spawn", CHANCERY_WORKERS=2)
    assert "Soupe" in small.page("embassy-oslo/fr/recipes/index.html")
