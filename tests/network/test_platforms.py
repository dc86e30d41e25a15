"""Addresses of official accounts: each row by its own examples, and what is hostile."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.network.platforms import Platform, channel_url, parse_handle, platforms

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
