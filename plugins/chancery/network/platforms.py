"""Platforms of official accounts: their addresses, and what a handle is.

The table is data/platforms.json.
A platform more is a row more: its tests are the handles that the row itself names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class FeedRule:
    """Where a platform keeps the feed of an account, as a public page says.

    url: the address, as in `Platform`; source: the page; pattern: the handles that have a feed
    there, all where it is empty; expected: the same in words.
    """

    url: str
    source: str
    pattern: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform.

    kind: channel (an account to follow) or messaging (one to write to); url: the address, with
    `{handle}`, its parts `{user}` and `{instance}`, `{digits}` of a number, or `{path}`; pattern:
    what a handle is; expected: the same in words; hosts: whose addresses are taken for handles;
    valid, invalid: examples; feed: where an account's feed is, on platforms that say so.
    """

    id: str
    name: str
    kind: str
    url: str
    pattern: str
    expected: str
    hosts: tuple[str, ...]
    valid: tuple[str, ...]
    invalid: tuple[str, ...]
    feed: FeedRule | None = None


@cache
def platforms() -> Mapping[str, Platform]:
    """Give the table of platforms by id."""
    path = Path(__file__).parent.parent / "data" / "platforms.json"
    rows: list[dict[str, Any]] = json.loads(path.read_bytes())
    return {
        row["id"]: Platform(**{key: _frozen(value) for key, value in row.items()}) for row in rows
    }


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return FeedRule(**value)
    return tuple(value) if isinstance(value, list) else value


def parse_handle(platform: Platform, text: str) -> str | None:
    """Give the handle in what staff pasted (a handle, an @handle, an address), or None.

    A handle that is given comes out as it is.
    """
    text = text.strip()
    if text.startswith(("https://", "http://")):
        text = _from_address(platform, text)
    if text.startswith("@") and not re.fullmatch(platform.pattern, text):
        text = text[1:]
    return text if re.fullmatch(platform.pattern, text, re.ASCII) else None


def _from_address(platform: Platform, text: str) -> str:
    """Give what stands in the handle's place in an address of the platform's own hosts."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.hostname not in platform.hosts or parts.username:
        return ""
    before = urlsplit(platform.url).path.split("{")[0].strip("/@")
    path = unquote(parts.path)
    return path.strip("/").removeprefix(before).strip("/").removeprefix("channel/")


def channel_url(platform_id: str, handle: str) -> str:
    """Give the https address of an account; the handle cannot leave its place in it.

    Raises ValueError for a handle that the platform does not have.
    """
    platform = platforms()[platform_id]
    parsed = parse_handle(platform, handle)
    if parsed is None:
        raise ValueError(f"{handle!r} is no handle of {platform_id}")
    return _filled(platform.url, parsed)


def feed_url(platform_id: str, handle: str) -> str:
    """Give the address of an account's feed, empty where the platform has none for it."""
    platform = platforms()[platform_id]
    parsed = parse_handle(platform, handle)
    if platform.feed is None or parsed is None:
        return ""
    if platform.feed.pattern and not re.fullmatch(platform.feed.pattern, parsed, re.ASCII):
        return ""
    return _filled(platform.feed.url, parsed)


def _filled(url: str, handle: str) -> str:
    """Give an address with a handle in its place, which the handle cannot leave."""
    user, _, instance = handle.partition("@")
    channel = handle if handle.startswith("@") else f"channel/{handle}"
    return url.format(
        handle=quote(handle, safe="@"),
        user=quote(user, safe=""),
        instance=instance,
        digits=re.sub(r"\D", "", handle),
        path=quote(channel, safe="@/"),
    )
