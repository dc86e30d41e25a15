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


def main() -> None:
    """Build the golden network and take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        golden = ["--network", "examples/golden", "--cache", f"{folder}/cache"]
        media = [sys.executable, "-m", "invoke", "media", *golden]
        subprocess.run(media, cwd=ROOT, check=True)
        build = [sys.executable, "-m", "invoke", "build", *golden, "--output", str(output)]
        subprocess.run(build, cwd=ROOT, check=True)
        with sync_playwright() as playwright, launch_chromium(playwright) as browser:
            page = browser.new_page()
            with served(output) as address:
                for picture in PICTURES:
                    page.set_viewport_size(ViewportSize(width=picture.width, height=picture.height))
                    page.goto(address + picture.path)
                    page.screenshot(path=IMAGES / f"{picture.name}.png")


if __name__ == "__main__":
    main()
