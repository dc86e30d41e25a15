"""What a site says of itself is what its settings make of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, make

PUBLISHER = (
    "  demonstration: true\n  publisher: {name: {en: The makers, fr: Les auteurs}, "
    "email: makers@demo.example}\n"
)
DANGER = "title: {en: F, fr: F}\ndiscreet: true\nsteps: [{title: {en: Do, fr: Faire}}]\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def told(small: Small, name: str, language: str = "en", site: str = "embassy-oslo/") -> str:
    """Return what a page of text says by its settings, built anew."""
    text = f"---\ntitle: T\n---\n\nBefore.\n\n[It says](site:{name})\n\nAfter."
    small.write("content/pages/itself.en.md", text)
    assert not [one for one in small.build().problems if "statement" in one]
    page = small.page(f"{site}{language}/itself/index.html")
    between = page.partition("<p>Before.</p>")[2].partition("<p>After.</p>")[0]
    return between.strip()


def test_a_site_says_that_nothing_is_kept_only_where_nothing_is(small: Small) -> None:
    nothing = "stores nothing on your device"
    assert nothing in told(small, "kept")
    small.edit("posts.yaml", "  country: QV\n", "  country: QV\n  offline: true\n")
    kept = told(small, "kept")
    assert nothing not in kept
    assert "lets your browser keep the page of help" in kept
    assert "people in danger" not in kept
    assert nothing in told(small, "kept", site="")  # the portal has no worker
    small.write("content/situations/forced.yaml", DANGER)
    assert "Pages for people in danger are never among it" in told(small, "kept")


def test_it_is_said_in_the_language_of_the_reader(small: Small) -> None:
    assert told(small, "kept", "fr").startswith('<p lang="fr" dir="ltr">Ce site ne dépose pas')


def test_numbers_for_emergencies_are_not_said_to_be_the_ministrys(small: Small) -> None:
    assert "are not the ministry’s own." in told(small, "numbers")
    known = '  emergency_numbers: {"NO": {police: "112"}}\n'
    small.edit("posts.yaml", "  country: QV\n", f"  country: QV\n{known}")
    assert "data say which is for what: Norway." in told(small, "numbers")


def test_a_demonstration_says_who_publishes_it_and_where_to_write(small: Small) -> None:
    assert "published by Office of Foreign Affairs." in told(small, "publisher")
    small.edit("posts.yaml", "  country: QV\n", f"  country: QV\n{PUBLISHER}")
    said = "This demonstration is published by The makers, not by the ministry."
    assert said in told(small, "publisher")
    assert 'href="mailto:makers@demo.example"' in told(small, "publisher")
    for path in ("embassy-oslo/en/", "virtual-embassy-iceland/en/", "en/"):
        page = small.page(f"{path}index.html")
        foot = page[page.index('<p class="footer-publisher">') :]
        assert said in foot
        assert 'href="mailto:makers@demo.example"' in foot
        assert "Published by" not in page
    assert "<name>The makers</name>" in small.page("embassy-oslo/en/feed.atom")
    assert json.loads(small.page("embassy-oslo/fr/feed.json"))["authors"] == [
        {"name": "Les auteurs"}
    ]
    assert "mailto:makers@demo.example?subject=" in small.page("embassy-oslo/en/index.html")
    assert "The makers" in small.page("embassy-oslo/en/about/index.html")


def test_search_engines_learn_who_publishes_a_demonstration(small: Small) -> None:
    small.edit("posts.yaml", "  country: QV\n", f"  country: QV\n{PUBLISHER}")
    small.build()
    for path in ("embassy-oslo", "virtual-embassy-iceland"):
        page = small.page(f"{path}/en/index.html")
        data = json.loads(
            re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0]
        )
        site = data if data["@type"] == "WebSite" else data["subjectOf"]
        assert site["publisher"]["name"] == "The makers"
        assert site["url"] == f"https://network.example/{path}/en/"
        assert data.get("url") != site["url"] or data is site


def test_a_demonstration_of_nobody_says_so_and_is_told(small: Small) -> None:
    small.edit("posts.yaml", "  country: QV\n", "  country: QV\n  demonstration: true\n")
    [problem] = [one for one in small.build().problems if "publisher-unknown" in one]
    assert "posts.yaml:4:" in problem
    page = small.page("embassy-oslo/en/index.html")
    assert "who publishes it is not said here" in page
    assert "Published by" not in page
    small.edit(
        "posts.yaml", "demonstration: true\n", "demonstration: true\n  publisher: {name: M}\n"
    )
    [problem] = [one for one in small.build().problems if "publisher-unknown" in one]
    assert "does not say where to write to it" in problem
    small.edit("posts.yaml", "publisher: {name: M}", "publisher: {name: M, e_mail: m@demo.example}")
    assert any("did you mean 'email'" in one for one in small.build().problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [("[k](site:keept)", "did you mean 'site:kept'"), ("Now [k](site:kept).", "as a paragraph")],
)
def test_what_no_site_says_of_itself_is_told(small: Small, text: str, said: str) -> None:
    small.write("content/pages/itself.en.md", f"---\ntitle: T\n---\n\n{text}\n")
    [problem] = [one for one in small.build().problems if "statement-unknown" in one]
    assert "itself.en.md:5:" in problem
    assert said in problem
