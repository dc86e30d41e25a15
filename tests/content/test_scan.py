"""Which files are texts, and what is said of those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.content.scan import scan


def found(tmp_path: Path, *names: str) -> tuple[list[tuple[str, str, str, str]], list[str]]:
    for name in names:
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    texts, problems = scan(tmp_path / "content", ["embassy-oslo"], ["md"])
    return [(t.kind, t.slug, t.language, t.post) for t in texts], [str(p) for p in problems]


def test_texts_are_known_by_their_places(tmp_path: Path) -> None:
    texts, problems = found(
        tmp_path,
        "pages/passports.zh-Hant.md",
        "news/2026-03-01-hello.fr.md",
        "posts/embassy-oslo/living-here.nb.md",
        "posts/embassy-oslo/news/2026-03-02-snow.en.md",
        "posts/embassy-oslo/notices.yaml",
        "feeds/press.xml",
        "pages/.hidden.md",
    )
    assert problems == []
    assert texts == [
        ("news", "2026-03-01-hello", "fr", ""),
        ("page", "passports", "zh-Hant", ""),
        ("page", "living-here", "nb", "embassy-oslo"),
        ("news", "2026-03-02-snow", "en", "embassy-oslo"),
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pages/Passports.fr.md", "slug.language.md"),
        ("pages/passports.md", "slug.language.md"),
        ("pages/passports.xx.md", "'xx' is no language tag"),
        ("news/2026-13-45-hello.fr.md", "no date in its name that the calendar knows"),
        ("pages/countries.fr.md", "every site makes itself"),
        ("pages/contact.fr.md", "every site makes itself"),
        ("news/hello.fr.md", "no date"),
        ("posts/embassy-olso/a.fr.md", "did you mean 'embassy-oslo'?"),
        ("elsewhere/a.fr.md", "pages/, news/, posts/ID/"),
    ],
)
def test_a_file_that_is_no_text_is_told_and_not_passed_over(
    tmp_path: Path, name: str, words: str
) -> None:
    texts, problems = found(tmp_path, name)
    assert texts == []
    assert len(problems) == 1
    assert name in problems[0]
    assert words in problems[0]
