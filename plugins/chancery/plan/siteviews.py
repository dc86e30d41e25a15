"""What the templates around every page see, and those of pages for all languages."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from chancery.plan.contactviews import InsteadView
from chancery.plan.newsviews import AlertView
from chancery.plan.pointviews import Account, ContactPointView
from chancery.plan.views import ROOT, LanguageChoice, Link, Words


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
