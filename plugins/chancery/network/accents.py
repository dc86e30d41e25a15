"""A post's accent: what it may be beside the theme's colours, and how it is in the dark.

The theme's colours are data/colours.json; a test holds them against the theme's stylesheet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chancery.common.colours import Lch, contrast, distance, oklch, tone_distance, written

#: What letters need on their paper (WCAG 2.2, 1.4.3); marks would need 3 (1.4.11).
LEAST_CONTRAST = 4.5
#: How far an accent keeps in hue and chroma (OKLab's a and b) from the one colour that means help:
#: browns, wines and pinks are as far, other reds are not.
LEAST_DISTANCE = 0.07
#: Where the nearest colour is looked for: degrees of hue, and parts of the chroma.
_TURNS = range(-75, 76, 3)
_PARTS = tuple(part / 12 for part in range(13))


@dataclass(frozen=True, slots=True)
class Scheme:
    """What an accent stands beside: paper, ink and the colour of help; and that of no post."""

    paper: str
    ink: str
    help: str
    accent: str


@cache
def schemes() -> tuple[Scheme, Scheme]:
    """Return the theme's colours in light and in dark."""
    table = json.loads((Path(__file__).parent.parent / "data" / "colours.json").read_bytes())
    return Scheme(**table["light"]), Scheme(**table["dark"])


def accent_fault(colour: str) -> str:
    """Say what is wrong with an accent (`#rrggbb`), as what was expected; empty when nothing is."""
    paper = schemes()[0].paper
    ratio = contrast(colour, paper)
    if ratio < LEAST_CONTRAST:
        # Rounded down, so that no ratio that is too low reads as enough.
        return (
            f"expected a contrast of at least {LEAST_CONTRAST}:1 to the paper {paper} "
            f"(WCAG 2.2, 1.4.3), this has {int(ratio * 10) / 10}:1"
        )
    if _like_help(colour):
        return f"expected no red like {schemes()[0].help}, which means help and nothing else"
    return ""


def _like_help(colour: str) -> bool:
    light, dark = schemes()
    pairs = ((oklch(colour), light.help), (oklch(dark_accent(colour)), dark.help))
    return any(_tones_apart(one, oklch(red)) < LEAST_DISTANCE for one, red in pairs)


def _tones_apart(one: Lch, red: Lch) -> float:
    # A red that is purer than the one of help is no less like it.
    return tone_distance(one._replace(chroma=min(one.chroma, red.chroma)), red)


def dark_accent(colour: str) -> str:
    """Return an accent for the dark: its lightness is raised until it shows on the dark paper."""
    paper, wished = schemes()[1].paper, oklch(colour)
    if contrast(colour, paper) >= LEAST_CONTRAST:
        return colour
    return _first(wished, paper, up=True)


def nearest_accent(colour: str) -> str:
    """Return the allowed accent that looks most like a colour; the colour itself when it is one."""
    if not accent_fault(colour):
        return colour
    wished = oklch(colour)
    allowed = (found for found in _candidates(wished) if not accent_fault(found))
    return min(allowed, key=lambda found: (distance(oklch(found), wished), found))


def _candidates(wished: Lch) -> Iterator[str]:
    """Return colours of near hues and lower chroma, each as light as the paper allows."""
    paper = schemes()[0].paper
    for turn in _TURNS:
        for part in _PARTS:
            near = Lch(wished.lightness, wished.chroma * part, (wished.hue + turn) % 360)
            found = written(near)
            yield found if contrast(found, paper) >= LEAST_CONTRAST else _first(near, paper)


def _first(colour: Lch, paper: str, *, up: bool = False) -> str:
    """Return the colour of the nearest lightness, lower or higher, that contrasts with a paper."""
    near, far = colour.lightness, 1.0 if up else 0.0
    for _ in range(12):
        middle = (near + far) / 2
        if contrast(written(colour._replace(lightness=middle)), paper) >= LEAST_CONTRAST:
            far = middle
        else:
            near = middle
    return written(colour._replace(lightness=far))
