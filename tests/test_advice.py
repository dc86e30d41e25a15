"""Travel advice: one level for all languages, a whole history, and plain differences."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from tests.networks.small import Small, changed, make, tree

NOW = datetime(2026, 1, 9, 12, tzinfo=UTC)
PERU = """level: 2
parts:
  north:
    name: {en: The north, fr: Le nord}
    level: 3
    regions: [PE-PIU]
reviewed: 2026-01-08
changes:
  - day: 2025-03-01
    levels: {country: 1}
    why: {en: First advice.}
  - day: 2025-11-02
    levels: {country: 2, north: 2}
    why: {en: Strikes., fr: Des grèves.}
  - day: 2026-01-07
    levels: {north: 3}
    sections: [security]
    why: {en: Roads are blocked.}
"""
WORDS = "---\ntitle: Peru\n---\n\n## Security {#security}\n\nKeep away from crowds.\n"
FILE = "content/advice/PE.yaml"
TEXT = "content/advice/PE.en.md"
PAGE = "embassy-lima/en/advice/pe/index.html"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    made = make(tmp_path)
    made.write(FILE, PERU)
    made.write(TEXT, WORDS)
    return made


def told(small: Small) -> list[str]:
    """Return what a build says is wrong."""
    return small.build().problems


def test_advice_stands_on_the_site_for_the_country_and_on_the_portal_and_nowhere_else(
    small: Small,
) -> None:
    assert told(small) == []
    for page in (PAGE, "en/advice/pe/index.html"):
        text = small.page(page)
        for words in ("Take more care", "Do not go unless you must", "The north", "crowds"):
            assert words in text
    assert 'href="../en/advice/pe/"' in small.page("embassy-lima/en/index.html")
    assert '/en/advice/pe/"' in small.page("en/advice/index.html")
    assert not (small.output / "embassy-oslo/en/advice").exists()
    assert not (small.output / "embassy-oslo/advice.json").exists()


def test_a_post_that_serves_a_country_from_afar_has_its_advice(small: Small) -> None:
    (small.folder / FILE).rename(small.folder / "content/advice/IS.yaml")
    (small.folder / TEXT).unlink()
    small.edit("content/advice/IS.yaml", "    regions: [PE-PIU]\n", "")
    assert told(small) == []
    assert "Take more care" in small.page("virtual-embassy-iceland/en/advice/is/index.html")
    assert "Take more care" in small.page("embassy-oslo/en/advice/is/index.html")


def test_changes_are_told_as_differences_the_newest_first(small: Small) -> None:
    small.build()
    text = small.page(PAGE)
    history = text[text.index('id="site-changes"') :]
    said = [
        "<span>The north</span>: level raised from 2 to 3",
        ": level raised from 1 to 2",
        "<span>The north</span>: level 2",
        ": level 1",
    ]
    plain = history.replace('<a href="#security">', "").replace("</a>", "")
    places = [plain.index(one.replace("<span>", "").replace("</span>", "")) for one in said]
    assert places == sorted(places)
    assert '<a href="#security">Security</a>' in history
    assert "Roads are blocked." in history


def test_words_in_another_language_are_marked_and_levels_are_not(small: Small) -> None:
    small.build()
    text = small.page("embassy-lima/fr/advice/pe/index.html")
    assert "Le nord" in text
    assert "Prudence accrue" in text
    assert '<div class="prose" lang="en" dir="ltr">' in text
    assert '<p lang="en" dir="ltr">Roads are blocked.' in text
    assert 'hreflang="fr" href="https://network.example/embassy-lima/fr/advice/pe/' not in text


def test_feeds_of_all_and_of_one_country_tell_what_changed(small: Small) -> None:
    small.build()
    for name in ("embassy-lima/en/advice.atom", "en/advice.atom", "en/advice/pe.atom"):
        feed = feedparser.parse((small.output / name).read_bytes())
        assert not feed.bozo
        assert [entry.title for entry in feed.entries] == [
            "Peru: The north: level raised from 2 to 3; Changed words: Security",
            "Peru: The whole country: level raised from 1 to 2; The north: level 2",
            "Peru: The whole country: level 1",
        ]
        assert len({entry.id for entry in feed.entries}) == 3
        assert feed.feed.updated == "2026-01-07T00:00:00Z"
        for entry in feed.entries:
            path, _, anchor = entry.link.removeprefix("https://network.example/").partition("#")
            assert f'id="{anchor}"' in small.page(f"{path}index.html")


def test_machines_read_levels_with_what_they_were(small: Small) -> None:
    small.build()
    (found,) = json.loads((small.output / "embassy-lima/advice.json").read_bytes())
    assert (found["country"], found["level"], found["changed"]) == ("PE", 2, "2026-01-07")
    assert found["parts"][0]["name"] == {"en": "The north", "fr": "Le nord"}
    assert found["changes"][0]["levels"] == [{"part": "north", "before": 2, "after": 3}]


def test_a_change_of_level_rewrites_the_sites_that_show_it_alone(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit(FILE, "    level: 3\n", "    level: 4\n")
    small.edit(FILE, "reviewed: 2026-01-08", "reviewed: 2026-01-09")
    small.write(
        FILE,
        (small.folder / FILE).read_text(encoding="utf-8")
        + "  - {day: 2026-01-09, levels: {north: 4}, why: {en: Worse.}}\n",
    )
    assert told(small) == []
    assert ": level raised from 3 to 4" in small.page(PAGE)
    sites = {path.split("/")[0] for path in changed(before, tree(small.output))}
    assert sites <= {"embassy-lima", "en", "fr", "advice.json", "network.json"}


def test_search_finds_words_and_places_of_advice(small: Small) -> None:
    small.build()
    index = (small.output / "embassy-lima/en/search.js").read_text(encoding="utf-8")
    assert '"advice/pe/"' in index
    assert "crowds" in index
    assert "north" in index


def test_a_mistake_keeps_the_last_good_level_up_and_is_told(small: Small) -> None:
    small.build()
    small.edit(FILE, "    level: 3\n", "    level: 9\n")
    problems = told(small)
    assert any("last good version stays up" in one for one in problems)
    assert any("PE.yaml:5:12" in one for one in problems)
    assert "Do not go unless you must" in small.page(PAGE)


WRONG = {
    "a level that no change explains": ("level: 2\nparts", "level: 4\nparts", "PE.yaml:1:8",
                                        "is 4, and the last change says 2"),
    "a part that no change explains": ("levels: {north: 3}", "levels: {country: 2}",
                                       "PE.yaml:5:12", "is 3, and the last change says 2"),
    "a part that is none": ("levels: {north: 3}", "levels: {nort: 3}", "PE.yaml:16:20", "north"),
    "a day before the last": ("2026-01-07", "2025-01-07", "PE.yaml:15:10",
                              "is before the change above it"),
    "a day to come": ("reviewed: 2026-01-08", "reviewed: 2026-03-08", "PE.yaml:7:11",
                      "is still to come"),
    "a review before the change": ("reviewed: 2026-01-08", "reviewed: 2026-01-06", "PE.yaml:7:11",
                                   "is before the last change"),
    "a region of another country": ("PE-PIU", "NO-03", "PE.yaml:6:15", "is not in PE"),
    "a section that is none": ("[security]", "[securty]", "PE.yaml:17:16", "security"),
    "a change of nothing": ("levels: {north: 3}\n    sections: [security]", "levels: {}",
                            "PE.yaml:15:5", "names nothing that was changed"),
    "no language that is owed": ("{en: Roads are blocked.}", "{ja: 道}", "PE.yaml:18:10",
                                 "is in none of the languages en, fr"),
    "a level of five": ("level: 2\nparts", "level: 5\nparts", "PE.yaml:1:8", "4"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(small: Small, name: str) -> None:
    old, new, place, words = WRONG[name]
    small.edit(FILE, old, new)
    problems = told(small)
    assert any(place in one and words in one for one in problems), problems
    assert any("shown nowhere" in one for one in problems)
    assert not (small.output / "embassy-lima/en/advice").exists()
    assert "Central news" in small.page("embassy-lima/en/news/2026-01-05-hello/index.html")


def test_names_that_say_no_country_are_told(small: Small) -> None:
    small.write("content/advice/peru.yaml", PERU)
    small.write("content/advice/QQ.yaml", PERU)
    small.write("content/advice/peru.en.md", WORDS)
    problems = told(small)
    assert any("advice/peru.yaml" in one and "PE" not in one.split(":")[0] for one in problems)
    assert any("advice/peru.en.md" in one and "KE.fr.md" in one for one in problems)
    assert "Take more care" in small.page(PAGE)


def test_a_day_that_has_begun_somewhere_may_be_written(small: Small) -> None:
    # In Kiribati it is the tenth already.
    small.edit("content/advice/PE.yaml", "reviewed: 2026-01-08", "reviewed: 2026-01-10")
    assert small.build().problems == []
    small.edit("content/advice/PE.yaml", "reviewed: 2026-01-10", "reviewed: 2026-01-11")
    assert "is still to come" in str(small.build().problems[-1])


def test_words_without_levels_and_headings_of_no_section_are_told(small: Small) -> None:
    small.write("content/advice/NO.en.md", WORDS.replace("#security", "#securty"))
    problems = told(small)
    assert any("NO.en.md" in one and "no advice/NO.yaml beside it" in one for one in problems)
    assert any("NO.en.md:5" in one and "mean 'security'" in one for one in problems)
    assert not (small.output / "embassy-oslo/en/advice").exists()


def test_words_that_were_saved_in_another_encoding_stop_no_build(small: Small) -> None:
    words = WORDS.replace("## Security {#security}", "## Séjour {#sejour}")
    small.write("content/advice/NO.en.md", words)
    assert any("NO.en.md:5" in one for one in told(small))
    (small.folder / "content/advice/NO.en.md").write_bytes(words.encode("latin-1"))
    problems = told(small)
    assert any("NO.en.md" in one and "is not UTF-8" in one for one in problems), problems
    assert "Take more care" in small.page(PAGE)


def test_where_to_register_stands_on_advice_help_and_alert_pages(small: Small) -> None:
    small.edit(
        "posts.yaml", "  languages: [en, fr]",
        "  registration: {journey: https://journeys.example/}\n  languages: [en, fr]",
    )  # fmt: skip
    small.write("content/alerts/flood.yaml", ALERT)
    assert told(small) == []
    for page in (PAGE, "embassy-lima/en/help/index.html", "embassy-lima/en/alerts/flood/index.html",
                 "en/advice/index.html"):  # fmt: skip
        assert '<a href="https://journeys.example/"' in small.page(page), page


ALERT = """severity: minor
sent: 2026-01-09T06:00Z
expires: 2026-01-11T00:00Z
headline: {en: Flood, fr: Inondation}
area: {words: {en: The coast, fr: La côte}, countries: [PE]}
"""


def test_words_that_are_a_draft_are_not_published(small: Small) -> None:
    small.edit(TEXT, "title: Peru\n", "title: Peru\nstatus: draft\n")
    small.build(CHANCERY_PUBLISHING=True)
    assert "crowds" not in small.page(PAGE)
    assert "Take more care" in small.page(PAGE)
