"""The page for lost addresses stays on the host that served it, and needs nothing but itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.helpers import Host, served
from tests.networks.small import Small, make


class Nearest(Host):
    """Answers what is missing with the nearest 404.html above it, as hosts of trees are set up."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        own = self.directory
        folder = Path(self.translate_path(self.path))
        near = next(one for one in folder.parents if (one / "404.html").is_file())
        self.directory = str(near)
        super().send_error(code, message, explain)
        self.directory = own


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder to serve: the tree at its root, and once more below it, as on a mirror."""
    folder = tmp_path_factory.mktemp("network")
    small: Small = make(folder)
    small.build()
    shutil.copytree(small.output, small.output / "a" / "mirror")
    return small.output


def leads(page: Page, address: str, lost: str, found: str) -> None:
    """Ask for what is not there, and be led by the page to what is."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    answer = page.goto(address + lost)
    assert answer
    assert answer.status == 404
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "640px"
    # Nothing but the page itself, and what a browser asks of each host.
    assert {url for url in asked if not url.endswith("/favicon.ico")} == {address + lost}
    assert not [one for one in said if "404" not in one]
    page.locator("a[lang], [lang=en] a[href*='/en/']").first.click()
    assert page.url == address + found
    expect(page.locator("body > main h1")).to_be_visible()


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("embassy-oslo/en/no/such/page/", "embassy-oslo/en/"),
        ("embassy-oslo/nothing", "embassy-oslo/en/"),
        ("en/no/such/page.html", "en/"),
        ("a/mirror/embassy-oslo/fr/no/", "a/mirror/embassy-oslo/en/"),
        ("a/mirror/en/no/", "a/mirror/en/"),
        ("/en/no/", "en/"),
    ],
)
def test_it_leads_to_its_own_site_wherever_it_is(
    browser: Browser, root: Path, lost: str, found: str
) -> None:
    with served(root, Nearest) as address, browser.new_context() as context:
        leads(context.new_page(), address, lost, found)


def test_it_stays_on_a_mirror_of_another_name(browser: Browser, root: Path) -> None:
    with served(root, Nearest) as address, browser.new_context() as context:
        mirror = address.replace("127.0.0.1", "localhost")
        leads(context.new_page(), mirror, "embassy-oslo/fr/no/", "embassy-oslo/en/")


def test_it_stays_on_its_host_without_scripts(browser: Browser, root: Path) -> None:
    with (
        served(root, Nearest) as address,
        browser.new_context(java_script_enabled=False) as context,
    ):
        page = context.new_page()
        page.goto(f"{address}embassy-oslo/fr/no/such/")
        hrefs = [one.get_attribute("href") for one in page.locator("main .entrances a").all()]
        assert hrefs
        assert all(href and href.startswith("/embassy-oslo/") for href in hrefs)
        page.locator(".entrances a").first.click()
        assert page.url == f"{address}embassy-oslo/en/"
