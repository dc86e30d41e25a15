"""Official accounts as they are shown: by their handles, with the feeds that they ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from chancery.network.accounts import feed_url, parse_handle
from chancery.network.channels import Channel, Messaging
from chancery.network.ministry import Ministry
from chancery.network.model import Partner, Post
from chancery.network.newsfeeds import FeedSource
from chancery.network.platforms import platforms

_Owner = TypeVar("_Owner", Ministry, Partner, Post)
_Account = TypeVar("_Account", Channel, Messaging)


def with_plain_accounts(owner: _Owner) -> _Owner:
    """Return an owner of accounts, with the handle of each in place of what was pasted."""
    channels = tuple(_plain(channel) for channel in owner.channels)
    if isinstance(owner, Post):
        messaging = tuple(_plain(account) for account in owner.messaging)
        return replace(owner, channels=channels, messaging=messaging)
    return replace(owner, channels=channels)


def _plain(account: _Account) -> _Account:
    platform = platforms().get(account.platform)
    if platform is None or not account.handle:
        return account
    handle = parse_handle(platform, account.handle)
    return replace(account, handle=handle) if handle else account


def with_channel_feeds(owner: _Owner) -> _Owner:
    """Return an owner of accounts with their feeds after its own, each address once."""
    known = {feed.url for feed in owner.feeds}
    found: dict[str, FeedSource] = {}
    for channel in owner.channels:
        url = channel_feed(channel)
        if url and url not in known:
            found.setdefault(url, FeedSource(url=url, language=channel.language))
    return replace(owner, feeds=(*owner.feeds, *found.values())) if found else owner


def channel_feed(channel: Channel) -> str:
    """Return the address of the feed that an account asks for, empty where it asks for none."""
    return feed_url(channel.platform, channel.handle) if channel.feed else ""
