"""The feeds that a web page names, found without reading the page as a browser would."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

#: The kinds of feeds that are read, by their media types.
TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
    }
)
#: Where feeds are on many sites, for a page that names none.
USUAL = ("feed", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss")
#: How much of a page is looked at: its head is at its beginning.
_LOOKED_AT = 1_000_000
_MOST = 20
#: Tags that matter, and comments, in which they do not; one that is not closed reaches to the end.
#: A tag that is not closed soon is passed over as a whole: to look at all that may begin within it
#: would take the square of the time.
_TAGS = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<name>link|base)\b(?P<rest>[^>]{0,2000})(?P<end>>?)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([a-z-]{1,20})\s{0,20}=\s{0,20}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,2000}))""",
    re.IGNORECASE,
)


class Named(NamedTuple):
    """A feed that a page names: its absolute address, and what the page calls it."""

    url: str
    title: str


def feeds_named(data: bytes, url: str) -> tuple[Named, ...]:
    """Return the feeds that a page names in its head, in its order, each once.

    url: where the page came from. https://html.spec.whatwg.org/#rel-alternate
    """
    text = data[:_LOOKED_AT].decode("utf-8", "replace")
    base = url
    found: dict[str, Named] = {}
    for name, attributes in _tags(text):
        if name == "base" and base == url and attributes.get("href"):
            base = _joined(url, attributes["href"])
        kinds = attributes.get("rel", "").lower().split()
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        if name == "link" and "alternate" in kinds and kind in TYPES and attributes.get("href"):
            address = _joined(base, attributes["href"])
            if address and len(found) < _MOST:
                title = " ".join(attributes.get("title", "").split())[:100]
                found.setdefault(address, Named(address, title))
    return tuple(found.values())


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for match in _TAGS.finditer(text):
        if match["end"]:
            found: dict[str, str] = {}
            for name, *values in _ATTRIBUTE.findall(match["rest"]):
                found.setdefault(name.lower(), html.unescape("".join(values)).strip())
            yield match["name"].lower(), found


def _joined(base: str, href: str) -> str:
    try:
        address = urljoin(base, href)
    except ValueError:
        return ""
    return address if address.startswith(("https://", "http://")) else ""
