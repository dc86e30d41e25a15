"""The one clock: where time enters a build."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

from chancery.common.problems import CannotStart, Place, Problem, shown


def build_instant() -> datetime:
    """Give the instant of this build in UTC: `SOURCE_DATE_EPOCH` where it is set, else now.

    Raises CannotStart when `SOURCE_DATE_EPOCH` is not a whole number of seconds
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    return _instant("SOURCE_DATE_EPOCH")


def _instant(name: str) -> datetime:
    epoch = os.environ.get(name, "")
    try:
        return datetime.fromtimestamp(int(epoch) if epoch else time.time(), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{shown(epoch)}: expected whole seconds since 1970, such as 1795478400"
        raise CannotStart([Problem(Place(name), message, code="wrong-usage")]) from None


def true_instant() -> datetime:
    """Give the instant that it is in UTC, for what deals with the world and not with pages.

    `CHANCERY_NOW` sets it for tests: seconds since 1970. `SOURCE_DATE_EPOCH` does not: a server
    asked with the clock of a build would be asked at the wrong time. Raises CannotStart when
    `CHANCERY_NOW` is not a whole number of seconds.
    """
    return _instant("CHANCERY_NOW")


def build_date() -> date:
    """Give the UTC date of this build."""
    return build_instant().date()
