"""Posts, pages and news begun by `chancery new`: what is asked, written and said."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from chancery.cli.commands.new import command
from chancery.commands import asking
from tests.networks.small import DATE, Small, make, tree


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def new(small: Small, *arguments: str, typed: str = "") -> tuple[int, str]:
    """Run `chancery new` in this process; return its exit code and all that it said."""
    first, *rest = arguments
    done = CliRunner().invoke(
        command, [first, "--network", str(small.folder), *rest], input=typed, standalone_mode=False
    )
    if done.exception:
        raise done.exception
    return done.return_value, done.output


@pytest.mark.parametrize(
    ("arguments", "file", "front"),
    [
        (("page", "--post", "embassy-lima", "--title", "Mudarse: ¿cómo?", "--language", "es"),
         "posts/embassy-lima/mudarse-como.es.md", 'title: "Mudarse: ¿cómo?"\ngroup: country'),
        (("page", "--title", "Study grants"), "pages/study-grants.en.md",
         'title: "Study grants"\ngroup: services'),
        (("news", "--post", "embassy-oslo", "--title", "Open day"),
         "posts/embassy-oslo/news/2026-01-09-open-day.en.md", 'title: "Open day"'),
        (("news", "--title", "Élections", "--language", "French"),
         "news/2026-01-09-elections.fr.md", 'title: "Élections"'),
        (("news", "--title", "السفر", "--language", "ar"),
         "news/2026-01-09-news.ar.md", 'title: "السفر"'),
        (("news", "--title", "A", "--name", "consular-day"),
         "news/2026-01-09-consular-day.en.md", 'title: "A"'),
    ],
)  # fmt: skip
def test_a_text_is_begun_where_it_belongs_and_builds(
    small: Small, arguments: tuple[str, ...], file: str, front: str
) -> None:
    code, said = new(small, *arguments)
    assert code == 0, said
    assert f"content/{file} was begun" in said
    text = (small.folder / "content" / file).read_text(encoding="utf-8")
    assert text.startswith(f"---\n{front}\nstatus: draft\n---\n\n")
    done = small.build()
    assert (done.exitcode, done.problems) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("page",), "--title: nothing is given"),
        (("page", "--title", "A", "--post", "embassy-osl"), "did you mean 'embassy-oslo'?"),
        (("page", "--title", "A", "--language", "ar"), ""),
        (("page", "--title", "A", "--language", "de"), "is no language of these sites"),
        (("page", "--title", "A", "--group", "service"), "did you mean 'services'?"),
        (("page", "--title", "A", "--name", "../../outside"), "did you mean 'outside'?"),
        (("page", "--title", "Contact"), "is a page that every site makes itself"),
        (("page", "--title", "Passports"), "content/pages/passports.en.md is there already"),
        (("page", "--title", "السفر"), "--name: is needed: the title has no letters a to z"),
        (("news", "--title", "A", "--name", "2026-13-01-hello"), "--name 2026-01-09-hello"),
    ],
)
def test_a_text_that_cannot_be_is_refused(
    small: Small, arguments: tuple[str, ...], said: str
) -> None:
    before = tree(small.folder)
    code, output = new(small, *arguments)
    if not said:
        assert code == 0, output
        return
    assert (code, said in output) == (2, True), output
    assert tree(small.folder) == before


def test_without_a_title_nothing_is_said_of_the_name_made_of_it(small: Small) -> None:
    assert "--name" not in new(small, "page")[1]


def test_a_name_that_no_title_gives_is_asked_for_with_the_reason(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    code, said = new(small, "page", "--language", "ar", typed="\nالسفر\n\n\ntravel\n")
    assert code == 0, said
    assert "An answer is needed: the title has no letters a to z" in said
    assert (small.folder / "content/pages/travel.ar.md").is_file()


def test_a_local_page_with_the_name_of_a_shared_one_is_told(small: Small) -> None:
    code, said = new(small, "page", "--post", "embassy-oslo", "--title", "Passports")
    assert code == 0
    assert "content/pages/passports.en.md has this name too" in said


def test_a_post_is_asked_for_in_a_terminal(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    typed = "embasy\nembassy\nSwizerland\nSwitzerland\nBern\n\n\n"
    code, said = new(small, "post", typed=typed)
    assert code == 0, said
    assert "did you mean 'embassy'?" in said
    assert "did you mean 'Switzerland'?" in said
    posts = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    assert posts.endswith(
        "\n  - id: embassy-bern\n    kind: embassy\n    country: CH\n    city: Bern\n"
        "    timezone: Europe/Zurich\n"
    )


@pytest.mark.parametrize("texts", [True, False])
def test_a_virtual_embassy_whose_country_gets_a_post_must_go(small: Small, texts: bool) -> None:
    if texts:
        small.write("content/posts/virtual-embassy-iceland/a.en.md", "---\ntitle: A\n---\n\nA.")
    arguments = ("--id", "embassy-reykjavik", "--kind", "embassy", "--country", "IS")
    code, said = new(small, "post", *arguments)
    assert code == 0
    assert "take virtual-embassy-iceland out of posts.yaml" in said
    move = "move content/posts/virtual-embassy-iceland/ to content/posts/embassy-reykjavik/"
    assert (move in said) == texts


def test_a_post_that_is_a_path_or_is_there_is_refused(small: Small) -> None:
    before = tree(small.folder)
    arguments = ("--kind", "embassy", "--country", "CH", "--timezone", "Europe/Zurich")
    code, said = new(small, "post", *arguments, "--id", "../embassy-bern")
    assert (code, tree(small.folder) == before) == (1, True), said
