"""One publishing build for all tests here, copied where a test changes it; remotes to send to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from chancery.write.manifest import ManifestStore
from tests.networks.small import DATE, Small, make
from tests.publish.remotes import Remote


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Return a network built for publishing, of which each site goes to its own place.

    Absolute links between sites hold in one tree too. Nobody changes it.
    """
    small = make(tmp_path_factory.mktemp("built") / "network")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DATE)
        assert small.build(publish=True, CHANCERY_ONE_TREE=False).exitcode == 0
    return small


@pytest.fixture
def small(built: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    """Return a copy of that build, to change and to build again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = Small(tmp_path / "network")
    shutil.copytree(built.folder, small.folder)
    before = ManifestStore(built.folder / ".cache", built.output).folder
    after = ManifestStore(small.folder / ".cache", small.output).folder
    (after.parent / before.name).rename(after)
    return small


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    """Return an empty bare repository."""
    return Remote.made(tmp_path / "remote.git")


@pytest.fixture
def cache(tmp_path: Path, built: Small) -> Callable[[], Path]:
    """Return what makes caches that know the shared build, and have published nothing yet."""
    made: list[Path] = []

    def another() -> Path:
        path = tmp_path / f"cache-{len(made)}"
        made.append(path)
        shutil.copytree(built.folder / ".cache" / "builds", path / "builds")
        return path

    return another
