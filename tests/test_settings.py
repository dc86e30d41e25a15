"""A network's own settings, themes and plugins, and those that Chancery brings along."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from chancery.commands.build import build
from chancery.commands.options import Options
from chancery.commands.schema import schema
from chancery.commands.translations import translations
from chancery.common import resources
from chancery.report.inputs import schemas
from tests.networks.small import DATE, Small, make, with_theme
from tests.test_plugins import CONTENT_PLUGIN

OWN = "from chancery.pelicanconf import *\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    monkeypatch.chdir(tmp_path)
    return make(tmp_path)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the package, as if it were installed and had nothing with it."""
    package = tmp_path / "site-packages" / "chancery"
    monkeypatch.setattr(resources, "PACKAGE", package)
    return package


def test_what_comes_with_chancery_is_beside_plugins_in_a_checkout_and_else_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[1]
    assert resources.checkout() == root
    assert resources.resource(resources.THEME) == root / "themes" / "chancery"
    package = tmp_path / "plugins" / "chancery"
    monkeypatch.setattr(resources, "PACKAGE", package)
    assert resources.checkout() == tmp_path
    (package / "themes").mkdir(parents=True)  # `pip install --target plugins`
    assert resources.checkout() is None
    assert resources.resource(resources.THEME) == package / "themes" / "chancery"


def test_the_network_is_the_current_folder_or_the_nearest_above_with_a_posts_yaml(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert Options().network_folder == small.folder
    monkeypatch.chdir(small.folder / "content" / "pages")
    assert Options().network_folder == small.folder
    empty = tmp_path_factory.mktemp("empty")
    monkeypatch.chdir(empty)
    assert Options().network_folder == empty
    assert build(Options()) == 2


def test_a_network_that_somebody_else_has_put_above_is_not_run(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts, of_others = small.folder / "posts.yaml", 4_000_000_000
    lstat = Path.lstat

    def owned(path: Path) -> os.stat_result:
        found = lstat(path)
        if path != posts:
            return found
        return os.stat_result((*found[:4], of_others, *found[5:10]))

    monkeypatch.setattr(Path, "lstat", owned)
    assert Options().network_folder == small.folder
    below = small.folder / "content"
    monkeypatch.chdir(below)
    assert Options().network_folder == below
    assert Options(network="..").network_folder == below / ".."


def test_a_network_is_built_with_its_own_settings(small: Small) -> None:
    small.write("places.py", "CHANCERY_ONE_TREE = False\n")
    small.write("pelicanconf.py", f"{OWN}from places import *\n")
    assert small.build().exitcode == 0
    page = small.page("embassy-lima/en/visas/index.html")
    assert 'href="https://network.example/embassy-oslo/en/"' in page


def test_settings_for_publishing_are_the_networks_own_or_follow_its_own(small: Small) -> None:
    small.write("pelicanconf.py", f"{OWN}CHANCERY_ONE_TREE = False\n")
    done = small.build(publish=True)
    assert done.settings["CHANCERY_PUBLISHING"]
    assert not done.settings["CHANCERY_ONE_TREE"]
    small.write("publishconf.py", "from pelicanconf import *\nSITENAME = 'Sent'\n")
    done = small.build(publish=True)
    assert done.settings["SITENAME"] == "Sent"
    assert done.settings["CHANCERY_PUBLISHING"]
    assert not done.settings["CHANCERY_ONE_TREE"]
    assert not small.build().settings["CHANCERY_PUBLISHING"]


def test_a_build_sees_changes_of_settings_themes_and_plugins_wherever_they_are(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_theme(small.folder / ".cache")

    def built() -> bool:
        assert build(Options(workers=1)) == 0
        return "Nothing has changed" not in capsys.readouterr().out

    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(resources.resource(resources.THEME), elsewhere / "theme")
    (elsewhere / "whispering.py").write_text(CONTENT_PLUGIN.replace("connect(shout)", "connect"))
    settings = "PLUGIN_PATHS = ['elsewhere']\nPLUGINS = ['chancery', 'whispering']\n"
    changes = {
        "pelicanconf.py": OWN,
        "own.py": "THEME = 'elsewhere/theme'\n",
        "publishconf.py": "from pelicanconf import *\n",
        "themes/ministry/base.css": "",
        "plugins/own.py": "",
    }
    assert built()
    for name, text in changes.items():
        assert not built(), name
        small.write(name, text)
        assert built(), name
    small.write("pelicanconf.py", f"{OWN}from own import *\n{settings}")
    assert built()
    for name in ("elsewhere/theme/base.css", "elsewhere/whispering.py"):
        assert not built(), name
        with (small.folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        assert built(), name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("PLUGINS = []\n", "pelicanconf.py: expected chancery among its PLUGINS."),
        (f"{OWN}\nPLUGINS = [\n", "pelicanconf.py:3: cannot be used: "),
        (f"{OWN}\n\nTHEME = str(_HERE / 'x')\n", "pelicanconf.py:4: cannot be used: name '_HERE'"),
        (f"{OWN}THEME = 'themes/none'\n", "pelicanconf.py: cannot be used: Could not find the"),
        (f"{OWN}from themes import none\n", "pelicanconf.py:2: cannot be used: "),
    ],
)
def test_settings_that_cannot_be_used_are_told_with_their_line_and_end_with_2(
    small: Small, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    small.write("pelicanconf.py", text)
    assert build(Options()) == 2
    said = capsys.readouterr().err
    assert said.startswith(told)
    assert "[settings-broken]" in said
    assert not small.output.exists()


@pytest.mark.parametrize("missing", ["all of it", "its files", "its catalogues"])
def test_chancery_installed_without_its_theme_says_so_once_and_ends_with_2(
    small: Small, installed: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    theme = installed / "themes" / "chancery"
    if missing == "its files":
        theme.mkdir(parents=True)
    elif missing == "its catalogues":
        shutil.copytree(Path(__file__).parents[1] / "themes" / "chancery", theme)
        shutil.rmtree(theme / "translations")
    small.write("pelicanconf.py", f"{OWN}THEME = {str(theme)!r}\n")
    assert build(Options()) == 2
    said = capsys.readouterr().err
    assert str(theme.relative_to(small.folder)) in said
    assert said.count("[theme-broken]") == 1
    assert not (small.output / "network.json").exists()


def test_an_installed_chancery_writes_schemas_into_the_network_and_leaves_others_alone(
    small: Small, installed: Path
) -> None:
    small.write("schemas/own.schema.json", "{}")
    assert schema(Options(), check_only=True) == 1
    assert schema(Options()) == 0
    assert schema(Options(), check_only=True) == 0
    kept = {os.path.relpath(path, small.folder) for path in small.folder.rglob("*.schema.json")}
    assert kept == {*schemas(), "schemas/own.schema.json"}


def test_what_is_for_a_checkout_alone_says_so_where_chancery_is_installed(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert translations(Options()) == 2
    assert "is for a checkout of Chancery" in capsys.readouterr().err
