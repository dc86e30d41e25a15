"""The official channels of a post, of its hub, the ministry and the partners."""

from __future__ import annotations

from chancery.features.channels.views import ChannelsView
from chancery.network.model import Post
from chancery.plan import cards
from chancery.plan.desk import Desk


def channels(desk: Desk, post: Post) -> ChannelsView:
    """Give the view of the official channels."""
    ministry = desk.index.ministry
    hub = desk.index.posts.get(post.hub or "")
    charter = "social-media-charter"
    return ChannelsView(
        own=cards.accounts(desk, post.channels, desk.speaker.place(post)),
        messaging=cards.messaging(
            desk,
            () if desk.index.standing(post).closed else post.messaging,
            desk.speaker.place(post),
        ),
        ministry=cards.accounts(desk, ministry.channels, desk.speaker.words(ministry.name)),
        hub=cards.accounts(desk, hub.channels, desk.speaker.place(hub)) if hub else (),
        partners=tuple(
            account
            for partner in desk.index.partners(post)
            for account in cards.accounts(desk, partner.channels, desk.speaker.words(partner.name))
        ),
        website=post.website or "",
        register=desk.links.portal(desk.language, "channels/"),
        charter=desk.links.page(desk.language, f"{charter}/")
        if charter in desk.texts.pages
        else "",
    )
