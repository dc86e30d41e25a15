"""Where the links of a text lead, and which of them may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.urls import OUTWARD, outward_fault, url_fault
from chancery.content.links import SCHEMES, scheme_of
from chancery.content.markdown import clean, cut, rendered
from chancery.content.model import Address, Slot

PLACES = [
    ("[a](page:b)", [("page:b", 3, 5)]),
    ("x\n[a](<page:b>)", [("page:b", 4, 6)]),
    ("![a](b.png)", [("b.png", 3, 6)]),
    ("[![a](b.png)](page:c)", [("b.png", 3, 7), ("page:c", 3, 15)]),
    ("[see [1]](page:c)", [("page:c", 3, 11)]),
    ("x [a] [b][a]\n\n[a]: page:b", [("page:b", 3, 3), ("page:b", 3, 7)]),
    ("<https://a.example/>", [("https://a.example/", 3, 2)]),
    ("  [e](\n<page:f>)", [("page:f", 3, 7)]),
    ("> - [a\n>   b](page:c)", [("page:c", 4, 8)]),
    ("|a|\n|-|\n|x \\| [y](page:z)|", [("page:z", 5, 11)]),
    ("مرحبا [نص](page:a)", [("page:a", 3, 12)]),
    ("中文\u202e中 [链接](page:a)\r\n[b](page:c)", [("page:a", 3, 11), ("page:c", 4, 5)]),
    ("\ufeff\u200b- [b](page:c)", [("page:c", 3, 9)]),
    ("é" * 2500 + " [a](page:b) [c](page:d)", [("page:b", 3, 2506), ("page:d", 3, 2518)]),
    ("[unused]: page:b", []),
    ("`[a](page:b)` \\[a](page:b)", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_where_links_lead_is_known_with_line_and_column(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert [(a.target, a.line, a.column) for a in rendered(text, 2).addresses] == expected


SLOTS = ["PAGE:passports", "Post:embassy-lima", "Contact:general", "News:", "sErvice:visas",
         "&#80;age:passports"]  # fmt: skip


@pytest.mark.parametrize("address", SLOTS)
def test_a_slot_in_capitals_is_a_slot(address: str) -> None:
    fragment = cut(clean(rendered(f"[a]({address})").html))
    [slot] = [piece for piece in fragment.pieces if isinstance(piece, Slot)]
    assert slot.kind in ("page", "post", "contact", "news", "service")
    assert slot.kind == slot.kind.lower()


GOOD = [
    ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
    ("HTTPS://a.example/", "https://a.example/"),
    ("https://a.example/~b", "https://a.example/~b"),
    ("https://a.example/über", "https://a.example/%C3%BCber"),
    ("mailto:a@b.example", "mailto:a@b.example"),
    ("mailto:a@b.example?subject=A%20b", "mailto:a@b.example?subject=A%20b"),
    ("tel:+441632960001", "tel:+441632960001"),
    ("tel:+44 1632 960001", "tel:+441632960001"),
    ("tel:+44\u00a01632\u2011960001", "tel:+441632960001"),
    ("tel:+44-(1632)-960.001", "tel:+441632960001"),
    ("tel:+44 01632 960001", "tel:+441632960001"),
    ("TEL:112", "tel:112"),
]


@pytest.mark.parametrize(("address", "expected"), GOOD)
def test_what_leads_out_and_may_is_a_link(address: str, expected: str) -> None:
    made = rendered(f"[a]({address})")
    assert clean(made.html) == f'<p><a href="{expected}">a</a></p>\n'
    assert [a.fault for a in made.addresses] == [""]


BAD = [
    ("https://good.example@evil.example/", "carries a user name or password"),
    ("https://good.example\\@evil.example/", "carries a user name or password"),
    ("https:evil.example", "has no valid host name"),
    ("https:///evil.example", "has no valid host name"),
    ("http:\\evil.example", "has no valid host name"),
    ("http:\\\\evil.example", "has no valid host name"),
    ("https://evil", "has no valid host name"),
    ("https://evil.example:0/", ""),
    ("https://evil.example:99999/", ""),
    ("https://[::1]/", "has no valid host name"),
    ("https://a.example/\u200b", "has the character U+200B (zero width space), which nobody sees"),
    ("https://ex%61mple.example/", "has no valid host name"),
    ("tel:+44 (0)1632 960001", "nobody knows whether to dial (0)"),
    ("tel:+32 2 501 81 11-15", "it stands for +32 2 501 81 11 and +32 2 501 81 15"),
    ("tel:+99999999999999999", "no country has this prefix"),
    ("tel:+44 1632 960001/2", "is no telephone number"),
    ("tel:0800-CALL-US", "is no telephone number"),
    ("mailto:nobody", "is no mail address"),
    ("mailto:a@b.example,c@d.example", "is no mail address"),
    ("mailto:a@b.example?bcc=c@d.example", "more of a mail than its subject and its text"),
    ("", "has no address"),
]
#: As the same address can stand in a text.
FORMS = ("[words]({})", "[words](<{}>)", "x [words]\n\n[words]: <{}>")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("address", "words"), BAD)
def test_what_may_not_lead_out_leaves_its_words_and_is_told(
    address: str, words: str, form: str
) -> None:
    if form.endswith("]: <{}>") and (" " in address or not address):
        return  # that is no definition
    made = rendered(form.format(address.replace("\\", "\\\\")))
    assert "<a" not in made.html
    assert "words" in made.html
    [found] = made.addresses
    assert found.fault
    assert words in found.fault


OTHER = ["javascript:alert(1)", "jAvaScript:alert(1)", "javascript&colon;alert(1)",
         "java&#115;cript:alert(1)", "java&Tab;script:a", "&#1;javascript:a", "data:text/html,x",
         "vbscript:x", "file:///etc/passwd", "//evil.example", "/en/visas/", "visas.html",
         "page：passports", "blob:x", "intent://x", "%6Aavascript:x"]  # fmt: skip


@pytest.mark.parametrize("address", OTHER)
def test_no_other_address_is_a_link_and_each_is_known(address: str) -> None:
    for text in (f"[a]({address})", f"[a]\n\n[a]: {address}", f"<{address}>"):
        made = rendered(text)
        assert "href" not in made.html
        assert made.addresses or text.startswith("<")


WORDLESS = ["[]({})", "[ ]({})", "[\u200b]({})", "[&#8203;]({})", "[\u3164]({})",
            "[![a](b.png)]({})", "[*\u2060*]({})"]  # fmt: skip


@pytest.mark.parametrize("form", WORDLESS)
@pytest.mark.parametrize("address", ["https://a.example/", "page:visas"])
def test_a_link_that_nobody_sees_is_told_and_left_out(form: str, address: str) -> None:
    made = rendered(form.format(address))
    assert "<a" not in made.html
    assert made.addresses[-1].fault == "has no words"


def test_what_another_reader_gives_passes_the_same_check() -> None:
    left_out: list[Address] = []
    html = ('<p><a href="https:evil.example">a</a> <a href="PAGE:visas">b</a> '
            '<a href="visas.html">c</a> <a href="https://a.example/">d</a></p>')  # fmt: skip
    assert clean(html, left_out) == (
        '<p><a>a</a> <a href="page:visas">b</a> <a>c</a> <a href="https://a.example/">d</a></p>'
    )
    assert [a.target for a in left_out] == ["https:evil.example", "visas.html"]


PARTS = st.sampled_from(
    ["https:", "http:", "tel:", "mailto:", "PAGE:", "javascript:", "/", "//", "\\", "@", ":", "a",
     "evil.example", "+44 1632 960001", "&#58;", "&Tab;", "%0a", "\u200b", "\u00a0", "#", "?", " ",
     "]", "(", ")", "<", ">", "[", "!", "`", "\n", "~"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=8).map("".join))
def test_whatever_is_written_as_an_address_only_what_may_be_becomes_a_link(address: str) -> None:
    for text in (f"[a]({address})", f"<{address}>", f"[a]\n\n[a]: {address}", f"![a]({address})"):
        made = rendered(text, 4)
        for fragment in (made.html, clean(made.html)):
            for part in fragment.split('href="')[1:]:
                href = part.split('"', 1)[0].replace("&amp;", "&")
                assert href.startswith("#") or scheme_of(href) in SCHEMES
                assert scheme_of(href) not in OUTWARD or not outward_fault(href)
        assert "data-sourcepos" not in made.html
        assert all(a.line > 4 and a.column > 0 for a in made.addresses)


@given(st.lists(PARTS, max_size=8).map("".join))
def test_an_address_of_the_web_is_checked_in_texts_as_in_posts(address: str) -> None:
    if scheme_of(address) in ("http", "https") and not outward_fault(address):
        assert not url_fault(address)
