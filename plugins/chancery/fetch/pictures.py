"""Pictures of entries copied from elsewhere, so that readers of a site ask nobody but that site.

Asked for like feeds: the same client, the same limits, conditionally, later after each failure.
What comes is made anew of its pixels, in a process that can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from chancery.common.faults import Fault
from chancery.common.problems import Problem, one_line
from chancery.feeds.entries import Entry
from chancery.feeds.thumbnails import (
    Thumbnail,
    keep_thumbnails,
    put_thumbnail,
    read_thumbnails,
    thumbnails_folder,
)
from chancery.fetch.ask import BUSY, OK, conditions, with_validators
from chancery.fetch.headers import pause
from chancery.fetch.http import Answer, Client, FetchFailed, host_of, status_text
from chancery.fetch.reading import Readers, ReadingStopped
from chancery.fetch.schedule import SLACK, retry_time
from chancery.fetch.state import FeedState, StateFile

#: How many pictures one run asks for, and of how many of a feed's newest entries.
PER_RUN = 200
PER_FEED = 30
#: After so long a picture is asked for again: it may be another by now.
_AGAIN = timedelta(days=7)
_ACCEPT = "image/webp, image/avif, image/jpeg, image/png, image/gif;q=0.8"


def pictures_state(entries: Path) -> Path:
    """Return where is kept what is known of pictures, by the place of the entries' cache."""
    return thumbnails_folder(entries) / "state.jsonl"


class Pictures:
    """The pictures of one network's entries: which are there, which are to be asked for.

    copied: how many this run has brought; problems: what was wrong with the folder.
    """

    def __init__(
        self, folder: Path, now: datetime,
        alone: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:  # fmt: skip
        """Read which pictures are there, and what is known of them.

        alone: gives a block in which no other run writes here.
        """
        self.folder, self.now = folder, now
        self.copied = 0
        self._alone = alone
        self._there = read_thumbnails(folder)
        #: The addresses of those that were there when the run began.
        self._before = frozenset(self._there)
        self._states = StateFile(folder / "state.jsonl", alone)

    @property
    def problems(self) -> list[Problem]:
        """What was wrong with the folder."""
        return self._states.problems

    def due(self, feeds: Iterable[Sequence[Entry]]) -> list[str]:
        """Return the addresses to ask in this run, those of every feed's newest entries first.

        feeds: by feed, the entries whose pictures are copied, newest first.
        """
        ranked = [
            (rank, entry.image)
            for entries in feeds
            for rank, entry in enumerate(entries[:PER_FEED])
            if entry.image and self._is_due(entry.image)
        ]
        ranked.sort(key=lambda pair: pair[0])
        return list(dict.fromkeys(url for _, url in ranked))[:PER_RUN]

    def _is_due(self, url: str) -> bool:
        """Say whether a picture is to be asked for; one that was lost is, unless it fails."""
        state = self._states.of(url)
        waits = url in self._there or state.failures
        return not (waits and state.due and state.due > self.now + SLACK)

    async def ask(self, url: str, client: Client, readers: Readers) -> tuple[str, timedelta] | None:
        """Ask for a picture and keep it; give which host asks to be left alone, and how long.

        Raises `Paused` where it leads to a host that has asked for that.
        """
        state = self._states.of(url)
        known = conditions(state, self.now) if url in self._there else {}
        try:
            answer = await client.get(url, {state.source: known} if known else {}, _ACCEPT)
        except FetchFailed as error:
            self._failed(state, str(error))
            return None
        if answer.status == 304 and known:
            self._answered(state)
        elif answer.status in OK:
            await self._take(state, answer, readers)
        else:
            wait = pause(answer.headers, self.now) if answer.status in BUSY else None
            self._failed(state, f"answers {status_text(answer.status)}", wait)
            return (host_of(answer.url), wait) if wait else None
        return None

    async def _take(self, state: FeedState, answer: Answer, readers: Readers) -> None:
        try:
            made = await readers.picture(answer.body)
        except ReadingStopped as error:
            self._failed(state, f"cannot be read: {error}")
            return
        if made is None:
            self._failed(state, "is no picture that is shown")
            return
        data, width, height = made
        try:
            file = put_thumbnail(self.folder, data)
        except OSError as error:
            self._failed(state, f"cannot be written: {error.strerror}")
            return
        found = Thumbnail(file, width, height)
        self.copied += self._there.get(state.feed) != found
        self._there[state.feed] = found
        self._answered(with_validators(state, answer, self.now))

    def broken(self, url: str, fault: Fault) -> None:
        """Note that a picture met what nobody foresaw; nothing else of it is known any more."""
        failures = min(max(self._states.of(url).failures, 0), 1_000_000) + 1
        state = FeedState(feed=url, asked=self.now, failures=failures, reason=str(fault))
        due = retry_time(url, self.now, failures, None)
        self._states.add(replace(state, fault=True, due=due))

    def _answered(self, state: FeedState) -> None:
        now = self.now
        self._states.add(
            replace(state, asked=now, due=now + _AGAIN, failures=0, reason="", fault=False)
        )

    def _failed(self, state: FeedState, reason: str, wait: timedelta | None = None) -> None:
        failures = state.failures + 1
        due = retry_time(state.feed, self.now, failures, wait)
        reason = one_line(reason)
        state = replace(state, asked=self.now, due=due, failures=failures)
        self._states.add(replace(state, reason=reason, fault=False))

    def end(self, feeds: Callable[[], Iterable[Sequence[Entry]]]) -> None:
        """Keep the pictures that some entry has; remove those that none has any more.

        feeds: returns the entries as they are by then. What another run has brought meanwhile
        stays: only that run knows whose it is.
        """
        try:
            with self._alone():
                others = read_thumbnails(self.folder)
                brought = others.keys() - self._before
                used = {entry.image for entries in feeds() for entry in entries if entry.image}
                keep_thumbnails(self.folder, others | self._there, used | brought)
                self._states.tidy(used | brought, self.now, timedelta(0))
        except OSError as error:
            self._states.unwritable(error)
