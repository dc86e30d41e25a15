"""What templates see of hours: usual weeks, days that are not as usual, whether it is open."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.views import Words


class WeekDay(Struct, frozen=True):
    """Opening hours of a day, or of a run of days that have the same."""

    days: str
    ranges: tuple[str, ...]


class Week(Struct, frozen=True):
    """Opening hours of a usual week, in one time zone.

    season: from when until when, where others follow; otherwise: what holds at all other times;
    besides: what is on some weekdays of a month.
    """

    zone: str
    rows: tuple[WeekDay, ...]
    always: bool = False
    season: str = ""
    otherwise: str = ""
    besides: tuple[WeekDay, ...] = ()


class OpenNow(Struct, frozen=True):
    """What a browser needs to say whether a counter is open at the moment.

    told: minutes, closed and open in turn, as `plan/openingdata.py` gives them; zone: the counter's
    IANA time zone; inverse: whether somebody answers while it is shut.
    """

    told: str
    zone: str
    inverse: bool = False


class OpenNowScript(Struct, frozen=True):
    """The script that says whether counters are open, and what it needs for all of them.

    src: its address; formats: the tag by whose formats times are written.
    """

    src: str
    formats: str


class Reason(Struct, frozen=True):
    """Why a day is not as usual; whose: the country whose holiday it is, or empty."""

    words: Words
    whose: str = ""


class OtherHours(Struct, frozen=True):
    """What is open on a day that is not as usual; ranges: empty where it is closed."""

    name: Words | None
    ranges: tuple[str, ...]


class ClosedDays(Struct, frozen=True):
    """Days that are not as usual, in words and in ISO 8601; the last is empty for a single day.

    other: what is open otherwise; empty where everything is closed.
    """

    first: str
    first_iso: str
    last: str
    last_iso: str
    why: tuple[Reason, ...]
    other: tuple[OtherHours, ...] = ()
    until_iso: str = ""
