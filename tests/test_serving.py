"""What `chancery serve` is made of: builds in one process, and what waits, watches and answers."""

from __future__ import annotations

import random
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import pytest

from chancery.commands.options import Options
from chancery.commands.serve import is_code
from chancery.commands.serving.builder import Builder, Builds, Ended, Flaw, Gone, Told, Written
from chancery.commands.serving.hub import Hub, version_of
from chancery.commands.serving.server import Handler
from chancery.commands.serving.watch import Seen, Watch, changed, seen, settled
from chancery.common.resources import PACKAGE
from chancery.write.status import last_status
from tests.networks.small import Small, make, tree, unlike_a_cold_build

pytestmark = pytest.mark.usefixtures("fixed_date")

#: Seconds until a process must have answered.
PATIENCE = 60
OSLO = "content/posts/embassy-oslo"
#: What somebody does while sites are served; each may be done again.
EDITS: dict[str, Callable[[Small, int], None]] = {
    "a text": lambda small, n: small.write(
        f"{OSLO}/here.en.md", f"---\ntitle: Here\n---\n\nNumber {n}."
    ),
    "a shared text": lambda small, n: small.write(
        "content/pages/privacy.en.md", f"---\ntitle: Privacy\n---\n\nNo cookies, {n} times."
    ),
    "a broken text": lambda small, n: small.write(
        f"{OSLO}/here.en.md", f"---\ntitle: [Here\n---\n\nNumber {n}."
    ),
    "posts.yaml": lambda small, n: _posts(small, "  - id: embassy-lima", f"960{n:03}"),
    "another folder of texts": lambda small, _: _moved(small),
}


def _posts(small: Small, before: str, digits: str) -> None:
    text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    start = text.index(before)
    small.write("posts.yaml", text[:start] + re.sub(r"960\d{3}", digits, text[start:], count=1))


def _moved(small: Small) -> None:
    """Put a folder in the place of another, as who changes to another branch."""
    shutil.copytree(small.folder / "content", small.folder / "aside")
    shutil.rmtree(small.folder / "content")
    (small.folder / "aside").rename(small.folder / "content")


class Listener:
    """Stands for whoever asks for builds: keeps what is told, and asks anew when it is to."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.after: int | None = None

    def send(self, told: object) -> None:
        self.told.append(told)

    def poll(self, _timeout: float = 0.0) -> bool:
        if self.after is None:
            return False
        self.after -= 1
        return self.after < 0


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make(tmp_path)


def builds(small: Small) -> tuple[Builds, Listener]:
    listener = Listener()
    options = Options(network=str(small.folder), workers=1)
    return Builds(options, listener), listener  # type: ignore[arg-type]


def test_whatever_is_edited_and_overtaken_the_tree_is_that_of_a_cold_build(small: Small) -> None:
    """Builds that end early leave nothing behind that the one which ends does not mend."""
    drawn, (building, listener) = random.Random(22), builds(small)
    early = 0
    building.build(())
    for number in range(9):
        name = "a text" if number % 3 == 2 else drawn.choice(sorted(EDITS))
        EDITS[name](small, number + 100)
        viewed = drawn.choice([(), ("",), ("embassy-oslo",), ("embassy-cairo", "embassy-oslo")])
        listener.after = drawn.choice([None, 0, 1, 2, 4])
        listener.told.clear()
        building.build(viewed)
        if not any(isinstance(told, Ended) for told in listener.told):
            early += 1
            assert last_status(small.output)["posts"]
        if number % 3 == 2:
            listener.after = None
            building.build(viewed)
            assert not last_status(small.output)["building"]
            assert unlike_a_cold_build(small) == set()
            shutil.rmtree(small.folder / "cold")
            shutil.rmtree(small.folder / "cold-cache")
    assert early > 2


def test_the_site_that_is_looked_at_is_told_of_before_all_others_are_built(small: Small) -> None:
    building, listener = builds(small)
    building.build(())
    EDITS["a shared text"](small, 1)
    listener.told.clear()
    # It ends after the first site, which is whole by then.
    listener.after = 0
    building.build(("embassy-lima",))
    assert listener.told == []
    listener.after = None
    building.build(("embassy-lima",))
    assert listener.told[0] == Written("embassy-lima")
    assert isinstance(listener.told[-1], Ended)
    assert "1 times" in small.page("embassy-lima/en/privacy/index.html")


def test_a_posts_yaml_that_is_broken_for_long_leaves_the_sites_and_is_told(small: Small) -> None:
    building, listener = builds(small)
    building.build(())
    before = tree(small.output)
    text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    for wrong in ("posts: [", "posts", "\t", ""):
        small.write("posts.yaml", text.replace("posts:", wrong, 1) if wrong else wrong)
        building.build(("embassy-oslo",))
        [*_, told] = listener.told
        assert isinstance(told, Ended)
        assert not told.started
        assert told.flaws[0].place.endswith("posts.yaml") or ":" in told.flaws[0].place
        assert told.flaws[0].said
        assert tree(small.output) == before
    small.write("posts.yaml", text)
    building.build(())
    assert listener.told[-1] == Ended(named=building.ended.named)
    assert tree(small.output) == before


def test_a_fault_of_ours_is_told_and_the_next_build_goes_on(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    building, listener = builds(small)
    with monkeypatch.context() as patch:
        patch.setattr("chancery.commands.build.run_pelican", lambda *_a, **_b: 1 / 0)
        building.build(())
    [told] = listener.told
    assert isinstance(told, Ended)
    assert "ZeroDivisionError" in told.flaws[0].said
    assert "Traceback" in capfd.readouterr().err
    building.build(())
    assert unlike_a_cold_build(small) == set()


def test_what_nothing_has_changed_is_not_built_again(small: Small) -> None:
    building, _ = builds(small)
    building.build(())
    before = (small.output / "network.json").stat().st_mtime_ns
    (small.folder / "posts.yaml").touch()
    building.build(("embassy-oslo",))
    assert (small.output / "network.json").stat().st_mtime_ns == before


def test_what_was_served_needs_no_build_afterwards(small: Small) -> None:
    from chancery.commands.build import build

    options = Options(network=str(small.folder), workers=1)
    listener = Listener()
    Builds(options, listener).build(())  # type: ignore[arg-type]
    before = (small.output / "network.json").stat().st_mtime_ns
    assert build(options) == 0
    assert (small.output / "network.json").stat().st_mtime_ns == before


def test_a_process_that_is_gone_is_told_of_and_replaced(small: Small) -> None:
    told: SimpleQueue[Told] = SimpleQueue()
    builder = Builder(Options(network=str(small.folder), workers=1), told.put)
    try:
        builder.build(())
        assert isinstance(told.get(timeout=PATIENCE), Ended)
        assert builder._process is not None
        builder._process.kill()
        assert told.get(timeout=PATIENCE) == Gone()
        builder.build(("embassy-lima",))
        assert told.get(timeout=PATIENCE) == Written("embassy-lima")
        assert isinstance(told.get(timeout=PATIENCE), Ended)
    finally:
        builder.close()
    assert unlike_a_cold_build(small) == set()


def looks(*found: Seen) -> Callable[[], Seen]:
    """Return what gives one state of files after another, and the last again and again."""
    left = list(found)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def files(number: int) -> Seen:
    return {str(one): (1, 1) for one in range(number)}


def test_one_file_is_built_at_once_and_thousands_together() -> None:
    waited: list[float] = []
    alone = settled({}, looks(files(1)), wait=waited.append)
    assert (alone, waited) == (files(1), [])
    many = settled({}, looks(files(9), files(4000), files(5000)), wait=waited.append)
    assert many == files(5000)
    assert len(waited) == 3


def test_who_never_ends_to_change_files_is_not_waited_for() -> None:
    clock, numbers = count(), count(100)
    found = settled(
        {}, lambda: files(next(numbers)), wait=lambda _: None, clock=lambda: next(clock)
    )
    assert len(found) < 130


def test_what_came_went_or_changed_is_seen(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    before = seen([tmp_path, tmp_path / "nowhere"])
    (tmp_path / "a").unlink()
    (tmp_path / "b").write_text("longer")
    (tmp_path / "d").write_text("d")
    assert changed(before, seen([tmp_path])) == {str(tmp_path / name) for name in ("a", "b", "d")}


def test_a_folder_is_watched_again_when_another_has_taken_its_name(tmp_path: Path) -> None:
    told, content = threading.Event(), tmp_path / "content"
    content.mkdir()
    watch = Watch(told.set)
    try:
        for round in ("first", "second"):
            watch.look_again([content, tmp_path / "posts.yaml"])
            # The system takes a moment to watch: a file is written until one is seen.
            for number in range(200):
                (content / f"{round}{number}").write_text("")
                if told.wait(0.05):
                    break
            assert told.is_set()
            shutil.rmtree(content)
            content.mkdir()
            told.clear()
            told.wait(0.2)
            told.clear()
    finally:
        watch.close()


@contextmanager
def served(output: Path, hub: Hub) -> Iterator[HTTPConnection]:
    handler = partial(Handler, hub=hub, options=Options(network=str(output.parent)))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        yield connection
        connection.close()
        server.shutdown()


def ask(connection: HTTPConnection, path: str, **headers: str) -> tuple[int, str, str]:
    """Return status, body and how long a browser may keep the answer."""
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers.get("Cache-Control", "")


POLICY = "<meta content=\"script-src 'self'\">"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    output = tmp_path / "output"
    (output / "a/en").mkdir(parents=True)
    (output / "index.html").write_text(f"<head>{POLICY}</head>")
    (output / "a/en/index.html").write_text(f"<head>{POLICY}</head><p>&amp;")
    (output / "a/en/one.html").write_text("<head><meta content=\"script-src 'sha256-1'\"></head>")
    (output / "network.json").write_text('{"posts": [{"id": "a", "languages": ["en"]}]}')
    made = Hub(output)
    made.tell(Ended())
    return made


def test_pages_get_the_script_unless_their_own_policy_forbids_it(hub: Hub) -> None:
    with served(hub.output, hub) as asked:
        status, page, kept = ask(asked, "/a/en/")
        assert (status, kept) == (200, "no-store")
        version = version_of(hub.output / "a/en/index.html")
        assert f'<script defer src="/-/page.js" data-version="{version}"></script></head>' in page
        assert "<script" not in ask(asked, "/a/en/one.html")[1]
        assert ask(asked, "/a/en")[0] == 301
        # A browser that has it from the same second gets it all the same.
        since = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
        assert ask(asked, "/network.json", **since)[0] == 200


@pytest.mark.parametrize("path", ["/", "/a/en/", "/-/", "/-/events?path=/", "/-/page.js"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "a@evil:1"])
def test_everything_is_for_this_machine_alone(hub: Hub, path: str, host: str) -> None:
    with served(hub.output, hub) as asked:
        assert ask(asked, path, Host=host)[0] == 403


def test_an_address_that_no_file_can_have_is_not_there(
    hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(hub.output, hub) as asked:
        assert ask(asked, "/a/%00")[0] == 404
    assert capsys.readouterr().err == ""


def test_who_asks_for_the_head_of_events_waits_for_none(hub: Hub) -> None:
    with served(hub.output, hub) as asked:
        asked.request("HEAD", "/-/events?path=/%00")
        assert asked.getresponse().headers["Content-Type"] == "text/event-stream"
        assert hub.sites() == ()


def test_a_browser_is_told_of_its_own_site_and_how_much_there_is_elsewhere(hub: Hub) -> None:
    flaws = tuple(Flaw(level, "x:1", site, site=site) for level, site in
                  (("error", ""), ("warning", "a"), ("error", "b"), ("note", "a")))  # fmt: skip
    hub.tell(Ended(flaws, started=False))
    state = hub.state("/a/en/", "v")
    assert [one["site"] for one in state["problems"]] == ["", "a"]
    assert (state["more"], state["started"], state["version"]) == (1, False, "v")
    assert [one["site"] for one in hub.state("/en/", "v")["problems"]] == [""]


def test_what_is_looked_at_is_known_as_long_as_it_is(hub: Hub) -> None:
    with hub.viewing("/a/en/"), hub.viewing("/a/en/"), hub.viewing("/en/help/"):
        assert hub.sites() == ("", "a")
        with hub.viewing("/a/en/"):
            assert hub.sites() == ("a", "")
    assert hub.sites() == ()


def test_events_tell_the_version_of_a_page_and_then_only_what_is_new(hub: Hub) -> None:
    with served(hub.output, hub) as asked:
        asked.request("GET", "/-/events?path=/a/en/")
        answer = asked.getresponse()
        first = answer.readline().decode()
        assert version_of(hub.output / "a/en/index.html") in first
        answer.readline()
        hub.tell()
        assert answer.readline() == b":\n"
        answer.readline()
        (hub.output / "a/en/index.html").write_text("<p>another")
        hub.tell()
        assert version_of(hub.output / "a/en/index.html") in answer.readline().decode()


def test_where_nothing_is_built_yet_the_root_says_why(tmp_path: Path) -> None:
    made = Hub(tmp_path / "output")
    made.output.mkdir()
    made.tell(Ended((Flaw("error", "posts.yaml:3", "<b> is wrong"),), "1 error", started=False))
    with served(made.output, made) as asked:
        status, page, _ = ask(asked, "/")
        assert status == 200
        assert "&lt;b&gt; is wrong" in page
        assert "posts.yaml:3" in page
        assert ask(asked, "/en/")[0] == 404


@pytest.mark.parametrize(
    ("name", "anew"),
    [
        ("commands/serve.py", True),
        ("data/platforms.json", True),
        ("commands/serving/page.js", False),
    ],
)
def test_what_is_loaded_once_a_process_starts_another(name: str, anew: bool) -> None:
    assert is_code(str(PACKAGE / name)) is anew
    assert is_code("/net/pelicanconf.py")
    assert not is_code("/net/content/feeds/one.json")
