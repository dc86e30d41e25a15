"""Whatever a feed says comes out as text, a small valid fragment, or a link of the web."""

from __future__ import annotations

import html
import re
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.feeds.clean import (
    CLEANER_VERSION,
    SUMMARY_LIMIT,
    TAG_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    clean_entry,
    clean_link,
    clean_summary,
    clean_title,
)
from chancery.feeds.fragment import DEPTH_LIMIT, LINE_LIMIT, shortened
from tests.feeds.made import checked, made

BASE = "https://embassy.example.org/news/"

ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

TAGS = (
    "p",
    "div",
    "b",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "svg",
    "style",
    "script",
)
PIECES = [
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    *("<td>", "<tr>", "<br>", "<math>", "<select>", "<title>", "<textarea>", "<noscript>"),
    *("<template>", "<button>", "<!--", "-->", "<![CDATA[", "]]>", "<img src=x onerror=alert(1)>"),
    '<a href="java&#115;cript:alert(1)" onclick="x()">',
    '<a href="https://a.example/">',
    '<a href="?q=1&amp;b">',
    "<a href=//b.example>",
    *("&lt;", "&gt;", "&amp;", "&amp;lt;", "&lt;script&gt;", "&#x202e;", "&nbsp;", *'<>&"'),
    *("\u202e", "\u202a", "\u202c", "\u2066", "\u2067", "\u2069", "\x00", "\xad", "\ufeff"),
    *("\u200b", "\u200d", "\u200f", "\ufe0f", "\u0301", "\u034f", "\U000e0067", "🏴", "\u3164"),
    *("word", " ", "\n", "外務省は発表した", "é", "e\u0301", "👩\u200d👧", "x" * 50),
    "a longer run of words " * 9,
]
soup = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60).map("".join)


@given(soup)
def test_a_summary_is_a_valid_fragment_and_cleaning_it_again_changes_nothing(markup: str) -> None:
    summary = clean_summary(markup, BASE)
    found = checked(summary)
    assert found.found == []
    assert len(found.text) <= SUMMARY_LIMIT
    assert clean_summary(summary, BASE) == summary
    assert clean_summary(summary, "") == summary


@given(soup)
def test_a_title_is_text_and_cleaning_it_again_changes_nothing(markup: str) -> None:
    title = clean_title(markup)
    assert len(title) <= TITLE_LIMIT
    assert title == re.sub(r"\s{2,}", " ", title).strip()
    assert {unicodedata.category(c) for c in title}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert set(title).isdisjoint("\u202d\u202e\ufeff")
    assert checked(title).stack == []
    assert "<script" not in title.lower()
    assert clean_title(html.escape(title)) == title


@given(st.text(), st.sampled_from(["", BASE, "javascript:alert(1)//", "file:///etc/"]))
def test_a_link_is_of_the_web_or_empty_and_cleaning_it_again_changes_nothing(
    link: str, base: str
) -> None:
    cleaned = clean_link(link, base)
    assert cleaned == "" or (cleaned.startswith(("http://", "https://")) and cleaned.isascii())
    assert clean_link(cleaned, base) == cleaned
    assert html.escape(cleaned, quote=False).replace("&amp;", "&") == cleaned


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&amp;T"),
        ("<b>Bold</b> &lt;i&gt;text&lt;/i&gt;", "Bold text"),
        ("<script>alert(1)</script>Said", "Said"),
        ("<p>One</p><p>two<br>three</p>", "One two three"),
        ("5 < 10 & 7 <b", "5 < 10 & 7 < b"),
        ("I <3 Oslo", "I <3 Oslo"),
        ("<<b>script>alert(1)", "alert(1)"),
        ("<\u202ascript\u202c>", "< \u202ascript\u202c>"),
        ("\u202edetrever\u202c", "detrever"),
        ("\u2067אב\u2069 \u2066open", "\u2067אב\u2069 open"),
        ("\u202aone\u202bin\u2069 another\u202c", "one\u202bin another\u202c"),
        ("  a\x00\u00ad\n\tb\u2003c  ", "a b c"),
        ("Prix\u00a0: 5\u202f€", "Prix\u00a0: 5\u202f€"),
        ("<svg>x", "x"),
        ("a\u200b\u2060\u3164\U000e0041b", "ab"),
        ("می\u200c\u200c\u200d\u200e\u200fشود", "می\u200cشود"),
        ("👩\u200d👧 ❤\ufe0f\ufe0f\u200d🔥", "👩\u200d👧 ❤\ufe0f\u200d🔥"),
        (f"{ENGLAND} 🏴\U000e0067 x", f"{ENGLAND} 🏴 x"),
        ("Z" + "\u0301" * 50 + "algo", "Z" + "\u0301" * 4 + "algo"),
        ("\u2800\u3164\u200b", ""),
        ("", ""),
    ],
)
def test_titles(markup: str, title: str) -> None:
    assert clean_title(markup) == title


def test_a_long_title_ends_with_a_word() -> None:
    title = clean_title("several words " * 40)
    assert title.endswith(("several…", "words…"))
    assert TITLE_LIMIT - len("several ") <= len(title) <= TITLE_LIMIT


def test_a_long_title_without_spaces_ends_with_a_whole_letter() -> None:
    assert clean_title("省" * 500) == "省" * (TITLE_LIMIT - 1) + "…"
    assert clean_title("e\u0301" * 300) == "e\u0301" * ((TITLE_LIMIT - 1) // 2) + "…"


def test_a_cut_leaves_no_direction_open() -> None:
    title = clean_title("\u2067" + "word " * 100 + "\u2069")
    assert title.startswith("word ")
    assert title.endswith("word…")


@pytest.mark.parametrize(
    ("markup", "summary"),
    [
        ('<a href="java&#115;cript:alert(1)">click</a>', "click"),
        ('<a href="JaVaScRiPt:alert(1)">click</a>', "click"),
        ('<a href="java\tscript:alert(1)">click</a>', "click"),
        ('<a href="#note">1</a>', "1"),
        ('<p style="x" onclick="y">Text</p>', "<p>Text</p>"),
        ("<svg><p>One", "<p>One</p>"),
        ("a<svg><style><a title='</style><img src=x onerror=alert(1)>'>", "a"),
        ("<b>One<p>two</b>three", "<strong>One</strong><p><strong>two</strong>three</p>"),
        ("<div>One<div>two</div>three</div>", "<p>One</p><p>two</p>three"),
        ("<h2>Head</h2>text", "<p>Head</p>text"),
        ("<ul>loose<li>a<li>b</ul>", "<ul><li>loose</li><li>a</li><li>b</li></ul>"),
        ("<li>orphan", "<p>orphan</p>"),
        ("<table><tr><td>a<td>b</table>", "<p>a</p><p>b</p>"),
        ("<p>&nbsp;</p><p><img src=x></p><p>Text<br><br></p>", "<p>Text</p>"),
        ("one<br><br>two<br>", "one<br>two"),
        ("one <p>two</p> three", "one<p>two</p>three"),
        ("a<em> b </em>c", "a <em>b</em> c"),
        ("Fish &amp; &lt;chips&gt;", "Fish &amp; &lt;chips&gt;"),
        ("<!-- <p> -->text", "text"),
        ("<blockquote><p>Said</p></blockquote>", "<blockquote><p>Said</p></blockquote>"),
    ],
)
def test_summaries(markup: str, summary: str) -> None:
    assert clean_summary(markup, BASE) == summary


def test_links_in_a_summary_are_absolute() -> None:
    assert clean_summary('<a href="../a?b=1&amp;c=2">x</a>', BASE) == (
        '<a href="https://embassy.example.org/a?b=1&amp;c=2" rel="external nofollow">x</a>'
    )


def test_a_link_in_a_link_comes_after_it() -> None:
    nested = '<a href="/1">a<table><tr><td><a href="/2">b</a></table></a>'
    assert checked(clean_summary(nested, BASE)).found == []
    assert clean_summary(nested, BASE).count("<a ") == 2


def test_a_long_summary_ends_with_a_word_and_is_balanced() -> None:
    summary = clean_summary("<p>Some <em>" + "words " * 200, BASE)
    assert summary.startswith("<p>Some <em>words words")
    assert summary.endswith("words…</em></p>")
    assert SUMMARY_LIMIT - len("words ") <= len(checked(summary).text) <= SUMMARY_LIMIT


def test_the_ellipsis_stands_after_the_last_text() -> None:
    text = "word " * 59 + "ends"
    assert clean_summary(f"<p>{text}</p><p>unreadable</p>", BASE) == f"<p>{text}…</p>"


def test_a_summary_has_few_lines() -> None:
    summary = clean_summary("<p>a<br>b" * 50, BASE)
    assert summary.count("<p>") + summary.count("<br>") == LINE_LIMIT
    assert summary.endswith("b…</p>")


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "b", "svg", "table><td", "em"])
def test_deep_nesting_is_cut_before_the_sanitiser(tag: str) -> None:
    deep = f"<{tag}>" * 100_000 + "bottom"
    assert clean_summary(deep, BASE) == ""
    assert clean_title(deep) == ""
    summary = clean_summary("top" + f"<{tag}>text" * 300, BASE)
    assert checked(summary).found == []
    assert summary.count("<blockquote>") <= DEPTH_LIMIT


def test_blocks_that_are_too_deep_keep_their_words_apart() -> None:
    summary = clean_summary("<blockquote>" * DEPTH_LIMIT + "a<p>b</p>c", BASE)
    assert summary == "<blockquote>" * DEPTH_LIMIT + "a b c" + "</blockquote>" * DEPTH_LIMIT


def test_what_stands_beyond_the_limits_is_not_read() -> None:
    for start in ("<i></i>" * (TAG_LIMIT // 2 + 1), " " * TEXT_LIMIT):
        assert clean_summary(f"{start}<p>late", BASE) == clean_title(f"{start}<p>late") == ""
    assert shortened("<em></em>" * 10_000 + "late", "", SUMMARY_LIMIT) == ""


@pytest.mark.parametrize("word", ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg"])
def test_a_cut_summary_is_never_longer_than_the_limit(word: str) -> None:
    summary = clean_summary(f"{word} " * 200, BASE)
    assert SUMMARY_LIMIT - len(word) <= len(summary) <= SUMMARY_LIMIT
    assert summary.endswith(f" {word}…")


def test_reopened_elements_do_not_explode() -> None:
    markup = "".join(f"<b id={number}>" for number in range(500)) + "<p>x" * 500
    assert checked(clean_summary(markup, BASE)).text.startswith("xxx")


@pytest.mark.parametrize(
    ("link", "cleaned"),
    [
        ("https://Example.ORG/Path?q=1#f", "https://example.org/Path?q=1#f"),
        (" /a b ", "https://embassy.example.org/a%20b"),
        ("//other.example.org/x", "https://other.example.org/x"),
        ("?page=2", "https://embassy.example.org/news/?page=2"),
        ("https://münchen.example.org/ä?ö", "https://xn--mnchen-3ya.example.org/%C3%A4?%C3%B6"),
        ("https://straße.example.org/", "https://xn--strae-oqa.example.org/"),
        ("https://example.org/100%/50%25", "https://example.org/100%25/50%25"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("https://exam\tple.org/", ""),
        ("https://example.org\\path", ""),
        ("https://example.org/\x00", ""),
        ("data:text/html,x", ""),
        ("mailto:post@example.org", ""),
        ("ftp://example.org/", ""),
        ("https://user:secret@example.org/", ""),
        ("https://bank.example@evil.example/", ""),
        ("https://evil.example\\@bank.example/", ""),
        ("https:///path", ""),
        ("https:path", ""),
        ("///path", ""),
        ("https://[::1/", ""),
        ("https://example.org:99999/", ""),
        ("https://exa mple.org/", ""),
        ("https://\u202egro.example/", ""),
        ("#top", ""),
        ("", ""),
        ("https://example.org/" + "a" * 3000, ""),
        ("https://" + "é" * 300 + ".example.org/", ""),
    ],
)
def test_links(link: str, cleaned: str) -> None:
    assert clean_link(link, BASE) == cleaned


def test_a_relative_link_without_a_base_is_none() -> None:
    assert clean_link("/a", "") == ""


def test_an_entry_is_cleaned_again_from_its_raw_form() -> None:
    entry = made("one")
    stale = made("one", title="<b>Old", summary="<div>Old", link="javascript:x", cleaner=0, hash="")
    assert clean_entry(stale) == entry
    assert entry.cleaner == CLEANER_VERSION
    assert entry.summary == "<p>Text <strong>one</strong></p>"


def test_a_damaged_raw_form_is_an_error() -> None:
    with pytest.raises(msgspec.MsgspecError):
        clean_entry(made("one", raw='{"title": 5}'))
