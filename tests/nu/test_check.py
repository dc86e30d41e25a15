"""The page checker reports what is wrong, and nothing where all is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.nu import check
from tests.nu.check import nu_check

GOOD = '<!doctype html><html lang="en"><head><title>Oslo</title></head><body>{}</body></html>'


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return _written(tmp_path / "good.html", GOOD.format("<h1>Embassy in Oslo</h1>"))


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_valid_page_gives_no_message(good: Path) -> None:
    assert nu_check([good]) == []


def test_no_file_is_no_message() -> None:
    assert nu_check([]) == []


def test_an_error_and_a_warning_name_file_line_and_kind(tmp_path: Path, good: Path) -> None:
    body = '\n<h1>One</h1>\n<p><div>Two</p></div>\n<section><p lang="">Three</p></section>'
    broken = _written(tmp_path / "één page.html", GOOD.format(body))
    found = nu_check([good, broken])
    assert all(line.startswith(f"{broken}:") for line in found)
    assert any(line.startswith(f"{broken}:3:") and ": error: " in line for line in found)
    assert any(line.startswith(f"{broken}:4:") and ": warning: " in line for line in found)


def test_styles_and_pictures_are_checked_too(tmp_path: Path) -> None:
    style = _written(tmp_path / "site.css", "p { colour: red }\n")
    picture = _written(
        tmp_path / "flag.svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect wide="1"/></svg>'
    )
    found = nu_check([style, picture])
    assert any(line.startswith(f"{style}:1:") and "colour" in line for line in found)
    assert any(line.startswith(f"{picture}:1:") and "wide" in line for line in found)


def test_a_policy_is_checked_but_not_what_a_browser_alone_can_know(tmp_path: Path) -> None:
    meta = '<meta http-equiv="Content-Security-Policy" content="{}"><title>Oslo</title>'
    own = '<link rel="stylesheet" href="site.css"><script type="application/ld+json">{}</script>'
    page = GOOD.replace("<title>Oslo</title>", f"{meta}{own}").replace("{}</script>", "[]</script>")
    good = _written(tmp_path / "good.html", page.format("style-src 'self'", "<h1>Oslo</h1>"))
    bad = _written(tmp_path / "bad.html", page.format("style-scr 'self'", "<h1>Oslo</h1>"))
    found = nu_check([good, bad])
    assert {line.split(":", 1)[0] for line in found} == {str(bad)}


def test_every_batch_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "BATCH", 1)
    pages = [_written(tmp_path / f"{n}.html", GOOD.format("<b>")) for n in range(2)]
    reported = {line.split(":", 1)[0] for line in nu_check(pages)}
    assert reported == {str(page) for page in pages}


def test_a_missing_file_is_no_clean_answer(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        nu_check([tmp_path / "absent.html"])


def test_a_checker_that_cannot_run_is_no_clean_answer(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "JAR", Path("/nonexistent/vnu.jar"))
    with pytest.raises(RuntimeError, match="gave no answer"):
        nu_check([good])
