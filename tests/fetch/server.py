"""A server on this machine that does what it is told, and records what it was asked."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Behaviour = Callable[["Talk"], None]


@dataclass(slots=True)
class Talk:
    """One request, and the way to answer it byte by byte."""

    connection: socket.socket
    path: str
    headers: dict[str, str]

    def send(self, data: bytes | str) -> None:
        self.connection.sendall(data.encode("latin-1") if isinstance(data, str) else data)

    def reset(self) -> None:
        """End the connection as a machine does that crashes."""
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


def answer(
    status: str = "200 OK", body: bytes | str = b"", length: int | None = None, **headers: str
) -> Behaviour:
    """Return a whole answer; header names have underscores for hyphens."""
    data = body.encode() if isinstance(body, str) else body

    def behave(talk: Talk) -> None:
        lines = [f"HTTP/1.1 {status}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(data) if length is None else length}", "Connection: close"]
        talk.send("\r\n".join(lines) + "\r\n\r\n")
        talk.send(data)

    return behave


def raw(*pieces: bytes | float) -> Behaviour:
    """Send pieces as they are, waiting so many seconds where one is a number."""

    def behave(talk: Talk) -> None:
        for piece in pieces:
            if isinstance(piece, bytes):
                talk.send(piece)
            else:
                time.sleep(piece)

    return behave


def for_ever(piece: bytes, every: float, first: bytes = b"") -> Behaviour:
    """Send a piece again and again until nobody listens."""

    def behave(talk: Talk) -> None:
        talk.send(first)
        for _ in range(10_000):
            talk.send(piece)
            time.sleep(every)

    return behave


@dataclass(slots=True)
class Server:
    """Listens on a loopback address; `routes` says what each path does."""

    routes: dict[str, Behaviour] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    address: str = "127.0.0.1"
    seen: list[Talk] = field(default_factory=list)
    most_at_once: int = 0
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _listener: socket.socket = field(init=False)

    def __enter__(self) -> Server:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listener = socket.create_server((self.address, 0), family=family, backlog=200)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._listener.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def last(self) -> dict[str, str]:
        """The headers of the last request."""
        return self.seen[-1].headers

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with contextlib.suppress(OSError, ValueError):
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                talk = _request(connection)
                with self._lock:
                    self.seen.append(talk)
                    self._open += 1
                    self.most_at_once = max(self.most_at_once, self._open)
                try:
                    missing = answer("404 Not Found")
                    self.routes.get(talk.path.partition("?")[0], missing)(talk)
                finally:
                    with self._lock:
                        self._open -= 1


def _request(connection: socket.socket) -> Talk:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            raise ValueError("no request")
        data += piece
    first, *lines = data.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return Talk(connection, first.split(" ")[1], {k.lower(): v for k, v in headers.items()})
