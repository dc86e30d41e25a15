"""Servers of this machine, and what asks them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chancery.fetch.reading import Readers
from tests.fetch.asking import Asker
from tests.fetch.server import Server


@pytest.fixture(autouse=True)
def _own_loop(no_other_loop: None, same_certificates: None) -> None:
    """Every test here asks on an event loop of its own, and trusts the same."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


@pytest.fixture
def asker(server: Server, readers: Readers) -> Asker:
    """Return what asks the server for feeds, as `chancery feeds` would."""
    return Asker(server, readers)
