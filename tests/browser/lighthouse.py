"""Lighthouse's verdict on the golden network: six pages in three languages, as on a phone.

Run by `tools/lighthouse`, which fetches Lighthouse; not part of the tests, whose machine is shared
and would blame a busy minute on a page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.helpers import CHROMIUM_OPTIONS, WHOLE_CHROMIUM, chromium_path, served
from tests.browser.screenshots import build_golden

LANGUAGES = ("en", "ar", "fr")
PAGES = (
    "embassy-oslo/{}/",
    "embassy-oslo/{}/contact/",
    "embassy-oslo/{}/help/",
    "embassy-oslo/{}/news/",
    "embassy-oslo/{}/visas/",
    "{}/",
)


def main() -> None:
    """Judge every page, print a line for each, and end with 1 when one is below 100 in anything."""
    perfect = True
    with TemporaryDirectory() as folder:
        output = build_golden(Path(folder))
        with served(output) as address:
            for page in PAGES:
                for language in LANGUAGES:
                    scores = judged(address + page.format(language), Path(folder))
                    print(page.format(language), *(f"{k} {v}" for k, v in scores.items()))
                    perfect &= set(scores.values()) == {100}
    sys.exit(0 if perfect else 1)


def judged(url: str, folder: Path) -> dict[str, int]:
    """Return Lighthouse's score of a page in each category, of 100."""
    report = folder / "report.json"
    flags = " ".join(("--headless=new", *CHROMIUM_OPTIONS))
    command = ["npx", "--yes", "lighthouse@12.2.3", url, "--quiet", "--output=json"]
    command += [f"--output-path={report}", f"--chrome-flags={flags}"]
    chromium = chromium_path(WHOLE_CHROMIUM)
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium})
    found = json.loads(report.read_bytes())["categories"]
    return {name: round(one["score"] * 100) for name, one in found.items()}


if __name__ == "__main__":
    main()
