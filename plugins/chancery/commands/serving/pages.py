"""The page of the local server that tells of all sites: languages, problems, and where each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

from chancery.commands.feedpage import PATH as FEEDS
from chancery.commands.serving.builder import Flaw
from chancery.commands.serving.hub import Hub

#: Where the server has what is its own; no post can be called so.
OWN = "/-/"
SCRIPT, STYLES, EVENTS = f"{OWN}page.js", f"{OWN}page.css", f"{OWN}events"
#: The page that this server makes may load its script and its styles, and nothing else.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def script_element(version: str) -> str:
    """Return what makes a page load itself anew; version: that of the page without it."""
    return f'<script defer src="{SCRIPT}" data-version="{version}"></script>'


def overview(hub: Hub) -> bytes:
    """Return the page of all sites, as the last build left them."""
    return "\n".join(_lines(hub)).encode()


def _lines(hub: Hub) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">\n<title>All sites</title>'
    yield f'<link rel="stylesheet" href="{STYLES}">\n</head>\n<body>\n<h1>All sites</h1>'
    portal = '<a href="/">Portal</a>' if (hub.output / "index.html").is_file() else "No portal yet"
    yield f'<p>{portal} · <a href="{FEEDS}">Feeds</a></p>\n<h2>Problems</h2>'
    yield from _said(hub)
    posts = hub.posts()
    if posts:
        yield from _table(posts, Counter(flaw.site for flaw in hub.ended.flaws))
    yield "</body>\n</html>\n"


def _said(hub: Hub) -> Iterator[str]:
    ended = hub.ended
    if not hub.ready.is_set():
        yield "<p>The first build is not done yet.</p>"
    elif not ended.started:
        yield "<p><strong>Nothing was built; the sites are as they were.</strong></p>"
    if ended.flaws:
        yield f"<p>{escape(ended.counts)}</p>\n<ul>"
        yield from map(_item, ended.flaws)
        yield "</ul>"
    elif hub.ready.is_set():
        yield "<p>No problems.</p>"


def _item(flaw: Flaw) -> str:
    excerpt = f"<pre>{escape(flaw.excerpt)}</pre>" if flaw.excerpt else ""
    code = f" <small>{escape(flaw.code)}</small>" if flaw.code else ""
    return (
        f'<li class="{escape(flaw.level)}"><strong>{escape(flaw.level)}</strong> '
        f"<code>{escape(flaw.place)}</code><br>{escape(flaw.said)}{code}{excerpt}</li>"
    )


def _table(posts: dict[str, dict[str, Any]], wrong: Counter[str]) -> Iterator[str]:
    yield "<h2>Sites</h2>\n<table>\n<thead><tr>"
    for name in ("Post", "Kind", "Country", "State", "Languages", "Problems"):
        yield f'<th scope="col">{name}</th>'
    yield "</tr></thead>\n<tbody>"
    for id, post in sorted(posts.items()):
        languages = post.get("languages") or []
        cells = [_link(f"/{id}/", id) if languages else escape(id)]
        cells += [escape(str(post.get(key) or "")) for key in ("kind", "country", "state")]
        cells.append(" ".join(_link(f"/{id}/{tag}/", str(tag)) for tag in languages))
        known = ", ".join(filter(None, [_unbuilt(post), str(wrong[id] or "")]))
        yield f"<tr><td>{'</td><td>'.join([*cells, known])}</td></tr>"
    yield "</tbody>\n</table>"


def _unbuilt(post: dict[str, Any]) -> str:
    said = {"failed": "not built", "kept": "as it was last good"}
    return said.get(str(post.get("status")), "")


def _link(path: str, words: str) -> str:
    return f'<a href="{escape(path)}">{escape(words)}</a>'
