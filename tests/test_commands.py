"""The commands as a shell sees them: what they print, and their exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chancery.commands.build import build, check
from chancery.commands.media import media
from chancery.commands.options import Options
from chancery.feeds.cache import open_cache
from tests.feeds.made import FEED, made
from tests.limits import ended_in_time
from tests.networks.small import DATE, Small, make, tree

ROOT = Path(__file__).parents[1]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make(tmp_path)


def chancery(*arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "chancery", *arguments]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DATE}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        timeout=timeout,
    )  # fmt: skip


def test_build_says_what_it_did_and_then_that_nothing_changed(small: Small) -> None:
    first = chancery("build", "--network", str(small.folder))
    assert first.returncode == 0, first.stderr
    assert "5 sites built" in first.stdout
    second = chancery("build", "--network", str(small.folder))
    assert second.returncode == 0
    assert "Nothing has changed" in second.stdout


def test_one_of_anything_is_said_in_the_singular(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build()
    small.edit("content/posts/embassy-lima/visas.es.md", "Texto", "Otro texto")
    capfd.readouterr()
    small.build()
    assert capfd.readouterr().out.startswith("1 site built, 4 unchanged: ")


def test_an_unchanged_build_loads_neither_pelican_nor_cldr(small: Small) -> None:
    chancery("build", "--network", str(small.folder))
    code = (
        "import sys; sys.path.insert(0, 'plugins');"
        "from chancery.commands.options import Options;"
        "from chancery.commands.build import build;"
        f"assert build(Options(network={str(small.folder)!r})) == 0;"
        "heavy = {'pelican', 'babel', 'pydantic', 'feedparser', 'jinja2'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DATE}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Nothing has changed" in done.stdout


LOST = [
    "*", "index.html", "embassy-oslo/fr", "embassy-oslo/en/about",
    "embassy-oslo/en/about/index.html", "embassy-oslo/assets/site.*.css", "search/6f.js",
    "embassy-oslo/en/news/*/index.html", "en/news/2026-01-05-hello",
]  # fmt: skip


@pytest.mark.usefixtures("fixed_date")
@pytest.mark.parametrize("lost", LOST)
def test_a_loss_in_the_output_is_a_change(small: Small, lost: str) -> None:
    options = Options(network=str(small.folder))
    build(options)
    before = tree(small.output)
    found = list(small.output.glob(lost))
    assert found
    for path in found:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    assert build(options) == 0
    assert tree(small.output) == before


@pytest.mark.usefixtures("fixed_date")
@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("with_edit", [True, False])
def test_a_loss_after_an_edit_elsewhere_is_a_change(
    small: Small, lost: str, with_edit: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    options = Options(network=str(small.folder), workers=1)
    build(options)
    small.edit("content/posts/embassy-lima/visas.es.md", "Texto", "Otro texto")
    build(options)
    before = tree(small.output)
    capfd.readouterr()
    build(options)
    assert "Nothing has changed" in capfd.readouterr().out
    for path in small.output.glob(lost):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    if with_edit:
        small.edit("content/posts/embassy-lima/visas.es.md", "Otro texto", "Texto")
        build(options)
        small.edit("content/posts/embassy-lima/visas.es.md", "Texto", "Otro texto")
    assert build(options) == 0
    assert tree(small.output) == before


ANOTHER = """  - id: embassy-rome
    kind: embassy
    country: IT
    city: Rome
    location: {lat: 41.9, lon: 12.5}
    timezone: Europe/Rome
    phone: "+44 1632 960009"
"""


@pytest.mark.usefixtures("fixed_date")
def test_a_site_that_is_gone_leaves_nothing_to_look_for(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    options = Options(network=str(small.folder), workers=1)
    small.edit("posts.yaml", "posts:\n", f"posts:\n{ANOTHER}")
    assert build(options) == 0
    assert (small.output / "embassy-rome").is_dir()
    small.edit("posts.yaml", ANOTHER, "")
    assert build(options) == 0
    assert not (small.output / "embassy-rome").exists()
    capfd.readouterr()
    build(options)
    assert "Nothing has changed" in capfd.readouterr().out


@pytest.mark.usefixtures("fixed_date")
def test_a_build_by_pelican_in_between_is_a_change(small: Small) -> None:
    options = Options(network=str(small.folder), workers=1)
    build(options)
    before = tree(small.output)
    small.edit("posts.yaml", "960001", "960123")
    small.build()
    small.edit("posts.yaml", "960123", "960001")
    build(options)
    assert tree(small.output) == before


@pytest.mark.usefixtures("fixed_date")
def test_entries_in_the_log_of_the_feed_cache_are_a_change(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit(
        "posts.yaml", "  url: https://net", f"  feeds: [{{url: {FEED}}}]\n  url: https://net"
    )
    options = Options(network=str(small.folder))
    place = small.folder / ".cache" / "feeds.sqlite"
    with open_cache(place, readonly=False) as cache:
        cache.store(FEED, [made("first", age=24 * 366)])
    assert build(options) == 0
    capfd.readouterr()
    build(options)
    assert "Nothing has changed" in capfd.readouterr().out
    before = place.stat().st_mtime_ns
    with open_cache(place, readonly=False) as cache:
        cache.store(FEED, [made("second", age=24 * 365)])
        assert place.stat().st_mtime_ns == before
        build(options)
        assert "Title second" in small.page("embassy-lima/en/news/index.html")


@pytest.mark.usefixtures("fixed_date")
def test_a_feed_cache_beside_posts_yaml_is_taken_and_its_changes_seen(small: Small) -> None:
    small.edit(
        "posts.yaml", "  url: https://net", f"  feeds: [{{url: {FEED}}}]\n  url: https://net"
    )
    options = Options(network=str(small.folder))
    for name in ("first", "second"):
        with open_cache(small.folder / "feeds", readonly=False) as cache:
            cache.store(FEED, [made(name, age=24 * 365)])
        assert build(options) == 0
        assert f"Title {name}" in small.page("embassy-lima/en/news/index.html")
    assert [path.suffix for path in (small.folder / "feeds").iterdir()] == [".jsonl"]


def test_problems_are_said_again_while_they_are_there(small: Small) -> None:
    small.edit("posts.yaml", "city: Lima", "citty: Lima")
    for _ in range(2):
        done = chancery("build", "--network", str(small.folder))
        assert done.returncode == 1
        assert "posts.embassy-lima.citty: is no key that is known here" in done.stderr


def test_problems_as_json(small: Small) -> None:
    small.edit("posts.yaml", "city: Lima", "citty: Lima")
    done = chancery("check", "--json", "--network", str(small.folder))
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["post"] == "embassy-lima"
    assert problem["nearest"] == "city"
    assert problem["line"] > 0


def test_check_writes_nothing(small: Small) -> None:
    shutil.copytree(ROOT / "content" / "feeds", small.folder / "content" / "feeds")
    small.edit("posts.yaml", "naming:\n", "  feeds: [{file: feeds/press.xml}]\nnaming:\n")
    before = set(small.folder.rglob("*"))
    assert chancery("check", "--network", str(small.folder)).returncode == 0
    assert set(small.folder.rglob("*")) == before


def test_a_network_that_is_not_there_gives_exit_code_2(tmp_path: Path) -> None:
    done = chancery("build", "--network", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert "posts.yaml: cannot be read" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def _spoil(path: Path, how: str) -> None:
    path.unlink()
    if how == "pipe":
        os.mkfifo(path)
    elif how == "folder":
        path.mkdir()
    elif how == "device":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as file:
            file.truncate(5_000_000_000)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("pipe", "cannot be read: it is no file"),
        ("folder", "cannot be read: it is no file"),
        ("device", "cannot be read: it is a link that leads out of"),
        ("huge", "has 5,000,000,000 bytes, expected at most 4,194,304"),
    ],
)
def test_a_posts_yaml_that_is_no_plain_file_is_told_at_once_and_the_output_stays(
    small: Small, capfd: pytest.CaptureFixture[str], how: str, words: str
) -> None:
    small.build()
    before = tree(small.output)
    _spoil(small.folder / "posts.yaml", how)
    options = Options(network=str(small.folder))
    for command in (build, check, media):
        capfd.readouterr()
        with ended_in_time():
            assert command(options) == 2
        said = capfd.readouterr().err
        assert f"posts.yaml: {words}" in said
        assert "Put a network's posts.yaml there" in said
    assert tree(small.output) == before


def test_a_pipe_in_the_feed_cache_blocks_no_build(small: Small) -> None:
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    feeds: [{{url: {FEED}}}]\n")
    with open_cache(small.folder / "feeds", readonly=False) as cache:
        cache.store(FEED, [made("a")])
    _spoil(next((small.folder / "feeds").glob("*.jsonl")), "pipe")
    done = chancery("build", "--network", str(small.folder), timeout=20)
    assert done.returncode == 1
    assert "cannot be read: it is no file" in done.stderr


def test_a_content_that_is_no_folder_gives_exit_code_2(small: Small) -> None:
    shutil.rmtree(small.folder / "content")
    small.write("content", "x")
    done = chancery("build", "--network", str(small.folder))
    assert (done.returncode, small.output.exists()) == (2, False)
    assert "content: cannot be read: it is no folder" in done.stderr


def test_an_unknown_post_gives_exit_code_2_and_what_may_be_the_reason(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", "id: embassy-lima", "id: Embassy_Lima")
    options = Options(network=str(small.folder), posts=("embassy-nowhere", "embassy-lima"))
    assert build(options) == 2
    said = capfd.readouterr().err
    assert "'embassy-nowhere' is no post of this network" in said
    assert "'Embassy_Lima': expected an id" in said


def test_a_chosen_post_whose_entry_is_broken_is_known(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", "city: Oslo", "citty: Oslo")
    assert build(Options(network=str(small.folder), posts=("embassy-oslo",))) == 1
    said = capfd.readouterr().err
    assert "posts.embassy-oslo.citty" in said
    assert "no post of this network" not in said


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("build --bogus", "--bogus"),
        ("publish", "remote"),
        ("frobnicate", "frobnicate"),
        ("serve --port 99999", "--port: 99999: expected 0 to 65535."),
        ("build --workers x", "'x' is not a valid integer"),
    ],
)
def test_wrong_usage_gives_exit_code_2(command: str, words: str) -> None:
    done = chancery(*command.split())
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("epoch", ["abc", "9" * 20])
def test_a_time_that_is_none_gives_exit_code_2(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert build(Options(network=str(small.folder))) == 2
    assert f"SOURCE_DATE_EPOCH: '{epoch}': expected whole seconds" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["output", "cache"])
def test_a_folder_that_cannot_be_written_gives_exit_code_2(
    small: Small, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    small.write("file", "")
    options: dict[str, Any] = {name: str(small.folder / "file" / "below")}
    assert build(Options(network=str(small.folder), **options)) == 2
    assert "below: cannot be written: Not a directory" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("content", "is what sites are made from"),
        ("content/out", "lies in"),
        (".", "is what sites are made from"),
        ("..", "holds"),
        (str(ROOT / "themes"), "holds"),
        (str(ROOT / "plugins" / "chancery" / "out"), "lies in"),
        ("notes", "holds 'mine.txt' and no network.json"),
    ],
)
def test_an_output_among_the_sources_or_other_files_is_refused_and_left(
    small: Small, capfd: pytest.CaptureFixture[str], output: str, words: str
) -> None:
    small.write("notes/mine.txt", "")
    before = tree(small.folder)
    assert small.build(output=output).exitcode == 2
    assert words in capfd.readouterr().err
    assert tree(small.folder) == before
    assert not (ROOT / "plugins" / "chancery" / "out").exists()


@pytest.mark.usefixtures("fixed_date")
def test_an_output_that_has_lost_its_network_json_is_mended(small: Small) -> None:
    options = Options(network=str(small.folder))
    build(options)
    before = tree(small.output)
    (small.output / "network.json").unlink()
    assert build(options) == 0
    assert tree(small.output) == before


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"CHANCERY_WORKERS": -1}, "CHANCERY_WORKERS: -1: expected a number of processes"),
        ({"CHANCERY_WORKERS": "two"}, "CHANCERY_WORKERS: 'two'"),
        ({"CHANCERY_START_METHOD": "spoon"}, "'spoon': expected fork or spawn"),
    ],
)
def test_a_setting_that_is_wrong_gives_exit_code_2(
    small: Small, capfd: pytest.CaptureFixture[str], settings: dict[str, Any], words: str
) -> None:
    assert small.build(**settings).exitcode == 2
    assert words in capfd.readouterr().err


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("pages/home.html", "{% nonsense %}"),
        ("translations/fr.po", "nonsense"),
        ("translations/fr.po", "\udcff"),
        ("translations/fr.po", 'msgid ""\nmsgstr "Language: 7\\n"'),
        ("translations/fr.po", 'msgid ""\nmsgstr "Plural-Forms: nplurals=x\\n"'),
    ],
)
def test_a_theme_that_is_broken_gives_exit_code_2_and_leaves_the_output(
    small: Small, capfd: pytest.CaptureFixture[str], file: str, line: str
) -> None:
    small.build()
    before = tree(small.output)
    theme = small.folder / "theme"
    shutil.copytree(ROOT / "themes" / "chancery", theme)
    with (theme / file).open("a", encoding="utf-8", errors="surrogateescape") as opened:
        opened.write(line)
    assert small.build(THEME=str(theme)).exitcode == 2
    assert f"{theme / file}:" in capfd.readouterr().err
    assert tree(small.output) == before


def test_the_schema_is_current() -> None:
    done = chancery("schema", "--check")
    assert done.returncode == 0, done.stderr


def test_a_new_post_is_added_and_builds(small: Small) -> None:
    options = ("--id", "embassy-bern", "--kind", "embassy", "--country", "CH", "--city", "Bern")
    done = chancery("new", "post", "--network", str(small.folder), *options)
    assert done.returncode == 0, done.stderr
    assert chancery("build", "--network", str(small.folder)).returncode == 0
    assert "Living here" in small.page("embassy-bern/en/living-here/index.html")


@pytest.mark.parametrize("margin", ["", "  "])
def test_a_new_post_stands_after_the_last_post_wherever_that_is(small: Small, margin: str) -> None:
    text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    head, posts = text.split("posts:\n")
    posts = "".join(f"{margin}{line[2:]}\n" for line in posts.splitlines())
    after = "\n# Who works with us.\npartners:\n  - id: trade\n    name: Trade\n"
    after += "    url: https://trade.example/\n    countries: [PE]\n"
    small.write("posts.yaml", f"{head}posts:\n{posts}{after}")
    options = ("--id", "embassy-bern", "--kind", "embassy", "--country", "CH", "--city", "Bern")
    done = chancery("new", "post", "--network", str(small.folder), *options)
    assert done.returncode == 0, done.stderr
    post = f"{margin}- id: embassy-bern\n{margin}  kind: embassy\n{margin}  country: CH\n"
    post += f"{margin}  city: Bern\n"
    text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    assert text == f"{head}posts:\n{posts}\n{post}{after}"


def test_a_new_post_that_is_wrong_writes_nothing(small: Small) -> None:
    before = tree(small.folder)
    options = ("--id", "embassy-bern", "--kind", "embasy", "--country", "CH")
    done = chancery("new", "post", "--network", str(small.folder), *options)
    assert done.returncode == 1
    assert "did you mean 'embassy'?" in done.stderr
    assert tree(small.folder) == before


def test_a_new_post_in_the_country_that_yaml_takes_for_false(small: Small) -> None:
    options = ("--id", "consulate-bergen", "--kind", "consulate", "--country", "NO")
    done = chancery("new", "post", "--network", str(small.folder), *options, "--city", "Bergen")
    assert done.returncode == 0, done.stderr
