"""What a browser sees on the living page of the design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

from chancery.report.design import page_name
from tests.browser.helpers import Violation, run_axe

THEME = Path(__file__).parents[2] / "themes" / "chancery"

#: The window's widths in CSS pixels: that of WCAG 1.4.10 (Reflow), and one of a desk.
WIDTHS = (320, 1280)

#: A small phone of today.
PHONE = ViewportSize(width=360, height=640)

OPEN = "document.querySelectorAll('details').forEach(e => { e.open = true })"

#: Rules about a page as a whole, which a gallery breaks by showing a component more than once.
NOT_FOR_A_GALLERY = {
    "landmark-no-duplicate-banner": "it has a header for each example of one",
    "landmark-no-duplicate-contentinfo": "it has a footer for each example of one",
    "region": "its own titles of the examples of header and footer stand outside of them",
    "landmark-unique": "examples of a component have the same name, pages have one of each",
}

#: Elements in sight that reach beyond the window's left or right edge. What is only for listening
#: is clipped away, and what scrolls within itself may be wider.
BEYOND = """() => {
  const inSight = e => e.checkVisibility({visibilityProperty: true})
    && !e.closest('.scroll *, pre *') && getComputedStyle(e).clipPath !== 'inset(50%)';
  return [...document.body.querySelectorAll('*')].filter(inSight).map(e => {
    const box = e.getBoundingClientRect();
    return [box.left < -1 || box.right > document.documentElement.clientWidth + 1,
      `${e.tagName}.${e.className} ${Math.round(box.left)} to ${Math.round(box.right)}: `
      + e.textContent.trim().slice(0, 40)];
  }).filter(found => found[0]).map(found => found[1]);
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a gallery; opened: whether everything that opens was open."""

    direction: str
    width: int
    scheme: str
    opened: bool
    violations: Sequence[Violation]
    scroll_width: int
    beyond: Sequence[str]


def look_at(page: Page, address: str, direction: str, width: int, scheme: str) -> list[Look]:
    """Open a gallery in a width and a colour scheme, closed and with everything opened."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + page_name(direction, scheme))
    looks = []
    for opened in (False, True):
        if opened:
            page.evaluate(OPEN)
        looks.append(
            Look(
                direction=direction,
                width=width,
                scheme=scheme,
                opened=opened,
                violations=[v for v in run_axe(page) if v.rule not in NOT_FOR_A_GALLERY],
                scroll_width=page.evaluate("document.documentElement.scrollWidth"),
                beyond=page.evaluate(BEYOND),
            )
        )
    return looks


def measured(page: Page, address: str, script: str) -> Any:
    """Return what a function of JavaScript says of a gallery on a phone, with everything opened."""
    page.set_viewport_size(PHONE)
    page.goto(address)
    page.evaluate(OPEN)
    return page.evaluate(script)
