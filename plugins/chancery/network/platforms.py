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
    valid, invalid: examples.
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
    platform = platforms()[platform_id]
    parsed = parse_handle(platform, handle)
    if parsed is None:
        raise ValueError(f"{handle!r} is no handle of {platform_id}")
    user, _, instance = parsed.partition("@")
    channel = parsed if parsed.startswith("@") else f"channel/{parsed}"
    return platform.url.format(
        handle=quote(parsed, safe="@"),
        user=quote(user, safe=""),
        instance=instance,
        digits=re.sub(r"\D", "", parsed),
        path=quote(channel, safe="@/"),
    )
