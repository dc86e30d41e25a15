"""The guard against the network holds, also where the code under test catches exceptions.

So do the units that workers share.
"""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

import pytest

from tests.schedule import CHECKED, FIRST, SPLIT, rank, unit


def test_a_connection_to_another_machine_fails_the_test() -> None:
    with (
        pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"),
        contextlib.suppress(Exception),
        socket.socket() as one,
    ):
        one.connect(("192.0.2.1", 80))


def test_looking_up_another_machine_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"embassy\.example"):
        socket.create_connection(("embassy.example", 443))


def test_this_machine_is_reached_by_name_and_number() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for host in ("127.0.0.1", "localhost"):
            with socket.create_connection((host, port)) as connection:
                assert connection.getpeername()[1] == port


def test_every_unit_that_workers_share_is_there(project_root: Path) -> None:
    names = [*CHECKED, *SPLIT, *FIRST[:-1]]
    for name in names:
        file, _, test = name.partition("::")
        assert name == "checked" or list(project_root.glob(f"{file}*")), name
        assert f"def {test}" in (project_root / file).read_text("utf-8") if test else True


def test_what_shares_a_checker_is_one_unit_and_what_is_quick_one_a_file() -> None:
    assert {unit(f"{name}[one]") for name in CHECKED} == {"checked"}
    assert unit("tests/plan/test_news.py::test_it[a]") == "tests/plan/test_news.py"
    assert unit("tests/sites/test_looks.py::test_it[a]") == "tests/sites/test_looks.py::test_it"
    assert sorted(["tests/common/test_urls.py", "checked", FIRST[0]], key=rank)[0] == FIRST[0]
