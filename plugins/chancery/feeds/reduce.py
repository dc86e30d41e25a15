"""A feed's tree reduced to what is used of it: its date, items with title, text, link, name, dates.

Only this reaches the feed parser. People, pictures, media, sources and extensions stay behind, with
the states that they would put the parser in; markup within a text is text again.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from chancery.common.languages import canonical_tag
from chancery.feeds.clean import TEXT_LIMIT
from chancery.feeds.document import Refused

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_DC = "http://purl.org/dc/elements/1.1/"
_MODULES = (_DC, "http://purl.org/dc/terms/", "http://purl.org/rss/1.0/modules/content/")
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

_TEXTS = frozenset({"title", "description", "summary", "content", "encoded", "abstract"})
_NAMES = frozenset({"link", "guid", "id"})
_DATES = frozenset({"date", "pubdate", "published", "updated", "modified", "issued", "created"})
_FEED_DATES = _DATES | {"lastbuilddate"}
_KEPT_ATTRIBUTES = ("type", "rel", "href", "isPermaLink", _RDF_ABOUT, f"{_XML}base")
#: Kinds of text that Atom's `type` names; other contents (pictures, documents) are none.
_TEXT_TYPES = ("", "text", "html", "xhtml", "text/plain", "text/html", "application/xhtml+xml")
#: The most characters of a link, a name or a date.
_VALUE_LIMIT = 2_000
_HTML_NAME = re.compile(r"[a-z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class Reduced:
    """A small feed, its own web address (as it gives it), and how many items it has."""

    document: bytes
    link: str
    count: int


def reduced(root: ET.Element) -> Reduced:
    """Give the reduced document of a feed, each item with its language where the feed tells it.

    Takes RSS 0.90 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0. Raises `Refused` for anything else.
    """
    space, name = _split(root.tag)
    if name not in ("rss", "rdf", "feed"):
        raise Refused(f"is not a feed: its root element is {name[:40]!r}")
    atom = name == "feed" and space in _ATOM
    channels = [root] if name == "feed" else [e for e in root if _split(e.tag)[1] == "channel"]
    parents = channels if root in channels else [root, *channels]
    language = next(filter(None, map(_own_language, reversed(parents))), "")
    shell = ET.Element(root.tag if atom else "rss", _attributes(root))
    shell.set("version", root.get("version", "") if atom else "2.0")
    target = shell if atom else ET.SubElement(shell, "channel")
    count = 0
    for parent in parents:
        for child in parent:
            name = _split(child.tag)[1]
            if name in ("item", "entry"):
                count += 1
                target.append(_item(child, language, atom))
            elif name in _FEED_DATES and (tag := _kept_tag(child, parent, atom)):
                _add_value(target, tag, child)
    return Reduced(ET.tostring(shell, "utf-8"), _channel_link(channels), count)


def feed_language(tag: str) -> str:
    """Give the canonical BCP 47 form of a language as feeds write it, or an empty string.

    Underscores pass for hyphens; what we do not know after the language is left out (`es-419`);
    "undetermined" and "several" are none; Norwegian is written as Bokmål.
    """
    parts = tag[:100].strip().replace("_", "-").split("-")
    if parts[0].lower() in ("und", "mul", "zxx", "mis", "root"):
        return ""
    for length in range(min(len(parts), 3), 0, -1):
        if found := canonical_tag("-".join(parts[:length])):
            return f"nb{found[2:]}" if found.split("-")[0] == "no" else found
    return ""


def _split(tag: str) -> tuple[str, str]:
    """Give an element's namespace, and its name in lower case."""
    space, _, name = tag.rpartition("}")
    return space[1:], name.lower()


def _attributes(element: ET.Element) -> dict[str, str]:
    return {k: v[:_VALUE_LIMIT] for k in _KEPT_ATTRIBUTES if (v := element.get(k)) is not None}


def _own_language(element: ET.Element) -> str:
    """Give the language that an element states itself: a child `language`, else `xml:lang`."""
    for child in element:
        space, name = _split(child.tag)
        own = name == "language" and space in (_DC, _split(element.tag)[0])
        if own and (found := feed_language(child.text or "")):
            return found
    return feed_language(element.get(f"{_XML}lang", ""))


def _channel_link(channels: list[ET.Element]) -> str:
    """Give the address of the site that a feed belongs to."""
    for channel in channels:
        for child in channel:
            space, name = _split(child.tag)
            if name != "link" or space != _split(channel.tag)[0]:
                continue
            if child.get("rel", "alternate") == "alternate":
                return (child.get("href") or child.text or "").strip()[:_VALUE_LIMIT]
    return ""


def _item(item: ET.Element, language: str, atom: bool) -> ET.Element:
    """Give an item with what is used of it; outside Atom its own elements lose their namespace."""
    copy = ET.Element(item.tag if atom else "item", _attributes(item))
    own_language = _own_language(item)
    for child in item:
        name, tag = _split(child.tag)[1], _kept_tag(child, item, atom)
        if not tag:
            continue
        if name == "title":
            own_language = own_language or feed_language(child.get(f"{_XML}lang", ""))
        if name in _TEXTS:
            _add_text(copy, tag, child)
        elif name in _NAMES | _DATES:
            _add_value(copy, tag, child)
    if own_language or language:
        ET.SubElement(copy, f"{{{_DC}}}language").text = own_language or language
    return copy


def _kept_tag(child: ET.Element, parent: ET.Element, atom: bool) -> str:
    """Give the tag under which an element is kept; empty for one of an extension."""
    space, name = _split(child.tag)
    own = space == _split(parent.tag)[0]
    if not own and space not in _MODULES:
        return ""
    return name if own and not atom else child.tag


def _add_value(parent: ET.Element, tag: str, element: ET.Element) -> None:
    """Add a link, a name or a date to an item or a feed."""
    value = "".join(element.itertext())
    ET.SubElement(parent, tag, _attributes(element)).text = value[:_VALUE_LIMIT]


def _add_text(item: ET.Element, tag: str, text: ET.Element) -> None:
    """Add a text to an item, its markup as text; contents that are no text are left out."""
    attributes = _attributes(text)
    if text.get("type", "").lower() not in _TEXT_TYPES or text.get("mode") == "base64":
        return
    value = text.text or ""
    if len(text):
        value, attributes["type"] = _inner(text), "html"
    ET.SubElement(item, tag, attributes).text = value[:TEXT_LIMIT]


def _inner(element: ET.Element) -> str:
    """Give what is inside an element as HTML."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts.append(_outer(child))
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _outer(element: ET.Element) -> str:
    name = _split(element.tag)[1]
    if not _HTML_NAME.fullmatch(name):
        return _inner(element)
    href = element.get("href", "") if name == "a" else ""
    start = f'<a href="{html.escape(href)}">' if href else f"<{name}>"
    return f"{start}{_inner(element)}</{name}>"
