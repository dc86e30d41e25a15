"""The server of `chancery serve`: the output folder, for this machine alone."""

from __future__ import annotations

import json
import re
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from chancery.commands import feedpage
from chancery.commands.options import Options
from chancery.commands.serving import pages
from chancery.commands.serving.hub import Hub, digest, version_of

#: What the loopback address is called. A web page elsewhere can have its own name lead here.
_HERE = ("127.0.0.1", "localhost", "::1")
#: Nothing that feeds say is to run, or to load anything, on whoever looks at them.
_OF_FEEDS = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HTML = "text/html; charset=utf-8"
_BESIDE = {
    pages.SCRIPT: ("page.js", "text/javascript; charset=utf-8"),
    pages.STYLES: ("page.css", "text/css; charset=utf-8"),
}
#: A page whose own policy lets it load scripts of its host. The others are one file each, and stay.
_LOADS = re.compile(rb"script-src 'self'")
#: Seconds after which a browser is told that the server is still there.
_ALIVE = 15.0


class Handler(SimpleHTTPRequestHandler):
    """Serves the output folder, with the nearest site's own page for what is not there.

    hub: what browsers are told; options: whose feeds the page of feeds tells of.
    """

    def __init__(self, *args: Any, hub: Hub, options: Options, **more: Any) -> None:
        """Take what the server gives, and whose sites these are."""
        self.hub, self.options = hub, options
        super().__init__(*args, directory=str(hub.output), **more)

    def do_GET(self) -> None:
        """Answer with a page of the server's own, or with a file."""
        if not self._asked_here():
            return
        path = urlsplit(self.path).path
        if "\0" in unquote(path):
            self.send_error(404)  # no file can be called so
        elif path.rstrip("/") == feedpage.PATH:
            self._answer(feedpage.feed_page(self.options), policy=_OF_FEEDS)
        elif path == pages.EVENTS:
            self._events()
        elif path in _BESIDE:
            name, kind = _BESIDE[path]
            self._answer(Path(__file__).with_name(name).read_bytes(), kind=kind)
        elif path.rstrip("/") == pages.OWN.rstrip("/"):
            self._overview()
        else:
            self._file(path)

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self.do_GET()

    def _overview(self) -> None:
        page = pages.overview(self.hub)
        self._answer(_with_script(page, digest(page)), policy=pages.POLICY)

    def _file(self, path: str) -> None:
        """Answer with a file of the output; with a page's bytes as they are, and the script."""
        file = self._file_of(path)
        if not file.is_file():
            # Whoever asks before anything was built gets the page once it is there.
            self.hub.ready.wait()
        if path == "/" and not file.is_file():
            self._overview()
        elif file.suffix == ".html" and file.is_file() and _is_of(path, file):
            data = file.read_bytes()
            self._answer(_with_script(data, digest(data)) if _LOADS.search(data) else data)
        else:
            # Times of files have whole seconds here: a browser would keep what has changed since.
            del self.headers["If-Modified-Since"]
            super().do_GET() if self.command == "GET" else super().do_HEAD()

    def _file_of(self, path: str) -> Path:
        file = Path(self.translate_path(path))
        return file / "index.html" if file.is_dir() else file

    def _events(self) -> None:
        """Tell a browser of changes, as long as it listens (HTML, server-sent events)."""
        path = parse_qs(urlsplit(self.path).query).get("path", ["/"])[0].replace("\0", "")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if self.command == "HEAD":
            return
        last = ""
        with self.hub.viewing(path):
            for _ in self.hub.turns(_ALIVE):
                said = json.dumps(self.hub.state(path, self._version(path)))
                line = f"data: {said}\n\n" if said != last else ":\n\n"
                last = said
                try:
                    self.wfile.write(line.encode())
                except OSError:
                    return

    def _version(self, path: str) -> str:
        own = path == pages.OWN or (path == "/" and not self._file_of(path).is_file())
        return digest(pages.overview(self.hub)) if own else version_of(self._file_of(path))

    def _asked_here(self) -> bool:
        """Say whether it was this machine by a name of its own that was asked; else refuse."""
        try:
            here = urlsplit(f"//{self.headers.get('Host', '')}").hostname in _HERE
        except ValueError:
            here = False
        if not here:
            super().send_error(403, "Only for this machine")
        return here

    def _answer(
        self, data: bytes, *, status: int = 200, kind: str = _HTML, policy: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if policy:
            self.send_header("Content-Security-Policy", policy)
            self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def end_headers(self) -> None:
        """Let no browser keep what may be another thing in a moment."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer 404 with the site's own page."""
        page = self._missing() if code == 404 else None
        if page is None:
            super().send_error(code, message, explain)
        else:
            self._answer(page.read_bytes(), status=404)

    def _missing(self) -> Path | None:
        site = self.path.lstrip("/").partition("/")[0]
        root = self.hub.output
        for page in (root / site / "404.html" if site in self.hub.posts() else root,
                     root / "404.html"):  # fmt: skip
            if page.is_file():
                return page
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests: what matters here is what the builds say."""


def _is_of(path: str, file: Path) -> bool:
    """Say whether a path is that of a page; a folder without a slash is led to the one with it."""
    return path.endswith("/") or file.name != "index.html" or path.endswith("index.html")


def _with_script(page: bytes, version: str) -> bytes:
    """Return a page as it is, with the script at the end of its head."""
    before, end, after = page.partition(b"</head>")
    return before + pages.script_element(version).encode() + end + after if end else page
