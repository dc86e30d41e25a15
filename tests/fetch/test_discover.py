"""A page's feeds are found as it names them, whatever else is in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.fetch.discover import feeds_named
from chancery.fetch.finding import Finding, find
from chancery.fetch.run import Settings
from tests.fetch.asking import AGENT, FEED, HOST, NOW, QUICK, names
from tests.fetch.server import Server, answer

PAGE = "https://a.example/deep/page"
RSS = "type='application/rss+xml'"


@pytest.mark.parametrize(
    ("page", "urls"),
    [
        (f"<link rel=alternate {RSS} href=/feed>", ["https://a.example/feed"]),
        (f"<LINK REL='Alternate' {RSS.upper()} HREF='feed.xml'/>", ["https://a.example/deep/feed.xml"]),
        (f'<link href="//b.example/f" {RSS}\n rel="alternate home">', ["https://b.example/f"]),
        (f'<link rel="alternate" {RSS} href="/f?a=1&amp;b=2">', ["https://a.example/f?a=1&b=2"]),
        (f"<base href='https://c.example/x/'><link rel=alternate {RSS} href=f>",
         ["https://c.example/x/f"]),
        ("<link rel=alternate type='application/atom+xml;charset=utf-8' href=/a>",
         ["https://a.example/a"]),
        (f"<link rel=alternate {RSS} href=/f><link rel=alternate {RSS} href=/f>",
         ["https://a.example/f"]),
        (f"<link rel=alternate {RSS} href=/f><link rel=alternate {RSS} href=/g>",
         ["https://a.example/f", "https://a.example/g"]),
        (f"<!-- <link rel=alternate {RSS} href=/old> --><link rel=alternate {RSS} href=/new>",
         ["https://a.example/new"]),
        (f"<!-- never closed <link rel=alternate {RSS} href=/old>", []),
        (f"<link rel=stylesheet {RSS} href=/f>", []),
        ("<link rel=alternate hreflang=fr href=/fr>", []),
        ("<link rel=alternate type=text/html href=/f>", []),
        (f"<link rel=alternate {RSS}>", []),
        (f"<link rel=alternate {RSS} href=''>", []),
        (f"<link rel=alternate {RSS} href='javascript:alert(1)'>", []),
        (f"<link rel=alternate {RSS} href='file:///etc/passwd'>", []),
        (f"<link rel=alternate {RSS} href='http://[::'>", []),
        ("", []),
    ],
)  # fmt: skip
def test_feeds_are_named_in_the_head(page: str, urls: list[str]) -> None:
    assert [feed.url for feed in feeds_named(page.encode(), PAGE)] == urls


def test_titles_are_one_line() -> None:
    page = f"<link rel=alternate {RSS} href=/f title='All\n  news &amp; more'>"
    assert feeds_named(page.encode(), PAGE)[0].title == "All news & more"


@pytest.mark.long
@pytest.mark.parametrize("piece", ["<link ", "<!--", "<link a=", "<base href=", "<link a='", "<"])
def test_a_hostile_page_takes_no_time(piece: str) -> None:
    started = time.process_time()
    feeds_named((piece * 1_000_000).encode()[:300_000], PAGE)
    # What grows with the square would take many minutes.
    assert time.process_time() - started < 60


@given(st.text(alphabet="<>!-linkbase rel='\"=/ \nhrf?", max_size=200))
def test_any_text_is_a_page(text: str) -> None:
    feeds_named(text.encode(), PAGE)


class TestFinding:
    def find(self, server: Server, path: str = "/page") -> Finding:
        settings = Settings(now=NOW, agent=AGENT, access=names({HOST: ["127.0.0.1"]}), limits=QUICK)
        return find(f"http://{HOST}:{server.port}{path}", settings)

    def test_each_feed_that_a_page_names_is_tried(self, server: Server) -> None:
        links = [f"<link rel=alternate {RSS} title='{n}' href=/{n}>" for n in ("good", "bad", "no")]
        server.routes["/page"] = answer(body="<!doctype html><html>" + "".join(links))
        server.routes["/good"] = answer(body=FEED)
        server.routes["/bad"] = answer(body="<rss>")
        finding = self.find(server)
        assert finding.said == "names 3 feeds"
        lines = [each.line() for each in finding.feeds]
        base = f"http://{HOST}:{server.port}"
        assert lines[0] == f"- url: {base}/good  # good, 2 entries, the newest of 2026-11-24"
        assert lines[1].startswith(f"# {base}/bad is not well-formed XML")
        assert lines[2] == f"# {base}/no answers 404 Not Found"

    def test_a_feed_that_moved_is_given_by_its_new_address(self, server: Server) -> None:
        server.routes["/page"] = answer("301 Moved Permanently", Location="/new")
        server.routes["/new"] = answer(body=FEED)
        finding = self.find(server)
        assert finding.said == "is a feed itself"
        assert finding.feeds[0].url.endswith("/new")

    def test_where_a_page_names_none_the_usual_places_are_tried(self, server: Server) -> None:
        server.routes["/page"] = answer(body="<html></html>")
        server.routes["/feed.xml"] = answer(body=FEED)
        finding = self.find(server)
        assert "where feeds usually are" in finding.said
        assert [each.url for each in finding.feeds] == [f"http://{HOST}:{server.port}/feed.xml"]

    @pytest.mark.parametrize(
        ("path", "fault"),
        [("/page", "names no feed, and there is none"), ("/nothing", "answers 404 Not Found")],
    )
    def test_where_there_is_none_it_says_so(self, server: Server, path: str, fault: str) -> None:
        server.routes["/page"] = answer(body="<html></html>")
        assert fault in self.find(server, path).fault
