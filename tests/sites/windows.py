"""Named pages opened in one browser, in windows that stay open from page to page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize

from tests.browser.helpers import OTHER_HOSTS
from tests.sites.pages import NamedPage
from tests.sites.trees import DATE, Tree

#: A window of a desk, and the CSS pixels that are left of it at 400 % (WCAG 1.4.10).
DESK = ViewportSize(width=1280, height=1024)
ZOOMED = ViewportSize(width=320, height=256)

PHONE = ViewportSize(width=390, height=844)

#: How a window looks where a test asks for nothing else: nothing of the page before is left.
PLAIN: Mapping[str, Any] = {
    "media": "screen",
    "color_scheme": "light",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
}

#: What Playwright itself says where a page asks for a service worker, which these windows lack: it
#: would answer for pages of other tests.
NO_WORKER = "Service Worker registration blocked by Playwright"


@dataclass(slots=True)
class Opened:
    """A page in a window, and what it did that no page may: ask other hosts, report errors."""

    page: Page
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Windows:
    """Opens named pages, with scripts and without; addresses: where each network is served."""

    browser: Browser
    addresses: Mapping[str, str]
    trees: Mapping[str, Tree]
    _open: dict[bool, Opened] = field(default_factory=dict)

    def open(
        self, named: NamedPage, viewport: ViewportSize, *, scripts: bool = True, **media: Any
    ) -> Opened:
        """Open a page in the window with scripts, or in that without.

        What was opened there before is gone. media: what of PLAIN a reader has chosen otherwise.
        """
        opened = self._open.get(scripts) or self._window(scripts)
        opened.page.set_viewport_size(viewport)
        opened.page.emulate_media(**{**PLAIN, **media})
        opened.faults.clear()
        opened.page.goto(self.addresses[named.network] + named.path)
        return opened

    def close(self) -> None:
        """Close every window."""
        for opened in self._open.values():
            opened.page.context.close()

    def _window(self, scripts: bool) -> Opened:
        # Hours tell readers of their own time too: here they are where the network's clock is.
        context = self.browser.new_context(
            timezone_id="Etc/UTC", java_script_enabled=scripts, service_workers="block"
        )
        page = context.new_page()
        opened = Opened(page)
        page.route(OTHER_HOSTS, partial(self._elsewhere, opened.faults))
        page.on("console", partial(_said, opened.faults))
        page.on("pageerror", lambda error: opened.faults.append(str(error)))
        # Alerts look at the time: it is that of the build.
        page.clock.set_fixed_time(int(DATE))
        self._open[scripts] = opened
        return opened

    def _elsewhere(self, faults: list[str], route: Route) -> None:
        """Answer for the addresses where the trees will live: the page for lost ones needs them."""
        asked = route.request.url
        for tree in self.trees.values():
            for url, folder in tree.places.items():
                if asked.startswith(url):
                    route.fulfill(path=tree.folder / folder / asked.removeprefix(url))
                    return
        faults.append(asked)
        route.abort()


def _said(faults: list[str], message: ConsoleMessage) -> None:
    if not message.text.startswith(NO_WORKER):
        faults.append(f"{message.type}: {message.text}")
