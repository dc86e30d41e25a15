"""What a build keeps of the bytes of its files: what Git calls them, also of earlier builds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest

from chancery.common.digest import blob_id
from chancery.write.generation import HIDDEN
from chancery.write.manifest import ManifestStore
from tests.networks.small import DATE, Small, make


@pytest.mark.parametrize("data", [b"", b"blob 1\0", bytes(range(256)) * 300])
def test_bytes_are_called_as_git_calls_them(data: bytes) -> None:
    command = ["git", "hash-object", "--no-filters", "--stdin"]
    said = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    assert blob_id(data).hex() == said.decode().strip()


def test_the_record_knows_the_bytes_of_each_file_also_of_those_that_a_build_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path / "network")
    small.edit("posts.yaml", "  country: QV\n", "  country: QV\n  archives: true\n")
    small.build()
    first = known(small)
    assert first == there(small)
    small.edit("posts.yaml", "960003", "960004")
    small.build()
    assert known(small) == there(small) != first
    assert "embassy-lima/embassy-lima.zip" in first


def test_a_record_with_another_number_of_names_than_files_is_none(tmp_path: Path) -> None:
    store = ManifestStore(tmp_path / "cache", tmp_path / "output")
    files, good = {"a": b"1", "b": b"2"}, {"a": b"a" * 20, "b": b"b" * 20}
    store.end("embassy-lima", b"key", files, good, publishing=True, own_places=False)
    assert store.site("embassy-lima").blobs() == good
    store.end(
        "embassy-lima", b"key", files, good | {"b": b"short"}, publishing=True, own_places=False
    )
    assert not store.site("embassy-lima").whole


def test_a_record_of_an_earlier_chancery_is_none_and_no_damage(tmp_path: Path) -> None:
    store = ManifestStore(tmp_path / "cache", tmp_path / "output")
    place = store.folder / "sites" / "embassy-lima"
    place.parent.mkdir(parents=True)
    place.write_bytes(msgspec.msgpack.encode((b"key", {"a": b"1"})))
    assert not store.site("embassy-lima").whole
    assert not store.damaged
    place.write_bytes(msgspec.msgpack.encode((b"key", 1)))
    assert not store.site("embassy-lima").whole
    assert store.damaged


def known(small: Small) -> dict[str, bytes]:
    store = ManifestStore(small.folder / ".cache", small.output)
    return {
        f"{site}/{path}".lstrip("/"): blob
        for site in store.sites()
        for path, blob in store.site(site).blobs().items()
    }


def there(small: Small) -> dict[str, bytes]:
    found = {
        str(path.relative_to(small.output)): blob_id(path.read_bytes())
        for path in small.output.rglob("*")
        if path.is_file() and HIDDEN not in path.parts
    }
    del found["network.json"]
    return found
