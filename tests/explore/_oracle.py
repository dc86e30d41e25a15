"""What holds whatever comes in: of problems, of texts for readers and of whole pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from chancery.common.problems import Problem
from chancery.common.rules import RULES

#: What no message may say: that nobody knows what happened, or where something lay in memory.
_OUR_FAULT = re.compile(
    r"report (?:it|this)|nobody foresaw|Traceback|Error\b.*\[.*:[0-9]+ | at 0x[0-9a-f]"
)
#: The most characters of a message, far more than any has; it repeats no value at length.
_LONGEST = 2_000
#: What links of pages may begin with; slots stand in fragments until a site resolves them.
_LEADING = re.compile(
    r"(?:https?://[^@/]*(?:/|$|[?#])|mailto:|tel:|sms:|xmpp:|geo:|[#?]|(?:\.{1,2}/)*[^:/]*(?:/|$|[#?]))"
)
_SLOTS = ("page:", "post:", "service:", "contact:", "news:", "here:")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "srcset", "cite"})
#: Elements that run or load something.
_RUNNING = frozenset({
    "script", "style", "iframe", "object", "embed", "base", "frame", "applet", "portal",
})  # fmt: skip


class Wrong(Exception):
    """Something that must hold does not; says what."""


def check_problems(problems: Iterable[Problem]) -> list[str]:
    """Hold that each problem can be acted on; give them as they are printed."""
    said = []
    for problem in problems:
        line = str(problem)
        if not problem.place.file:
            raise Wrong(f"a problem has no file: {line}")
        if problem.code not in RULES:
            raise Wrong(f"a problem has the code {problem.code!r}: {line}")
        check_line(line)
        said.append(line)
    return said


def check_line(line: str) -> None:
    """Hold that a message is one line, of sane length, about the input and not about ourselves."""
    if _OUR_FAULT.search(line):
        raise Wrong(f"a message is about a fault of ours: {line[:300]}")
    if len(line) > _LONGEST or not line.isprintable():
        raise Wrong(f"a message is too long, or not one line: {line[:300]!r}")


class _Page(HTMLParser):
    """Finds what runs, loads or leads elsewhere; scripts: whether those of the theme may stand."""

    def __init__(self, *, scripts: bool) -> None:
        super().__init__()
        self.wrong = ""
        self._scripts = scripts
        self._data = self._inline = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._data = tag == "script" and given.get("type") == "application/ld+json"
        ours = tag == "script" and self._scripts and (self._data or self._is_ours(given))
        self._inline = tag == "script" and self._scripts and not given
        if (
            tag in _RUNNING
            and not (ours or self._inline)
            and not (self._scripts and tag == "style")
        ):
            self.wrong = f"<{tag} {given}>"
        for name, value in attrs:
            if name.startswith("on") or not re.fullmatch(r"[A-Za-z][\w:-]*", name):
                self.wrong = f"<{tag}> has the attribute {name!r}"
            if name in _ADDRESSES and not self._may_lead(str(value or "")):
                self.wrong = f"<{tag}> leads to {value!r}"

    @staticmethod
    def _is_ours(given: dict[str, str | None]) -> bool:
        return bool(
            re.fullmatch(r"(?:\.\./)*(?:assets/)?[a-z-]+\.[0-9a-f]{12}\.js", str(given.get("src")))
        )

    def _may_lead(self, value: str) -> bool:
        if not self._scripts and value.startswith(_SLOTS):
            return True
        parts = value.split(", ") if self._scripts else [value]
        return all(_LEADING.match(part.strip()) for part in parts) or value.startswith(
            "data:image/"
        )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._data = self._inline = False

    def handle_data(self, data: str) -> None:
        if self._inline and data.strip() not in _inline():
            self.wrong = f"<script>{data[:200]}"
        if self._data:
            try:
                json.loads(data)
            except ValueError:
                self.wrong = f"JSON-LD that is none: {data[:200]}"


@cache
def _inline() -> frozenset[str]:
    """Return the scripts that the theme writes into pages."""
    folder = Path(__file__).parents[2] / "themes" / "chancery" / "inline"
    return frozenset(path.read_text(encoding="utf-8").strip() for path in folder.glob("*.js"))


def check_fragment(html: str) -> None:
    """Hold that a fragment of a text or an entry runs and loads nothing."""
    _check(html, scripts=False)


def check_page(html: str) -> None:
    """Hold that a page runs nothing but the theme's scripts, and leads nowhere but to the web."""
    _check(html, scripts=True)


def _check(html: str, *, scripts: bool) -> None:
    page = _Page(scripts=scripts)
    page.feed(html)
    page.close()
    if page.wrong:
        raise Wrong(f"escaped: {page.wrong[:300]}")


def check_file(path: str, data: bytes) -> None:
    """Hold that a file of the output is what its name says."""
    if path.endswith(".html"):
        check_page(data.decode())
    elif path.endswith(".json"):
        json.loads(data)
    elif path.endswith((".xml", ".atom", ".opml", ".svg")):
        ElementTree.fromstring(data)
