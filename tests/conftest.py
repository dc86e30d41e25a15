"""What holds for every test: no network but this machine's own, and repeatable examples."""

from __future__ import annotations

import gc
import ipaddress
import os
import random
import socket
import ssl
from asyncio import events
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.options import EVERY_PAIR, SHUFFLE, UPDATE
from tests.snapshots import Snapshot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from xdist.remote import Producer

    from chancery.fetch.reading import Readers
    from tests.nu.check import NuChecker
    from tests.schedule import Units

# `repeatable` tries the same examples at every run, so that a test fails for a change and not by
# chance; HYPOTHESIS_PROFILE=explore looks for new ones. Neither measures time.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
# Commands are started as processes of their own too, which find the package as pytest does.
os.environ["PYTHONPATH"] = str(Path(__file__).parents[1] / "plugins")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `tests/options.py`."""
    parser.addoption(UPDATE, action="store_true", help="write snapshots anew, do not compare")
    parser.addoption(EVERY_PAIR, action="store_true", help="take every pair, not a sample")
    parser.addoption(SHUFFLE, type=int, default=0, help="run in an order drawn by this number")


#: Where else certificates may be.
NAMED = ("SSL_CERT_FILE", "SSL_CERT_DIR")

#: What only tests ask for that look at whole networks, open a browser or start Java.
WHOLE = frozenset({"browser", "trees", "nu_check"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what takes whole networks, browsers or Java, and what compares with kept files."""
    if config.getoption(SHUFFLE):
        # The same order in every worker, as pytest-xdist needs it.
        random.Random(config.getoption(SHUFFLE)).shuffle(items)
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & WHOLE:
            item.add_marker("whole")
        if "snapshot" in names:
            item.add_marker("kept")


def pytest_collection_finish() -> None:
    """Look for cycles as seldom as a build does, and never among thousands of tests."""
    from chancery.common.memory import collect_rarely

    gc.collect()
    gc.freeze()
    collect_rarely()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Units:
    """Hand out tests to workers in units that share what they make."""
    from tests.schedule import Units

    return Units(config, log)


@pytest.fixture(scope="session")
def snapshot(pytestconfig: pytest.Config) -> Snapshot:
    """Return what compares texts with kept files, or writes those anew."""
    return Snapshot(update=pytestconfig.getoption(UPDATE))


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the project's folder."""
    return Path(__file__).parents[1]


@pytest.fixture
def fixed_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test builds be built at the date of the small network."""
    from tests.networks.small import DATE

    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Fail a test that looks up or connects to another machine: no build needs a network."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Return a function that serves a folder until the end of the run, and gives its address."""
    from tests.browser.helpers import served

    with ExitStack() as servers:
        yield cache(lambda folder: servers.enter_context(served(folder)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one browser of the run: a thread can hold no second, and a start takes long."""
    from playwright.sync_api import sync_playwright

    from tests.browser.helpers import launch_chromium

    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def nu_check() -> Iterator[NuChecker]:
    """Return the page checker; its tests are one unit, so that one worker starts it once."""
    from tests.nu.check import nu_checker

    with nu_checker() as checker:
        yield checker


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page without history, cookies or cache."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def foreign_requests(page: Page) -> list[str]:
    """Return the list that fills with what the page asks of other hosts; all of it is blocked."""
    from tests.browser.helpers import refuse_other_hosts

    refused: list[str] = []
    refuse_other_hosts(page, refused)
    return refused


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


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    """Return processes that read feeds; to start them takes a while."""
    from chancery.fetch.reading import Readers

    made = Readers(1)
    yield made
    made.close()


@pytest.fixture
def same_readers(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run use the readers that all tests share, which saves it a second."""

    def close() -> None:
        readers._idle = None

    monkeypatch.setattr(readers, "close", close)
    for module in ("run", "finding"):
        monkeypatch.setattr(f"chancery.fetch.{module}.Readers", lambda _count: readers)


@pytest.fixture
def same_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run use the certificates of this machine that the first one loaded."""
    import httpx2

    monkeypatch.setattr(httpx2, "create_ssl_context", lambda: _certificates(*map(os.getenv, NAMED)))


@cache
def _certificates(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    from httpx2._config import create_ssl_context

    return create_ssl_context()


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
