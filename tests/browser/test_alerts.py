"""Alerts in the browser, with its clock set, with and without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.helpers import served
from tests.networks.small import Small, make
from tests.test_alerts import ALERT, FILE, NOW, at


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    at(monkeypatch, NOW)
    made = make(tmp_path)
    made.write(FILE, ALERT)
    return made


def test_a_browser_hides_what_has_ended_and_marks_what_is_late(small: Small, page: Page) -> None:
    small.edit(FILE, "headline:", "next_update: 2026-01-09T18:00Z\nheadline:")
    small.build()
    page.clock.install(time=NOW)
    with served(small.output) as address:
        page.goto(f"{address}/embassy-lima/en/")
        alert, late = page.locator(".alert"), page.locator(".alert-late")
        assert alert.is_visible()
        assert late.is_hidden()
        page.clock.fast_forward("06:01:00")
        assert late.is_visible()
        page.clock.fast_forward("30:00:00")
        assert alert.is_hidden()


def test_the_page_of_an_alert_that_has_ended_says_so(small: Small, page: Page) -> None:
    small.build()
    page.clock.install(time=NOW)
    with served(small.output) as address:
        page.goto(f"{address}/embassy-lima/en/alerts/2026-01-flood/")
        over = page.locator("main .alert-over")
        assert over.is_hidden()
        page.clock.fast_forward("36:01:00")
        assert over.is_visible()
        page.goto(f"{address}/embassy-lima/en/alerts/")
        assert page.locator("main .alert").is_visible()
        assert page.locator("main .alert-over").is_visible()


def test_without_script_the_times_are_there_to_read(small: Small, browser: Browser) -> None:
    small.build()
    context = browser.new_context(java_script_enabled=False)
    with served(small.output) as address:
        page = context.new_page()
        page.goto(f"{address}/embassy-lima/en/")
        text = page.locator(".alert").inner_text()
    context.close()
    assert "until 10 January 2026, 7:00" in text
    assert "since 9 January 2026, 1:00" in text
