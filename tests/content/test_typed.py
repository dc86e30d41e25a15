"""Texts as people paste them: marks that were meant, and marks that were not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.content.foreign import mark_problems, marks
from chancery.content.markdown import MAX_BYTES, clean, rendered, to_html
from chancery.content.typed import as_meant, as_written

#: A sentence in each script of the network.
SENTENCES = (
    "Opening hours", "Öffnungszeiten", "ساعات العمل", "开放时间", "開館時間", "часы работы",
    "खुलने का समय", "שעות פתיחה", "เวลาทำการ", "Ώρες", "ساعات کاری", "업무 시간",
)  # fmt: skip


@pytest.mark.parametrize("words", SENTENCES)
def test_what_people_paste_is_shown_as_it_was_meant_in_every_script(words: str) -> None:
    text = (
        f"{words} 09:00~12:00, 13:30~16:00 {words} ~x~ ~~{words}~~\n\n"
        f"•\t{words}\n·\t{words}\n\uf0b7\u00a0{words}\n\n"
        f"##\u00a0{words}\n\n"
        f"[{words} +44 1632 960100](tel:+44 1632 960100), [^1] {words}.\n\n[^1]: {words}\n"
    )
    assert clean(to_html(text)) == (
        f"<p>{words} 09:00~12:00, 13:30~16:00 {words} ~x~ <del>{words}</del></p>\n"
        f"<ul>\n<li>{words}</li>\n<li>{words}</li>\n<li>{words}</li>\n</ul>\n"
        f"<h2>{words}</h2>\n"
        f'<p><a href="tel:+441632960100">{words} +44 1632 960100</a>, [^1] {words}.</p>\n'
        f"<p>[^1]: {words}</p>\n"
    )


MEANT = [
    ("o\tone\no\ttwo", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
    ("Bring:\n•\tone\n•\ttwo", "<p>Bring:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
    ("–\tone", "<ul>\n<li>one</li>\n</ul>\n"),
    ("\u200b- one", "<ul>\n<li>one</li>\n</ul>\n"),
    ("-\u00a0one\n-\u00a0two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
    ("١. واحد\n٢. اثنان", "<ol>\n<li>واحد</li>\n<li>اثنان</li>\n</ol>\n"),
    ("१. एक\n२. दो", "<ol>\n<li>एक</li>\n<li>दो</li>\n</ol>\n"),
    ("> •\tone", "<blockquote>\n<p>•\tone</p>\n</blockquote>\n"),
    ("中文**「重点」**中文", "<p>中文<strong>「重点」</strong>中文</p>\n"),
    ("이것은 **강조(强調)**입니다", "<p>이것은 <strong>강조(强調)</strong>입니다</p>\n"),
    ("[us]\n\n[us]: tel:+44 1632 960001", '<p><a href="tel:+441632960001">us</a></p>\n'),
    # What only looks alike is left.
    ("o one", "<p>o one</p>\n"),
    ("— dijo", "<p>— dijo</p>\n"),
    ("•one", "<p>•one</p>\n"),
    ("Pb•Cl · x", "<p>Pb•Cl · x</p>\n"),
    ("a\\~b\\~", "<p>a~b~</p>\n"),
    ("~/home/~user", "<p>~/home/~user</p>\n"),
    ("`~a~ [^1] [a](tel:+44 1)`", "<p><code>~a~ [^1] [a](tel:+44 1)</code></p>\n"),
    ("~~~\n•\ta ~b~\n~~~", "<pre><code>•\ta ~b~\n</code></pre>\n"),
    ("    •\ta", "<pre><code>•\ta\n</code></pre>\n"),
    ("[a](https://a.example/~b)", '<p><a href="https://a.example/~b">a</a></p>\n'),
    ("<https://a.example/~b>", '<p><a href="https://a.example/~b">https://a.example/~b</a></p>\n'),
    ("\ufdd0\ufdd1\ufdd2a &#xfdd1;", "<p>a ~</p>\n"),
]


@pytest.mark.parametrize(("text", "html"), MEANT)
def test_marks_that_were_meant_are_marks_and_others_are_text(text: str, html: str) -> None:
    assert clean(to_html(text)) == html


@given(st.text(st.sampled_from("~ab \n\t•·o-–[^]()`1.)\u00a0\u200b٣tel:+4 #*_>|\\"), max_size=30))
def test_what_is_meant_changes_no_length_and_is_made_good(text: str) -> None:
    meant = as_meant(text)
    assert [len(line) for line in meant.split("\n")] == [len(line) for line in text.split("\n")]
    assert not re.search("[\ufdd0-\ufdef]", as_written(meant))
    assert not re.search("[\ufdd0-\ufdef]|%EF%B7", rendered(text).html)


@given(st.text(st.sampled_from("~ab ,"), max_size=20))
def test_only_two_tildes_strike_out(text: str) -> None:
    assert "<del>" not in to_html(text) or "~~" in text


EXAMPLES = [(mark.what, example) for mark in marks() for example in mark.examples]


@pytest.mark.parametrize("words", SENTENCES)
def test_a_mark_of_another_system_is_told_once_with_its_cure(words: str) -> None:
    for mark in marks():
        for example in mark.examples:
            more = "" if example.endswith(("CTA", "$E")) else f" {words}"
            body = f"{words}\n\n{example}{more}\n\n{words}\n\n{example}\n"
            found = mark_problems(body, 7, "t.md")
            assert [problem.cure for problem in found] == [mark.cure], example
            assert found[0].place.line == 10
            assert found[0].message.startswith(f"the {mark.what} ")


PLAIN = [
    "[words](https://a.example/) and [words][1]",
    "## Fees {#fees}\n\n### Coûts {#couts}",
    "It costs $20 and $30, 5 < 6, a == b, [sic] and (a).",
    "From 10:30 to 11:00: see below.",
    "`[gallery id=\"1\"]` and\n\n```\n{{ x }}\n```\n\n    {% y %}",
    "**a** and **b**, **c** d **e**",
    "* **Fee:** 30\n* **Time:** two weeks",
    "1. one\n2. two\n\na) one",
    "#1 in line\n\n# Title",
    "|a|b|\n|:-|-:|\n|c|d|",
    "[here](here:marriage)",
    "C# and x^2, 100%, ½, 3 * 4 ** 5",
    "Title\n=====\n\ntext",
]  # fmt: skip


@pytest.mark.parametrize("body", PLAIN)
def test_what_is_no_mark_of_another_system_is_not_told(body: str) -> None:
    assert mark_problems(body, 0, "t.md") == []


#: What patterns begin with, and a text of nothing else.
BEGINNINGS = (
    "[", "{{", "[a b=\"", "> ", "   > ", "** a", "'''", "**a ", "a{.", "# {#", "［", "==a",
    "image:a", ":aa", "$$", "`", "(\\(",
)  # fmt: skip


def test_marks_are_looked_for_in_time_that_grows_with_the_text_alone() -> None:
    for beginning in BEGINNINGS:
        for part in (beginning, f"{beginning}\n"):
            # With a pattern whose time is quadratic, or worse, this would not end.
            mark_problems(part * (MAX_BYTES // 2 // len(part.encode())), 0, "t.md")
