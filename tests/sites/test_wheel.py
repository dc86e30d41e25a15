"""Chancery installed from its wheel, away from the checkout, with nothing of it to be found."""

from __future__ import annotations

import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from chancery import __version__
from tests.networks.small import changed, tree
from tests.sites.trees import DATE, ROOT, Tree

NAME = f"chancery_sites-{__version__}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder / f"{NAME}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment that has the wheel, and sees what it needs where that is already."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = str(folder / "bin" / "python")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    subprocess.run([*command, "--no-index", "--no-compile", str(wheel)], check=True)
    (site(folder) / "needed.pth").write_text(sysconfig.get_path("purelib"))
    return folder


def site(folder: Path) -> Path:
    return next(folder.glob("lib/python*/site-packages"))


def chancery(installed: Path, network: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [installed / "bin" / "chancery", *arguments], cwd=network, capture_output=True,
        encoding="utf-8", check=False,
        env={"PATH": os.defpath, "HOME": str(network), "SOURCE_DATE_EPOCH": DATE},
    )  # fmt: skip


def test_the_wheel_has_the_package_with_all_that_stands_beside_it_in_a_checkout(
    wheel: Path,
) -> None:
    done = subprocess.run(
        ["git", "ls-files", "plugins/chancery", "themes/chancery", "schemas", "posts.schema.json",
         "examples/ci"],
        cwd=ROOT, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    kept = {f"chancery/{name.removeprefix('plugins/chancery/')}" for name in done.stdout.split()}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.startswith(f"{NAME}.dist-info/")}
        about = message_from_bytes(archive.read(f"{NAME}.dist-info/METADATA"))
        points = archive.read(f"{NAME}.dist-info/entry_points.txt").decode()
    assert kept <= names
    strange = [name for name in names if not (ROOT / source(name)).is_file() or ".pyc" in name]
    assert strange == []
    assert about["Version"] == __version__
    assert "chancery = chancery.cli:main" in points


def test_a_network_begun_by_the_wheel_is_built_by_it(installed: Path, tmp_path: Path) -> None:
    done = chancery(installed, tmp_path, "init", "sites", "--country", "Senegal", "--ci", "gitlab")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sites" / ".gitlab-ci.yml").is_file()
    assert chancery(installed, tmp_path / "sites", "check").returncode == 0


def source(name: str) -> str:
    """Return where a file of the wheel stands in the checkout."""
    beside = name.removeprefix("chancery/")
    outside = (
        beside.startswith(("themes/", "schemas/", "examples/")) or beside == "posts.schema.json"
    )
    return beside if outside else f"plugins/{name}"


def test_the_golden_network_built_by_the_wheel_has_the_bytes_that_the_checkout_gives(
    installed: Path, golden: Tree, tmp_path: Path
) -> None:
    network, theme = tmp_path / "network", site(installed) / "chancery" / "themes" / "chancery"
    shutil.copytree(golden.source, network, ignore=shutil.ignore_patterns("output", ".cache"))
    for name in ("media", "media-made"):  # how pictures are made ready is no matter here
        shutil.copytree(golden.folder.parent / "cache" / name, network / ".cache" / name)
    done = chancery(installed, network, "build")
    assert done.returncode == golden.said.exitcode, done.stderr
    assert changed(tree(golden.folder), tree(network / "output")) == set()
    assert "Nothing has changed" in chancery(installed, network, "build").stdout
    # The theme is among what is looked at; without it nothing is built, and that is said.
    theme.rename(theme.with_name("away"))
    try:
        done = chancery(installed, network, "build")
    finally:
        theme.with_name("away").rename(theme)
    assert done.returncode == 2
    assert f"{theme}: cannot be read: the theme is missing. Install Chancery again." in done.stderr
    assert "Traceback" not in done.stderr
    assert changed(tree(golden.folder), tree(network / "output")) == set()


def test_the_commands_of_the_container_give_the_command_in_an_empty_environment(
    wheel: Path, tmp_path: Path
) -> None:
    text = (ROOT / "examples" / "container" / "Containerfile").read_text(encoding="utf-8")
    lines = [line.partition(" ") for line in text.splitlines() if line[:1] not in ("", "#")]
    assert {name for name, _, _ in lines} == set(
        "FROM RUN COPY USER ENV WORKDIR ENTRYPOINT CMD".split()
    )
    [copied] = [said for name, _, said in lines if name == "COPY"]
    assert fnmatch.fnmatch(wheel.name, copied.split()[0])
    venv.create(tmp_path / "python", symlinks=True)
    (site(tmp_path / "python") / "needed.pth").write_text(sysconfig.get_path("purelib"))
    # What the system's packages bring needs a registry and rights over the machine.
    commands = [said for name, _, said in lines if name == "RUN" and "apt-get" not in said]
    assert len(commands) == 2
    environment = {
        "PATH": f"{tmp_path / 'python' / 'bin'}:{os.defpath}", "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }  # fmt: skip
    [entry] = [json.loads(said) for name, _, said in lines if name == "ENTRYPOINT"]
    for command in [*commands, shlex.join([*entry, "--version"])]:
        done = subprocess.run(
            ["sh", "-c", command.replace("/wheels", str(wheel.parent))], cwd=tmp_path,
            env=environment, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert done.stdout == f"chancery {__version__}\n"


def test_a_folder_that_is_no_network_is_told_of(installed: Path, tmp_path: Path) -> None:
    done = chancery(installed, tmp_path, "build")
    assert done.returncode == 2
    assert "posts.yaml: cannot be read: there is none." in done.stderr
