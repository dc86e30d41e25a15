"""How to reach people: numbers, accounts and other posts, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from chancery.common.languages import language_name
from chancery.common.zones import zone_places
from chancery.network.fields import Text
from chancery.network.model import Channel, Contact, Messaging, Post, Status
from chancery.network.platforms import channel_url, platforms
from chancery.plan.desk import Desk
from chancery.plan.hours import minutes_between, monday_of, week
from chancery.plan.index import distance
from chancery.plan.views import Account, Number, OfficeView, PostCard, StatusView, Week, Words
from chancery.plan.words import AUDIENCE_LABELS, FROM_LABELS, N_, PURPOSE_LABELS

OUT_OF_HOURS = N_("outside opening hours")
ALWAYS = N_("day and night")


def phone(
    desk: Desk, number: str, purpose: str = "", hours: str = "", audience: str = ""
) -> Number:
    """Give a telephone number with its `tel:` address (RFC 3966)."""
    shown, national, href = desk.index.number(number)
    return Number(shown, href, purpose, national, audience, hours)


def email(address: str) -> Number:
    """Give a mail address with its `mailto:` address (RFC 6068)."""
    return Number(address, "mailto:" + quote(address, safe="@+"))


def contact_numbers(desk: Desk, contacts: Iterable[Contact]) -> tuple[Number, ...]:
    """Give every way to reach somebody, each with what it is for in a few words."""
    found = []
    for contact in contacts:
        more = _purpose(desk, contact)
        note = desk.speaker.words(contact.note) if contact.note else None
        if contact.phone:
            shown, national, href = desk.index.number(contact.phone)
            found.append(Number(shown, href, national=national, note=note, **more))
        if contact.email:
            found.append(Number(contact.email, email(contact.email).href, note=note, **more))
        if contact.url:
            found.append(Number(_bare(contact.url), contact.url, note=note, **more))
    return tuple(found)


def _bare(url: str) -> str:
    return url.split("://", 1)[1].rstrip("/")


def _purpose(desk: Desk, contact: Contact) -> dict[str, str]:
    said = [desk.say(AUDIENCE_LABELS[contact.for_])] if contact.for_ in AUDIENCE_LABELS else []
    said += [desk.say(FROM_LABELS[contact.from_])] if contact.from_ in FROM_LABELS else []
    names = (language_name(tag, desk.language) for tag in contact.languages)
    return {
        "purpose": desk.say(PURPOSE_LABELS[contact.purpose]),
        "audience": desk.speaker.join(said),
        "hours": contact_hours(desk, contact.hours),
        "not_for": desk.speaker.join(desk.say(PURPOSE_LABELS[p]) for p in contact.not_for),
        "languages": desk.speaker.join(names),
        "anchor": f"site-{contact.purpose}",
    }


def contact_hours(desk: Desk, hours: str | None) -> str:
    """Give the hours of a number in words; empty where unknown."""
    if hours is None:
        return ""
    if hours == "out-of-hours":
        return desk.say(OUT_OF_HOURS)
    shown = week(hours, "", desk.language, desk.index.inputs.settings.today)
    if shown.always:
        return desk.say(ALWAYS)
    return "; ".join(f"{row.days} {', '.join(row.ranges)}" for row in shown.rows if row.ranges)


def accounts(desk: Desk, channels: Iterable[Channel], owner: Words) -> tuple[Account, ...]:
    """Give official accounts with their addresses."""
    table = platforms()
    return tuple(
        Account(
            platform=table[channel.platform].name,
            handle=channel.handle,
            href=channel_url(channel.platform, channel.handle),
            owner=owner,
            language=language_name(channel.language, desk.language) if channel.language else "",
        )
        for channel in channels
    )


def messaging(desk: Desk, found: Iterable[Messaging], owner: Words) -> tuple[Account, ...]:
    """Give messaging accounts as plain links that start a conversation."""
    table = platforms()
    return tuple(
        Account(
            platform=table[account.platform].name,
            handle=account.handle or desk.index.number(account.number or "")[0],
            href=channel_url(account.platform, account.handle or account.number or ""),
            owner=owner,
            language=language_name(account.language, desk.language) if account.language else "",
            private=True,
        )
        for account in found
    )


def weeks(
    desk: Desk, hours: str | None, zone: str | None, reader_zone: str | None
) -> tuple[Week, ...]:
    """Give opening hours in the counter's time, and in the reader's where clocks differ."""
    if not hours:
        return ()
    today = desk.index.inputs.settings.today
    own = week(hours, zone or "", desk.language, today)
    if not (zone and reader_zone) or own.always:
        return (own,)
    if not minutes_between(zone, reader_zone, monday_of(today)):
        return (own,)
    return (own, week(hours, zone, desk.language, today, reader_zone))


def post_card(desk: Desk, post: Post, *, far_from: Post | None = None) -> PostCard:
    """Give another post in short, with its hours in its own and in this site's time."""
    reader_zone = desk.post.timezone if desk.post else None
    gap = ""
    if far_from is not None and (place := zone_places().get(far_from.timezone or "")):
        gap = f"{desk.speaker.number(max(1, round(distance(place, post))))} km"
    return PostCard(
        kind=desk.speaker.kind(post.kind),
        place=desk.speaker.place(post),
        href=desk.links.site(post.id, desk.language),
        country=desk.speaker.country(post.country) if post.country else "",
        address=_words(desk, post.address),
        phone=phone(desk, post.phone) if post.phone else None,
        email=email(post.email) if post.email else None,
        weeks=weeks(desk, post.opening_hours, post.timezone, reader_zone),
        website=post.website or "",
        distance=gap,
        closed=desk.say(STATE_HEADLINES[post.status.state]) if post.status.state != "open" else "",
    )


def _words(desk: Desk, text: Text | None) -> Words | None:
    return desk.speaker.words(text) if text else None


STATE_HEADLINES = {
    "open": "",
    "closing": N_("This post is to close"),
    "closed": N_("This post is closed"),
    "suspended": N_("This post does not serve the public at present"),
    "relocated": N_("This post works from another place"),
}


def status_view(desk: Desk, status: Status) -> StatusView | None:
    """Give what is to be said when a post does not work as usual; None when it does."""
    if status.state == "open" and status.why is None:
        return None
    server = desk.index.posts.get(status.served_by or "")
    return StatusView(
        headline=desk.say(STATE_HEADLINES[status.state]) if status.state != "open" else "",
        since=desk.speaker.day(status.since) if status.since else "",
        why=_words(desk, status.why),
        source=(status.source.url or "") if status.source else "",
        server=post_card(desk, server) if server else None,
    )


def office_views(desk: Desk, post: Post) -> tuple[OfficeView, ...]:
    """Give the parts of a post that have their own door."""
    return tuple(
        OfficeView(
            anchor=f"site-office-{office.id}",
            name=desk.speaker.words(office.name),
            address=_words(desk, office.address),
            weeks=weeks(desk, office.opening_hours, post.timezone, None),
            numbers=contact_numbers(desk, office.contacts),
            href=office.url or "",
        )
        for office in post.offices
    )


def helpers_of(desk: Desk, post: Post) -> Post | None:
    """Give who serves in the place of a post without people: who covers it, or serves now."""
    if post.closed:
        return desk.index.posts.get(post.status.served_by or "")
    cover = desk.index.posts.get(post.covered_by or "") if post.virtual else None
    if cover is not None and cover.closed and cover.status.served_by:
        return desk.index.posts.get(cover.status.served_by) or cover
    return cover


def emergency_contacts(post: Post) -> list[Contact]:
    """Give the contacts of a post that are for emergencies."""
    return [contact for contact in post.contacts if contact.purpose == "emergency"]


def help_number(desk: Desk) -> Number | None:
    """Give the one number for the strip on every page: the first that is surely answered."""
    post = desk.post
    candidates = [post, helpers_of(desk, post)] if post else []
    for one in candidates:
        if one is not None and not one.closed:
            urgent = [c for c in emergency_contacts(one) if c.phone and c.for_ != "relatives"]
            if urgent:
                return contact_numbers(desk, urgent[:1])[0]
    return crisis_number(desk)


def crisis_number(desk: Desk) -> Number | None:
    """Give the number of the ministry's crisis centre."""
    centre = desk.index.ministry.crisis_centre
    if centre is None:
        return None
    owner = desk.speaker.words(desk.index.ministry.name).text
    return phone(desk, centre.phone, hours=contact_hours(desk, centre.hours), audience=owner)
