"""How to reach people: numbers, accounts and other posts, in a reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from chancery.common.languages import host_languages, language_name
from chancery.geo.zones import zone_places
from chancery.network.accounts import channel_url
from chancery.network.fields import IN_WORDS, OUT_OF_HOURS, UNKNOWN, Text
from chancery.network.model import (
    Channel,
    Contact,
    CrisisCentre,
    Location,
    Messaging,
    Ministry,
    Post,
    Service,
)
from chancery.network.platforms import platforms
from chancery.plan import checked, weekview
from chancery.plan.desk import Desk
from chancery.plan.index import Dialled, country_code, distance
from chancery.plan.opening import Opening, ministry_opening
from chancery.plan.openview import closed_soon, open_now, opening_of
from chancery.plan.views import (
    Account,
    InsteadView,
    Link,
    Number,
    Offer,
    OfficeView,
    OpenNow,
    PersonLine,
    PostCard,
    StatusView,
    WayThere,
    Week,
    Words,
)
from chancery.plan.words import (
    AUDIENCE_LABELS,
    COMMA,
    FROM_LABELS,
    N_,
    PURPOSE_LABELS,
    ROLE_LABELS,
    in_city,
)

#: What is said of hours that are words. Of unknown ones nothing: beside a number that somebody
#: needs now it only unsettles. The page of contact says it once (`some_unknown`).
SAID_IN_WORDS = {OUT_OF_HOURS: N_("outside opening hours"), UNKNOWN: ""}
ALWAYS, CLOSED = N_("day and night"), N_("Closed")


def phone(
    desk: Desk, number: str, purpose: str = "", hours: str = "", audience: str = ""
) -> Number:
    """Give a telephone number with its `tel:` address (RFC 3966)."""
    dialled = desk.index.number(number)
    return Number(dialled.shown, dialled.href, purpose, national(desk, dialled), audience, hours)


def own_phone(desk: Desk, owner: Post | Ministry) -> Number | None:
    """Give the telephone number of a post or the ministry itself; None where there is none."""
    if not owner.phone:
        return None
    return replace(phone(desk, owner.phone), checked=checked.when(desk, owner, "phone"))


def national(desk: Desk, dialled: Dialled) -> str:
    """Give the form that callers within the site's country dial; empty for a number of another."""
    host = country_code(desk.post.country or "") if desk.post else 0
    return dialled.national if dialled.country_code == host else ""


def email(address: str) -> Number:
    """Give a mail address with its `mailto:` address (RFC 6068)."""
    return Number(address, "mailto:" + quote(address, safe="@+"))


def contact_numbers(
    desk: Desk, contacts: Iterable[Contact], owner: Post | None = None, *, written: bool = True,
    stated: str = "",
) -> tuple[Number, ...]:  # fmt: skip
    """Give every way to reach somebody, each with what it is for in a few words.

    owner: whose they are, where that is another post: what is to be dialled in its country is not
    "here" for readers of this site; written: whether numbers for those who do not speak are among
    them; stated: when telephone numbers were checked, if that is long ago.
    """
    abroad = owner is not None and _abroad(desk, owner)
    found = []
    for contact in contacts:
        more = _purpose(desk, contact, abroad)
        note = desk.speaker.words(contact.note) if contact.note else None
        if contact.phone:
            dialled = desk.index.number(contact.phone)
            form = national(desk, dialled)
            found.append(
                Number(
                    dialled.shown, dialled.href, national=form, note=note, checked=stated, **more
                )
            )
        if written:
            found += _written(desk, contact, more, note)
        if contact.email:
            found.append(Number(contact.email, email(contact.email).href, note=note, **more))
        if contact.url:
            found.append(Number(_bare(contact.url), contact.url, note=note, **more))
    return tuple(found)


def _abroad(desk: Desk, owner: Post) -> bool:
    return desk.post is not None and owner.country != desk.post.country


TEXT_PHONE = N_("Text telephone")
SMS = N_("Text message")


def _written(
    desk: Desk, ways: Contact | CrisisCentre, more: dict[str, Any], note: Words | None = None
) -> Iterator[Number]:
    """Give the numbers for those who do not speak or hear (RFC 3966, RFC 5724)."""
    for number, label, scheme in (
        (ways.text_phone, TEXT_PHONE, "tel"),
        (ways.sms, SMS, "sms"),
    ):
        if number:
            dialled = desk.index.number(number)
            bare = dialled.href.removeprefix("tel:")
            href = dialled.href if scheme == "tel" else f"sms:{bare.replace('-', '')}"
            purpose = desk.speaker.join((desk.say(label), more["purpose"]))
            yield Number(
                dialled.shown, href, national=national(desk, dialled), note=note,
                **{**more, "purpose": purpose},
            )  # fmt: skip


def without_speaking(desk: Desk, *, live: bool = False) -> tuple[Number, ...]:
    """Give the ways to reach help without speaking: of whoever is near and has one, and from home.

    Mail may be read late: it is shown alone only where nobody near has another way. live: as of
    help numbers.
    """
    posts = near(desk, desk.post) if desk.post else []
    own = _first_found(_silent(desk, post, live) for post in posts)
    mail = () if own else _first_found(_mail(post) for post in posts)
    return (*own, *crisis_written(desk), *mail)


def _silent(desk: Desk, post: Post, live: bool) -> tuple[Number, ...]:
    """Give text telephones and short messages for emergencies, then accounts, then mail."""
    found = [
        number
        for contact in emergency_contacts(post)
        for number in _written(desk, contact, _purpose(desk, contact, _abroad(desk, post)))
    ]
    opening = opening_of(desk, post) if live else None
    found += [
        Number(one.handle, one.href, purpose=one.platform, hours=one.hours, now=one.now)
        for one in messaging(desk, post.messaging, desk.speaker.place(post), opening)
    ]
    return (*found, *_mail(post)) if found else ()


def _mail(post: Post) -> tuple[Number, ...]:
    return (email(post.email),) if post.email else ()


NOT_FOR = N_("Not for:")


def described(desk: Desk, number: Number) -> str:
    """Say in one line what a number is for, for whom, when, and what it is not for."""
    not_for = f"{desk.say(NOT_FOR)} {number.not_for}" if number.not_for else ""
    said = [number.purpose, number.audience, number.hours, number.languages, not_for]
    return desk.say(COMMA).join(filter(None, said))


def anchored_numbers(
    desk: Desk, contacts: Iterable[Contact], opening: Opening | None = None, stated: str = ""
) -> tuple[Number, ...]:
    """Give every way to reach somebody; links to a purpose (`contact:visas`) lead to its first.

    opening: when whose they are is open, to say of telephones whether somebody answers now; stated:
    when they were checked, if that is long ago.
    """
    found: list[Number] = []
    seen: set[str] = set()
    for place, contact in enumerate(contacts):
        for number in _answered_now(desk, contact, opening, f"contact:{place}", stated):
            anchor = f"site-{contact.purpose}" if contact.purpose not in seen else ""
            found.append(replace(number, anchor=anchor))
            seen.add(contact.purpose)
    return tuple(found)


def _answered_now(
    desk: Desk, contact: Contact, opening: Opening | None, key: str, stated: str
) -> Iterator[Number]:
    """Give the ways to reach somebody; of telephones a browser can say whether one answers now."""
    now = open_now(desk, opening, key)
    for number in contact_numbers(desk, [contact], stated=stated):
        yield replace(number, now=now) if number.href.startswith("tel:") else number


def _bare(url: str) -> str:
    return url.split("://", 1)[1].rstrip("/")


def _purpose(desk: Desk, contact: Contact, abroad: bool) -> dict[str, Any]:
    said = [desk.say(AUDIENCE_LABELS[contact.for_])] if contact.for_ in AUDIENCE_LABELS else []
    if contact.from_ in FROM_LABELS and not (abroad and contact.from_ == "host"):
        said.append(desk.say(FROM_LABELS[contact.from_]))
    names = (language_name(tag, desk.language) for tag in contact.languages)
    return {
        "purpose": desk.say(PURPOSE_LABELS[contact.purpose]),
        "audience": desk.speaker.join(said),
        "hours": contact_hours(desk, contact.hours),
        "not_for": desk.speaker.join(desk.say(PURPOSE_LABELS[p]) for p in contact.not_for),
        "languages": desk.speaker.join(names),
    }


def contact_hours(desk: Desk, hours: str | None) -> str:
    """Give the hours of a number in words; empty where unknown."""
    if hours is None:
        return ""
    if hours in IN_WORDS:
        return desk.say(SAID_IN_WORDS[hours]) if SAID_IN_WORDS[hours] else ""
    country = (desk.post and desk.post.country) or ""
    today = desk.index.inputs.settings.today
    found = weekview.weeks(desk.speaker, hours, "", today, country=country)
    line = weekview.in_one_line(desk.speaker, found, lambda: desk.say(ALWAYS))
    return desk.speaker.rows([line, *weekview.soon(desk.speaker, hours, today, desk.say(CLOSED))])


def some_unknown(owner: Post | Ministry) -> bool:
    """Say whether of some number of a post or the ministry nobody knows when it answers."""
    contacts = list(owner.contacts)
    if isinstance(owner, Post):
        contacts += [each for office in owner.offices for each in office.contacts]
    elif owner.crisis_centre and owner.crisis_centre.hours == UNKNOWN:
        return True
    return any(one.phone and one.hours == UNKNOWN for one in contacts)


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
            hours=contact_hours(desk, channel.hours),
            answers=_answers(desk, channel.answers_within),
        )
        for channel in channels
    )


ANSWERS = N_("answers within {time}")


def _answers(desk: Desk, within: str | None) -> str:
    """Say how soon an account answers; empty where that is not promised."""
    if within is None:
        return ""
    unit = "hour" if within.endswith("h") else "day"
    return desk.say(ANSWERS).format(time=desk.speaker.duration(int(within[:-1]), unit))


def messaging(
    desk: Desk, found: Iterable[Messaging], owner: Words, opening: Opening | None = None
) -> tuple[Account, ...]:
    """Give messaging accounts as plain links that start a conversation.

    opening: when whose they are is open, to say whether somebody answers now.
    """
    table = platforms()
    return tuple(
        Account(
            platform=table[account.platform].name,
            handle=account.handle or desk.index.number(account.number or "").shown,
            href=channel_url(account.platform, account.handle or account.number or ""),
            owner=owner,
            language=language_name(account.language, desk.language) if account.language else "",
            private=True,
            hours=contact_hours(desk, account.hours),
            answers=_answers(desk, account.answers_within),
            now=open_now(desk, opening, f"messaging:{place}"),
        )
        for place, account in enumerate(found)
    )


def weeks(desk: Desk, hours: str | None, post: Post, reader_zone: str | None) -> tuple[Week, ...]:
    """Give opening hours at a post in the counter's time, and in the reader's if clocks differ."""
    zone, country = post.timezone, post.country or ""
    if not hours:
        return ()
    today = desk.index.inputs.settings.today
    own = weekview.weeks(desk.speaker, hours, zone or "", today, country=country)
    if not (zone and reader_zone) or all(one.always for one in own):
        return own
    there = weekview.weeks(desk.speaker, hours, zone, today, reader_zone, country)
    same = [one.rows for one in there] == [one.rows for one in own]
    return own if same else (*own, *there)


def post_card(
    desk: Desk, post: Post, *, far_from: Post | None = None, live: bool = False
) -> PostCard:
    """Give another post in short, with its hours in its own and in this site's time.

    live: whether a browser is to say if it is open; the page then has the script for that.
    """
    standing = desk.index.standing(post)
    if standing.closed:
        return _shut_card(desk, post)
    opening = opening_of(desk, post)
    reader_zone = desk.post.timezone if desk.post else None
    gap = ""
    if far_from is not None and (place := zone_places().get(far_from.timezone or "")):
        gap = desk.speaker.kilometres(max(1, round(distance(place, post))))
    return PostCard(
        kind=desk.speaker.kind(post.kind),
        place=desk.speaker.place(post),
        href=desk.links.site(post.id, desk.language),
        in_city=in_city(post),
        anchor=f"site-{post.id}" if not post.site else "",
        country=desk.speaker.country(post.country) if post.country else "",
        address=_words(desk, post.address),
        phone=own_phone(desk, post),
        email=email(post.email) if post.email else None,
        weeks=weeks(desk, post.opening_hours, post, reader_zone),
        now=open_now(desk, opening) if live else None,
        soon=closed_soon(desk, post, opening),
        website=official_site(desk, post),
        distance=gap,
        closed=headline(desk, post),
        note=_words(desk, post.hours_note),
        district=_words(desk, post.district.text) if post.district and not post.site else None,
        people=() if post.site else people(desk, post),
        hours_checked=checked.when(desk, post, "opening_hours") if post.opening_hours else "",
    )


def _shut_card(desk: Desk, post: Post) -> PostCard:
    """Give a post at which nobody is served: what it is, and who serves in its place."""
    server = desk.index.helper(post)
    return PostCard(
        kind=desk.speaker.kind(post.kind),
        place=desk.speaker.place(post),
        href=desk.links.site(post.id, desk.language),
        in_city=in_city(post),
        anchor=f"site-{post.id}" if not post.site else "",
        country=desk.speaker.country(post.country) if post.country else "",
        closed=headline(desk, post),
        shut=True,
        server=desk.site_link(server) if server else None,
    )


def people(desk: Desk, post: Post) -> tuple[PersonLine, ...]:
    """Give who holds which role at a post."""
    return tuple(
        PersonLine(
            name=person.name,
            role=desk.say(ROLE_LABELS[person.role]),
            since=desk.speaker.day(person.since) if person.since else "",
        )
        for person in post.people
    )


def _words(desk: Desk, text: Text | None) -> Words | None:
    return desk.speaker.words(text) if text else None


STATE_HEADLINES = {
    "opening": N_("This post is not open yet"),
    "open": "",
    "closing": N_("This post is to close"),
    "closed": N_("This post is closed"),
    "suspended": N_("This post does not serve the public at present"),
    "moving": N_("This post is to move"),
    "relocated": N_("This post works from another place"),
}
#: The same as whole sentences with a day, since no fragment follows every headline in every
#: language: by the state that posts.yaml has and the one that holds today.
_DATED = {
    ("opening", "opening"): N_("This post opens on {date}"),
    ("closing", "closing"): N_("This post closes on {date}"),
    ("closing", "closed"): N_("This post was to close on {date}"),
    ("closed", "closing"): N_("This post closes on {date}"),
    ("closed", "closed"): N_("This post has been closed since {date}"),
    ("suspended", "closing"): N_("This post will not serve the public from {date}"),
    ("suspended", "suspended"): N_("This post has not served the public since {date}"),
    ("relocated", "moving"): N_("This post will work from another place from {date}"),
    ("relocated", "relocated"): N_("This post has worked from another place since {date}"),
}


def headline(desk: Desk, post: Post) -> str:
    """Say how a post stands today; empty where it works as usual."""
    said = STATE_HEADLINES[desk.index.standing(post).state]
    return desk.say(said) if said else ""


def instead(desk: Desk) -> InsteadView | None:
    """Give what every page of a site says where its post is not to be called, or has moved.

    None where it works as usual, and where somebody is known who serves a country without a post.
    """
    post = desk.post
    if post is None:
        return None
    standing = desk.index.standing(post)
    if standing.state == "relocated":
        return InsteadView(headline=headline(desk, post), moved=desk.link("contact", CONTACT))
    if standing.serves or (post.virtual and standing.server):
        return None
    server = standing.server
    return InsteadView(
        headline=headline(desk, post),
        server=desk.site_link(server) if server else None,
        numbers=_reached(desk, server) if server else consular_numbers(desk),
    )


CONTACT = N_("Contact and hours")
ANY_WAY, WHO_SERVES = N_("All ways to reach us"), N_("Who serves you")


def contact_link(desk: Desk) -> Link:
    """Give the way to all ways to reach a post, or to who serves where nobody reaches it."""
    closed = desk.post is not None and desk.index.standing(desk.post).closed
    href = desk.links.page(desk.language, "contact/")
    return Link(href, Words(desk.say(WHO_SERVES if closed else ANY_WAY)))


SERVED_BY = N_("Served by: {name}")
SERVER_UNKNOWN = N_("It is not known here which post serves in its place. Ask the ministry.")


def instead_in_words(desk: Desk) -> str:
    """Say of a site's post that somebody else serves, and who; empty where it serves itself."""
    said = instead(desk)
    if said is None or said.moved:
        return ""
    server = desk.index.helper(desk.post) if desk.post else None
    name = desk.speaker.title(server) if server else ""
    who = desk.say(SERVED_BY).format(name=name) if name else desk.say(SERVER_UNKNOWN)
    return " – ".join(filter(None, [said.headline, who]))


def _reached(desk: Desk, server: Post) -> tuple[Number, ...]:
    """Give the first way to reach who serves; the ministry's where none is known."""
    if server.phone:
        return (phone(desk, server.phone),)
    found = contact_numbers(desk, server.contacts, server, written=False)
    telephones = [one for one in found if one.href.startswith("tel:")]
    mail = (email(server.email),) if server.email else ()
    return (*telephones[:1],) or mail or consular_numbers(desk)


def consular_numbers(desk: Desk) -> tuple[Number, ...]:
    """Give the ministry's telephone for consular matters, else its general one, else its centre."""
    ministry = desk.index.ministry
    consular = [one for one in ministry.contacts if one.purpose == "consular"]
    found = contact_numbers(desk, consular, written=False)
    telephones = tuple(one for one in found if one.href.startswith("tel:"))
    if not telephones and ministry.phone:
        owner = desk.speaker.words(ministry.name).text
        telephones = (phone(desk, ministry.phone, owner),)
    return telephones or crisis_centre(desk) or found


def status_view(desk: Desk, post: Post) -> StatusView | None:
    """Give what is to be said when a post does not work as usual; None when it does."""
    status, standing = post.status, desk.index.standing(post)
    if standing.state == "open" and (status.state != "open" or status.why is None):
        return None
    named = desk.index.posts.get(status.served_by or "")
    server = standing.server if standing.closed else named
    return StatusView(
        headline=_dated_headline(desk, post),
        address=_words(desk, desk.index.moving_to.get(post.id)),
        why=_words(desk, status.why),
        source=(status.source.url or "") if status.source and status.source.shown else "",
        server=post_card(desk, server) if server else None,
    )


def _dated_headline(desk: Desk, post: Post) -> str:
    """Say in a sentence how a post stands today, with the day where it is known."""
    status, state = post.status, desk.index.standing(post).state
    said = _DATED.get((status.state, state)) if status.since else None
    if said is None or status.since is None:
        return headline(desk, post)
    return desk.say(said).format(date=desk.speaker.day(status.since))


def office_views(desk: Desk, post: Post) -> tuple[OfficeView, ...]:
    """Give the parts of a post that have their own door."""
    opening, stated = opening_of(desk, post), checked.when(desk, post, "offices")
    return tuple(
        OfficeView(
            anchor=f"site-office-{office.id}",
            name=desk.speaker.words(office.name),
            address=_words(desk, office.address),
            weeks=weeks(desk, office.opening_hours, post, None),
            now=open_now(desk, opening, f"office:{office.id}"),
            numbers=tuple(
                number
                for place, contact in enumerate(office.contacts)
                for number in _answered_now(
                    desk, contact, opening, f"office-contact:{office.id}:{place}", stated
                )
            ),
            href=office.url or "",
            way=way_there(office.location, office.address, post.country),
        )
        for office in post.offices
    )


_OSM = "https://www.openstreetmap.org/"
#: How near a map shows a place of which no more than that is known.
_ZOOM = {"street": 16, "city": 12}


def way_there(place: Location | None, address: Text | None, country: str | None) -> WayThere | None:
    """Give how to find a place, as plain links to OpenStreetMap; None where nobody knows.

    A mark is a promise: only a door has one, and an address for apps (RFC 5870).
    """
    if place and place.exact:
        at = f"{place.lat:g}/{place.lon:g}"
        pin = f"{_OSM}?mlat={place.lat:g}&mlon={place.lon:g}#map=17/{at}"
        return WayThere(map_href=pin, exact=True, geo_href=f"geo:{place.lat:g},{place.lon:g}")
    if address:
        wanted = re.sub(r"\s*\n\s*", ", ", _local(address, country).strip())
        return WayThere(map_href=f"{_OSM}search?query={quote(wanted)}", searched=True)
    if place:
        zoom = _ZOOM[place.precision]
        return WayThere(map_href=f"{_OSM}#map={zoom}/{place.lat:g}/{place.lon:g}")
    return None


def _local(address: Text, country: str | None) -> str:
    """Give an address as it is written where it is, as far as that is known: maps know that."""
    variants = dict(address.variants)
    own = (tag for tag in host_languages(country or "") if tag in variants)
    return variants[next(own, next(iter(variants)))]


def helpers_of(desk: Desk, post: Post) -> Post | None:
    """Give who serves in the place of a post without people."""
    return desk.index.helper(post)


def emergency_contacts(post: Post) -> list[Contact]:
    """Give the contacts of a post that are for emergencies."""
    return [contact for contact in post.contacts if contact.purpose == "emergency"]


def near(desk: Desk, post: Post) -> list[Post]:
    """Give who may answer the readers of a site, first the post itself.

    Then whoever serves in its place, the post that it belongs to, and those in the same country.
    """
    parent = desk.index.posts.get(post.parent or "")
    found = [post, helpers_of(desk, post), parent, *desk.index.in_country[post.country or ""]]
    open_ones = (one for one in found if one and desk.index.standing(one).serves)
    return list({one.id: one for one in open_ones}.values())


def official_site(desk: Desk, post: Post) -> str:
    """Give where what is not known of a post may be found: its own site, a near one's, or home."""
    own = () if desk.index.standing(post).closed else (post,)
    sites = (one.website for one in (*own, *near(desk, post)) if one.website)
    return next(sites, desk.index.ministry.website or "")


def help_numbers(desk: Desk, *, live: bool = False, written: bool = False) -> tuple[Number, ...]:
    """Give the numbers for people in need, the first to try first.

    Those for emergencies; then one that answers in office hours; then the ministry's crisis centre,
    which comes first where nobody near has a number for emergencies.

    live: whether a browser is to say which of them answers now; the page then has the script;
    written: whether numbers for those who do not speak are among them.
    """
    posts = near(desk, desk.post) if desk.post else []
    urgent = _first_found(_urgent(desk, one, live, written) for one in posts)
    general = _first_found(_general(desk, one, live) for one in posts)
    if not posts and desk.post:
        general = tuple(n for n in consular_numbers(desk) if n not in crisis_centre(desk))
    centre = crisis_centre(desk, live=live)
    return (*urgent, *general, *centre) if urgent else (*centre, *general)


CRISIS = N_("Crisis centre")


def _first_found(choices: Iterable[tuple[Number, ...]]) -> tuple[Number, ...]:
    return next(filter(None, choices), ())


def _urgent(desk: Desk, post: Post, live: bool, written: bool) -> tuple[Number, ...]:
    found = [c for c in emergency_contacts(post) if c.for_ != "relatives"]
    # A number that answers at any hour goes before one that answers at some.
    found.sort(key=lambda contact: contact.hours not in (None, "24/7"))
    stated = checked.when(desk, post, "contacts")
    return tuple(
        replace(number, now=_when_shut(desk, post, contact) if live else None)
        for contact in found
        for number in contact_numbers(desk, [contact], post, written=written, stated=stated)
    )


def _when_shut(desk: Desk, post: Post, contact: Contact) -> OpenNow | None:
    """Give what a browser needs for a number that answers while the post is shut."""
    now = open_now(desk, opening_of(desk, post)) if contact.hours == OUT_OF_HOURS else None
    return replace(now, inverse=True) if now else None


def _general(desk: Desk, post: Post, live: bool) -> tuple[Number, ...]:
    if not post.phone:
        return ()
    hours = contact_hours(desk, post.opening_hours)
    number = phone(desk, post.phone, desk.speaker.title(post), hours)
    now = open_now(desk, opening_of(desk, post)) if live else None
    return (replace(number, now=now, checked=checked.when(desk, post, "phone")),)


def worried_numbers(desk: Desk) -> tuple[Number, ...]:
    """Give the numbers for those at home who worry about somebody abroad."""
    posts = near(desk, desk.post) if desk.post else []
    relatives = [(one, c) for one in posts for c in emergency_contacts(one)
                 if c.for_ == "relatives"]  # fmt: skip
    found = [
        number
        for one, contact in relatives
        for number in contact_numbers(
            desk, [contact], one, stated=checked.when(desk, one, "contacts")
        )
    ]
    return (*found, *crisis_centre(desk))


AVAILABLE = {
    "here": N_("At this post"),
    "online": N_("Online"),
    "elsewhere": N_("At another post"),
    "by-post": N_("By post"),
    "honorary-consul": N_("Through an honorary consul"),
    "none": N_("Not offered"),
}


def offer(desk: Desk, slug: str) -> Offer | None:
    """Give where a service is to be had by readers of a site; None where that is not known."""
    services = desk.post.services if desk.post else ()
    service = next((one for one in services if one.service == slug), None)
    closed = desk.post is not None and desk.index.standing(desk.post).closed
    if closed and (service is None or service.available in _AT_THE_POST):
        return _offered_instead(desk, slug, said=service is not None)
    if service is None:
        return None
    other = _who_does(desk, service)
    at = desk.site_link(other) if other is not None else None
    note = desk.speaker.words(service.note) if service.note else None
    return Offer(available(desk, service), at, service.url or "", note)


NOT_HERE = N_("Not at this post")


def available(desk: Desk, service: Service) -> str:
    """Say where a service is to be had: at another post only where one is named."""
    if service.available == "elsewhere" and not service.at:
        return desk.say(NOT_HERE)
    return desk.say(AVAILABLE[service.available])


#: What is offered by people at the post itself.
_AT_THE_POST = ("here", "by-post")
_NOT_HERE = N_("Not at this post at present")


def _offered_instead(desk: Desk, slug: str, *, said: bool) -> Offer | None:
    """Give where a service is to be had of a post that serves nobody now.

    said: whether it says that it did it itself.
    """
    server = desk.index.helper(desk.post) if desk.post else None
    told = server.services if server else ()
    service = next((one for one in told if one.service == slug), None)
    if service is None and not said:
        return None
    if server is None or (service and service.available == "none"):
        return Offer(desk.say(_NOT_HERE))
    doer = _who_does(desk, service) if service and service.at else server
    online = (service.url or "") if service else ""
    note = desk.speaker.words(service.note) if service and service.note else None
    at = desk.site_link(doer) if doer else None
    return Offer(desk.say(AVAILABLE["elsewhere"]), at, online, note)


def _who_does(desk: Desk, service: Service) -> Post | None:
    """Give the post that does a service instead, or whoever serves in its place by now."""
    other = desk.index.posts.get(service.at or "")
    return desk.index.serving(other) or other if other else None


def help_number(desk: Desk) -> Number | None:
    """Give the one number for the strip on every page: the first of help now."""
    numbers = (number for number in help_numbers(desk) if number.href.startswith("tel:"))
    return next(numbers, None)


def crisis_centre(desk: Desk, *, live: bool = False) -> tuple[Number, ...]:
    """Give the number of the ministry's crisis centre, if it has one; live: as of help numbers."""
    centre = desk.index.ministry.crisis_centre
    if centre is None:
        return ()
    said = _crisis(desk, centre)
    number = phone(desk, centre.phone, said["purpose"], said["hours"], said["audience"])
    now = open_now(desk, ministry_opening(desk.index)) if live else None
    stated = checked.told(desk, centre.source.seen if centre.source else None)
    return (replace(number, now=now, checked=stated),)


def crisis_written(desk: Desk) -> tuple[Number, ...]:
    """Give how to reach the ministry's crisis centre without speaking."""
    centre = desk.index.ministry.crisis_centre
    return tuple(_written(desk, centre, _crisis(desk, centre))) if centre else ()


def _crisis(desk: Desk, centre: CrisisCentre) -> dict[str, Any]:
    return {
        "purpose": desk.say(CRISIS),
        "hours": contact_hours(desk, centre.hours),
        "audience": desk.speaker.words(desk.index.ministry.name).text,
    }
