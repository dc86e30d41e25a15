"""What is sent is one build's tree or nothing, whatever else writes to the output meanwhile."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chancery.common.locks import Lock, take
from chancery.publish.git import read_finished
from chancery.publish.refusals import PublishRefused
from chancery.publish.remote import Remote
from chancery.publish.send import Publisher
from chancery.write.generation import output_lock
from chancery.write.manifest import ManifestStore
from tests.networks.small import Small
from tests.publish.remotes import Remote as Place
from tests.publish.remotes import send, whole

PAGE = "embassy-lima/en/index.html"


def mark(small: Small, **changes: object) -> bytes:
    """Change what network.json says, and give what it said."""
    path = small.output / "network.json"
    before = path.read_bytes()
    path.write_text(json.dumps({**json.loads(before), **changes}))
    return before


def when(
    monkeypatch: pytest.MonkeyPatch, step: str, happens: Callable[[], object], *, times: int = 1
) -> None:
    """Let something happen right before a step of publishing, so many times."""
    owner = Remote if step in {"tips", "branches"} else Publisher
    real = getattr(owner, step)
    done: list[object] = []

    def stepped(self: object, *given: object) -> object:
        if len(done) < times:
            done.append(happens())
        return real(self, *given)

    monkeypatch.setattr(owner, step, stepped)


def test_a_publish_waits_for_the_build_that_is_at_work(
    small: Small, remote: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = take(output_lock(small.output), "chancery build")
    before = mark(small, building=True)

    def end() -> None:
        time.sleep(0.3)
        (small.output / "network.json").write_bytes(before)
        lock.release()

    ending = threading.Thread(target=end)
    ending.start()
    assert send(small, remote) == 0
    ending.join()
    assert "Waiting for chancery build (process" in capfd.readouterr().err
    assert remote.files() == whole(small)


def test_who_is_not_to_wait_is_told_for_whom(
    built: Small, remote: Place, cache: Callable[[], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    with take(output_lock(built.output), "chancery build"):
        assert send(built, remote, cache=cache(), wait=False) == 2
    assert "output: chancery build (process" in capfd.readouterr().err
    assert not remote.branches()


def test_the_lock_is_not_held_while_the_remote_is_asked(
    built: Small, remote: Place, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def free() -> Lock:
        with take(output_lock(built.output), "chancery build", wait=False) as lock:
            return lock

    for step in ("tips", "_push"):
        when(monkeypatch, step, free)
    assert send(built, remote, cache=cache()) == 0


def test_an_output_that_cannot_be_written_is_sent_without_its_lock(
    built: Small, remote: Place, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(place: Path, *given: object, **how: object) -> Lock:
        if place == output_lock(built.output):
            raise PermissionError(13, "Permission denied")
        return take(place, "chancery publish")

    monkeypatch.setattr("chancery.publish.send.take", refused)
    assert send(built, remote, cache=cache()) == 0


@pytest.mark.parametrize("step", ["branches", "_import", "_commit"])
def test_a_build_that_begins_where_locks_fail_lets_nothing_half_be_sent(
    small: Small, remote: Place, monkeypatch: pytest.MonkeyPatch, step: str,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    before = whole(small)

    def begin() -> None:
        mark(small, building=True, clean=False)
        (small.output / PAGE).write_bytes(b"of another build")

    when(monkeypatch, step, begin)
    code = send(small, remote)
    if step == "_commit":  # by then Git has all of the first build
        assert (code, remote.files()) == (0, before)
        return
    assert code == 1
    assert "holds no finished build" in capfd.readouterr().err
    assert not remote.branches()


def test_a_build_that_ends_meanwhile_is_the_one_that_is_sent(
    small: Small, remote: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.edit("posts.yaml", "960003", "960004")

    def build() -> None:
        assert small.build(publish=True, CHANCERY_ONE_TREE=False).exitcode == 0

    when(monkeypatch, "branches", build)
    assert send(small, remote) == 0
    assert remote.files() == whole(small)
    assert remote.commits() == 1


def test_builds_that_never_pause_are_told(
    small: Small, remote: Place, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = small.output / "network.json"
    again = lambda *_: path.write_bytes(path.read_bytes())  # noqa: E731
    monkeypatch.setattr(Publisher, "_import", again)
    assert send(small, remote) == 1
    assert "builds write to it all the time" in capfd.readouterr().err
    assert not remote.branches()


def test_a_file_that_vanishes_while_it_is_taken_is_told(
    small: Small, remote: Place, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    when(monkeypatch, "_import", (small.output / PAGE).unlink)
    assert send(small, remote) == 1
    assert f"{PAGE}: is not as the build has written it" in capfd.readouterr().err


@pytest.mark.parametrize("early", [True, False])
def test_a_file_that_somebody_changed_is_never_sent(
    small: Small, remote: Place, monkeypatch: pytest.MonkeyPatch, early: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    page = small.output / PAGE
    before = page.read_bytes()
    when(monkeypatch, "branches" if early else "_import", lambda: page.write_bytes(b"changed"))
    assert send(small, remote) == 1
    assert f"{page}: is not as the build has written it" in capfd.readouterr().err
    assert not remote.branches()
    page.write_bytes(before)
    assert send(small, remote) == 0
    page.write_bytes(b"changed")
    remote.put({PAGE: None})
    # Git has the bytes of the build by now.
    assert send(small, remote) == 0
    assert remote.files()[PAGE] == before


def test_only_what_the_build_made_is_sent(small: Small, remote: Place) -> None:
    before = whole(small)
    for name in ("notes.txt", "embassy-lima/.env", "embassy-lima/en/index.html.4711.part", ".git"):
        (small.output / name).write_text("nobody’s business")
    (small.output / "embassy-lima/all").symlink_to(small.folder)
    assert send(small, remote) == 0
    assert remote.files() == before


def test_files_are_sent_as_files_whatever_their_rights(small: Small, remote: Place) -> None:
    page = small.output / PAGE
    page.chmod(0o755)
    elsewhere = small.folder / "elsewhere.html"
    page.rename(elsewhere)
    page.symlink_to(elsewhere)
    assert send(small, remote) == 0
    assert remote.git("ls-tree", "live", "--", PAGE).startswith("100644 blob")


def test_a_build_by_another_cache_is_told(small: Small) -> None:
    store = ManifestStore(small.folder / ".cache", small.output)
    place = small.output / ".chancery/generation"
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"9 {'a' * 32}")
    with pytest.raises(PublishRefused, match="another cache folder"):
        read_finished(small.output, store)


def test_the_site_of_a_post_that_lost_its_entry_stays_in_the_tree(built: Small) -> None:
    store = ManifestStore(built.folder / ".cache", built.output)
    before = read_finished(built.output, store)
    status = (built.output / "network.json").read_bytes()
    posts = [post for post in json.loads(status)["posts"] if post["id"] != "embassy-lima"]
    path = built.output / "network.json"
    try:
        mark(built, posts=[*posts, {"id": "embassy-lima", "status": "failed"}])
        after = read_finished(built.output, store)
    finally:
        path.write_bytes(status)
    assert after.tree().keys() == before.tree().keys()
    assert "embassy-lima" not in after.posts
