"""What has ended since a build hides itself by the browser’s clock, or has its date to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.helpers import served
from tests.networks.small import DATE, Small, make

NOW = datetime.fromtimestamp(int(DATE), UTC)  # 2026-01-09, noon
CLOSURE = (
    '    closures: [{from: "2026-01-12", until: "2026-01-13", reason: {en: Moving, fr: Dépl.}}]\n'
)
NOTICE = """- text: {en: The line is dead, fr: La ligne est morte}
  affects: [phone]
  from: "2026-01-08"
  until: "2026-01-10"
"""
ELECTION = """name: {en: Council, fr: Conseil}
days: ["2026-02-20"]
enrol_until: "2026-01-11"
enrol_url: https://vote.example/list
who: {en: Citizens, fr: Citoyens}
ways: [in-person]
steps: [{title: {en: Come, fr: Venez}}]
"""
ALERT = """severity: severe
sent: 2026-01-09T10:00Z
expires: 2026-01-20T12:00Z
area: {words: {en: Norway, fr: Norvège}, posts: [embassy-oslo]}
headline: {en: Storm, fr: Tempête}
departure: {url: "https://leave.example/", closes: 2026-01-10T12:00Z}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    small: Small = make(tmp_path_factory.mktemp("network"))
    small.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n{CLOSURE}")
    small.write("content/posts/embassy-oslo/notices.yaml", NOTICE)
    small.write("content/elections/2026-council.yaml", ELECTION)
    small.write("content/alerts/2026-01-storm.yaml", ALERT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DATE)
        assert small.build().problems == []
    with served(small.output) as found:
        yield f"{found}embassy-oslo/en/"


#: What is new stands by itself on phones alone.
PHONE: ViewportSize = {"width": 390, "height": 844}
#: What ends: its page, what is hidden then, what is shown then, when, and what says its date.
ENDS = {
    "a notice": ("", ".service-notices", "", "2026-01-10T23:30Z", "10 January"),
    "a closure on a card": ("", ".closures li", "", "2026-01-13T23:30Z", "13"),
    "a closure": ("contact/", "main .closures li", "", "2026-01-13T23:30Z", "13"),
    "a day of an election": ("", ".agenda-day", "", "2026-01-11T23:30Z", "11 January"),
    "an election": ("", ".agenda > li", "", "2026-02-20T23:30Z", "20 February"),
    "a list of voters": (
        "elections/2026-council/", "a[href='https://vote.example/list']",
        "dd [data-after] >> nth=0", "2026-01-11T23:30Z", "11 January",
    ),
    "a registration": (
        "alerts/2026-01-storm/", "a[href='https://leave.example/']", "section [data-after]",
        "2026-01-10T12:01Z", "10 January",
    ),
    "what is new": ("", ".latest", "", "2026-02-04T00:30Z", "5 January"),
    "an alert": ("contact/", ".alert", "", "2026-01-20T12:01Z", "20 January"),
    "an alert on the choice of languages": ("../", ".alert", "", "2026-01-20T12:01Z", "20 January"),
    "an alert on the page for lost addresses": (
        "../404.html", ".alert", "", "2026-01-20T12:01Z", "20 January"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_it_is_there_until_it_has_ended(page: Page, address: str, name: str) -> None:
    path, hidden, shown, ended, _ = ENDS[name]
    page.set_viewport_size(PHONE)
    page.clock.install(time=NOW)
    page.goto(address + path)
    expect(page.locator(hidden).first).to_be_visible()
    if shown:
        expect(page.locator(shown).first).to_be_hidden()
    # Of a page that was made before, and one that stays open.
    page.clock.set_fixed_time(ended)
    page.reload()
    expect(page.locator(hidden).first).to_be_hidden()
    if shown:
        expect(page.locator(shown).first).to_be_visible()


@pytest.fixture(scope="module")
def without_scripts(browser: Browser) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        yield context.new_page()


@pytest.mark.parametrize("name", ENDS)
def test_its_date_is_there_without_scripts(without_scripts: Page, address: str, name: str) -> None:
    path, hidden, _, _, said = ENDS[name]
    without_scripts.goto(address + path)
    expect(without_scripts.locator(hidden).first).to_be_visible()
    assert said in without_scripts.locator("body").inner_text()


def test_what_ends_while_a_page_is_open_goes(page: Page, address: str) -> None:
    page.clock.install(time=NOW)
    page.goto(address)
    expect(page.locator(".service-notices")).to_be_visible()
    page.clock.fast_forward("35:59:00")
    page.clock.run_for(60_000)
    expect(page.locator(".service-notices")).to_be_hidden()
