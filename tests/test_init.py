"""A ministry's own repository, begun by `chancery init`: what is asked, made, refused and built."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from chancery.cli.commands.init import command
from chancery.commands import asking
from chancery.commands.asking import answered
from chancery.commands.init import QUESTIONS, planned
from chancery.commands.places import spot
from chancery.commands.starter import FOLDER, RECIPES, repository, starter_languages
from chancery.common.problems import CannotStart, Level
from chancery.geo.territories import continent_of
from chancery.network.load import read_network
from tests.networks.small import DATE, Small, tree, with_theme

ROOT = Path(__file__).parents[1]
#: A country with one language and one zone; with Arabic; one that is no member of the United
#: Nations; one with many languages; one whose languages have no interface; one with many zones; and
#: the one whose code YAML takes for false.
COUNTRIES = ("SN", "EG", "VA", "BE", "FI", "US", "NO")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)


def asked(given: Mapping[str, str]) -> dict[str, str]:
    return answered(QUESTIONS, given, "chancery init", terminal=False)


def begun(folder: Path, *arguments: str, typed: str = "") -> tuple[int, str]:
    """Run `chancery init` in this process; return its exit code and all that it said."""
    done = CliRunner().invoke(
        command, [str(folder), *arguments], input=typed, standalone_mode=False
    )
    if done.exception and not isinstance(done.exception, click.Abort):
        raise done.exception
    return (2 if done.exception else done.return_value), done.output


# What is made


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_first_network_of_any_country_has_nothing_to_mend(country: str) -> None:
    files = repository(planned(asked({"country": country})))
    loaded = read_network(files["posts.yaml"], "posts.yaml", {})
    assert [str(one) for one in loaded.problems if one.level is not Level.NOTE] == []
    kinds = [post.kind for post in loaded.network.posts]
    assert kinds == ["embassy", "consulate", "virtual-embassy"]
    assert loaded.network.ministry.country == country
    assert loaded.network.ministry.demonstration


@pytest.mark.parametrize(
    ("arguments", "pages"),
    [
        (("--country", "Sénégal", "--posts-in", "Oslo, TR:Ankara, Iceland"),
         ("embassy-oslo/fr/living-here", "consulate-ankara/fr/news", "virtual-embassy-iceland/fr")),
        (("--country", "مصر", "--posts-in", "Lima, Madrid, Chad"),
         ("embassy-lima/es/living-here", "consulate-madrid/ar/passports", "ar/about-this-site")),
    ],
)  # fmt: skip
def test_what_is_begun_builds_at_once_with_nothing_to_mend(
    tmp_path: Path, arguments: tuple[str, ...], pages: tuple[str, ...]
) -> None:
    folder = tmp_path / "sites"
    code, said = begun(folder, *arguments)
    assert (code, "Next: " in said) == (0, True), said
    small = Small(folder)
    with_theme(folder / ".cache")
    done = small.build(publish=True)
    assert done.exitcode == 0
    # The one note says that nobody is named as publisher, which is to be filled in.
    assert [line.rpartition("[")[2] for line in done.problems] == ["publisher-unknown]"]
    for page in pages:
        assert (small.output / page / "index.html").is_file(), page


def test_a_repository_has_what_is_needed_around_the_network(tmp_path: Path) -> None:
    code, _ = begun(tmp_path / "sites", "--country", "SN")
    assert code == 0
    made = tmp_path / "sites"
    names = {path.name for path in made.iterdir()} - {".git"}
    assert names == {
        ".github", ".gitignore", ".pre-commit-config.yaml", "README.md", "content",
        "pelicanconf.py", "posts.schema.json", "posts.yaml", "publishconf.py",
        "schemas",
    }  # fmt: skip
    assert (made / ".git").is_dir() == bool(shutil.which("git"))
    head = (made / "posts.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert head == "# yaml-language-server: $schema=./posts.schema.json"
    for path in (made / ".pre-commit-config.yaml", made / ".github/workflows/sites.yml"):
        assert yaml.safe_load(path.read_bytes())
    text = "".join(path.read_text(encoding="utf-8") for path in made.glob("*") if path.is_file())
    assert "@@" not in text


@pytest.mark.parametrize("platform", RECIPES)
def test_the_pipeline_is_the_one_that_is_tested(platform: str) -> None:
    files = repository(planned(asked({"country": "SN", "ci": platform})))
    recipe = (ROOT / "examples" / "ci" / f"{platform}.yml").read_bytes()
    assert files[RECIPES[platform]] == recipe
    assert {*RECIPES.values()} & {*files} == {RECIPES[platform]}


def test_starter_texts_are_in_every_language_of_the_theme() -> None:
    catalogues = ROOT / "themes" / "chancery" / "translations"
    assert starter_languages() == {path.stem for path in catalogues.glob("*.po")}
    texts = {path.relative_to(FOLDER).as_posix() for path in (FOLDER / "content").rglob("*.md")}
    stems = {name.split(".")[0] for name in texts}
    assert texts == {f"{stem}.{tag}.md" for stem in stems for tag in starter_languages()}


def test_languages_without_an_interface_are_told_and_others_take_their_place(
    tmp_path: Path,
) -> None:
    code, said = begun(tmp_path / "sites", "--country", "FI", "--languages", "Finnish, en")
    assert code == 0
    assert "There is no interface in Finnish yet" in said
    pages = {path.name for path in (tmp_path / "sites/content/pages").iterdir()}
    assert "passports.en.md" in pages
    assert "passports.fi.md" not in pages


def test_an_embassy_with_a_state_that_is_no_member_is_taken_as_recognised() -> None:
    plan = planned(asked({"country": "IE", "posts_in": "VA@Europe/Rome, Oslo, Greenland"}))
    loaded = read_network(repository(plan)["posts.yaml"], "posts.yaml", {})
    assert [str(one) for one in loaded.problems if one.level is not Level.NOTE] == []
    assert loaded.network.naming.recognised == ("VA",)
    assert loaded.network.posts[2].kind == "virtual-consulate"


@pytest.mark.parametrize(
    ("text", "country", "zone", "city"),
    [
        ("Oslo", "NO", "Europe/Oslo", "Oslo أوسلو"),
        ("Le Caire", "EG", "Africa/Cairo", "Le Caire القاهرة"),
        ("no", "NO", "Europe/Oslo", ""),
        ("النرويج", "NO", "Europe/Oslo", ""),
        ("Spain", "ES", "Europe/Madrid", ""),
        ("TR:Ankara", "TR", "Europe/Istanbul", "Ankara"),
        ("US:Washington@America/New_York", "US", "America/New_York", "Washington"),
        ("XK@Europe/Belgrade", "XK", "Europe/Belgrade", ""),
    ],
)
def test_a_place_is_a_country_in_any_language_or_a_city(
    text: str, country: str, zone: str, city: str
) -> None:
    found = spot(text, ["fr", "ar"])
    names = [found.city[tag] for tag in ("fr", "ar") if tag in found.city]
    assert (found.country, found.zone, " ".join(names)) == (country, zone, city)


# What is refused


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "--country: nothing is given"),
        ({"country": "Senegall"}, "did you mean 'Senegal'?"),
        ({"country": "UK"}, "did you mean 'United Kingdom'?"),
        ({"country": "European Union"}, "is no country"),
        ({"country": "SN", "languages": "frensh"}, "did you mean 'fr (French)'?"),
        ({"country": "SN", "languages": "Wolof"}, "there is no interface in Wolof yet"),
        ({"country": "SN", "url": "ministry"}, "--url: 'ministry'"),
        ({"country": "SN", "name": "a\nb"}, "expected a name"),
        ({"country": "SN", "ci": "gihub"}, "did you mean 'github'?"),
        ({"country": "SN", "posts_in": "Oslo, Lima"}, "are 2 places, expected 3"),
        ({"country": "SN", "posts_in": "Osslo, Lima, Fiji"}, "did you mean 'Oslo'?"),
        ({"country": "SN", "posts_in": "../../etc, Lima, Fiji"}, "'../../etc' is no country"),
        ({"country": "SN", "posts_in": "Dakar, Lima, Fiji"}, "is in Senegal: posts are abroad"),
        ({"country": "SN", "posts_in": "Oslo, Lima, Norway"}, "Norway has the embassy"),
        ({"country": "SN", "posts_in": "US, Lima, Fiji"}, "United States has several time zones"),
        ({"country": "SN", "posts_in": "XK, Lima, Fiji"}, "no time zone for Kosovo"),
        ({"country": "SN", "posts_in": "PE@America/Lma, Oslo, Fiji"}, "mean 'America/Lima'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_was_meant(given: dict[str, str], said: str) -> None:
    with pytest.raises(CannotStart) as refused:
        asked(given)
    assert said in str(refused.value)
    assert refused.value.exitcode == 2


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(CannotStart) as refused:
        asked({"country": "Norwai", "languages": "frensh", "url": "http:/x", "ci": "none"})
    assert len(refused.value.problems) >= 3


@pytest.mark.parametrize("given", [{}, {"country": "Senegall"}])
def test_nothing_is_demanded_whose_usual_answer_waits_for_another(given: dict[str, str]) -> None:
    with pytest.raises(CannotStart) as refused:
        asked(given)
    assert [problem.path for problem in refused.value.problems] == ["--country"]


def test_a_country_that_no_zone_places_has_posts_far_away_too() -> None:
    posts = [
        spot(place, ["en"]).country for place in asked({"country": "XK"})["posts_in"].split(",")
    ]
    assert len(set(posts)) == 3
    assert not {continent_of(country) for country in posts} & {continent_of("XK")}


@pytest.mark.parametrize("kind", ["file", "full", "link"])
def test_a_folder_that_is_in_use_is_left_alone(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "sites"
    (tmp_path / "other").mkdir()
    if kind == "file":
        folder.write_text("mine")
    elif kind == "link":
        folder.symlink_to(tmp_path / "other")
    else:
        folder.mkdir()
        (folder / ".cache").mkdir()
        (folder / "notes.txt").write_text("mine")
    before = tree(tmp_path)
    code, said = begun(folder, "--country", "SN")
    assert (code, "[folder-in-use]" in said) == (2, True)
    assert ("'notes.txt' is in it" in said) == (kind == "full")
    assert tree(tmp_path) == before


def test_a_folder_with_nothing_but_a_repository_is_filled(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert begun(tmp_path, "--country", "SN")[0] == 0
    assert (tmp_path / "posts.yaml").is_file()
    assert not list(tmp_path.glob(".init*"))
    assert list((tmp_path / ".git").iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_disk_that_is_full_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    folder = tmp_path / "deep" / "sites"
    if there:
        folder.mkdir(parents=True)
    before, written = sorted(tmp_path.rglob("*")), Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "README.md":
            raise OSError(28, "No space left on device", str(path))
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    code, said = begun(folder, "--country", "SN")
    assert (code, "No space left on device" in said) == (2, True)
    assert sorted(tmp_path.rglob("*")) == before


def test_words_in_another_encoding_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "input_encoding", lambda: "iso8859-1")
    with pytest.raises(CannotStart, match="is read as iso8859-1, expected UTF-8"):
        asked({"country": "SN", "name": "Ministère"})
    assert asked({"country": "SN", "name": "Ministry"})["name"] == "Ministry"


# In a terminal


def test_each_answer_is_checked_as_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    typed = "\nSenegall\nSenegal\nfrensh\n\n\n\nOslo, Lima, Fiji\nnone\n"
    code, said = begun(tmp_path / "sites", typed=typed)
    assert code == 0, said
    assert said.count("An answer is needed.") == 1
    assert "did you mean 'Senegal'?" in said
    assert "did you mean 'fr (French)'?" in said
    posts = yaml.safe_load((tmp_path / "sites/posts.yaml").read_bytes())
    assert posts["ministry"]["languages"] == ["fr"]
    assert posts["posts"][0]["id"] == "embassy-oslo"
    assert not (tmp_path / "sites/.github").exists()


def test_there_are_at_most_seven_questions() -> None:
    assert len(QUESTIONS) <= 7


def test_a_folder_beside_it_that_is_somebody_elses_stays(tmp_path: Path) -> None:
    (tmp_path / ".sites.part").mkdir()
    (tmp_path / ".sites.part" / "mine.txt").write_text("x")
    assert begun(tmp_path / "sites", "--country", "nowhere at all")[0] == 2
    assert begun(tmp_path / "sites", "--country", "Senegal")[0] == 0
    assert (tmp_path / ".sites.part" / "mine.txt").read_text() == "x"
    assert {path.name for path in tmp_path.iterdir()} == {".sites.part", "sites"}
    assert (tmp_path / "sites").stat().st_mode & 0o777 == (
        tmp_path / ".sites.part"
    ).stat().st_mode & 0o777


def test_interrupted_at_the_fourth_question_nothing_is_written(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "chancery", "init", str(tmp_path / "sites")],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=_own_terminal,  # noqa: PLW1509  (nothing else runs here)
    )  # fmt: skip
    os.close(theirs)
    said = b""
    for question, answer in (
        (b"Whose ministry", b"Senegal\n"), (b"Languages", b"\n"), (b"name", b"\n"),
        (b"Address", b"\x03"),
    ):  # fmt: skip
        # The blank at the end comes from what reads the answer: before it, an answer may be lost.
        while question not in said or not said.endswith(b": "):
            part = _read(ours)
            assert part, said
            said += part
        said = b""
        os.write(ours, answer)
    # What reads an answer may miss the first Ctrl+C, just before it waits: a person presses again.
    while part := _read(ours, again=b"\x03"):
        said += part
    os.close(ours)
    assert process.wait(timeout=60) == 2
    assert b"nothing was written" in said
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def _read(terminal: int, again: bytes = b"") -> bytes:
    """Return what comes next; nothing where the other end is closed, or silent for a minute.

    again: what is typed each second until something comes.
    """
    for _ in range(60):
        if select.select([terminal], [], [], 1)[0]:
            try:
                return os.read(terminal, 4096)
            except OSError:
                return b""
        if again:
            os.write(terminal, again)
    return b""


def _own_terminal() -> None:
    """Make the terminal the process's own, so that Ctrl+C reaches it."""
    import fcntl
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background ignores it
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
