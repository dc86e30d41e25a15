"""The feeds of a web page, each tried: for `chancery feeds --discover`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from chancery.common.faults import Fault, at_edge
from chancery.common.problems import counted, one_line
from chancery.fetch.discover import USUAL, Named
from chancery.fetch.http import Answer, Client, FetchFailed, status_text
from chancery.fetch.reading import Readers
from chancery.fetch.run import Settings
from chancery.fetch.schedule import habit

_OK = frozenset({200, 203})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that was tried: its address, and what it is called.

    entries, newest: what it contains; fault: why it is no feed; empty for a good one.
    """

    url: str
    title: str = ""
    entries: int = 0
    newest: datetime | None = None
    fault: str = ""

    def line(self) -> str:
        """Return the line for posts.yaml, or a comment that says what is wrong."""
        if self.fault:
            return one_line(f"# {self.url} {self.fault}")
        count = "1 entry" if self.entries == 1 else f"{self.entries} entries"
        newest = f"the newest of {self.newest:%Y-%m-%d}" if self.newest else ""
        said = ", ".join(part for part in (self.title, count, newest) if part)
        return one_line(f"- url: {self.url}  # {said}")

    def as_json(self) -> dict[str, object]:
        """Return it as plain data for `--json`."""
        return {
            "url": self.url,
            "title": self.title,
            "entries": self.entries,
            "newest": self.newest.isoformat() if self.newest else None,
            "fault": self.fault,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found at an address: feeds, and where from; fault: why nothing could be found."""

    feeds: tuple[Found, ...] = ()
    said: str = ""
    fault: str = ""


def find(url: str, settings: Settings) -> Finding:
    """Look for the feeds of a page: those that it names, else where feeds usually are."""
    readers = Readers(1)
    try:
        return asyncio.run(_find(url, settings, readers))
    finally:
        readers.close()


async def _find(url: str, settings: Settings, readers: Readers) -> Finding:
    faults: list[Fault] = []
    async with Client(settings.agent, settings.access, settings.limits) as client:
        with at_edge(faults.append):
            return await _looked(url, client, readers, settings.now)
    return Finding(fault=str(faults[0]))


async def _looked(url: str, client: Client, readers: Readers, now: datetime) -> Finding:
    """Look at a page, and try each feed that it names or may have."""
    try:
        answer = await _whole(url, client)
    except FetchFailed as error:
        return Finding(fault=str(error))
    reading = await readers.read(answer.document(url), now)
    if not reading.refused:
        found = (await _tried(Named(url, ""), client, readers, now),)
        return Finding(feeds=found, said="is a feed itself")
    tried = [
        await _tried(named, client, readers, now) for named in reading.named or _usual(answer.url)
    ]
    if reading.named:
        return Finding(feeds=tuple(tried), said=f"names {counted(len(tried), 'feed')}")
    good = tuple(each for each in tried if not each.fault)
    if not good:
        return Finding(fault="names no feed, and there is none where feeds usually are")
    return Finding(feeds=good, said="names no feed, but there is one where feeds usually are")


def _usual(url: str) -> list[Named]:
    return [Named(urljoin(url, f"/{path}"), "") for path in USUAL]


async def _whole(url: str, client: Client) -> Answer:
    """Return a document. Raises `FetchFailed` when there is none."""
    answer = await client.get(url)
    if answer.status not in _OK:
        raise FetchFailed(f"answers {status_text(answer.status)}")
    return answer


async def _tried(named: Named, client: Client, readers: Readers, now: datetime) -> Found:
    """Try one feed; whatever it does, it ends here."""
    faults: list[Fault] = []
    with at_edge(faults.append):
        return await _read(named, client, readers, now)
    return Found(url=named.url, fault=str(faults[0]))


async def _read(named: Named, client: Client, readers: Readers, now: datetime) -> Found:
    try:
        answer = await _whole(named.url, client)
    except FetchFailed as error:
        return Found(url=named.url, fault=str(error))
    reading = await readers.read(answer.document(named.url), now)
    if reading.refused:
        return Found(url=named.url, fault=reading.refused.message)
    return Found(
        url=answer.moved or named.url,
        title=named.title,
        entries=len(reading.entries),
        newest=habit(reading.entries).newest,
    )
