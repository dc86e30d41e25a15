"""Each site has its own face: its colour, its greeting, its year of daylight, its order."""

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
    pages = ("en/index.html", "es/help/index.html", "index.html")
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
    assert len(list((small.output / "embassy-lima/assets").glob("*.css"))) == 1


def test_no_page_has_styles_of_its_own(small: Small) -> None:
    say_of_lima(small, 'accent: "#5b3a8c"')
    # But for those that are files of their own, under policies of their own.
    pages = [
        data
        for path, data in tree(small.output).items()
        if path.endswith(".html") and not path.endswith(("/emergency.html", "404.html"))
    ]
    assert not any(b" style=" in page or b"<style" in page for page in pages)


def scene(small: Small, page: str) -> str:
    found = re.search(r'<div class="scene">.*?</div>\s*</div>', small.page(page), re.DOTALL)
    return found.group() if found else ""


def test_a_greeting_says_in_which_language_it_is(small: Small) -> None:
    assert say_of_lima(small, "greeting: {es: Buenos días, ar: مرحبًا}") == []
    here = scene(small, "embassy-lima/en/index.html")
    assert '<span lang="es" dir="ltr">Buenos días</span>' in here
    assert '<span lang="ar" dir="rtl">مرحبًا</span>' in here
    assert "<span>Buenos días</span>" in scene(small, "embassy-lima/es/index.html")


def test_a_greeting_can_be_said_once_for_a_country(small: Small) -> None:
    small.edit(
        "posts.yaml", "posts:\n", "defaults:\n  countries: {PE: {greeting: {es: Hola}}}\nposts:\n"
    )
    small.build()
    assert "Hola" in scene(small, "embassy-lima/en/index.html")
    assert "scene-greeting" not in scene(small, "embassy-oslo/en/index.html")


def test_a_greeting_without_a_language_is_refused(small: Small) -> None:
    [said] = say_of_lima(small, "greeting: Hola")
    assert "posts.embassy-lima.greeting: expected a greeting per language" in said


@pytest.mark.parametrize(
    ("hero", "message"),
    [
        ("{file: a.jpg}", "posts.embassy-lima.hero: alt is missing"),
        ("{file: a.jpg, alt: A bay, decorative: true}", "hero.alt: a decorative picture has none"),
        ("{file: ../a.jpg, alt: A bay}", "expected the path of a picture below content/"),
    ],
)
def test_a_picture_has_words_or_needs_none(small: Small, hero: str, message: str) -> None:
    [said] = say_of_lima(small, f"hero: {hero}")
    assert message in said


def test_the_daylight_is_a_decoration_with_a_line_that_says_what_it_is(small: Small) -> None:
    small.build()
    here = scene(small, "embassy-cairo/en/index.html")
    assert 'aria-hidden="true"' in here
    assert "Daylight through the year in Cairo" in here
    [svg] = re.findall(r"<svg.*?</svg>", here)
    assert len(svg) < 1500


def test_a_virtual_post_has_the_daylight_of_its_zone(small: Small) -> None:
    small.build()
    here = scene(small, "virtual-embassy-iceland/en/index.html")
    assert "Daylight through the year in Reykjavik" in here
    assert "<path" in here
    assert here != scene(small, "embassy-oslo/en/index.html")


def test_the_daylight_does_not_depend_on_the_day(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    before = scene(small, "embassy-oslo/en/index.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DATE) + 86400 * 170))
    small.build()
    assert scene(small, "embassy-oslo/en/index.html") == before


def links(html: str) -> list[str]:
    return re.findall(r'href="[^"]*/en/([\w-]+)/"', html)


def test_the_order_of_sections_holds_for_the_navigation_and_for_home(small: Small) -> None:
    small.build()
    usual = small.page("embassy-lima/en/index.html").split('<section class="tasks">')[1]
    assert links(usual)[:2] == ["passports", "visas"]
    assert say_of_lima(small, "sections: [visas, contact]") == []
    page = small.page("embassy-lima/en/index.html")
    navigation = page.split('<nav class="nav"')[1].split("</nav>")[0]
    assert links(navigation)[:3] == ["visas", "contact", "services"]
    assert links(page.split('<section class="tasks">')[1])[:2] == ["visas", "passports"]
