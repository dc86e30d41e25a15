"""A post's colour shows on any paper, and is never taken for the one that means help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.common.colours import contrast, oklch, tone_distance
from chancery.network.accents import (
    LEAST_CONTRAST,
    LEAST_DISTANCE,
    Scheme,
    accent_fault,
    dark_accent,
    nearest_accent,
    schemes,
)
from chancery.network.load import read_network

BASE_CSS = Path(__file__).parents[2] / "themes" / "chancery" / "base.css"
LIGHT, DARK = schemes()

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
allowed = colours.filter(lambda colour: not accent_fault(colour))

NETWORK = """ministry:
  name: Office of Foreign Affairs
  country: QV
  url: https://example.org/
  languages: [en]
posts:
  - {id: embassy-oslo, kind: embassy, country: "NO", accent: "ACCENT"}
  - {id: embassy-cairo, kind: embassy, country: EG, accent: "#0b5563"}
"""


def in_css(block: str) -> dict[str, str]:
    found = dict(re.findall(r"--(paper|ink|help|accent): (#[0-9a-f]{6})", block))
    return {key: found[key] for key in ("paper", "ink", "help", "accent")}


def test_the_table_says_what_the_stylesheet_says() -> None:
    css = BASE_CSS.read_text(encoding="utf-8")
    dark = css.index("prefers-color-scheme: dark")
    assert Scheme(**in_css(css[:dark])) == LIGHT
    assert Scheme(**in_css(css[dark:])) == DARK


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_theme_keeps_its_own_rules(scheme: Scheme) -> None:
    assert contrast(scheme.ink, scheme.paper) >= 7
    assert contrast(scheme.accent, scheme.paper) >= LEAST_CONTRAST
    assert tone_distance(oklch(scheme.accent), oklch(scheme.help)) >= LEAST_DISTANCE


@given(allowed)
def test_an_accent_shows_on_both_papers(colour: str) -> None:
    assert contrast(colour, LIGHT.paper) >= LEAST_CONTRAST
    assert contrast(dark_accent(colour), DARK.paper) >= LEAST_CONTRAST


@given(allowed)
def test_the_dark_accent_is_the_same_colour_but_lighter(colour: str) -> None:
    light, dark = oklch(colour), oklch(dark_accent(colour))
    assert dark.lightness >= light.lightness
    assert dark.chroma <= light.chroma + 0.01
    if min(light.chroma, dark.chroma) > 0.03:
        turned = abs(light.hue - dark.hue)
        assert min(turned, 360 - turned) < 4


@pytest.mark.long
@settings(max_examples=25)
@given(colours)
def test_the_nearest_colour_is_allowed_and_an_allowed_one_is_its_own(colour: str) -> None:
    near = nearest_accent(colour)
    assert accent_fault(near) == ""
    assert (near == colour) == (accent_fault(colour) == "")
    assert nearest_accent(near) == near


@pytest.mark.parametrize("red", [LIGHT.help, "#b00020", "#c8102e", "#d52b1e", "#800020", "#993333"])
def test_a_red_that_reads_as_help_is_refused(red: str) -> None:
    assert LIGHT.help in accent_fault(red)


@pytest.mark.parametrize("colour", ["#7a3e00", "#7b1e3a", "#c2185b", "#0b5563", "#000000"])
def test_browns_wines_and_pinks_are_no_red(colour: str) -> None:
    assert accent_fault(colour) == ""


def said(accent: str) -> list[str]:
    loaded = read_network(NETWORK.replace("ACCENT", accent).encode(), "posts.yaml", {})
    assert loaded.network.posts[-1].accent == "#0b5563"
    return [str(problem) for problem in loaded.problems]


def test_a_pale_accent_is_refused_with_the_nearest_that_shows() -> None:
    near = nearest_accent("#ffcc00")
    assert said("#FFCC00") == [
        "posts.yaml:7:62: posts.embassy-oslo.accent: '#FFCC00': expected a contrast of at least "
        f"4.5:1 to the paper {LIGHT.paper} (WCAG 2.2, 1.4.3), this has 1.4:1; did you mean "
        f"'{near}'? It is the nearest colour that passes. [value-invalid]"
    ]


def test_a_red_accent_is_refused_with_the_nearest_that_is_none() -> None:
    [text] = said(LIGHT.help)
    assert "which means help and nothing else" in text
    assert nearest_accent(LIGHT.help) in text


def test_a_refused_accent_costs_its_post_alone_which_keeps_its_last_one() -> None:
    good = read_network(NETWORK.replace("ACCENT", "#5b3a8c").encode(), "posts.yaml", {})
    text = NETWORK.replace("ACCENT", "#ffffff").encode()
    loaded = read_network(text, "posts.yaml", good.inputs)
    assert [post.accent for post in loaded.network.posts] == ["#5b3a8c", "#0b5563"]
