"""Servers of this machine, and the readers that all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chancery.fetch.reading import Readers
from tests.fetch.asking import Asker
from tests.fetch.server import Server


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    """Give processes that read feeds; to start them takes a while."""
    made = Readers(1)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _own_loop(no_other_loop: None) -> None:
    """Every test here asks on an event loop of its own."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


@pytest.fixture
def asker(server: Server, readers: Readers) -> Asker:
    """Give what asks the server for feeds, as `inv feeds` would."""
    return Asker(server, readers)


@pytest.fixture
def same_readers(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run use the readers that all tests share, which saves it a second."""

    def close() -> None:
        readers._idle = None

    monkeypatch.setattr(readers, "close", close)
    monkeypatch.setattr("chancery.fetch.run.Readers", lambda _count: readers)
