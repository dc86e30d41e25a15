"""What a post offers: services, what they cost, how one pays, and what to know before a visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from chancery.network.fields import (
    Amount,
    Currency,
    Day,
    Flag,
    Hours,
    Language,
    PostId,
    Slug,
    Text,
    Url,
    doc,
)
from chancery.network.record import Record

Payment = Literal["cash", "card", "bank-transfer", "online", "mobile", "cheque"]
Booking = Literal["needed", "possible", "not-needed"]
StepFree = Literal["yes", "with-help", "no"]
Available = Literal["here", "online", "elsewhere", "by-post", "honorary-consul", "none"]


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
