"""Items of RSS 0.90 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0, with the modules that they carry.

Read from a tree that is known to be well formed and within limits. Only direct children of an item
count, in its own namespace or one of a few: sources, people and unknown extensions stay behind.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from chancery.feeds.clean import TEXT_LIMIT
from chancery.feeds.document import Refused
from chancery.feeds.entries import Raw
from chancery.feeds.items import FEW, VALUE_LIMIT, Dates, Found, Item, dates_of
from chancery.feeds.language import stated_language
from chancery.feeds.links import is_web
from chancery.feeds.pictures import Candidate, best_picture, pictures_in

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
#: Media RSS is written with and without the stroke at the end.
_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

#: Names of dates, the surest first: when an item was published, and when it was changed.
_PUBLISHED = ("pubdate", "published", "issued", "date")
_CHANGED = ("updated", "modified", "created")
_FEED_DATES = ("updated", "modified", "lastbuilddate", "pubdate", "published", "date")
#: Texts, the shortest first.
_TEXTS = ("description", "summary", "abstract", "content", "encoded")
#: Kinds of text that Atom's `type` names; other contents (pictures, documents) are none.
_PLAIN_TYPES = ("text", "text/plain")
_TEXT_TYPES = ("", *_PLAIN_TYPES, "html", "xhtml", "text/html", "application/xhtml+xml")
_HTML_NAME = re.compile(r"[a-z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class _Around:
    """What an item takes from the elements around it.

    atom: whether texts are plain where nothing says what they are.
    """

    base: str
    language: str
    atom: bool


def xml_items(root: ET.Element, base: str) -> Found:
    """Give the items of a feed's tree. Raises `Refused` when it is none.

    base: the web address that the feed was found at, or empty: then it is the site that it names.
    """
    name = _split(root.tag)[1]
    if name not in ("rss", "rdf", "feed"):
        raise Refused(f"is not a feed: its root element is {name[:40]!r}")
    channels = [root] if name == "feed" else [e for e in root if _split(e.tag)[1] == "channel"]
    parents = channels if root in channels else [root, *channels]
    base = base or next((link for link in map(_site, channels) if is_web(link)), "")
    language = next(filter(None, map(_stated, reversed(parents))), "")
    items: list[Item] = []
    dates: list[Dates] = []
    outer = base
    for parent in parents:
        around = _Around(outer := _base(parent, outer), language, name == "feed")
        for child in parent:
            if _split(child.tag)[1] in ("item", "entry"):
                items.append(Item(_dates(child, language), partial(_raw, child, around)))
        own = _values(parent, _FEED_DATES)
        dates.append(dates_of([], own, language))
    return Found(items, next((date for one in dates for date in one.updated), None))


def _split(tag: str) -> tuple[str, str]:
    """Give an element's namespace, and its name in lower case."""
    space, _, name = tag.rpartition("}")
    return space[1:], name.lower()


def _kept(parent: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Give the children that count, each with its name: its parent's own, and common modules'."""
    own = _split(parent.tag)[0]
    for child in parent:
        space, name = _split(child.tag)
        if space == own or space in (_DC, _TERMS, _CONTENT):
            yield name, child


def _values(parent: ET.Element, names: Iterable[str]) -> list[str]:
    """Give the texts of the children with these names, in the order of the names."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for name, child in _kept(parent):
        if name in found:
            found[name].append(_value(child))
    return [text for name in names for text in found[name]]


def _value(element: ET.Element) -> str:
    return "".join(element.itertext())[:VALUE_LIMIT].strip()


def _attribute(element: ET.Element, name: str) -> str:
    return element.get(name, "")[:VALUE_LIMIT].strip()


def _base(element: ET.Element, outer: str) -> str:
    """Give what links inside an element are relative to: its own `xml:base`, when it is one."""
    inner = _resolved(_attribute(element, f"{_XML}base"), outer)
    return inner if is_web(inner) else outer


def _resolved(link: str, base: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _stated(element: ET.Element) -> str:
    """Give the language that an element states itself: a child `language`, else `xml:lang`."""
    for text in _values(element, ["language"]):
        if found := stated_language(text):
            return found
    return stated_language(element.get(f"{_XML}lang", ""))


def _language(item: ET.Element, around: _Around) -> str:
    """Give the language that an item states: its title's, its own, its text's, its feed's."""
    texts = [child for name, child in _kept(item) if name in ("title", *_TEXTS)]
    texts.sort(key=lambda child: _split(child.tag)[1] != "title")
    inside = [(child, *child[:1]) for child in texts]
    named = [
        next(filter(None, (stated_language(e.get(f"{_XML}lang", "")) for e in pair)), "")
        for pair in inside
    ]
    title = named[0] if texts and _split(texts[0].tag)[1] == "title" else ""
    linked = (
        stated_language(link.get("hreflang", ""))
        for name, link in _kept(item)
        if name == "link" and link.get("rel", "alternate") == "alternate"
    )
    return next(filter(None, (title, _stated(item), *named, *linked)), around.language)


def _site(channel: ET.Element) -> str:
    """Give the address of the site that a feed belongs to."""
    return _link(channel, "")


def _dates(item: ET.Element, language: str) -> Dates:
    return dates_of(_values(item, _PUBLISHED), _values(item, _CHANGED), language)


def _raw(item: ET.Element, around: _Around) -> Raw:
    """Give what an item says; its summary, or what it has instead of one."""
    base = _base(item, around.base)
    children = list(_kept(item))
    title = next((_text(child, around)[0] for name, child in children if name == "title"), "")
    texts = [
        (*_text(child, around), _base(child, base))
        for wanted in _TEXTS
        for name, child in children
        if name == wanted and _has_text(child)
    ]
    texts += [(text, True, base) for text in _other_texts(item)]
    summary, plain, summary_base = next((one for one in texts if one[0].strip()), ("", False, base))
    name = next(filter(None, _values(item, ("guid", "id"))), "") or item.get(f"{_RDF}about", "")
    pictures = [*_pictures(item, base)]
    for text, is_plain, its_base in texts if not pictures else ():
        pictures += () if is_plain else pictures_in(text, its_base)
    picture = best_picture(pictures)
    return Raw(
        title=title,
        summary=html.escape(summary, quote=False) if plain else summary,
        link=_link(item, base) or _as_link(item, name),
        date=_dates(item, around.language).written,
        base=summary_base,
        guid=name[:VALUE_LIMIT],
        language=_language(item, around),
        image=picture.url,
        image_alt=picture.alt,
        enclosures=tuple(_enclosures(item, base))[:FEW],
        topics=tuple(_topics(item))[:FEW],
    )


def _as_link(item: ET.Element, name: str) -> str:
    """Give the name of an item as its link, when it is a web address and not said to be no link."""
    said = any(child.get("isPermaLink") == "false" for _, child in _kept(item))
    return name if is_web(name) and not said else ""


def _link(element: ET.Element, base: str) -> str:
    """Give where an item or a channel leads: to its page, rather in HTML, else to what it is about.

    In RSS it is the text of a link; beside it links of Atom may stand, which count less.
    """
    found: list[tuple[int, str]] = []
    own = _split(element.tag)[0]
    for child in element:
        space, name = _split(child.tag)
        if name != "link" or space not in (own, _ATOM):
            continue
        rel = child.get("rel", "alternate").lower()
        address = _attribute(child, "href") or _value(child)
        rank = {"alternate": 0, "related": 4, "via": 5}.get(rel)
        if rank is None or not address:
            continue
        rank += child.get("type", "text/html") not in ("text/html", "application/xhtml+xml")
        rank += 2 * (space != own)
        found.append((rank, _resolved(address, _base(child, base))))
    return min(found, default=(0, ""), key=lambda pair: pair[0])[1]


def _has_text(element: ET.Element) -> bool:
    kind = element.get("type", "").lower().partition(";")[0].strip()
    return kind in _TEXT_TYPES and element.get("mode") != "base64"


def _text(element: ET.Element, around: _Around) -> tuple[str, bool]:
    """Give the text of an element as HTML, or as plain text, and whether it is plain."""
    if not _has_text(element):
        return "", True
    if len(element):
        return _inner(element)[:TEXT_LIMIT], False
    kind = element.get("type", "").lower()
    plain = kind in _PLAIN_TYPES or (not kind and around.atom)
    return (element.text or "")[:TEXT_LIMIT], plain


def _other_texts(item: ET.Element) -> Iterator[str]:
    """Give what podcasts and channels of videos say of an item, as plain text."""
    for child in item:
        if child.tag in (f"{{{_ITUNES}}}summary", f"{{{_ITUNES}}}subtitle"):
            yield (child.text or "")[:TEXT_LIMIT]
    for element in _media(item):
        if _split(element.tag)[1] == "description":
            yield (element.text or "")[:TEXT_LIMIT]


def _media(item: ET.Element) -> Iterator[ET.Element]:
    """Give the elements of Media RSS of an item, those in groups and in contents too."""
    waiting = [child for child in reversed(item) if _split(child.tag)[0] in _MEDIA]
    while waiting:
        element = waiting.pop()
        yield element
        if _split(element.tag)[1] in ("group", "content"):
            waiting += reversed(element)


def _pictures(item: ET.Element, base: str) -> Iterator[Candidate]:
    """Give the pictures that an item names, the likeliest first."""
    for element in _media(item):
        name = _split(element.tag)[1]
        kind = element.get("medium") or element.get("type", "").partition("/")[0]
        if name == "thumbnail" or (name == "content" and kind == "image"):
            url = _resolved(_attribute(element, "url"), base)
            yield Candidate(url, _described(element), element.get("width", ""))
    for child in item:
        space, name = _split(child.tag)
        if space == _ITUNES and name == "image":
            yield Candidate(_resolved(_attribute(child, "href"), base))
        elif name == "image" and space == _split(item.tag)[0]:
            urls = _values(child, ["url"]) or [_value(child)]
            yield Candidate(_resolved(urls[0], base))
    for url, kind, _ in _enclosures(item, base):
        if kind.startswith("image/"):
            yield Candidate(url)


def _described(element: ET.Element) -> str:
    """Give what a picture of Media RSS is said to show."""
    for child in element:
        if _split(child.tag) in ((space, "description") for space in _MEDIA):
            return _value(child)
    return ""


def _enclosures(item: ET.Element, base: str) -> Iterator[tuple[str, str, str]]:
    """Give address, type and length of the files that go with an item."""
    for name, child in _kept(item):
        if name == "enclosure" or (name == "link" and child.get("rel") == "enclosure"):
            address = _attribute(child, "url") or _attribute(child, "href")
            if address:
                kind, length = _attribute(child, "type"), _attribute(child, "length")
                yield _resolved(address, base), kind[:100], length[:20]
    for element in _media(item):
        kind = _attribute(element, "type")
        if _split(element.tag)[1] == "content" and kind.startswith(("audio/", "video/")):
            address = _resolved(_attribute(element, "url"), base)
            yield address, kind[:100], _attribute(element, "fileSize")[:20]


def _topics(item: ET.Element) -> Iterator[str]:
    for name, child in _kept(item):
        if name in ("category", "subject"):
            yield _attribute(child, "label") or _value(child) or _attribute(child, "term")


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
    wanted = {"a": ("href",), "img": ("src", "alt", "width")}.get(name, ())
    attributes = "".join(
        f' {key}="{html.escape(element.get(key, ""))}"' for key in wanted if element.get(key)
    )
    if name in ("br", "img"):
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{_inner(element)}</{name}>"
