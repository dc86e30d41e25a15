"""The ministry whose network it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from chancery.network.channels import Channel
from chancery.network.closures import Holidays
from chancery.network.contacts import ContactPoint, CrisisCentre, EmergencyServices
from chancery.network.fields import (
    Country,
    Email,
    Flag,
    Language,
    Phone,
    Text,
    Url,
    Zone,
    doc,
)
from chancery.network.newsfeeds import CentralNews, FeedSource
from chancery.network.record import Record, Source


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
