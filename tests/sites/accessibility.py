"""Writes what a whole test of accessibility finds into the theme, for the statement of every site.

Run by `tools/accessibility`; the pages, the looks and the check are those of the browser tests.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from chancery.render.theme import TESTED
from tests.browser.helpers import AXE, launch_chromium, served
from tests.sites.pages import THEME
from tests.sites.test_pages_in_browser import LANGUAGES, LOOKED_AT, LOOKS, WINDOWS, in_every_look
from tests.sites.trees import NETWORKS, built
from tests.sites.windows import Windows


def record(faults: int) -> dict[str, Any]:
    """Return what is kept of a test that found a number of faults."""
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "tool": f"axe-core {axe_version()}",
        "pages": len(LOOKED_AT),
        "looks": len(LOOKS) * len(WINDOWS),
        "languages": list(LANGUAGES),
        "faults": faults,
    }


def axe_version() -> str:
    """Return the version of axe-core that the tests use."""
    package = json.loads((AXE.parent / "package.json").read_text(encoding="utf-8"))
    return str(package["version"])


def main() -> None:
    """Look at every page in every look, say what is wrong, and keep the numbers."""
    found: list[str] = []
    with TemporaryDirectory() as folder, ExitStack() as stack:
        trees = {name: stack.enter_context(built(name, Path(folder))) for name in NETWORKS}
        addresses = {name: stack.enter_context(served(tree.folder)) for name, tree in trees.items()}
        browser = launch_chromium(stack.enter_context(sync_playwright()))
        windows = Windows(stack.enter_context(browser), addresses, trees)
        for page in LOOKED_AT:
            found += [f"{page.id}: {fault}" for fault in in_every_look(windows, page)]
    print(*found, sep="\n", end="\n" if found else "")
    text = json.dumps(record(len(found)), indent=1) + "\n"
    (THEME / TESTED).write_text(text, encoding="utf-8")
    print(f"{len(LOOKED_AT)} pages looked at, {len(found)} faults found")


if __name__ == "__main__":
    main()
