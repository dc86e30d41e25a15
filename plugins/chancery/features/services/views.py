"""What the templates of services see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.contactviews import PostCard
from chancery.plan.helpviews import CheckItem, Step
from chancery.plan.views import Link, Offer, Words


class ServiceLine(Struct, frozen=True):
    """One service: its page and where it is to be had."""

    anchor: str
    link: Link
    summary: Words | None
    offer: Offer | None


class ServicesView(Struct, frozen=True, kw_only=True):
    """Everything that the site offers."""

    services: tuple[ServiceLine, ...]
    note: str
    server: PostCard | None
    links: tuple[Link, ...] = ()


class VariantView(Struct, frozen=True, kw_only=True):
    """What of a service is otherwise for somebody; anchor: of its heading."""

    anchor: str
    title: str
    note: Words | None
    steps: tuple[Step, ...]
    documents: tuple[CheckItem, ...]
    fee: str
    takes: Words | None


class VisitView(Struct, frozen=True, kw_only=True):
    """What to know before one comes; notes, facts: in words; collection: how it is handed over."""

    booking: str
    booking_href: str
    notes: tuple[str, ...]
    facts: tuple[tuple[str, Words], ...]
    forbidden: tuple[Words, ...]
    collection: str
    collection_note: Words | None = None


class FactsView(Struct, frozen=True, kw_only=True):
    """What a service takes: fee, local_fee, payment, languages in words, empty where unknown.

    fee_checked: when the fee was checked, if that is long ago.
    """

    fee: str
    fee_note: Words | None
    local_fee: str
    payment: str
    takes: Words | None
    languages: str
    steps: tuple[Step, ...]
    documents: tuple[CheckItem, ...]
    variants: tuple[VariantView, ...]
    visit: VisitView | None
    sample: bool
    reviewed: str
    sources: tuple[Link, ...]
    fee_checked: str = ""


class MatrixRow(Struct, frozen=True):
    """A post and where it offers each service, in words; empty where it does not say."""

    post: Link
    cells: tuple[str, ...]


class MatrixView(Struct, frozen=True, kw_only=True):
    """Who offers which service; json, csv: the same for machines."""

    services: tuple[Words, ...]
    rows: tuple[MatrixRow, ...]
    json: str
    csv: str
