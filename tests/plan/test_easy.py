"""Pages in easy language: beside the full page, in their language only, and found like any page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, make

FILE = "content/pages/passports.en.easy.md"
EASY = "---\ntitle: Your passport\n---\n\nWe help you. See [prices](page:passports#fees)."


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.write(FILE, EASY)
    return made


def test_a_page_leads_to_its_variant_and_that_back(small: Small) -> None:
    assert small.build().problems == []
    for site in ("embassy-oslo/", ""):
        full = small.page(f"{site}en/passports/index.html")
        assert 'href="../passports/easy/">In easy language</a>' in full.replace("../../en/", "../")
        easy = small.page(f"{site}en/passports/easy/index.html")
        assert ">The full page</a>" in easy
        assert "We help you." in easy


def test_a_language_without_the_variant_has_no_trace_of_it(small: Small) -> None:
    small.build()
    assert not (small.output / "embassy-oslo/fr/passports/easy").exists()
    assert "easy" not in small.page("embassy-oslo/fr/passports/index.html")
    # From there a reader of French comes to the full page.
    easy = small.page("embassy-oslo/en/passports/easy/index.html")
    assert 'fr/passports/"' in easy
    assert 'fr/passports/easy/"' not in easy


def test_the_variant_is_found_but_stands_in_no_list(small: Small) -> None:
    small.build()
    assert '"passports/easy/"' in small.page("embassy-oslo/en/search.js")
    assert "Your passport" not in small.page("embassy-oslo/en/services/index.html")
    assert "Your passport" not in small.page("embassy-oslo/en/a-z/index.html")


def test_what_a_post_may_not_change_it_may_not_change_in_easy_language(small: Small) -> None:
    small.write("content/posts/embassy-lima/privacy.en.easy.md", EASY)
    [problem] = small.build().problems
    assert "the shared page 'privacy/easy' is locked by the ministry" in problem
    assert not (small.output / "embassy-lima/en/privacy/easy").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("content/pages/pasports.en.easy.md", "did you mean 'passports'?"),
        ("content/news/2026-01-05-hello.en.easy.md", "Take .easy out of its name."),
    ],
)
def test_a_variant_of_nothing_is_told(small: Small, name: str, said: str) -> None:
    small.write(name, EASY)
    [problem] = small.build().problems
    assert said in problem


def test_a_video_in_sign_language_is_a_link(small: Small) -> None:
    video = "https://video.example/passports"
    small.edit("content/pages/passports.en.md", "group:", f"sign_language: {video}\ngroup:")
    small.build()
    page = small.page("embassy-oslo/en/passports/index.html")
    assert f'<a href="{video}">In sign language (video)</a>' in page
