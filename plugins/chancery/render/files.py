"""The files of a site for machines: sitemap, robots, the post and its channels as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from chancery.network.accounts import channel_url
from chancery.network.model import Post
from chancery.plan import advice, services
from chancery.plan.desk import Desk
from chancery.plan.links import publish_url
from chancery.plan.shells import WORKER
from chancery.plan.site import SitePlan
from chancery.plan.views import FeedLine, FeedView, PageHead
from chancery.render.headers import header_files

Pages = Iterable[tuple[str, PageHead]]


def data_files(plan: SitePlan, pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Give the files of a site that no template makes, by their paths below its root."""
    yield "sitemap.xml", sitemap(plan, pages)
    yield "robots.txt", robots(plan)
    yield from header_files(plan.index.inputs.theme.standalone)
    if advised := advice.data(plan.index, plan.post):
        yield advice.DATA, as_json(advised)
    if plan.post is not None:
        theme = plan.index.inputs.theme
        if worker := theme.worker if plan.index.ministry.offline else theme.leave:
            yield WORKER, worker.encode()
        yield "site.json", as_json(site_data(plan, plan.post))
        yield "channels.json", as_json(channels_data(plan, plan.post))
    else:
        yield "channels.json", as_json(register_data(plan))
        if services.telling(plan.index):
            yield services.JSON, as_json(services.data(plan.index))
            yield services.CSV, services.table(plan.index)


def as_json(value: object) -> bytes:
    """Give JSON for machines: UTF-8, sorted keys, a newline at its end."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def sitemap(plan: SitePlan, pages: Pages) -> bytes:
    """Give the sitemap (https://www.sitemaps.org/protocol.html): real translations only."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    # Paths are slugs, so only what they begin with has to be escaped, and that once.
    base = escape(plan.links.base, {'"': "&quot;"})
    links = {
        tag: f'<xhtml:link rel="alternate" hreflang="{tag}" href="{base}{tag}/'
        for tag in plan.languages
    }
    for language, head in pages:
        if language in head.translations:
            lines.append(f"<url><loc>{base}{language}/{head.path}</loc>")
            lines += [f'{links[tag]}{head.path}"/>' for tag in head.translations]
            lines.append("</url>")
    lines.append("</urlset>\n")
    return "\n".join(lines).encode()


def json_feed(view: FeedView) -> bytes:
    """Give a site's own feed as JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
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
    """Give what an item says: its whole text where it has one, else its summary, else its title."""
    if line.content:
        return {"summary": line.summary, "content_html": line.content}
    return {"content_text": line.summary or line.title}


def sources(plan: SitePlan, desk: Desk, title: str) -> bytes:
    """Give the feeds that a site shows, for feed readers (https://opml.org/spec2.opml)."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(title)}</title></head>",
        "<body>",
    ]
    for flow in plan.news.addresses():
        name = flow.feed.title or flow.owner
        words = desk.speaker.words(name).text if name else title
        url, language = quoteattr(flow.feed.url or ""), flow.feed.language
        tag = f" language={quoteattr(language)}" if language else ""
        lines.append(f'<outline type="rss" text={quoteattr(words)} xmlUrl={url}{tag}/>')
    return "\n".join([*lines, "</body>", "</opml>", ""]).encode()


def robots(plan: SitePlan) -> bytes:
    """Give robots.txt (RFC 9309): a demonstration is not to be indexed."""
    if plan.index.ministry.demonstration:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\nSitemap: {plan.links.base}sitemap.xml\n".encode()


def site_data(plan: SitePlan, post: Post) -> dict[str, object]:
    """Give a post as plain data, in the terms of posts.yaml."""
    data: dict[str, object] = {
        "id": post.id,
        "kind": post.kind,
        "languages": list(plan.languages),
        "url": plan.links.base,
        "demonstration": plan.index.ministry.demonstration,
        "state": post.status.state,
    }
    for key in (
        "country",
        "timezone",
        "phone",
        "email",
        "website",
        "covered_by",
        "hub",
        "opening_hours",
    ):
        value = getattr(post, key)
        if value is not None:
            data[key] = value
    for key in ("city", "address", "organisation"):
        text = getattr(post, key)
        if text is not None:
            data[key] = dict(text.variants)
    if post.location is not None:
        data["location"] = {"lat": post.location.lat, "lon": post.location.lon}
    if post.covers:
        data["covers"] = list(post.covers)
    return data


def channels_data(plan: SitePlan, post: Post) -> dict[str, object]:
    """Give the official channels of a post as plain data."""
    return {"id": post.id, "url": plan.links.base, "channels": _channels(post)}


def register_data(plan: SitePlan) -> dict[str, object]:
    """Give the register of official channels of the whole network as plain data."""
    index = plan.index
    posts = [
        {"id": post.id, "url": publish_url(post, index.ministry), "channels": _channels(post)}
        for post in index.network.posts
        if post.channels or post.messaging
    ]
    ministry = [
        {"platform": c.platform, "handle": c.handle, "url": channel_url(c.platform, c.handle)}
        for c in index.ministry.channels
    ]
    return {"ministry": ministry, "posts": posts}


def _channels(post: Post) -> list[dict[str, str]]:
    found = [
        {"platform": c.platform, "handle": c.handle, "url": channel_url(c.platform, c.handle)}
        for c in post.channels
    ]
    for account in post.messaging:
        handle = account.handle or account.number or ""
        found.append(
            {
                "platform": account.platform,
                "handle": handle,
                "url": channel_url(account.platform, handle),
            }
        )
    return found
