"""Texts in HTML, marked where they are in another language than the page.

Functions rather than template macros: pages show dozens of them, and a macro's call costs ten times
as much.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from chancery.common.languages import direction
from chancery.plan.views import Link, Words


@cache
def _opening(tag: str) -> str:
    return f'lang="{escape(tag)}" dir="{direction(tag)}"'


def say(words: Words) -> Markup:
    """Return a text, isolated and with its language where that is not the page's (WCAG 3.1.2)."""
    text = escape(words.text)
    if not words.language:
        return text
    return Markup(f"<bdi {_opening(words.language)}>{text}</bdi>")  # noqa: S704  (escaped)


def marked(words: Words) -> Markup:
    """Return the attributes of an element that holds nothing but a text (WCAG 3.1.2)."""
    # An attribute of the theme's own making: the tag is checked when it is read.
    return Markup(f" {_opening(words.language)}" if words.language else "")  # noqa: S704


def soft(text: str) -> Markup:
    """Return an address that may break after its marks and nowhere else."""
    return Markup(_MARKS.sub(r"\1<wbr>", str(escape(text))))  # noqa: S704  (escaped)


#: What addresses of mail and sites may break after: the slash and the at, before a full stop.
_MARKS = re.compile(r"([@/]|(?=\.))")


def lines(words: Words) -> Markup:
    """Return a text of several lines, such as an address, with its breaks kept."""
    text = escape(words.text)
    if not words.language:
        # The first letter decides: an address in another script keeps its numbers in place.
        return Markup(f'<bdi class="lines">{text}</bdi>')  # noqa: S704  (escaped)
    tag = _opening(words.language)
    return Markup(f'<bdi class="lines" {tag}>{text}</bdi>')  # noqa: S704  (escaped)


def noted(item: Link) -> Markup:
    """Return what is said beside a link, with its language where that is not the page's."""
    return say(Words(item.note, item.note_language))


def link(item: Link) -> Markup:
    """Return a link with its words, and `hreflang` if it leads to a page in another language.

    Without an address, only the words are returned.
    """
    if not item.href:
        return say(item.words)
    tag = item.words.language
    mark = f' hreflang="{escape(tag)}"' if tag else ""
    return Markup(  # noqa: S704  (escaped)
        f'<a href="{escape(item.href)}"{mark}>{say(item.words)}</a>'
    )
