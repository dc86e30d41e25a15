"""The networks hold what they are for: an example worth reading, and a golden one that is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from chancery.common.languages import direction
from chancery.content.scan import TextFile, scan
from chancery.features import names_for
from chancery.geo.territories import CONTINENTS, continent_of
from chancery.network.fields import Text
from chancery.write.generation import HIDDEN
from tests.sites.trees import NETWORKS, Tree

POLICY = ("nl", "fr", "de", "en")
CONTENT = NETWORKS["example"] / "content"

#: What every site has besides its pages.
OF_EVERY_SITE = (
    "index.html", "404.html", "site.json", "channels.json", "sitemap.xml", "robots.txt", "_headers",
    ".htaccess", "speculation.json",
)  # fmt: skip

NOINDEX = b'<meta name="robots" content="noindex">'
NOTICE = b"notice-demonstration"


@pytest.fixture(scope="module")
def texts(example: Tree) -> list[TextFile]:
    posts = [post.id for post in example.network.posts]
    found, problems = scan(CONTENT, names_for(posts))
    assert problems == []
    return found


def parts(text: TextFile) -> tuple[str, str]:
    """Return the front matter and the body of a text."""
    _, front, body = (CONTENT / text.file).read_text(encoding="utf-8").split("---\n", 2)
    return front, body


def words(body: str) -> int:
    """Count the words that people read: no targets of links, no names of anchors."""
    shown = re.sub(r"\]\([^)]*\)|\{#[^}]*\}", " ", body)
    return len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", shown))


def html_files(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.html")


def test_every_shared_page_is_there_in_every_policy_language(texts: list[TextFile]) -> None:
    shared = {(t.slug, t.language) for t in texts if t.kind == "page" and not t.post}
    slugs = {slug for slug, _language in shared}
    assert len(slugs) >= 20
    assert {(slug, language) for slug in slugs for language in POLICY} - shared == set()


def test_every_shared_page_says_something(texts: list[TextFile]) -> None:
    short = {
        text.file: count
        for text in texts
        if text.kind == "page" and not text.post and (count := words(parts(text)[1])) < 150
    }
    assert short == {}


def test_every_text_says_that_it_is_a_sample(texts: list[TextFile]) -> None:
    silent = [t.file for t in texts if not re.search(r"^sample: true$", parts(t)[0], re.MULTILINE)]
    assert silent == []


def test_a_lost_passport_has_its_steps_in_every_policy_language(texts: list[TextFile]) -> None:
    for slug in ("passports", "distress"):
        for text in (one for one in texts if one.slug == slug and not one.post):
            front, body = parts(text)
            assert "\n  lost: [" in front
            steps = body.split("{#lost}\n", 1)[1].split("\n## ", 1)[0]
            assert len(re.findall(r"^\d\. ", steps, re.MULTILINE)) >= 4


def test_every_shared_page_says_what_it_is_needed_for(texts: list[TextFile]) -> None:
    silent = [
        text.file
        for text in texts
        if text.kind == "page" and not text.post and "\nneeds:\n" not in parts(text)[0]
    ]
    assert silent == []


def test_posts_on_five_continents_have_pages_of_their_own(
    texts: list[TextFile], example: Tree
) -> None:
    countries = {post.id: post.country or "" for post in example.network.posts}
    posts = {text.post for text in texts if text.kind == "page" and text.post}
    assert len(posts) >= 8
    assert {continent_of(countries[post]) for post in posts} == set(CONTINENTS)


def test_local_pages_are_in_other_scripts_too(texts: list[TextFile], example: Tree) -> None:
    built = {
        t.language for t in texts if t.post and (example.folder / t.post / t.language).is_dir()
    }
    assert any(direction(language) == "rtl" for language in built)
    assert built - set(POLICY)


def test_there_is_central_news_in_more_than_one_language(texts: list[TextFile]) -> None:
    languages: dict[str, set[str]] = {}
    for text in texts:
        if text.kind == "news" and not text.post:
            languages.setdefault(text.slug, set()).add(text.language)
    assert len(languages) >= 6
    assert [slug for slug, found in languages.items() if len(found) < 2] == []


@pytest.mark.parametrize("name", NETWORKS)
def test_every_post_has_a_complete_site(name: str, request: pytest.FixtureRequest) -> None:
    tree: Tree = request.getfixturevalue(name)
    assert len(tree.sites) == len(set(tree.sites)) > 10
    absent = [
        f"{site}/{file}"
        for site in tree.sites
        for file in OF_EVERY_SITE
        if not (tree.folder / site / file).is_file()
    ]
    assert absent == []


@pytest.mark.parametrize("name", NETWORKS)
def test_there_is_no_site_of_what_is_no_post(name: str, request: pytest.FixtureRequest) -> None:
    tree: Tree = request.getfixturevalue(name)
    portal = {HIDDEN, "alerts", "assets", "search", *tree.network.ministry.languages}
    folders = {path.name for path in tree.folder.iterdir() if path.is_dir()}
    assert folders - portal == set(tree.sites)


def test_the_example_says_on_every_page_that_it_is_a_demonstration(example: Tree) -> None:
    assert example.network.ministry.demonstration
    silent = []
    for path in html_files(example.folder):
        html = path.read_bytes()
        if NOINDEX not in html or NOTICE not in html:
            silent.append(str(path.relative_to(example.folder)))
    assert silent[:20] == []


def test_the_golden_network_is_shown_as_a_real_one(golden: Tree) -> None:
    assert not golden.network.ministry.demonstration
    for path in html_files(golden.folder):
        html = path.read_bytes()
        assert NOTICE not in html
        assert (NOINDEX in html) == (path.name in ("404.html", "emergency.html")), path


def notes(record: object, key: str = "") -> Iterator[tuple[str, Text]]:
    """Return what a network says in words of its own, by its key; names and addresses apart."""
    if isinstance(record, Text):
        if key in {"note", "hours_note", "about", "why", "text"}:
            yield key, record
    elif isinstance(record, tuple):
        for one in record:
            yield from notes(one, key)
    elif is_dataclass(record):
        for one in fields(record):
            yield from notes(getattr(record, one.name), one.name)


def test_what_the_network_says_of_itself_is_in_every_policy_language(example: Tree) -> None:
    said = list(notes(example.network.posts)) + list(notes(example.network.partners))
    assert {key for key, _ in said} >= {"hours_note", "about", "note", "why", "text"}
    lacking = [
        (key, text.variants)
        for key, text in said
        if not {tag for tag, _ in text.variants} >= set(POLICY)
    ]
    assert lacking == []
