"""What is kept of inputs survives a change of how it is kept: alerts depend on it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from chancery.features.alerts.files import ALERTS
from chancery.features.visas.routes import VISA_ROUTES
from chancery.run.state import NOTICES
from chancery.write.manifest import Manifest, ManifestStore

#: A manifest as it was kept while each shelf had a field of its own.
EARLIER = {
    "version": 1,
    "inputs": {"embassy-oslo": '{"id": "embassy-oslo"}'},
    "documents": {},
    "faultless": {},
    "alerts": {"flood.yaml": '{"area": {}}'},
    "notices": {"embassy-oslo": "[]"},
    "advice": {},
    "visa_routes": {"NO.yaml": '{"like": "IS"}'},
}


@pytest.fixture
def store(tmp_path: Path) -> ManifestStore:
    store = ManifestStore(tmp_path / "cache", tmp_path / "output")
    store.folder.mkdir(parents=True)
    return store


def test_last_good_inputs_of_an_earlier_manifest_are_read(store: ManifestStore) -> None:
    store.index.write_bytes(msgspec.msgpack.encode(EARLIER))
    kept = store.load()
    assert kept.inputs == EARLIER["inputs"]
    assert kept.records[ALERTS.folder] == EARLIER["alerts"]
    assert kept.records[VISA_ROUTES.folder] == EARLIER["visa_routes"]
    assert kept.records[NOTICES] == EARLIER["notices"]
    assert not store.lost


def test_what_is_kept_is_read_as_it_was(store: ManifestStore) -> None:
    kept = Manifest(records={"alerts": {"flood.yaml": "{}"}, "visa-routes": {}})
    store.save(kept)
    assert store.load() == kept


def test_an_input_of_an_earlier_manifest_that_is_none_makes_it_a_damaged_one(
    store: ManifestStore,
) -> None:
    store.index.write_bytes(msgspec.msgpack.encode({**EARLIER, "alerts": {"flood.yaml": "7"}}))
    assert store.load() == Manifest()
    assert store.lost
