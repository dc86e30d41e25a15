"""How to reach people: contact points, the crisis centre, a country’s emergency services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from chancery.network.fields import (
    ContactHours,
    Email,
    Language,
    Named,
    Phone,
    ShortNumbers,
    Text,
    Url,
    doc,
)
from chancery.network.record import Record, Source

Purpose = Literal[
    "general", "emergency", "consular", "visas", "passports", "legalisation", "civil-status",
    "appointments", "trade", "culture", "press", "complaints", "information", "abuse",
]  # fmt: skip
Audience = Literal["everyone", "citizens", "relatives", "foreigners", "companies", "press"]
DialledFrom = Literal["anywhere", "host", "home"]


#: Whom one calls in danger; without the first three nobody can say that all is known.
EmergencyService = Literal[
    "police", "ambulance", "fire", "gendarmerie", "tourist_police", "coast_guard",
    "mountain_rescue",
]  # fmt: skip


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
