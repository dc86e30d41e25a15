"""What every type of page looks like and sounds like, kept and compared.

Pictures are small and compared with tolerance, since fonts and browsers differ a little by machine;
what assistive technology is told is compared to the letter. Both are written anew with
`pytest --snapshot-update`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import ViewportSize

from tests.sites.pages import PAGES, NamedPage
from tests.sites.test_pages_in_browser import Browsing, Window
from tests.sites.trees import Tree
from tests.snapshots import Snapshot

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
TREES = HERE / "accessibility-trees"

#: A phone's first screen, and how wide its picture is kept.
SCREEN = ViewportSize(width=390, height=844)
KEPT_WIDTH = 195

#: A picture is cut into squares; so many of 255 steps may a square's mean differ, and so large a
#: part of all squares may differ more.
SQUARE = 13
STEPS = 20
PART = 0.03

#: One page of each type of the fictional network, from left to right and from right to left.
SHOWN = {
    f"{page.type}-{page.direction}": page
    for page in PAGES
    if page.network == "golden" and page.language in ("ar", "en")
}

each = pytest.mark.parametrize("name", SHOWN)


@pytest.fixture(scope="module")
def browsing(trees: Mapping[str, Tree]) -> Iterator[Browsing]:
    browsing = Browsing(trees)
    yield browsing
    browsing.close()


def seen(window: Window, named: NamedPage) -> bytes:
    with window.opened(named, viewport=SCREEN, reduced_motion="reduce") as opened:
        return opened.page.screenshot()


def heard(window: Window, named: NamedPage) -> str:
    with window.opened(named, viewport=SCREEN) as opened:
        return opened.page.locator("body").aria_snapshot()


def small(data: bytes) -> Image.Image:
    """Give a screenshot as it is kept: small and without colour's finest steps."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    height = round(picture.height * KEPT_WIDTH / picture.width)
    return picture.resize((KEPT_WIDTH, height), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Give the part of all squares in which two pictures differ; 1 where their sizes do."""
    if one.size != other.size:
        return 1.0
    apart = ImageChops.difference(one, other).convert("L")
    size = (max(1, apart.width // SQUARE), max(1, apart.height // SQUARE))
    squares = apart.resize(size, Image.Resampling.BOX).tobytes()
    return sum(value > STEPS for value in squares) / len(squares)


@each
def test_a_page_looks_as_in_its_picture(name: str, browsing: Browsing, snapshot: Snapshot) -> None:
    now = small(browsing.look(seen, SHOWN[name]))
    path = PICTURES / f"{name}.webp"
    if snapshot.update:
        if not path.is_file() or difference(now, Image.open(path).convert("RGB")) > 0:
            path.parent.mkdir(exist_ok=True)
            now.save(path, quality=60, method=6)
        return
    assert difference(now, Image.open(path).convert("RGB")) <= PART


@each
def test_a_page_tells_assistive_technology_what_it_did(
    name: str, browsing: Browsing, snapshot: Snapshot
) -> None:
    snapshot.check(TREES / f"{name}.yaml", browsing.look(heard, SHOWN[name]) + "\n")


def test_every_kept_look_is_of_a_page(snapshot: Snapshot) -> None:
    snapshot.only(PICTURES, {f"{name}.webp" for name in SHOWN})
    snapshot.only(TREES, {f"{name}.yaml" for name in SHOWN})


def test_a_change_would_be_seen() -> None:
    white = Image.new("RGB", (KEPT_WIDTH, 422), "white")
    changed = white.copy()
    changed.paste("black", (0, 0, KEPT_WIDTH, 40))
    assert difference(white, white) == 0
    assert difference(white, changed) > PART
