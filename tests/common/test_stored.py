"""What is kept is read as it was written, or not at all."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.common import stored

KIND: stored.Kind[object] = stored.Kind("thing", 2, json.loads)
BARE: stored.Kind[object] = stored.Kind("thing", 2, json.loads, bare=True)
VALUE = {"a": ["é", 1, None]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "thing"


def put(file: Path, about: str = "-") -> bytes:
    stored.write(file, KIND, json.dumps(VALUE).encode(), about)
    return file.read_bytes()


def reason(file: Path, kind: stored.Kind[object] = KIND) -> str:
    """Return why a file is damaged, which reads as not there."""
    damaged: list[stored.Damage] = []
    assert stored.read(file, kind, damaged=damaged) is None
    assert {damage.file for damage in damaged} <= {str(file)}
    return damaged[0].reason if damaged else ""


def test_what_was_written_is_read(file: Path) -> None:
    assert put(file).startswith(b"Chancery thing 2 - ")
    assert stored.read(file, KIND) == VALUE
    assert [path.name for path in file.parent.iterdir()] == ["thing"]


def test_where_there_is_nothing_nothing_is_damaged(file: Path) -> None:
    assert reason(file) == ""
    file.parent.write_text("a file where a folder should be")
    assert reason(file) == ""


def test_any_byte_that_is_another_is_noticed(file: Path) -> None:
    good = put(file)
    for place in range(len(good)):
        data = bytearray(good)
        data[place] ^= 1 << place % 8
        for wrong in (data, good[:place]):
            file.write_bytes(wrong)
            assert stored.read(file, KIND) is None
            assert stored.read(file, BARE) is None


@settings(max_examples=50)
@given(st.binary(max_size=200), st.integers(0, 100), st.integers(0, 100))
def test_any_bytes_in_its_place_are_not_taken_for_it(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: int, end: int
) -> None:
    file = tmp_path_factory.getbasetemp() / "garbled"
    good = put(file)
    garbled = good[:start] + data + good[end:]
    file.write_bytes(garbled)
    assert stored.read(file, KIND) == (VALUE if garbled == good else None)


def test_what_is_of_another_version_or_about_something_else_is_not_damaged(file: Path) -> None:
    put(file, "this")
    assert stored.read(file, KIND, "this") == VALUE
    damaged: list[stored.Damage] = []
    assert stored.read(file, KIND, "that", damaged) is None
    later = stored.Kind("thing", 3, json.loads)
    assert stored.read(file, later, "this", damaged) is None
    assert damaged == []


def test_what_an_earlier_version_wrote_plainly_is_read_where_that_is_asked_for(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps(VALUE))
    assert stored.read(file, BARE) == VALUE
    assert reason(file) == "it is no thing of Chancery’s"
    file.write_text("[" * 100_000)
    assert "it cannot be understood" in reason(file, BARE)


def test_what_is_no_file_of_its_own_is_not_read_and_gives_way(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    assert reason(file) == "it is no file"
    put(file)
    file.unlink()
    file.symlink_to("/dev/zero")
    assert reason(file) == "it is a link"
    put(file)
    assert not file.is_symlink()
    file.unlink()
    (file / "mine").mkdir(parents=True)
    assert reason(file) == "it is no file"
    put(file)
    assert stored.read(file, KIND) == VALUE
    [aside] = [path for path in file.parent.iterdir() if path != file]
    assert (aside / "mine").is_dir()


def test_a_file_of_gigabytes_is_not_read(file: Path) -> None:
    put(file)
    os.truncate(file, 5 << 30)
    assert "bytes, expected at most" in reason(file)


def test_a_file_that_may_not_be_read_gives_way(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(file)

    def refuses(*_: object) -> int:  # whoever is root may read everything
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuses)
        assert reason(file) == "Permission denied"
    file.chmod(0)
    put(file)
    assert stored.read(file, KIND) == VALUE


def test_a_write_that_fails_leaves_what_was_there(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = put(file)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("write", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fails)
            with pytest.raises(OSError, match="No space"):
                put(file)
        assert file.read_bytes() == good
        assert len(list(file.parent.iterdir())) == 1


def test_a_line_is_verified_by_itself() -> None:
    record = b'{"feed":"https://one.example/","title":"A \\",\\"checksum\\":\\""}'
    line = stored.sealed_line(record)
    assert json.loads(line)["feed"] == "https://one.example/"
    assert stored.opened_line(line) == record
    assert stored.opened_line(line + b"\r") == record
    assert stored.opened_line(record) == record
    with pytest.raises(stored.Damaged):
        stored.opened_line(line.replace(b"one", b"two"))


def test_a_file_whose_name_says_what_is_in_it_is_verified_by_that(tmp_path: Path) -> None:
    data = b"bytes of a picture"
    name = tmp_path / "277089d91c0b"
    name.write_bytes(data)
    with pytest.raises(stored.Damaged, match="its name says"):
        stored.named(str(name), name.name)
    with pytest.raises(stored.Damaged, match="not there"):
        stored.named(str(tmp_path / "nowhere"), "00")
    assert stored.named(str(name), sha256(data).hexdigest()[:12]) == data
