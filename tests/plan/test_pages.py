"""What readers see of a post's data: numbers, states, neighbours, names."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.networks.small import DATE, Small, make

HELP = """    contacts:
      - {phone: "+44 1632 960111", purpose: emergency, from: host, hours: out-of-hours}
      - {phone: "+44 1632 960112", purpose: emergency, from: host}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def strip(page: str) -> str:
    """Return the strip for help of a page."""
    start = page.index('<aside class="help-strip"')
    return page[start : page.index("</aside>", start)]


def test_the_form_for_callers_within_the_country_is_for_its_own_numbers_alone(small: Small) -> None:
    small.edit("posts.yaml", "    country: PE\n", "    country: GB\n" + HELP)
    small.edit("posts.yaml", "    country: EG\n", "    country: EG\n" + HELP)
    small.build()
    assert "01632 960111" in small.page("embassy-lima/en/contact/index.html")
    assert "01632 960111" not in small.page("embassy-cairo/en/contact/index.html")


def test_the_strip_shows_the_number_that_answers_at_any_hour(small: Small) -> None:
    small.edit("posts.yaml", "    country: PE\n", "    country: PE\n" + HELP)
    small.build()
    assert "+44 1632 960112" in strip(small.page("embassy-lima/en/index.html"))


def test_here_is_not_said_of_a_number_of_another_country(small: Small) -> None:
    small.edit("posts.yaml", '    country: "NO"\n', '    country: "NO"\n' + HELP)
    small.build()
    assert "when you are here" in strip(small.page("embassy-oslo/en/index.html"))
    assert "when you are here" not in strip(small.page("virtual-embassy-iceland/en/index.html"))


#: A state, its day, and the whole sentence.
STATES = [
    ("closing", "", "This post is to close"),
    ("closing", "2099-03-01", "This post closes on 1 March 2099"),
    ("closing", "2021-03-01", "This post was to close on 1 March 2021"),
    ("closed", "", "This post is closed"),
    ("closed", "2021-03-01", "This post has been closed since 1 March 2021"),
    ("closed", "2099-03-01", "This post closes on 1 March 2099"),
    ("suspended", "", "This post does not serve the public at present"),
    ("suspended", "2021-03-01", "This post has not served the public since 1 March 2021"),
    ("suspended", "2099-03-01", "This post will not serve the public from 1 March 2099"),
    ("relocated", "", "This post works from another place"),
    ("relocated", "2021-03-01", "This post has worked from another place since 1 March 2021"),
    ("relocated", "2099-03-01", "This post will work from another place from 1 March 2099"),
]


@pytest.mark.parametrize(("state", "since", "said"), STATES)
def test_a_post_that_does_not_work_as_usual_says_so_once_in_a_sentence(
    small: Small, state: str, since: str, said: str
) -> None:
    day = f"since: {since}, " if since else ""
    status = f"    status: {{state: {state}, {day}served_by: embassy-oslo}}\n"
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n" + status)
    small.build()
    main = small.page("embassy-lima/en/index.html").split("<main", 1)[1].split("</main>", 1)[0]
    assert main.count(f"<h2>{said}</h2>") == 1
    assert main.count("Embassy in Oslo") == 1


def test_the_naming_policy_gives_way_to_cldr_in_a_language_it_does_not_speak(small: Small) -> None:
    small.edit("posts.yaml", "QV: {en: Quivira", "PE: {en: Peru of ours}, QV: {en: Quivira")
    small.edit("posts.yaml", "languages: [en, fr]", "languages: [en, fr, ar]")
    small.build()
    assert "Peru of ours" in small.page("embassy-lima/en/index.html")
    assert "بيرو" in small.page("embassy-lima/ar/index.html")
    assert "Peru of ours" not in small.page("embassy-lima/ar/index.html")


def test_an_anchor_of_a_local_text_gives_way_to_that_of_the_shared_one(small: Small) -> None:
    small.write(
        "content/posts/embassy-lima/passports.en.md",
        '---\ntitle: Here\n---\n\nWe wrote id="fees" once.\n\n## Ours {#fees}\n\n'
        "## More {#local-fees}\n\n[a](#fees)",
    )
    small.build()
    page = small.page("embassy-lima/en/passports/index.html")
    assert page.count('<h2 id="fees">') == 1
    assert '<h3 id="local-local-fees">Ours' in page.replace("h2", "h3")
    assert 'We wrote id="fees" once.' in page.replace("&#34;", '"').replace("&quot;", '"')
    assert '<a href="#local-local-fees">a</a>' in page


FEED = """<rss version="2.0"><channel><title>F</title>
<item><title>First notice</title><guid isPermaLink="false">1</guid></item>
<item><title>Second notice</title><guid isPermaLink="false">2</guid></item>
<item><title>Third notice</title><link>https://feed.example/3</link>
<pubDate>Thu, 08 Jan 2026 08:00:00 GMT</pubDate></item>
<item><title>Notice of tomorrow</title><link>https://feed.example/4</link>
<pubDate>Sat, 10 Jan 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


def with_feed(small: Small, feed: str = FEED) -> None:
    small.write("content/feeds/notices.xml", feed)
    for city, language in (("Oslo", "en"), ("Lima", "fr")):
        feeds = f"    feeds: [{{file: feeds/notices.xml, language: {language}}}]\n"
        small.edit("posts.yaml", f"    city: {city}\n", f"    city: {city}\n{feeds}")
    assert small.build().problems == []


def test_each_site_says_itself_in_which_language_a_feed_is(small: Small) -> None:
    with_feed(small)
    title = "<bdi>Third notice</bdi>"
    assert f'<a href="https://feed.example/3">{title}' in small.page(
        "embassy-oslo/en/news/index.html"
    )
    assert f'<a href="https://feed.example/3" hreflang="fr" lang="fr">{title}' in small.page(
        "embassy-lima/en/news/index.html"
    )


def test_an_entry_of_a_file_appears_on_its_day(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_feed(small)
    assert "Notice of tomorrow" not in small.page("embassy-oslo/en/news/index.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768046400")
    small.build()
    assert "Notice of tomorrow" in small.page("embassy-oslo/en/news/index.html")


def test_an_entry_without_a_day_stands_under_that_of_its_feed(small: Small) -> None:
    with_feed(small, FEED.replace("</title>", "</title><pubDate>2026-01-02</pubDate>", 1))
    assert small.page("embassy-oslo/en/news/index.html").count('datetime="2026-01-02"') == 2


def test_an_entry_of_which_no_day_is_known_shows_none(small: Small) -> None:
    with_feed(small, FEED.split("<item><title>Third", 1)[0] + "</channel></rss>")
    page = small.page("embassy-oslo/en/news/index.html")
    assert "First notice" in page
    assert page.count("<time") == 1  # that of the text


def test_entries_without_an_address_have_names_of_their_own_in_the_sites_feed(small: Small) -> None:
    with_feed(small)
    feed = ElementTree.fromstring(small.page("embassy-oslo/en/feed.atom"))
    names = [name.text or "" for name in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(set(names)) == len(names)
    assert all(name.startswith(("https://", "urn:uuid:")) for name in names)
    links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links.count("https://network.example/embassy-oslo/en/news/") == 2
    page = small.page("embassy-oslo/en/news/index.html")
    assert "<h2><bdi>First notice</bdi></h2>" in page
    assert 'href=""' not in page


def test_a_week_begins_as_in_the_country(small: Small) -> None:
    small.edit(
        "posts.yaml", "    country: EG\n", "    country: EG\n    opening_hours: Su-Th 09:00-14:00\n"
    )
    small.build()
    page = small.page("embassy-cairo/en/contact/index.html")
    assert "Sun–Thu" in page
    assert page.index("Sat") < page.index("Sun–Thu")


def test_a_post_without_accounts_leads_to_those_of_its_hub(small: Small) -> None:
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n    hub: embassy-oslo\n")
    small.build()
    footer = small.page("embassy-lima/en/index.html").split("<footer", 1)[1]
    assert "embassy.oslo" in footer
    assert 'rel="me"' not in footer


def test_news_of_a_hub_under_the_name_of_central_news_are_the_hubs_own(small: Small) -> None:
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n    hub: embassy-oslo\n")
    name = "2026-01-05-hello"
    small.edit(f"content/news/{name}.en.md", "title: Hello", 'title: Hello\ncountries: ["NO"]')
    small.write(f"content/posts/embassy-oslo/news/{name}.en.md", "---\ntitle: Hi\n---\n\nOurs.")
    small.build()
    assert "<bdi>Hi</bdi>" in small.page("embassy-lima/en/news/index.html")


def test_a_daughter_with_its_own_site_is_linked_from_its_parent(small: Small) -> None:
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n    parent: embassy-oslo\n")
    small.build()
    assert 'href="../../../embassy-lima/en/"' in small.page("embassy-oslo/en/about/index.html")


def test_the_portals_home_has_the_newest_of_the_whole_network(small: Small) -> None:
    for number, post in enumerate(("embassy-oslo", "embassy-cairo", "embassy-lima"), 1):
        small.write(
            f"content/posts/{post}/news/2026-01-0{number + 5}-same-name.en.md",
            f"---\ntitle: Item {number}\n---\n\nText.",
        )
    small.build()
    home = small.page("fr/index.html")
    titles = re.findall(r'<h3><a href="([^"]*)"[^>]*><bdi>(Item \d|Hello)</bdi>', home)
    assert titles == [
        (f"../{post}/en/news/2026-01-0{number + 5}-same-name/", f"Item {number}")
        for number, post in ((3, "embassy-lima"), (2, "embassy-cairo"), (1, "embassy-oslo"))
    ]
    assert "Item 1" in small.page("en/feed.atom")


def test_the_portal_says_how_to_reach_the_ministry(small: Small) -> None:
    small.edit(
        "posts.yaml", "  crisis_centre:", '  address: 1 Sample Street\n  phone: "+44 1632 960100"\n'
        "  crisis_centre:",
    )  # fmt: skip
    small.build()
    page = small.page("en/contact/index.html")
    assert "1 Sample Street" in page
    assert "+44 1632 960100" in page
    assert page.index("Crisis centre") > 0


def test_two_sites_cannot_live_at_one_address(small: Small) -> None:
    url = "    publish_url: https://network.example/embassy-cairo/\n"
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n" + url)
    done = small.build()
    assert done.exitcode == 1
    assert "is where the site of embassy-cairo lives too" in done.problems[0]
