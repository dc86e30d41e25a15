"""Help without a network, where the ministry lets browsers keep it; and nothing kept where not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.networks.small import DATE, make

Serve = Callable[[Path], str]
KEPT = """async () => {
  const cache = await caches.open('help');
  return (await cache.keys()).map(request => new URL(request.url).pathname);
}"""


@pytest.mark.parametrize("offered", [True, False])
def test_help_is_there_without_a_network_once_a_page_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser, serve: Serve, offered: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    if offered:
        small.edit("posts.yaml", "  languages: [en, fr]", "  offline: true\n  languages: [en, fr]")
    small.build()
    address = serve(small.output)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/embassy-oslo/fr/")
        if not offered:
            assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
            assert not (small.output / "embassy-oslo/sw.js").exists()
            return
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        for _ in range(50):
            if "/embassy-oslo/fr/emergency.html" in page.evaluate(KEPT):
                break
            page.wait_for_timeout(100)
        page.reload()
        context.set_offline(True)
        page.goto(f"{address}/embassy-oslo/fr/help/")
        expect(page.locator("main a[href^='tel:']").first).to_be_visible()
        # What is not kept leads to help too, in its language.
        page.goto(f"{address}/embassy-oslo/fr/contact/")
        expect(page.locator("main a[href^='tel:']").first).to_be_visible()
        page.goto(f"{address}/embassy-oslo/fr/emergency.html")
        expect(page.locator("a[href^='tel:']").first).to_be_visible()
        assert not any("/en/" in path for path in page.evaluate(KEPT))
