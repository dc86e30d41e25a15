"""Colours as numbers: how they contrast, and how alike they look.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), with its relative
luminance. Likeness is worked out in OKLab and OKLCH, its polar form: Björn Ottosson, “A perceptual
color space for image processing” (https://bottosson.github.io/posts/oklab/), whose matrices stand
here.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Lch(NamedTuple):
    """A colour in OKLCH: lightness from 0 to 1, chroma from 0, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def _linear(colour: str) -> tuple[float, float, float]:
    """Return linear light (0 to 1) of a colour written `#rrggbb`, by sRGB (IEC 61966-2-1)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _written(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def oklch(colour: str) -> Lch:
    """Return a colour written `#rrggbb` in OKLCH."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Lch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def written(colour: Lch) -> str:
    """Return a colour as `#rrggbb`; its chroma is lowered as far as sRGB needs it."""
    low, high = 0.0, colour.chroma
    if _within(colour):
        low = high
    # 20 halvings of a chroma (at most 0.4) are far below what eight bits can tell apart.
    for _ in range(20 if low < high else 0):
        middle = (low + high) / 2
        if _within(colour._replace(chroma=middle)):
            low = middle
        else:
            high = middle
    parts = (_written(min(1.0, max(0.0, v))) for v in _rgb(colour._replace(chroma=low)))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _within(colour: Lch) -> bool:
    return all(-1e-6 <= value <= 1 + 1e-6 for value in _rgb(colour))


def _rgb(colour: Lch) -> tuple[float, float, float]:
    """Return the linear light of a colour; outside of 0 to 1 where sRGB does not have it."""
    a, b = plane(colour)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def plane(colour: Lch) -> tuple[float, float]:
    """Return hue and chroma as a place in the plane of OKLab's a and b."""
    angle = math.radians(colour.hue)
    return colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)


def tone_distance(one: Lch, other: Lch) -> float:
    """Return how far apart two colours are in hue and chroma, whatever their lightness."""
    return math.dist(plane(one), plane(other))


def distance(one: Lch, other: Lch) -> float:
    """Return how far apart two colours are in OKLab."""
    return math.hypot(tone_distance(one, other), one.lightness - other.lightness)
