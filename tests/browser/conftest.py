"""Fixtures for tests in a browser: a static server and a page of the system's Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.helpers import launch_chromium, refuse_other_hosts, served


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Give a function that serves a folder until the end of the run, and gives its address."""
    with ExitStack() as servers:
        yield cache(lambda folder: servers.enter_context(served(folder)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one browser for the whole run."""
    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give an empty page without history, cookies or cache."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def foreign_requests(page: Page) -> list[str]:
    """Give the list that fills with what the page asks of other hosts; all of it is blocked."""
    return refuse_other_hosts(page)
