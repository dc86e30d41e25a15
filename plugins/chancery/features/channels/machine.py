"""The official channels as data: those of a post, and the register of the whole network."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.network.accounts import channel_url
from chancery.network.model import Post
from chancery.plan.links import publish_url
from chancery.plan.machine import as_json
from chancery.plan.site import SitePlan


def site_files(plan: SitePlan) -> Iterator[tuple[str, bytes]]:
    """Return the channels of a post's site; on the portal those of everybody."""
    data = register_data(plan) if plan.post is None else channels_data(plan, plan.post)
    yield "channels.json", as_json(data)


def channels_data(plan: SitePlan, post: Post) -> dict[str, object]:
    """Return the official channels of a post as plain data."""
    return {"id": post.id, "url": plan.links.base, "channels": _channels(plan, post)}


def register_data(plan: SitePlan) -> dict[str, object]:
    """Return the register of official channels of the whole network as plain data."""
    index = plan.index
    posts = [
        {"id": post.id, "url": publish_url(post, index.ministry), "channels": _channels(plan, post)}
        for post in index.network.posts
        if post.channels or post.messaging
    ]
    ministry = [
        {"platform": c.platform, "handle": c.handle, "url": channel_url(c.platform, c.handle)}
        for c in index.ministry.channels
    ]
    return {"ministry": ministry, "posts": posts}


def _channels(plan: SitePlan, post: Post) -> list[dict[str, str]]:
    """Return the accounts of a post; of one that serves nobody, none that would be written to."""
    found = [
        {"platform": c.platform, "handle": c.handle, "url": channel_url(c.platform, c.handle)}
        for c in post.channels
    ]
    for account in () if plan.index.standing(post).closed else post.messaging:
        handle = account.handle or account.number or ""
        found.append(
            {
                "platform": account.platform,
                "handle": handle,
                "url": channel_url(account.platform, handle),
            }
        )
    return found
