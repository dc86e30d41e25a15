"""What hostile Markdown can do to a page: nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.content.markdown import MAX_BYTES, TextRefused, clean, cut, rendered, to_html
from chancery.content.model import Slot

VOID = {"br", "hr"}


class Balance(HTMLParser):
    """Fails on an element that is not closed where it should be, and collects what could harm."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def shown(text: str) -> Balance:
    fragment = cut(clean(to_html(text)))
    html = "".join(p if isinstance(p, str) else f"<a>{p.text}</a>" for p in fragment.pieces)
    balance = Balance()
    balance.feed(html)
    balance.close()
    assert balance.open == []
    return balance


def assert_harmless(found: Balance) -> None:
    assert not found.tags & {"script", "style", "iframe", "svg", "form", "input", "img", "link"}
    for name, value in found.attributes:
        assert name in {"href", "id", "start", "class", "tabindex"}
        if name == "href":
            assert value.split(":", 1)[0] in {"http", "https", "mailto", "tel"}


def test_of_a_pile_of_marks_on_a_letter_the_first_are_shown() -> None:
    assert clean(to_html("e" + "\u0301" * 500 + "t")) == f"<p>e{chr(0x301) * 4}t</p>\n"
    assert clean(to_html("e" + "&#769;\u200d" * 500)).count("\u0301") == 4


@pytest.mark.parametrize(
    "text",
    [
        "tie\u0302\u0301ng Vie\u0323\u0302t",
        "\u0f67\u0f71\u0f74\u0f83 \u0f56\u0f66\u0f92\u0fb2\u0f74\u0f56\u0f66",
        "\u05e9\u05c1\u05bc\u05b4\u0596",
        "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u064c",
        "\u1112\u1161\u11ab",
        "\u0e17\u0e35\u0e48 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    ],
)
def test_the_marks_that_languages_need_stay(text: str) -> None:
    assert clean(to_html(text)) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVa&#115;cript:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "<a href='java&#115;cript:alert(1)'>x</a>",
        "![x](https://evil.example/pixel.png)",
        "</main></body><h1>mine</h1>",
        "<svg><p>",
        "<style>*{display:none}</style>",
        "<iframe src=https://evil.example></iframe>",
        "[x](//evil.example/)",
        "[x](../../other-post/)",
        "[x](/etc/passwd)",
        '## Heading {#site-main}\n\n## Heading {#a"><script>}',
        "<div style='position:fixed;inset:0'>over all</div>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
        "|a|\n|-|\n|<script>|",
    ],
)
def test_nothing_harmful_comes_out(text: str) -> None:
    assert_harmless(shown(text))


@given(st.text(max_size=300))
def test_any_text_comes_out_harmless_and_balanced(text: str) -> None:
    assert_harmless(shown(text))


@given(st.text(alphabet="<>/ap=\"'&;#:()[]!`*_~{}- \nscriptonclk", max_size=300))
def test_text_that_looks_like_markup_comes_out_harmless(text: str) -> None:
    assert_harmless(shown(text))


@given(st.text(alphabet="<>/apdivsrc=\"' \nonerrclk", max_size=300))
def test_any_html_of_another_reader_comes_out_harmless(html: str) -> None:
    balance = Balance()
    fragment = cut(clean(html))
    balance.feed("".join(p if isinstance(p, str) else p.text for p in fragment.pieces))
    assert_harmless(balance)


def test_overrides_of_direction_are_taken_out() -> None:
    assert "\u202e" not in "".join(str(p) for p in cut(clean(to_html("a\u202eb"))).pieces)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x\n\n" + "> " * 200 + "deep", 3, "deep"),
        ("- a\n" + "\n".join("  " * n + "- x" for n in range(1, 200)), 102, "deep"),
        ("a" * (MAX_BYTES + 1), 1, "larger"),
        ("|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|a\n" * 300, 69, "parts"),
        ("> |a" + "|a" * 300 + "|\n> " + "|-" * 300 + "|\n" + "> a\n" * 300, 69, "parts"),
        ("|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "    >\n" * 300, 69, "parts"),
        ("|a" * 300 + "|\r\u202e" + "|-" * 300 + "|\r" + "|a\r" * 300, 69, "parts"),
        (("|a" * 60 + "|\n" + "|:-" * 60 + "|\n" + "a\n" * 30 + "\n") * 30, 345, "parts"),
        ("a\r" + "> " * 200, 2, "deep"),
    ],
)
def test_what_is_too_deep_or_too_large_is_refused_with_its_line(
    text: str, line: int, words: str
) -> None:
    with pytest.raises(TextRefused) as caught:
        clean(to_html(text))
    assert caught.value.line == line
    assert words in caught.value.reason


@pytest.mark.parametrize(
    "html", ["<div>" * 200, "<div></x>" * 200, "<div/>" * 200, "<p><b></p>" * 200, "<a " * 200]
)
def test_html_that_is_too_deep_is_refused_before_the_sanitiser_sees_it(html: str) -> None:
    with pytest.raises(TextRefused):
        clean(html)


def test_a_table_of_many_rows_is_taken() -> None:
    text = "|a|b|c|d|\n|-|-|-|-|\n" + "|1|2|3|4|\n" * 2000
    assert str(cut(clean(to_html(text))).pieces).count("<tr>") == 2001


HEAVY = {
    "brackets": "a" + "[" * 50_000,
    "pictures": "![" * 50_000,
    "a heading with spaces": "## a" + " " * 50_000 + "b",
    "names": "## a\n" * 7000 + "".join(f"## {{#s{number}}}\n" for number in range(7000)),
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_no_text_takes_time_in_the_square_of_its_length(text: str) -> None:
    started = process_time()
    cut(clean(rendered(text).html))
    # Each takes a tenth of a second, and would take four or more.
    assert process_time() - started < 2


def test_pictures_are_left_out_before_anything_looks_at_them() -> None:
    assert to_html("a ![b > c](d.png) e") == "<p>a  e</p>\n"


def test_slots_are_cut_out_and_keep_their_words() -> None:
    fragment = cut(clean(to_html("See [the *fees*](page:passports#fees) now.")))
    slots = [piece for piece in fragment.pieces if isinstance(piece, Slot)]
    assert slots == [Slot("page", "passports", "fees", "the <em>fees</em>")]


def test_headings_keep_the_anchor_they_are_given_and_never_take_one_of_the_theme() -> None:
    text = "## What it costs {#fees}\n\n## Again {#fees}\n\n## Mine {#site-main}"
    anchors = [heading.anchor for heading in cut(clean(to_html(text))).headings]
    assert anchors == ["fees", "s2", "s3"]


def test_a_heading_without_an_anchor_never_takes_one_that_another_is_given() -> None:
    text = "## A\n\n## B\n\n## C {#s1}\n\n## D {#s4}\n\n## E"
    fragment = cut(clean(to_html(text)))
    anchors = [heading.anchor for heading in fragment.headings]
    assert anchors == ["s2", "s3", "s1", "s4", "s7"]
    assert all(str(fragment.pieces).count(f'id="{anchor}"') == 1 for anchor in anchors)


def test_a_first_level_heading_becomes_a_second_level_one() -> None:
    assert "<h1" not in str(cut(clean(to_html("# Title"))).pieces)
