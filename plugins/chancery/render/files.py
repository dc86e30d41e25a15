"""The files of a site for machines: sitemap, robots, the post and its channels as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from chancery.network.model import Post
from chancery.network.record import Source
from chancery.plan import discreet
from chancery.plan.layouts import WORKER
from chancery.plan.machine import as_json
from chancery.plan.site import SitePlan
from chancery.plan.views import PageHead
from chancery.render.headers import header_files

Pages = Iterable[tuple[str, PageHead]]


def data_files(plan: SitePlan, pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Return the files of a site that no template makes, by their paths below its root."""
    yield "sitemap.xml", sitemap(plan, pages)
    yield "robots.txt", robots(plan)
    own = plan.index.inputs.theme
    yield from header_files(own.standalone, own.missing, discreet.paths(plan.index, plan.post))
    if plan.post is not None:
        theme = plan.index.inputs.theme
        if worker := theme.worker if plan.index.ministry.offline else theme.leave:
            yield WORKER, worker.encode()
        yield "site.json", as_json(site_data(plan, plan.post))


def sitemap(plan: SitePlan, pages: Pages) -> bytes:
    """Return the sitemap (https://www.sitemaps.org/protocol.html): real translations only."""
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


def robots(plan: SitePlan) -> bytes:
    """Return robots.txt (RFC 9309): a demonstration is not to be indexed."""
    if plan.index.ministry.demonstration:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\nSitemap: {plan.links.base}sitemap.xml\n".encode()


def site_data(plan: SitePlan, post: Post) -> dict[str, object]:
    """Return a post as plain data in the terms of posts.yaml, but with its state of today.

    If nobody is served there, ways to reach it are left out, and the post that serves instead is
    added.
    """
    standing = plan.index.standing(post)
    data: dict[str, object] = {
        "id": post.id,
        "kind": post.kind,
        "languages": list(plan.languages),
        "url": plan.links.base,
        "demonstration": plan.index.ministry.demonstration,
        "state": standing.state,
    }
    if standing.server is not None:
        data["served_by"] = standing.server.id
    for key in (
        "country",
        "timezone",
        *(() if standing.closed else ("phone", "email")),
        "website",
        "covered_by",
        "hub",
        *(() if standing.closed else ("opening_hours",)),
    ):
        value = getattr(post, key)
        if value is not None:
            data[key] = value
    for key in ("city", *(() if standing.closed else ("address",)), "organisation"):
        text = getattr(post, key)
        if text is not None:
            data[key] = dict(text.variants)
    if post.location is not None and not standing.closed:
        place = post.location
        data["location"] = {"lat": place.lat, "lon": place.lon, "precision": place.precision}
    if post.covers:
        data["covers"] = list(post.covers)
    if post.sources:
        data["sources"] = [_source(one) for one in post.sources]
    return data


def _source(source: Source) -> dict[str, object]:
    """Return where facts are from, even if pages do not link to it."""
    said = {"url": source.url, "item": source.item, "seen": source.seen}
    found: dict[str, object] = {key: value for key, value in said.items() if value}
    if source.facts:
        found["facts"] = list(source.facts)
    if source.official:
        found["official"] = True
    return found
