"""Programs that talk to other machines end, with all that they have started."""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Event, Timer

import pytest

from chancery.publish import calls
from chancery.publish.calls import Ended, Interrupted, Silent, run


def shell(script: str, folder: Path, silence: float = 5, stop: Event | None = None) -> Ended:
    return run(
        ["sh", "-c", script], folder=folder, environment=os.environ, given=b"given",
        silence=silence, stop=stop or Event(),
    )  # fmt: skip


def test_a_program_is_given_what_it_reads_and_gives_what_it_says(tmp_path: Path) -> None:
    assert shell("cat; echo no >&2; exit 3", tmp_path) == Ended(3, b"given", b"no\n")


def test_who_says_nothing_is_ended_with_all_it_started(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Silent, match="said nothing for"):
        shell("sleep 60 & echo $! > child; trap '' TERM; sleep 60", tmp_path, 0.2)
    assert time.monotonic() - began < 20
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split(") ")[1][0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("what it started is still there")


def test_who_says_something_now_and_then_may_go_on(tmp_path: Path) -> None:
    assert shell("for i in 1 2 3; do sleep 0.2; echo $i >&2; done", tmp_path, 0.5).code == 0


@pytest.mark.parametrize(
    ("name", "value", "script", "words"),
    [
        ("_PATIENCE", 2, "while :; do echo x; sleep 0.05; done", "was not done after 0.8 seconds"),
        ("_FLOOD", 1000, "yes", "said more than 1,000 bytes"),
    ],
)
def test_who_talks_without_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: int, script: str, words: str
) -> None:
    monkeypatch.setattr(calls, name, value)
    with pytest.raises(Silent, match=words):
        shell(script, tmp_path, 0.4)


def test_what_goes_on_behind_holds_nobody_up(tmp_path: Path) -> None:
    began = time.monotonic()
    assert shell("(sleep 3; true) & echo done", tmp_path).out == b"done\n"
    assert time.monotonic() - began < 2.5


def test_a_run_that_is_ended_ends_its_programs(tmp_path: Path) -> None:
    stop = Event()
    Timer(0.1, stop.set).start()
    with pytest.raises(Interrupted):
        shell("sleep 60", tmp_path, stop=stop)
