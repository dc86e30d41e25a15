"""The helpers of the browser tests see what they are there to see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.helpers import run_axe

Serve = Callable[[Path], str]

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Oslo</title>'
    '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
    "</head><body><main><h1>Embassy in Oslo</h1>{}</main></body></html>"
)
PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


def _open(page: Page, serve: Serve, folder: Path, body: str) -> None:
    (folder / "index.html").write_text(PAGE.format(body), encoding="utf-8")
    page.goto(serve(folder))


def test_axe_finds_nothing_on_a_good_page(page: Page, serve: Serve, tmp_path: Path) -> None:
    _open(page, serve, tmp_path, f'<p>Open today.</p><img src="{PICTURE}" alt="The entrance">')
    assert run_axe(page) == []


def test_axe_finds_a_picture_without_text(page: Page, serve: Serve, tmp_path: Path) -> None:
    _open(page, serve, tmp_path, f'<img id="entrance" src="{PICTURE}">')
    [found] = run_axe(page)
    assert found.rule == "image-alt"
    assert found.impact == "critical"
    assert "#entrance" in found.targets[0]


def test_axe_finds_text_of_low_contrast(page: Page, serve: Serve, tmp_path: Path) -> None:
    _open(page, serve, tmp_path, '<p style="color:#bbb;background:#fff">Open today.</p>')
    assert [violation.rule for violation in run_axe(page)] == ["color-contrast"]


def test_requests_to_other_hosts_are_blocked_and_named(
    page: Page, serve: Serve, tmp_path: Path, foreign_requests: list[str]
) -> None:
    (tmp_path / "own.css").write_text("h1 { color: rgb(1, 2, 3) }", encoding="utf-8")
    foreign = "https://elsewhere.example/picture.gif"
    _open(page, serve, tmp_path, f'<link rel="stylesheet" href="own.css"><img src="{foreign}">')
    assert foreign_requests == [foreign]
    colour = page.locator("h1").evaluate("element => getComputedStyle(element).color")
    assert colour == "rgb(1, 2, 3)"


def test_a_missing_file_gives_the_sites_own_page(page: Page, serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text(PAGE.format("<p>Not here</p>"), encoding="utf-8")
    answer = page.goto(f"{serve(tmp_path)}en/absent/")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_text("Not here").is_visible()


def test_the_fonts_for_other_scripts_are_there(page: Page, serve: Serve, tmp_path: Path) -> None:
    """Without them a page would be measured with letters, or boxes, of another width."""
    texts = {"Noto Sans Arabic": "سفارة", "Noto Sans CJK JP": "大使館"}
    lines = [f"<p style=\"font-family: '{font}'\">{text}</p>" for font, text in texts.items()]
    _open(page, serve, tmp_path, "".join(lines))
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    nodes = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "p"})["nodeIds"]
    used = [devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node}) for node in nodes]
    assert [[font["familyName"] for font in one["fonts"]] for one in used] == [[n] for n in texts]
