"""What the cleaner gives stands in a page of a real browser, and does nothing there but stand.

Each batch is one page with many cleaned summaries and titles, each in a container of its own with a
neighbour behind it. The page has no policy against scripts: whatever got through would run.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from chancery.feeds.clean import clean_summary, clean_title
from tests.feeds.corpus import SUMMARIES, TITLES
from tests.feeds.made import ALLOWED

BASE = "https://embassy.example.org/"
#: How a neighbour is laid out depends on the direction around it: letters, numbers, both scripts.
NEIGHBOUR = "abc (1) אב, def!"

#: Tells what ran, in whatever way.
WATCH = """
window.ran = [];
for (const name of ['alert', 'prompt', 'confirm', 'print', 'open', 'fetch', 'x'])
    window[name] = () => ran.push(name);
addEventListener('error', event => ran.push(event.message));
"""

#: What a page can say of itself once it is laid out; links were clicked before.
LOOK = """
() => {
    const main = document.querySelector('main');
    const spread = element => {
        const text = element.firstChild, range = document.createRange(), places = [];
        for (let i = 0; i < text.length; i++) {
            range.setStart(text, i);
            range.setEnd(text, i + 1);
            places.push([range.getBoundingClientRect().left, text.data[i]]);
        }
        return places.sort((one, other) => one[0] - other[0]).map(place => place[1]).join('');
    };
    const elements = [...document.querySelectorAll('.box *')];
    return {
        ran,
        children: [...main.children].map(element => element.className).join(' '),
        body: [...document.body.children].map(element => element.tagName).join(' '),
        head: [...document.head.children].map(element => element.tagName).join(' '),
        title: document.title,
        tags: [...new Set(elements.map(element => element.tagName.toLowerCase()))],
        attributes: [...new Set(elements.flatMap(element => element.getAttributeNames()))],
        schemes: [...new Set([...document.links].map(link => link.protocol))],
        spreads: [...new Set([...document.querySelectorAll('.after')].map(spread))],
        directions: [...new Set([...document.querySelectorAll('.after')]
            .map(element => getComputedStyle(element).direction))],
        functions: ['getElementById', 'querySelector', 'createElement']
            .every(name => typeof document[name] === 'function'),
    };
}
"""
CLICK = "() => document.querySelectorAll('.box a').forEach(link => link.onclick && link.onclick())"


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Return a page that tells what runs in it, and the list that fills with what it asks for."""
    with browser.new_context() as context:
        context.add_init_script(WATCH)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        context.route("**/*", lambda route: route.abort())
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        yield page, asked


def looked_at(watched: tuple[Page, list[str]], fragments: list[str]) -> dict[str, Any]:
    """Return what a page with these fragments says of itself, and what it asked for."""
    page, asked = watched
    asked.clear()
    boxes = "".join(
        f'<div class="box">{fragment}</div><p class="after">{NEIGHBOUR}</p>'
        f'<p class="line"><span class="box">{fragment if "<" not in fragment else ""}</span>'
        f'<span class="after">{NEIGHBOUR}</span></p>'
        for fragment in ["", *fragments]
    )
    page.set_content(
        "<!doctype html><html lang=en><head><title>Page</title>"
        f"<style>p, div {{ white-space: nowrap }}</style><script>{WATCH}</script>"
        f"</head><body><main>{boxes}</main></body></html>"
    )
    page.evaluate(CLICK)
    return {**page.evaluate(LOOK), "asked": list(asked), "count": len(fragments) + 1}


def stands(seen: dict[str, Any]) -> None:
    """Hold that nothing but text in its containers is in a page."""
    assert seen["ran"] == []
    assert seen["asked"] == []
    assert seen["children"] == " ".join(["box after line"] * seen["count"])
    assert (seen["body"], seen["head"]) == ("MAIN", "TITLE STYLE SCRIPT")
    assert (seen["title"], seen["functions"]) == ("Page", True)
    assert set(seen["tags"]) <= ALLOWED
    assert set(seen["attributes"]) <= {"href", "rel"}
    assert set(seen["schemes"]) <= {"https:", "http:"}
    assert (len(seen["spreads"]), seen["directions"]) == (1, ["ltr"])


def summaries(markups: list[str]) -> list[str]:
    return [clean_summary(markup, BASE) for markup in markups]


def titles(markups: list[str]) -> list[str]:
    return [html.escape(clean_title(markup)) for markup in markups]


@pytest.mark.parametrize(
    ("kind", "markup"),
    [
        ("ran", "<img src=x onerror=alert(1)>"),
        ("ran", "<a onclick=alert(1)>x</a>"),
        ("ran", "<svg onload=alert(1)>"),
        ("asked", "<img src=https://t.example/x>"),
        ("asked", "<style>@import 'https://t.example/x'</style>"),
        ("children", "</div></main><p>out"),
        ("functions", "<form name=getElementById>"),
        ("schemes", "<a href=javascript:x>x</a>"),
        ("spreads", "\u202e"),
        ("spreads", "\u202bx"),
        ("spreads", "\u2067x"),
    ],
)
def test_a_page_tells_what_gets_through(
    watched: tuple[Page, list[str]], kind: str, markup: str
) -> None:
    clean, dirty = (looked_at(watched, [one]) for one in ("x", markup))
    stands(clean)
    assert dirty[kind] != clean[kind]
    with pytest.raises(AssertionError):
        stands(dirty)


def test_the_corpus_stands(watched: tuple[Page, list[str]]) -> None:
    markups = [markup for _, markup, _ in SUMMARIES]
    stands(looked_at(watched, summaries(markups) + titles(markups)))
    texts = [case.data.decode() for case in TITLES]
    stands(looked_at(watched, summaries(texts) + titles(texts)))


OPEN = "svg math style script title textarea noscript template table select form xmp iframe a p div"
NEST = "mtext mglyph annotation-xml foreignObject desc option tr td caption button li b i h1 ul"
PIECES = [
    *(f"<{name}>" for name in f"{OPEN} {NEST}".split()),
    *(f"</{name}>" for name in f"{OPEN} {NEST} body html main".split()),
    *("<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)//", "<x "),
    *("<a href='java&#115;cript:alert(1)'>", "<a href=javascript:alert(1)>", "<a href=/x "),
    *("<p title='", '<a id="', "'>", '">', "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?x", "?>"),
    *("<style><!--", "<a href='https://t.example/' onclick=alert(1) ping=https://t.example/p>"),
    *("&lt;img src=x onerror=alert(1)&gt;", "&#60;script>alert(1)</script>", "&amp;lt;", "&", "<"),
    *("<img srcset=https://t.example/1>", "<link rel=stylesheet href=https://t.example/s>"),
    *("<base href=https://t.example/>", "<meta http-equiv=refresh content=0;url=https://t.example>",
      "<details ontoggle=x() open>"),
    *("<iframe src=https://t.example/>", "<iframe srcdoc='<script>parent.alert(1)</script>'>"),
    *("<form name=getElementById>", "<input autofocus onfocus=alert(1)>"),
    *("<div style=position:fixed>", "<p dir=rtl>", "<bdo dir=rtl>", "<plaintext>", "<table><td>"),
    *("\u202e", "\u202b", "\u2067", "\u2068", "\u2069", "\u202c", "\u200f", "אב", "ab ", "1", "\0"),
]  # fmt: skip
markup = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, *HealthCheck]
)
@given(batch=st.lists(markup, min_size=60, max_size=120))
def test_hostile_markup_of_any_kind_stands(
    watched: tuple[Page, list[str]], batch: list[str]
) -> None:
    stands(looked_at(watched, summaries(batch) + titles(batch)))
