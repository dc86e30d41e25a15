"""What an answer says of time, as far as it can be meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

#: However long a server asks to be left alone, it is asked again after that.
LONGEST_PAUSE = timedelta(days=7)
#: However long an answer is said to be fresh for.
LONGEST_FRESH = timedelta(days=1)
#: The longest validator that is kept and sent back.
_VALIDATOR_LIMIT = 500
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d+)", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)
_ENTITY_TAG = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")


def pause(headers: httpx2.Headers, now: datetime) -> timedelta | None:
    """Return how long a server asks to be left alone (RFC 9110, section 10.2.3), at most a week.

    That is from its answer on: by its own clock where it tells a date, as far as it says the time.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return _bounded(_seconds(text), LONGEST_PAUSE)
    date = http_date(text)
    if date is None:
        return None
    return _bounded(date - (http_date(headers.get("date", "")) or now), LONGEST_PAUSE)


def freshness(headers: httpx2.Headers, now: datetime) -> timedelta:
    """Return how long an answer is fresh (RFC 9111, section 4.2), a day at most; 0 if unknown."""
    control = headers.get("cache-control", "")
    if _NOT_KEPT.search(control):
        return timedelta(0)
    if found := _MAX_AGE.search(control):
        return _bounded(_seconds(found[1]), LONGEST_FRESH)
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return timedelta(0)
    return _bounded(expires - (http_date(headers.get("date", "")) or now), LONGEST_FRESH)


def validator(headers: httpx2.Headers, name: str) -> str:
    """Return an ETag or a Last-Modified that can be sent back as it is, else an empty text."""
    text = headers.get(name, "").strip()
    return text if len(text) <= _VALIDATOR_LIMIT and _ENTITY_TAG.fullmatch(text) else ""


def http_date(text: str) -> datetime | None:
    """Return a date in UTC, None for what is none."""
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _seconds(digits: str) -> timedelta:
    return timedelta(seconds=int(digits)) if len(digits) <= 9 else timedelta.max


def _bounded(span: timedelta, most: timedelta) -> timedelta:
    return max(timedelta(0), min(span, most))
