"""What browsers are told: how the last build ended, and when the page that they show is another."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chancery.commands.serving.builder import Ended
from chancery.write.status import last_status

#: The most problems that are shown over a page: nobody mends more at once.
_MOST_SHOWN = 12


class Hub:
    """What is known of the last build, and who waits for the next; used by many threads."""

    def __init__(self, output: Path) -> None:
        """Take the folder of the sites."""
        self.output = output
        self.ended = Ended()
        #: Set once a first build has ended.
        self.ready = threading.Event()
        self._turn, self._news = 0, threading.Condition()
        self._viewed: Counter[str] = Counter()

    def tell(self, ended: Ended | None = None) -> None:
        """Let all who wait look again; ended: how a build has ended, where one has."""
        with self._news:
            if ended is not None:
                self.ended = ended
                self.ready.set()
            self._turn += 1
            self._news.notify_all()

    def turns(self, wait: float) -> Iterator[None]:
        """Return whenever there is something to tell, and at the latest after so many seconds."""
        turn = -1
        while True:
            with self._news:
                self._news.wait_for(lambda: self._turn != turn, wait)  # noqa: B023  (called here)
                turn = self._turn
            yield

    @contextmanager
    def viewing(self, path: str) -> Iterator[None]:
        """Note that somebody looks at a page as long as the block runs."""
        with self._news:
            # What somebody has opened last is the last.
            self._viewed[path] = self._viewed.pop(path, 0) + 1
        try:
            yield
        finally:
            with self._news:
                self._viewed[path] -= 1
                self._viewed += Counter()

    def sites(self) -> tuple[str, ...]:
        """Return the ids of the sites that somebody looks at, the portal's being empty."""
        with self._news:
            paths = list(self._viewed)
        known = self.posts()
        return tuple(dict.fromkeys(site_of(path, known) for path in reversed(paths)))

    def posts(self) -> dict[str, dict[str, Any]]:
        """Return the posts of the last build by their ids, as its network.json tells of them."""
        posts = last_status(self.output).get("posts")
        found = posts if isinstance(posts, list) else []
        return {str(post.get("id")): post for post in found if isinstance(post, dict)}

    def state(self, path: str, version: str) -> dict[str, Any]:
        """Return what the browser that shows a page must know.

        version: that of the page by now. Problems of the page's own site come with it, and those
        that concern the whole network; of others it is told how many there are.
        """
        ended, site = self.ended, site_of(path, self.posts())
        flaws = [flaw for flaw in ended.flaws if flaw.level != "note"]
        near = [flaw for flaw in flaws if flaw.site in ("", site)]
        return {
            "version": version,
            "problems": [asdict(flaw) for flaw in near[:_MOST_SHOWN]],
            "more": len(flaws) - len(near[:_MOST_SHOWN]),
            "started": ended.started,
        }


def site_of(path: str, known: dict[str, Any]) -> str:
    """Return the id of the site that a path of the server is in; empty for the portal's."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in known else ""


def version_of(file: Path) -> str:
    """Return what tells the bytes of a file from others; empty where there is none."""
    try:
        return digest(file.read_bytes())
    except OSError:
        return ""


def digest(data: bytes) -> str:
    """Return what tells some bytes from others."""
    return hashlib.sha256(data).hexdigest()[:16]
