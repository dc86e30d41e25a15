"""The pipelines in examples/ci: what their platforms take, and what their steps do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from tests.networks.small import DATE, make, with_theme

SECRET = "t0k3n-that-nobody-may-read"
SERVER = "https://git.example"
RECIPES = ("github", "gitlab", "forgejo")
#: What runs a recipe of each platform, for check-jsonschema.
SCHEMAS = {
    "github": ("--builtin-schema", "vendor.github-workflows"),
    "gitlab": ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
    "forgejo": ("--builtin-schema", "vendor.github-workflows"),
}


@pytest.fixture(params=RECIPES)
def recipe(request: pytest.FixtureRequest, project_root: Path) -> Path:
    return project_root / f"examples/ci/{request.param}.yml"


def _read(recipe: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(recipe.read_text(encoding="utf-8"))
    return found


def test_its_platform_takes_each_and_no_slip_in_it(recipe: Path, tmp_path: Path) -> None:
    slip = tmp_path / recipe.name
    text = recipe.read_text(encoding="utf-8")
    slip.write_text(re.sub(r"^( *)(steps|script):", r"\1\2x:", text, flags=re.M), encoding="utf-8")
    for path, code in ((recipe, 0), (slip, 1)):
        told = CliRunner().invoke(check_jsonschema, [*SCHEMAS[recipe.stem], str(path)])
        assert told.exit_code == code, told.output


def test_others_code_is_pinned_and_gets_no_rights(recipe: Path) -> None:
    text = recipe.read_text(encoding="utf-8")
    for line in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(
            r"(https://data\.forgejo\.org/)?actions/[a-z/-]+@[0-9a-f]{40} # v[\d.]+", line
        )
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")
    if recipe.stem == "github":
        read = _read(recipe)
        rights = {name: job["permissions"] for name, job in read["jobs"].items()}
        assert read["permissions"] == {}
        assert rights == {"check": {"contents": "read"}, "publish": {"contents": "write"}}


def test_two_runs_never_publish_at_once_and_a_proposal_has_no_part_in_it(recipe: Path) -> None:
    read = _read(recipe)
    jobs = read.get("jobs", read)
    publish, check = jobs["publish"], jobs["check"]
    if recipe.stem == "gitlab":
        assert (publish["resource_group"], publish["interruptible"]) == ("publish", False)
        assert "cache" not in check
    else:
        assert publish["concurrency"] == {"group": "publish", "cancel-in-progress": False}
        assert not [step for step in check["steps"] if "cache" in step.get("uses", "")]
        assert [step for step in publish["steps"] if "github.token" in str(step)] == [
            step for step in publish["steps"] if step.get("name") == "Publish"
        ]
    assert "TOKEN" not in str(check)


@dataclass(slots=True)
class Machine:
    """What a platform gives a job: a home, a clone, commands, a remote to send to."""

    folder: Path

    @property
    def clone(self) -> Path:
        return self.folder / "clone"

    @property
    def remote(self) -> Path:
        return self.folder / "remote.git"

    def run(self, script: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script], cwd=self.clone, env=self.env | env,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    @property
    def env(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        # The feed of the network is nowhere, without a name being looked up.
        named = {"GITHUB_SERVER_URL": SERVER, "CI_SERVER_URL": SERVER, "SOURCE_DATE_EPOCH": DATE}
        return kept | named | {"PATH": path, "HOME": str(self.folder), "https_proxy": NOWHERE}

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True,
            check=True,
        ).stdout  # fmt: skip

    def fresh(self) -> None:
        """Clone anew, with what the platform keeps between runs."""
        kept = [self.clone / name for name in (".cache", "output")]
        for path in kept:
            if path.exists():
                path.rename(self.folder / path.name)
        shutil.rmtree(self.clone, ignore_errors=True)
        self.git("clone", "-q", "network", "clone")
        for path in kept:
            if (self.folder / path.name).exists():
                (self.folder / path.name).rename(path)
        with_theme(self.clone / ".cache")


NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def machine(tmp_path: Path, project_root: Path) -> Machine:
    """Return a machine with `chancery`, whose network has a feed that cannot be fetched."""
    machine = Machine(tmp_path)
    small = make(tmp_path / "network")
    feed = "    feeds: [{url: 'https://feeds.example/press.xml'}]\n"
    small.edit("posts.yaml", "    timezone: Europe/Oslo\n", f"    timezone: Europe/Oslo\n{feed}")
    small.write(".gitignore", ".cache/\noutput/\n")
    command = tmp_path / "bin/chancery"
    command.parent.mkdir()
    plugins = project_root / "plugins"
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{plugins}" exec "{sys.executable}" -P -m chancery "$@"\n', "utf-8"
    )
    command.chmod(0o755)
    machine.git("init", "-q", "--bare", "remote.git")
    machine.git("init", "-q", "network")
    who = ("-c", "user.name=N", "-c", "user.email=n@example.org")
    machine.git("-C", "network", "add", "-A")
    machine.git("-C", "network", *who, "commit", "-q", "-m", "Network")
    machine.fresh()
    return machine


def _scripts(recipe: Path, job: str, machine: Machine) -> Iterator[tuple[str, dict[str, str]]]:
    """Return what each step of a job runs, but for installing, and with which variables."""
    read = _read(recipe)
    if recipe.stem == "gitlab":
        given = read["variables"] | {"REMOTE": str(machine.remote)}
        for script in read[job]["script"]:
            yield script, given | {"TOKEN": SECRET}
        return
    for step in read["jobs"][job]["steps"]:
        if "run" in step and step["name"] != "Install":
            given = read["env"] | step.get("env", {}) | {"REMOTE": str(machine.remote)}
            yield (
                step["run"],
                {
                    name: value.replace("${{ github.token }}", SECRET)
                    for name, value in given.items()
                },
            )


def _run_all(recipe: Path, machine: Machine, done: Collection[str] = ()) -> str:
    """Run all steps by which a recipe publishes, but those done already; give their words."""
    said = ""
    for script, given in _scripts(recipe, "publish", machine):
        assert "${{" not in script + str(given)
        if script in done:
            continue
        ended = machine.run(script, given)
        said += ended.stdout + ended.stderr
        assert ended.returncode == 0, said
    assert SECRET not in said
    for path in (machine.folder / ".gitconfig", machine.clone / ".git/config"):
        assert SECRET not in path.read_text(encoding="utf-8")
    return said


def test_their_steps_publish_what_a_clone_holds_and_the_next_run_sends_nothing(
    project_root: Path, machine: Machine
) -> None:
    gitlab, forgejo, github = (
        project_root / f"examples/ci/{name}.yml" for name in ("gitlab", "forgejo", "github")
    )
    said = _run_all(gitlab, machine)
    assert "feeds.example" in said  # one feed failed, was told, and held nothing up
    assert "1 of 1 branch sent" in said
    held = machine.git("--git-dir", "remote.git", "ls-tree", "-r", "--name-only", "pages")
    assert "embassy-oslo/en/index.html" in held.splitlines()
    # Another runner, to the same branch: it has what was kept, and nothing to send.
    machine.fresh()
    assert "0 of 1 branch sent" in _run_all(forgejo, machine)
    run = {script for script, _ in _scripts(forgejo, "publish", machine)}
    assert "1 of 1 branch sent" in _run_all(github, machine, run)
    trees = machine.git("--git-dir", "remote.git", "rev-parse", "pages^{tree}", "gh-pages^{tree}")
    assert len(set(trees.split())) == 1


@pytest.mark.parametrize("server", [SERVER, "https://other.example"])
def test_git_is_told_the_password_for_the_server_of_the_platform_alone(
    recipe: Path, machine: Machine, server: str
) -> None:
    for script, given in _scripts(recipe, "publish", machine):
        if "git config" in script:
            setting = script.split("chancery publish")[0]
            assert machine.run(setting, given).returncode == 0
    ask = f"printf 'url={server}\\n\\n' | GIT_TERMINAL_PROMPT=0 git credential fill"
    answer = machine.run(ask, {"TOKEN": SECRET})
    assert (f"password={SECRET}" in answer.stdout) == (server == SERVER)


def test_a_mistake_in_a_proposal_is_told_where_it_stands(
    project_root: Path, machine: Machine
) -> None:
    path = machine.clone / "posts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kind: embassy\n", "kind: embasy\n", 1), encoding="utf-8")
    [(script, given)] = _scripts(project_root / "examples/ci/github.yml", "check", machine)
    ended = machine.run(script, given)
    assert ended.returncode == 1
    assert "::error file=posts.yaml" in ended.stdout + ended.stderr
