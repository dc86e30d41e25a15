"""What staff paste for an account: its handle, its address, or the address of something else.

Each row of the table of platforms says which of its addresses are accounts and which are not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from chancery.common.characters import mixed_words
from chancery.common.numbers import number_fault, numbers_meant
from chancery.network.platforms import Platform, account_url, platforms
from chancery.network.platforms import feed_url as _feed_url

#: How an address begins that was copied without its scheme.
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}/", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
#: A number as addresses of programs have it: long enough to have the code of a country.
_WITHOUT_PLUS = re.compile("[1-9][0-9]{10,14}")
_SHORT = "a short address"


class Reading(NamedTuple):
    """What a text was read as.

    handle: that of an account, empty where it is none; fault: what it is instead, in words that
    follow it; near: the handle that may be meant; cure: what else to do.
    """

    handle: str
    fault: str = ""
    near: str = ""
    cure: str = ""


@cache
def read_account(platform: Platform, text: str) -> Reading:
    """Read what was written for an account on a platform.

    A handle that is given comes out as it is.
    """
    text = unicodedata.normalize("NFC", text.strip())
    for prefix in platform.prefixes:
        text = text[len(prefix) :] if text.casefold().startswith(prefix) else text
    if _SCHEME.match(text):
        return _read_address(platform, "https://" + _SCHEME.sub("", text, count=1))
    if _HOST.match(text):
        return _read_address(platform, f"https://{text}")
    handle = _handle(platform, text)
    return Reading(handle) if handle else Reading("", near=_near(platform, text))


def _near(platform: Platform, text: str) -> str:
    """Return the handle in a text that is none itself: a number, or an address without its host."""
    if platform.by_number:
        if _WITHOUT_PLUS.fullmatch(text) and _handle(platform, f"+{text}"):
            return f"+{text}"
        meant = numbers_meant(text)
        return meant[0] if len(meant) == 1 else ""
    host = platform.hosts[0].removeprefix("*.")
    for path in (text, text.removeprefix("@")):
        found = _read_path(platform, host, _target(platform, f"https://{host}/{path}"))
        if "{instance}" not in platform.url and (found.handle or found.near):
            return found.handle or found.near
    return ""


def parse_handle(platform: Platform, text: str) -> str | None:
    """Return the handle in what staff pasted (a handle, an @handle, an address), or None."""
    return read_account(platform, text).handle or None


def channel_url(platform_id: str, handle: str) -> str:
    """Return the https address of an account; the handle cannot leave its place in it.

    Raises ValueError for a handle that the platform does not have.
    """
    platform = platforms()[platform_id]
    parsed = parse_handle(platform, handle)
    if parsed is None:
        raise ValueError(f"{handle!r} is no handle of {platform_id}")
    return account_url(platform, parsed)


def feed_url(platform_id: str, handle: str) -> str:
    """Return the address of an account's feed, empty where the platform has none for it."""
    platform = platforms()[platform_id]
    parsed = parse_handle(platform, handle)
    return _feed_url(platform, parsed) if parsed else ""


def _handle(platform: Platform, text: str) -> str:
    """Return the handle that a text is, in the form that its platform has; empty for another."""
    for form in (_folded(platform, text), _folded(platform, text.removeprefix("@"))):
        if re.fullmatch(platform.pattern, form) and form.casefold() not in platform.reserved:
            if any(mixed_words(form)) or (platform.by_number and number_fault(form)):
                return ""
            return form
    return ""


def _folded(platform: Platform, text: str) -> str:
    """Return a handle with small letters where its platform takes them for the same."""
    if platform.lower:
        return text.lower()
    user, at, instance = text.rpartition("@")
    return f"{user}@{instance.lower()}" if "{instance}" in platform.url and at else text


def _read_address(platform: Platform, text: str) -> Reading:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return Reading("", "is no address")
    if parts.username or not is_host(platform, host):
        other = _platform_of(host)
        if other is None or parts.username:
            return Reading("", f"is no address of {platform.name}")
        cure = f"Write platform: {other.id}." if other.kind == platform.kind else ""
        return Reading("", f"is an address of {other.name}", cure=cure)
    for domain in platform.subdomains:
        if host.endswith(f".{domain}") and host != f"www.{domain}" and not parts.path.strip("/"):
            return Reading(_handle(platform, host.removesuffix(f".{domain}")))
    return _read_path(platform, host, _target(platform, text))


def _target(platform: Platform, text: str) -> str:
    """Return the path of an address, with what else of it says whose it is.

    What was added to see where readers come from is left out.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    path = re.sub("/+", "/", unquote(parts.path)).strip("/")
    # A plus is one, before a number: browsers show it as it was typed.
    asked = parse_qs(parts.query.replace("+", "%2B"))
    query = next((f"?{key}={asked[key][0]}" for key in platform.query if key in asked), "")
    fragment = parts.fragment if platform.fragment or parts.fragment.startswith("!/") else ""
    return unicodedata.normalize("NFC", path + query + (f"#{fragment}" if fragment else ""))


def _read_path(platform: Platform, host: str, target: str) -> Reading:
    whole = f"//{host}/{target}"
    for pattern, what in platform.others:
        if pattern.startswith("//") and re.fullmatch(pattern, whole):
            return _other(what)
    if found := _account(platform, host, target):
        return Reading(found)
    owner, _, rest = target.rpartition("/")
    if rest in platform.tabs and (found := _account(platform, host, owner)):
        return Reading(found)
    near = ""
    while owner and not near:
        near = _account(platform, host, owner)
        owner = owner.rpartition("/")[0]
    for pattern, what in platform.others:
        if re.fullmatch(pattern, target):
            return _other(what, near)
    return Reading("", "is the address of no account", near)


def _other(what: str, near: str = "") -> Reading:
    cure = "Open it, and copy the address that it leads to." if what == _SHORT else ""
    return Reading("", f"is {what}" if what == _SHORT else f"is the address of {what}", near, cure)


def _account(platform: Platform, host: str, target: str) -> str:
    """Return the handle in the address of an account, empty in any other."""
    for pattern in platform.accounts:
        match = re.fullmatch(pattern, f"//{host}/{target}" if pattern[:2] == "//" else target)
        if match is None:
            continue
        groups = match.groupdict()
        if user := groups.get("user"):
            found = f"{user}@{host}"
        elif digits := groups.get("digits"):
            found = "+" + re.sub("[^0-9]", "", digits)
        else:
            found = groups["handle"]
        if handle := _handle(platform, found):
            return handle
    return ""


def is_host(platform: Platform, host: str) -> bool:
    """Say whether a platform’s accounts have addresses on a host."""
    if "*" in platform.hosts:
        return _platform_of(host) is None and "." in host
    below = (domain for domain in platform.hosts if domain.startswith("*."))
    own = host in platform.hosts or any(host.endswith(domain[1:]) for domain in below)
    return own or any(host.endswith(f".{domain}") for domain in platform.subdomains)


def _platform_of(host: str) -> Platform | None:
    """Return the platform that a host is of, where the table has one."""
    rows = (row for row in platforms().values() if "*" not in row.hosts)
    return next((row for row in rows if is_host(row, host)), None)
