"""The view models: one frozen structure per template, all that a template sees.

Texts are plain text (templates escape them), but for fields named `html`, which hold cleaned HTML.
Addresses are relative to the page, or begin with the placeholder `ROOT`.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from msgspec import Struct

#: Stands in a layout for the way from a page up to the root of its site.
ROOT = "\x00root\x00"


class Words(Struct, frozen=True):
    """A text and its language, where that is not the page's."""

    text: str
    language: str = ""


class Link(Struct, frozen=True):
    """A link: its address and its words; key names the page within the site, if it is one.

    language_name: the name of the language of its words where that is not the page's;
    note_language: the tag of the language of what is said beside it, where that is not the page's.
    """

    href: str
    words: Words
    key: str = ""
    note: str = ""
    language_name: str = ""
    note_language: str = ""


class LanguageChoice(Struct, frozen=True):
    """A language of the site, by its own name."""

    tag: str
    name: str
    direction: str


class SearchView(Struct, frozen=True, kw_only=True):
    """A search field, which works where scripts run.

    label: what is to be typed; count: what is said of what was found, with {count} in it; scripts:
    the addresses of what makes it work; source: of its index; folder, tail: what stands around the
    path of a page that is found; posts, names: where the portal's list of posts is, and its files
    of names; formats: the tag by whose formats numbers are written.
    """

    label: str
    count: str
    formats: str
    scripts: tuple[str, ...]
    source: str
    folder: str = ""
    tail: str = ""
    posts: str = ""
    names: str = ""


class Offer(Struct, frozen=True):
    """Where a service is to be had: in words, at which post, on which page, and what to know."""

    where: str
    at: Link | None = None
    online: str = ""
    note: Words | None = None


class Block(Struct, frozen=True):
    """What a feature adds to a page that is not its own.

    order: its place among the others there; template: that which makes it, from its view.
    """

    order: int
    template: str
    view: Any


class PageHead(Struct, frozen=True, kw_only=True):
    """What the layout needs of each page.

    path: below the language's folder, empty for home, else with a slash at its end; translations:
    the languages in which the page truly exists; source: the language of its text; elsewhere: the
    path to offer in a language that lacks the page; above, below: what features know beside a text;
    within: what it belongs to, where another page is called the same; dated: its day in words, if
    it has one; discreet: whether no browser is to keep it.
    """

    key: str
    path: str
    title: Words
    description: str = ""
    translations: tuple[str, ...] = ()
    source: str = ""
    elsewhere: str | None = None
    crumbs: tuple[Link, ...] = ()
    above: tuple[Block, ...] = ()
    below: tuple[Block, ...] = ()
    within: str = ""
    dated: str = ""
    discreet: bool = False


class TextSection(Struct, frozen=True, kw_only=True):
    """A local text that extends a shared page.

    language: its own where that is not the page's, and then fallback is that language's name.
    """

    title: Words
    language: str
    direction: str
    summary: str
    html: str
    fallback: str
    sample: bool
    draft: bool
    reviewed: str
    sources: tuple[Link, ...]

    @property
    def html_markup(self) -> Markup:
        """The text as HTML, cleaned when it was read."""
        return Markup(self.html)  # noqa: S704  (cleaned HTML)


class TextView(Struct, frozen=True, kw_only=True):
    """A page of text.

    variant: the same page in easy language, or from there in full; signed: the address of a video
    in sign language, empty without one.
    """

    title: Words
    language: str
    direction: str
    summary: str
    html: str
    contents: tuple[tuple[str, Words], ...]
    fallback: str
    sample: bool
    draft: bool
    reviewed: str
    date: str
    iso: str
    sources: tuple[Link, ...]
    sections: tuple[TextSection, ...]
    variant: Link | None = None
    signed: str = ""

    @property
    def html_markup(self) -> Markup:
        """The text as HTML, cleaned when it was read."""
        return Markup(self.html)  # noqa: S704  (cleaned HTML)


class IndexView(Struct, frozen=True, kw_only=True):
    """All pages of a site and what they are needed for, from A to Z."""

    letters: tuple[tuple[str, tuple[Link, ...]], ...]
    search: SearchView | None = None


class CalendarDay(Struct, frozen=True):
    """A day of a calendar; number: in the reader's digits; closed: whose holiday or why."""

    number: str
    iso: str
    weekday: str
    events: tuple[Link, ...] = ()
    closed: str = ""
    outside: bool = False


class CalendarMonth(Struct, frozen=True):
    """A month by weeks; weekdays: short and long names in the order of the country's week."""

    title: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[CalendarDay, ...], ...]


#: What the template of a page sees: each feature has its own.
PageView = Struct
