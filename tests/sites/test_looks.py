"""What every type of page looks like and sounds like, kept and compared.

Pictures are small and compared with tolerance, since fonts and browsers differ a little by machine;
what assistive technology is told is compared to the letter. Both are written anew with
`pytest --snapshot-update`.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import ViewportSize

from tests.sites.pages import PAGES
from tests.sites.windows import Windows
from tests.snapshots import Snapshot, beside

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


def small(data: bytes) -> Image.Image:
    """Return a screenshot as it is kept: small and without colour's finest steps."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    height = round(picture.height * KEPT_WIDTH / picture.width)
    return picture.resize((KEPT_WIDTH, height), Image.Resampling.BOX)


def squares(one: Image.Image, other: Image.Image) -> tuple[int, bytes]:
    """Return how much two pictures of one size differ in each square, and how many a row has."""
    apart = ImageChops.difference(one, other).convert("L")
    size = (max(1, apart.width // SQUARE), max(1, apart.height // SQUARE))
    return size[0], apart.resize(size, Image.Resampling.BOX).tobytes()


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the part of all squares in which two pictures differ; 1 where their sizes do."""
    if one.size != other.size:
        return 1.0
    _, found = squares(one, other)
    return sum(value > STEPS for value in found) / len(found)


def where(one: Image.Image, other: Image.Image) -> str:
    """Say between which heights two pictures differ, in CSS pixels of the screen."""
    if one.size != other.size:
        return f"{one.size} is not {other.size}"
    across, found = squares(one, other)
    rows = sorted({at // across for at, value in enumerate(found) if value > STEPS})
    height = SQUARE * SCREEN["width"] // KEPT_WIDTH
    return f"between {rows[0] * height} and {(rows[-1] + 1) * height} pixels from the top"


def check_picture(now: Image.Image, kept: Path, snapshot: Snapshot) -> str:
    """Say how a screen differs from its picture, and keep it beside that one; empty when it fits.

    An update writes the picture anew, and leaves one alone that is the same.
    """
    before = Image.open(kept).convert("RGB") if kept.is_file() else None
    if snapshot.update:
        if before is None or difference(now, before) > 0:
            kept.parent.mkdir(parents=True, exist_ok=True)
            now.save(kept, quality=60, method=6)
        return ""
    made = beside(kept)
    apart = 1.0 if before is None else difference(now, before)
    if before is not None and apart <= PART:
        made.unlink(missing_ok=True)
        return ""
    now.save(made, quality=60, method=6)
    place = "there was none before" if before is None else where(now, before)
    return f"{apart:.0%} of the screen is not as in {kept}, {place}; now it is {made}"


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_looks_as_in_its_picture_and_tells_assistive_technology_what_it_did(
    name: str, windows: Windows, snapshot: Snapshot
) -> None:
    opened = windows.open(SHOWN[name], SCREEN, reduced_motion="reduce")
    heard = opened.page.locator("body").aria_snapshot()
    seen = small(opened.page.screenshot())
    fault = check_picture(seen, PICTURES / f"{name}.webp", snapshot)
    snapshot.check(TREES / f"{name}.yaml", f"{heard}\n")
    if fault:
        pytest.fail(fault, pytrace=False)


def test_every_kept_look_is_of_a_page(snapshot: Snapshot) -> None:
    snapshot.only(PICTURES, {f"{name}.webp" for name in SHOWN})
    snapshot.only(TREES, {f"{name}.yaml" for name in SHOWN})


def screen(mark: int = 0) -> Image.Image:
    """Return a white screen with so many black lines on top."""
    white = Image.new("RGB", (KEPT_WIDTH, 422), "white")
    white.paste("black", (0, 0, KEPT_WIDTH, mark))
    return white


def test_a_change_would_be_seen() -> None:
    assert difference(screen(), screen()) == 0
    assert difference(screen(), screen(mark=40)) > PART


def test_what_differs_is_told_and_kept_beside_what_was_expected(tmp_path: Path) -> None:
    kept = tmp_path / "home-ltr.webp"
    assert check_picture(screen(), kept, Snapshot(update=True)) == ""
    said = check_picture(screen(mark=40), kept, Snapshot(update=False))
    assert "between 0 and" in said
    assert str(beside(kept)) in said
    assert difference(Image.open(beside(kept)).convert("RGB"), screen(mark=40)) <= PART
    assert check_picture(screen(), kept, Snapshot(update=False)) == ""
    assert not beside(kept).exists()
