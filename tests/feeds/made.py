"""Entries made for tests, and what holds for every fragment that comes out of the cleaner."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import msgspec

from chancery.feeds.clean import CLEANER_VERSION, clean_entry
from chancery.feeds.entries import Entry, Raw

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
FEED = "https://embassy.example.org/feed"

INLINE = {"a", "em", "strong"}
ALLOWED = INLINE | {"p", "br", "ul", "ol", "li", "blockquote"}


def made(name: str, *, feed: str = FEED, age: int | None = 0, **changes: object) -> Entry:
    """Return an entry, published `age` hours before `NOW` (or without a date), with changes."""
    link = f"https://embassy.example.org/{name}"
    raw = Raw(title=f"Title {name}", summary=f"<p>Text <b>{name}</b></p>", link=link)
    entry = Entry(
        feed=feed,
        id=name,
        title="",
        link="",
        summary="",
        language="fr",
        published=None if age is None else NOW - timedelta(hours=age),
        first_seen=NOW,
        hash="",
        cleaner=CLEANER_VERSION,
        raw=msgspec.json.encode(raw).decode(),
    )
    return replace(clean_entry(entry), **changes)  # type: ignore[arg-type]


class Faults(HTMLParser):
    """Finds what may not be in a fragment: open ends, foreign tags and attributes, wrong places."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.stack[-1] if self.stack else ""
        if tag not in ALLOWED:
            self.found.append(f"<{tag}> is not allowed")
        if (parent in {"ul", "ol"}) != (tag == "li"):
            self.found.append(f"<{tag}> in <{parent}>")
        if tag not in INLINE | {"br"} and {*INLINE, "p"} & set(self.stack):
            self.found.append(f"<{tag}> inside {self.stack}")
        if tag in self.stack and tag in INLINE:
            self.found.append(f"<{tag}> inside itself")
        expected = ["href", "rel"] if tag == "a" else []
        if [name for name, _ in attrs] != expected:
            self.found.append(f"<{tag}> has {attrs}")
        if tag == "a" and not str(attrs[0][1]).startswith(("https://", "http://")):
            self.found.append(f"links to {attrs[0][1]}")
        if tag != "br":
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.found.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in {"ul", "ol"}:
            self.found.append(f"text in <{self.stack[-1]}>")
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.found.append(f"a comment, {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"a declaration, {decl!r}")


def checked(fragment: str) -> Faults:
    """Return what a parser found in a fragment."""
    parser = Faults()
    parser.feed(fragment)
    parser.close()
    parser.found += [f"<{tag}> is left open" for tag in parser.stack]
    if html.escape(parser.text, quote=False).count("<") or "<script" in fragment.lower():
        parser.found.append("markup in text")
    return parser
