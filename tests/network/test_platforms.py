"""Addresses of official accounts: each row by its own examples, and what is hostile."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.numbers import dialled
from chancery.network.accounts import channel_url, feed_url, parse_handle, read_account
from chancery.network.channelfeeds import with_plain_accounts
from chancery.network.channels import Channel, Messaging
from chancery.network.fields import Text
from chancery.network.model import Partner, Post
from chancery.network.platforms import Platform, platforms

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
def test_an_address_of_an_account_gives_its_handle(row: Platform) -> None:
    assert row.pasted
    for address, handle in row.pasted:
        assert parse_handle(row, address) == handle, address
        assert parse_handle(row, handle) == handle, handle
    for handle in row.valid:
        url = channel_url(row.id, handle)
        assert parse_handle(row, url) == (dialled(handle) if row.by_number else handle), url


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_an_address_of_something_else_is_told_as_what_it_is(row: Platform) -> None:
    assert row.refused
    for address, words in row.refused:
        found = read_account(row, address)
        assert found.handle == "", address
        assert words in found.fault, address
        if found.near:
            assert parse_handle(row, found.near) == found.near, address


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_says_where_it_is_from(row: Platform) -> None:
    assert row.source.startswith(("https://", "no page of the platform was found"))


def test_of_a_post_its_account_is_suggested_and_a_short_address_is_to_be_opened() -> None:
    x, tiktok = platforms()["x"], platforms()["tiktok"]
    assert read_account(x, "https://x.com/InOslo/status/12").near == "InOslo"
    assert "copy the address" in read_account(tiktok, "https://vm.tiktok.com/ZMabc/").cure


@pytest.mark.parametrize(
    ("platform", "text", "near"),
    [
        ("facebook", "profile.php?id=100000000000001", "100000000000001"),
        ("facebook", "/embassy.oslo/", "embassy.oslo"),
        ("x", "@InOslo/", "InOslo"),
        ("youtube", "channel/UCCuL3svRqTN6ya51BD9cpmA", "UCCuL3svRqTN6ya51BD9cpmA"),
        ("linkedin", "company/oslo-embassy", "oslo-embassy"),
        ("whatsapp", "0044 1632 960001", "+44 1632 960001"),
        ("whatsapp", "441632960001", "+441632960001"),
        ("whatsapp", "1632960001", ""),
        ("facebook", "https://www.facebook.com/search/top?q=oslo", ""),
        ("instagram", "https://www.instagram.com/invites/contact/?i=abc", ""),
        ("x", "in oslo", ""),
        ("mastodon", "oslo", ""),
    ],
)
def test_a_part_of_an_address_is_told_with_its_handle(platform: str, text: str, near: str) -> None:
    found = read_account(platforms()[platform], text)
    assert (found.handle, found.near) == ("", near)


def test_letters_of_two_scripts_make_no_handle() -> None:
    assert parse_handle(platforms()["youtube"], "@ministère") == "@ministère"
    assert parse_handle(platforms()["youtube"], "@minist\u0435re") is None


def test_what_was_pasted_is_shown_as_the_handle_that_it_stands_for() -> None:
    pasted = "https://www.facebook.com/profile.php?id=100000000000001"
    channel = Channel(platform="facebook", handle=pasted)
    number = Messaging(platform="whatsapp", handle="https://wa.me/441632960001")
    post = Post(id="a", kind="embassy", channels=(channel,), messaging=(number,))
    assert with_plain_accounts(post).channels[0].handle == "100000000000001"
    assert with_plain_accounts(post).messaging[0].handle == "+441632960001"
    partner = Partner(id="fair", name=Text.of("Fair"), channels=(channel,))
    assert with_plain_accounts(partner).channels[0].handle == "100000000000001"


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
        ("linkedin", "showcase/oslo", "https://www.linkedin.com/showcase/oslo/"),
        ("linkedin", "ministère", "https://www.linkedin.com/company/minist%C3%A8re/"),
        ("youtube", "c/Oslo", "https://www.youtube.com/c/Oslo"),
        ("facebook", "100000000000001", "https://www.facebook.com/100000000000001"),
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
