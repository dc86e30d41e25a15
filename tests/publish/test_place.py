"""Git works in a repository of our own and in no other, whatever lies around it or is set."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chancery.publish.repository import CARRIED, SETTINGS, environment
from tests.networks.small import Small
from tests.publish.remotes import Remote, git, send, site, whole


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a repository of somebody's, as the one that a network is kept in."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "posts.yaml").write_text("posts")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Theirs")
    return folder


def state(project: Path) -> tuple[str, str, bytes]:
    """Return all refs of a repository, its reflog, and its index."""
    refs = git(project, "for-each-ref") + git(project, "log", "--walk-reflogs", "--oneline")
    return refs, git(project, "status", "--porcelain"), (project / ".git/index").read_bytes()


def test_a_hook_in_a_linked_worktree_leaves_the_projects_branches_alone(
    built: Small, remote: Remote, cache: Callable[[], Path], project: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    linked, seen = tmp_path / "linked", tmp_path / "seen"
    git(project, "worktree", "add", "--quiet", str(linked), "-b", "live")
    hook = project / ".git/hooks/post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nenv -0 > {seen}\n")
    hook.chmod(0o755)
    git(linked, "commit", "--quiet", "--allow-empty", "-m", "By the hook")
    there = dict(line.split("=", 1) for line in seen.read_text().split("\0")[:-1])
    assert Path(there["GIT_DIR"]).is_absolute()
    before = state(project)
    for name, value in there.items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(linked)
    assert send(built, remote, cache=cache()) == 0
    assert remote.files() == whole(built)
    assert state(project) == before


@pytest.mark.parametrize(
    "name",
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_NAMESPACE "
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_SHALLOW_FILE GIT_CONFIG GIT_CONFIG_PARAMETERS "
    "GIT_TEMPLATE_DIR GIT_DEFAULT_HASH GIT_TRACE GIT_TRACE2 GIT_QUARANTINE_PATH GIT_PREFIX "
    "GIT_CEILING_DIRECTORIES GIT_AUTHOR_NAME GIT_COMMITTER_DATE GIT_EXTERNAL_DIFF GIT_EDITOR "
    "GIT_REDIRECT_STDERR GIT_WHATEVER_COMES_NEXT".split(),
)
def test_a_variable_of_gits_is_ours_or_not_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "/elsewhere")
    assert environment(tmp_path, {}).get(name) != "/elsewhere"


def test_what_carries_a_connection_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [*CARRIED, "SSH_ASKPASS", "https_proxy", "HOME", "XDG_CONFIG_HOME"]
    for name in names:
        monkeypatch.setenv(name, "theirs")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    for number, (key, value) in enumerate({"http.proxy": "p", "core.hooksPath": "/evil"}.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    found = environment(tmp_path, {"remote.x.url": "there"})
    assert {name: found[name] for name in names} == dict.fromkeys(names, "theirs")
    numbers = range(int(found["GIT_CONFIG_COUNT"]))
    settled = {found[f"GIT_CONFIG_KEY_{n}"]: found[f"GIT_CONFIG_VALUE_{n}"] for n in numbers}
    assert settled == {"http.proxy": "p", **SETTINGS, "remote.x.url": "there"}


@pytest.mark.parametrize("count", ["", "x", "-1", "99999999999", "٣"])
def test_a_garbled_count_of_settings_is_none(
    count: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", count)
    assert environment(tmp_path, {})["GIT_CONFIG_COUNT"] == str(len(SETTINGS))


EVIL = """
[core]
 worktree = {evil}
 bare = false
 hooksPath = {evil}/hooks
 fsmonitor = {evil}/run
 attributesFile = {evil}/attributes
 excludesFile = {evil}/excludes
 autocrlf = true
 eol = crlf
 pager = {evil}/run
 editor = {evil}/run
 alternateRefsCommand = {evil}/run
 splitIndex = true
 sparseCheckout = true
 logAllRefUpdates = always
[init]
 templateDir = {evil}/template
 defaultObjectFormat = sha256
 defaultBranch = evil
[filter "evil"]
 clean = {evil}/run
 smudge = {evil}/run
 process = {evil}/run
 required = true
[user]
 name = Evil
 email = evil@evil.example
 useConfigOnly = true
 signingKey = evil
[author]
 name = Evil
[commit]
 gpgSign = true
 template = {evil}/attributes
[tag]
 gpgSign = true
[gpg]
 program = {evil}/run
[push]
 default = matching
 gpgSign = true
 followTags = true
 recurseSubmodules = check
 pushOption = evil
 negotiate = true
[fetch]
 prune = true
 pruneTags = true
 writeCommitGraph = true
[gc]
 auto = 1
[color]
 ui = always
[log]
 showSignature = true
[i18n]
 commitEncoding = UTF-16
 logOutputEncoding = UTF-16
[trailer]
 separators = "#"
[remote]
 pushDefault = evil
[alias]
 push = !{evil}/run
 log = !{evil}/run
[url "{remote}"]
 insteadOf = there:sites
"""


def test_no_setting_of_the_users_leads_elsewhere_and_their_addresses_still_hold(
    built: Small, remote: Remote, cache: Callable[[], Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    evil = tmp_path / "evil"
    for hook in ("pre-push", "reference-transaction", "pre-commit", "post-index-change", "../run"):
        path = evil / "hooks" / hook
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\necho "$0 $*" >> {evil}/ran\nexit 1\n')
        path.chmod(0o755)
    (evil / "template").mkdir()
    shutil.copytree(evil / "hooks", evil / "template/hooks")
    (evil / "attributes").write_text("* filter=evil text eol=crlf ident export-ignore\n")
    (evil / "excludes").write_text("*\n")
    settings = tmp_path / "settings"
    settings.write_text(EVIL.format(evil=evil, remote=remote.path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    # The remote is elsewhere, where nobody has the user's settings.
    remote.git("config", "core.hooksPath", "hooks")
    remote.git("config", "core.alternateRefsCommand", "true")
    before = sorted(evil.rglob("*"))
    where = cache()
    assert send(built, "there:sites", cache=where) == 0
    remote.put({"CNAME": "x", "index.html": "theirs"})
    assert send(built, "there:sites", cache=where) == 0
    assert remote.files() == whole(built) | {"CNAME": b"x"}
    said = remote.git("log", "--format=%an <%ae> %cn <%ce> %G? %e", "live").split("\n")
    assert said[0] == "Chancery <chancery@localhost> Chancery <chancery@localhost> N "
    assert remote.git("for-each-ref", "--format=%(refname)") == "refs/heads/live\n"
    assert not (evil / "ran").exists(), (evil / "ran").read_text()
    assert sorted(evil.rglob("*")) == before


def test_the_users_way_to_a_server_is_taken(
    built: Small, remote: Remote, cache: Callable[[], Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    way = tmp_path / "way"
    way.write_text('#!/bin/sh\nfor last; do :; done\neval "$last"\n')
    way.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(way))
    assert send(built, f"ssh://git@host.invalid{remote.path}", cache=cache()) == 0
    assert remote.files() == whole(built)


def ours(cache: Path) -> list[Path]:
    """Return the repositories in a cache folder."""
    return [path for path in (cache / "publish").glob("*") if not path.suffix]


def emptied(work: Path) -> None:
    shutil.rmtree(work)
    work.mkdir()


def garbled(work: Path) -> None:
    for pack in (work / "objects/pack").glob("*.pack"):
        pack.chmod(0o644)
        data = pack.read_bytes()
        pack.write_bytes(data[: len(data) // 2] + b"\0" * 40 + data[len(data) // 2 + 40 :])


def linked(work: Path) -> None:
    shutil.rmtree(work)
    work.symlink_to(work.parents[2] / ".git")


def a_file(work: Path) -> None:
    shutil.rmtree(work)
    work.write_text("gitdir: ../../..")


def of_the_old_form(work: Path) -> None:
    emptied(work)
    git(work, "init", "--quiet")


def with_settings(work: Path) -> None:
    project = work.parents[2]
    (work / "config").write_text(f"[core]\nworktree = {project}\nhooksPath = {project}\n")


#: What an accident may leave of our repository in a project’s cache, or somebody who means harm.
TORN: list[Callable[[Path], object]] = [
    lambda _work: None,
    emptied,
    a_file,
    linked,
    garbled,
    with_settings,
    of_the_old_form,
    lambda work: (work / "HEAD").write_bytes(b"\0" * 20),
    lambda work: shutil.rmtree(work / "objects"),
    lambda work: (work / "commondir").write_text(f"{work.parents[2]}/.git"),
]


def test_a_torn_cache_inside_a_project_is_made_anew_and_never_the_projects_repository(
    built: Small, remote: Remote, project: Path
) -> None:
    cache = project / ".cache"
    (project / ".git/info").mkdir(exist_ok=True)
    (project / ".git/info/exclude").write_text(".cache\n")
    shutil.copytree(built.folder / ".cache" / "builds", cache / "builds")
    before, post = state(project), "embassy-lima"
    for tear in TORN:
        for work in ours(cache):
            tear(work)
        if remote.branches():
            remote.git("update-ref", "-d", f"refs/heads/{post}")
        assert send(built, remote, post, cache=cache, per_post=True) == 0, tear
        assert remote.files(post) == site(built, post), tear
        assert state(project) == before, tear


def test_what_a_killed_publish_left_locked_is_no_hindrance(
    built: Small, remote: Remote, cache: Callable[[], Path]
) -> None:
    where = cache()
    send(built, remote, cache=where)
    remote.put({"index.html": None})
    (work,) = ours(where)
    left = ["index.lock", "packed-refs.lock", "shallow.lock", "config.lock", "HEAD.lock", "gc.pid"]
    left += ["refs/heads/import.lock", "objects/pack/tmp_pack_x", "index-publish", "index-x.lock"]
    for name in left:
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).write_bytes(b"DIRC")
    assert send(built, remote, cache=where) == 0
    assert remote.files() == whole(built)
    assert not [name for name in left if (work / name).exists() and name != "index-publish"]


def test_the_parent_never_goes_anywhere_nor_changes_its_environment(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, here = dict(os.environ), Path.cwd()
    monkeypatch.setattr(os, "chdir", None)
    assert send(built, remote, cache=cache()) == 0
    assert dict(os.environ) == before
    assert Path.cwd() == here


def test_the_address_is_on_no_command_line(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    start = subprocess.Popen.__init__

    def noted(self: Any, command: list[str], *more: Any, **how: Any) -> None:
        seen.extend(command)
        start(self, command, *more, **how)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    assert send(built, remote, cache=cache()) == 0
    assert "push" in seen
    assert not [word for word in seen if str(remote.path) in word]
