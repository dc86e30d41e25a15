"""Platforms of official accounts: their addresses, and what a handle is.

The table is data/platforms.json. A platform more is a row more: its tests are the handles and
addresses that the row itself names. What was pasted for an account is read by `accounts.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chancery.common.numbers import dialled


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

    kind: channel (an account to follow) or messaging (one to write to); source: the page that says
    what its accounts are; url: the address, with `{handle}`, its parts `{user}` and `{instance}`,
    `{digits}` of a number, or `{path}`; prefix: the folder of a `{path}` without one; pattern: what
    a handle is; expected: the same in words; lower: whether capitals make no difference; prefixes:
    what programs write before a handle; valid, invalid: examples; feed: where an account's feed is,
    on platforms that say so.

    Of addresses: hosts (`*.` for all below one, `*` for any), subdomains (below which handles are
    hosts), query and fragment (what else than the path counts), accounts (those of accounts),
    tabs (what may follow these), others (those of something else, and of what), reserved (what is
    no handle), pasted and refused (examples with the handle, or words of what they are). Patterns
    that begin with `//` are of host and path, others of the path.
    """

    id: str
    name: str
    kind: str
    source: str
    url: str
    pattern: str
    expected: str
    hosts: tuple[str, ...]
    accounts: tuple[str, ...]
    valid: tuple[str, ...]
    invalid: tuple[str, ...]
    pasted: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    prefix: str = ""
    lower: bool = False
    fragment: bool = False
    prefixes: tuple[str, ...] = ()
    subdomains: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    reserved: tuple[str, ...] = ()
    feed: FeedRule | None = None

    @property
    def by_number(self) -> bool:
        """Whether its handles are telephone numbers."""
        return "{digits}" in self.url


@cache
def platforms() -> Mapping[str, Platform]:
    """Return the table of platforms by id."""
    path = Path(__file__).parent.parent / "data" / "platforms.json"
    rows: list[dict[str, Any]] = json.loads(path.read_bytes())
    return {
        row["id"]: Platform(**{key: _frozen(key, value) for key, value in row.items()})
        for row in rows
    }


def _frozen(key: str, value: Any) -> Any:
    if key == "feed":
        return FeedRule(**value)
    if isinstance(value, dict):
        return tuple(value.items())
    if isinstance(value, list):
        return tuple(tuple(one) if isinstance(one, list) else one for one in value)
    return value


def account_url(platform: Platform, handle: str) -> str:
    """Return the https address of an account by its handle, which cannot leave its place in it."""
    number = dialled(handle) if platform.by_number else handle
    return _filled(platform.url, number, platform.prefix)


def feed_url(platform: Platform, handle: str) -> str:
    """Return the address of an account's feed by its handle, empty where there is none for it."""
    rule = platform.feed
    if rule is None or (rule.pattern and not re.fullmatch(rule.pattern, handle, re.ASCII)):
        return ""
    return _filled(rule.url, handle)


def _filled(url: str, handle: str, prefix: str = "") -> str:
    user, _, instance = handle.partition("@")
    path = handle if handle.startswith("@") or "/" in handle else f"{prefix}/{handle}"
    return url.format(
        handle=quote(handle, safe="@:"),
        user=quote(user, safe=""),
        instance=instance,
        digits=re.sub(r"\D", "", handle),
        path=quote(path, safe="@/"),
    )
