"""The one clock: where time enters a build."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

from chancery.common.problems import CannotStart, Place, Problem, shown

#: The years that a day of the input may have: none that is meant lies before, and far enough from
#: the end of the calendar (year 9999) for whatever is added to a day.
FIRST_YEAR, LAST_YEAR = 1000, 2199
#: More digits than a number of seconds has.
_DIGITS = 20
#: The first instant that no clock may show.
_LATEST = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp()


def day_of(text: str) -> date | None:
    """Return the day that a text names as 2026-03-01 (ISO 8601); None where it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and FIRST_YEAR <= day.year <= LAST_YEAR else None


def build_instant() -> datetime:
    """Return the instant of this build in UTC: `SOURCE_DATE_EPOCH` where it is set, else now.

    Raises CannotStart when `SOURCE_DATE_EPOCH` is not a whole number of seconds
    (https://reproducible-builds.org/specs/source-date-epoch/), or not of the years 1970 to 2199.
    """
    return _instant("SOURCE_DATE_EPOCH")


def _instant(name: str) -> datetime:
    epoch = os.environ.get(name, "")
    if not epoch:
        return datetime.fromtimestamp(time.time(), UTC)
    if epoch.isascii() and epoch.isdecimal() and len(epoch) < _DIGITS and int(epoch) < _LATEST:
        return datetime.fromtimestamp(int(epoch), UTC)
    message = f"{shown(epoch)}: expected whole seconds since 1970, such as 1795478400"
    cure = f"The years are 1970 to {LAST_YEAR}."
    raise CannotStart([Problem(Place(name), message, cure=cure, code="wrong-usage")])


def true_instant() -> datetime:
    """Return the instant that it is in UTC, for what deals with the world and not with pages.

    `CHANCERY_NOW` sets it for tests: seconds since 1970. `SOURCE_DATE_EPOCH` does not: a server
    asked with the clock of a build would be asked at the wrong time. Raises CannotStart when
    `CHANCERY_NOW` is not a whole number of seconds.
    """
    return _instant("CHANCERY_NOW")


def build_date() -> date:
    """Return the UTC date of this build."""
    return build_instant().date()
