"""Readers learn who answers them how soon, and whom to tell that a page is wrong."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.networks.small import DATE, Small, make


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def report(small: Small, path: str) -> str:
    """Return the address that a page's question for mistakes leads to, empty without one."""
    _, found, rest = small.page(path).partition('<p class="footer-report"><a href="')
    return rest.partition('"')[0] if found else ""


def test_every_page_leads_to_whom_to_tell_of_a_mistake_with_the_page_named(small: Small) -> None:
    small.edit("posts.yaml", "    city: Oslo\n", "    city: Oslo\n    email: oslo@office.example\n")
    assert small.build().problems == []
    for path in ("", "contact/", "passports/", "news/2026-02-01-snow/", "news/"):
        if not (small.output / f"embassy-oslo/fr/{path}index.html").exists():
            continue
        url = urlsplit(report(small, f"embassy-oslo/fr/{path}index.html"))
        assert (url.scheme, url.path) == ("mailto", "oslo@office.example")
        [subject] = parse_qs(url.query)["subject"]
        assert subject.endswith(f" https://network.example/embassy-oslo/fr/{path}")
    assert report(small, "embassy-lima/en/index.html") == ""


def test_a_ministry_may_take_all_such_mail_itself(small: Small) -> None:
    small.edit(
        "posts.yaml", "  country: QV\n", "  country: QV\n  page_reports: web@office.example\n"
    )
    small.build()
    assert report(small, "embassy-lima/en/index.html").startswith("mailto:web@office.example?")
    assert report(small, "fr/index.html").startswith("mailto:web@office.example?")


def test_nobody_at_a_real_post_gets_mail_about_a_demonstration(small: Small) -> None:
    small.edit("posts.yaml", "    city: Oslo\n", "    city: Oslo\n    email: oslo@office.example\n")
    small.edit("posts.yaml", "  country: QV\n", "  country: QV\n  demonstration: true\n")
    small.build()
    assert report(small, "embassy-oslo/en/index.html") == ""


def test_an_account_says_when_and_how_soon_it_answers(small: Small) -> None:
    old = "[{platform: facebook, handle: embassy.oslo}]"
    new = "[{platform: facebook, handle: embassy.oslo, hours: 24/7, answers_within: 2d}]"
    small.edit("posts.yaml", old, new)
    small.build()
    page = small.page("embassy-oslo/en/channels/index.html")
    assert "answers within 2 days" in page
    assert "day and night" in page


def test_a_promise_that_is_no_time_is_told(small: Small) -> None:
    small.edit("posts.yaml", "handle: embassy.oslo", "handle: embassy.oslo, answers_within: soon")
    [problem] = [one for one in small.build().problems if "answers_within" in one]
    assert 'expected a time such as "4h" or "2d"' in problem
