"""The page checker reports what is wrong, and nothing where all is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.nu.check import NuChecker, nu_checker

GOOD = '<!doctype html><html lang="en"><head><title>Oslo</title></head><body>{}</body></html>'


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return _written(tmp_path / "good.html", GOOD.format("<h1>Embassy in Oslo</h1>"))


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_valid_page_gives_no_message(good: Path, nu_check: NuChecker) -> None:
    assert nu_check.check([good]) == []


def test_no_file_is_no_message(nu_check: NuChecker) -> None:
    assert nu_check.check([]) == []


def test_an_error_and_a_warning_name_file_line_and_kind(
    tmp_path: Path, good: Path, nu_check: NuChecker
) -> None:
    body = '\n<h1>One</h1>\n<p><div>Two</p></div>\n<section><p lang="">Three</p></section>'
    broken = _written(tmp_path / "één page.html", GOOD.format(body))
    found = nu_check.check([good, broken])
    assert all(line.startswith(f"{broken}:") for line in found)
    assert any(line.startswith(f"{broken}:3:") and ": error: " in line for line in found)
    assert any(line.startswith(f"{broken}:4:") and ": warning: " in line for line in found)


def test_styles_and_pictures_are_checked_too(tmp_path: Path, nu_check: NuChecker) -> None:
    style = _written(tmp_path / "site.css", "p { colour: red }\n")
    picture = _written(
        tmp_path / "flag.svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect wide="1"/></svg>'
    )
    found = nu_check.check([style, picture])
    assert any(line.startswith(f"{style}:1:") and "colour" in line for line in found)
    assert any(line.startswith(f"{picture}:1:") and "wide" in line for line in found)


def test_a_policy_is_checked_but_not_what_a_browser_alone_can_know(
    tmp_path: Path, nu_check: NuChecker
) -> None:
    meta = '<meta http-equiv="Content-Security-Policy" content="{}"><title>Oslo</title>'
    own = '<link rel="stylesheet" href="site.css"><script type="application/ld+json">{}</script>'
    page = GOOD.replace("<title>Oslo</title>", f"{meta}{own}").replace("{}</script>", "[]</script>")
    good = _written(tmp_path / "good.html", page.format("style-src 'self'", "<h1>Oslo</h1>"))
    bad = _written(tmp_path / "bad.html", page.format("style-scr 'self'", "<h1>Oslo</h1>"))
    found = nu_check.check([good, bad])
    assert {line.split(":", 1)[0] for line in found} == {str(bad)}


def test_every_file_is_checked(tmp_path: Path, nu_check: NuChecker) -> None:
    pages = [_written(tmp_path / f"{n}.html", GOOD.format("<b>")) for n in range(3)]
    reported = {line.split(":", 1)[0] for line in nu_check.check(pages)}
    assert reported == {str(page) for page in pages}


def test_a_missing_file_is_no_clean_answer(tmp_path: Path, nu_check: NuChecker) -> None:
    with pytest.raises(FileNotFoundError):
        nu_check.check([tmp_path / "absent.html"])


def test_a_checker_that_does_not_start_is_told() -> None:
    with pytest.raises(RuntimeError, match="does not start"), nu_checker(Path("/nonexistent.jar")):
        pass


def test_a_checker_that_is_gone_is_no_clean_answer(good: Path) -> None:
    with pytest.raises(RuntimeError, match="gave no answer"):
        NuChecker(port=9).check([good])
