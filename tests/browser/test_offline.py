"""Help without a network, where the ministry lets browsers keep it; and nothing kept where not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.helpers import Host, served
from tests.networks.small import DATE, Small, make

#: How long a network that is as good as dead takes for each answer, in seconds.
DEAD_SLOW = 8
KEPT = """async () => {
  const cache = await caches.open('help');
  const found = {};
  for (const request of await cache.keys()) {
    found[new URL(request.url).pathname] = await (await cache.match(request)).text();
  }
  return found;
}"""

#: The addresses alone, of what may be going meanwhile.
NAMES = "caches.open('help').then(one => one.keys()).then(all => all.map(one => one.url))"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    network = make(tmp_path)
    network.edit("posts.yaml", "  languages: [en, fr]", "  offline: true\n  languages: [en, fr]")
    for name, flag in (("arrest", "false"), ("forced", "true")):
        network.write(
            f"content/situations/{name}.yaml",
            f"title: {{en: {name}, fr: {name}}}\ndiscreet: {flag}\n"
            f"steps: [{{title: {{en: Do {name}, fr: Faire {name}}}}}]\n",
        )
    network.build()
    # A host tells times by the second, and a test changes files sooner.
    for path in network.output.glob("embassy-oslo/**/*.*"):
        os.utime(path, (path.stat().st_mtime - 5,) * 2)
    return network


class Moody(Host):
    """A host that is slow, or forbids to keep what it gives, when it is told to be."""

    delay = 0
    forbids = False

    def end_headers(self) -> None:
        sleep(self.delay)
        if self.forbids:
            self.send_header("Vary", "*")
        super().end_headers()


@contextmanager
def visited(browser: Browser, small: Small, host: type[Moody] = Moody) -> Iterator[Page]:
    """Return a page of a browser in which Oslo's site has been visited, and its worker works."""
    with (
        served(small.output, host) as address,
        browser.new_context(base_url=f"{address}embassy-oslo/") as context,
    ):
        page = context.new_page()
        page.goto("fr/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        yield page


def keeps(page: Page, name: str, text: str = "") -> None:
    """Wait until what the browser kept last is a file of the site, with a text."""
    for _ in range(50):
        path, kept = [("", ""), *page.evaluate(KEPT).items()][-1]
        if path == f"/embassy-oslo/{name}" and text in kept:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{name} is not kept")


def shows_help(page: Page) -> None:
    """See a number to call, on a page that looks as it should, within the patience of a reader."""
    expect(page.locator("main a[href^='tel:']").first).to_be_visible(timeout=5000)
    styled = "getComputedStyle(document.body).margin === '0px'"
    assert page.evaluate(styled), page.url


def test_help_is_there_without_a_network_once_a_page_was_read(
    browser: Browser, small: Small
) -> None:
    with visited(browser, small) as page:
        keeps(page, "fr/emergency.html")
        page.context.set_offline(True)
        page.goto("fr/help/")
        shows_help(page)
        # What is not kept leads to help too, in its language, however deep it is.
        for path in ("fr/contact/", "fr/news/2026-02-01-snow/"):
            page.goto(path)
            shows_help(page)
            assert page.url.endswith("/embassy-oslo/fr/help/")
        page.goto("fr/emergency.html")
        expect(page.locator("a[href^='tel:']").first).to_be_visible()
        assert not any("/en/" in path for path in page.evaluate(KEPT))


def test_the_address_of_a_site_leads_without_a_network_to_help_in_the_language_read_last(
    browser: Browser, small: Small
) -> None:
    with visited(browser, small) as page:
        keeps(page, "fr/emergency.html")
        for tag in ("en", "fr"):
            page.goto(f"{tag}/")
            keeps(page, f"{tag}/emergency.html")
        page.context.set_offline(True)
        page.goto("./")
        shows_help(page)
        assert page.url.endswith("/embassy-oslo/fr/help/")


def test_what_is_kept_is_what_the_site_said_when_a_page_was_read_last(
    browser: Browser, small: Small
) -> None:
    with visited(browser, small) as page:
        keeps(page, "fr/emergency.html")
        small.edit("posts.yaml", "960001", "960009")
        small.build()
        page.goto("fr/contact/")
        keeps(page, "fr/emergency.html", "960009")
        assert "960009" in page.evaluate(KEPT)["/embassy-oslo/fr/help/"]


def test_a_reader_whose_network_is_dead_slow_gets_what_is_kept(
    browser: Browser, small: Small
) -> None:
    class Slow(Moody):
        """Slow when it is told to be."""

    with visited(browser, small, Slow) as page:
        keeps(page, "fr/emergency.html")
        Slow.delay = DEAD_SLOW
        page.goto("fr/help/", wait_until="commit", timeout=5000)
        shows_help(page)


def test_what_is_kept_is_the_same_whatever_somebody_has_read(
    browser: Browser, small: Small
) -> None:
    with visited(browser, small) as page:
        keeps(page, "fr/emergency.html")
        before = set(page.evaluate(KEPT))
        for path in ("fr/help/forced/", "fr/help/arrest/", "fr/help/card/", "fr/help/"):
            page.goto(path)
        keeps(page, "fr/emergency.html")
        kept = page.evaluate(KEPT)
        assert set(kept) == before
        assert not any("Faire forced" in text for text in kept.values())
        page.context.set_offline(True)
        page.goto("fr/help/forced/")
        assert page.url.endswith("/embassy-oslo/fr/help/")
        assert page.get_by_text("Faire forced").count() == 0


def test_a_page_for_somebody_in_danger_makes_a_browser_keep_nothing(
    browser: Browser, small: Small
) -> None:
    with served(small.output) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}embassy-oslo/fr/help/forced/")
        page.wait_for_timeout(300)
        assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
        assert page.evaluate("caches.keys()") == []
        page.goto(f"{address}embassy-oslo/fr/help/arrest/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_what_an_earlier_version_kept_besides_goes(browser: Browser, small: Small) -> None:
    with visited(browser, small) as page:
        keeps(page, "fr/emergency.html")
        page.evaluate("caches.open('help').then(one => one.add('/embassy-oslo/fr/help/forced/'))")
        script = small.output / "embassy-oslo/sw.js"
        script.write_text(script.read_text(encoding="utf-8") + "// A new version.\n")
        page.evaluate("navigator.serviceWorker.ready.then(one => one.update())")
        for _ in range(50):
            if not any("forced" in url for url in page.evaluate(NAMES)):
                return
            page.wait_for_timeout(100)
        raise AssertionError("the browser keeps the page")


def test_a_file_that_its_host_gives_under_another_address_is_there_without_a_network(
    browser: Browser, small: Small
) -> None:
    class Redirecting(Moody):
        """Leaves .html out of addresses, and no answers to browsers."""

        def send_head(self) -> BytesIO | BinaryIO | None:
            if not self.path.endswith("/emergency.html"):
                if self.path.endswith("/emergency"):
                    self.path += ".html"
                return super().send_head()
            self.send_response(308)
            self.send_header("Location", self.path.removesuffix(".html"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

    with visited(browser, small, Redirecting) as page:
        keeps(page, "fr/emergency.html")
        page.context.set_offline(True)
        page.goto("fr/emergency.html")
        expect(page.locator("a[href^='tel:']").first).to_be_visible()


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    browser: Browser, small: Small
) -> None:
    class Forbidding(Moody):
        """Lets nothing be kept."""

        forbids = True

    with visited(browser, small, Forbidding) as page:
        page.goto("fr/help/")
        shows_help(page)
        assert page.evaluate(KEPT) == {}


def test_nothing_is_kept_where_nobody_asked_for_it(browser: Browser, small: Small) -> None:
    small.edit("posts.yaml", "  offline: true\n", "")
    small.build()
    with served(small.output) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}embassy-oslo/fr/")
        assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []


def test_what_is_kept_goes_when_it_is_no_longer_asked_for(browser: Browser, small: Small) -> None:
    with visited(browser, small) as page:
        keeps(page, "fr/emergency.html")
        small.edit("posts.yaml", "  offline: true\n", "")
        small.build()
        assert (small.output / "embassy-oslo/sw.js").stat().st_size < 1000
        page.goto("fr/contact/")
        for _ in range(100):
            held = page.evaluate("navigator.serviceWorker.getRegistrations().then(r => r.length)")
            if not held and page.evaluate("caches.keys()") == []:
                return
            page.wait_for_timeout(100)
        raise AssertionError("the browser keeps the worker")
