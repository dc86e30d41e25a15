"""The one clock: where time enters a build."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime


def build_instant() -> datetime:
    """Give the instant of this build in UTC: `SOURCE_DATE_EPOCH` where it is set, else now.

    Raises ValueError when `SOURCE_DATE_EPOCH` is not a whole number of seconds
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch) if epoch else time.time(), UTC)


def build_date() -> date:
    """Give the UTC date of this build."""
    return build_instant().date()
