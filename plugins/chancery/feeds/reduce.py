"""A feed's tree reduced to what is used of it: a small, plain document for feedparser to read.

Only this reaches feedparser. Of an item only direct children count, in its own namespace or one of
a few; people, sources and unknown extensions stay behind, with the states that they would put the
parser in. Markup within a text is text again, names are those that feedparser knows, and of what
comes many times only the first few are left.
"""

from __future__ import annotations

import binascii
import html
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from xml.etree import ElementTree as ET

from chancery.feeds.clean import TEXT_LIMIT
from chancery.feeds.document import FeedRefused
from chancery.feeds.items import FEW, VALUE_LIMIT
from chancery.feeds.links import is_web

#: Namespaces as they are compared: some programs write them in other cases.
_ATOM = ("http://www.w3.org/2005/atom", "http://purl.org/atom/ns#")
_MODULES = (
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://purl.org/rss/1.0/modules/content/",
)
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
#: Media RSS is written with and without the stroke at the end.
_XHTML = "http://www.w3.org/1999/xhtml"
_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

_DATES = {"pubdate", "published", "issued", "date", "created", "updated", "modified"}
_FEED_VALUES = _DATES | {"lastbuilddate", "link", "language"}
_TEXTS = {
    "title", "description", "summary", "abstract", "content", "encoded", "fullitem", "body",
}  # fmt: skip
_VALUES = _DATES | {"link", "language", "guid", "id", "enclosure", "category", "subject"}
#: What modules call otherwise. A date (dc:date) is none of a change, as feedparser has it.
_RENAMED = {"date": "created", "subject": "category", "encoded": "fullitem", "body": "fullitem"}
#: What Atom calls otherwise than RSS: beside the one, the other says nothing.
_OF_RSS = {"id": "guid", "published": "pubdate", "summary": "description"}
_KEPT = ("type", "rel", "href", "hreflang", "url", "length", "term", "label")
_KEPT_OF_MEDIA = ("url", "type", "medium", "width", "fileSize")
#: What may be text that was made fit for any channel.
_BINARY = "application/octet-stream"
#: Kinds of text that Atom's `type` names; other contents (pictures, documents) are none.
_TEXT_TYPES = {"", "text", "html", "xhtml", "text/plain", "text/html", "application/xhtml+xml"}
#: By what it is looked for before podcasts and films are asked.
_INSTEAD = {"summary": ("description", "summary", "content", "fullitem")}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HTML_NAME = re.compile(r"[a-z][a-z0-9]*")


def reduced(root: ET.Element) -> bytes:
    """Return the reduced document of a feed. Raises `FeedRefused` when it is none.

    Takes RSS 0.90 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0, from a tree that is within limits.
    """
    name = _split(root.tag)[1]
    if name not in ("rss", "rdf", "feed"):
        raise FeedRefused(f"is not a feed: its root element is {name[:40]!r}")
    shell = _parent(root, "feed" if name == "feed" else "rss")
    return ET.tostring(shell, "unicode").encode()


def _parent(parent: ET.Element, tag: str) -> ET.Element:
    """Return a feed or a channel with its items and what is used of itself."""
    copy = ET.Element(tag, _attributes(parent))
    texts = "text" if tag == "feed" else "html"
    for child in parent:
        space, name = _split(child.tag)
        if name in ("item", "entry"):
            copy.append(_item(child, texts))
        elif name == "channel" and tag == "rss":
            copy.append(_parent(child, name))
        elif name in _FEED_VALUES and space in (_split(parent.tag)[0], *_MODULES):
            _add_value(copy, name, child)
    return copy


def _item(item: ET.Element, texts: str) -> ET.Element:
    """Return an item with what is used of it; texts: what its texts are where they do not say."""
    copy = ET.Element("item", _attributes(item))
    seen: Counter[str] = Counter()
    for name, child in _kept(item):
        seen[name] += 1
        if seen[name] > FEW:
            continue
        if name in _TEXTS:
            _add_text(copy, name, child, _usual(child, texts))
        elif name in _VALUES:
            _add_value(copy, name, child)
    if not seen["guid"] and not seen["id"]:
        _add_name(copy, item.get(_ABOUT, ""), "true")
    for picture in _pictures(item):
        copy.append(picture)
    others = {"title": _other_titles, "summary": _other_texts, "category": _other_topics}
    for name, found in others.items():
        if all(copy.find(other) is None for other in _INSTEAD.get(name, (name,))):
            for text in islice(filter(str.strip, found(item)), FEW if name == "category" else 1):
                ET.SubElement(copy, name, type="text").text = text
    return copy


def _usual(text: ET.Element, others: str) -> str:
    """Return what a text is that does not say so, by what its element is of."""
    space, name = _split(text.tag)
    if name in ("encoded", "fullitem", "description", "body"):
        return "html"
    return "text" if space in _ATOM else others


def _split(tag: str) -> tuple[str, str]:
    """Return an element's namespace and its name, both in lower case."""
    space, _, name = tag.rpartition("}")
    return space[1:].lower(), name.lower()


def _kept(item: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Return the children that count, by name: an item's own first, then those of modules.

    Beside elements of RSS those of Atom may stand; they count where there is no other. So does the
    text of a page that somebody put in whole.
    """
    own = _split(item.tag)[0]
    named = [(*_split(child.tag), child) for child in item]
    first = [(n, c) for s, n, c in named if s == own]
    first += [(n, c) for s, n, c in named if s in _MODULES]
    yield from first
    yield from ((n, c) for s, n, c in named if (s, n) == (_XHTML, "body"))
    if own not in _ATOM:
        said = {name for name, child in first if _value(child) or len(child)}
        of_atom = ((n, c) for s, n, c in named if s in _ATOM)
        said.discard("category")
        yield from ((n, c) for n, c in of_atom if not {n, _OF_RSS.get(n, n)} & said)


def _attributes(element: ET.Element) -> dict[str, str]:
    names = (*_KEPT, f"{_XML}base", f"{_XML}lang")
    return {name: _attribute(element, name) for name in names if element.get(name)}


def _attribute(element: ET.Element, name: str) -> str:
    return element.get(name, "")[:VALUE_LIMIT].strip()


def _value(element: ET.Element) -> str:
    return "".join(element.itertext())[:VALUE_LIMIT].strip()


def _add_value(parent: ET.Element, name: str, element: ET.Element) -> None:
    """Add a link, a name, a date, a topic or a file, unless it says nothing."""
    value, attributes = _value(element), _attributes(element)
    if name in ("guid", "id"):
        _add_name(parent, value, element.get("isPermaLink", "true"))
    elif value or attributes:
        if attributes.get("rel") == "enclosure":
            name = "enclosure"  # as a link, feedparser would call it a page
        ET.SubElement(parent, _RENAMED.get(name, name), attributes).text = value


def _add_name(item: ET.Element, name: str, link: str) -> None:
    """Add what tells an item apart; it is the item's link only when it is a web address."""
    if name:
        link = "true" if link == "true" and is_web(name) else "false"
        ET.SubElement(item, "guid", isPermaLink=link).text = name[:VALUE_LIMIT]


def _add_text(item: ET.Element, name: str, text: ET.Element, usual: str) -> None:
    """Add a text, its markup as text; what says nothing, or is no text, is left out."""
    attributes = _attributes(text)
    kind = attributes.get("type", "").lower().partition(";")[0].strip()
    value = _inner(text)[:TEXT_LIMIT] if len(text) else (text.text or "")[:TEXT_LIMIT]
    if text.get("mode") == "base64" or kind == _BINARY:
        value, kind = _of_base64(value), "text/html" if kind == _BINARY else kind
    elif name == "title" or kind.startswith("text/"):
        kind = kind if kind in _TEXT_TYPES else "text"
    if kind not in _TEXT_TYPES or not value.strip():
        return
    attributes["type"] = "html" if len(text) else kind or usual
    if len(text) and text[0].get(f"{_XML}lang"):
        attributes.setdefault(f"{_XML}lang", _attribute(text[0], f"{_XML}lang"))
    ET.SubElement(item, _RENAMED.get(name, name), attributes).text = value


def _of_base64(value: str) -> str:
    """Return the text that Base64 holds; nothing where it holds no text."""
    try:
        text = binascii.a2b_base64("".join(value.split()), strict_mode=True).decode()
    except (ValueError, UnicodeError):
        return ""
    return "" if _CONTROL.search(text) else text


def _media(item: ET.Element) -> Iterator[ET.Element]:
    """Return the elements of Media RSS of an item, those in groups and in contents too."""
    waiting = [child for child in reversed(item) if _split(child.tag)[0] in _MEDIA]
    while waiting:
        element = waiting.pop()
        yield element
        if _split(element.tag)[1] in ("group", "content"):
            waiting += reversed(element)


def _other_texts(item: ET.Element) -> Iterator[str]:
    """Return what podcasts and channels of videos say of an item, as plain text."""
    for name in ("summary", "subtitle"):
        yield from _of_podcast(item, name)
    yield from _of_media(item, "description")


def _other_titles(item: ET.Element) -> Iterator[str]:
    """Return what podcasts and channels of videos call an item, or a file that goes with it."""
    yield from _of_podcast(item, "title")
    yield from _of_media(item, "title")
    for child in item:
        if _split(child.tag)[1] == "enclosure":
            yield from _of_media(child, "title")


def _other_topics(item: ET.Element) -> Iterator[str]:
    """Return what podcasts and channels of videos file an item under."""
    for element in _media(item):
        if _split(element.tag)[1] == "category":
            yield _attribute(element, "label") or _value(element)
    words = (*_of_podcast(item, "keywords"), *_of_media(item, "keywords"))
    for keywords in words:
        yield from keywords[:VALUE_LIMIT].split(",")


def _of_podcast(item: ET.Element, name: str) -> Iterator[str]:
    for child in item:
        if _split(child.tag) == (_ITUNES, name):
            yield (child.text or "")[:TEXT_LIMIT]


def _of_media(item: ET.Element, name: str) -> Iterator[str]:
    for element in _media(item):
        if _split(element.tag)[1] == name:
            yield (element.text or "")[:TEXT_LIMIT]


def _pictures(item: ET.Element) -> Iterator[ET.Element]:
    """Return pictures and films as Media RSS has them, those of podcasts and of RSS last.

    What feedparser would give to the item (what a picture shows) stands at the picture itself.
    """
    for number, element in enumerate(_media(item)):
        name = _split(element.tag)[1]
        if name in ("thumbnail", "content") and number < FEW:
            kept = {key: _attribute(element, key) for key in _KEPT_OF_MEDIA if element.get(key)}
            alt = next((_value(e) for e in element if _split(e.tag)[1] == "description"), "")
            yield ET.Element(f"{{{_MEDIA[0]}}}{name}", {**kept, "alt": alt})
    for child in item:
        space, name = _split(child.tag)
        if name == "image" and space in (_ITUNES, _split(item.tag)[0]):
            urls = (_value(inside) for inside in child if _split(inside.tag)[1] == "url")
            url = _attribute(child, "href") or next(urls, "") or _value(child)
            yield ET.Element(f"{{{_MEDIA[0]}}}thumbnail", url=url)


def _inner(element: ET.Element) -> str:
    """Return what is inside an element as HTML."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts.append(_outer(child))
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _outer(element: ET.Element) -> str:
    name = _split(element.tag)[1]
    if not _HTML_NAME.fullmatch(name):
        return _inner(element)
    wanted = {"a": ("href",), "img": ("src", "alt", "width")}.get(name, ())
    attributes = "".join(
        f' {key}="{html.escape(element.get(key, ""))}"' for key in wanted if element.get(key)
    )
    if name in ("br", "img"):
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{_inner(element)}</{name}>"
