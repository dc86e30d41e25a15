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


class ContactPointView(Struct, frozen=True):
    """One contact point as a page shows it: a number, a mail address or a page, with its purpose.

    shown: as read; href: `tel:`, `mailto:` or the address; national: the form for callers within
    the country; purpose, audience, hours, not_for, languages, note: in words, empty where unknown;
    now: for a browser to say whether it is answered; checked: when it was, if that is long ago.
    """

    shown: str
    href: str
    purpose: str = ""
    national: str = ""
    audience: str = ""
    hours: str = ""
    not_for: str = ""
    languages: str = ""
    note: Words | None = None
    anchor: str = ""
    now: OpenNow | None = None
    checked: str = ""


class ServiceNumbers(Struct, frozen=True):
    """What to dial for one or more emergency services of a country.

    services: which, in words that stand before the numbers; note: when that was checked, if that
    is long ago, or that no number is known.
    """

    services: str
    numbers: tuple[ContactPointView, ...]
    note: str = ""


class Account(Struct, frozen=True):
    """An official account on a platform; now: for a browser to say whether somebody answers."""

    platform: str
    handle: str
    href: str
    owner: Words
    language: str = ""
    private: bool = False
    hours: str = ""
    answers: str = ""
    now: OpenNow | None = None


class WeekDay(Struct, frozen=True):
    """Opening hours of a day, or of a run of days that have the same."""

    days: str
    ranges: tuple[str, ...]


class Week(Struct, frozen=True):
    """Opening hours of a usual week, in one time zone.

    season: from when until when, where others follow; otherwise: what holds at all other times;
    besides: what is on some weekdays of a month.
    """

    zone: str
    rows: tuple[WeekDay, ...]
    always: bool = False
    season: str = ""
    otherwise: str = ""
    besides: tuple[WeekDay, ...] = ()


class OpenNow(Struct, frozen=True):
    """What a browser needs to say whether a counter is open at the moment.

    told: minutes, closed and open in turn, as `plan/openingdata.py` gives them; zone: the counter's
    IANA time zone; inverse: whether somebody answers while it is shut.
    """

    told: str
    zone: str
    inverse: bool = False


class OpenNowScript(Struct, frozen=True):
    """The script that says whether counters are open, and what it needs for all of them.

    src: its address; formats: the tag by whose formats times are written.
    """

    src: str
    formats: str


class Reason(Struct, frozen=True):
    """Why a day is not as usual; whose: the country whose holiday it is, or empty."""

    words: Words
    whose: str = ""


class OtherHours(Struct, frozen=True):
    """What is open on a day that is not as usual; ranges: empty where it is closed."""

    name: Words | None
    ranges: tuple[str, ...]


class ClosedDays(Struct, frozen=True):
    """Days that are not as usual, in words and in ISO 8601; the last is empty for a single day.

    other: what is open otherwise; empty where everything is closed.
    """

    first: str
    first_iso: str
    last: str
    last_iso: str
    why: tuple[Reason, ...]
    other: tuple[OtherHours, ...] = ()
    until_iso: str = ""


class PersonLine(Struct, frozen=True):
    """Somebody in a role; since: a date in words, or empty."""

    name: str
    role: str
    since: str = ""


class PostCard(Struct, frozen=True, kw_only=True):
    """Another post in short: what it is, where its site is, how to reach it.

    in_city: whether place is a city; soon: the next days that are not as usual; website: where
    what is not known here is to be found; shut: whether nobody is served there, so that it says
    server, who serves in its place, and no way to reach it; hours_checked: when the hours were, if
    that is long ago.
    """

    kind: str
    place: Words
    href: str
    in_city: bool = False
    anchor: str = ""
    country: str = ""
    address: Words | None = None
    phone: ContactPointView | None = None
    email: ContactPointView | None = None
    weeks: tuple[Week, ...] = ()
    now: OpenNow | None = None
    soon: tuple[ClosedDays, ...] = ()
    website: str = ""
    distance: str = ""
    note: Words | None = None
    closed: str = ""
    shut: bool = False
    server: Link | None = None
    district: Words | None = None
    people: tuple[PersonLine, ...] = ()
    hours_checked: str = ""


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


class SiteView(Struct, frozen=True, kw_only=True):
    """What every page of a site shares in one language: the layout's view."""

    site: str
    language: str
    direction: str
    ministry: Words
    ministry_href: str
    country: str
    kind: str
    place: Words
    host: str
    title: str
    demonstration: bool
    website: str
    home: str
    portal: str
    nav: tuple[Link, ...]
    languages: tuple[LanguageChoice, ...]
    help_href: str
    help_number: ContactPointView | None
    instead: InsteadView | None
    accounts: tuple[Account, ...]
    follow: tuple[Account, ...]
    follow_owner: Words | None
    channels_href: str
    footer: tuple[Link, ...]
    register: str
    stylesheet: str
    icon: str
    feed: str
    jsonld: str
    a_to_z: str
    languages_href: str
    search: str
    alerts: tuple[AlertView, ...] = ()
    more_alerts: Link | None = None
    until_script: str = ""
    offline_script: str = ""
    worker: str = ""
    report_href: str = ""
    publisher: Words | None = None
    write_to: Link | None = None

    @property
    def root(self) -> str:
        """The way up to the root of the site."""
        return ROOT

    @property
    def jsonld_markup(self) -> Markup:
        """The JSON-LD, which has nothing in it that could end its element."""
        return Markup(self.jsonld)  # noqa: S704  (made by json.dumps, with <, > and & escaped)


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


class StatusView(Struct, frozen=True, kw_only=True):
    """What is to be said when a post does not work as usual.

    headline: with the day, if known; address: where it is to move.
    """

    headline: str
    why: Words | None
    source: str
    server: PostCard | None
    address: Words | None = None


class InsteadView(Struct, frozen=True, kw_only=True):
    """What stands on every page of a post that is not to be called or come to, or that has moved.

    server: who serves in its place, or None where nobody is known; numbers: whom to call, then the
    ministry; moved: where it is said where the post is now.
    """

    headline: str
    server: Link | None = None
    numbers: tuple[ContactPointView, ...] = ()
    moved: Link | None = None


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


class MapSymbol(Struct, frozen=True):
    """A shape that marks posts on a map; reach: how far around it a click counts, in its units."""

    name: str
    shape: str
    reach: int


class MapMark(Struct, frozen=True, kw_only=True):
    """A post on a map: its symbol, where it stands, and what is said of it.

    title: its kind and place; label: what stands beside it, where that is less; side: where the
    words stand, as SVG's text-anchor; href: empty for the post whose page this is.
    """

    symbol: str
    x: int
    y: int
    title: str
    href: str = ""
    label: str = ""
    side: str = ""
    label_x: int = 0
    label_y: int = 0


class Land(Struct, frozen=True):
    """A country on the map of the world; level: that of the travel advice for it, if any."""

    code: str
    path: str
    level: str = ""


class MapKey(Struct, frozen=True):
    """One line of a legend: how a country is filled and a post is marked, and what that means."""

    state: str
    symbol: str
    words: str


class WorldMap(Struct, frozen=True, kw_only=True):
    """The map of the world with every post that has a site.

    box: the viewBox; lands: countries by how they are filled.
    """

    box: str
    lands: tuple[tuple[str, tuple[Land, ...]], ...]
    symbols: tuple[MapSymbol, ...]
    marks: tuple[MapMark, ...]
    keys: tuple[MapKey, ...]


class PostMap(Struct, frozen=True, kw_only=True):
    """The map of a post's country with the posts in it; way: where the nearest post is."""

    box: str
    country: str
    path: str
    around: str
    symbols: tuple[MapSymbol, ...]
    marks: tuple[MapMark, ...]
    way: str = ""


class WayThere(Struct, frozen=True, kw_only=True):
    """How to find a place: its door on a map, else a search for its address, else its area.

    map_href: on OpenStreetMap; exact: whether it leads to the door; searched: whether it looks for
    the address; geo_href: for apps, empty where the door is not known.
    """

    map_href: str
    exact: bool = False
    searched: bool = False
    geo_href: str = ""


class OfficeView(Struct, frozen=True, kw_only=True):
    """A part of a post with its own door."""

    anchor: str
    name: Words
    address: Words | None
    weeks: tuple[Week, ...]
    numbers: tuple[ContactPointView, ...]
    href: str
    way: WayThere | None = None
    now: OpenNow | None = None


class ContactView(Struct, frozen=True, kw_only=True):
    """Contact and hours.

    hours_unknown: whether nobody knows when some number answers; unofficial: whether some facts are
    from pages that readers are not led to.
    """

    status: StatusView | None
    virtual: bool
    own: PostCard | None
    served_by: PostCard | None
    nearest: PostCard | None
    numbers: tuple[ContactPointView, ...]
    weeks: tuple[Week, ...]
    accessibility: Words | None
    offices: tuple[OfficeView, ...]
    messaging: tuple[Account, ...]
    honorary: tuple[PostCard, ...]
    district: Words | None
    map: PostMap | None = None
    way: WayThere | None = None
    website: str
    sources: tuple[Link, ...]
    notices: tuple[NoticeLine, ...] = ()
    closed: tuple[ClosedDays, ...] = ()
    holiday_notes: tuple[str, ...] = ()
    hours_unknown: bool = False
    unofficial: bool = False
    script: OpenNowScript | None = None


class HelpView(Struct, frozen=True, kw_only=True):
    """Help now: the numbers first, then the steps.

    place: the host country; services: whom to call there in danger; here: for those who are there;
    worried: for those at home; links: what else helps, such as where to register; situations: what
    to do when something has happened; silent: ways to reach help without speaking; blocked: other
    ways to the site.
    """

    place: str
    here: tuple[ContactPointView, ...]
    worried: tuple[ContactPointView, ...]
    served_by: PostCard | None
    website: str
    guide: TextView | None
    guide_href: str
    notices: tuple[NoticeLine, ...] = ()
    services: tuple[ServiceNumbers, ...] = ()
    saved_href: str = ""
    vcard_href: str = ""
    links: tuple[Link, ...] = ()
    situations: tuple[Link, ...] = ()
    silent: tuple[ContactPointView, ...] = ()
    blocked: tuple[Link, ...] = ()
    script: OpenNowScript | None = None


class EmergencyView(Struct, frozen=True, kw_only=True):
    """Help now as one file that asks for nothing else, to save and to send on.

    live: the address of the page that is kept up to date; styles: all that it has; alerts: those
    that hold, with absolute addresses; for the rest see `HelpView`.
    """

    title: str
    language: str
    direction: str
    ministry: Words
    live: str
    demonstration: bool
    styles: str
    help: HelpView
    address: Words | None
    email: ContactPointView | None
    alerts: tuple[AlertView, ...]
    situations: tuple[SituationView, ...] = ()
    instead: InsteadView | None = None


class IndexView(Struct, frozen=True, kw_only=True):
    """All pages of a site and what they are needed for, from A to Z."""

    letters: tuple[tuple[str, tuple[Link, ...]], ...]
    search: SearchView | None = None


class Entrance(Struct, frozen=True, kw_only=True):
    """A way into a site in one language: its name there, and what is wanted most.

    title: the site's name; missing: what is said to those whose page is not there.
    """

    choice: LanguageChoice
    title: str
    missing: str
    home: str
    links: tuple[Link, ...]


class BareView(Struct, frozen=True, kw_only=True):
    """A page for all languages of a site: the choice of one, or an address that leads nowhere.

    styles, script: those within it; path: that of the site on its host; addresses: of the site, its
    own and its mirrors'.
    """

    site: str
    website: str
    title: str
    ministry: Words
    language: str
    direction: str
    entrances: tuple[Entrance, ...]
    number: ContactPointView | None
    stylesheet: str
    icon: str
    demonstration: bool
    alerts: tuple[AlertView, ...] = ()
    styles: str = ""
    script: str = ""
    path: str = ""
    addresses: tuple[str, ...] = ()
    until_script: str = ""


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


class Step(Struct, frozen=True):
    """One step of a task, with what explains it; links: where it is done, and what says more."""

    title: Words
    text: Words | None = None
    links: tuple[Link, ...] = ()


class CheckItem(Struct, frozen=True):
    """One thing to bring or to have; only_if: for whom alone it is."""

    words: Words
    note: Words | None = None
    only_if: Words | None = None


class SituationView(Struct, frozen=True, kw_only=True):
    """What to do when something has happened.

    place: the host country; services: whom to call there before anything else; at_once: what to do
    before anything else; can, cannot: what a consul can do and not; here: what the law of the host
    country adds.
    """

    title: Words
    place: str
    services: tuple[ServiceNumbers, ...]
    summary: Words | None
    at_once: Words | None
    steps: tuple[Step, ...]
    bring: tuple[CheckItem, ...]
    cost: Words | None
    can: tuple[Words, ...]
    cannot: tuple[Words, ...]
    here: TextSection | None
    numbers: tuple[ContactPointView, ...]
    help_href: str
    contact: Link
    sample: bool
    reviewed: str
    sources: tuple[Link, ...]


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
