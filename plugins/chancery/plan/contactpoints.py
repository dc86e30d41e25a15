"""Telephone numbers, addresses of mail and pages, in a reader’s words and as links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from chancery.common.languages import language_name
from chancery.network.contacts import ContactPoint, CrisisCentre
from chancery.network.fields import IN_WORDS, OUT_OF_HOURS, UNKNOWN
from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.plan import checked, weekview
from chancery.plan.context import Context
from chancery.plan.counters import Opening
from chancery.plan.index import Dialled, country_code
from chancery.plan.openview import open_now
from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Words
from chancery.plan.words import (
    AUDIENCE_LABELS,
    COMMA,
    FROM_LABELS,
    N_,
    PURPOSE_LABELS,
)

#: What is said of hours that are words. Of unknown ones nothing: beside a number that somebody
#: needs now it only unsettles. The page of contact says it once (`some_unknown`).
SAID_IN_WORDS = {OUT_OF_HOURS: N_("outside opening hours"), UNKNOWN: ""}
ALWAYS, CLOSED = N_("day and night"), N_("Closed")


def phone(
    context: Context, number: str, purpose: str = "", hours: str = "", audience: str = ""
) -> ContactPointView:
    """Return a telephone number with its `tel:` address (RFC 3966)."""
    dialled = context.index.number(number)
    return ContactPointView(
        dialled.shown, dialled.href, purpose, national(context, dialled), audience, hours
    )


def own_phone(context: Context, owner: Post | Ministry) -> ContactPointView | None:
    """Return the telephone number of a post or the ministry itself; None where there is none."""
    if not owner.phone:
        return None
    return replace(phone(context, owner.phone), checked=checked.when(context, owner, "phone"))


def national(context: Context, dialled: Dialled) -> str:
    """Return what callers within the site's country dial; empty for another country's number."""
    host = country_code(context.post.country or "") if context.post else 0
    return dialled.national if dialled.country_code == host else ""


def email(address: str) -> ContactPointView:
    """Return a mail address with its `mailto:` address (RFC 6068)."""
    return ContactPointView(address, "mailto:" + quote(address, safe="@+"))


def contact_points(
    context: Context,
    contacts: Iterable[ContactPoint],
    owner: Post | None = None,
    *,
    written: bool = True,
    stated: str = "",
) -> tuple[ContactPointView, ...]:
    """Return every way to reach somebody, each with what it is for in a few words.

    owner: whose they are, where that is another post: what is to be dialled in its country is not
    "here" for readers of this site; written: whether numbers for those who do not speak are among
    them; stated: words that say when telephone numbers were checked, if that is long ago.
    """
    abroad = owner is not None and is_abroad(context, owner)
    found = []
    for contact in contacts:
        more = purpose_of(context, contact, abroad)
        note = context.localiser.words(contact.note) if contact.note else None
        if contact.phone:
            dialled = context.index.number(contact.phone)
            form = national(context, dialled)
            found.append(
                ContactPointView(
                    dialled.shown, dialled.href, national=form, note=note, checked=stated, **more
                )
            )
        if written:
            found += written_numbers(context, contact, more, note)
        if contact.email:
            found.append(
                ContactPointView(contact.email, email(contact.email).href, note=note, **more)
            )
        if contact.url:
            found.append(ContactPointView(_bare(contact.url), contact.url, note=note, **more))
    return tuple(found)


def is_abroad(context: Context, owner: Post) -> bool:
    """Say whether a post is in another country than the site's own."""
    return context.post is not None and owner.country != context.post.country


TEXT_PHONE = N_("Text telephone")
SMS = N_("Text message")


def written_numbers(
    context: Context,
    ways: ContactPoint | CrisisCentre,
    more: dict[str, Any],
    note: Words | None = None,
) -> Iterator[ContactPointView]:
    """Return the numbers of text telephones and for text messages (RFC 3966, RFC 5724)."""
    for number, label, scheme in (
        (ways.text_phone, TEXT_PHONE, "tel"),
        (ways.sms, SMS, "sms"),
    ):
        if number:
            dialled = context.index.number(number)
            bare = dialled.href.removeprefix("tel:")
            href = dialled.href if scheme == "tel" else f"sms:{bare.replace('-', '')}"
            purpose = context.localiser.join((context.say(label), more["purpose"]))
            yield ContactPointView(
                dialled.shown, href, national=national(context, dialled), note=note,
                **{**more, "purpose": purpose},
            )  # fmt: skip


NOT_FOR = N_("Not for:")


def described(context: Context, number: ContactPointView) -> str:
    """Say in one line what a number is for, for whom, when, and what it is not for."""
    not_for = f"{context.say(NOT_FOR)} {number.not_for}" if number.not_for else ""
    said = [number.purpose, number.audience, number.hours, number.languages, not_for]
    return context.say(COMMA).join(filter(None, said))


def anchored_contact_points(
    context: Context,
    contacts: Iterable[ContactPoint],
    opening: Opening | None = None,
    stated: str = "",
) -> tuple[ContactPointView, ...]:
    """Return every way to reach somebody, the first of each purpose with an anchor.

    Links in texts lead to that anchor (`contact:visas`). opening: when their owner is open, to say
    of telephones whether somebody answers now; stated: see `contact_points`.
    """
    found: list[ContactPointView] = []
    seen: set[str] = set()
    for place, contact in enumerate(contacts):
        for number in answered_now(context, contact, opening, f"contact:{place}", stated):
            anchor = f"site-{contact.purpose}" if contact.purpose not in seen else ""
            found.append(replace(number, anchor=anchor))
            seen.add(contact.purpose)
    return tuple(found)


def answered_now(
    context: Context, contact: ContactPoint, opening: Opening | None, key: str, stated: str
) -> Iterator[ContactPointView]:
    """Return the ways to reach somebody; a browser can say whether a telephone answers now."""
    now = open_now(context, opening, key)
    for number in contact_points(context, [contact], stated=stated):
        yield replace(number, now=now) if number.href.startswith("tel:") else number


def _bare(url: str) -> str:
    return url.split("://", 1)[1].rstrip("/")


def purpose_of(context: Context, contact: ContactPoint, abroad: bool) -> dict[str, Any]:
    """Return what is said of each way to reach a contact point, by the fields of its view."""
    said = [context.say(AUDIENCE_LABELS[contact.for_])] if contact.for_ in AUDIENCE_LABELS else []
    if contact.from_ in FROM_LABELS and not (abroad and contact.from_ == "host"):
        said.append(context.say(FROM_LABELS[contact.from_]))
    names = (language_name(tag, context.language) for tag in contact.languages)
    return {
        "purpose": context.say(PURPOSE_LABELS[contact.purpose]),
        "audience": context.localiser.join(said),
        "hours": contact_hours(context, contact.hours),
        "not_for": context.localiser.join(context.say(PURPOSE_LABELS[p]) for p in contact.not_for),
        "languages": context.localiser.join(names),
    }


def contact_hours(context: Context, hours: str | None) -> str:
    """Return the hours of a number in words; empty where unknown."""
    if hours is None:
        return ""
    if hours in IN_WORDS:
        return context.say(SAID_IN_WORDS[hours]) if SAID_IN_WORDS[hours] else ""
    country = (context.post and context.post.country) or ""
    today = context.index.inputs.settings.today
    found = weekview.weeks(context.localiser, hours, "", today, country=country)
    line = weekview.in_one_line(context.localiser, found, lambda: context.say(ALWAYS))
    return context.localiser.rows(
        [line, *weekview.soon(context.localiser, hours, today, context.say(CLOSED))]
    )


def some_unknown(owner: Post | Ministry) -> bool:
    """Say whether of some number of a post or the ministry nobody knows when it answers."""
    contacts = list(owner.contacts)
    if isinstance(owner, Post):
        contacts += [each for office in owner.offices for each in office.contacts]
    elif owner.crisis_centre and owner.crisis_centre.hours == UNKNOWN:
        return True
    return any(one.phone and one.hours == UNKNOWN for one in contacts)
