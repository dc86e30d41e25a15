"""The official channels of a post, of its hub, the ministry and the partners."""

from __future__ import annotations

from chancery.features.channels.views import ChannelsView
from chancery.network.model import Post
from chancery.plan import accounts
from chancery.plan.context import Context


def channels(context: Context, post: Post) -> ChannelsView:
    """Return the view of the official channels."""
    ministry = context.index.ministry
    hub = context.index.posts.get(post.hub or "")
    charter = "social-media-charter"
    return ChannelsView(
        own=accounts.accounts(context, post.channels, context.localiser.place(post)),
        messaging=accounts.messaging(
            context,
            () if context.index.standing(post).closed else post.messaging,
            context.localiser.place(post),
        ),
        ministry=accounts.accounts(
            context, ministry.channels, context.localiser.words(ministry.name)
        ),
        hub=accounts.accounts(context, hub.channels, context.localiser.place(hub)) if hub else (),
        partners=tuple(
            account
            for partner in context.index.partners(post)
            for account in accounts.accounts(
                context, partner.channels, context.localiser.words(partner.name)
            )
        ),
        website=post.website or "",
        register=context.links.portal(context.language, "channels/"),
        charter=context.links.page(context.language, f"{charter}/")
        if charter in context.texts.pages
        else "",
    )
