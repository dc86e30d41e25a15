"""The file to keep, opened from a disk without a network."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from tests.networks.small import DATE, make


@pytest.mark.parametrize(("site", "language"), [("embassy-oslo", "en"), ("embassy-cairo", "ar")])
def test_it_opens_from_a_disk_without_a_network_and_asks_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser, site: str, language: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.build()
    path = small.output / site / language / "emergency.html"
    asked: list[str] = []
    said: list[str] = []
    with browser.new_context(offline=True, viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(path.as_uri())
        assert page.locator("a[href^='tel:']").count() >= 2
        # Its styles hold: the policy lets them through, and nothing else.
        assert (
            page.locator(".number").first.evaluate("e => getComputedStyle(e).fontWeight") == "700"
        )
        # Underscores in the names of accounts are not lost in the line under a link.
        line = "e => parseFloat(getComputedStyle(e).textUnderlineOffset)"
        assert page.locator("a").first.evaluate(line) > 4
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide)
        assert page.evaluate("document.documentElement.dir") == (
            "rtl" if language == "ar" else "ltr"
        )
    assert asked == [path.as_uri()]
    assert said == []


def test_on_paper_every_step_of_every_situation_is_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    steps = "".join(f"  - title: {{en: Step {number}}}\n" for number in range(90))
    small.write("content/situations/arrest.yaml", f"title: {{en: Arrested}}\nsteps:\n{steps}")
    small.build()
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto((small.output / "embassy-oslo/en/emergency.html").as_uri())
        last = page.get_by_text("Step 89", exact=True)
        assert not last.is_visible()
        page.emulate_media(media="print")
        assert last.is_visible()
        page.emulate_media(media=None)
        # On screen all of this is one sheet; ninety steps do not fit on one.
        assert re.findall(rb"/Type\s*/Pages[^>]*?/Count (\d+)", page.pdf()) > [b"1"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_four_cards_are_printed_on_one_sheet_whose_codes_a_telephone_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser, language: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.build()
    path = small.output / "embassy-cairo" / language / "help/card/index.html"
    with browser.new_context(offline=True, viewport={"width": 794, "height": 1123}) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        card = page.locator(".wallet-card:visible")
        assert card.count() == 1
        assert page.get_by_role("img").count() == 1
        printed = page.pdf(prefer_css_page_size=True)
        assert re.findall(rb"/Type\s*/Pages[^>]*?/Count (\d+)", printed) == [b"1"]
        page.emulate_media(media="print")
        assert card.count() == 4
        assert not page.locator("header, footer, .help-strip").locator("visible=true").count()
        sheet = Image.open(BytesIO(page.screenshot()))
    codes = {code.text for code in zxingcpp.read_barcodes(sheet)}
    assert codes == {"https://network.example/embassy-cairo/"}
