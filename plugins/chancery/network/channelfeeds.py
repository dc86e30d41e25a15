"""Feeds of official accounts: an account that says `feed: auto` brings its feed to the site."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from chancery.network.model import Channel, FeedSource, Ministry, Partner, Post
from chancery.network.platforms import feed_url

_Owner = TypeVar("_Owner", Ministry, Partner, Post)


def with_channel_feeds(owner: _Owner) -> _Owner:
    """Give an owner of accounts with their feeds after its own, each address once."""
    known = {feed.url for feed in owner.feeds}
    found: dict[str, FeedSource] = {}
    for channel in owner.channels:
        url = channel_feed(channel)
        if url and url not in known:
            found.setdefault(url, FeedSource(url=url, language=channel.language))
    return replace(owner, feeds=(*owner.feeds, *found.values())) if found else owner


def channel_feed(channel: Channel) -> str:
    """Give the address of the feed that an account asks for, empty where it asks for none."""
    return feed_url(channel.platform, channel.handle) if channel.feed else ""
