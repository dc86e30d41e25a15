"""One writer on one output: two builds at once, with locks and where locks fail."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pelican import Pelican

from chancery import generator
from chancery.commands.alert import Wish, alert
from chancery.commands.build import build, pelican_settings
from chancery.commands.options import Options
from chancery.common.locks import Lock, take
from chancery.generator import MicrositeGenerator
from chancery.run import build as run_build
from chancery.run import guards
from chancery.write import stamp
from chancery.write.build import Worker
from chancery.write.files import write_changed
from chancery.write.generation import generation, generation_file, output_lock, put_generation
from chancery.write.manifest import ManifestStore
from tests.explore.faults import CACHES, Trials, TwoBuilds, start
from tests.networks.small import (
    DATE,
    Small,
    make,
    tree,
    unlike_a_cold_build,
    with_more_posts,
)

pytestmark = pytest.mark.usefixtures("fixed_date")
ROOT = Path(__file__).parents[2]
PHONE = ("posts.yaml", "+44 1632 960002", "+44 1632 960012")


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make(tmp_path)


def options(small: Small, cache: str = ".cache") -> Options:
    return Options(network=str(small.folder), cache=str(small.folder / cache), workers=1)


def status(small: Small) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(small.page("network.json"))
    return found


def test_two_builds_at_once_leave_the_tree_of_the_last_input(tmp_path: Path) -> None:
    case, found = TwoBuilds(tmp_path), Trials()
    case.trial(found, 0.5, CACHES[1])
    assert not found.failed, found.failed
    assert (found.older, found.mixed) == (0, 0)
    # Where locks fail, a tree may be mixed, but is never called clean, and heals.
    found = Trials()
    case.trial(found, 0.6, CACHES[0], NO_LOCKS=str(errno.ENOLCK))
    assert not found.failed, found.failed
    assert (found.lies, found.lasting) == (0, 0)


def held(small: Small, command: str = "chancery build") -> Lock:
    small.output.mkdir(exist_ok=True)
    return take(output_lock(small.output), command)


def test_who_must_not_wait_ends_with_2_and_names_the_holder(small: Small) -> None:
    with held(small, "chancery publish"):
        process = start(small, wait=False)
        _, err = process.communicate()
    assert process.returncode == 2, err
    assert f"output: is written to by chancery publish (process {os.getpid()} on " in err
    assert " UTC)" in err
    assert "Nothing was built; the output is as it was." in err
    assert tree(small.output) == {}


ALERT = """
import sys
sys.path.insert(0, "plugins")
from chancery.commands.alert import Wish, alert
from chancery.commands.options import Options
given = {"country": "EG", "area": "Cairo", "headline": "Water", "severity": "severe"}
sys.exit(alert(Options(network=sys.argv[1], workers=1), Wish("water", "", given), build=True))
"""


def test_a_waiting_alert_is_served_next(small: Small) -> None:
    """The build that waited longer finds all done, so the alert's was before it."""
    small.build()
    lock = held(small)
    patient = start(small)
    assert patient.stderr is not None
    assert patient.stderr.readline().startswith("Waiting for chancery build (process ")
    alert = subprocess.Popen(
        [sys.executable, "-c", ALERT, str(small.folder)], cwd=ROOT, env={**os.environ},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert alert.stderr is not None
    assert alert.stderr.readline().startswith("Waiting for chancery build (process ")
    lock.release()
    done, said = alert.communicate()
    assert "content/alerts/water.yaml was written." in done, said
    assert "Water" in small.page("embassy-cairo/en/index.html")
    out, err = patient.communicate()
    assert out.splitlines()[-2].startswith(("Nothing has changed", "0 sites built")), out + err
    assert unlike_a_cold_build(small) == set()


def test_an_alert_that_must_not_wait_names_who_changes_the_inputs(small: Small) -> None:
    with Options(network=str(small.folder)).changing("chancery new post"):
        code = ALERT.replace("build=True", "build=True, wait=False")
        done = subprocess.run(
            [sys.executable, "-c", code, str(small.folder)], cwd=ROOT, capture_output=True,
            text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert f"is changed by chancery new post (process {os.getpid()} on " in done.stderr
    assert "Nothing was written." in done.stderr
    assert not (small.folder / "content/alerts").exists()


def test_who_may_write_alerts_alone_puts_them_up(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is beside posts.yaml, where a duty officer may have no right to write."""
    opened = os.open

    def guarded(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & os.O_CREAT and Path(path).parent == small.folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", guarded)
    given = {"country": "EG", "area": "Cairo", "headline": "Water", "severity": "severe"}
    assert alert(options(small), Wish("water", "", given), build=False) == 0
    assert (small.folder / "content/alerts/water.yaml").is_file()


NEW_POST = """
import sys
sys.path.insert(0, "plugins")
from chancery.commands.newpost import new_post
from chancery.commands.options import Options
values = {"id": sys.argv[2], "kind": "embassy", "country": "PT", "city": "Lisbon"}
sys.exit(new_post(Options(network=sys.argv[1]), values | {"timezone": "Europe/Lisbon"}))
"""


@pytest.mark.parametrize(
    ("code", "file"), [(NEW_POST, "posts.yaml"), (ALERT, "content/alerts/water.yaml")]
)
def test_what_two_commands_write_at_once_is_not_lost(small: Small, code: str, file: str) -> None:
    code = code.replace("build=True", "build=False")
    if file != "posts.yaml":
        subprocess.run([sys.executable, "-c", code, str(small.folder)], cwd=ROOT, check=True)
        code = code.replace('"", given)', '"update", {"text": sys.argv[2]})')
    both = {
        name: subprocess.Popen(
            [sys.executable, "-c", code, str(small.folder), name],
            cwd=ROOT, env={**os.environ, "SOURCE_DATE_EPOCH": str(int(DATE) + minutes * 60)},
        )
        for minutes, name in enumerate(("embassy-one", "embassy-two"), 1)
    }  # fmt: skip
    ended = {name: process.wait() for name, process in both.items()}
    kept = (small.folder / file).read_text(encoding="utf-8")
    # An update that would stand before a newer one is refused, and told.
    assert {name for name, code in ended.items() if not code} == {
        name for name in both if name in kept
    }
    assert 0 in ended.values()


def test_a_lock_is_let_go_of_whatever_a_run_comes_to(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_free() -> bool:
        take(output_lock(small.output), "chancery build", wait=False).release()
        return True

    assert small.build().exitcode == 0
    assert is_free()
    assert small.build(posts=("nobody",)).exitcode == 2
    assert is_free()
    small.edit("posts.yaml", "timezone: Africa/Cairo", "timezone: Africa/Kairo")
    assert small.build().exitcode == 1
    assert is_free()
    for owner, name in ((generator, "read_all"), (MicrositeGenerator, "generate_output")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                small.build()
            with pytest.raises(ZeroDivisionError):
                build(options(small))
        if name == "read_all":
            assert is_free()
    # What fails outside leaves the lock to the next run of this process.
    assert small.build().exitcode == 1
    assert is_free()


def test_no_trace_is_left_where_nothing_could_begin(small: Small) -> None:
    small.write("posts.yaml", "nonsense: [")
    assert build(options(small)) == 2
    assert not small.output.exists()
    assert small.build(output="new/output").exitcode == 2
    assert not (small.folder / "new").exists()


def test_pelican_may_delete_the_output_and_the_lock_stays(small: Small) -> None:
    small.build()
    small.write("output/embassy-lima/old.html", "old")
    done = small.build(DELETE_OUTPUT_DIRECTORY=True)
    assert done.exitcode == 0
    assert unlike_a_cold_build(small) == set()


def test_pelican_that_watches_for_changes_begins_each_run_anew(small: Small) -> None:
    settings = pelican_settings(options(small))
    pelican = Pelican(settings)
    pelican.run()
    small.edit(*PHONE)
    pelican.run()
    assert unlike_a_cold_build(small) == set()


def test_a_cache_does_not_believe_its_records_where_another_cache_has_written(
    small: Small,
) -> None:
    small.build(cache="one")
    small.build(cache="two")
    small.edit(*PHONE)
    small.build(cache="two")
    small.edit(PHONE[0], PHONE[2], PHONE[1])
    small.build(cache="one")
    assert unlike_a_cold_build(small) == set()


def test_an_output_put_back_from_elsewhere_is_compared(small: Small) -> None:
    """A pipeline may keep its cache and the output of another run."""
    small.build()
    kept = small.output.rename(small.folder / "kept")
    small.edit(*PHONE)
    assert build(options(small)) == 0
    small.output.rename(small.folder / "newer")
    kept.rename(small.output)
    assert build(options(small)) == 0
    assert unlike_a_cold_build(small) == set()


def overtake(small: Small, monkeypatch: pytest.MonkeyPatch, name: str, site: str) -> None:
    """Let somebody else write when a build comes to some point of a site."""
    real = getattr(ManifestStore, name)

    def meanwhile(self: ManifestStore, found: str, *rest: Any, **named: Any) -> None:
        if found == site:
            put_generation(generation_file(small.output), "7 " + "0" * 32)
        real(self, found, *rest, **named)

    monkeypatch.setattr(ManifestStore, name, meanwhile)


@pytest.mark.parametrize(
    ("point", "site"),
    [("begin", ""), ("begin", "embassy-lima"), ("end", "virtual-embassy-iceland")],
)
def test_a_build_that_was_overtaken_is_not_clean_and_the_next_makes_all_of_it(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    point: str, site: str,
) -> None:  # fmt: skip
    assert build(options(small)) == 0
    small.edit(*PHONE)
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    with monkeypatch.context() as patch:
        overtake(small, patch, point, site)
        assert build(options(small)) == 1
    told = capfd.readouterr().err
    assert "output: somebody else wrote there while this build did" in told
    assert "report it" not in told
    found = status(small)
    assert (found["building"], found["clean"], found["publishing"]) == (True, False, False)
    # The other one has written this, and its cache knows of it.
    small.write("output/embassy-oslo/en/passports/index.html", "somebody else's")
    assert build(options(small)) == 0
    assert status(small)["clean"]
    assert unlike_a_cold_build(small) == set()


def test_a_build_that_was_overtaken_before_it_wrote_leaves_all_to_the_other(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build()
    small.edit(*PHONE)
    before, real = tree(small.output), Worker.__init__

    def meanwhile(self: Worker, *given: Any) -> None:
        put_generation(generation_file(small.output), "7 " + "0" * 32)
        real(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "__init__", meanwhile)
        assert small.build().exitcode == 1
    assert "so it has written nothing" in capfd.readouterr().err
    assert tree(small.output) == before
    assert generation(generation_file(small.output)).startswith("7 ")
    small.build()
    assert unlike_a_cold_build(small) == set()


def test_a_build_that_stood_still_where_locks_fail_leaves_nothing_that_lasts(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends a file when the next build has ended, and is killed before it can tell."""

    class Killed(BaseException):
        """Ends a build as `kill -9` does."""

    def refused(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    def stood_still(path: str, data: bytes) -> bool:
        if not path.endswith("embassy-lima/en/passports/index.html"):
            return write_changed(path, data)
        patch.setattr("chancery.write.build.write_changed", write_changed)
        small.edit("content/pages/passports.en.md", "Please ask", "Do ask")
        assert build(options(small)) == 0
        write_changed(path, data)
        raise Killed

    monkeypatch.setattr("chancery.common.locks._lock", refused)
    build(options(small))
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    with monkeypatch.context() as patch:
        patch.setattr("chancery.write.build.write_changed", stood_still)
        with pytest.raises(Killed):
            build(options(small))
    assert build(options(small)) == 0
    assert status(small)["clean"]
    assert unlike_a_cold_build(small) == set()


def test_a_build_that_writes_nothing_keeps_the_generation(small: Small) -> None:
    small.build()
    number = generation(generation_file(small.output))
    assert number
    small.build()
    assert generation(generation_file(small.output)) == number
    small.edit(*PHONE)
    small.build()
    assert generation(generation_file(small.output)) != number


def test_the_workers_of_a_build_that_was_killed_end_with_it(tmp_path: Path) -> None:
    """Else they write on, beside the next build, and hold its lock for ever."""
    small = with_more_posts(make(tmp_path), 2)
    process = start(small)
    record = ManifestStore(small.folder / ".cache", small.output)
    until = time.monotonic() + 60
    while not record.sites():
        assert time.monotonic() < until
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.stdout is not None
    assert process.stdout.read() == ""  # it ends when the last worker does
    process.communicate()
    assert build(options(small)) == 0
    assert unlike_a_cold_build(small) == set()


@pytest.mark.parametrize("moment", ["before it is read", "after it was read"])
def test_an_input_that_changes_during_a_build_is_in_the_next(
    small: Small, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    build(options(small))
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    early = moment == "before it is read"
    room, name = (guards, "read_posts") if early else (run_build, "current_sites")
    real = getattr(room, name)

    def meanwhile(*given: Any, **named: Any) -> Any:
        small.edit(*PHONE)
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(room, name, meanwhile)
        assert build(options(small)) == 0
    assert build(options(small)) == 0
    assert unlike_a_cold_build(small) == set()


def test_a_change_in_the_same_moment_and_of_the_same_size_is_seen(tmp_path: Path) -> None:
    """A clock that counts in steps gives two versions of a file one time."""
    file = tmp_path / "posts.yaml"
    file.write_text("one")
    found = stamp.Stamp(files=stamp.files([file], None))
    assert stamp.unchanged(found, "", [file], 0)
    time_ns = file.stat().st_mtime_ns
    file.write_text("two")
    os.utime(file, ns=(time_ns, time_ns))
    assert not stamp.unchanged(found, "", [file], 0)


def test_a_file_that_has_long_been_as_it_is_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "posts.yaml"
    file.write_text("one")
    os.utime(file, (1, 1))
    found = stamp.Stamp(files=stamp.files([file], None))
    monkeypatch.setattr(stamp, "_digest", lambda *_: 1 / 0)
    assert stamp.unchanged(found, "", [file], 0)
