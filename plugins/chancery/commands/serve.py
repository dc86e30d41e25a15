"""`chancery serve`: the sites on this machine, rebuilt when anything changes."""

from __future__ import annotations

import functools
import http.server
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chancery.commands import feedpage
from chancery.commands.options import Options
from chancery.common.problems import Place, Problem

_LAST_PORT = 65535
#: What the loopback address is called. A web page elsewhere can have its own name lead here.
_HERE = ("127.0.0.1", "localhost", "::1")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the output folder, with the nearest site's own page for what is not there.

    options: whose feeds the page of feeds tells of; none where there is no such page.
    """

    def __init__(self, *args: Any, options: Options | None = None, **more: Any) -> None:
        """Take what the server gives, and whose feeds are asked for."""
        self.options = options
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        """Answer with the page of feeds, or with a file."""
        path = self.path.partition("?")[0].rstrip("/")
        if self.options is None or path != feedpage.PATH:
            super().do_GET()
            return
        if not self._asked_here():
            super().send_error(403, "Only for this machine")
            return
        data = feedpage.feed_page(self.options)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        # Nothing that feeds say is to run, or to load anything, on whoever looks at them.
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(data)

    def _asked_here(self) -> bool:
        """Say whether it was this machine by a name of its own that was asked."""
        try:
            return urlsplit(f"//{self.headers.get('Host', '')}").hostname in _HERE
        except ValueError:
            return False

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer 404 with the site's own page."""
        page = self._missing() if code == 404 else None
        if page is None:
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _missing(self) -> Path | None:
        root = Path(self.directory)
        site = self.path.lstrip("/").split("/", 1)[0]
        known = {entry.name for entry in root.iterdir()}
        for page in (root / site / "404.html" if site in known else root, root / "404.html"):
            if page.is_file():
                return page
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests: what matters here is what the builds say."""


def serve(options: Options, port: int) -> int:
    """Build, serve on the loopback address, and rebuild on every change until told to end.

    Ends with 0 on SIGINT (Ctrl+C) and on SIGTERM, whatever it does then.
    """
    if not 0 <= port <= _LAST_PORT:
        print(_wrong(f"{port}: expected 0 to {_LAST_PORT}"), file=sys.stderr)
        return 2
    if not options.network_folder.is_dir():
        return rebuild(options)
    # What a shell starts in the background ignores SIGINT: SIGTERM is what is left.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _serve(options, port)
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def _wrong(message: str, cure: str = "") -> Problem:
    return Problem(Place("--port"), message, cure=cure, code="wrong-usage")


def _serve(options: Options, port: int) -> int:
    """Serve until interrupted; gives 2 where the port is not to be had."""
    # The watch begins before the build: what changes meanwhile is built next.
    with watching(options) as changed:
        rebuild(options)
        handler = functools.partial(Handler, directory=str(options.output_folder), options=options)
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError as error:
            print(_wrong(f"{port}: {error.strerror}", "Choose another."), file=sys.stderr)
            return 2
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        print(f"{address}/ (Ctrl+C ends); how feeds are: {address}{feedpage.PATH}", flush=True)
        try:
            while True:
                changed()
                rebuild(options)
        finally:
            server.shutdown()


@contextmanager
def watching(options: Options) -> Iterator[Callable[[], None]]:
    """Watch all that a build reads; gives what waits until some of it has changed.

    A file is watched by its name in its folder: editors put a new one in its place, and some are
    not there yet. A folder is watched with all that is in it, also one that comes later.
    """
    from watchfiles import watch

    stop, change = threading.Event(), threading.Event()
    names = {str(path) for path in options.inputs}
    watchers: dict[Path, threading.Thread] = {}

    def watched(place: Path, **how: Any) -> None:
        for _ in watch(place, debounce=200, stop_event=stop, raise_interrupt=False, **how):
            change.set()

    def begin(place: Path, **how: Any) -> None:
        if place.is_dir() and place not in watchers:
            watchers[place] = threading.Thread(target=watched, args=(place,), kwargs=how)
            watchers[place].start()

    def begin_all() -> None:
        for path in options.inputs:
            begin(path.parent, recursive=False, watch_filter=lambda _, name: name in names)
            begin(path)

    def changed() -> None:
        begin_all()
        change.wait()
        change.clear()
        begin_all()

    try:
        begin_all()
        yield changed
    finally:
        stop.set()
        for watcher in watchers.values():
            watcher.join()


def rebuild(options: Options) -> int:
    """Build in a process of its own, so that changed code and settings are taken too."""
    command = [sys.executable, "-m", "chancery", "build"]
    for name in ("network", "output", "cache"):
        value = getattr(options, name)
        if value:
            command += [f"--{name}", str(Path(value).absolute())]
    return subprocess.run(command, check=False).returncode
