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
class Platform:
    """One platform.

    kind: channel (an account to follow) or messaging (one to write to); url: the address, with
    `{handle}`, its parts `{user}` and `{instance}`, `{digits}` of a number, or `{path}`; pattern:
    what a handle is; expected: the same in words; hosts: whose addresses are taken for handles;
    valid, invalid: examples; feed: the address of its documented feed, empty without one.
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
    feed: str


@cache
def platforms() -> Mapping[str, Platform]:
    """Give the table of platforms by id."""
    path = Path(__file__).parent.parent / "data" / "platforms.json"
    rows: list[dict[str, Any]] = json.loads(path.read_bytes())
    return {
        row["id"]: Platform(**{key: _frozen(value) for key, value in row.items()}) for row in rows
    }


def _frozen(value: Any) -> Any:
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
    return _filled(platforms()[platform_id].url, platform_id, handle)


def feed_url(platform_id: str, handle: str) -> str | None:
    """Give the address of an account's documented feed, or None where there is none."""
    template = platforms()[platform_id].feed
    parsed = parse_handle(platforms()[platform_id], handle)
    if not template or parsed is None or (platform_id == "youtube" and parsed.startswith("@")):
        return None
    return _filled(template, platform_id, handle)


def _filled(template: str, platform_id: str, handle: str) -> str:
    parsed = parse_handle(platforms()[platform_id], handle)
    if parsed is None:
        raise ValueError(f"{handle!r} is no handle of {platform_id}")
    user, _, instance = parsed.partition("@")
    channel = parsed if parsed.startswith("@") else f"channel/{parsed}"
    return template.format(
        handle=quote(parsed, safe="@"),
        user=quote(user, safe=""),
        instance=instance,
        digits=re.sub(r"\D", "", parsed),
        path=quote(channel, safe="@/"),
    )
