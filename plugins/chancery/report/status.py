"""network.json: every post with where its site is and how this build went."""

from __future__ import annotations

import json
from collections.abc import Collection

from chancery.plan.index import Index
from chancery.plan.links import publish_url


def network_status(index: Index, *, failed: Collection[str], publishing: bool) -> bytes:
    """Give network.json: posts by id, kind, country, languages, address and status of this build.

    failed: the ids of sites that could not be built; publishing: whether this was a publishing
    build, which is the only one that may be published.
    """
    ministry = index.ministry
    posts: list[dict[str, object]] = [
        {
            "id": post.id,
            "kind": post.kind,
            "country": post.country,
            "state": post.status.state,
            "site": post.site,
            "languages": list(index.languages(post)) if post.site else [],
            "url": publish_url(post, ministry) if post.site else None,
            "status": "failed" if post.id in failed else "built",
        }
        for post in index.network.posts
    ]
    posts += [
        {"id": post.id, "kind": post.kind, "country": post.country, "status": "failed"}
        for post in index.network.failed
    ]
    clean = all(post["status"] == "built" for post in posts)
    data = {
        "ministry": dict(ministry.name.variants),
        "country": ministry.country,
        "url": ministry.url,
        "demonstration": ministry.demonstration,
        "publishing": publishing,
        "clean": clean,
        "posts": posts,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
