"""Asks the Nu Html Checker about files: one checker, kept open for all questions of a run."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import monotonic, sleep
from typing import Any

HERE = Path(__file__).parent
JAR = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

#: What the checker is told of a file; everything else is HTML.
TYPES = {".css": "text/css", ".svg": "image/svg+xml"}

#: What the checker cannot know of a file without an origin: whether `'self'` is what it loads. It
#: also takes data blocks for scripts. Whether pages keep their policy is seen in a browser.
POLICY = "violates Content Security Policy (meta tag)"

#: The line with which it says that it answers.
_READY = "Checker service started"
#: Seconds that one file may take: the first waits until all is compiled.
_PATIENCE = 120


class NuChecker:
    """A checker that answers on a port of this machine."""

    def __init__(self, port: int) -> None:
        """Take the port."""
        self._port = port

    def check(self, paths: Iterable[Path]) -> list[str]:
        """Check HTML, CSS and SVG files and give every error and warning as `FILE:LINE:COLUMN: …`.

        Raises:
            FileNotFoundError: a file is not there.
            RuntimeError: the checker gave no answer.
        """
        # One that has been idle for long is closed at the other end: each call has its own.
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)) as http:
            return [line for path in sorted(paths) for line in self._check(path, http)]

    def _check(self, path: Path, http: HTTPConnection) -> Iterator[str]:
        kind = TYPES.get(path.suffix, "text/html")
        headers = {"Content-Type": f"{kind}; charset=utf-8", "User-Agent": "chancery-tests"}
        data = path.read_bytes()
        try:
            http.request("POST", "/?out=json", data, headers)
            found = json.loads(http.getresponse().read())["messages"]
        except (OSError, HTTPException, ValueError, KeyError) as error:
            raise RuntimeError(f"the Nu Html Checker gave no answer for {path}: {error}") from error
        for message in found:
            if POLICY not in message["message"]:
                yield f"{path}:{_line(message)}"


@contextmanager
def nu_checker(jar: Path = JAR) -> Iterator[NuChecker]:
    """Start the checker, give what asks it, and end it.

    Raises:
        RuntimeError: it does not start.
    """
    port = _free_port()
    # The stack is that of a deeply nested page; one level of compilation costs least in all.
    java = ["java", "-Xss8m", "-XX:TieredStopAtLevel=1"]
    where = [f"-Dnu.validator.servlet.{name}" for name in ("bind-address=127.0.0.1",
             "max-file-size=20000000")]  # fmt: skip
    command = [*java, *where, "-cp", str(jar), "nu.validator.servlet.Main", str(port)]
    # It tells of every question: a pipe that nobody reads would fill, and stop it.
    with (
        NamedTemporaryFile() as said,
        subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _wait_until_ready(process, Path(said.name))
            yield NuChecker(port)
        finally:
            process.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], said: Path) -> None:
    end = monotonic() + _PATIENCE
    text = ""
    while process.poll() is None and monotonic() < end:
        text = said.read_text(encoding="utf-8", errors="replace")
        if _READY in text:
            return
        sleep(0.05)
    raise RuntimeError(f"the Nu Html Checker does not start: {text}")


def _line(message: dict[str, Any]) -> str:
    kind = message.get("subType", message["type"])
    line, column = message.get("lastLine", 0), message.get("firstColumn", message.get("lastColumn"))
    extract = " ".join(message.get("extract", "").split())
    return f"{line}:{column or 0}: {kind}: {message['message']} [{extract}]"
