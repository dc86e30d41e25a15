"""Pages that are called the same are told apart by what they belong to, then by their day."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.plan.news import LINES_OF_A_TOPIC
from tests.networks.small import Small, make

CULTURE = "---\ntitle: Culture\ngroup: country\n---\n\nMuseums."
NEWS = "---\ntitle: Culture\n{topics}---\n\nA feast."


@pytest.fixture
def small(tmp_path: Path, fixed_date: None) -> Small:
    return make(tmp_path)


def _titles(small: Small, *paths: str) -> list[str]:
    assert small.build().problems == []
    heads = (small.page(f"embassy-oslo/en/{path}index.html") for path in paths)
    return [head.partition("<title>")[2].partition("</title>")[0] for head in heads]


def test_each_says_what_it_belongs_to(small: Small) -> None:
    small.write("content/pages/culture.en.md", CULTURE)
    small.write("content/pages/culture.en.easy.md", "---\ntitle: Culture\n---\n\nIn short.")
    for number in range(LINES_OF_A_TOPIC - 1):
        text = NEWS.format(topics="topics: [culture]\n").replace("Culture", f"Feast {number}")
        small.write(f"content/news/2026-01-05-feast-{number}.en.md", text)
    small.write("content/news/2026-01-06-feast.en.md", NEWS.format(topics="topics: [culture]\n"))
    paths = ("culture/", "culture/easy/", "news/topics/culture/", "news/2026-01-06-feast/")
    rest = " – Embassy in Oslo – Office of Foreign Affairs"
    assert _titles(small, *paths) == [
        f"Culture{rest}",
        f"Culture – In easy language{rest}",
        f"Culture – News{rest}",
        f"Culture – News – 6 January 2026{rest}",
    ]


def test_news_that_are_called_the_same_say_their_days(small: Small) -> None:
    for day in ("2026-01-06", "2026-01-07"):
        small.write(f"content/news/{day}-feast.en.md", NEWS.format(topics=""))
    rest = " – Embassy in Oslo – Office of Foreign Affairs"
    assert _titles(small, "news/2026-01-06-feast/", "news/2026-01-07-feast/") == [
        f"Culture – News – 6 January 2026{rest}",
        f"Culture – News – 7 January 2026{rest}",
    ]


def test_a_title_of_its_own_stays_as_it_is(small: Small) -> None:
    small.write("content/news/2026-01-06-feast.en.md", NEWS.format(topics=""))
    rest = " – Embassy in Oslo – Office of Foreign Affairs"
    assert _titles(small, "news/2026-01-06-feast/") == [f"Culture{rest}"]
