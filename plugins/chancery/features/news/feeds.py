"""A site's own news for feed readers, and what these could subscribe to as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from msgspec.structs import replace

from chancery.features.news import pages as newspages
from chancery.feeds.merge import is_global
from chancery.plan import layouts
from chancery.plan.context import Context
from chancery.plan.feature import Made
from chancery.plan.labels import LABELS
from chancery.plan.machine import as_json
from chancery.plan.newsviews import FeedLine, FeedView, NewsLine

#: How many lines a site's own feed has.
FEED_LINES = 40
_IRI = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{1,500}")


def files(context: Context) -> Iterator[tuple[str, bytes | Made]]:
    """Return a site's news as Atom and JSON Feed, and the feeds that they are from as OPML."""
    view = feed(context)
    yield "feed.atom", Made("feed.xml", view)
    yield newspages.JSON_FEED, json_feed(view)
    if context.news.addresses():
        yield newspages.SOURCES, sources(context, view.title)


def feed(context: Context) -> FeedView:
    """Plan the site's own feed in one language (RFC 4287, JSON Feed 1.1)."""
    localiser, base = context.localiser, context.links.base
    lines = context.news.newest(localiser, FEED_LINES)
    place = localiser.title(context.post) if context.post else context.say(layouts.PORTAL_TITLE)
    return FeedView(
        id=f"{base}{context.language}/feed.atom",
        title=f"{place} – {context.say(LABELS['news'])}",
        language=context.language,
        home=f"{base}{context.language}/",
        self_href=f"{base}{context.language}/feed.atom",
        json_href=f"{base}{context.language}/{newspages.JSON_FEED}",
        hub=context.index.ministry.news.websub or "",
        updated=max((line.changed or _when(line) for line in lines), default=_instant("")),
        author=context.publisher.text,
        lines=tuple(_unlike(_feed_line(line, context) for line in lines)),
    )


def _feed_line(line: NewsLine, context: Context) -> FeedLine:
    # An entry without an address leads to the list that shows it, under a name of its own.
    href = line.href or context.links.page(context.language, "news/")
    href = href if line.external and line.href else href.removesuffix("index.html")
    href = absolute(href, context.links.base, context.index.ministry.url)
    return FeedLine(
        id=_atom_id(line) if line.external else href,
        title=line.title,
        href=href,
        language=line.language or context.language,
        published=_when(line),
        updated=line.changed or _when(line),
        summary=" – ".join(filter(None, [line.when.words if line.when else "", line.summary])),
        content=line.content,
        source=line.source.text,
        external=line.external,
        origin=line.origin if line.origin.startswith("http") else "",
    )


def json_feed(view: FeedView) -> bytes:
    """Return a site's own feed as JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.home,
        "feed_url": view.json_href,
        "language": view.language,
        "authors": [{"name": view.author}],
        "items": [_feed_item(line) for line in view.lines],
    }
    if view.hub:
        feed["hubs"] = [{"type": "WebSub", "url": view.hub}]
    return as_json(feed)


def _feed_item(line: FeedLine) -> dict[str, object]:
    item: dict[str, object] = {
        "id": line.id,
        "title": line.title,
        **_said(line),
        "language": line.language,
        "date_published": line.published,
    }
    if line.updated != line.published:
        item["date_modified"] = line.updated
    if line.external:
        return {**item, "external_url": line.href, "authors": [{"name": line.source}]}
    return {**item, "url": line.href}


def _said(line: FeedLine) -> dict[str, str]:
    """Return what an item says: its whole text if any, else its summary, else its title."""
    if line.content:
        return {"summary": line.summary, "content_html": line.content}
    return {"content_text": line.summary or line.title}


def sources(context: Context, title: str) -> bytes:
    """Return the feeds that a site shows, for feed readers (https://opml.org/spec2.opml)."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(title)}</title></head>",
        "<body>",
    ]
    for flow in context.news.addresses():
        name = flow.feed.title or flow.owner
        words = context.localiser.words(name).text if name else title
        url, language = quoteattr(flow.feed.url or ""), flow.feed.language
        tag = f" language={quoteattr(language)}" if language else ""
        lines.append(f'<outline type="rss" text={quoteattr(words)} xmlUrl={url}{tag}/>')
    return "\n".join([*lines, "</body>", "</opml>", ""]).encode()


def _atom_id(line: NewsLine) -> str:
    """Return the id of an entry in an Atom feed: its own, if that is unique in all the world.

    (RFC 4287, section 4.2.6) Else its address is one, or a name made of its feed's and its own.
    """
    if is_global(line.id) and _IRI.fullmatch(line.id):
        return line.id
    return line.href or uuid5(NAMESPACE_URL, f"{line.origin} {line.id}").urn


def _unlike(lines: Iterable[FeedLine]) -> Iterator[FeedLine]:
    """Return entries with ids of their own: a feed may lead from many of them to one page."""
    seen: set[str] = set()
    for line in lines:
        own = line.id
        if own in seen:
            own = uuid5(NAMESPACE_URL, f"{line.id} {line.published} {line.title}").urn
        seen.add(own)
        yield line if own == line.id else replace(line, id=own)


def _when(line: NewsLine) -> str:
    return line.at or _instant(line.iso)


def _instant(day: str) -> str:
    """Return the start of a day, or of the first day there may be news of where it is unknown."""
    return f"{day or '2000-01-01'}T00:00:00Z"


def absolute(href: str, base: str, tree: str) -> str:
    """Return the absolute address of a link that may begin with the placeholder `ROOT`."""
    if not href.startswith("\x00root\x00"):
        return href
    rest = href.removeprefix("\x00root\x00")
    return tree + rest[3:] if rest.startswith("../") else base + rest
