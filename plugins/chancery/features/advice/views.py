"""What the templates of advice see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.views import Link, TextView, Words


class AdviceLevel(Struct, frozen=True):
    """How dangerous a country, or a part of it, is: a level of four, always said in words.

    sample: whether it is invented, among others that are not.
    """

    level: int
    name: str
    area: Words
    href: str = ""
    note: str = ""
    sample: bool = False


class DifferenceLine(Struct, frozen=True):
    """What was changed, in a sentence; area: the part of a country, or the section, within it."""

    start: str
    area: Words | None = None
    end: str = ""
    href: str = ""


class ChangeLine(Struct, frozen=True, kw_only=True):
    """A change of travel advice; country: where a page has those of several."""

    anchor: str
    day: str
    iso: str
    lines: tuple[DifferenceLine, ...]
    why: Words
    country: Link | None = None


class AdviceView(Struct, frozen=True, kw_only=True):
    """The travel advice for a country.

    website: where real advice is, for a sample; latest: the last of its changes; register: where to
    register a journey or a residence; posts: those for the country, but for the site's own.
    """

    levels: tuple[AdviceLevel, ...]
    sample: bool
    website: str
    reviewed: str
    latest: ChangeLine
    text: TextView | None
    changes: tuple[ChangeLine, ...]
    feed: str
    scale_href: str
    register: tuple[Link, ...]
    posts: tuple[Link, ...]
    help_href: str


class AdviceListView(Struct, frozen=True, kw_only=True):
    """All travel advice of a site, and what its levels mean.

    groups: countries by their first letter, which is empty where there are few; sample: whether
    all of it is; how: the text that says how advice is made.
    """

    groups: tuple[tuple[str, tuple[AdviceLevel, ...]], ...]
    latest: tuple[ChangeLine, ...]
    scale: tuple[AdviceLevel, ...]
    how: Link | None
    sample: bool
    website: str
    feed: str
    data: str
    register: tuple[Link, ...]
