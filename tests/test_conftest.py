"""The guard against the network holds, also where the code under test catches exceptions."""

from __future__ import annotations

import contextlib
import socket

import pytest


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
