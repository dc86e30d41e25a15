"""What posts.yaml says, as immutable typed objects. One name per thing: the YAML key is the field.

Kinds of post follow the Vienna Conventions on Diplomatic Relations (1961, articles 1 to 3) and on
Consular Relations (1963, articles 1 to 9, 68 for honorary consulates).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict

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

Kind = Literal[
    "embassy",
    "consulate-general",
    "consulate",
    "honorary-consulate",
    "mission",
    "permanent-representation",
    "representative-office",
    "virtual-embassy",
    "virtual-consulate",
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

    url: Annotated[Url | None, doc("The page that states the facts.")] = None
    item: Annotated[Plain | None, doc("A Wikidata item, such as Q17750083.")] = None
    facts: Annotated[tuple[Key, ...], doc("The keys that it states; empty for all.")] = ()
    official: Annotated[Flag, doc("True when it is the ministry's own site.")] = False
    seen: Annotated[Seen | None, doc("When it was read or written, as precisely as known.")] = None
    note: Annotated[Plain | None, doc("What to know about it, for editors.")] = None
    shown: Annotated[Flag, doc("False where no reader is to be sent there.")] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Record):
    """A place on the ground, in degrees of WGS 84, and how exactly it is known."""

    lat: Annotated[Latitude, doc("Degrees north, from -90 to 90.")]
    lon: Annotated[Longitude, doc("Degrees east, from -180 to 180.")]
    precision: Annotated[
        Precision, doc("How exactly it is known: only a door is marked and led to.")
    ] = "city"

    @property
    def exact(self) -> bool:
        """Whether somebody who goes there stands before the door."""
        return self.precision == "door"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """Where a post was before it moved."""

    address: Annotated[Text | None, doc("Where it was, as on a letter.")] = None
    location: Annotated[Location | None, doc("Where it stood on the map.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """One way to reach people: what for, for whom, from where, when, in which languages."""

    purpose: Annotated[Purpose, doc("What this way is for.")] = "general"
    phone: Annotated[Phone | None, doc("A number as dialled internationally.")] = None
    text_phone: Annotated[
        Phone | None, doc("A number for text telephones, or of a relay for those who cannot hear.")
    ] = None
    sms: Annotated[Phone | None, doc("A number that takes short messages.")] = None
    email: Annotated[Email | None, doc("A mail address.")] = None
    url: Annotated[Url | None, doc("A page with a form or a booking.")] = None
    for_: Annotated[Audience, doc("For whom it is.", alias="for")] = "everyone"
    from_: Annotated[DialledFrom, doc("From where it is meant to be used.", alias="from")] = (
        "anywhere"
    )
    not_for: Annotated[tuple[Purpose, ...], doc("What it is not for.")] = ()
    hours: Annotated[
        ContactHours | None,
        doc("When it answers: OpenStreetMap syntax, 24/7, out-of-hours, or unknown."),
    ] = None
    languages: Annotated[tuple[Language, ...], doc("In which languages it answers.")] = ()
    note: Annotated[Text | None, doc("A few words beside it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Record):
    """One official account on a platform."""

    platform: Annotated[Slug, doc("The platform's id.")]
    handle: Annotated[Plain, doc("The account's name or id there.")]
    language: Annotated[Language | None, doc("The language it mainly uses.")] = None
    hours: Annotated[Hours | None, doc("When somebody answers there.")] = None
    answers_within: Annotated[Within | None, doc("How soon it answers: hours or days.")] = None
    feed: Annotated[
        Literal["auto"] | None, doc("auto: its feed flows to the site like one of its own.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Messaging(Record):
    """A messaging account that answers people."""

    platform: Annotated[Slug, doc("The platform's id.")]
    number: Annotated[Phone | None, doc("The number to write to.")] = None
    handle: Annotated[Plain | None, doc("The account to write to.")] = None
    language: Annotated[Language | None, doc("The language it answers in.")] = None
    hours: Annotated[Hours | None, doc("When it answers.")] = None
    answers_within: Annotated[Within | None, doc("How soon it answers: hours or days.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep(Record):
    """How long entries stay that their feed has no longer."""

    days: Annotated[Days | None, doc("How many days after they were last there.")] = None
    entries: Annotated[
        Entries | None, doc("How many entries there are at most, with those that the feed has.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource(Record):
    """A feed that flows to a site: an address to fetch, or a file that another system leaves."""

    url: Annotated[Url | None, doc("The feed's address.")] = None
    file: Annotated[FeedFile | None, doc("A feed file below content/.")] = None
    title: Annotated[Text | None, doc("The name of the source, as readers see it.")] = None
    language: Annotated[Language | None, doc("Its language, where the feed does not say.")] = None
    topic: Annotated[Slug | None, doc("What it is about.")] = None
    countries: Annotated[
        tuple[Country, ...], doc("Only on posts in these countries; empty for all.")
    ] = ()
    images: Annotated[
        Literal["none", "copy"],
        doc("copy: inv feeds copies a small picture of each entry, and the site shows it."),
    ] = "none"
    keep: Annotated[Keep | None, doc("How long entries stay that it has no longer.")] = None

    @property
    def key(self) -> str:
        """The name under which its entries are kept."""
        return self.url or f"file:{self.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(Record):
    """What a service costs."""

    amount: Annotated[Amount, doc("The amount.")]
    currency: Annotated[Currency, doc("Its currency (ISO 4217).")]
    note: Annotated[Text | None, doc("For whom it is less, or when it is paid.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFee(Record):
    """What a fee is in the money of the place, at a rate of a day."""

    amount: Annotated[Amount, doc("The amount.")]
    currency: Annotated[Currency, doc("Its currency (ISO 4217).")]
    rate_of: Annotated[Day, doc("The day of the rate.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Record):
    """How what was made is handed over."""

    hours: Annotated[Hours | None, doc("When, where that is another time.")] = None
    by_post: Annotated[Flag, doc("True: it can be sent.")] = False
    courier: Annotated[Flag, doc("True: a courier can be sent for it.")] = False
    proxy: Annotated[Flag, doc("True: somebody else can fetch it, with a written word.")] = False
    note: Annotated[Text | None, doc("A few words beside it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """What to know before one comes."""

    booking: Annotated[Booking | None, doc("Whether an appointment is needed.")] = None
    booking_url: Annotated[Url | None, doc("Where it is made.")] = None
    each_person: Annotated[Flag, doc("True: everybody who comes needs one.")] = False
    slots_open: Annotated[Text | None, doc("When new appointments can be had.")] = None
    security: Annotated[Text | None, doc("What happens at the door.")] = None
    forbidden: Annotated[tuple[Text, ...], doc("What may not be brought.")] = ()
    companions: Annotated[Text | None, doc("Who may come along.")] = None
    getting_there: Annotated[Text | None, doc("How to come, and where to park.")] = None
    step_free: Annotated[StepFree | None, doc("Whether one gets in without steps.")] = None
    photographs: Annotated[Text | None, doc("Whether photographs are taken there.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """What a post offers: here, online, through another post, or not at all.

    What it says of fee and duration stands before what `content/services/` says for all posts.
    """

    service: Annotated[Slug, doc("The service's id: a shared page such as passports.")]
    available: Annotated[Available, doc("Where it is to be had.")] = "here"
    at: Annotated[PostId | None, doc("The post that does it instead.")] = None
    url: Annotated[Url | None, doc("Where it starts online.")] = None
    fee: Annotated[Fee | None, doc("What it costs here.")] = None
    local_fee: Annotated[LocalFee | None, doc("The fee in the money of the place.")] = None
    takes: Annotated[Text | None, doc("How long it takes here.")] = None
    languages: Annotated[tuple[Language, ...], doc("In which languages it is given here.")] = ()
    note: Annotated[Text | None, doc("A few words beside it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody in a role that the conventions know."""

    name: Annotated[Plain, doc("The name as written in public.")]
    role: Annotated[Role, doc("The role.")]
    since: Annotated[Day | None, doc("Since when.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Record):
    """Days on which a post, or a part of it, is closed or has other hours than usual."""

    from_: Annotated[Day, doc("The first of the days.", alias="from")]
    until: Annotated[Day | None, doc("The last of them, where there are several.")] = None
    reason: Annotated[Text, doc("Why, in a few words, per language.")]
    hours: Annotated[Hours | None, doc("The hours of these days; closed without.")] = None
    offices: Annotated[
        tuple[Slug, ...], doc("Only these parts of the post; empty for the whole post.")
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

    region: Annotated[Region | None, doc("The part of the country whose they are.")] = None
    add: Annotated[tuple[Holiday, ...], doc("Those that are missing.")] = ()
    drop: Annotated[tuple[Plain, ...], doc("Those that are not kept, by name or by date.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(Record):
    """A part of a post with its own door: visa office, cultural section, outside visa centre."""

    id: Annotated[Slug, doc("Its id within the post.")]
    name: Annotated[Text, doc("Its name.")]
    address: Annotated[Text | None, doc("Where it is, as on a letter.")] = None
    location: Annotated[Location | None, doc("Where it stands on the map.")] = None
    opening_hours: Annotated[Hours | None, doc("When its counter is open.")] = None
    contacts: Annotated[tuple[Contact, ...], doc("How to reach it.")] = ()
    payment: Annotated[tuple[Payment, ...], doc("How one can pay there.")] = ()
    visit: Annotated[Visit | None, doc("What to know before one comes.")] = None
    url: Annotated[Url | None, doc("Its own page.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class District(Record):
    """The consular district: the part of a country that a consulate serves."""

    text: Annotated[Text, doc("The district in words that a resident knows.")]
    regions: Annotated[tuple[Region, ...], doc("Its parts by ISO 3166-2.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Record):
    """Whether a post works, since when and why, and who serves in its place."""

    state: Annotated[State, doc("The state.")]
    since: Annotated[
        Day | None,
        doc("Since when, where known; for opening the first day, for closing the last one."),
    ] = None
    why: Annotated[Text | None, doc("Why, in a few words.")] = None
    served_by: Annotated[PostId | None, doc("The post that serves now.")] = None
    moved_from: Annotated[
        Place | None, doc("For relocated: where it is until then, and people come.")
    ] = None
    source: Annotated[Source | None, doc("Where this is from.")] = None

    def on(self, day: str) -> StateThen:
        """Give the state as it is on a day (ISO 8601): what is announced holds from its day on.

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

    feed: Annotated[Plain | None, doc("Only those of this feed, by its url or file.")] = None
    link: Annotated[Url | None, doc("Only the one that leads here.")] = None
    words: Annotated[
        tuple[Plain, ...], doc("Only those whose title has one of these words, or parts of it.")
    ] = ()
    hide: Annotated[Flag, doc("True shows them nowhere.")] = False
    pin: Annotated[Flag, doc("True keeps them first.")] = False
    topic: Annotated[Slug | None, doc("What they are about.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPolicy(Record):
    """What a post does with news: topics it takes, what it pins or leaves out, rules for feeds."""

    topics: Annotated[tuple[Slug, ...], doc("Topics it takes; empty for all.")] = ()
    pin: Annotated[tuple[Plain, ...], doc("Items that stay first, by date-slug.")] = ()
    leave_out: Annotated[tuple[Plain, ...], doc("Items it does not show, by date-slug.")] = ()
    rules: Annotated[tuple[NewsRule, ...], doc("What it does with entries of feeds.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralNews(Record):
    """What the ministry does with news on every site."""

    rules: Annotated[tuple[NewsRule, ...], doc("What is done with entries of feeds.")] = ()
    websub: Annotated[
        Url | None, doc("The WebSub hub that tells subscribers of the sites' own feeds.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hero(Record):
    """A picture of the place."""

    file: Annotated[PictureFile, doc("The picture's file below content/.")]
    alt: Annotated[Text | None, doc("What it shows, for those who do not see it.")] = None
    decorative: Annotated[Flag, doc("True when it says nothing: then without alt.")] = False
    focus: Annotated[Focus, doc("The focal point: x and y from 0 to 1.")] = (
        0.5,
        0.5,
    )
    credit: Annotated[Plain | None, doc("Whose picture it is.")] = None
    source: Annotated[Url | None, doc("Where the picture is from.")] = None
    licence: Annotated[Plain | None, doc("By which licence it is used.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Record):
    """One diplomatic or consular post, or a virtual one."""

    id: Annotated[PostId, doc("The folder, the URL and the branch.")]
    kind: Annotated[Kind, doc("What it is, in the terms of the Vienna Conventions.")]
    country: Annotated[Country | None, doc('Host country (ISO 3166-1), in quotes for "NO".')] = None
    organisation: Annotated[Text | None, doc("The organisation it is accredited to.")] = None
    name: Annotated[Text | None, doc("Its name, where kind and city do not say it.")] = None
    city: Annotated[Text | None, doc("The city, one name or one per language.")] = None
    covers: Annotated[tuple[Country, ...], doc("Other countries it is accredited to.")] = ()
    covered_by: Annotated[PostId | None, doc("The post that represents the country.")] = None
    hub: Annotated[PostId | None, doc("The strong hub of its region.")] = None
    parent: Annotated[PostId | None, doc("The post that an honorary consulate belongs to.")] = None
    site: Annotated[Flag, doc("False: listed with its parent, without a site of its own.")] = True
    district: Annotated[District | None, doc("The part of the country it serves.")] = None
    address: Annotated[Text | None, doc("Where it is, as on a letter.")] = None
    location: Annotated[Location | None, doc("Where it stands on the map.")] = None
    timezone: Annotated[Zone | None, doc("Its IANA time zone.")] = None
    phone: Annotated[Phone | None, doc("The general number.")] = None
    email: Annotated[Email | None, doc("The general mail address.")] = None
    contacts: Annotated[tuple[Contact, ...], doc("Every further way to reach people.")] = ()
    website: Annotated[Url | None, doc("Its existing official site.")] = None
    publish_url: Annotated[Url | None, doc("Where this site will live.")] = None
    mirrors: Annotated[tuple[Url, ...], doc("Other addresses of this site.")] = ()
    opening_hours: Annotated[Hours | None, doc("When its counter is open.")] = None
    hours_note: Annotated[Text | None, doc("What the hours do not say.")] = None
    closures: Annotated[tuple[Closure, ...], doc("When it is closed besides.")] = ()
    holidays: Annotated[Holidays, doc("What is otherwise about its public holidays.")] = Holidays()
    accessibility: Annotated[Text | None, doc("Access to the premises.")] = None
    languages: Annotated[
        tuple[PolicyLanguage, ...], doc("Adds to the policy (+nb), or replaces it (nb).")
    ] = ()
    channels: Annotated[tuple[Channel, ...], doc("Its official accounts.")] = ()
    messaging: Annotated[tuple[Messaging, ...], doc("Its messaging accounts.")] = ()
    feeds: Annotated[tuple[FeedSource, ...], doc("Its own feeds.")] = ()
    news: Annotated[NewsPolicy, doc("What it does with central news.")] = NewsPolicy()
    services: Annotated[tuple[Service, ...], doc("What it offers.")] = ()
    payment: Annotated[tuple[Payment, ...], doc("How one can pay there.")] = ()
    visit: Annotated[Visit | None, doc("What to know before one comes.")] = None
    collection: Annotated[Collection | None, doc("How what was made is handed over.")] = None
    offices: Annotated[tuple[Office, ...], doc("Its parts with their own door.")] = ()
    people: Annotated[tuple[Person, ...], doc("Who holds which role.")] = ()
    status: Annotated[Status, doc("Whether it works.")] = Status(state="open")
    sections: Annotated[tuple[Slug, ...], doc("The order of the navigation.")] = ()
    accent: Annotated[Accent | None, doc("Its colour; contrast is checked.")] = None
    hero: Annotated[Hero | None, doc("A picture of the place.")] = None
    greeting: Annotated[Text | None, doc("How people there greet, per language.")] = None
    sources: Annotated[tuple[Source, ...], doc("Where the facts are from.")] = ()

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

    phone: Annotated[Phone, doc("The number as dialled internationally.")]
    text_phone: Annotated[Phone | None, doc("A number for text telephones, or of a relay.")] = None
    sms: Annotated[Phone | None, doc("A number that takes short messages.")] = None
    hours: Annotated[ContactHours | None, doc("When it answers, as of contacts.")] = None
    source: Annotated[Source | None, doc("Where this is from.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyServices(Record):
    """Which number of a country is for what; it goes before the table that comes with Chancery."""

    police: Annotated[ShortNumbers, doc("The police.")] = ()
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

    name: Annotated[Text, doc("Its name per language.")]
    country: Annotated[Country, doc("Its country (ISO 3166-1); CLDR names it.")]
    url: Annotated[Url, doc("Where the whole tree will live; ends in a slash.")]
    demonstration: Annotated[Flag, doc("True marks every page as a demonstration.")] = False
    publisher: Annotated[
        Publisher | None, doc("Who publishes the sites, where that is not the ministry.")
    ] = None
    languages: Annotated[tuple[Language, ...], doc("The language policy, main language first.")]
    fallback: Annotated[
        tuple[Language, ...], doc("Which languages stand in for a missing one, best first.")
    ] = ()
    website: Annotated[Url | None, doc("Its existing official site.")] = None
    address: Annotated[Text | None, doc("Where it is, as on a letter.")] = None
    phone: Annotated[Phone | None, doc("The general number.")] = None
    timezone: Annotated[Zone | None, doc("Its IANA time zone.")] = None
    holidays: Annotated[Holidays, doc("What is otherwise about its country's holidays.")] = (
        Holidays()
    )
    crisis_centre: Annotated[CrisisCentre | None, doc("Where it answers at any hour.")] = None
    emergency_numbers: Annotated[
        dict[Country, EmergencyServices],
        doc("Which of a country's numbers for emergencies is for what, where you know better."),
    ] = field(default_factory=dict)
    registration: Annotated[
        Registration, doc("Where citizens register a journey or that they live abroad.")
    ] = Registration()
    mirrors: Annotated[
        tuple[Url, ...], doc("Other addresses of the whole tree, for readers who are kept from it.")
    ] = ()
    offline: Annotated[
        Flag, doc("True lets browsers keep the pages of help, to show them without a network.")
    ] = False
    archives: Annotated[Flag, doc("True lets each site offer itself as a ZIP file.")] = False
    page_reports: Annotated[
        Email | None,
        doc(
            "Where readers write that something is wrong on a page. Without it they write to the "
            "post, or to the ministry; from a demonstration to its publisher."
        ),
    ] = None
    contacts: Annotated[tuple[Contact, ...], doc("Every further way to reach it.")] = ()
    channels: Annotated[tuple[Channel, ...], doc("Central channels, shown on every site.")] = ()
    feeds: Annotated[tuple[FeedSource, ...], doc("Central feeds, flow to every site.")] = ()
    news: Annotated[CentralNews, doc("What is done with news on every site.")] = CentralNews()
    sources: Annotated[tuple[Source, ...], doc("Where the facts are from.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming(Record):
    """The network's own names: countries that it calls otherwise than CLDR, topics of news."""

    countries: Annotated[dict[Country, Text], doc("Names of countries per language.")] = field(
        default_factory=dict
    )
    recognised: Annotated[
        tuple[Country, ...], doc("States that are no members of the United Nations.")
    ] = ()
    topics: Annotated[dict[Slug, Text], doc("Names of topics of news per language.")] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults(Record):
    """What posts and feeds have unless they say otherwise; those of posts are checked with each."""

    kinds: Annotated[dict[Kind, dict[str, Any]], doc("By the kind of a post.")] = field(
        default_factory=dict
    )
    countries: Annotated[dict[Country, dict[str, Any]], doc("By the host country.")] = field(
        default_factory=dict
    )
    keep: Annotated[Keep | None, doc("How long entries stay that their feed has no longer.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(Record):
    """A warning that somebody has looked into and lets stand."""

    rule: Annotated[Warned, doc("The rule, as it stands in brackets behind the warning.")]
    at: Annotated[Plain, doc("The keys that the warning names, or the file where it names none.")]
    why: Annotated[Plain, doc("Why it may stand.")]
    until: Annotated[Day | None, doc("The last day on which it may.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Record):
    """A partner in the field: regional trade agency, cultural institute, tourism board."""

    id: Annotated[Slug, doc("Its id.")]
    name: Annotated[Text, doc("Its name.")]
    url: Annotated[Url | None, doc("Its site.")] = None
    about: Annotated[Text | None, doc("What it does, in a few words.")] = None
    countries: Annotated[tuple[Country, ...], doc("Where it works; empty for everywhere.")] = ()
    channels: Annotated[tuple[Channel, ...], doc("Its official accounts.")] = ()
    feeds: Annotated[tuple[FeedSource, ...], doc("Its feeds.")] = ()
    sources: Annotated[tuple[Source, ...], doc("Where the facts are from.")] = ()


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
        """Give every feed of the ministry, of posts and of partners, as often as it is named."""
        yield from self.ministry.feeds
        for post in self.posts:
            yield from post.feeds
        for partner in self.partners:
            yield from partner.feeds
