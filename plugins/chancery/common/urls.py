"""Which web addresses may enter: absolute http(s) addresses that a browser reads as we do."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
    re.IGNORECASE,
)
#: The characters that RFC 3986 lets stand in an address (others must be percent-encoded).
_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


def url_fault(text: str) -> str:
    """Say why a text is no web address that may be published; empty when it is one.

    Only `http` and `https` pass (RFC 3986, RFC 9110 section 4.2), with a named host, without user
    names or passwords (RFC 9110 section 4.2.4), without characters that browsers drop or rewrite.
    """
    if not _CHARACTERS.fullmatch(text):
        return "has characters that an address cannot have (percent-encode them)"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in ("http", "https"):
        return f"has the scheme {parts.scheme!r}" if parts.scheme else "has no scheme"
    if "@" in parts.netloc:
        return "carries a user name or password"
    if port == 0 or not parts.hostname or not _HOST.fullmatch(parts.hostname):
        return "has no valid host name"
    return ""
