"""A page is fetched as soon as somebody points at its link, where a host sends our headers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.networks.small import Small, make

#: Paths, each with why it was asked for.
Asked = list[tuple[str, str | None]]


class _Host(SimpleHTTPRequestHandler):
    """Serves a folder as hosts do that read its `_headers`."""

    def __init__(self, *args: object, asked: Asked, directory: str) -> None:
        self.asked = asked
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Sec-Purpose"]))
        super().do_GET()

    def guess_type(self, path: object) -> str:
        rules = self._rules().get(self.path, {})
        return rules.get("Content-Type") or super().guess_type(path)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        for name, value in self._rules()["/*"].items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests' output is pytest's."""

    def _rules(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        text = (Path(self.directory) / "_headers").read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith("/"):
                found[line] = rules = {}
            else:
                name, _, value = line.strip().partition(": ")
                rules[name] = value
        return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    small = make(tmp_path_factory.mktemp("network"))
    for name, flag in (("arrest", "false"), ("forced", "true")):
        small.write(
            f"content/situations/{name}.yaml",
            f"title: {{en: {name}, fr: {name}}}\ndiscreet: {flag}\n"
            "steps: [{title: {en: Do it, fr: Faire}}]\n",
        )
    small.build()
    return small


@pytest.fixture
def host(small: Small) -> Iterator[tuple[str, Asked]]:
    """Return the address of a host of the network, and the list of what is asked of it."""
    asked: Asked = []
    handler = partial(_Host, asked=asked, directory=str(small.output))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


def test_a_page_is_fetched_when_somebody_points_at_its_link(
    page: Page, host: tuple[str, Asked]
) -> None:
    address, asked = host
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}embassy-oslo/en/")
    wanted = ("/embassy-oslo/en/contact/", "prefetch")
    for _ in range(50):
        page.mouse.move(0, 0)
        page.locator(".nav a[href$='contact/']").hover()
        page.wait_for_timeout(400)
        if wanted in asked:
            break
    assert wanted in asked
    assert said == []


def test_a_page_for_somebody_in_danger_is_never_fetched_before_it_is_asked_for(
    page: Page, host: tuple[str, Asked]
) -> None:
    address, asked = host
    page.goto(f"{address}embassy-oslo/en/help/")
    other = ("/embassy-oslo/en/help/arrest/", "prefetch")
    for _ in range(50):
        for name in ("forced", "arrest"):
            page.mouse.move(0, 0)
            page.locator(f"main a[href$='{name}/']").first.hover()
            page.wait_for_timeout(400)
        if other in asked:
            break
    assert other in asked
    assert not any("help/forced/" in path for path, _ in asked)
