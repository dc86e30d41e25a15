"""What holds for every test: no network but this machine's own, and repeatable examples."""

from __future__ import annotations

import ipaddress
import os
import socket
from asyncio import events
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.snapshots import OPTION, Snapshot

# `repeatable` tries the same examples at every run, so that a test fails for a change and not by
# chance; HYPOTHESIS_PROFILE=explore looks for new ones. Neither measures time.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes snapshots anew."""
    parser.addoption(OPTION, action="store_true", help="write snapshots anew, do not compare")


@pytest.fixture(scope="session")
def snapshot(pytestconfig: pytest.Config) -> Snapshot:
    """Give what compares texts with kept files, or writes those anew."""
    return Snapshot(update=pytestconfig.getoption(OPTION))


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Give the project's folder."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Fail a test that looks up or connects to another machine: no build needs a network."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


@pytest.fixture
def no_other_loop() -> Iterator[None]:
    """Let a test run an event loop though a browser of another test waits on its own.

    A browser that Playwright keeps open for the whole run leaves its loop marked as running in the
    thread of the tests, and `asyncio.run` starts none beside it.
    """
    waiting = events._get_running_loop()
    events._set_running_loop(None)
    yield
    events._set_running_loop(waiting)


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any, /) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_elsewhere(address[0])
        return connect(self, address)

    return guarded


def _guarded_lookup(look_up: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_elsewhere(host)
        return look_up(host, *args, **kwargs)

    return guarded


def _refuse_elsewhere(host: str | bytes | None) -> None:
    """Fail the test when a host is not this machine; no `except Exception` hides that."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in ("", "localhost"):
        return
    try:
        here = ipaddress.ip_address(name).is_loopback
    except ValueError:
        here = False
    if not here:
        pytest.fail(f"the code under test tried to reach {name}; tests use this machine only")
