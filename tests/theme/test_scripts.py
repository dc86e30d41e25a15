"""The theme's scripts: small, plain, typed, and folding words as the build does."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser

from chancery.common.folding import ANY, folding
from chancery.plan.search import folding_table
from tests.common.test_folding import APART, SAME
from tests.theme.gallery import THEME

SCRIPTS = sorted(THEME.glob("scripts/*.js"))
TSC = Path(__file__).parents[1] / "nu" / "node_modules" / "typescript" / "bin" / "tsc"
#: Characters that have no meaning, or none that Unicode gives.
UNKNOWN = {"Cn", "Co", "Cs"}
LANGUAGES = ("en", "de", "sv", "da", "tr", "ru", "el", "ar", "fa", "he", "ja", "th", "hi", ANY)

#: Folds texts with the theme's own script, and gives the places of those that differ.
DIFFERING = """([table, texts, expected]) => {
  const words = new Words(table, 'en');
  return texts.flatMap((text, at) =>
    words.fold(text).trim() === expected[at] ? [] : [[text, words.fold(text), expected[at]]]);
}"""

each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)


@each_script
def test_a_script_is_small_and_plain(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert len(text.encode()) < 5000
    assert text.startswith('// @ts-check\n"use strict";\n')
    # Modules do not run from file://; what a policy forbids does not run at all.
    assert (
        re.findall(r"^(?:import|export)\b|\beval\(|innerHTML|\bfetch\(", text, re.MULTILINE) == []
    )


@pytest.mark.long
def test_the_types_of_the_scripts_fit() -> None:
    for folder in ("scripts", "worker", "inline"):
        command = ["node", str(TSC), "--project", str(THEME / folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stdout == ""
        assert done.returncode == 0


@pytest.fixture(scope="module")
def differing(browser: Browser) -> Iterator[Callable[[str, list[str]], list[list[str]]]]:
    """Return what gives texts that a browser folds otherwise, with the table its pages get."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_script_tag(path=THEME / "scripts" / "words.js")

        def ask(tag: str, texts: list[str]) -> list[list[str]]:
            expected = [" ".join(folding(tag).words(text)) for text in texts]
            table = msgspec.json.decode(folding_table(tag))
            found: list[list[str]] = page.evaluate(DIFFERING, [table, texts, expected])
            return found

        yield ask


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_browser_folds_every_character_as_the_build_does(
    tag: str, differing: Callable[[str, list[str]], list[list[str]]]
) -> None:
    """All of the Unicode that Python knows; a browser's is newer, and may know more of it.

    A language's own table reaches no further than letters: beyond them all languages are alike.
    """
    last = 0x110000 if tag == ANY else 0x3100
    known = (chr(c) for c in range(1, last) if unicodedata.category(chr(c)) not in UNKNOWN)
    assert differing(tag, [f"x{character}x" for character in known]) == []


def test_a_browser_folds_words_as_the_build_does(
    differing: Callable[[str, list[str]], list[list[str]]],
) -> None:
    for tag in sorted({tag for tag, _, _ in (*SAME, *APART)}):
        texts = [text for known, *pair in (*SAME, *APART) if known == tag for text in pair]
        assert differing(tag, texts) == []


WHEN = {
    "Asia/Tokyo": "your time: 12 Jan, 03:00–05:00",
    "America/Lima": "your time: 11 Jan, 13:00–15:00",
    "Europe/Berlin": "",  # the clocks that the page itself names
}


@pytest.mark.parametrize("zone", WHEN)
def test_times_of_events_are_told_by_the_readers_clock(browser: Browser, zone: str) -> None:
    code = (THEME / "scripts/when.js").read_text(encoding="utf-8")
    event = '<time data-begins="2026-01-11T19:00:00+01:00" data-ends="2026-01-11T21:00:00+01:00">'
    script = f'<script data-formats="en-GB" data-yours="your time: {{time}}">{code}</script>'
    with browser.new_context(timezone_id=zone) as context:
        page = context.new_page()
        page.set_content(f"<p>{event}7 pm</time></p>{script}")
        said = " ".join(page.inner_text("p").split())
    assert re.sub(r"\s*–\s*", "–", said) == f"7 pm {WHEN[zone]}".strip()
