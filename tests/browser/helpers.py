"""A static server, a browser and an accessibility check for tests of whole pages."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, Route

AXE = Path(__file__).parents[1] / "nu" / "node_modules" / "axe-core" / "axe.min.js"

#: WCAG 2.2 AA and what axe-core recommends besides.
AXE_TAGS = (
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
)

#: The whole browser, which Lighthouse needs.
WHOLE_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
#: The same names, in the same order, as tools/system-packages looks for. The first has no window to
#: draw: it opens a page for a quarter of the time.
CHROMIUM_NAMES = ("chromium-headless-shell", *WHOLE_CHROMIUM)

#: Keeps the browser from asking its maker's servers for anything by itself, and from drawing in a
#: process more.
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a page breaks, with the elements that break it."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]


def run_axe(page: Page, tags: Sequence[str] = AXE_TAGS) -> list[Violation]:
    """Return every rule of axe-core with one of the tags that the open page breaks.

    Works under any content security policy, since the script is not loaded by the page.
    """
    page.evaluate(_axe_source())
    options = {
        "runOnly": {"type": "tag", "values": list(tags)},
        "resultTypes": ["violations"],
        # No rule of these tags asks for stylesheets, which it would load and read anew.
        "preload": {"assets": ["media"]},
    }
    found = page.evaluate("options => axe.run(document, options).then(r => r.violations)", options)
    return [
        Violation(
            rule=violation["id"],
            impact=violation["impact"] or "",
            help=violation["help"],
            targets=tuple(str(node["target"]) for node in violation["nodes"]),
        )
        for violation in found
    ]


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


#: What leaves this machine; a pattern, so that Playwright asks about nothing else.
OTHER_HOSTS = re.compile(r"^(?!http://127\.0\.0\.1[:/]|data:|blob:|file:|about:)")


def refuse_other_hosts(page: Page, refused: list[str]) -> None:
    """Block what a page asks of any other host than this machine, and note those URLs in a list."""

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    page.route(OTHER_HOSTS, refuse)


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium, or the one that CHROMIUM names, without a window.

    Raises:
        RuntimeError: there is none.
    """
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_OPTIONS))


def chromium_path(wanted: Sequence[str] = CHROMIUM_NAMES) -> str:
    """Return where the system's Chromium is, or the one that CHROMIUM names.

    wanted: the names that it may have, the best first.

    Raises:
        RuntimeError: there is none.
    """
    names = (os.environ["CHROMIUM"],) if "CHROMIUM" in os.environ else wanted
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise RuntimeError(f"no Chromium found under the names {', '.join(names)}")
    return path


class Host(SimpleHTTPRequestHandler):
    """A plain host; a missing file is answered with the folder's own 404.html, if it has one."""

    protocol_version = "HTTP/1.1"
    timeout = 5

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests' output is pytest's."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is missing with the site's own page for that."""
        own = Path(self.directory) / "404.html"
        if code != 404 or not own.is_file():
            super().send_error(code, message, explain)
            return
        body = own.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def served(folder: Path, host: type[Host] = Host) -> Iterator[str]:
    """Serve a folder on this machine as a host does, and give its address."""
    handler = partial(host, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
