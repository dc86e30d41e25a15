"""Feeds asked for in tests: with short limits, and names that lead to this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chancery.common.problems import Place
from chancery.fetch.address import Access
from chancery.fetch.ask import Outcome, ask
from chancery.fetch.http import Client, Limits
from chancery.fetch.reading import Readers
from chancery.fetch.sources import Wanted
from chancery.fetch.state import FeedState
from tests.fetch.server import Behaviour, Server

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
AGENT = "Tester/1 (+https://network.example/)"
HOST = "feeds.example"
#: For what must come whatever else the machine does, and for what must end for being late.
PATIENT = Limits(connect=5, read=5, feed=10, total=20, body=200_000)
QUICK = Limits(connect=0.3, read=0.2, feed=0.6, total=10, body=200_000)

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>News</title><link>https://feeds.example/</link>
<item><title>Second</title><link>https://feeds.example/2</link><guid>2</guid>
<pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>First</title><link>https://feeds.example/1</link><guid>1</guid>
<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>
</channel></rss>
"""


def wanted(url: str, line: int = 7) -> Wanted:
    return Wanted(url, Place("posts.yaml", line, 14), "posts.a.feeds.0.url", "a")


def names(table: Mapping[str, list[str]]) -> Access:
    """Return access to this machine under some names, of which the first is opened."""

    async def look_up(host: str, _port: int) -> list[str]:
        try:
            return table[host]
        except KeyError:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None

    return Access(allowed=frozenset([next(iter(table))]), look_up=look_up)


@dataclass(slots=True)
class Asker:
    """Asks a server for one feed after another."""

    server: Server
    readers: Readers
    limits: Limits = QUICK
    access: Access = field(default_factory=lambda: names({HOST: ["127.0.0.1"]}))
    scheme: str = "http"

    def url(self, path: str = "/feed") -> str:
        return f"{self.scheme}://{HOST}:{self.server.port}{path}"

    def ask(self, url: str = "", state: FeedState | None = None, now: datetime = NOW) -> Outcome:
        """Ask once."""
        url = url or self.url()
        before = state or FeedState(feed=url)

        async def once() -> Outcome:
            async with Client(AGENT, self.access, self.limits) as client:
                return await ask(wanted(url), before, (), now, client, self.readers)

        return asyncio.run(once())

    def serve(self, behaviour: Behaviour, path: str = "/feed") -> None:
        self.server.routes[path] = behaviour
