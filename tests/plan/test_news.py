"""The news of a site: what flows to it, in which order, in parts, by topic, and out again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from tests.networks.small import DATE, Small, make

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def items(titles: Iterable[str], name: str = "item") -> str:
    """Return an RSS feed with an item for each title, the first the newest."""
    rows = (
        f"<item><title>{title}</title><link>https://{name}.example/{number}</link>"
        f"<description>About {title}.</description>"
        f"<guid>https://{name}.example/guid/{number}</guid>"
        f"<pubDate>2026-01-0{8 - number // 24}T{23 - number % 24:02}:00:00Z</pubDate></item>"
        for number, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>{name}</title>{"".join(rows)}</channel></rss>'


def central(small: Small, titles: Iterable[str], more: str = "", news: str = "") -> None:
    """Give the ministry a feed."""
    small.write("content/feeds/central.xml", items(titles, "central"))
    feed = f"  feeds: [{{file: feeds/central.xml, language: en{more}}}]\n"
    small.edit("posts.yaml", "  crisis_centre", f"{feed}{news}  crisis_centre")


def own(small: Small, titles: Iterable[str], post: str = "Oslo", more: str = "") -> None:
    """Give a post a feed of its own."""
    small.write(f"content/feeds/{post}.xml", items(titles, post.lower()))
    feed = f"    feeds: [{{file: feeds/{post}.xml, language: en{more}}}]\n"
    small.edit("posts.yaml", f"    city: {post}\n", f"    city: {post}\n{feed}")


def titles(page: str) -> list[str]:
    """Return the titles that a list of news shows, in their order."""
    return re.findall(r"<bdi[^>]*>([^<]+)</bdi></a></h[23]>", page)


def news(small: Small, post: str = "embassy-oslo", path: str = "news", language: str = "en") -> str:
    return small.page(f"{post}/{language}/{path}/index.html")


RULES = {
    "hide by a word": ("{words: [lottery], hide: true}", "Win the LOTTERY now", None),
    "hide by a feed": ("{feed: feeds/central.xml, hide: true}", "Anything at all", None),
    "hide by an address": ("{link: 'http://central.example/0/', hide: true}", "One of them", None),
    "pin": ("{words: [visa], pin: true}", "Visa rules change", "Pinned"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_of_the_ministry_holds_on_every_site(small: Small, name: str) -> None:
    rule, title, mark = RULES[name]
    central(small, [title], news=f"  news: {{rules: [{rule}]}}\n")
    assert small.build().exitcode == 0
    for post in ("embassy-oslo", "embassy-lima"):
        page = news(small, post)
        assert (title in page) == (mark is not None)
        assert mark is None or mark in page


def test_a_rule_of_a_post_holds_on_its_site_alone(small: Small) -> None:
    central(small, ["Trade fair", "Weather"])
    small.edit(
        "posts.yaml", "    city: Lima\n",
        "    city: Lima\n    news: {rules: [{words: [weather], hide: true}]}\n",
    )  # fmt: skip
    small.build()
    assert "Weather" in news(small)
    assert "Weather" not in news(small, "embassy-lima")
    assert "Trade fair" in news(small, "embassy-lima")


WRONG_RULES = {
    "no condition": ("{hide: true}", "says nothing of which entries it is for"),
    "no effect": ("{words: [a]}", "does nothing"),
    "both": ("{words: [a], hide: true, pin: true}", "hides what it also shows"),
    "a feed that nobody has": ("{feed: feeds/centrel.xml, hide: true}", "feeds/central.xml"),
}


@pytest.mark.parametrize("name", WRONG_RULES)
@pytest.mark.parametrize("where", ["ministry", "post"])
def test_a_rule_that_cannot_work_is_said(
    small: Small, capfd: pytest.CaptureFixture[str], name: str, where: str
) -> None:
    rule, message = WRONG_RULES[name]
    rules = f"news: {{rules: [{rule}]}}\n"
    central(small, ["A title"], news=f"  {rules}" if where == "ministry" else "")
    if where == "post":
        small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    {rules}")
    small.build()
    said = capfd.readouterr().err
    assert message in said
    assert "news.rules.0" in said


def test_readers_see_what_is_in_their_language_first(small: Small) -> None:
    own(small, ["In English"])
    small.write("content/news/2025-12-01-vieux.fr.md", "---\ntitle: En français\n---\n\nTexte.")
    small.write("content/news/2025-12-01-vieux.en.md", "---\ntitle: An old text\n---\n\nText.")
    small.build()
    page = news(small, language="fr")
    assert titles(page)[0] == "En français"
    assert (
        page.index("En français") < page.index("Dans d’autres langues") < page.index("In English")
    )
    assert titles(news(small))[:2] == ["In English", "Hello"]


def test_a_headline_leads_to_the_page_in_the_language_that_it_is_in(small: Small) -> None:
    small.edit("posts.yaml", "languages: [en, fr]", "languages: [ar, en, fr]\n  fallback: [en]")
    small.write("content/news/2026-01-06-both.ar.md", "---\ntitle: خبر\n---\n\nنص.")
    small.write("content/news/2026-01-06-both.en.md", "---\ntitle: Both\n---\n\nText.")
    small.build()
    line = re.search(r"<a [^>]*><bdi>Both</bdi>", news(small, language="fr"))
    assert line
    assert 'href="../../en/news/2026-01-06-both/" hreflang="en"' in line[0]


def test_a_central_feed_flows_to_sites_that_have_its_language(small: Small) -> None:
    central(small, ["Nur auf Deutsch"])
    small.edit("posts.yaml", "central.xml, language: en", "central.xml, language: de")
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n    languages: [+de]\n")
    small.build()
    assert "Nur auf Deutsch" not in news(small)
    assert "Nur auf Deutsch" in news(small, "embassy-lima")


def test_a_central_feed_for_some_countries_flows_to_these_alone(small: Small) -> None:
    central(small, ["For Peru"], more=", countries: [PE]")
    small.build()
    assert "For Peru" in news(small, "embassy-lima")
    assert "For Peru" not in news(small)
    assert "For Peru" in small.page("en/news/index.html")


def test_a_long_list_comes_in_parts_that_lead_to_each_other(small: Small) -> None:
    own(small, [f"Item number {number}" for number in range(45)])
    small.build()
    parts = [news(small, path=path) for path in ("news", "news/2", "news/3")]
    found = [title for part in parts for title in titles(part) if title.startswith("Item")]
    assert found == [f"Item number {number}" for number in range(45)]
    assert 'rel="next" href="../../en/news/2/"' in parts[0]
    assert 'rel="prev" href="../../../en/news/"' in parts[1]
    assert 'rel="next" href="../../../en/news/3/"' in parts[1]
    assert 'rel="next"' not in parts[2]
    assert "Page 3 of 3" in parts[2]
    assert "<title>News, page 2 –" in parts[1]
    assert not (small.output / "embassy-oslo/en/news/4").exists()


def test_a_list_that_became_shorter_leaves_no_part_behind(small: Small) -> None:
    own(small, [f"Item number {number}" for number in range(45)])
    small.build()
    small.write("content/feeds/Oslo.xml", items(["One"], "oslo"))
    small.build()
    assert not (small.output / "embassy-oslo/en/news/2").exists()


TOPICS = """naming:
  topics: {trade: {en: Trade, fr: Commerce}}
"""


def test_a_topic_with_enough_lines_has_a_page_in_every_language(small: Small) -> None:
    central(
        small, ["Fair in Lima", "Visa news"], more=", topic: trade",
        news="  news: {rules: [{words: [visa], topic: consular}]}\n",
    )  # fmt: skip
    small.edit("posts.yaml", "naming:\n", TOPICS)
    small.build()
    page = news(small, path="news/topics/trade", language="fr")
    assert titles(page) == ["Fair in Lima", "Visa news"]
    assert "<h1>Commerce</h1>" in page
    assert 'news/topics/trade/">Commerce</a>' in news(small, language="fr")
    # One line makes no page: the list of all news shows it.
    assert not (small.output / "embassy-oslo/en/news/topics/consular").exists()


def test_the_sites_own_feed_keeps_whose_an_entry_is(small: Small) -> None:
    own(small, ["Snow"], more=", title: Oslo diary")
    small.edit("posts.yaml", "  crisis", "  news: {websub: 'https://hub.example/'}\n  crisis")
    small.build()
    text = small.page("embassy-oslo/en/feed.atom")
    read = feedparser.parse(text)
    assert not read.bozo
    (entry,) = [entry for entry in read.entries if entry.title == "Snow"]
    assert entry.id == "https://oslo.example/guid/0"
    assert entry.link == "https://oslo.example/0"
    assert entry.author == "Oslo diary"
    assert entry.updated == "2026-01-08T23:00:00Z"
    assert entry.summary == "About Snow."
    assert read.feed.updated == max(entry.updated for entry in read.entries)
    assert [link.href for link in read.feed.links if link.rel == "hub"] == ["https://hub.example/"]
    root = ElementTree.fromstring(text)
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


def test_the_json_feed_says_what_the_atom_feed_says(small: Small) -> None:
    own(small, ["Snow"])
    small.build()
    read = json.loads(small.page("embassy-oslo/en/feed.json"))
    atom = feedparser.parse(small.page("embassy-oslo/en/feed.atom"))
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["feed_url"] == "https://network.example/embassy-oslo/en/feed.json"
    assert [item["id"] for item in read["items"]] == [entry.id for entry in atom.entries]
    assert [item["title"] for item in read["items"]] == [entry.title for entry in atom.entries]
    for item in read["items"]:
        assert item["content_text"]
        assert ("url" in item) != ("external_url" in item)
    assert f"{'feed.json'}" in news(small)


def one(small: Small, inside: str, language: str = "en") -> str:
    """Return the page of news of a post whose feed has one entry with these elements."""
    own(small, ["Snow"])
    small.edit("content/feeds/Oslo.xml", "<description>", f"{inside}<description>")
    small.build()
    return news(small, language=language)


CHANGED = '<x:modified xmlns:x="http://purl.org/dc/terms/">{}</x:modified>'


def test_an_entry_that_was_changed_says_so_on_the_page_and_in_the_sites_own_feeds(
    small: Small,
) -> None:
    page = one(small, CHANGED.format("2026-01-09T08:00:00Z"), "fr")
    assert "<span>Mis à jour le 9 janvier 2026</span>" in page
    atom = feedparser.parse(small.page("embassy-oslo/en/feed.atom"))
    (entry,) = [entry for entry in atom.entries if entry.id == "https://oslo.example/guid/0"]
    assert (entry.published, entry.updated) == ("2026-01-08T23:00:00Z", "2026-01-09T08:00:00Z")
    read = json.loads(small.page("embassy-oslo/en/feed.json"))
    (item,) = [item for item in read["items"] if item.get("date_modified")]
    assert (item["date_published"], item["date_modified"]) == (entry.published, entry.updated)


@pytest.mark.parametrize(
    "when", ["2026-01-08T23:30:00Z", "2026-01-01T00:00:00Z", "2026-01-10T00:00:00Z"],
    ids=["on its day", "before it", "after today"],
)  # fmt: skip
def test_a_change_that_says_nothing_more_is_not_told(small: Small, when: str) -> None:
    assert "Updated" not in one(small, CHANGED.format(when))


def test_what_can_be_heard_and_seen_is_a_link_with_its_kind_and_size(small: Small) -> None:
    page = one(
        small,
        '<enclosure url="https://a.example/a.mp3" type="audio/mpeg" length="12300000"/>'
        '<enclosure url="https://a.example/a.webm" type="video/webm"/>'
        '<enclosure url="https://a.example/a.pdf" type="application/pdf" length="9"/>',
    )
    assert '<a href="https://a.example/a.mp3" type="audio/mpeg">Listen</a> (MP3, 12 MB)' in page
    assert '<a href="https://a.example/a.webm" type="video/webm">Watch</a> (WEBM)' in page
    assert "a.pdf" not in page
    assert not re.search("<(audio|video|source|embed|object|iframe)", page)


WHOLE = '<x:encoded xmlns:x="http://purl.org/rss/1.0/modules/content/">{}</x:encoded>'
TEXT = (
    "&lt;p&gt;First &lt;b&gt;part&lt;/b&gt; &amp;amp; more&lt;/p&gt;&lt;p&gt;Second part&lt;/p&gt;"
)


def test_a_whole_text_of_a_posts_own_feed_is_on_its_page_and_in_its_feeds(small: Small) -> None:
    page = one(small, WHOLE.format(TEXT), "fr")
    shown = (
        '<div lang="en" dir="ltr"><p>First part &amp; more</p><p>Second part</p></div></details>'
    )
    assert f"<summary>Texte intégral</summary>{shown}" in page
    atom = feedparser.parse(small.page("embassy-oslo/en/feed.atom"))
    [entry] = [entry for entry in atom.entries if "content" in entry]
    markup = "<p>First <strong>part</strong> &amp; more</p><p>Second part</p>"
    assert (entry.title, entry.content[0].value) == ("Snow", markup)
    read = json.loads(small.page("embassy-oslo/en/feed.json"))
    [item] = [item for item in read["items"] if "content_html" in item]
    assert (item["content_html"], "content_text" in item) == (markup, False)


def test_a_whole_text_of_a_partner_is_nowhere(small: Small) -> None:
    text = items(["Fair"]).replace("<description>", WHOLE.format(TEXT) + "<description>")
    small.write("content/feeds/trade.xml", text)
    feed = "partners: [{id: trade, name: Trade, feeds: [{file: feeds/trade.xml}]}]\nposts:\n"
    small.edit("posts.yaml", "posts:\n", feed)
    small.build()
    assert "Fair" in news(small)
    kept = [*small.output.rglob("*"), *(small.folder / ".cache").rglob("*")]
    assert [path for path in kept if path.is_file() and b"Second part" in path.read_bytes()] == []


@pytest.mark.parametrize("category", ["trade", "TRADE", "Commerce", "Économie", "economie"])
def test_what_a_feed_files_an_entry_under_is_its_topic_where_the_network_knows_it(
    small: Small, category: str
) -> None:
    small.edit(
        "posts.yaml", "naming:\n",
        "naming:\n  topics: {trade: {en: Commerce, fr: Économie}}\n",
    )  # fmt: skip
    own(small, ["Fair", "Market", "Snow"])
    filed = "<category>Weather</category><category>{}</category><description>About {}"
    for title in ("Fair", "Market"):
        small.edit(
            "content/feeds/Oslo.xml", f"<description>About {title}", filed.format(category, title)
        )
    small.build()
    assert titles(news(small, path="news/topics/trade")) == ["Fair", "Market"]
    assert not (small.output / "embassy-oslo/en/news/topics/weather").exists()


def test_the_sources_of_a_site_can_be_taken_to_a_feed_reader(small: Small) -> None:
    feeds = "    feeds: [{url: 'https://a.example/f?x=1&y=2', title: 'A & B', language: en}]\n"
    small.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n{feeds}")
    small.build()
    root = ElementTree.fromstring(small.page("embassy-oslo/en/feeds.opml"))
    (outline,) = root.iter("outline")
    assert outline.attrib == {
        "type": "rss", "text": "A & B", "xmlUrl": "https://a.example/f?x=1&y=2", "language": "en",
    }  # fmt: skip
    assert "feeds.opml" in news(small)
    assert not (small.output / "embassy-lima/en/feeds.opml").exists()
    assert "feeds.opml" not in news(small, "embassy-lima")


def test_markup_in_an_entry_is_shown_as_words(small: Small) -> None:
    own(small, ["&lt;b&gt;Snow&lt;/b&gt; &amp;amp; ice"])
    small.edit("content/feeds/Oslo.xml", "About ", "&lt;p&gt;1 &amp;lt; 2 &lt;i&gt;and&lt;/i&gt; ")
    small.build()
    page = news(small)
    assert "1 &lt; 2 and" in page
    assert "<i>" not in page


def test_what_is_pinned_stays_however_much_is_newer(small: Small) -> None:
    start = datetime(2025, 12, 1, tzinfo=UTC)
    items = "".join(
        f"<item><title>Item {n}</title><guid>{n}</guid><link>https://one.example/{n}</link>"
        f"<pubDate>{start + timedelta(hours=n):%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        "</item>"
        for n in range(150)
    )
    small.write("content/feeds/loud.xml", f"<rss version='2.0'><channel>{items}</channel></rss>")
    rule = "news: {rules: [{link: 'https://one.example/3', pin: true}]}"
    feed = "feeds: [{file: feeds/loud.xml}]"
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    {feed}\n    {rule}\n")
    assert small.build().problems == []
    first = small.page("embassy-lima/en/news/index.html").index('https://one.example/3"')
    assert first < small.page("embassy-lima/en/news/index.html").index("https://one.example/149")


def test_a_rule_for_a_sign_alone_hides_nothing(small: Small) -> None:
    text = "<rss version='2.0'><channel><item><title>Fair</title></item></channel></rss>"
    small.write("content/feeds/fair.xml", text)
    more = "feeds: [{file: feeds/fair.xml}]\n    news: {rules: [{words: ['!!!'], hide: true}]}"
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    {more}\n")
    small.build()
    assert "Fair" in small.page("embassy-lima/en/news/index.html")


def test_words_of_a_summary_stay_whole(small: Small) -> None:
    html = "<p>Visit <a href='https://a.example/'>us</a>, <b>E</b>mbassy.</p>"
    summary = html.replace("<", "&lt;")
    text = (
        "<rss version='2.0'><channel><item><title>Fair</title>"
        f"<description>{summary}</description></item></channel></rss>"
    )
    small.write("content/feeds/fair.xml", text)
    feed = "feeds: [{file: feeds/fair.xml}]"
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    {feed}\n")
    small.build()
    assert "Visit us, Embassy." in small.page("embassy-lima/en/news/index.html")
