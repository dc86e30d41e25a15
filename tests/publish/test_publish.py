"""Publishing to real Git remotes: only clean publishing builds, and only what changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chancery.commands.options import Options
from chancery.commands.publish import Target, publish
from chancery.write.build import Worker
from tests.networks.small import Small, changed, tree
from tests.publish.remotes import Remote, send, site, whole


def rebuild(small: Small, **how: Any) -> int:
    return small.build(publish=True, CHANCERY_ONE_TREE=False, **how).exitcode


def test_the_whole_tree_is_sent_once_and_again_only_when_it_changed(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    assert send(small, remote) == 0
    assert capfd.readouterr().out == "1 of 1 branch sent.\n"
    assert remote.files() == whole(small)
    assert send(small, remote) == 0
    assert capfd.readouterr().out == "0 of 1 branch sent; what was not sent is there already.\n"
    assert remote.commits() == 1
    small.edit("posts.yaml", "960003", "960004")
    assert rebuild(small) == 0
    assert send(small, remote) == 0
    assert remote.commits() == 2
    assert remote.files() == whole(small)


def test_each_post_has_its_own_branch_and_only_changed_ones_are_sent(
    small: Small, remote: Remote
) -> None:
    assert send(small, remote, "embassy-lima", per_post=True) == 0
    assert remote.branches() == {"embassy-lima"}
    assert send(small, remote, per_post=True) == 0
    posts = {"embassy-oslo", "embassy-cairo", "embassy-lima", "virtual-embassy-iceland"}
    assert remote.branches() == posts
    assert remote.commits("embassy-lima") == 1
    small.edit("posts.yaml", "960003", "960004")
    rebuild(small)
    assert send(small, remote, per_post=True) == 0
    assert remote.commits("embassy-lima") == 2
    assert remote.commits("embassy-cairo") == 1
    assert remote.files("embassy-lima") == site(small, "embassy-lima")


def test_a_cache_that_is_lost_is_no_loss_and_sends_nothing_twice(
    built: Small, remote: Remote, cache: Callable[[], Path]
) -> None:
    assert send(built, remote, cache=cache()) == 0
    assert send(built, remote, cache=cache()) == 0
    assert remote.commits() == 1
    remote.put({"index.html": None})
    assert send(built, remote, cache=cache()) == 0
    assert remote.commits() == 3
    assert remote.files() == whole(built)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (
            "publishing",
            False,
            "not built for publishing as a whole. Run chancery build --publish. [output-not-ready]",
        ),
        ("clean", False, "The last build had problems"),
        ("building", True, "holds no finished build"),
        ("posts", 5, "network.json: is not as the build has written it"),
        ("posts", [{}], "network.json: is not as the build has written it"),
    ],
)
def test_what_is_no_clean_publishing_build_is_refused(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str],
    key: str, value: object, words: str,
) -> None:  # fmt: skip
    status = small.output / "network.json"
    status.write_text(json.dumps({**json.loads(status.read_bytes()), key: value}))
    assert send(small, remote) == 1
    assert words in capfd.readouterr().err
    assert not remote.branches()


@pytest.mark.parametrize("garbled", [b"", b"\xff", b"[]", b"null"])
def test_a_garbled_status_is_that_of_no_build(
    small: Small, remote: Remote, garbled: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (small.output / "network.json").write_bytes(garbled)
    assert send(small, remote) == 1
    assert "holds no finished build" in capfd.readouterr().err


def test_a_build_with_problems_is_refused(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", "city: Lima", "citty: Lima")
    assert rebuild(small) == 1
    assert send(small, remote) == 1
    assert "problems" in capfd.readouterr().err
    assert not remote.branches()


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
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", *ABROAD)
    assert rebuild(small) == 1
    assert "warning: posts.e" in capfd.readouterr().err
    assert send(small, remote) == 1
    told = capfd.readouterr().err
    assert "warning: posts.embassy-lima.phone: '+46 8 505 550 00' is a number of SE" in told
    assert "[phone-of-elsewhere]" in told
    before = tree(small.output)
    small.edit("posts.yaml", "posts:\n", f"{ACCEPTED}posts:\n")
    assert rebuild(small) == 0
    said = capfd.readouterr()
    assert "phone-of-elsewhere" not in said.err
    assert changed(before, tree(small.output)) == {"network.json"}
    assert send(small, remote) == 0


def test_notes_are_told_and_hold_nothing(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("content/pages/passports.en.md", "Ask", "<b>Ask</b>")
    assert rebuild(small) == 0
    told = capfd.readouterr()
    assert "[html-shown]" in told.err
    assert send(small, remote) == 0


def test_an_alert_is_published_whatever_stood_before(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    rebuild(small)
    assert send(small, remote) == 0
    small.edit("posts.yaml", *ABROAD)
    small.edit("posts.yaml", "city: {en: Cairo", "citty: {en: Cairo")
    rebuild(small)
    assert send(small, remote) == 1
    small.write("content/alerts/flood.yaml", ALERT)
    assert rebuild(small) == 1
    capfd.readouterr()
    assert send(small, remote) == 0
    told = capfd.readouterr().err
    assert "[phone-of-elsewhere]" in told
    assert "[key-unknown]" in told
    assert "the alert flood is new, and waits for nothing else" in told
    assert "Flood" in remote.git("show", "live:embassy-lima/en/index.html")
    assert "Cairo" in remote.git("show", "live:embassy-cairo/en/index.html")
    # The same alert again opens nothing; an update of it does.
    small.edit("posts.yaml", "960001", "960004")
    rebuild(small)
    assert send(small, remote) == 1
    update = "updates: [{at: 2026-01-09T11:00Z, kind: update, text: {en: It falls.}}]\n"
    small.write("content/alerts/flood.yaml", ALERT + update)
    rebuild(small)
    assert send(small, remote) == 0


def rebuilt_without(small: Small, site: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Build while a fault of ours keeps one site from being made."""
    real = Worker._rendered

    def rendered(self: Worker, asked: str, known: Any) -> Any:
        return real(self, asked, known) if asked != site else 1 / 0

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_rendered", rendered)
        return rebuild(small)


def test_a_site_that_cannot_be_made_stays_as_it_was_and_holds_no_alert_up(
    small: Small, remote: Remote, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    rebuild(small)
    assert send(small, remote) == 0
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    assert rebuilt_without(small, "embassy-cairo", monkeypatch) == 1
    capfd.readouterr()
    assert send(small, remote) == 1
    assert "embassy-cairo: the site could not be built: ZeroDivisionError" in capfd.readouterr().err
    small.write("content/alerts/flood.yaml", ALERT)
    assert rebuilt_without(small, "embassy-cairo", monkeypatch) == 1
    assert send(small, remote) == 0
    assert "Flood" in remote.git("show", "live:embassy-lima/en/index.html")
    assert "Please ask" not in remote.git("show", "live:embassy-cairo/en/passports/index.html")
    assert "Please ask" in remote.git("show", "live:embassy-oslo/en/passports/index.html")


def test_what_was_left_of_a_site_that_cannot_be_made_never_goes_up_with_drafts(
    small: Small, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build(CHANCERY_ONE_TREE=False)
    small.write("content/alerts/flood.yaml", ALERT)
    rebuilt_without(small, "embassy-cairo", monkeypatch)
    assert not json.loads(small.page("network.json"))["publishing"]
    assert send(small, remote) == 1
    assert not remote.branches()


def test_a_build_on_a_desk_stays_refused_until_every_site_is_built_for_publishing(
    small: Small, remote: Remote
) -> None:
    small.write("content/posts/embassy-cairo/plan.en.md", "---\ntitle: Plan\nstatus: draft\n---\n")
    small.build(CHANCERY_ONE_TREE=False)
    assert rebuild(small, posts=("embassy-lima",)) == 0
    assert (small.output / "embassy-cairo/en/plan").exists()
    assert send(small, remote) == 1
    assert not remote.branches()
    assert rebuild(small) == 0
    assert send(small, remote) == 0
    assert not [path for path in remote.files() if "plan" in path]


def test_the_site_of_a_broken_entry_never_goes_up_with_the_drafts_of_a_build_on_a_desk(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not even with an alert, which nothing else holds up."""
    small.write("content/posts/embassy-cairo/plan.en.md", "---\ntitle: Plan\nstatus: draft\n---\n")
    small.build(CHANCERY_ONE_TREE=False)
    [last_good] = (small.folder / ".cache").glob("builds/*/manifest.msgpack")
    last_good.unlink()
    small.edit("posts.yaml", "city: {en: Cairo", "citty: {en: Cairo")
    small.write("content/alerts/flood.yaml", ALERT)
    rebuild(small)
    assert (small.output / "embassy-cairo/en/plan").exists()
    assert json.loads(small.page("network.json"))["publishing"]
    capfd.readouterr()
    assert send(small, remote) == 1
    assert "this tree lacks embassy-cairo" in capfd.readouterr().err
    assert not remote.branches()
    small.edit("posts.yaml", "citty: {en: Cairo", "city: {en: Cairo")
    assert rebuild(small) == 0
    assert send(small, remote) == 0
    assert not [path for path in remote.files() if "plan" in path]


def test_a_build_that_did_not_end_is_refused(
    small: Small, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    with monkeypatch.context() as patch:
        patch.setattr("chancery.run.build.network_status", None)
        with pytest.raises(TypeError):
            rebuild(small)
    assert "Please ask" in small.page("embassy-lima/en/passports/index.html")
    assert send(small, remote) == 1
    assert not remote.branches()


@pytest.mark.parametrize("lost", ["embassy-lima", "embassy-lima/en/about/index.html", "index.html"])
def test_an_output_that_has_lost_a_file_since_is_refused(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str], lost: str
) -> None:
    path = small.output / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    assert send(small, remote) == 1
    assert "is missing" in capfd.readouterr().err
    assert not remote.branches()


def test_an_output_of_which_the_cache_knows_nothing_is_refused(
    built: Small, remote: Remote, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert send(built, remote, cache=tmp_path / "elsewhere") == 1
    assert "cache" in capfd.readouterr().err


def test_sites_that_link_one_another_as_one_tree_are_refused_for_places_of_their_own(
    small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("output/network.json", '"own_places": true', '"own_places": false')
    assert send(small, remote, per_post=True) == 1
    assert "Run chancery build --publish --own-places." in capfd.readouterr().err
    assert not remote.branches()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"posts": ("embassy-lima",)}, "Add --per-post"),
        ({"posts": ("embassy-nowhere",), "per_post": True}, "'embassy-nowhere' is no post with a"),
        ({"branch": "live", "per_post": True}, "--branch"),
        ({"keep": True, "replace": True}, "--keep"),
        ({"timeout": 0}, "--timeout"),
        ({"remote": "origin"}, "--remote: 'origin' is neither an address nor a folder"),
        *(
            ({"branch": name}, "--branch")
            for name in ["a..b", "-d", "a b", "HEAD", "refs/heads/live", "x.lock", "@{-1}", "a\0b"]
        ),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(
    built: Small, remote: Remote, cache: Callable[[], Path], how: dict[str, Any], words: str,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    given = {"remote": str(remote.path), **how}
    posts = given.pop("posts", ())
    options = Options(network=str(built.folder), cache=str(cache()), posts=posts)
    assert publish(options, Target(**given)) == 2
    assert words in capfd.readouterr().err
    assert not remote.branches()


def test_a_remote_that_is_not_there_is_told(
    built: Small, cache: Callable[[], Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert send(built, str(tmp_path / "nowhere.git"), cache=cache()) == 1
    assert "nowhere.git: cannot be reached" in capfd.readouterr().err


def test_a_path_is_meant_from_where_the_command_is_given(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(remote.path.parent)
    assert send(built, remote.path.name, cache=cache()) == 0
    assert remote.branches() == {"live"}
    assert Path.cwd() == remote.path.parent


def test_without_git_nothing_is_sent_and_that_is_said(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    where = cache()
    monkeypatch.setenv("PATH", "")
    assert send(built, remote, cache=where) == 1
    assert "Publishing needs git" in capfd.readouterr().err
