"""Each site has its own face: its colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chancery.network.accents import dark_accent
from tests.networks.small import DATE, Small, make, tree


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def say_of_lima(small: Small, key: str) -> list[str]:
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    {key}\n")
    return small.build().problems


def stylesheet(small: Small, page: str) -> str:
    [name] = set(re.findall(r'assets/(site\.\w+\.css)"', small.page(page)))
    return str(name)


def test_a_site_has_its_accent_in_a_stylesheet_of_its_own(small: Small) -> None:
    assert say_of_lima(small, 'accent: "#5b3a8c"') == []
    pages = ("en/index.html", "es/help/index.html", "index.html", "404.html")
    [name] = {stylesheet(small, f"embassy-lima/{page}") for page in pages}
    css = small.page(f"embassy-lima/assets/{name}")
    assert css.endswith(
        ":root { --accent: #5b3a8c; }\n@media (prefers-color-scheme: dark) "
        f"{{ :root {{ --accent: {dark_accent('#5b3a8c')}; }} }}\n"
    )
    theme = small.page(f"embassy-oslo/assets/{stylesheet(small, 'embassy-oslo/en/index.html')}")
    assert css.startswith(theme)
    assert "#5b3a8c" not in theme


def test_sites_without_an_accent_have_the_theme_s(small: Small) -> None:
    small.build()
    pages = ("embassy-oslo/en/index.html", "embassy-cairo/ar/index.html", "en/index.html")
    assert len({stylesheet(small, page) for page in pages}) == 1


def test_another_accent_takes_the_old_stylesheet_away(small: Small) -> None:
    say_of_lima(small, 'accent: "#5b3a8c"')
    small.edit("posts.yaml", "#5b3a8c", "#0b5563")
    small.build()
    assert len(list((small.output / "embassy-lima/assets").iterdir())) == 1


def test_no_page_has_styles_of_its_own(small: Small) -> None:
    say_of_lima(small, 'accent: "#5b3a8c"')
    pages = [data for path, data in tree(small.output).items() if path.endswith(".html")]
    assert not any(b" style=" in page or b"<style" in page for page in pages)
