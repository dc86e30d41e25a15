"""Items of a JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/).

A value of another kind than the format asks for counts as missing: one wrong item costs no other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from chancery.feeds.clean import TEXT_LIMIT
from chancery.feeds.document import ELEMENT_LIMIT, FeedRefused
from chancery.feeds.entries import Raw
from chancery.feeds.items import FEW, VALUE_LIMIT, Found, Item, dates_of
from chancery.feeds.language import stated_language
from chancery.feeds.links import is_web, joined
from chancery.feeds.pictures import Candidate, best_picture, pictures_in

_VERSION = re.compile(r"(?:https?://)?(?:www\.)?jsonfeed\.org/version/1(?:\.[01])?/?")
#: Escapes in JSON, of which two may be the halves of one character (RFC 8259, section 7).
_HALF = re.compile(
    r"\\(?:[^u]|$)|\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


def _whole(match: re.Match[str]) -> str:
    """Return an escape as it is; for half a character, as texts cut by machines end, U+FFFD."""
    return "\\ufffd" if match[1] else match[0]


def json_items(text: str, base: str) -> Found:
    """Return the items of a JSON Feed. Raises `FeedRefused` when it is none.

    base: the web address that the feed was found at, or empty: then it is the site that it names.
    """
    try:
        feed: Any = msgspec.json.decode(_HALF.sub(_whole, text).encode("utf-8", "replace"))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise FeedRefused(f"is not JSON that can be read: {error}") from error
    if not _VERSION.fullmatch(_string(feed, "version")):
        raise FeedRefused("is JSON, but not a JSON Feed of version 1 or 1.1")
    items = _list(feed, "items")
    if len(items) > ELEMENT_LIMIT:
        raise FeedRefused(f"has more than {ELEMENT_LIMIT:,} items")
    home = _string(feed, "home_page_url")
    base = base or (home if is_web(home) else "")
    language = stated_language(_string(feed, "language"))
    return Found(
        [
            Item(
                dates_of(
                    [_string(item, "date_published")], [_string(item, "date_modified")], language
                ),
                partial(_raw, item, base, language),
            )
            for item in items
        ]
    )


def _raw(item: Any, base: str, language: str) -> Raw:
    """Return what an item says; the texts that say themselves plain are made HTML."""
    plain = (_string(item, "summary", TEXT_LIMIT), _string(item, "content_text", TEXT_LIMIT))
    markup = _string(item, "content_html", TEXT_LIMIT)
    summary = html.escape(plain[0], quote=False) or markup or html.escape(plain[1], quote=False)
    named = (_string(item, key) for key in ("image", "banner_image"))
    pictures = [Candidate(joined(base, address)) for address in named if address]
    picture = best_picture(pictures or pictures_in(markup, base))
    link = _string(item, "url") or _string(item, "external_url")
    name = _name(item)
    return Raw(
        title=_string(item, "title", TEXT_LIMIT),
        summary=summary,
        link=joined(base, link) or (name if is_web(name) else ""),
        date=_string(item, "date_published") or _string(item, "date_modified"),
        base=base,
        guid=name,
        language=stated_language(_string(item, "language")) or language,
        image=picture.url,
        image_alt=picture.alt,
        enclosures=tuple(_attachments(item, base))[:FEW],
        content=(markup or html.escape(plain[1], quote=False)) if plain[0] else "",
        topics=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str))[:FEW],
    )


def _name(item: Any) -> str:
    """Return what tells an item apart; numbers, which version 1 allows, as text."""
    value = item.get("id") if isinstance(item, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:VALUE_LIMIT]
    return _string(item, "id")


def _attachments(item: Any, base: str) -> Iterator[tuple[str, str, str]]:
    for one in _list(item, "attachments")[:FEW]:
        if address := _string(one, "url"):
            size = one.get("size_in_bytes")
            length = str(size)[:20] if isinstance(size, int | float) else ""
            yield joined(base, address), _string(one, "mime_type")[:100], length


def _string(value: Any, key: str, limit: int = VALUE_LIMIT) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found[:limit].strip() if isinstance(found, str) else ""


def _list(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []
