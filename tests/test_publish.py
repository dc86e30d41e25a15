"""Publishing to real Git remotes: only clean publishing builds, and only what changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from chancery.commands.options import Options
from chancery.commands.publish import publish
from tests.networks.small import DATE, Small, changed, make, tree


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path / "network")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    path = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    return path


def git(remote: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=remote, capture_output=True, text=True, check=True
    )
    return done.stdout


def send(small: Small, remote: Path, *posts: str, per_post: bool = False) -> int:
    options = Options(network=str(small.folder), posts=posts)
    return publish(options, str(remote), "" if per_post else "live", per_post=per_post)


def commits(remote: Path, branch: str) -> int:
    return int(git(remote, "rev-list", "--count", branch))


def test_the_whole_tree_is_sent_once_and_again_only_when_it_changed(
    small: Small, remote: Path
) -> None:
    assert small.build(publish=True).exitcode == 0
    assert send(small, remote) == 0
    assert "embassy-lima/en/index.html" in git(remote, "ls-tree", "-r", "--name-only", "live")
    assert send(small, remote) == 0
    assert commits(remote, "live") == 1
    small.edit("posts.yaml", "960003", "960004")
    small.build(publish=True)
    assert send(small, remote) == 0
    assert commits(remote, "live") == 2


def test_each_post_has_its_own_branch_and_only_changed_ones_are_sent(
    small: Small, remote: Path
) -> None:
    small.build(publish=True, CHANCERY_ONE_TREE=False)
    assert send(small, remote, per_post=True) == 0
    branches = git(remote, "branch", "--format=%(refname:short)").split()
    assert "embassy-lima" in branches
    assert "virtual-embassy-iceland" in branches
    assert "en/index.html" in git(remote, "ls-tree", "-r", "--name-only", "embassy-lima")
    small.edit("posts.yaml", "960003", "960004")
    small.build(publish=True, CHANCERY_ONE_TREE=False)
    assert send(small, remote, per_post=True) == 0
    assert commits(remote, "embassy-lima") == 2
    assert commits(remote, "embassy-cairo") == 1


def test_a_build_on_a_desk_is_refused(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build()
    assert send(small, remote) == 1
    assert "inv build --publish" in capfd.readouterr().err
    assert git(remote, "branch") == ""


def test_a_build_with_problems_is_refused(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", "city: Lima", "citty: Lima")
    assert small.build(publish=True).exitcode == 1
    assert send(small, remote) == 1
    assert "problems" in capfd.readouterr().err
    assert git(remote, "branch") == ""


ABROAD = ('phone: "+44 1632 960003"', 'phone: "+46 8 505 550 00"')
ACCEPTED = (
    "accepted: [{rule: phone-of-elsewhere, at: posts.embassy-lima.phone, why: One switchboard.}]\n"
)
ALERT = """severity: severe
sent: 2026-01-09T06:00Z
expires: 2026-01-11T00:00Z
headline: {en: Flood}
area: {words: {en: The coast}, countries: [PE]}
"""


def test_a_warning_holds_a_publish_until_it_is_accepted_and_changes_no_site(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", *ABROAD)
    assert small.build(publish=True).exitcode == 1
    assert capfd.readouterr().err.endswith("1 warning; see above\n")
    assert send(small, remote) == 1
    told = capfd.readouterr().err
    assert "warning: posts.embassy-lima.phone: '+46 8 505 550 00' is a number of SE" in told
    assert "[phone-of-elsewhere]" in told
    before = tree(small.output)
    small.edit("posts.yaml", "posts:\n", f"{ACCEPTED}posts:\n")
    assert small.build(publish=True).exitcode == 0
    said = capfd.readouterr()
    assert "phone-of-elsewhere" not in said.err
    assert said.out.endswith("\n1 accepted.\n")
    assert changed(before, tree(small.output)) == {"network.json"}
    assert send(small, remote) == 0


def test_notes_are_told_and_hold_nothing(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("content/pages/passports.en.md", "Ask", "<b>Ask</b>")
    assert small.build(publish=True).exitcode == 0
    told = capfd.readouterr()
    assert "[html-shown]" in told.err
    assert told.out.endswith("\n1 note.\n")
    assert send(small, remote) == 0


def test_an_alert_is_published_whatever_stood_before(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build(publish=True)
    assert send(small, remote) == 0
    small.edit("posts.yaml", *ABROAD)
    small.edit("posts.yaml", "city: {en: Cairo", "citty: {en: Cairo")
    small.build(publish=True)
    assert send(small, remote) == 1
    small.write("content/alerts/flood.yaml", ALERT)
    assert small.build(publish=True).exitcode == 1
    capfd.readouterr()
    assert send(small, remote) == 0
    told = capfd.readouterr().err
    assert "[phone-of-elsewhere]" in told
    assert "[key-unknown]" in told
    assert "the alert flood is new, and waits for nothing else" in told
    assert "Flood" in git(remote, "show", "live:embassy-lima/en/index.html")
    assert "Cairo" in git(remote, "show", "live:embassy-cairo/en/index.html")
    # The same alert again opens nothing; an update of it does.
    small.edit("posts.yaml", "960001", "960004")
    small.build(publish=True)
    assert send(small, remote) == 1
    update = "updates: [{at: 2026-01-09T11:00Z, kind: update, text: {en: It falls.}}]\n"
    small.write("content/alerts/flood.yaml", ALERT + update)
    small.build(publish=True)
    assert send(small, remote) == 0


def test_a_build_on_a_desk_stays_refused_until_every_site_is_built_for_publishing(
    small: Small, remote: Path
) -> None:
    small.write("content/posts/embassy-cairo/plan.en.md", "---\ntitle: Plan\nstatus: draft\n---\n")
    small.build()
    assert small.build(publish=True, posts=("embassy-lima",)).exitcode == 0
    assert (small.output / "embassy-cairo/en/plan").exists()
    assert send(small, remote) == 1
    assert git(remote, "branch") == ""
    assert small.build(publish=True).exitcode == 0
    assert send(small, remote) == 0
    assert "plan" not in git(remote, "ls-tree", "-r", "--name-only", "live")


def test_a_build_that_did_not_end_is_refused(
    small: Small, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build(publish=True)
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    with monkeypatch.context() as patch:
        patch.setattr("chancery.generator.network_status", None)
        with pytest.raises(TypeError):
            small.build(publish=True)
    assert "Please ask" in small.page("embassy-lima/en/passports/index.html")
    assert send(small, remote) == 1
    assert git(remote, "branch") == ""


@pytest.mark.parametrize("lost", ["embassy-lima", "embassy-lima/en/about/index.html", "index.html"])
def test_an_output_that_has_lost_a_file_since_is_refused(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str], lost: str
) -> None:
    small.build(publish=True)
    path = small.output / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    assert send(small, remote) == 1
    assert "is missing" in capfd.readouterr().err
    assert git(remote, "branch") == ""


def test_an_output_of_which_the_cache_knows_nothing_is_refused(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build(publish=True, cache="elsewhere")
    assert send(small, remote) == 1
    assert "Give the build's --cache" in capfd.readouterr().err


def test_what_was_sent_is_said(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build(publish=True)
    capfd.readouterr()
    send(small, remote)
    assert capfd.readouterr().out == "1 of 1 branch sent.\n"
    send(small, remote)
    assert capfd.readouterr().out == "0 of 1 branch sent; what was not sent is there already.\n"


def test_sites_that_link_one_another_as_one_tree_are_refused_for_places_of_their_own(
    small: Small, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build(publish=True)
    assert send(small, remote, per_post=True) == 1
    assert "Run inv build --publish --own-places." in capfd.readouterr().err
    assert git(remote, "branch") == ""
    small.build(publish=True, CHANCERY_ONE_TREE=False)
    assert send(small, remote, per_post=True) == 0


def test_only_chosen_branches_are_sent(small: Small, remote: Path) -> None:
    small.build(publish=True, CHANCERY_ONE_TREE=False)
    assert send(small, remote, "embassy-lima", per_post=True) == 0
    assert git(remote, "branch", "--format=%(refname:short)").split() == ["embassy-lima"]


@pytest.mark.parametrize(
    ("branch", "per_post", "posts", "words"),
    [
        ("", False, ("embassy-lima",), "Add --per-post"),
        ("", True, ("embassy-nowhere",), "'embassy-nowhere' is no post with a site"),
        ("live", True, (), "--branch"),
    ],
)
def test_what_cannot_be_asked_together_is_wrong_usage(
    small: Small,
    remote: Path,
    capfd: pytest.CaptureFixture[str],
    branch: str,
    per_post: bool,
    posts: tuple[str, ...],
    words: str,
) -> None:
    small.build(publish=True)
    options = Options(network=str(small.folder), posts=posts)
    assert publish(options, str(remote), branch, per_post=per_post) == 2
    assert words in capfd.readouterr().err
    assert git(remote, "branch") == ""


def test_a_remote_that_is_not_there_is_told(
    small: Small, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build(publish=True)
    assert send(small, tmp_path / "nowhere.git") == 1
    assert "nowhere.git" in capfd.readouterr().err
