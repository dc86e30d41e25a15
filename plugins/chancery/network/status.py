"""Whether a post works, as it stands in the record and on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from chancery.network.fields import (
    Day,
    PostId,
    Text,
    doc,
)
from chancery.network.places import Place
from chancery.network.record import Record, Source

State = Literal["opening", "open", "closing", "closed", "suspended", "relocated"]
#: The state of a post on a day: one that is to move from then on is there still.
StateThen = State | Literal["moving"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Record):
    """Whether a post works, since when and why, and who serves in its place."""

    state: Annotated[
        State,
        doc(
            "The state. While a post is `opening`, `closed` or `suspended`, no page tells "
            "anybody to call it or to come to it, and every page says who serves instead.",
            "closed",
        ),
    ]
    since: Annotated[
        Day | None,
        doc(
            "The day: since when, or from when where it is still to come; for `opening`, the "
            "first day on which it is open; for `closing`, the last. What is announced holds "
            "from its day on, by the clocks of the post’s `timezone`: until then a post that is "
            "`closed` or `suspended` later is one that is to close. Readers are told state and "
            "day in one sentence, so leave it out where only a month or a season is known, and "
            "say that in `why`.",
            '"2026-08-17"',
        ),
    ] = None
    why: Annotated[Text | None, doc("Why, in a few words.", "{en: The lease ended.}")] = None
    served_by: Annotated[
        PostId | None,
        doc(
            "The post that serves now. Where that one serves nobody either, who serves in its "
            "place; where nobody is known, pages say so and give the ministry’s number for "
            "consular matters (else its general one, else the crisis centre’s).",
            "embassy-vienna",
        ),
    ] = None
    moved_from: Annotated[Place | None, doc("For `relocated`: where it is until `since`.")] = None
    source: Annotated[Source | None, doc("Where this is from; its `url` is linked.")] = None

    def on(self, day: str) -> StateThen:
        """Return the state as it is on a day (ISO 8601): what is announced holds from its day on.

        A post that is to close serves on the last day too.
        """
        since = self.since or ""
        if self.state == "opening" and since and since <= day:
            return "open"
        if self.state == "closing" and since and since < day:
            return "closed"
        if self.state in ("closed", "suspended") and since > day:
            return "closing"
        if self.state == "relocated" and since > day:
            return "moving"
        return self.state
