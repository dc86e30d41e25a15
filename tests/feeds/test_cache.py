"""Both forms of the cache keep the same promises; each has some of its own."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chancery.feeds import sqlite_cache
from chancery.feeds.base_cache import EmptyCache, FeedCache
from chancery.feeds.cache import open_cache
from chancery.feeds.clean import CLEANER_VERSION
from chancery.feeds.entries import ENTRY_LIMIT, Enclosure, Entry, entry_hash
from chancery.feeds.json_cache import JsonLinesCache
from chancery.feeds.sqlite_cache import SqliteCache
from tests.feeds.made import FEED, NOW, made

OTHER = "file:feeds/other.xml"
NOBODY = 65534

#: Stores one entry after another and says so after each, until it is killed.
WRITER = """
import sys
from pathlib import Path
from chancery.feeds.cache import open_cache
from tests.feeds.made import made
with open_cache(Path(sys.argv[1]), readonly=False) as cache:
    for number in range(int(sys.argv[2]), int(sys.argv[2]) + 60):
        feed = f"https://feed-{number % 3}.example.org/"
        cache.store(feed, [made(f"{number:03}", feed=feed, age=number, title="x" * 200_000)])
        assert cache.problems == []
        print(number, flush=True)
"""


@pytest.fixture(params=["feeds.sqlite", "feeds"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return where a cache of each form will be."""
    return tmp_path / "deep" / str(request.param)


OTHER = "https://other.example/feed"


def put(place: Path, *entries: Entry, feed: str = FEED) -> None:
    with open_cache(place, readonly=False) as cache:
        cache.store(feed, entries)
        assert cache.problems == []


def got(place: Path, feed: str = FEED) -> tuple[Entry, ...]:
    with open_cache(place, readonly=True) as cache:
        entries = cache.read([feed])[feed]
        assert cache.problems == []
    return entries


class TestEveryCache:
    def test_gives_what_was_stored_newest_first(self, place: Path) -> None:
        one, two, undated = made("one", age=5), made("two", age=1), made("undated", age=None)
        put(place, one, undated, two)
        assert got(place) == (undated, two, one)

    def test_keeps_instants_to_the_microsecond_and_texts_in_every_script(self, place: Path) -> None:
        moment = NOW.replace(microsecond=123456)
        entry = made("外務省 ' \"", published=moment, first_seen=moment, title="العربية 👩\u200d👧")
        put(place, entry)
        assert got(place) == (entry,)

    def test_keeps_pictures_files_topics_and_times(self, place: Path) -> None:
        entry = made(
            "a",
            guid="urn:a",
            updated=NOW,
            image="https://embassy.example.org/a.jpg",
            image_alt="A",
            enclosures=(Enclosure("https://embassy.example.org/a.mp3", "audio/mpeg", 5),),
            topics=("Culture", "文化"),
            starts="2026-12-01",
            recurs=True,
        )
        put(place, entry)
        assert got(place) == (entry,)

    def test_gives_every_wanted_feed_and_no_other(self, place: Path) -> None:
        put(place, made("a"))
        put(place, made("a", feed=OTHER), feed=OTHER)
        with open_cache(place, readonly=True) as cache:
            assert cache.read([OTHER, "https://never.example.org/"]) == {
                OTHER: (made("a", feed=OTHER),),
                "https://never.example.org/": (),
            }
            assert cache.read([]) == {}

    def test_adds_and_updates_and_keeps_when_an_entry_was_first_seen(self, place: Path) -> None:
        put(place, made("a", age=9), made("b", age=5))
        later = NOW + timedelta(days=1)
        put(place, made("a", age=9, title="New", hash="new", first_seen=later), made("c", age=1))
        new = made("a", age=9, title="New")
        new = replace(new, hash=entry_hash(new))
        assert got(place) == (made("c", age=1), made("b", age=5), new)

    def test_keeps_the_newest_entries_only(self, place: Path) -> None:
        put(place, *(made(f"old{n}", age=1000 + n) for n in range(ENTRY_LIMIT)))
        put(place, *(made(f"new{n}", age=n) for n in range(3)))
        names = [entry.id for entry in got(place)]
        assert names[:4] == ["new0", "new1", "new2", "old0"]
        assert len(names) == ENTRY_LIMIT

    def test_storing_nothing_loses_nothing(self, place: Path) -> None:
        put(place, made("a"))
        put(place)
        assert got(place) == (made("a"),)

    def test_refuses_entries_of_another_feed(self, place: Path) -> None:
        with open_cache(place, readonly=False) as cache, pytest.raises(ValueError, match="other"):
            cache.store(FEED, [made("a"), made("b", feed=OTHER)])
        assert got(place) == ()

    def test_what_an_older_cleaner_made_is_made_anew(self, place: Path) -> None:
        put(place, made("a", title="<b>Old</b>", hash="old", cleaner=CLEANER_VERSION - 1))
        assert got(place) == (made("a"),)

    def test_what_cannot_be_made_anew_is_left_out_with_a_problem(self, place: Path) -> None:
        put(place, made("a"), made("b", raw="{", cleaner=CLEANER_VERSION - 1))
        with open_cache(place, readonly=True) as cache:
            assert cache.read([FEED])[FEED] == (made("a"),)
            assert [problem.message for problem in cache.problems] == [
                f"cannot clean 'b' of {FEED} again: its raw form is broken"
            ]

    def test_opened_for_reading_it_stores_nothing_and_says_so(self, place: Path) -> None:
        put(place, made("a"))
        with open_cache(place, readonly=True) as cache:
            cache.store(FEED, [made("b")])
            assert [problem.message for problem in cache.problems] == [
                "was opened for reading only"
            ]
        assert got(place) == (made("a"),)

    def test_is_read_while_it_is_written(self, place: Path) -> None:
        with open_cache(place, readonly=False) as cache:
            cache.store(FEED, [made("a")])
            assert got(place) == (made("a"),)
            assert cache.read([FEED])[FEED] == (made("a"),)

    def test_closing_twice_is_harmless(self, place: Path) -> None:
        cache = open_cache(place, readonly=False)
        cache.close()
        cache.close()

    def test_a_killed_writer_loses_nothing_that_it_stored(
        self, place: Path, project_root: Path
    ) -> None:
        environment = {"PYTHONPATH": f"{project_root}:{project_root / 'plugins'}"}
        said: list[int] = []
        for start, last in ((0, 0), (60, 71), (120, 149)):
            command = [sys.executable, "-c", WRITER, str(place), str(start)]
            with subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, text=True
            ) as writer:
                assert writer.stdout is not None
                for line in writer.stdout:
                    said.append(int(line))
                    if said[-1] == last:
                        writer.send_signal(signal.SIGKILL)
            assert writer.returncode == -signal.SIGKILL
        feeds = [f"https://feed-{number}.example.org/" for number in range(3)]
        with open_cache(place, readonly=False) as cache:
            found = {int(e.id) for entries in cache.read(feeds).values() for e in entries}
            assert cache.problems == []
        assert {0, 60, 71, 120, 149} <= set(said) <= found
        put(place, made("after"))
        assert got(place) == (made("after"),)


def test_feeds_that_are_not_to_be_kept_are_removed(place: Path) -> None:
    put(place, made("a"))
    put(place, made("b", feed=OTHER), feed=OTHER)
    with open_cache(place, readonly=False) as cache:
        cache.keep({FEED})
        assert cache.problems == []
    assert [entry.id for entry in got(place)] == ["a"]
    assert got(place, OTHER) == ()


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    folder.mkdir()
    large = [made(f"{n:03}", age=n, raw="x" * 150_000) for n in range(ENTRY_LIMIT)]
    put(folder, *large)
    with open_cache(folder, readonly=True) as cache:
        found = cache.read([FEED])[FEED]
        assert cache.problems == []
    assert 100 < len(found) < ENTRY_LIMIT
    assert found[0].id == "000"


@pytest.mark.parametrize("name", ["feeds.sqlite", "feeds", "cache.db"])
def test_where_there_is_nothing_reading_makes_nothing(tmp_path: Path, name: str) -> None:
    with open_cache(tmp_path / name, readonly=True) as cache:
        assert isinstance(cache, EmptyCache)
        assert cache.read([FEED, OTHER]) == {FEED: (), OTHER: ()}
        cache.store(FEED, [made("a")])
        assert len(cache.problems) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_form_follows_from_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite").mkdir()
    put(tmp_path / "was.sqlite", made("a"))
    (tmp_path / "was.sqlite").rename(tmp_path / "file")
    forms: dict[str, type[object]] = {
        "folder.sqlite": JsonLinesCache,
        "file": SqliteCache,
        "new.sqlite": SqliteCache,
        "new.db": SqliteCache,
        "new": JsonLinesCache,
    }
    for name, form in forms.items():
        with open_cache(tmp_path / name, readonly=False) as cache:
            assert isinstance(cache, form)
            assert cache.problems == []


class TestSqlite:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "feeds.sqlite"

    def unusable(self, file: Path, *, readonly: bool) -> str:
        """Return the problem of a file that is no cache, and make sure that it is left as it is."""
        before = file.read_bytes()
        with open_cache(file, readonly=readonly) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            cache.store(FEED, [made("a")])
            assert cache.problems[0].place.file == str(file)
        assert file.read_bytes() == before
        return cache.problems[0].message

    def test_a_file_that_is_no_database(self, file: Path) -> None:
        file.write_text("This is not a database, although it is long enough to be one." * 20)
        assert "file is not a database" in self.unusable(file, readonly=True)

    @pytest.mark.parametrize("readonly", [True, False])
    def test_a_database_of_another_program(self, file: Path, readonly: bool) -> None:
        with sqlite3.connect(file) as database:
            database.execute("CREATE TABLE entry (id)")
        database.close()
        assert "it belongs to another program" in self.unusable(file, readonly=readonly)

    @pytest.mark.parametrize("readonly", [True, False])
    def test_a_database_of_a_later_version(self, file: Path, readonly: bool) -> None:
        put(file, made("a"))
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
        assert "a later version of Chancery made it" in self.unusable(file, readonly=readonly)

    @pytest.mark.parametrize(
        "start", [0, 16, 4096], ids=["no database", "a broken header", "deep inside"]
    )
    def test_a_damaged_database_is_set_aside_by_whoever_reads_feeds(
        self, file: Path, start: int
    ) -> None:
        put(file, *(made(f"{n}", title="x" * 900) for n in range(50)))
        content = file.read_bytes()
        content = content[:start] + b"\xff" * (len(content) - start)
        file.write_bytes(content)
        with open_cache(file, readonly=True) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            assert cache.unusable
        assert file.read_bytes() == content
        with open_cache(file, readonly=False) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            assert not cache.unusable
            [problem] = cache.problems
            assert "was damaged" in problem.message
            cache.store(FEED, [made("a")])
        assert file.with_name("feeds.sqlite.damaged").read_bytes() == content
        assert got(file) == (made("a"),)

    def test_a_table_of_other_columns_is_damaged_too(self, file: Path) -> None:
        put(file, made("a"))
        file.write_bytes(file.read_bytes().replace(b"summary TEXT", b"summbry TEXT"))
        with open_cache(file, readonly=True) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            assert cache.unusable
        with open_cache(file, readonly=False) as cache:
            assert not cache.unusable
            cache.store(FEED, [made("b")])
        assert got(file) == (made("b"),)

    def test_what_is_no_file_is_not_waited_for(self, file: Path) -> None:
        os.mkfifo(file)
        for readonly in (True, False):
            with open_cache(file, readonly=readonly) as cache:
                assert cache.read([FEED]) == {FEED: ()}
                assert "it is no file" in cache.problems[0].message

    @pytest.mark.parametrize("column", ["title", "raw", "link", "hash", "id", "more"])
    def test_what_was_changed_without_being_stored_is_no_entry(
        self, file: Path, column: str
    ) -> None:
        put(file, made("a"), made("b", age=1))
        with sqlite3.connect(file) as database:
            change = f"{column} = replace({column}, 'b', 'c'), cleaner = cleaner - 1"
            database.execute(f"UPDATE entry SET {change} WHERE id = 'b'")
        database.close()
        with open_cache(file, readonly=True) as cache:
            assert [entry.id for entry in cache.read([FEED])[FEED]] == ["a"]
            assert "its checksum does not fit" in cache.problems[0].message

    def test_entries_that_were_lost_are_told_once_though_their_feed_does_not_answer(
        self, file: Path
    ) -> None:
        put(file, made("a"), made("b", age=1))
        with sqlite3.connect(file) as database:
            database.execute("DELETE FROM entry WHERE id = 'b'")
        database.close()
        for readonly in (True, False):
            with open_cache(file, readonly=readonly) as cache:
                assert [entry.id for entry in cache.read([FEED])[FEED]] == ["a"]
                assert cache.problems[0].message == f"has lost entries of {FEED}"
                assert cache.damaged == {FEED}
        with open_cache(file, readonly=True) as cache:
            assert [entry.id for entry in cache.read([FEED])[FEED]] == ["a"]
            assert cache.problems == []

    def test_a_damaged_date(self, file: Path) -> None:
        put(file, made("a"))
        with sqlite3.connect(file) as database:
            database.execute("UPDATE entry SET first_seen = 'yesterday'")
        database.close()
        with open_cache(file, readonly=True) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            assert "yesterday" in cache.problems[0].message

    @pytest.mark.parametrize(
        "damage",
        [
            "more = '{\"starts\": 7}'",
            "title = CAST(x'ff41' AS TEXT)",
            "id = CAST(x'ff41' AS TEXT)",
            "first_seen = '2026-11-24T10:00:00'",
            "published = 'yesterday'",
        ],
        ids=["what is no text", "a text that is none", "a name that is none", "an instant of no "
             "place", "a date that is none"],
    )  # fmt: skip
    def test_a_damaged_entry_costs_itself_alone(self, file: Path, damage: str) -> None:
        put(file, made("a"), made("b", age=1))
        put(file, made("c", feed=OTHER), feed=OTHER)
        with sqlite3.connect(file) as database:
            database.execute(f"UPDATE entry SET {damage} WHERE id = 'b'")
        database.close()
        with open_cache(file, readonly=True) as cache:
            found = cache.read([FEED, OTHER])
            assert [entry.id for entry in found[FEED]] == ["a"]
            assert [entry.id for entry in found[OTHER]] == ["c"]
            [problem] = cache.problems
            assert FEED in problem.message
            assert cache.damaged == {FEED}
        with open_cache(file, readonly=False) as cache:
            cache.store(FEED, [made("a"), made("b", age=1)])
        assert [entry.id for entry in got(file)] == ["a", "b"]

    def test_a_damaged_entry_that_its_feed_has_no_longer_is_told_once(self, file: Path) -> None:
        put(file, made("a"), made("b", age=1))
        with sqlite3.connect(file) as database:
            database.execute("UPDATE entry SET first_seen = 'yesterday' WHERE id = 'b'")
        database.close()
        with open_cache(file, readonly=False) as cache:
            cache.store(FEED, [made("a")])
            assert len(cache.problems) == 1
        assert [entry.id for entry in got(file)] == ["a"]

    def test_an_empty_file_becomes_a_cache(self, file: Path) -> None:
        file.touch()
        put(file, made("a"))
        assert got(file) == (made("a"),)

    def test_a_place_that_does_not_let_a_folder_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with open_cache(tmp_path / "file" / "feeds.sqlite", readonly=False) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            assert len(cache.problems) == 1

    def test_closed_it_is_one_file_in_wal_mode(self, file: Path) -> None:
        put(file, made("a"))
        assert list(file.parent.iterdir()) == [file]
        assert file.read_bytes()[18:20] == b"\x02\x02"  # write and read version: WAL

    def test_steps_that_were_added_are_done_once_and_lose_nothing(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(file, made("a"))
        steps = (*sqlite_cache.MIGRATIONS, "ALTER TABLE entry ADD COLUMN topic TEXT")
        monkeypatch.setattr(sqlite_cache, "MIGRATIONS", steps)
        before = file.read_bytes()
        assert got(file) == (made("a"),)
        assert file.read_bytes() == before
        put(file, made("b", age=1))
        put(file)
        assert got(file) == (made("a"), made("b", age=1))

    def test_a_cache_of_the_first_layout_keeps_its_entries(self, file: Path) -> None:
        plain = made("a")
        with sqlite3.connect(file) as database:
            database.execute(sqlite_cache.MIGRATIONS[0])
            database.execute("PRAGMA user_version = 1")
            database.execute(f"PRAGMA application_id = {sqlite_cache.APPLICATION_ID}")
            database.execute(
                "INSERT INTO entry VALUES (?, ?, '', '', '', 'fr', ?, ?, 'old', 1, ?)",
                (FEED, "a", str(plain.published), str(plain.first_seen), plain.raw),
            )
        database.close()
        assert got(file) == (plain,)
        put(file, made("b", age=1))
        assert got(file) == (plain, made("b", age=1))

    def test_a_transaction_that_fails_stores_nothing(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(file, made("a"))
        monkeypatch.setattr(sqlite_cache, "_PUT", "INSERT INTO nowhere VALUES (?)")
        with open_cache(file, readonly=False) as cache:
            cache.store(FEED, [made(f"{n}", age=-n) for n in range(1, ENTRY_LIMIT + 1)])
            assert len(cache.problems) == 1
        monkeypatch.undo()
        assert got(file) == (made("a"),)

    def test_a_place_that_cannot_be_written_is_read(self, open_folder: Path) -> None:
        file = open_folder / "feeds.sqlite"
        put(file, made("a"))
        file.chmod(0o444)
        open_folder.chmod(0o555)
        child = os.fork()
        if child == 0:  # a root user may write everywhere: become somebody who may not
            code = 1
            try:
                if os.geteuid() == 0:
                    os.setuid(NOBODY)
                code = 2 * _opens_plainly(file) + 4 * (got(file) != (made("a"),))
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        assert list(open_folder.iterdir()) == [file]


@pytest.mark.parametrize("name", ["feeds.sqlite", "feeds"])
def test_a_place_that_cannot_be_written_says_so_before_anything_is_stored(
    open_folder: Path, name: str
) -> None:
    place = open_folder / name
    put(place, made("a"))
    (open_folder if place.is_file() else place).chmod(0o777)
    place.chmod(0o444 if place.is_file() else 0o555)
    child = os.fork()
    if child == 0:  # a root user may write everywhere: become somebody who may not
        code = 1
        try:
            if os.geteuid() == 0:
                os.setuid(NOBODY)
            with open_cache(place, readonly=False) as cache:
                code = 0 if cache.unusable and len(cache.problems) == 1 else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    place.chmod(0o777)
    with open_cache(place, readonly=False) as cache:
        assert not cache.unusable


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that other users reach too."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _opens_plainly(file: Path) -> bool:
    """Tell whether SQLite reads a file without being told that it is fixed."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        database.execute("SELECT count(*) FROM entry").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        database.close()
    return True


class TestJsonLines:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "feeds"

    def file(self, folder: Path) -> Path:
        cache = open_cache(folder, readonly=True)
        assert isinstance(cache, JsonLinesCache)
        return cache.file_of(FEED)

    def test_the_same_entries_are_the_same_bytes(self, folder: Path, tmp_path: Path) -> None:
        entries = [made(name, age=len(name)) for name in ("b", "aa", "c")]
        put(folder, *entries)
        for entry in reversed(entries):
            put(tmp_path / "again", entry)
        content = self.file(folder).read_bytes()
        assert self.file(tmp_path / "again").read_bytes() == content
        assert [line[:90].split(b'"id":"')[1][:2] for line in content.splitlines()] == [
            b"aa",
            b'b"',
            b'c"',
        ]

    def test_a_file_is_left_alone_when_nothing_changes(self, folder: Path) -> None:
        put(folder, made("a"))
        before = self.file(folder).stat()
        put(folder, made("a", first_seen=NOW + timedelta(days=1)))
        after = self.file(folder).stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_file_names_say_nothing_of_the_address(self, folder: Path) -> None:
        put(folder, made("a"))
        assert [path.suffix for path in folder.iterdir()] == [".jsonl"]
        assert "example" not in self.file(folder).name

    def test_damaged_lines_are_left_out_and_named(self, folder: Path) -> None:
        put(folder, made("a"), made("b", age=1))
        file = self.file(folder)
        one, two, _ = file.read_bytes().split(b"\n")
        naive = one.replace(
            b'"first_seen":"2026-11-24T10:00:00Z"', b'"first_seen":"2026-11-24T10:00:00"'
        )
        foreign = one.replace(FEED.encode(), b"https://x.example.org/")
        assert len({one, naive, foreign}) == 3
        lines = [one, b"<<<<<<< ours", b"", b"\xff\xfe", two[:50], naive, foreign, two]
        file.write_bytes(b"\r\n".join(lines))
        with open_cache(folder, readonly=True) as cache:
            assert cache.read([FEED])[FEED] == (made("a"), made("b", age=1))
            assert [problem.place.line for problem in cache.problems] == [2, 4, 5, 6, 7]
            assert {problem.place.file for problem in cache.problems} == {str(file)}

    def test_a_line_that_is_not_as_it_was_stored_is_left_out(self, folder: Path) -> None:
        put(folder, made("a", title="Good"), made("b", age=1))
        file = self.file(folder)
        file.write_bytes(file.read_bytes().replace(b'"title":"Good"', b'"title":"Bad?"'))
        with open_cache(folder, readonly=True) as cache:
            assert [entry.id for entry in cache.read([FEED])[FEED]] == ["b"]
            assert cache.problems[0].message == "is not an entry: its checksum does not fit"

    def test_a_line_of_before_there_were_checksums_is_an_entry(self, folder: Path) -> None:
        put(folder, made("a"))
        file = self.file(folder)
        head, _, _ = file.read_bytes().partition(b',"checksum"')
        file.write_bytes(head + b"}\n")
        with open_cache(folder, readonly=True) as cache:
            assert cache.read([FEED])[FEED] == (made("a"),)
            assert cache.problems == []

    def test_a_file_of_nothing_but_noise_is_told_in_few_lines(self, folder: Path) -> None:
        put(folder, made("a"))
        self.file(folder).write_bytes(b"".join(b"%d\n" % n for n in range(10_000)))
        with open_cache(folder, readonly=True) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            assert len(cache.problems) == 100

    def test_what_a_crash_left_is_no_entry_and_is_written_over(self, folder: Path) -> None:
        put(folder, made("a"))
        self.file(folder).with_suffix(".tmp").write_bytes(b"half a li")
        assert got(folder) == (made("a"),)
        put(folder, made("b", age=1))
        assert got(folder) == (made("a"), made("b", age=1))
        assert [path.suffix for path in folder.iterdir()] == [".jsonl"]

    def test_a_file_stays_whole_when_its_successor_cannot_be_put_in_place(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(folder, made("a"))

        def fails(*_paths: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "replace", fails)
        with open_cache(folder, readonly=False) as cache:
            cache.store(FEED, [made("b")])
            assert cache.problems[0].message == "cannot be written: No space left on device"
        assert got(folder) == (made("a"),)

    def test_a_folder_that_cannot_be_written_is_a_problem(self, folder: Path) -> None:
        folder.mkdir()
        self.file(folder).with_suffix(".tmp").mkdir()
        with open_cache(folder, readonly=False) as cache:
            cache.store(FEED, [made("a")])
            assert [problem.message for problem in cache.problems] == [
                "cannot be written: Is a directory"
            ]

    def test_a_file_that_cannot_be_read_is_a_problem(self, folder: Path) -> None:
        folder.mkdir()
        self.file(folder).mkdir()
        with open_cache(folder, readonly=True) as cache:
            assert cache.read([FEED]) == {FEED: ()}
            assert cache.problems[0].message == "cannot be read: it is no file"


def test_both_forms_hold_the_same(tmp_path: Path) -> None:
    caches: list[FeedCache] = [
        open_cache(tmp_path / name, readonly=False) for name in ("feeds.sqlite", "feeds")
    ]
    entries = [made(f"{n}", age=n % 7 or None) for n in range(30)]
    for cache in caches:
        cache.store(FEED, entries)
        cache.store(FEED, [replace(entry, title="New", hash="new") for entry in entries[::3]])
    one, other = (cache.read([FEED]) for cache in caches)
    assert one == other
    for cache in caches:
        cache.close()
