"""Links from elsewhere: only addresses of the web, absolute, and as a browser would read them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from chancery.common.urls import url_fault

#: The most characters of a link: far more than pages have, far less than servers must take
#: (RFC 9110 section 4.1).
LINK_LIMIT = 2_000
_HOST_LIMIT = 253  # RFC 1035 section 2.3.4
#: White space at the ends is dropped; anywhere else a browser would drop or encode it silently, and
#: it reads a backslash as a slash, so that the host is another one than it seems.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
#: A scheme without `//host`, or too many slashes: browsers find a host in it and we would not.
_WITHOUT_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!//[^/])|///|#")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
#: Parameters that say from where a reader came, and nothing of the page.
_TRACKING = re.compile(r"utm_\w+|[a-z]*clid|mc_[ce]id|pk_\w+|mtm_\w+|at_\w+|xtor|_hs\w+|igshid|si")
#: The address of a whole site.
_SITE = re.compile(r"https?://[^/?#]+/?#?", re.IGNORECASE)
_KEPT = 50_000
#: What RFC 3986 lets stand in a path, a query or a fragment.
_SAFE = "/?:@!$&'()*+,;=-._~%"


def clean_link(link: str, base: str) -> str:
    """Return a link as an absolute `http` or `https` address, or an empty string.

    link: what a feed says, without character references.
    base: the address that it is relative to, or empty.

    Control characters, backslashes, user names and any other scheme make it empty; a place within
    the page itself (`#note`) too, for it means nothing elsewhere. International host names become
    ASCII (IDNA 2008), other characters are percent-encoded.
    """
    link = link.strip()
    if not 0 < len(link) <= LINK_LIMIT or _FORBIDDEN.search(link) or _WITHOUT_HOST.match(link):
        return ""
    try:
        parts = urlsplit(urljoin(base, link))
        host = _ascii_host(parts.netloc)
    except ValueError:
        return ""
    rest = (_quoted(part) for part in (parts.path, parts.query, parts.fragment))
    address = urlunsplit((parts.scheme, host, *rest))
    return "" if len(address) > LINK_LIMIT or url_fault(address) else address


def joined(base: str, link: str) -> str:
    """Return where a link leads from a base, still unchecked; empty when it leads nowhere."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def is_web(address: str) -> bool:
    """Tell whether an address can be a base: absolute, `http` or `https`, with a host."""
    return bool(clean_link(address, ""))


@lru_cache(maxsize=_KEPT)
def canonical_link(link: str) -> str:
    """Return what two addresses of one page have in common, to compare them and not to follow it.

    Without scheme, `www.`, fragment, a slash at the end, and parameters that only track readers;
    the others in order.
    """
    parts = urlsplit(link)
    query = sorted(
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(pair[0].lower())
    )
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":443").removesuffix(":80")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}"


def is_site(address: str) -> bool:
    """Tell whether an address is that of a whole site, and of nothing on it."""
    return bool(_SITE.fullmatch(address))


def _quoted(part: str) -> str:
    """Percent-encode what an address cannot have; what is encoded already stays as it is."""
    return quote(_BARE_PERCENT.sub("%25", part), safe=_SAFE)


def _ascii_host(netloc: str) -> str:
    """Return host and port in lower case and in ASCII (UTS #46). Raises ValueError for no name."""
    if netloc.isascii():
        return netloc.lower()
    import idna  # a table of half a megabyte that few feeds need

    host, colon, port = netloc.partition(":")
    if len(host) > _HOST_LIMIT:
        raise ValueError("too long for a host name")
    return idna.encode(host, uts46=True).decode("ascii") + colon + port
