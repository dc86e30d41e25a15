"""Which web addresses may enter: absolute http(s) addresses that a browser reads as we do.

One check for all of them: those in posts.yaml, links of feeds and where they redirect to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
    re.IGNORECASE,
)
#: The characters that RFC 3986 lets stand in an address (others must be percent-encoded).
_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_PORT = re.compile(r":(?:0*[1-9][0-9]{0,4})?")
_LAST_PORT = 65_535
#: How a label begins that stands for one in another script (RFC 5890, section 2.3.2.1).
_ENCODED = "xn--"


def url_fault(text: str) -> str:
    """Say why a text is no web address that may be published; empty when it is one.

    Only `http` and `https` pass (RFC 3986, RFC 9110 section 4.2), with a named host, without user
    names or passwords (RFC 9110 section 4.2.4), without characters that browsers drop or rewrite.
    """
    if not _CHARACTERS.fullmatch(text):
        return "has characters that an address cannot have (percent-encode them)"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "is not an address"
    if parts.scheme not in ("http", "https"):
        return f"has the scheme {parts.scheme!r}" if parts.scheme else "has no scheme"
    if "@" in parts.netloc:
        return "carries a user name or password"
    host, port = _apart(parts.netloc)
    if not _HOST.fullmatch(host):
        return "has no valid host name"
    if port and not (_PORT.fullmatch(port) and int(port[1:] or 1) <= _LAST_PORT):
        return "names a port that there is not"
    return encoding_fault(host)


def encoding_fault(host: str) -> str:
    """Say why a host name stands for none in another script though it says so; empty when it may.

    host: in ASCII. A label that begins with `xn--` must be the encoding of one that IDNA 2008
    allows (RFC 5891, section 4.2), or programs stumble over it, each in its own way.
    """
    if _ENCODED not in host.lower():
        return ""
    labels = host.lower().split(".")
    wrong = next((one for one in labels if one.startswith(_ENCODED) and not _is_encoding(one)), "")
    return f"has the host name {wrong[:63]!r}, which is no valid IDNA" if wrong else ""


def _apart(netloc: str) -> tuple[str, str]:
    """Give a host, and its port with the colon before it."""
    host, colon, port = netloc.partition(":")
    return host, colon + port


@lru_cache(maxsize=1_000)
def _is_encoding(label: str) -> bool:
    import idna  # a table of half a megabyte that few addresses need

    try:
        return idna.alabel(idna.ulabel(label)) == label.encode()
    except UnicodeError:
        return False
