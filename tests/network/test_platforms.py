"""Addresses of official accounts: each row by its own examples, and what is hostile."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.network.platforms import (
    Platform,
    channel_url,
    feed_url,
    parse_handle,
    platforms,
)

ROWS = list(platforms().values())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_takes_its_own_examples_and_refuses_the_others(row: Platform) -> None:
    assert row.valid
    assert row.invalid
    for handle in row.valid:
        assert parse_handle(row, handle) == handle
    for handle in row.invalid:
        assert parse_handle(row, handle) is None, handle
        with pytest.raises(ValueError, match=row.id):
            channel_url(row.id, handle)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_an_address_that_is_pasted_gives_its_handle(row: Platform) -> None:
    for handle in row.valid:
        url = channel_url(row.id, handle)
        if row.hosts and urlsplit(url).hostname in row.hosts:
            assert parse_handle(row, url) == handle


@pytest.mark.parametrize(
    ("platform", "handle", "url"),
    [
        ("facebook", "embassy.oslo", "https://www.facebook.com/embassy.oslo"),
        ("x", "@InOslo", "https://x.com/InOslo"),
        ("x", "https://twitter.com/InOslo", "https://x.com/InOslo"),
        (
            "youtube",
            "UCCuL3svRqTN6ya51BD9cpmA",
            "https://www.youtube.com/channel/UCCuL3svRqTN6ya51BD9cpmA",
        ),
        ("youtube", "@oslo", "https://www.youtube.com/@oslo"),
        ("mastodon", "oslo@social.example.org", "https://social.example.org/@oslo"),
        ("tiktok", "oslo", "https://www.tiktok.com/@oslo"),
        ("whatsapp", "+44 1632 960001", "https://wa.me/441632960001"),
        ("signal", "+44 1632 960001", "https://signal.me/#p/+441632960001"),
        ("telegram", "example_oslo", "https://t.me/example_oslo"),
    ],
)
def test_addresses(platform: str, handle: str, url: str) -> None:
    assert channel_url(platform, handle) == url


@given(st.sampled_from(ROWS), st.text(max_size=60))
def test_no_handle_leaves_its_place(row: Platform, text: str) -> None:
    handle = parse_handle(row, text)
    if handle is None:
        return
    assert parse_handle(row, handle) == handle
    parts = urlsplit(channel_url(row.id, handle))
    assert parts.scheme == "https"
    assert parts.username is None
    assert parts.query == ""
    assert ".." not in parts.path.split("/")
    if row.id != "mastodon":
        assert parts.hostname == urlsplit(row.url).hostname


@pytest.mark.parametrize(
    ("platform", "handle", "url"),
    [
        ("mastodon", "oslo@social.example.org", "https://social.example.org/@oslo.rss"),
        ("mastodon", "@oslo@social.example.org", "https://social.example.org/@oslo.rss"),
        (
            "youtube",
            "https://www.youtube.com/channel/UCCuL3svRqTN6ya51BD9cpmA",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCCuL3svRqTN6ya51BD9cpmA",
        ),
        ("youtube", "@oslo", ""),
        ("bluesky", "oslo.bsky.social", "https://bsky.app/profile/oslo.bsky.social/rss"),
        ("medium", "oslo", "https://medium.com/feed/@oslo"),
        (
            "flickr",
            "12345678@N00",
            "https://www.flickr.com/services/feeds/photos_public.gne?id=12345678@N00",
        ),
        ("flickr", "oslo", ""),
        ("facebook", "embassy.oslo", ""),
        ("mastodon", "no handle", ""),
    ],
)
def test_addresses_of_feeds(platform: str, handle: str, url: str) -> None:
    assert feed_url(platform, handle) == url


@pytest.mark.parametrize("row", [row for row in ROWS if row.feed], ids=lambda row: row.id)
def test_a_platform_with_feeds_has_one_for_an_example_and_says_where_it_is_written(
    row: Platform,
) -> None:
    assert row.feed is not None
    assert row.feed.source.startswith("https://")
    assert bool(row.feed.pattern) == bool(row.feed.expected)
    addresses = [feed_url(row.id, handle) for handle in row.valid]
    assert any(addresses)
    for address in filter(None, addresses):
        assert urlsplit(address).scheme == "https"
