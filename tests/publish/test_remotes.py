"""Remotes that are silent, refuse, or change meanwhile; and publishes that are killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chancery.publish.refusals import without_secrets, words
from chancery.publish.remote import Remote as Asked
from chancery.publish.repository import Repository
from chancery.publish.send import Publisher
from tests.networks.small import Small
from tests.publish.remotes import Remote, send, site, whole

POSTS = {"embassy-oslo", "embassy-cairo", "embassy-lima", "virtual-embassy-iceland"}


@pytest.fixture
def silent() -> Iterator[int]:
    """Return the port of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("scheme", ["git", "http"])
def test_a_silent_remote_ends_within_the_time_it_is_given(
    built: Small, cache: Callable[[], Path], silent: int, scheme: str,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    began = time.monotonic()
    address = f"{scheme}://127.0.0.1:{silent}/x.git"
    assert send(built, address, cache=cache(), timeout=1) == 1
    assert time.monotonic() - began < 20
    assert f"{address}: said nothing for 1 seconds" in capfd.readouterr().err


def test_a_branch_that_is_refused_or_slow_holds_up_no_other(
    built: Small, remote: Remote, cache: Callable[[], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    remote.hook("update", 'case "$1" in *cairo) sleep 60;; *oslo) echo "Not on a Friday, see '
                'https://who:hush@host.example/"; exit 1;; esac')  # fmt: skip
    began = time.monotonic()
    where = cache()
    assert send(built, remote, cache=where, per_post=True, timeout=2) == 1
    assert time.monotonic() - began < 30
    assert remote.branches() == POSTS - {"embassy-cairo", "embassy-oslo"}
    said = capfd.readouterr()
    assert said.out.endswith("2 of 4 branches sent; 2 refused, see above.\n")
    cairo, oslo, _counts = said.err.splitlines()
    assert re.match(r"embassy-cairo: \S+ said nothing for 2 seconds.*\[remote-silent\]", cairo)
    assert "does not take it: remote: Not on a Friday, see https://host.example/; " in oslo
    assert "hook declined" in oslo
    remote.hook("update", "")
    assert send(built, remote, cache=where, per_post=True) == 0
    assert remote.branches() == POSTS


def test_a_remote_that_answers_no_more_is_not_asked_for_each_branch(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("chancery.publish.send.AT_ONCE", 1)
    before(monkeypatch, "push", lambda: remote.path.rename(remote.path.with_name("gone")))
    assert send(built, remote, cache=cache(), per_post=True) == 1
    said = capfd.readouterr().err
    assert said.count("cannot be reached") == 1
    assert said.count("was not tried") == 3


def before(
    monkeypatch: pytest.MonkeyPatch, command: str, happens: Callable[[], object], times: int = 1
) -> None:
    """Let something happen right before Git is called with a command, so many times."""
    real = Repository.ask
    done: list[object] = []

    def asked(self: Repository, name: str, *given: str, **how: Any) -> Any:
        if name == command and len(done) < times:
            done.append(happens())
        return real(self, name, *given, **how)

    monkeypatch.setattr(Repository, "ask", asked)


def test_what_somebody_pushes_meanwhile_is_not_pushed_over(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = cache()
    send(built, remote, cache=where)
    remote.put({"index.html": None})
    before(monkeypatch, "push", lambda: remote.put({"CNAME": "x"}))
    assert send(built, remote, cache=where) == 0
    assert remote.files() == whole(built) | {"CNAME": b"x"}


@pytest.mark.parametrize("gone", [False, True])
def test_a_branch_that_comes_or_goes_meanwhile_is_looked_at_again(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch,
    gone: bool, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    where = cache()
    if gone:
        send(built, remote, cache=where)
        remote.put({"index.html": None})
    ref = "refs/heads/live"
    happens = (lambda: remote.git("update-ref", "-d", ref)) if gone else theirs(remote)
    before(monkeypatch, "push", happens)
    assert send(built, remote, cache=where) == (0 if gone else 1)
    if gone:
        assert remote.files() == whole(built)
    else:
        assert remote.commits() == 1
        assert "[branch-not-ours]" in capfd.readouterr().err


def theirs(remote: Remote) -> Callable[[], str]:
    return lambda: remote.put({"README.md": "theirs"})


def test_a_branch_that_never_rests_is_told(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    where = cache()
    send(built, remote, cache=where)
    remote.put({"index.html": None})
    numbers = iter("1234567")
    before(monkeypatch, "push", lambda: remote.put({next(numbers): "x"}), times=9)
    assert send(built, remote, cache=where) == 1
    assert "[branch-changed]" in capfd.readouterr().err
    assert "index.html" not in remote.files()


def test_a_build_that_another_machine_has_published_meanwhile_stays(
    built: Small, small: Small, remote: Remote, cache: Callable[[], Path],
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    where = cache()
    send(built, remote, cache=where)
    remote.put({"index.html": None})
    newer = whole(built) | {"index.html": b"newer"}
    listed = {path: data.decode("latin-1") for path, data in newer.items() if path < "f"}
    network = "https://network.example/"
    before(monkeypatch, "push", lambda: remote.build({**listed, "new": "1"}, network))
    assert send(built, remote, cache=where) == 1
    assert "has published meanwhile" in capfd.readouterr().err
    assert "new" in remote.files()


def test_who_has_pushed_the_same_meanwhile_is_no_hindrance(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    where, other = cache(), cache()
    real = Repository.ask

    def asked(self: Repository, name: str, *given: str, **how: Any) -> Any:
        if name == "push" and self.place.is_relative_to(where):
            monkeypatch.setattr(Repository, "ask", real)
            assert send(built, remote, cache=other) == 0
        return real(self, name, *given, **how)

    monkeypatch.setattr(Repository, "ask", asked)
    assert send(built, remote, cache=where) == 0
    assert remote.commits() == 1


def forked(work: Callable[[], object]) -> int:
    """Do something in a process of its own; give the signal that ended it."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


#: Where a publish is killed: before or after which step, and whether its programs go on alone.
KILLED = ["tips", "_import", "_importing", "_commit", "_push", "_pushing", "_pushed"]


@pytest.mark.parametrize("point", KILLED)
def test_a_publish_that_is_killed_anywhere_is_made_up_for_by_the_next(
    built: Small, remote: Remote, cache: Callable[[], Path], monkeypatch: pytest.MonkeyPatch,
    point: str,
) -> None:  # fmt: skip
    where, post = cache(), "embassy-lima"
    remote.hook("pre-receive", "sleep 0.2")
    remote.put({"CNAME": "x"}, post)

    def killed() -> None:
        with pytest.MonkeyPatch.context() as patch:
            break_off(patch, point)
            send(built, remote, post, cache=where, per_post=True, keep=True)

    assert forked(killed) == -signal.SIGKILL
    assert send(built, remote, post, cache=where, per_post=True, keep=True) == 0
    assert remote.files(post) == site(built, post) | {"CNAME": b"x"}
    assert send(built, remote, post, cache=where, per_post=True) == 0


def break_off(patch: pytest.MonkeyPatch, point: str) -> None:
    """Let a publish die before a step, in the midst of its programs, or after what they did."""
    if point in {"_importing", "_pushing"}:
        name = "run" if point == "_importing" else "ask"
        real = getattr(Repository, name)

        def begun(self: Repository, command: Any, *given: Any, **how: Any) -> Any:
            if name == "ask" and command != "push":
                return real(self, command, *given, **how)
            subprocess.Popen(["sh", "-c", f"sleep 0.1; kill -9 {os.getpid()}"])
            return real(self, command, *given, **how)

        patch.setattr(Repository, name, begun)
    elif point == "_pushed":
        real = Publisher._push_one

        def pushed(*given: Any) -> None:
            real(*given)
            dies()

        patch.setattr(Publisher, "_push_one", pushed)
    else:
        patch.setattr(Asked if point == "tips" else Publisher, point, lambda *_: dies())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a:b@host/x.git", "https://host/x.git"),
        ("https://token@host/x?private_token=y&b=c z", "https://host/x?private_token=…&b=… z"),
        ("https://a:p@ss@host/x", "https://host/x"),
        ("git@host:x.git", "git@host:x.git"),
        ("ssh://git@host/x", "ssh://host/x"),
        ("fatal: 'https://a:b@h' and http://c:d@i", "fatal: 'https://h' and http://i"),
    ],
)
def test_no_password_is_shown(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


def test_what_git_says_is_told_on_one_line_without_what_passes_by() -> None:
    said = (b"Counting objects: 1%\rCounting objects: 100%\nremote: Resolving deltas: 3%\r"
            b"remote: \x1b[31mno\x1b[0m\nTo https://a:b@c\nhint: pull\nerror: failed to push some "
            b"refs to 'x'\nfatal: gone\nfatal: gone\n")  # fmt: skip
    assert words(said) == "remote: \\x1b[31mno\\x1b[0m; fatal: gone"
    assert len(words(b"x" * 9000)) == 400


def test_an_address_with_a_password_is_told_without_it(
    built: Small, cache: Callable[[], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    assert send(built, "http://who:hush@127.0.0.1:9/x.git", cache=cache()) == 1
    said = capfd.readouterr().err
    assert said.startswith("http://127.0.0.1:9/x.git: cannot be reached: ")
    assert "hush" not in said
