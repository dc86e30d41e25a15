"""One writer at a time, with real processes: who holds a lock, who waits, who comes next."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import pytest

from chancery.common import locks
from chancery.common.locks import Busy, Holder, take

ROOT = Path(__file__).parents[2]
#: Takes the lock, says so, and lets go of it when its input ends.
HOLD = """
import sys
from pathlib import Path
from chancery.common.locks import take
place, command, first = sys.argv[1:]
with take(Path(place), command, first=bool(first)):
    print("has it", flush=True)
    sys.stdin.read()
"""


class Other:
    """Another process that wants a lock, and what it has said so far."""

    def __init__(
        self, place: Path, command: str = "chancery build", *, first: bool = False
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(place), command, "1" if first else ""],
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def has_it(self) -> None:
        """Wait until it holds the lock."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "has it\n"

    def waits(self) -> str:
        """Wait until it says for whom it waits, and give that."""
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def need_not_stay(self) -> None:
        """Let it go as soon as it has the lock."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.stdin = None

    def lets_go(self) -> None:
        self.process.communicate()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "output" / ".chancery" / "lock"


@pytest.fixture
def others(place: Path) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def other(
    others: ExitStack, place: Path, command: str = "chancery build", *, first: bool = False
) -> Other:
    made = Other(place, command, first=first)
    others.callback(made.process.communicate)
    others.callback(made.process.kill)
    return made


def test_who_waits_says_once_for_whom_and_goes_on_when_it_is_free(
    place: Path, others: ExitStack
) -> None:
    holder = other(others, place)
    holder.has_it()
    waiting = other(others, place, "chancery publish")
    said = waiting.waits()
    assert said.startswith(f"Waiting for chancery build (process {holder.process.pid} on ")
    assert said.endswith(" UTC).\n")
    holder.lets_go()
    waiting.has_it()
    _, more = waiting.process.communicate()
    assert more == ""


def test_who_must_not_wait_is_told_who_holds_the_lock(place: Path, others: ExitStack) -> None:
    holder = other(others, place)
    holder.has_it()
    with pytest.raises(Busy) as busy:
        take(place, "chancery feeds", wait=False)
    assert busy.value.holder is not None
    assert busy.value.holder.command == "chancery build"
    assert busy.value.holder.process == holder.process.pid
    assert busy.value.holder.host == locks.host_name()
    assert str(busy.value.holder) in str(busy.value)


def test_who_is_to_be_served_next_comes_before_those_who_waited_longer(
    place: Path, others: ExitStack
) -> None:
    holder = other(others, place)
    holder.has_it()
    patient = [other(others, place, f"chancery build {number}") for number in range(2)]
    for each in patient:
        each.waits()
    alert = other(others, place, "chancery alert", first=True)
    alert.waits()
    holder.lets_go()
    alert.has_it()
    alert.lets_go()
    for each in patient:
        each.need_not_stay()
    for each in patient:
        each.has_it()


def test_who_is_to_be_served_next_may_come_at_the_last_instant(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, real = locks._Turn(place.with_name(f"{place.name}.first")), locks._opened

    def meanwhile(asked: Path) -> tuple[int | None, bool]:
        if asked == place:
            turn.take()
        return real(asked)

    with monkeypatch.context() as patch:
        patch.setattr(locks, "_opened", meanwhile)
        with pytest.raises(Busy):
            take(place, "chancery build", wait=False)
    with take(place, "chancery alert", first=True, wait=False):
        pass
    turn.close()
    with take(place, "chancery build", wait=False):
        pass


def test_two_who_are_to_be_served_next_both_are(place: Path, others: ExitStack) -> None:
    holder = other(others, place)
    holder.has_it()
    alerts = [other(others, place, "chancery alert", first=True) for _ in range(2)]
    for each in alerts:
        each.waits()
        each.need_not_stay()
    holder.lets_go()
    for each in alerts:
        each.has_it()


def test_a_lock_ends_with_a_process_that_is_killed(place: Path, others: ExitStack) -> None:
    holder = other(others, place)
    holder.has_it()
    holder.kill()
    assert place.exists()
    with take(place, "chancery build", wait=False) as lock:
        assert lock.kept
        assert not lock.waited
    assert not place.exists()


def test_who_waited_first_and_was_killed_holds_nobody_up(place: Path, others: ExitStack) -> None:
    holder = other(others, place)
    holder.has_it()
    alert = other(others, place, "chancery alert", first=True)
    alert.waits()
    alert.kill()
    holder.lets_go()
    take(place, "chancery build", wait=False).release()
    assert not place.parent.exists() or not list(place.parent.iterdir())


@pytest.mark.parametrize("left", ["", "{", '{"command": "chancery build"}', "[]", "\xff"])
def test_a_file_that_was_left_holds_nobody_up(place: Path, left: str) -> None:
    place.parent.mkdir(parents=True)
    place.write_text(left, encoding="latin-1")
    take(place, "chancery build", wait=False).release()


def test_a_file_left_by_another_host_holds_nobody_up(place: Path) -> None:
    place.parent.mkdir(parents=True)
    left = Holder("chancery build", 1, "elsewhere", "2026-01-09T12:00:00Z")
    place.write_text(json.dumps(asdict(left)))
    assert locks.read_holder(place) == left
    with take(place, "chancery feeds", wait=False):
        held = locks.read_holder(place)
        assert held is not None
        assert held.process == os.getpid()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP])
def test_where_a_place_keeps_no_locks_nobody_is_held_off(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def answers(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(locks, "_lock", answers)
    with take(place, "chancery build") as one, take(place, "chancery alert", first=True) as two:
        assert not one.kept
        assert not two.kept


def test_what_was_made_for_a_lock_goes_with_it(tmp_path: Path) -> None:
    take(tmp_path / "a" / "b" / "lock", "chancery build").release()
    assert list(tmp_path.iterdir()) == []
    with take(tmp_path / "a" / "b" / "lock", "chancery build"):
        (tmp_path / "a" / "page.html").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "page.html"]


def test_a_lock_whose_file_was_taken_away_is_made_anew(place: Path, others: ExitStack) -> None:
    """Who empties an output while a build holds it must not stop those that come after."""
    holder = other(others, place)
    holder.has_it()
    waiting = other(others, place, "chancery publish")
    waiting.waits()
    place.unlink()
    waiting.has_it()


def test_a_link_is_no_lock(place: Path, tmp_path: Path) -> None:
    """What is written into the file of a lock must not land in a file elsewhere."""
    place.parent.mkdir(parents=True)
    (tmp_path / "victim").write_text("mine")
    place.symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="symbolic links"):
        take(place, "chancery build")
    assert (tmp_path / "victim").read_text() == "mine"


def test_a_process_that_was_forked_does_not_let_go_of_its_parents_lock(place: Path) -> None:
    with take(place, "chancery build") as lock:
        child = os.fork()
        if not child:
            lock.release()
            os._exit(0)
        os.waitpid(child, 0)
        assert place.exists()
        with pytest.raises(Busy):
            take(place, "chancery feeds", wait=False)


def test_a_lock_is_let_go_of_though_a_forked_process_lives_on(place: Path) -> None:
    lock = take(place, "chancery build")
    child = os.fork()
    if not child:
        time.sleep(60)
    lock.release()
    take(place, "chancery feeds", wait=False).release()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_holder_of_another_day_is_named_with_it() -> None:
    holder = Holder("chancery build", 4711, "duty-1", "2026-01-08T14:03:22Z")
    assert str(holder) == "chancery build (process 4711 on duty-1, since 2026-01-08 14:03:22 UTC)"
