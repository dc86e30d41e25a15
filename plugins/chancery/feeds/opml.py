"""Lists of feeds in OPML (https://opml.org/spec2.opml), as feed readers give and take them.

What a list includes from elsewhere is never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from chancery.feeds.clean import clean_link, clean_title
from chancery.feeds.document import FeedRefused, read_text, read_tree

#: How much is shown of an address that is none.
_SAID_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed of a list: its address, empty where what is said is none of the web.

    said: the address as it stands there; title, group: what the list calls it, and what it stands
    under; language: as the list says, or empty; site: the page that it is of, or empty.
    """

    url: str
    said: str
    title: str = ""
    group: str = ""
    language: str = ""
    site: str = ""


def is_list(root: ET.Element) -> bool:
    """Say whether a document is a list of feeds."""
    return root.tag.rpartition("}")[2].lower() == "opml"


def count(root: ET.Element) -> int:
    """Return how many feeds a list has."""
    return len(_listed(root))


def listed_feeds(data: bytes) -> tuple[Listed, ...]:
    """Return the feeds of a list, each once, in its order. Raises `FeedRefused` when it is none."""
    root = read_tree(read_text(data)[0])
    if not is_list(root):
        name = root.tag.rpartition("}")[2][:40]
        raise FeedRefused(f"is not a list of feeds in OPML: its root element is {name!r}")
    return _listed(root)


def _listed(root: ET.Element) -> tuple[Listed, ...]:
    from chancery.feeds.language import stated_language  # CLDR, which few runs need

    found: dict[str, Listed] = {}
    for outline, group in _outlines(root):
        values = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        if said := values.get("xmlurl", ""):
            name = values.get("title") or values.get("text", "")
            one = Listed(
                url=clean_link(said, ""),
                said=said[:_SAID_LIMIT],
                title=clean_title(name),
                group=clean_title(group),
                language=stated_language(values.get("language", "")),
                site=clean_link(values.get("htmlurl", ""), ""),
            )
            found.setdefault(one.url or one.said, one)
    return tuple(found.values())


def _outlines(root: ET.Element) -> Iterator[tuple[ET.Element, str]]:
    """Return each outline with the name of the one that it stands in."""
    waiting = [(child, "") for child in reversed(root)]
    while waiting:
        element, group = waiting.pop()
        name = element.tag.rpartition("}")[2].lower()
        inside = group
        if name == "outline":
            yield element, group
            inside = element.get("title") or element.get("text") or group
        waiting += [(child, inside) for child in reversed(element)]


def host_of(address: str) -> str:
    """Return the host of an address, without `www.`."""
    return urlsplit(address).netloc.lower().removeprefix("www.")
