"""`inv serve`: the sites on this machine, rebuilt when anything changes."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
from pathlib import Path

from chancery.commands.options import ROOT, Options


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the output folder, with the nearest site's own page for what is not there."""

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
    """Build, serve on the loopback address, and rebuild on every change until interrupted."""
    from watchfiles import watch

    rebuild(options)
    handler = functools.partial(Handler, directory=str(options.output_folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        print(f"Port {port}: {error.strerror}. Choose another with --port.", file=sys.stderr)
        return 2
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/ (Ctrl+C ends)", flush=True)
    watched = [path for path in options.inputs if path.exists()]
    try:
        for _changes in watch(*watched, debounce=200, raise_interrupt=True):
            rebuild(options)
    except KeyboardInterrupt:
        return 0
    finally:
        server.shutdown()
    return 0


def rebuild(options: Options) -> int:
    """Build in a process of its own, so that changed code and settings are taken too."""
    command = [sys.executable, "-m", "invoke", "build"]
    for name in ("network", "output", "cache"):
        value = getattr(options, name)
        if value:
            command += [f"--{name}", str(Path(value).absolute())]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
