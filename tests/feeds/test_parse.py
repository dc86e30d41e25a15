"""Feeds of every form give the same kind of entries; bad ones give problems and never an exception.

Each `data/<name>.xml` stands beside what is expected of it, `data/<name>.json`.
"""

from __future__ import annotations

import io
import json
import pickle
import subprocess
import sys
import warnings
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import feedparser
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.problems import Level, Problem, errors
from chancery.feeds.clean import CLEANER_VERSION, clean_entry
from chancery.feeds.document import DEPTH_LIMIT, ELEMENT_LIMIT, SIZE_LIMIT
from chancery.feeds.entries import ENTRY_LIMIT, UNDATED, Entry, Raw
from chancery.feeds.parse import parse_feed, parse_file
from tests.feeds.made import FEED, NOW, checked

DATA = Path(__file__).parent / "data"
SAMPLES = sorted(path.stem for path in DATA.glob("*.xml"))


def parsed(data: bytes, feed: str = FEED) -> tuple[list[Entry], list[Problem]]:
    return parse_feed(data, feed=feed, now=NOW)


def rss(items: str, channel: str = "") -> bytes:
    return f'<rss version="2.0"><channel>{channel}{items}</channel></rss>'.encode()


def item(title: str, **elements: str) -> str:
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in elements.items())
    return f"<item><title>{title}</title>{inside}</item>"


def only_problem(data: bytes) -> Problem:
    entries, problems = parsed(data)
    assert entries == []
    assert len(problems) == 1
    return problems[0]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name: str) -> None:
    expected = json.loads((DATA / f"{name}.json").read_text())
    data = (DATA / f"{name}.xml").read_bytes()
    entries, problems = parsed(data, f"file:feeds/{name}.xml")
    shown = [
        {
            "id": entry.id,
            "title": entry.title,
            "link": entry.link,
            "summary": entry.summary,
            "language": entry.language,
            "published": entry.published.isoformat() if entry.published else None,
        }
        for entry in entries
    ]
    assert shown == expected["entries"]
    assert [str(problem) for problem in problems] == expected["problems"]


def test_every_sample_has_its_expectation_and_every_expectation_its_sample() -> None:
    assert sorted(path.stem for path in DATA.glob("*.json")) == SAMPLES
    assert len(SAMPLES) > 15


@pytest.mark.parametrize("name", SAMPLES)
def test_entries_are_plain_data_that_can_be_cleaned_again(name: str) -> None:
    entries, _ = parsed((DATA / f"{name}.xml").read_bytes())
    for entry in entries:
        assert pickle.loads(pickle.dumps(entry)) == entry
        assert msgspec.json.decode(msgspec.json.encode(entry), type=Entry) == entry
        assert clean_entry(entry) == entry
        assert checked(entry.summary).found == []
        assert entry.first_seen == NOW
        assert entry.shown_at == (entry.published or NOW)
        assert entry.cleaner == CLEANER_VERSION
        assert not hasattr(entry, "__dict__")


def test_parsing_warns_of_nothing() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        parsed((DATA / "rss-2.0.xml").read_bytes())
    assert caught == []


def test_the_raw_form_is_what_the_feed_said() -> None:
    date = "Mon, 23 Nov 2026 10:00:00 GMT"
    feed = rss(item("&lt;b&gt;T", description="&lt;i&gt;D", link="/x?a", pubDate=date))
    (entry,), _ = parse_feed(feed, feed=FEED, now=NOW, whole=True)
    assert msgspec.json.decode(entry.raw, type=Raw) == Raw(
        title="<b>T", summary="<i>D", link="https://embassy.example.org/x?a", date=date, base=FEED
    )


LONG = "<p onclick='x()'>" + "word " * 100 + "</p><ul><li>A<li>B</ul><script>x()</script><p>Last"
WHOLE = {
    "RSS": rss(
        f"<item><title>T</title><description>Short</description><x:encoded xmlns:x="
        f"'http://purl.org/rss/1.0/modules/content/'><![CDATA[{LONG}]]></x:encoded></item>"
    ),
    "RSS with nothing else": rss(item("T", description=f"<![CDATA[{LONG}]]>")),
    "Atom": (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><summary>Short</summary>"
        f"<content type='html'><![CDATA[{LONG}]]></content></entry></feed>"
    ).encode(),
    "JSON": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "1", "title": "T", "summary": "Short", "content_html": LONG}],
        }
    ).encode(),
}


@pytest.mark.parametrize("form", WHOLE)
def test_a_whole_text_is_cleaned_like_a_summary_and_kept_only_where_it_may_be(form: str) -> None:
    (entry,), _ = parse_feed(WHOLE[form], feed=FEED, now=NOW, whole=True)
    assert entry.content == f"<p>{'word ' * 99}word</p><ul><li>A</li><li>B</li></ul><p>Last</p>"
    assert checked(entry.content).found == []
    assert clean_entry(entry) == entry
    (other,), _ = parsed(WHOLE[form])
    assert other.content == ""
    assert "Last" not in other.raw
    assert clean_entry(other) == other
    assert (other.id, other.title, other.summary) == (entry.id, entry.title, entry.summary)


def test_a_text_that_says_no_more_than_the_summary_is_kept_once() -> None:
    (entry,), _ = parse_feed(rss(item("T", description="D")), feed=FEED, now=NOW, whole=True)
    assert (entry.summary, entry.content) == ("D", "")


def test_links_are_relative_to_the_feed_and_for_a_file_to_the_site_it_names() -> None:
    feed = rss(item("T", link="/a"), channel="<link>https://site.example.org/</link>")
    assert parsed(feed)[0][0].link == "https://embassy.example.org/a"
    assert parsed(feed, "file:feeds/x.xml")[0][0].link == "https://site.example.org/a"
    assert parsed(rss(item("T", link="/a")), "file:feeds/x.xml")[0][0].link == ""


def test_links_are_relative_to_where_a_feed_was_found_in_the_end() -> None:
    moved = parse_feed(
        rss(item("T", link="a")), feed=FEED, now=NOW, address="https://new.example.org/x/feed"
    )
    assert moved[0][0].link == "https://new.example.org/x/a"
    assert moved[0][0].feed == FEED


def test_newest_come_first_and_the_rest_is_cut() -> None:
    items = [
        item(str(n), pubDate=(NOW - timedelta(hours=n)).strftime("%a, %d %b %Y %H:%M:%S GMT"))
        for n in range(1, ENTRY_LIMIT + 20)
    ]
    entries, problems = parsed(rss("".join(reversed(items))))
    assert [entry.title for entry in entries] == [str(n) for n in range(1, ENTRY_LIMIT + 1)]
    assert problems == []


def test_an_entry_that_comes_twice_is_kept_once() -> None:
    twice = item("T", guid="x", description="D") * 2 + item("T", guid="y", description="D")
    assert [entry.id for entry in parsed(rss(twice))[0]] == ["x"]


def test_of_versions_of_an_entry_the_newest_is_kept() -> None:
    """As Atom allows them (RFC 4287, section 4.1.1)."""
    versions = "".join(
        f"<entry><id>urn:x</id><title>T</title><link href='/a'/><published>2026-11-01T00:00:00Z"
        f"</published><updated>2026-11-0{day}T00:00:00Z</updated><summary>{text}</summary></entry>"
        for day, text in ((2, "It begins at eight."), (5, "It begins at eight, and ends at ten."),
                          (3, "It begins at eight!"))
    )  # fmt: skip
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{versions}</feed>".encode()
    assert [entry.summary for entry in parsed(feed)[0]] == ["It begins at eight, and ends at ten."]


@pytest.mark.parametrize("name", ["news", "https://embassy.example.org/", FEED])
def test_entries_that_are_all_called_the_same_are_all_kept(name: str) -> None:
    items = [item(title, guid=name) for title in ("One", "Two", "Three")]
    entries, problems = parsed(rss("".join(items)))
    assert ([entry.title for entry in entries], problems) == (["One", "Two", "Three"], [])
    assert len({entry.id for entry in entries}) == 3
    turned, _ = parsed(rss("".join(reversed(items))))
    assert {entry.title: entry.id for entry in turned} == {one.title: one.id for one in entries}


def test_a_feed_that_repeats_an_entry_has_room_for_the_others() -> None:
    items = "".join(item("Again", guid=str(n)) for n in range(3 * ENTRY_LIMIT)) + item("Other")
    assert [entry.title for entry in parsed(rss(items))[0]] == ["Again", "Other"]


def test_the_hash_tells_whether_what_is_shown_differs() -> None:
    one, other = (
        parse_feed(rss(item("T", guid="x", description=said)), feed=FEED, now=NOW, whole=True)[0][0]
        for said in ("&lt;p class='a'&gt;D", "&lt;p class='b'&gt;D")
    )
    assert one.hash == other.hash
    assert one.raw != other.raw
    assert one.hash != parsed(rss(item("T", guid="x", description="E")))[0][0].hash
    assert one.hash != parsed(rss(item("T", guid="x"), "<language>fr</language>"))[0][0].hash


def test_the_clock_comes_from_the_caller_and_may_have_any_offset() -> None:
    late = datetime(2030, 1, 1, 3, tzinfo=timezone(timedelta(hours=3)))
    feed = rss(item("T", pubDate="Tue, 01 Jan 2030 00:00:00 GMT"))
    (entry,), _ = parse_feed(feed, feed=FEED, now=late)
    assert entry.published == entry.first_seen == datetime(2030, 1, 1, tzinfo=UTC)
    assert entry.first_seen.utcoffset() == timedelta()
    assert entry.language == ""
    early = late - timedelta(seconds=1)
    assert parse_feed(feed, feed=FEED, now=early)[0][0].published is None


AHEAD, EARLIER = "Tue, 01 Jan 2030 00:00:00 GMT", "Fri, 20 Nov 2026 08:00:00 GMT"
CHANGED = '<modified xmlns="http://purl.org/dc/terms/">2026-11-18T00:00:00Z</modified>'


def in_file(data: bytes) -> Entry:
    """Return the first entry of a feed that is left as a file."""
    entries, problems = parse_feed(data, feed="file:feeds/x.xml", now=None)
    assert problems == []
    return entries[0]


@pytest.mark.parametrize(
    ("feed", "day"),
    [
        (rss(item("T", pubDate=AHEAD)), "2030-01-01"),
        (rss(f"<item><title>T</title><pubDate>{AHEAD}</pubDate>{CHANGED}</item>"), "2026-11-18"),
        (rss(item("T"), f"<pubDate>{EARLIER}</pubDate>"), "2026-11-20"),
        (rss(item("T"), f"<pubDate>{EARLIER}</pubDate><lastBuildDate>{AHEAD}</lastBuildDate>"),
         "2030-01-01"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><updated>2026-11-21T00:00:00Z</updated>"
         b"<entry><title>T</title></entry></feed>", "2026-11-21"),
        (rss(item("T")), "0001-01-01"),
    ],
)  # fmt: skip
def test_a_file_says_the_same_whenever_it_is_read(feed: bytes, day: str) -> None:
    assert in_file(feed).shown_at.date().isoformat() == day


def test_an_entry_of_which_no_time_is_known_is_undated() -> None:
    entry = in_file(rss(item("T")))
    assert entry.published is None
    assert entry.first_seen == UNDATED
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(entry), type=Entry) == entry


def test_an_entry_without_a_name_is_known_by_what_it_says() -> None:
    (one,), _ = parsed(rss(item("T", description="D")))
    (other,), _ = parsed(rss(item("T", description="E")))
    assert one.id.startswith("sha256:")
    assert one.id != other.id
    assert parsed(rss(item("T", guid="x" * 1000)))[0][0].id.startswith("sha256:")


def test_long_texts_are_cut_before_they_are_cleaned() -> None:
    feed = rss(item("T", description="&lt;div&gt;" * 100_000 + "end"))
    (entry,), problems = parsed(feed)
    assert entry.summary == ""
    assert len(entry.raw) < 140_000
    assert problems == []


def test_a_feed_without_entries_is_fine() -> None:
    assert parsed(rss("")) == ([], [])


def test_entries_that_say_nothing_are_a_note() -> None:
    problem = only_problem(rss("<item><guid>1</guid></item>"))
    assert problem.level is Level.NOTE
    assert problem.message == "none of its 1 entries has a title or a text"


def test_entries_without_anything_to_read_are_counted_beside_good_ones() -> None:
    items = "<item><title>&#x200b;&#x3164;</title></item><item><title>A</title></item><item/>"
    entries, [problem] = parse_feed(
        f"<rss><channel>{items}</channel></rss>".encode(), feed="https://a.example/", now=NOW
    )
    assert [entry.title for entry in entries] == ["A"]
    assert problem.message == (
        "2 of its 3 entries have neither title nor text, and cannot be shown"
    )
    assert problem.code == "feed-without-words"


def test_a_problem_names_the_feed_or_the_file_of_the_content() -> None:
    assert only_problem(b"x").place.file == FEED
    assert parsed(b"x", "file:feeds/x.xml")[1][0].place.file == "feeds/x.xml"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a feed: empty"),
        (b"\n \n", "is not a feed: empty"),
        (b"<!-- never closed", "is not a feed: empty"),
        (b'{"version": "1.1"}', "is JSON, but not a JSON Feed of version 1 or 1.1"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a feed: its root element is 'svg'"),
        (b"<HTML><p>Sign in", "is a web page, not a feed"),
        (b"<rss><channel/></rss><rss/>", "is not well-formed XML: junk after document element"),
        (b"<rss>" + b"<a>" * DEPTH_LIMIT, f"nests elements deeper than {DEPTH_LIMIT}"),
        (b"<rss>" + b"<a/>" * ELEMENT_LIMIT, f"has more than {ELEMENT_LIMIT:,} elements"),
        (b"<rss>" + b" " * SIZE_LIMIT, "has 5,000,005 bytes; a feed has at most 5,000,000"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "declares entities, which no feed needs"),
        (b"<!doctype rss [ <!EnTiTy % a 'b'>", "declares entities, which no feed needs"),
    ],
)
def test_what_is_refused(data: bytes, message: str) -> None:
    problem = only_problem(data)
    assert problem.message == message
    assert problem.cure
    assert problem.level is Level.ERROR


def test_what_feedparser_stumbles_over_costs_the_feed_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumble(*_args: object, **_more: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("feedparser.parse", stumble)
    assert only_problem(rss(item("T"))).message == "cannot be read: KeyError: 'x'"


def test_feedparser_gets_nothing_but_what_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    documents: list[bytes] = []
    parse = feedparser.parse

    def listen(document: io.BytesIO, **more: Any) -> Any:
        documents.append(document.getvalue())
        return parse(document, **more)

    monkeypatch.setattr("feedparser.parse", listen)
    hidden = (
        "<author>hidden</author><source url='hidden'>hidden</source><x:y xmlns:x='hidden'/>"
        "<link/><category/><svg xmlns='http://www.w3.org/2000/svg'><title>hidden</title></svg>"
    )
    entries, _ = parsed(rss(item("T", description="A <b>b</b>", link="/a") + hidden, hidden))
    assert [(entry.title, entry.summary) for entry in entries] == [("T", "A <strong>b</strong>")]
    assert documents == [
        b'<rss><channel><item><title type="html">T</title>'
        b'<description type="html">A &lt;b&gt;b&lt;/b&gt;</description><link>/a</link>'
        b"</item></channel></rss>"
    ]


def test_a_problem_names_line_and_column_of_the_document() -> None:
    place = only_problem(b"<?xml version='1.0'?>\n<!-- x -->\n<rss>\n  <b></c></rss>").place
    assert (place.line, place.column) == (4, 8)


def test_a_document_type_without_entities_passes() -> None:
    subset = b"<!DOCTYPE rss [ <!ELEMENT rss (channel)> ]>" + rss(item("T &eacute;"))
    assert [entry.title for entry in parsed(subset)[0]] == ["T é"]


def test_characters_that_xml_forbids_are_taken_out() -> None:
    assert [entry.title for entry in parsed(rss(item("A\x0bB\x00C\uffffD")))[0]] == ["ABCD"]


def test_starting_is_light() -> None:
    code = (
        "import sys, chancery.feeds.parse, chancery.feeds.cache\n"
        "heavy = {'babel', 'feedparser', 'sqlite3', 'idna', 'py3langid', 'numpy'}\n"
        "print(*heavy & set(sys.modules))"
    )
    path = str(Path(__file__).parents[2] / "plugins")
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, check=True
    )
    assert run.stdout.split() == []


ELEMENTS = ("item", "entry", "title", "link", "channel", "description", "svg", "guid", "pubDate")
PIECES = [
    *(f"<{name}>" for name in ELEMENTS),
    *(f"</{name}>" for name in ELEMENTS),
    *("<link/>", "<content type='xhtml'>", "</content>", "<summary type='text'>", "</summary>"),
    *("Mon, 23 Nov 2026 10:00:00 GMT", "2026-11-", "<language>", "</language>", "text", "\x00"),
    *("<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "&", "&#x0;", "&nbsp;", "&lt;b&gt;"),
    *("https://a.example.org/", "javascript:x", "<!DOCTYPE x [", "]>", " xml:lang='nl'", "<title"),
]
soup = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)


@given(
    soup,
    st.sampled_from(["<rss><channel>{}</channel></rss>", "<feed>{}</feed>", "{}", "<rss>{}"]),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "koi8-r"]),
)
def test_anything_gives_entries_or_problems(text: str, frame: str, encoding: str) -> None:
    entries, problems = parsed(frame.format(text).encode(encoding, "replace"))
    assert all(checked(entry.summary).found == [] and entry.title for entry in entries)
    assert not (entries and errors(problems))


@given(st.binary(max_size=200))
def test_any_bytes_give_entries_or_problems(data: bytes) -> None:
    assert parsed(data)[0] == []
    assert parsed(data)[1] != []


balanced = st.recursive(
    st.one_of(st.text(max_size=6), st.sampled_from([p for p in PIECES if p[0] not in "<]->?"])),
    lambda inner: st.tuples(
        st.sampled_from(["item", "title", "link", "description", "content", "div", "svg", "guid"]),
        st.lists(inner, max_size=4).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
    max_leaves=25,
)


@given(st.lists(balanced, max_size=5).map("".join))
def test_well_formed_nonsense_gives_clean_entries(text: str) -> None:
    safe = text.replace("<", "\0").encode("utf-8", "replace").decode().replace("\0", "<")
    entries, _ = parsed(f"<feed>{safe}<entry><title>Last</title></entry></feed>".encode())
    assert all(checked(entry.summary).found == [] and entry.title for entry in entries)
    assert all(clean_entry(entry) == entry for entry in entries)


def test_a_file_that_meets_a_fault_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("chancery.feeds.parse.clean_entry", stumble)
    entries, [problem] = parse_file(rss(item("T")), feed="file:feeds/x.xml", whole=False)
    assert entries == []
    assert str(problem).startswith("feeds/x.xml: meets a fault that nobody foresaw, RecursionError")
