"""Colours as numbers: known values of the standards, and what holds for every colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.colours import (
    Lch,
    contrast,
    distance,
    luminance,
    oklch,
    tone_distance,
    written,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
any_lch = st.builds(Lch, st.floats(0.2, 1), st.floats(0, 0.4), st.floats(0, 360, exclude_max=True))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The greys that the W3C's own texts name as the first to pass and the last to fail.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("colour", "lch"),
    [
        # From the examples of CSS Color 4 and of Ottosson's own page.
        ("#ff0000", Lch(0.62796, 0.25768, 29.23)),
        ("#00ff00", Lch(0.86644, 0.29483, 142.50)),
        ("#0000ff", Lch(0.45201, 0.31321, 264.05)),
    ],
)
def test_oklch_is_as_published(colour: str, lch: Lch) -> None:
    assert oklch(colour) == pytest.approx(lch, abs=0.006)


@given(colours)
def test_a_colour_comes_back_from_oklch(colour: str) -> None:
    assert written(oklch(colour)) == colour


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21


@given(any_lch)
def test_what_srgb_lacks_loses_chroma_and_nothing_else(wished: Lch) -> None:
    found = oklch(written(wished))
    assert found.lightness == pytest.approx(wished.lightness, abs=0.02)
    assert found.chroma <= wished.chroma + 0.02


@given(colours, colours)
def test_lightness_counts_for_likeness_but_not_for_the_tone(one: str, other: str) -> None:
    first, second = oklch(one), oklch(other)
    assert tone_distance(first, second) <= distance(first, second) + 1e-9
    assert tone_distance(first, first._replace(lightness=0.5)) == 0


@given(st.integers(0, 254))
def test_lighter_greys_have_more_luminance(level: int) -> None:
    darker, lighter = (f"#{value:02x}{value:02x}{value:02x}" for value in (level, level + 1))
    assert luminance(darker) < luminance(lighter)
