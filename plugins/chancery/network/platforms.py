"""Stand-in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Platform:
    id: str
    name: str
    kind: str
    expected: str
    url: str


@cache
def platforms() -> dict[str, Platform]:
    rows = [
        ("facebook", "Facebook", "https://www.facebook.com/"),
        ("x", "X", "https://x.com/"),
        ("youtube", "YouTube", "https://www.youtube.com/channel/"),
        ("instagram", "Instagram", "https://www.instagram.com/"),
    ]
    return {i: Platform(i, n, "channel", "a handle", u) for i, n, u in rows}


def parse_handle(platform: Platform, text: str) -> str | None:
    return text


def channel_url(platform: str, handle: str) -> str:
    return platforms()[platform].url + quote(handle, safe="")
