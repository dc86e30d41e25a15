"""What posts.yaml says, as immutable typed objects. One name per thing: the YAML key is the field.

Kinds of post follow the Vienna Conventions on Diplomatic Relations (1961, articles 1 to 3) and on
Consular Relations (1963, articles 1 to 9, 68 for honorary consulates).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from chancery.network.fields import (
    Accent,
    Amount,
    ContactHours,
    Country,
    Currency,
    Day,
    Days,
    Email,
    Entries,
    FeedFile,
    Flag,
    Focus,
    Hours,
    Key,
    Language,
    Latitude,
    Longitude,
    Named,
    Phone,
    PictureFile,
    Plain,
    PolicyLanguage,
    PostId,
    Region,
    Seen,
    ShortNumbers,
    Slug,
    Text,
    Url,
    Warned,
    Within,
    Zone,
    doc,
)

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

Purpose = Literal[
    "general", "emergency", "consular", "visas", "passports", "legalisation", "civil-status",
    "appointments", "trade", "culture", "press", "complaints", "information", "abuse",
]  # fmt: skip
Audience = Literal["everyone", "citizens", "relatives", "foreigners", "companies", "press"]
DialledFrom = Literal["anywhere", "host", "home"]
State = Literal["opening", "open", "closing", "closed", "suspended", "relocated"]
#: The state of a post on a day: one that is to move from then on is there still.
StateThen = State | Literal["moving"]
Precision = Literal["door", "street", "city"]
Payment = Literal["cash", "card", "bank-transfer", "online", "mobile", "cheque"]
Booking = Literal["needed", "possible", "not-needed"]
StepFree = Literal["yes", "with-help", "no"]
Available = Literal["here", "online", "elsewhere", "by-post", "honorary-consul", "none"]
#: Whom one calls in danger; without the first three nobody can say that all is known.
EmergencyService = Literal[
    "police", "ambulance", "fire", "gendarmerie", "tourist_police", "coast_guard",
    "mountain_rescue",
]  # fmt: skip
Role = Literal["head-of-mission", "deputy", "consul", "charge-d-affaires", "honorary-consul"]


class Record:
    """What all records share: unknown keys are refused, numbers are not taken for text."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", strict=False, validate_by_name=False, validate_by_alias=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """Where facts of a record are from."""

    url: Annotated[
        Url | None, doc("The page that states the facts.", "https://www.example.org/contact")
    ] = None
    item: Annotated[Plain | None, doc("A Wikidata item.", "Q17750083")] = None
    facts: Annotated[
        tuple[Key, ...],
        doc("The keys of this record that it states; empty for all.", "[address, phone]"),
    ] = ()
    official: Annotated[Flag, doc("`true` when it is the ministry’s own site.", "true")] = False
    seen: Annotated[
        Seen | None, doc("When it was read or written, as precisely as known.", '"2026-11"')
    ] = None
    note: Annotated[Plain | None, doc("What to know about it.", "Old address until August.")] = None
    shown: Annotated[
        Flag,
        doc(
            "`false` where no reader is to be sent: a private firm’s page, a copy of an "
            "encyclopedia. It stays in `site.json`.",
            "false",
        ),
    ] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Record):
    """A place on the ground, in degrees of WGS 84, and how exactly it is known."""

    lat: Annotated[Latitude, doc("Degrees north, WGS 84.", "59.9139")]
    lon: Annotated[Longitude, doc("Degrees east, WGS 84.", "10.7522")]
    precision: Annotated[
        Precision,
        doc(
            "How exactly it is known. Only a `door` gets a mark on a map of the town, a link for "
            "apps of maps and a place in JSON-LD and `contact.vcf`. Else contact leads to a "
            "search for the address, or to the area without a mark, and says that the exact "
            "place is not known.",
            "door",
        ),
    ] = "city"

    @property
    def exact(self) -> bool:
        """Whether somebody who goes there stands before the door."""
        return self.precision == "door"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """Where a post was before it moved."""

    address: Annotated[
        Text | None, doc("Where it was, as on a letter.", "Mustergasse 5, 1010 Wien")
    ] = None
    location: Annotated[Location | None, doc("Where it stood on the map.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint(Record):
    """One contact point: how to reach people, what for, for whom, when and in which languages."""

    purpose: Annotated[
        Purpose,
        doc("What it is for; `information` is access to it by law, `abuse` reporting it.", "visas"),
    ] = "general"
    phone: Annotated[Phone | None, doc("A telephone number.", '"+44 1632 960101"')] = None
    text_phone: Annotated[
        Phone | None,
        doc(
            "A number for text telephones, or of a relay for those who cannot hear. Help now shows "
            "those for emergencies under *Without speaking*, with messaging accounts and mail.",
            '"+44 1632 960104"',
        ),
    ] = None
    sms: Annotated[
        Phone | None,
        doc("A number that takes text messages; shown as `text_phone` is.", '"+44 1632 960104"'),
    ] = None
    email: Annotated[Email | None, doc("A mail address.", "visas.oslo@example.org")] = None
    url: Annotated[
        Url | None, doc("A page with a form or a booking.", "https://booking.example.org/oslo")
    ] = None
    for_: Annotated[Audience, doc("For whom it is.", "citizens", alias="for")] = "everyone"
    from_: Annotated[
        DialledFrom,
        doc(
            "From where it is meant to be used: `host` for people in the host country, `home` "
            "for those at home.",
            "host",
            alias="from",
        ),
    ] = "anywhere"
    not_for: Annotated[
        tuple[Annotated[Purpose, Named("purpose", "purposes")], ...],
        doc("What it is not for.", "[visas, passports]"),
    ] = ()
    hours: Annotated[
        ContactHours | None,
        doc(
            "When it answers. A number for emergencies without hours is a warning; `unknown` "
            "says that nobody knows.",
            "out-of-hours",
        ),
    ] = None
    languages: Annotated[
        tuple[Language, ...], doc("In which languages it answers.", "[ar, en]")
    ] = ()
    note: Annotated[Text | None, doc("A few words beside it.", "{en: Only if it cannot wait.}")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Record):
    """One official account on a platform."""

    platform: Annotated[
        Slug,
        Named("id of a [channel platform](platforms.md)", ""),
        doc("The platform.", "mastodon"),
    ]
    handle: Annotated[
        Plain,
        doc(
            "The account’s name there; an `@name` or the account’s address is understood too.",
            "embassy@social.example.org",
        ),
    ]
    language: Annotated[Language | None, doc("The language it mainly uses.", "en")] = None
    hours: Annotated[Hours | None, doc("When somebody answers there.", '"Mo-Fr 09:00-16:00"')] = (
        None
    )
    answers_within: Annotated[Within | None, doc("How soon it answers.", "2d")] = None
    feed: Annotated[
        Literal["auto"] | None,
        doc(
            "Brings its feed to the site like one of its own; on [platforms that have "
            "feeds](platforms.md#feeds-of-accounts).",
            "auto",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Messaging(Record):
    """A messaging account that answers people."""

    platform: Annotated[
        Slug,
        Named("id of a [messaging platform](platforms.md)", ""),
        doc("The platform.", "whatsapp"),
    ]
    number: Annotated[Phone | None, doc("The number to write to.", '"+44 7700 900110"')] = None
    handle: Annotated[Plain | None, doc("The account to write to.", "qavira.amman.example")] = None
    language: Annotated[Language | None, doc("The language it answers in.", "en")] = None
    hours: Annotated[Hours | None, doc("When it answers.", '"Mo-Fr 09:00-16:00"')] = None
    answers_within: Annotated[Within | None, doc("How soon it answers.", "4h")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep(Record):
    """How long entries stay that their feed has no longer."""

    days: Annotated[
        Days | None,
        doc("For how many days after it was missed first an entry stays; 365 else.", "90"),
    ] = None
    entries: Annotated[
        Entries | None,
        doc("How many entries of the feed there are at most, the oldest go first; 200 else.", "50"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource(Record):
    """A feed that flows to a site: an address to fetch, or a file that another system leaves."""

    url: Annotated[Url | None, doc("The feed’s address.", "https://www.example.org/feed.xml")] = (
        None
    )
    file: Annotated[
        FeedFile | None, doc("A feed that another system leaves as a file.", "feeds/press.xml")
    ] = None
    title: Annotated[
        Text | None,
        doc("The name of the source, as readers see it; else its owner’s.", "{en: Trade news}"),
    ] = None
    language: Annotated[
        Language | None, doc("Its language, where the feed does not say.", "en")
    ] = None
    topic: Annotated[Slug | None, doc("What it is about.", "trade")] = None
    countries: Annotated[
        tuple[Country, ...],
        doc("Only on posts in these countries, or accredited to them; empty for all.", "[PE, BO]"),
    ] = ()
    images: Annotated[
        Literal["none", "copy"],
        doc(
            "`copy`: `chancery feeds` copies a small picture of each entry, and the site shows it "
            "beside the news. Only for a feed with a `url`, and only where its owner lets you: a "
            "picture has an author.",
            "copy",
        ),
    ] = "none"
    keep: Annotated[
        Keep | None,
        doc(
            "How long entries stay that it has no longer; else as `defaults` says. Where several "
            "name a feed, the longest counts. Only for a feed with a `url`: a file is shown as "
            "it is.",
            "{days: 90}",
        ),
    ] = None

    @property
    def key(self) -> str:
        """The name under which its entries are kept."""
        return self.url or f"file:{self.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(Record):
    """What a service costs."""

    amount: Annotated[Amount, doc("The amount; 0 is said to be free.", "75")]
    currency: Annotated[Currency, doc("Its currency.", "EUR")]
    note: Annotated[Text | None, doc("For whom it is less, or when it is paid.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFee(Record):
    """What a fee is in the money of the place, at a rate of a day."""

    amount: Annotated[Amount, doc("The amount.", "880")]
    currency: Annotated[Currency, doc("Its currency.", "NOK")]
    rate_of: Annotated[Day, doc("The day of the rate.", '"2026-11-02"')]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Record):
    """How what was made is handed over."""

    hours: Annotated[Hours | None, doc("When, where that is another time.")] = None
    by_post: Annotated[Flag, doc("`true`: it can be sent.")] = False
    courier: Annotated[Flag, doc("`true`: a courier can be sent for it.")] = False
    proxy: Annotated[Flag, doc("`true`: somebody else can fetch it, with a written word.")] = False
    note: Annotated[Text | None, doc("A few words beside it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """What to know before one comes."""

    booking: Annotated[
        Booking | None,
        doc(
            "Whether an appointment is needed. The page adds that it is free and that no agency "
            "has better access.",
            "needed",
        ),
    ] = None
    booking_url: Annotated[
        Url | None, doc("Where it is made.", "https://booking.example.org/oslo")
    ] = None
    each_person: Annotated[Flag, doc("`true`: everybody who comes needs one.", "true")] = False
    slots_open: Annotated[
        Text | None, doc("When new appointments can be had.", '{en: "Every Monday at 9:00"}')
    ] = None
    security: Annotated[
        Text | None, doc("What happens at the door.", "{en: Your bag is looked through.}")
    ] = None
    forbidden: Annotated[tuple[Text, ...], doc("What may not be brought.", "[{en: Knives}]")] = ()
    companions: Annotated[Text | None, doc("Who may come along.")] = None
    getting_there: Annotated[Text | None, doc("How to come, and where to park.")] = None
    step_free: Annotated[
        StepFree | None, doc("Whether one gets in without steps.", "with-help")
    ] = None
    photographs: Annotated[
        Text | None,
        doc("Whether photographs are taken there."),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """What a post offers: here, online, through another post, or not at all.

    What it says of fee and duration stands before what `content/services/` says for all posts.
    """

    service: Annotated[Slug, doc("A text page of the group `services`.", "passports")]
    available: Annotated[Available, doc("Where it is to be had.", "elsewhere")] = "here"
    at: Annotated[
        PostId | None,
        doc(
            "The post that does it instead. Without it readers of a service that is `elsewhere` "
            "are told “not at this post”: say in `note` who does it.",
            "embassy-vienna",
        ),
    ] = None
    url: Annotated[Url | None, doc("Where it starts online.", "https://visas.example.org/")] = None
    fee: Annotated[
        Fee | None,
        doc(
            "What it costs here, where that is not what [the ministry "
            "says](advice.md#what-a-service-takes).",
            "{amount: 75, currency: EUR}",
        ),
    ] = None
    local_fee: Annotated[
        LocalFee | None,
        doc(
            "The fee in the money of the place, at the rate of a day. No amount has more "
            "decimals than its currency.",
            '{amount: 880, currency: NOK, rate_of: "2026-11-02"}',
        ),
    ] = None
    takes: Annotated[Text | None, doc("How long it takes here.", "{en: Three weeks}")] = None
    languages: Annotated[
        tuple[Language, ...], doc("In which languages it is given here.", "[ar, en]")
    ] = ()
    note: Annotated[Text | None, doc("A few words beside it.", "{en: Fill in the form first.}")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody in a role that the conventions know."""

    name: Annotated[Plain, doc("The name as written in public.", "Sample Person")]
    role: Annotated[Role, doc("The role.", "consul")]
    since: Annotated[Day | None, doc("Since when.", '"2025-09-01"')] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Record):
    """Days on which a post, or a part of it, is closed or has other hours than usual."""

    from_: Annotated[Day, doc("The first of the days.", '"2026-12-24"', alias="from")]
    until: Annotated[
        Day | None, doc("The last of them, where there are several.", '"2026-12-31"')
    ] = None
    reason: Annotated[Text, doc("Why, in a few words.", "{en: Day of training}")]
    hours: Annotated[
        Hours | None,
        doc(
            "The hours of these days; without them it is closed. Without `offices` they are "
            "those of the post’s own counter alone.",
            '"Mo-Fr 10:00-12:00"',
        ),
    ] = None
    offices: Annotated[
        tuple[Slug, ...],
        doc(
            "Only these [offices](posts.md#office-offices); left out, the whole post with its "
            "offices and telephones.",
            "[visa-centre]",
        ),
    ] = ()

    @property
    def last(self) -> str:
        """The last of the days."""
        return self.until or self.from_


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Record):
    """A public holiday that is not generally known to be one."""

    date: Annotated[Day, doc("Its day.")]
    name: Annotated[Text, doc("Its name per language.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays(Record):
    """What is otherwise about the public holidays of a country than is generally known."""

    region: Annotated[
        Region | None, doc("The part of the country whose holidays they are.", "US-NY")
    ] = None
    add: Annotated[
        tuple[Holiday, ...],
        doc(
            "Holidays that are missing, each with its name per language.",
            '[{date: "2026-12-01", name: {en: Lighthouse Day}}]',
        ),
    ] = ()
    drop: Annotated[
        tuple[Annotated[Plain, Named("name or date", "names or dates")], ...],
        doc(
            "Holidays that are not kept; a name in any language that it is known in.",
            '[Boxing Day, "2026-05-15"]',
        ),
    ] = ()


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
class District(Record):
    """The consular district: the part of a country that a consulate serves."""

    text: Annotated[
        Text,
        doc("The district in words that a resident knows.", "{en: Bavaria and Baden-Württemberg}"),
    ]
    regions: Annotated[
        tuple[Region, ...],
        doc("Its parts, all of the post’s country; no page shows them yet.", "[DE-BY, DE-BW]"),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Record):
    """Whether a post works, since when and why, and who serves in its place."""

    state: Annotated[
        State,
        doc(
            "The state. While a post is `opening`, `closed` or `suspended`, no page tells "
            "anybody to call it or to come to it, and every page says who serves instead.",
            "closed",
        ),
    ]
    since: Annotated[
        Day | None,
        doc(
            "The day: since when, or from when where it is still to come; for `opening`, the "
            "first day on which it is open; for `closing`, the last. What is announced holds "
            "from its day on, by the clocks of the post’s `timezone`: until then a post that is "
            "`closed` or `suspended` later is one that is to close. Readers are told state and "
            "day in one sentence, so leave it out where only a month or a season is known, and "
            "say that in `why`.",
            '"2026-08-17"',
        ),
    ] = None
    why: Annotated[Text | None, doc("Why, in a few words.", "{en: The lease ended.}")] = None
    served_by: Annotated[
        PostId | None,
        doc(
            "The post that serves now. Where that one serves nobody either, who serves in its "
            "place; where nobody is known, pages say so and give the ministry’s number for "
            "consular matters (else its general one, else the crisis centre’s).",
            "embassy-vienna",
        ),
    ] = None
    moved_from: Annotated[Place | None, doc("For `relocated`: where it is until `since`.")] = None
    source: Annotated[Source | None, doc("Where this is from; its `url` is linked.")] = None

    def on(self, day: str) -> StateThen:
        """Return the state as it is on a day (ISO 8601): what is announced holds from its day on.

        A post that is to close serves on the last day too.
        """
        since = self.since or ""
        if self.state == "opening" and since and since <= day:
            return "open"
        if self.state == "closing" and since and since < day:
            return "closed"
        if self.state in ("closed", "suspended") and since > day:
            return "closing"
        if self.state == "relocated" and since > day:
            return "moving"
        return self.state


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRule(Record):
    """What is done with entries of feeds that match all that it asks."""

    feed: Annotated[
        Plain | None, doc("Only entries of this feed, by its `url` or `file`.", "feeds/press.xml")
    ] = None
    link: Annotated[
        Url | None, doc("Only the entry that leads here.", "https://press.example.org/42")
    ] = None
    words: Annotated[
        tuple[Plain, ...],
        doc(
            "Only entries whose title has one of these words, or a part of it; capitals and "
            "accents are no matter.",
            "[visa, visum]",
        ),
    ] = ()
    hide: Annotated[Flag, doc("`true` shows them nowhere.", "true")] = False
    pin: Annotated[Flag, doc("`true` keeps them first.", "true")] = False
    topic: Annotated[
        Slug | None, doc("What they are about, beside their feed’s topic.", "consular")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPolicy(Record):
    """What a post does with news: topics it takes, what it pins or leaves out, rules for feeds."""

    topics: Annotated[
        tuple[Slug, ...],
        doc(
            "Which central news and feeds it takes; empty for all. A feed without a topic is "
            "taken always, a news item without one only when this is empty.",
            "[consular, culture]",
        ),
    ] = ()
    pin: Annotated[
        tuple[Annotated[Plain, Named("name", "names")], ...],
        doc(
            "Items that stay first, by the file’s name without language and ending.",
            "[2026-11-05-consular-day]",
        ),
    ] = ()
    leave_out: Annotated[
        tuple[Annotated[Plain, Named("name", "names")], ...],
        doc("Central items it does not show.", "[2026-09-10-online-forms]"),
    ] = ()
    rules: Annotated[
        tuple[NewsRule, ...],
        doc("What it does with entries of feeds, beside the ministry’s rules."),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralNews(Record):
    """What the ministry does with news on every site."""

    rules: Annotated[tuple[NewsRule, ...], doc("What is done with entries of feeds.")] = ()
    websub: Annotated[
        Url | None,
        doc(
            "The [WebSub](https://www.w3.org/TR/websub/) hub that the sites’ own feeds name.",
            "https://hub.example.org/",
        ),
    ] = None


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
class CrisisCentre(Record):
    """Where the ministry answers at any hour."""

    phone: Annotated[Phone, doc("The number to call.", '"+44 1632 960999"')]
    text_phone: Annotated[
        Phone | None, doc("A number for text telephones, or of a relay.", '"+44 1632 960998"')
    ] = None
    sms: Annotated[Phone | None, doc("A number that takes text messages.", '"+44 1632 960998"')] = (
        None
    )
    hours: Annotated[
        ContactHours | None,
        doc(
            "When it answers. Without hours it is a warning; `unknown` says that nobody knows.",
            "24/7",
        ),
    ] = None
    source: Annotated[Source | None, doc("Where this is from; for editors, no page shows it.")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyServices(Record):
    """Which number of a country is for what; it goes before the table that comes with Chancery."""

    police: Annotated[
        ShortNumbers,
        doc(
            "The police; like each of the others what to dial for it, in the order to try.",
            '"112"',
            '["117", "112"]',
        ),
    ] = ()
    ambulance: Annotated[ShortNumbers, doc("An ambulance.")] = ()
    fire: Annotated[ShortNumbers, doc("The fire service.")] = ()
    gendarmerie: Annotated[ShortNumbers, doc("The gendarmerie.")] = ()
    tourist_police: Annotated[ShortNumbers, doc("The police for visitors.")] = ()
    coast_guard: Annotated[ShortNumbers, doc("Rescue at sea.")] = ()
    mountain_rescue: Annotated[ShortNumbers, doc("Rescue in the mountains.")] = ()
    source: Annotated[Source | None, doc("Where this is from.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(Record):
    """Where citizens tell the ministry where they are, so that it finds them in a crisis."""

    journey: Annotated[Url | None, doc("The form for travellers.")] = None
    residence: Annotated[Url | None, doc("The form for those who live abroad.")] = None
    source: Annotated[Source | None, doc("Where this is from.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher(Record):
    """Who publishes the sites, where that is not the ministry itself."""

    name: Annotated[Text, doc("Its name.")]
    email: Annotated[Email | None, doc("Where readers write to it about the sites.")] = None
    url: Annotated[Url | None, doc("Its own site.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ministry(Record):
    """The ministry whose network this is."""

    name: Annotated[Text, doc("Its name per language.", "{en: FPS Foreign Affairs}")]
    country: Annotated[Country, doc("Its country; CLDR has the name in every language.", "BE")]
    url: Annotated[
        Url,
        doc("Where the whole tree will live; ends in a slash.", "https://embassies.example.org/"),
    ]
    demonstration: Annotated[
        Flag, doc("`true` puts a notice on every page and keeps search engines away.", "true")
    ] = False
    publisher: Annotated[
        Publisher | None,
        doc(
            "Who publishes the sites, where that is not the ministry, and where to write to it: "
            "at the foot of every page, on the pages about posts, in feeds and for search "
            "engines. A demonstration without it says that nobody is named, and is told in a "
            "note.",
            "{name: The example society, email: web@example.org}",
        ),
    ] = None
    languages: Annotated[
        tuple[Language, ...],
        doc(
            "The language policy: every site has these, the main one first. One without a "
            "catalogue in the theme is told in a note.",
            "[nl, fr, de, en]",
        ),
    ]
    fallback: Annotated[
        tuple[Language, ...],
        doc("Which languages stand in for a missing one, best first.", "[en, fr]"),
    ] = ()
    website: Annotated[
        Url | None, doc("Its existing official site.", "https://ministry.example.org/")
    ] = None
    address: Annotated[
        Text | None, doc("Where it is, as on a letter.", "1 Lighthouse Square, Marsa Nour")
    ] = None
    phone: Annotated[Phone | None, doc("The general number.", '"+44 1632 960001"')] = None
    timezone: Annotated[
        Zone | None, doc("Its time zone; no page shows it yet.", "Europe/Brussels")
    ] = None
    holidays: Annotated[
        Holidays, doc("What is otherwise about the public holidays of its country, on all sites.")
    ] = Holidays()
    crisis_centre: Annotated[CrisisCentre | None, doc("Where it answers in a crisis.")] = None
    emergency_numbers: Annotated[
        dict[Country, EmergencyServices],
        doc(
            "Which of a country’s numbers for emergencies is for what, where you know better "
            "than [the table](posts.md#emergencyservices-emergency_numbers) that comes with "
            "Chancery.",
            '{"NO": {police: "112"}}',
        ),
    ] = field(default_factory=dict)
    registration: Annotated[
        Registration,
        doc(
            "Where citizens register a journey, or that they live abroad; advice, help and alert "
            "pages lead there. Without them they lead to the shared page `registration`.",
            '{journey: "https://ministry.example.org/journeys"}',
        ),
    ] = Registration()
    mirrors: Annotated[
        tuple[Url, ...],
        doc(
            "Other addresses of the whole tree, each ending in a slash, for readers whose "
            "network blocks it.",
            "[https://mirror.example.net/]",
        ),
    ] = ()
    offline: Annotated[
        Flag,
        doc(
            "`true` lets a browser that runs scripts keep the pages of help in the languages "
            "read, and show them when there is no network. It leaves them on the reader’s "
            "device, which is why it is asked for; `false` takes them away again at the next "
            "visit.",
            "true",
        ),
    ] = False
    archives: Annotated[
        Flag,
        doc(
            "`true` lets each site offer itself as a [ZIP "
            "file](web-team.md#for-readers-whose-network-blocks-a-site).",
            "true",
        ),
    ] = False
    page_reports: Annotated[
        Email | None,
        doc(
            "Where readers write that something is wrong on a page: each page has a link that "
            "names it. Without it they write to the post, or to the ministry’s general address; "
            "from a demonstration to its `publisher`.",
            "web@example.org",
        ),
    ] = None
    contacts: Annotated[tuple[ContactPoint, ...], doc("Every further way to reach it.")] = ()
    channels: Annotated[tuple[Channel, ...], doc("Central accounts, shown on every site.")] = ()
    feeds: Annotated[tuple[FeedSource, ...], doc("Central feeds; they flow to every site.")] = ()
    news: Annotated[CentralNews, doc("What is done with news on every site.")] = CentralNews()
    sources: Annotated[tuple[Source, ...], doc("Where these facts are from.")] = ()


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
