"""What posts.yaml says, as immutable typed objects. One name per thing: the YAML key is the field.

Kinds of post follow the Vienna Conventions on Diplomatic Relations (1961, articles 1 to 3) and on
Consular Relations (1963, articles 1 to 9, 68 for honorary consulates).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from chancery.network.channels import Channel, Messaging
from chancery.network.closures import Closure, Holidays
from chancery.network.contacts import ContactPoint
from chancery.network.fields import (
    Accent,
    Country,
    Day,
    Email,
    Flag,
    Focus,
    Hours,
    Named,
    Phone,
    PictureFile,
    Plain,
    PolicyLanguage,
    PostId,
    Slug,
    Text,
    Url,
    Warned,
    Zone,
    doc,
)
from chancery.network.ministry import Ministry
from chancery.network.newsfeeds import FeedSource, Keep, NewsPolicy
from chancery.network.offered import Collection, Payment, Service, Visit
from chancery.network.people import Person
from chancery.network.places import District, Location
from chancery.network.record import Record, Source
from chancery.network.status import Status

Kind = Annotated[
    Literal[
        "embassy",
        "consulate-general",
        "consulate",
        "honorary-consulate",
        "mission",
        "permanent-representation",
        "representative-office",
        "virtual-embassy",
        "virtual-consulate",
    ],
    Named("[kind](posts.md#kinds)", "[kinds](posts.md#kinds)"),
]
VIRTUAL = frozenset({"virtual-embassy", "virtual-consulate"})
TO_ORGANISATIONS = frozenset({"mission", "permanent-representation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Record):
    """A part of a post with its own door: visa office, cultural section, outside visa centre."""

    id: Annotated[Slug, doc("Its id within the post.", "visa-centre")]
    name: Annotated[Text, doc("Its name.", "{en: Visa centre}")]
    address: Annotated[
        Text | None, doc("Where it is, as on a letter.", "Prøvegata 12, 0002 Oslo")
    ] = None
    location: Annotated[Location | None, doc("Where it stands on the map.")] = None
    opening_hours: Annotated[
        Hours | None, doc("When its counter is open.", '"Mo-Th 08:00-11:00"')
    ] = None
    contacts: Annotated[tuple[ContactPoint, ...], doc("How to reach it.")] = ()
    payment: Annotated[tuple[Payment, ...], doc("How one can pay there.", "[card]")] = ()
    visit: Annotated[Visit | None, doc("What to know before one comes.")] = None
    url: Annotated[Url | None, doc("Its own page.", "https://visas.example.org/oslo")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hero(Record):
    """A picture of the place."""

    file: Annotated[PictureFile, doc("The picture.", "pictures/oslo.png")]
    alt: Annotated[
        Text | None,
        doc(
            "What it shows, for those who do not see it; needed unless `decorative`.",
            "{en: A bay at dusk.}",
        ),
    ] = None
    decorative: Annotated[
        Flag, doc("`true` when it shows nothing that matters; then it has no `alt`.", "true")
    ] = False
    focus: Annotated[Focus, doc("The focal point: across, then down.", "[0.4, 0.65]")] = (
        0.5,
        0.5,
    )
    credit: Annotated[Plain | None, doc("Whose picture it is; stands below it.", "Ann Example")] = (
        None
    )
    source: Annotated[
        Url | None,
        doc("Where it is from; the credit leads there.", "https://pictures.example.org/bay"),
    ] = None
    licence: Annotated[
        Plain | None, doc("By which licence it is used; stands after the credit.", "CC BY 4.0")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Record):
    """One diplomatic or consular post, or a virtual one."""

    id: Annotated[
        PostId,
        doc(
            "The folder, the end of the address, and the branch when each post is published on "
            "its own.",
            "embassy-oslo",
        ),
    ]
    kind: Annotated[Kind, doc("What it is.", "embassy")]
    country: Annotated[
        Country | None, doc("The host country. Required unless there is an `organisation`.", '"NO"')
    ] = None
    organisation: Annotated[
        Text | None,
        doc(
            "The organisation it is accredited to. Required for a `mission` and a "
            "`permanent-representation`.",
            "{en: European Union}",
        ),
    ] = None
    name: Annotated[
        Text | None, doc("Its name, where kind and city do not say it.", "{en: Visa Office Lille}")
    ] = None
    city: Annotated[Text | None, doc("The city.", "{en: Vienna, de: Wien}")] = None
    covers: Annotated[
        tuple[Country, ...], doc("Other countries it is accredited to.", "[DK, FI]")
    ] = ()
    covered_by: Annotated[
        PostId | None,
        doc(
            "The post that represents the country. Required for a virtual post; it must have "
            "people in it.",
            "embassy-oslo",
        ),
    ] = None
    hub: Annotated[
        PostId | None,
        doc(
            "The strong hub of its region: its own news and feeds come right after the post’s on "
            "home, its accounts are listed, and they stand in the footer of a post without "
            "accounts. Not a virtual post.",
            "embassy-stockholm",
        ),
    ] = None
    parent: Annotated[
        PostId | None, doc("The post that it belongs to. Not a virtual post.", "embassy-oslo")
    ] = None
    site: Annotated[
        Flag,
        doc(
            "`false`: on its parent’s contact page and in the directory, without a site of its "
            "own. Needs a `parent` that has one.",
            "false",
        ),
    ] = True
    district: Annotated[District | None, doc("The part of the country it serves.")] = None
    address: Annotated[
        Text | None, doc("Where it is, as on a letter.", "Eksempelveien 7, 0001 Oslo")
    ] = None
    location: Annotated[Location | None, doc("Where it stands on the map.")] = None
    timezone: Annotated[
        Zone | None,
        doc(
            "Its time zone. Hours are shown in it; a virtual post needs it to find the nearest "
            "post.",
            "Europe/Oslo",
        ),
    ] = None
    phone: Annotated[Phone | None, doc("The general number.", '"+44 1632 960100"')] = None
    email: Annotated[Email | None, doc("The general mail address.", "oslo@example.org")] = None
    contacts: Annotated[tuple[ContactPoint, ...], doc("Every further way to reach people.")] = ()
    website: Annotated[
        Url | None, doc("Its existing official site.", "https://www.example.org/oslo")
    ] = None
    publish_url: Annotated[
        Url | None,
        doc(
            "Where this site will live; ends in a slash. Without it: `ministry.url`, the id and "
            "a slash. No two sites may share one.",
            "https://tokyo.example/qavira/",
        ),
    ] = None
    mirrors: Annotated[
        tuple[Url, ...], doc("Other addresses of this site.", "[https://oslo-mirror.example.net/]")
    ] = ()
    opening_hours: Annotated[
        Hours | None, doc("When its counter is open.", '"Mo-Fr 09:00-12:30; PH off"')
    ] = None
    hours_note: Annotated[
        Text | None, doc("What the hours do not say.", "{en: By appointment only.}")
    ] = None
    closures: Annotated[
        tuple[Closure, ...], doc("When it is closed besides, or has other hours.")
    ] = ()
    holidays: Annotated[
        Holidays, doc("What is otherwise about the public holidays that it keeps.")
    ] = Holidays()
    accessibility: Annotated[
        Text | None, doc("Access to the premises.", "{en: Step-free entrance.}")
    ] = None
    languages: Annotated[
        tuple[PolicyLanguage, ...],
        doc(
            "Without `+`: replaces the policy and the host country’s languages. With `+`: adds "
            "to them. Not both. Where none of them has a catalogue, the policy’s are taken.",
            "[+nb]",
            "[ar, en]",
        ),
    ] = ()
    channels: Annotated[tuple[Channel, ...], doc("Its official accounts.")] = ()
    messaging: Annotated[tuple[Messaging, ...], doc("Accounts that answer messages.")] = ()
    feeds: Annotated[tuple[FeedSource, ...], doc("Its own feeds.")] = ()
    news: Annotated[NewsPolicy, doc("What it does with central news.")] = NewsPolicy()
    services: Annotated[tuple[Service, ...], doc("What it offers.")] = ()
    payment: Annotated[tuple[Payment, ...], doc("How one can pay there.", "[card, cash]")] = ()
    visit: Annotated[Visit | None, doc("What to know before one comes.")] = None
    collection: Annotated[Collection | None, doc("How what was made is handed over.")] = None
    offices: Annotated[tuple[Office, ...], doc("Its parts with their own door.")] = ()
    people: Annotated[tuple[Person, ...], doc("Who holds which role.")] = ()
    status: Annotated[Status, doc("Whether it works.")] = Status(state="open")
    sections: Annotated[
        tuple[Slug, ...],
        doc(
            "What comes first, in this order: `services`, `contact`, `news`, `about`, "
            "`channels`, or a text page of the site. In the navigation the rest of these five "
            "follow; on home, a service or a page about the country that is named here goes "
            "before the others of its list.",
            "[visas, contact]",
        ),
    ] = ()
    accent: Annotated[
        Accent | None,
        doc("The colour of its lines, marks and drawing; without one, the theme’s.", '"#0b5563"'),
    ] = None
    hero: Annotated[
        Hero | None,
        doc(
            "A picture of the place, on home. Without one, home shows the [year of "
            "daylight](theme.md#the-scene)."
        ),
    ] = None
    greeting: Annotated[
        Text | None,
        doc(
            "How people there greet, on home. Shown in all its languages, in the order written; "
            "for a whole country, say it in `defaults`.",
            "{nb: God dag}",
        ),
    ] = None
    sources: Annotated[tuple[Source, ...], doc("Where these facts are from.")] = ()

    @property
    def virtual(self) -> bool:
        """Whether nobody is there: a site for a country without a post."""
        return self.kind in VIRTUAL

    def closed_on(self, day: str) -> bool:
        """Say whether nobody is served there on a day (ISO 8601), because of its state."""
        return self.status.on(day) in ("opening", "closed", "suspended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming(Record):
    """The network's own names: countries that it calls otherwise than CLDR, topics of news."""

    countries: Annotated[
        dict[Country, Text],
        doc(
            "What the network calls a country. In a language that is not given, CLDR’s name "
            "stands.",
            "{QV: {en: Quivira}}",
        ),
    ] = field(default_factory=dict)
    recognised: Annotated[
        tuple[Country, ...],
        doc(
            "States that are no members of the United Nations but can have an embassy here.",
            "[VA, XK]",
        ),
    ] = ()
    topics: Annotated[
        dict[Slug, Text],
        doc(
            "What topics of news are called; else their ids as words. Entries of feeds that are "
            "filed under one of these ids or names have the topic.",
            "{trade: {en: Trade, fr: Commerce}}",
        ),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults(Record):
    """What posts and feeds have unless they say otherwise; those of posts are checked with each."""

    kinds: Annotated[
        dict[Kind, Annotated[dict[str, Any], Named("keys of a [post](posts.md#post-posts)", "")]],
        doc("For all posts of a kind.", "{honorary-consulate: {site: false}}"),
    ] = field(default_factory=dict)
    countries: Annotated[
        dict[
            Country, Annotated[dict[str, Any], Named("keys of a [post](posts.md#post-posts)", "")]
        ],
        doc("For all posts in a country.", "{JP: {timezone: Asia/Tokyo}}"),
    ] = field(default_factory=dict)
    keep: Annotated[
        Keep | None,
        doc(
            "How long entries stay that their feed has no longer, where the feed’s own `keep` "
            "does not say.",
            "{days: 180}",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(Record):
    """A warning that somebody has looked into and lets stand."""

    rule: Annotated[
        Warned,
        doc("The rule, as it stands in brackets at the end of the message.", "phone-of-elsewhere"),
    ]
    at: Annotated[
        Plain,
        doc(
            "For a warning about `posts.yaml` the keys that it names; else the file, below the "
            "folder of the network, for all that the rule says of it.",
            "posts.embassy-oslo.phone",
            "content/posts/embassy-oslo/notices.yaml",
        ),
    ]
    why: Annotated[Plain, doc("Why it may stand.", "They share a switchboard.")]
    until: Annotated[
        Day | None,
        doc(
            "The last day on which it may. After it the warning counts again and says so.",
            '"2027-03-31"',
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Record):
    """A partner in the field: regional trade agency, cultural institute, tourism board."""

    id: Annotated[Slug, doc("Its id.", "trade-house")]
    name: Annotated[Text, doc("Its name.", "Quivira Trade House")]
    url: Annotated[
        Url | None,
        doc(
            "Its site. Without one it is not among the partners of home and About, though its "
            "accounts and feeds count.",
            "https://trade.example.org/",
        ),
    ] = None
    about: Annotated[
        Text | None, doc("What it does, in a few words.", "{en: Helps companies to sell}")
    ] = None
    countries: Annotated[
        tuple[Country, ...], doc("Where it works; empty for everywhere.", "[JO, JP]")
    ] = ()
    channels: Annotated[tuple[Channel, ...], doc("Its official accounts.")] = ()
    feeds: Annotated[
        tuple[FeedSource, ...], doc("Its feeds; they flow to the sites where it works.")
    ] = ()
    sources: Annotated[
        tuple[Source, ...], doc("Where these facts are from; for editors, no page shows them.")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFile(Record):
    """A ministry's network of posts: what posts.yaml has at its top. Its parts are read singly."""

    ministry: Annotated[Ministry, doc("Whose network this is.")]
    naming: Annotated[
        Naming, doc("What the network calls countries otherwise than CLDR, and topics of news.")
    ] = Naming()
    defaults: Annotated[
        Defaults,
        doc("What posts of a kind or in a country have unless they say otherwise."),
    ] = Defaults()
    partners: Annotated[
        tuple[Partner, ...], doc("Trade agencies, cultural institutes and others.")
    ] = ()
    accepted: Annotated[
        tuple[Acceptance, ...],
        doc("Warnings that somebody has looked into and lets stand."),
    ] = ()
    posts: Annotated[tuple[Post, ...], Field(min_length=1), doc("The posts, virtual ones too.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedPost:
    """A post whose record cannot be used and that has no earlier good one."""

    id: str
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The whole network, checked."""

    ministry: Ministry
    naming: Naming
    partners: tuple[Partner, ...]
    posts: tuple[Post, ...]
    failed: tuple[FailedPost, ...] = ()
    keep: Keep = Keep()

    def feeds(self) -> Iterator[FeedSource]:
        """Return every feed of the ministry, of posts and of partners, as often as it is named."""
        yield from self.ministry.feeds
        for post in self.posts:
            yield from post.feeds
        for partner in self.partners:
            yield from partner.feeds
