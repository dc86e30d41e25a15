"""`chancery serve`: the sites on this machine, rebuilt when anything changes."""

from __future__ import annotations

import errno
import functools
import signal
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue

from chancery.commands.options import Options, outermost
from chancery.commands.serving import pages
from chancery.commands.serving.builder import Builder, Ended, Flaw, Gone, Told, Written
from chancery.commands.serving.hub import Hub
from chancery.commands.serving.server import Handler
from chancery.commands.serving.watch import Seen, Watch, changed, seen, settled
from chancery.common.problems import Place, Problem
from chancery.common.resources import PACKAGE

_LAST_PORT = 65535
#: Seconds after which files are looked at though nothing was heard of them: not every file system
#: tells of changes.
_LOOK = 3.0
#: What of Chancery is loaded once a process, beside code.
_DATA = (".json", ".toml", ".yaml")


def serve(options: Options, port: int) -> int:
    """Build, serve on the loopback address, and rebuild on every change until told to end.

    Ends with 0 on SIGINT (Ctrl+C) and on SIGTERM, whatever it does then.
    """
    wrong = _wrong_port(port)
    if not wrong and not options.network_folder.is_dir():
        place = Place(options.network or str(options.network_folder))
        cure = "Give the folder of a network with --network."
        wrong = Problem(place, "there is no such folder", cure=cure, code="file-unreadable")
    server = _server(options, port) if wrong is None else wrong
    if isinstance(server, Problem):
        reporter = options.reporter()
        reporter.problems([server])
        return reporter.end(2)
    # What a shell starts in the background ignores SIGINT: SIGTERM is what is left.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with server:
            _Serving(options, server).run()
        return 0
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def _wrong_port(port: int) -> Problem | None:
    if 0 <= port <= _LAST_PORT:
        return None
    return _wrong(f"{port}: expected 0 to {_LAST_PORT}", "0 takes one that is free.")


def _wrong(message: str, cure: str) -> Problem:
    return Problem(Place("--port"), message, cure=cure, code="wrong-usage")


class _Server(ThreadingHTTPServer):
    """Listens on the loopback address; hub: what browsers are told."""

    hub: Hub
    # Elsewhere than on POSIX this would let two servers have one port.
    allow_reuse_address = sys.platform != "win32"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that goes away while it is answered."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _server(options: Options, port: int) -> _Server | Problem:
    """Return a server that listens; the problem where the port is not to be had."""
    hub = Hub(options.output_folder)
    handler = functools.partial(Handler, hub=hub, options=options)
    try:
        server = _Server(("127.0.0.1", port), handler)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "another program listens there" if taken else str(error.strerror)
        return _wrong(f"{port}: {why}", "Choose another, or 0 for one that is free.")
    server.hub = hub
    return server


class _Serving:
    """Takes what changes and what builds tell, one after another."""

    def __init__(self, options: Options, server: _Server) -> None:
        self._options, self._server, self._hub = options, server, server.hub
        #: What a build tells; None where files may have changed.
        self._told: SimpleQueue[Told | None] = SimpleQueue()
        self._builder = Builder(options, self._told.put)
        self._watch = Watch(lambda: self._told.put(None))
        #: What the settings name, wherever it is.
        self._named: tuple[str, ...] = ()
        self._seen: Seen = {}

    def run(self) -> None:
        """Build and serve until interrupted."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{self._server.server_port}"
        # What another program reads is what builds say.
        out = sys.stdout if self._options.style.form == "text" else sys.stderr
        print(f"{address}/ (Ctrl+C ends); all sites: {address}{pages.OWN}", file=out, flush=True)
        try:
            # The watch begins before the build: what changes meanwhile is built next.
            self._watch.look_again(self._inputs())
            self._seen = self._look()
            self._builder.build(())
            while True:
                self._next()
        finally:
            self._watch.close()
            self._builder.close()
            self._server.shutdown()

    def _inputs(self) -> tuple[Path, ...]:
        return outermost((*self._options.inputs, *map(Path, self._named)))

    def _look(self) -> Seen:
        return seen(self._inputs())

    def _next(self) -> None:
        try:
            told = self._told.get(timeout=_LOOK)
        except Empty:
            told = None
        if told is None:
            self._look_again()
        elif isinstance(told, Written):
            self._hub.tell()
        elif isinstance(told, Ended):
            if told.started and told.named != self._named:
                self._named = told.named
                self._seen = {**self._look(), **self._seen}
            self._hub.tell(told)
        elif isinstance(told, Gone):
            said = "The process that builds has ended; memory may have run out."
            print(f"{said} The next change starts another.", file=sys.stderr, flush=True)
            self._hub.tell(Ended((Flaw("error", "chancery", said),), "1 error", started=False))

    def _look_again(self) -> None:
        """Build where something has changed; what builds then ends as soon as it may."""
        self._watch.look_again(self._inputs())
        found = settled(self._seen, self._look)
        paths = changed(self._seen, found)
        if not paths:
            return
        self._seen = found
        if any(is_code(path) for path in paths):
            self._builder.close()
            if any(path in _own_files() for path in paths):
                print("This server has changed: end it and start it again.", file=sys.stderr)
        self._builder.build(self._hub.sites())


def is_code(path: str) -> bool:
    """Say whether a process that has read a file before must end to read it anew."""
    own = Path(path).is_relative_to(PACKAGE) and path.endswith(_DATA)
    return own or path.endswith(".py")


def _own_files() -> set[str]:
    """Return the files of the code that this process runs."""
    modules = [m for name, m in sys.modules.items() if name.partition(".")[0] == "chancery"]
    return {str(Path(m.__file__)) for m in modules if m.__file__}
