"""Lists of feeds in OPML: what they name, within bounds, and never taken for a feed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.feeds.document import FeedRefused
from chancery.feeds.opml import Listed, listed_feeds
from chancery.feeds.parse import parse_feed
from tests.feeds.made import FEED, NOW

A, B = "https://a.example/feed", "https://b.example/feed"


def opml(outlines: str) -> bytes:
    return f'<opml version="2.0"><head/><body>{outlines}</body></opml>'.encode()


def test_a_list_given_as_a_feed_says_what_it_is_and_what_to_do() -> None:
    data = opml(f'<outline text="A" xmlUrl="{A}"/><outline xmlUrl="{B}"/>')
    entries, [problem] = parse_feed(data, feed=FEED, now=NOW)
    assert entries == []
    assert problem.message == "is a list of feeds (OPML), and no feed itself; it names 2"
    assert "chancery feeds --import" in problem.cure


def test_a_list_names_feeds_with_their_group_and_language() -> None:
    found = listed_feeds(
        opml(
            f'<outline text="Oslo"><outline text="T &lt;b&gt;A&lt;/b&gt;" XMLURL=" {A} " '
            f'htmlUrl="https://a.example/" language="en-us"/><outline text="More">'
            f'<outline title="B" xmlUrl="{B}"/></outline></outline>'
        )
    )
    assert found == (
        Listed(A, A, "T A", "Oslo", "en-US", "https://a.example/"),
        Listed(B, B, "B", "More"),
    )


def test_a_feed_that_is_named_twice_is_one() -> None:
    assert len(listed_feeds(opml(f'<outline xmlUrl="{A}"/>' * 3))) == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "//a", "http://a b/"])
def test_an_address_that_is_none_of_the_web_is_said_as_it_stands(url: str) -> None:
    assert listed_feeds(opml(f'<outline xmlUrl="{url}"/>')) == (Listed("", url),)


HOSTILE = {
    "entities": (b'<!DOCTYPE o [<!ENTITY a "b">]><opml/>', "declares entities"),
    "deep": (opml("<outline>" * 200 + "</outline>" * 200), "nests elements deeper than 100"),
    "a feed": (b"<rss/>", "is not a list of feeds in OPML: its root element is 'rss'"),
    "cut off": (b"<opml><body><outline", "is not well-formed XML"),
    "nothing": (b"", "is not a feed: empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_list_is_refused(name: str) -> None:
    data, message = HOSTILE[name]
    with pytest.raises(FeedRefused, match=message[:30]):
        listed_feeds(data)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=50)
def test_whatever_a_list_says_it_is_one_line_of_text(title: str, language: str) -> None:
    attributes = "".join(
        f' {name}="{"".join(f"&#{ord(sign)};" for sign in value)}"'
        for name, value in (("text", title), ("language", language), ("xmlUrl", A))
    )
    [one] = listed_feeds(opml(f"<outline{attributes}/>"))
    assert one.url == A
    assert one.title == " ".join(one.title.splitlines())
    assert one.language == "" or one.language.isascii()
