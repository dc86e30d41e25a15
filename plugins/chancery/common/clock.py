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
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch) if epoch else time.time(), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{shown(epoch)}: expected whole seconds since 1970, such as 1795478400"
        raise CannotStart([Problem(Place("SOURCE_DATE_EPOCH"), message)]) from None


def build_date() -> date:
    """Give the UTC date of this build."""
    return build_instant().date()
