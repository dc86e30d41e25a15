"""Fixtures for tests of whole built sites."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.sites.trees import NETWORKS, Tree, built
from tests.sites.windows import Windows


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the run's folder for temporary files; workers have one of their own inside of it."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def trees(shared_folder: Path) -> Iterator[Mapping[str, Tree]]:
    """Return both networks by name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(built(name, shared_folder)) for name in NETWORKS}


@pytest.fixture(scope="session")
def example(trees: Mapping[str, Tree]) -> Tree:
    """Return the real network: public data with sample texts, marked as a demonstration."""
    return trees["example"]


@pytest.fixture(scope="session")
def golden(trees: Mapping[str, Tree]) -> Tree:
    """Return the fictional network, in which every kind of post and every field occurs."""
    return trees["golden"]


@pytest.fixture(scope="session")
def windows(
    browser: Browser, serve: Callable[[Path], str], trees: Mapping[str, Tree]
) -> Iterator[Windows]:
    """Return what opens pages of both networks, as hosts serve them."""
    addresses = {name: serve(tree.folder) for name, tree in trees.items()}
    windows = Windows(browser, addresses, trees)
    yield windows
    windows.close()
