"""What the web team relies on after a kill, a lost cache or a lost file: a build mends it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from chancery.commands.build import build
from chancery.commands.media import media
from chancery.commands.newpost import new_post
from chancery.commands.options import Options
from chancery.write.build import SiteResult, Worker
from chancery.write.files import write_changed
from tests.networks.small import Small, changed, make, tree, unlike_a_cold_build, with_more_posts

pytestmark = pytest.mark.usefixtures("fixed_date")
ROOT = Path(__file__).parents[1]
OLD_PAGE = "content/pages/zz-old.en.md"


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make(tmp_path)


@pytest.fixture
def big(small: Small) -> Small:
    """Return a network with more sites than one process builds."""
    return with_more_posts(small, 12)


class Killed(BaseException):
    """Ends a build as `kill -9` does: nothing catches it, and nothing is put right."""


def build_killed_at(small: Small, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build until a file of the output is written, and leave the next one half written."""

    def write(full: str, data: bytes) -> bool:
        if full == str(small.output / path):
            Path(f"{full}.99.part").write_bytes(b"half")
            raise Killed
        return write_changed(full, data)

    with monkeypatch.context() as patch:
        patch.setattr("chancery.write.build.write_changed", write)
        with pytest.raises(Killed):
            small.build()


def test_an_input_put_back_after_a_kill_is_built_again(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    build_killed_at(small, "embassy-lima/en/passports/index.html", monkeypatch)
    assert "Please ask" in small.page("embassy-oslo/en/passports/index.html")
    small.edit("content/pages/passports.en.md", "Please ask", "Ask")
    small.build()
    assert "Please ask" not in small.page("embassy-oslo/en/passports/index.html")
    assert unlike_a_cold_build(small) == set()


@pytest.mark.parametrize("site", ["", "embassy-lima/"])
def test_what_a_kill_left_of_a_page_goes_when_the_page_does(
    small: Small, monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    small.build()
    small.write(OLD_PAGE, "---\ntitle: Old\n---\n\nOld.")
    build_killed_at(small, f"{site}sitemap.xml", monkeypatch)
    assert (small.output / f"{site}en/zz-old/index.html").exists()
    (small.folder / OLD_PAGE).unlink()
    small.build()
    assert unlike_a_cold_build(small) == set()


def test_a_post_removed_after_a_kill_inside_its_site_leaves_nothing(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    build_killed_at(small, "virtual-embassy-iceland/en/passports/index.html", monkeypatch)
    remove_last_post(small)
    small.build()
    assert unlike_a_cold_build(small) == set()


@pytest.mark.parametrize("posts", [5, [5], [{"id": 5}], {"id": "embassy-lima"}])
def test_a_status_that_somebody_has_changed_ends_no_build(small: Small, posts: object) -> None:
    small.build()
    status = small.output / "network.json"
    status.write_text(json.dumps({**json.loads(status.read_bytes()), "posts": posts}))
    assert small.build().exitcode == 0
    assert unlike_a_cold_build(small) == set()


def test_a_post_removed_after_the_cache_was_lost_leaves_nothing(small: Small) -> None:
    small.build()
    shutil.rmtree(small.folder / ".cache")
    remove_last_post(small)
    small.build()
    assert not (small.output / "virtual-embassy-iceland").exists()
    assert unlike_a_cold_build(small) == set()


def remove_last_post(small: Small) -> None:
    text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    small.write("posts.yaml", text[: text.index("  - id: virtual-embassy-iceland")])


def refuse_after(count: int, number: int, monkeypatch: pytest.MonkeyPatch, made: list[int]) -> None:
    """Let no file be written but the first ones, as on a disk that is full."""
    write = os.write

    def full(handle: int, data: memoryview) -> int:
        made.append(handle)
        if len(made) > count:
            raise OSError(number, os.strerror(number))
        return write(handle, data)

    monkeypatch.setattr("chancery.write.files.os.write", full)


REASONS = {
    errno.ENOSPC: "Make room on the disk, then try again.",
    errno.EDQUOT: "Make room on the disk, then try again.",
    errno.EROFS: "Mend the rights of its folder, then try again.",
    errno.EACCES: "Mend the rights of its folder, then try again.",
    errno.EFBIG: "Check the disk and the rights of the folder, then try again.",
}


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("part", [0.0, 0.002, 0.01, 0.5, 0.99, 1.0])
def test_a_full_disk_is_told_and_the_next_build_ends_what_was_begun(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    part: float, warm: bool,
) -> None:  # fmt: skip
    if warm:
        small.build(publish=True)
        small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    trial: list[int] = []
    with monkeypatch.context() as patch:
        shutil.copytree(small.folder, small.folder / "trial")
        refuse_after(10**9, errno.ENOSPC, patch, trial)
        Small(small.folder / "trial").build(publish=True)
    capfd.readouterr()
    number = list(REASONS)[int(part * 100) % len(REASONS)]
    before = tree(small.output)
    with monkeypatch.context() as patch:
        refuse_after(int(part * (len(trial) - 1)), number, patch, [])
        done = small.build(publish=True)
    told = capfd.readouterr().err
    assert f"cannot be written: {os.strerror(number)}" in told
    assert REASONS[number] in told
    assert "Chancery, report it" not in told
    if done.exitcode == 2:
        assert tree(small.output) == before
    else:
        assert done.exitcode == 1
        status = json.loads(small.page("network.json"))
        assert not status["publishing"]
        assert not status["clean"]
    assert small.build(publish=True).exitcode == 0
    status = json.loads(small.page("network.json"))
    assert status["publishing"]
    assert status["clean"]
    assert unlike_a_cold_build(small, publish=True) == set()


def test_after_a_full_disk_the_command_does_not_say_that_nothing_has_changed(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(network=str(small.folder), workers=1)
    assert build(options) == 0
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    with monkeypatch.context() as patch:
        refuse_after(5, errno.ENOSPC, patch, [])
        assert build(options) == 1
    assert build(options) == 0
    assert unlike_a_cold_build(small) == set()


def test_a_real_limit_is_told_by_workers_too(big: Small) -> None:
    """The largest file that a process may write is the one limit that every system has."""
    small = big
    small.build(workers=2)
    largest = max(path.stat().st_size for path in small.folder.rglob("*") if path.is_file())
    words = "word " * (largest // 4)
    small.write("content/posts/embassy-lima/long.en.md", f"---\ntitle: Long\n---\n\n{words}")
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))\n"
        "import sys; sys.path[:0] = ['.', 'plugins']\n"
        "from chancery.commands.build import build\n"
        "from chancery.commands.options import Options\n"
        f"sys.exit(build(Options(network={str(small.folder)!r}, workers=2)))"
    )
    # It would leave byte code that is cut off, which no later run could read.
    command = [sys.executable, "-B", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "embassy-lima/en/long/index.html: cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(small.page("network.json"))["clean"] is False
    assert small.build().exitcode == 0
    assert unlike_a_cold_build(small) == set()


def test_pictures_and_new_posts_on_a_full_disk_are_told(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    hero = "    city: Oslo\n    hero: {file: bay.png, decorative: true}\n"
    small.edit("posts.yaml", "    city: Oslo\n", hero)
    Image.new("RGB", (9, 9)).save(small.folder / "content/bay.png")
    before = small.folder.joinpath("posts.yaml").read_bytes()
    options = Options(network=str(small.folder), workers=1)
    refuse_after(0, errno.ENOSPC, monkeypatch, [])
    assert media(options) == 1
    values = {"id": "embassy-bern", "kind": "embassy", "country": "CH", "city": "Bern"}
    assert new_post(options, values) == 1
    assert capfd.readouterr().err.count("cannot be written: No space left on device") == 2
    assert small.folder.joinpath("posts.yaml").read_bytes() == before


def test_network_json_says_that_a_build_has_not_ended(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build(publish=True)
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    build_killed_at(small, "embassy-lima/en/passports/index.html", monkeypatch)
    status = json.loads(small.page("network.json"))
    assert (status["building"], status["publishing"], status["clean"]) == (True, False, False)
    small.build(publish=True)
    status = json.loads(small.page("network.json"))
    assert (status["building"], status["publishing"], status["clean"]) == (False, True, True)


@pytest.mark.parametrize(
    "lost", ["index.html", "en", "embassy-oslo", "embassy-oslo/fr", "embassy-oslo/en/about"]
)
def test_what_is_lost_from_the_output_comes_back(small: Small, lost: str) -> None:
    small.build()
    before = tree(small.output)
    path = small.output / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    small.build()
    assert changed(before, tree(small.output)) == set()


def test_files_beside_the_sites_that_no_build_made_stay(small: Small) -> None:
    small.write("output/en/mine.html", "mine")
    small.write("output/notes/mine.html", "mine")
    small.build()
    assert (small.output / "en/mine.html").exists()
    assert (small.output / "notes/mine.html").exists()


def test_a_fault_in_a_site_leaves_its_files_as_they_were(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build()
    before = tree(small.output / "embassy-oslo")
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    with monkeypatch.context() as patch:
        patch.setattr("chancery.plan.site.SitePlan.missing", None)
        assert small.build().exitcode == 1
    assert "this is a fault in Chancery" in capfd.readouterr().err
    assert tree(small.output / "embassy-oslo") == before
    assert small.build().exitcode == 0
    assert unlike_a_cold_build(small) == set()


def test_a_worker_that_is_killed_ends_the_build_with_a_problem(
    big: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    build_site = Worker.build

    def build(self: Worker, site: str, key: bytes) -> object:
        if site == "embassy-3":
            os.kill(os.getpid(), signal.SIGKILL)
        return build_site(self, site, key)

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "build", build)
        done = big.build(workers=2, CHANCERY_START_METHOD="fork")
    assert done.exitcode == 1
    said = capfd.readouterr()
    assert "the process that built it ended before it was done" in said.err
    assert "17 sites built" not in said.out
    assert json.loads(big.page("network.json"))["clean"] is False
    assert big.build(workers=2).exitcode == 0
    assert unlike_a_cold_build(big) == set()


def test_a_system_that_does_not_say_which_processors_are_allowed(
    big: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    assert big.build(workers=0).exitcode == 0


def test_after_a_fault_in_a_site_the_next_build_tries_again(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(network=str(small.folder), workers=1)
    render = Worker._build

    def faulty(worker: Worker, site: str, key: bytes) -> SiteResult:
        if site == "embassy-lima":
            raise ValueError("a fault")
        return render(worker, site, key)

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_build", faulty)
        assert build(options) == 1
    assert build(options) == 0
    assert unlike_a_cold_build(small) == set()
