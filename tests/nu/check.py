"""Asks the Nu Html Checker about files, many at a time."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent
JAR = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

#: Files a call of the checker: starting Java takes as long as checking some hundred pages, and an
#: argument list may not grow without end.
BATCH = 2000

#: How the checker is told what it reads. One kind a call: in a mixed one its lines are one off.
OPTIONS = {".css": "--css", ".svg": "--svg"}


#: What the checker cannot know of a file without an origin: whether `'self'` is what it loads. It
#: also takes data blocks for scripts. Whether pages keep their policy is seen in a browser.
POLICY = "violates Content Security Policy (meta tag)"


def nu_check(paths: Iterable[Path]) -> list[str]:
    """Check HTML, CSS and SVG files and give every error and warning as `FILE:LINE:COLUMN: …`.

    Raises:
        RuntimeError: the checker could not run or gave no answer.
    """
    kinds: dict[str, list[Path]] = {}
    for path in sorted(paths):
        kinds.setdefault(OPTIONS.get(path.suffix, "--html"), []).append(path)
    return [
        message
        for option, files in sorted(kinds.items())
        for start in range(0, len(files), BATCH)
        for message in _check(option, files[start : start + BATCH])
    ]


def _check(option: str, files: Sequence[Path]) -> list[str]:
    names = [str(path.resolve(strict=True)) for path in files]
    # The stack is that of a deeply nested page; one level of compilation costs least in all.
    java = ["java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", str(JAR)]
    command = [*java, "--format", "json", "--stdout", option, *names]
    # Under another locale Java cannot open files with letters beyond ASCII in their names.
    locale = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=locale, check=False)
    # It exits 1 when it has something to report, and then its answer says what.
    try:
        found = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(f"the Nu Html Checker gave no answer: {done.stderr}") from error
    if done.returncode and not found:
        raise RuntimeError(f"the Nu Html Checker failed: {done.stderr}")
    return [_line(message) for message in found if POLICY not in message["message"]]


def _line(message: dict[str, Any]) -> str:
    kind = message.get("subType", message["type"])
    place = unquote(urlsplit(message.get("url", "")).path)
    line, column = message.get("lastLine", 0), message.get("firstColumn", message.get("lastColumn"))
    extract = " ".join(message.get("extract", "").split())
    return f"{place}:{line}:{column or 0}: {kind}: {message['message']} [{extract}]"
