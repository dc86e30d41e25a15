"""Pictures of finished pages for the documentation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import ViewportSize, sync_playwright

from tests.browser.helpers import launch_chromium, served

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"


class Picture(NamedTuple):
    """A picture: the file, the page, the window's size."""

    name: str
    path: str
    width: int
    height: int


PICTURES = (
    Picture("home", "embassy-oslo/en/", 1200, 900),
    Picture("phone", "embassy-amman/ar/", 390, 844),
)


def build_golden(folder: Path) -> Path:
    """Build the golden network, pictures and all, and return where its sites are."""
    golden = ["--network", "examples/golden", "--cache", f"{folder}/cache"]
    for command in (["media", *golden], ["build", *golden, "--output", f"{folder}/output"]):
        subprocess.run([sys.executable, "-m", "chancery", *command], cwd=ROOT, check=True)
    return folder / "output"


def main() -> None:
    """Build the golden network and take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        output = build_golden(Path(folder))
        with sync_playwright() as playwright, launch_chromium(playwright) as browser:
            page = browser.new_page()
            with served(output) as address:
                for picture in PICTURES:
                    page.set_viewport_size(ViewportSize(width=picture.width, height=picture.height))
                    page.goto(address + picture.path)
                    page.screenshot(path=IMAGES / f"{picture.name}.png")


if __name__ == "__main__":
    main()
