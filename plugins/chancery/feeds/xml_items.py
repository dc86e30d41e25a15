"""Items of RSS 0.90 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0, as feedparser reads them.

feedparser gets a document that is known to be well formed, small and plain (`reduce.py`). What it
says of an item is what the feed said: it cleans nothing, since everything is cleaned behind it.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

from chancery.feeds.document import FeedRefused
from chancery.feeds.entries import Raw
from chancery.feeds.items import FEW, Dates, Found, Item, dates_of
from chancery.feeds.language import stated_language
from chancery.feeds.links import is_web, joined
from chancery.feeds.pictures import Candidate, best_picture, pictures_in
from chancery.feeds.reduce import reduced

#: Relations of links that lead to what an item is about.
_ABOUT = ("alternate", "related", "via")


def xml_items(root: ET.Element, base: str) -> Found:
    """Return the items of a feed's tree. Raises `FeedRefused` when it is none.

    base: the web address that the feed was found at, or empty: then it is the site that it names.
    """
    feed, entries = _parsed(reduced(root), base)
    site = feed.get("link", "")
    base = base or (site if is_web(site) else "")
    language = stated_language(feed.get("language", ""))
    own = [feed.get(key, "") for key in ("updated", "published", "created")]
    items = [
        Item(_dates(fields, language), partial(_raw, fields, base, language)) for fields in entries
    ]
    return Found(items, next(iter(dates_of([], own, language).updated), None))


def _parsed(document: bytes, base: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what feedparser finds of a feed itself, and of each item.

    As plain dicts: its own give other keys for some that are missing, and warn of it.
    """
    import feedparser  # slow to load; a build of what `chancery feeds` has read does without

    try:
        parsed = feedparser.parse(
            io.BytesIO(document),
            response_headers={"content-type": "application/xml", "content-location": base},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # whatever it stumbles over, the feed is what is wrong
        raise FeedRefused(f"cannot be read: {type(error).__name__}: {error}") from error
    if parsed.bozo:
        raise FeedRefused(f"cannot be read: {parsed.bozo_exception}")
    return dict(parsed.feed), [dict(entry) for entry in parsed.entries]


def _dates(fields: dict[str, Any], language: str) -> Dates:
    published = [fields.get(key, "") for key in ("published", "created")]
    return dates_of(published, [fields.get("updated", "")], language)


def _raw(fields: dict[str, Any], base: str, language: str) -> Raw:
    """Return what an item says; its summary, or what it has instead of one."""
    title = fields.get("title_detail", {})
    texts = [text for text in (fields.get("summary_detail"), *fields.get("content", ())) if text]
    summary, plain = "", True
    bases = [text.get("base", "") for text in (*texts, title)]
    base = next(filter(is_web, bases), base)
    if texts:
        summary, plain = texts[0]["value"], texts[0]["type"] == "text/plain"
    files = list(_files(fields))
    pictures = list(_pictures(fields, files))
    for text in texts if not pictures else ():
        pictures += () if text["type"] == "text/plain" else pictures_in(text["value"], base)
    picture = best_picture(pictures)
    return Raw(
        title=title.get("value", ""),
        summary=html.escape(summary, quote=False) if plain else summary,
        link=joined(base, _link(fields)),
        date=_dates(fields, language).written,
        base=base,
        guid=fields.get("id", ""),
        language=_language(fields, [title, *texts], language),
        image=picture.url,
        image_alt=picture.alt,
        enclosures=tuple(files)[:FEW],
        content=_content(texts),
        topics=tuple(tag.get("label") or tag["term"] or "" for tag in fields.get("tags", ())),
    )


def _content(texts: list[dict[str, Any]]) -> str:
    """Return the longest of several texts as HTML, where it is another than the first."""
    longest = max(texts, default=None, key=lambda text: len(text["value"]))
    if longest is None or longest is texts[0]:
        return ""
    value: str = longest["value"]
    return html.escape(value, quote=False) if longest["type"] == "text/plain" else value


def _link(fields: dict[str, Any]) -> str:
    """Return where an item leads: to its page, rather in HTML, else to what it is about."""
    others = (link["href"] for link in _links(fields) if link["rel"] in _ABOUT)
    return fields.get("link") or next(others, "")


def _links(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (link for link in fields.get("links", ()) if link.get("href"))


def _language(fields: dict[str, Any], texts: list[dict[str, Any]], feed: str) -> str:
    """Return the language that an item states: itself, at a text or at its link; else its feed's.

    A text has its feed's language where it does not state one, so that one says nothing.
    """
    links = (link.get("hreflang") for link in _links(fields) if link["rel"] == "alternate")
    said = [fields.get("language"), *(text.get("language") for text in texts), *links]
    found = (stated_language(tag) for tag in said if tag)
    return next((tag for tag in found if tag and tag != feed), feed)


def _pictures(fields: dict[str, Any], files: list[tuple[str, str, str]]) -> Iterator[Candidate]:
    """Return the pictures that an item names, the likeliest first."""
    for one in fields.get("media_thumbnail", ()):
        yield Candidate(one.get("url", ""), one.get("alt", ""), one.get("width", ""))
    for one in fields.get("media_content", ()):
        if "image" in (one.get("medium"), one.get("type", "").partition("/")[0]):
            yield Candidate(one.get("url", ""), one.get("alt", ""), one.get("width", ""))
    for url, kind, _ in files:
        if kind.startswith("image/"):
            yield Candidate(url)


def _files(fields: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Return address, type and length of the files that go with an item."""
    for link in _links(fields):
        if link["rel"] == "enclosure":
            yield link["href"], link.get("type", "")[:100], link.get("length", "")[:20]
    for one in fields.get("media_content", ()):
        kind = one.get("type", "")
        if kind.startswith(("audio/", "video/")):
            yield one.get("url", ""), kind[:100], one.get("filesize", "")[:20]
