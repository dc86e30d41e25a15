"""What templates see of what is going on: news, events, notices, alerts, and feeds."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Link, Words


class NewsPicture(Struct, frozen=True, kw_only=True):
    """A small picture beside a line: its file, its size, what it shows; empty when nobody says."""

    href: str
    width: int
    height: int
    alt: str


class NewsFile(Struct, frozen=True, kw_only=True):
    """A recording or a film that goes with a line; note: what kind of file, and how large."""

    href: str
    label: str
    type: str
    note: str


class EventTime(Struct, frozen=True):
    """When an event is: in words, and for machines as it begins and ends.

    begun: the instant at which it begins (RFC 3339), in UTC; again: whether it comes again after
    that; yours: whether browsers can say it by the reader’s own clock; over: the instant at which
    it is past.
    """

    words: str
    begins: str
    ends: str
    begun: str
    again: bool = False
    yours: bool = False
    over: str = ""


class NewsLine(Struct, frozen=True):
    """One line of a list of news.

    href: empty where a feed gives no address; language, language_name, direction: where it is in
    another language than the page; date, iso: empty where it gives no day; id, origin, at: of an
    entry its id, the key of its feed, and its instant (RFC 3339); empty for an item with a page;
    changed: when it was changed since (RFC 3339), or empty; updated: that day in words, where it
    is a later one; content, text: its whole text as HTML and in parts of plain text, where it may
    be shown; when: of an event, which then has no other day.
    """

    title: str
    href: str
    language: str
    language_name: str
    source: Words
    date: str
    iso: str
    direction: str = ""
    summary: str = ""
    external: bool = False
    sample: bool = False
    pinned: bool = False
    id: str = ""
    origin: str = ""
    at: str = ""
    changed: str = ""
    updated: str = ""
    content: str = ""
    text: tuple[str, ...] = ()
    picture: NewsPicture | None = None
    files: tuple[NewsFile, ...] = ()
    when: EventTime | None = None


class NoticeLine(Struct, frozen=True, kw_only=True):
    """What is different at a post for a while.

    affects, when: in words; owner: whose it is, where that is the post that serves in the place of
    the site's own; begun: whether it holds by now.
    """

    affects: str
    when: str
    text: Words
    instead: Words | None = None
    owner: Words | None = None
    begun: bool = True
    sample: bool = False
    until_iso: str = ""


class AlertView(Struct, frozen=True, kw_only=True):
    """What everybody in a place must know now.

    level: minor, moderate, severe, extreme or unknown (CAP 1.2, `severity`), and the same in words;
    note: that it is an exercise or a sample; begins, updated, until: in words; until_iso, due_iso:
    when it ends and when the next word is due (RFC 3339); overdue: whether that should be there;
    to_come: whether it has not begun.
    """

    id: str
    level: str
    level_name: str
    headline: Words
    area: Words
    href: str
    note: str = ""
    action: Words | None = None
    begins: str = ""
    begins_iso: str = ""
    updated: str = ""
    until: str = ""
    until_iso: str = ""
    due_iso: str = ""
    number: ContactPointView | None = None
    overdue: bool = False
    ended: bool = False
    to_come: bool = False


class AgendaLine(Struct, frozen=True):
    """Something that is to happen; post: whose it is, where a page has those of several.

    kind, day: in words; hours: with the place whose time they are in; later: further days of the
    same thing, each in words, for machines, and what it is.
    """

    kind: str
    link: Link
    day: str
    iso: str
    hours: str = ""
    place: Words | None = None
    post: Link | None = None
    later: tuple[tuple[str, str, str, str], ...] = ()
    until_iso: str = ""


class FeedView(Struct, frozen=True, kw_only=True):
    """A site's own feed in one language, as Atom and as JSON; hub: its WebSub hub, or empty."""

    id: str
    title: str
    language: str
    home: str
    self_href: str
    json_href: str
    hub: str
    updated: str
    author: str
    lines: tuple[FeedLine, ...]


class FeedLine(Struct, frozen=True, kw_only=True):
    """One entry of a site's own feed; addresses absolute, instants in RFC 3339.

    content: its whole text as HTML, where it may be given on; source: who says it; origin: the
    address of the feed it is from, empty for the site's own item and for one from a file.
    """

    id: str
    title: str
    href: str
    language: str
    published: str
    updated: str
    summary: str
    content: str
    source: str
    external: bool
    origin: str
