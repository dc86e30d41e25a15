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
from chancery.network.channels import Channel, Messaging
from chancery.network.contacts import ContactPoint, CrisisCentre
from chancery.network.fields import IN_WORDS, OUT_OF_HOURS, UNKNOWN, Text
from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.network.offered import Service
from chancery.network.places import Location
from chancery.network.platforms import platforms
from chancery.plan import checked, weekview
from chancery.plan.context import Context
from chancery.plan.index import Dialled, country_code, distance
from chancery.plan.opening import Opening, ministry_opening
from chancery.plan.openview import closed_soon, open_now, opening_of
from chancery.plan.views import (
    Account,
    ContactPointView,
    InsteadView,
    Link,
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
    them; stated: when telephone numbers were checked, if that is long ago.
    """
    abroad = owner is not None and _abroad(context, owner)
    found = []
    for contact in contacts:
        more = _purpose(context, contact, abroad)
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
            found += _written(context, contact, more, note)
        if contact.email:
            found.append(
                ContactPointView(contact.email, email(contact.email).href, note=note, **more)
            )
        if contact.url:
            found.append(ContactPointView(_bare(contact.url), contact.url, note=note, **more))
    return tuple(found)


def _abroad(context: Context, owner: Post) -> bool:
    return context.post is not None and owner.country != context.post.country


TEXT_PHONE = N_("Text telephone")
SMS = N_("Text message")


def _written(
    context: Context,
    ways: ContactPoint | CrisisCentre,
    more: dict[str, Any],
    note: Words | None = None,
) -> Iterator[ContactPointView]:
    """Return the numbers for those who do not speak or hear (RFC 3966, RFC 5724)."""
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


def without_speaking(context: Context, *, live: bool = False) -> tuple[ContactPointView, ...]:
    """Return the ways to reach help without speaking: of whoever is near, and at home.

    Mail may be read late: it is shown alone only where nobody near has another way. live: as of
    help numbers.
    """
    posts = near(context, context.post) if context.post else []
    own = _first_found(_silent(context, post, live) for post in posts)
    mail = () if own else _first_found(_mail(post) for post in posts)
    return (*own, *crisis_written(context), *mail)


def _silent(context: Context, post: Post, live: bool) -> tuple[ContactPointView, ...]:
    """Return text telephones and short messages for emergencies, then accounts, then mail."""
    found = [
        number
        for contact in emergency_contacts(post)
        for number in _written(context, contact, _purpose(context, contact, _abroad(context, post)))
    ]
    opening = opening_of(context, post) if live else None
    found += [
        ContactPointView(one.handle, one.href, purpose=one.platform, hours=one.hours, now=one.now)
        for one in messaging(context, post.messaging, context.localiser.place(post), opening)
    ]
    return (*found, *_mail(post)) if found else ()


def _mail(post: Post) -> tuple[ContactPointView, ...]:
    return (email(post.email),) if post.email else ()


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
    """Return every way to reach somebody; links to a purpose (`contact:visas`) lead to its first.

    opening: when whose they are is open, to say of telephones whether somebody answers now; stated:
    when they were checked, if that is long ago.
    """
    found: list[ContactPointView] = []
    seen: set[str] = set()
    for place, contact in enumerate(contacts):
        for number in _answered_now(context, contact, opening, f"contact:{place}", stated):
            anchor = f"site-{contact.purpose}" if contact.purpose not in seen else ""
            found.append(replace(number, anchor=anchor))
            seen.add(contact.purpose)
    return tuple(found)


def _answered_now(
    context: Context, contact: ContactPoint, opening: Opening | None, key: str, stated: str
) -> Iterator[ContactPointView]:
    """Return the ways to reach somebody; a browser can say whether a telephone answers now."""
    now = open_now(context, opening, key)
    for number in contact_points(context, [contact], stated=stated):
        yield replace(number, now=now) if number.href.startswith("tel:") else number


def _bare(url: str) -> str:
    return url.split("://", 1)[1].rstrip("/")


def _purpose(context: Context, contact: ContactPoint, abroad: bool) -> dict[str, Any]:
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


def accounts(context: Context, channels: Iterable[Channel], owner: Words) -> tuple[Account, ...]:
    """Return official accounts with their addresses."""
    table = platforms()
    return tuple(
        Account(
            platform=table[channel.platform].name,
            handle=channel.handle,
            href=channel_url(channel.platform, channel.handle),
            owner=owner,
            language=language_name(channel.language, context.language) if channel.language else "",
            hours=contact_hours(context, channel.hours),
            answers=_answers(context, channel.answers_within),
        )
        for channel in channels
    )


ANSWERS = N_("answers within {time}")


def _answers(context: Context, within: str | None) -> str:
    """Say how soon an account answers; empty where that is not promised."""
    if within is None:
        return ""
    unit = "hour" if within.endswith("h") else "day"
    return context.say(ANSWERS).format(time=context.localiser.duration(int(within[:-1]), unit))


def messaging(
    context: Context, found: Iterable[Messaging], owner: Words, opening: Opening | None = None
) -> tuple[Account, ...]:
    """Return messaging accounts as plain links that start a conversation.

    opening: when whose they are is open, to say whether somebody answers now.
    """
    table = platforms()
    return tuple(
        Account(
            platform=table[account.platform].name,
            handle=account.handle or context.index.number(account.number or "").shown,
            href=channel_url(account.platform, account.handle or account.number or ""),
            owner=owner,
            language=language_name(account.language, context.language) if account.language else "",
            private=True,
            hours=contact_hours(context, account.hours),
            answers=_answers(context, account.answers_within),
            now=open_now(context, opening, f"messaging:{place}"),
        )
        for place, account in enumerate(found)
    )


def weeks(
    context: Context, hours: str | None, post: Post, reader_zone: str | None
) -> tuple[Week, ...]:
    """Return a post's opening hours in its own time, and in the reader's if clocks differ."""
    zone, country = post.timezone, post.country or ""
    if not hours:
        return ()
    today = context.index.inputs.settings.today
    own = weekview.weeks(context.localiser, hours, zone or "", today, country=country)
    if not (zone and reader_zone) or all(one.always for one in own):
        return own
    there = weekview.weeks(context.localiser, hours, zone, today, reader_zone, country)
    same = [one.rows for one in there] == [one.rows for one in own]
    return own if same else (*own, *there)


def post_card(
    context: Context, post: Post, *, far_from: Post | None = None, live: bool = False
) -> PostCard:
    """Return another post in short, with its hours in its own and in this site's time.

    live: whether a browser is to say if it is open; the page then has the script for that.
    """
    standing = context.index.standing(post)
    if standing.closed:
        return _shut_card(context, post)
    opening = opening_of(context, post)
    reader_zone = context.post.timezone if context.post else None
    gap = ""
    if far_from is not None and (place := zone_places().get(far_from.timezone or "")):
        gap = context.localiser.kilometres(max(1, round(distance(place, post))))
    return replace(
        _named(context, post),
        address=_words(context, post.address),
        phone=own_phone(context, post),
        email=email(post.email) if post.email else None,
        weeks=weeks(context, post.opening_hours, post, reader_zone),
        now=open_now(context, opening) if live else None,
        soon=closed_soon(context, post, opening),
        website=official_site(context, post),
        distance=gap,
        note=_words(context, post.hours_note),
        district=_words(context, post.district.text) if post.district and not post.site else None,
        people=() if post.site else people(context, post),
        hours_checked=checked.when(context, post, "opening_hours") if post.opening_hours else "",
    )


def _named(context: Context, post: Post) -> PostCard:
    """Return what every card of a post says: its name, where it is found, how it stands."""
    return PostCard(
        kind=context.localiser.kind(post.kind),
        place=context.localiser.place(post),
        href=context.links.site(post.id, context.language),
        in_city=in_city(post),
        anchor=f"site-{post.id}" if not post.site else "",
        country=context.localiser.country(post.country) if post.country else "",
        closed=headline(context, post),
    )


def _shut_card(context: Context, post: Post) -> PostCard:
    """Return a post at which nobody is served: what it is, and who serves in its place."""
    server = context.index.helper(post)
    return replace(
        _named(context, post),
        shut=True,
        server=context.site_link(server) if server else None,
    )


def people(context: Context, post: Post) -> tuple[PersonLine, ...]:
    """Return who holds which role at a post."""
    return tuple(
        PersonLine(
            name=person.name,
            role=context.say(ROLE_LABELS[person.role]),
            since=context.localiser.day(person.since) if person.since else "",
        )
        for person in post.people
    )


def _words(context: Context, text: Text | None) -> Words | None:
    return context.localiser.words(text) if text else None


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


def headline(context: Context, post: Post) -> str:
    """Say how a post stands today; empty where it works as usual."""
    said = STATE_HEADLINES[context.index.standing(post).state]
    return context.say(said) if said else ""


def instead(context: Context) -> InsteadView | None:
    """Return what every page of a site says where its post is not to be called, or has moved.

    None where it works as usual, and where somebody is known who serves a country without a post.
    """
    post = context.post
    if post is None:
        return None
    standing = context.index.standing(post)
    if standing.state == "relocated":
        return InsteadView(headline=headline(context, post), moved=context.link("contact", CONTACT))
    if standing.serves or (post.virtual and standing.server):
        return None
    server = standing.server
    return InsteadView(
        headline=headline(context, post),
        server=context.site_link(server) if server else None,
        numbers=_reached(context, server) if server else consular_numbers(context),
    )


CONTACT = N_("Contact and hours")
ANY_WAY, WHO_SERVES = N_("All ways to reach us"), N_("Who serves you")


def contact_link(context: Context) -> Link:
    """Return the way to all ways to reach a post, or to who serves where nobody reaches it."""
    closed = context.post is not None and context.index.standing(context.post).closed
    href = context.links.page(context.language, "contact/")
    return Link(href, Words(context.say(WHO_SERVES if closed else ANY_WAY)))


SERVED_BY = N_("Served by: {name}")
SERVER_UNKNOWN = N_("It is not known here which post serves in its place. Ask the ministry.")


def instead_in_words(context: Context) -> str:
    """Say of a site's post that somebody else serves, and who; empty where it serves itself."""
    said = instead(context)
    if said is None or said.moved:
        return ""
    server = context.index.helper(context.post) if context.post else None
    name = context.localiser.title(server) if server else ""
    who = context.say(SERVED_BY).format(name=name) if name else context.say(SERVER_UNKNOWN)
    return " – ".join(filter(None, [said.headline, who]))


def _reached(context: Context, server: Post) -> tuple[ContactPointView, ...]:
    """Return the first way to reach who serves; the ministry's where none is known."""
    if server.phone:
        return (phone(context, server.phone),)
    found = contact_points(context, server.contacts, server, written=False)
    telephones = [one for one in found if one.href.startswith("tel:")]
    mail = (email(server.email),) if server.email else ()
    return (*telephones[:1],) or mail or consular_numbers(context)


def consular_numbers(context: Context) -> tuple[ContactPointView, ...]:
    """Return the ministry's consular number, else its general one, else its crisis centre's."""
    ministry = context.index.ministry
    consular = [one for one in ministry.contacts if one.purpose == "consular"]
    found = contact_points(context, consular, written=False)
    telephones = tuple(one for one in found if one.href.startswith("tel:"))
    if not telephones and ministry.phone:
        owner = context.localiser.words(ministry.name).text
        telephones = (phone(context, ministry.phone, owner),)
    return telephones or crisis_centre(context) or found


def status_view(context: Context, post: Post) -> StatusView | None:
    """Return what is to be said when a post does not work as usual; None when it does."""
    status, standing = post.status, context.index.standing(post)
    if standing.state == "open" and (status.state != "open" or status.why is None):
        return None
    named = context.index.posts.get(status.served_by or "")
    server = standing.server if standing.closed else named
    return StatusView(
        headline=_dated_headline(context, post),
        address=_words(context, context.index.moving_to.get(post.id)),
        why=_words(context, status.why),
        source=(status.source.url or "") if status.source and status.source.shown else "",
        server=post_card(context, server) if server else None,
    )


def _dated_headline(context: Context, post: Post) -> str:
    """Say in a sentence how a post stands today, with the day where it is known."""
    status, state = post.status, context.index.standing(post).state
    said = _DATED.get((status.state, state)) if status.since else None
    if said is None or status.since is None:
        return headline(context, post)
    return context.say(said).format(date=context.localiser.day(status.since))


def office_views(context: Context, post: Post) -> tuple[OfficeView, ...]:
    """Return the parts of a post that have their own door."""
    opening, stated = opening_of(context, post), checked.when(context, post, "offices")
    return tuple(
        OfficeView(
            anchor=f"site-office-{office.id}",
            name=context.localiser.words(office.name),
            address=_words(context, office.address),
            weeks=weeks(context, office.opening_hours, post, None),
            now=open_now(context, opening, f"office:{office.id}"),
            numbers=tuple(
                number
                for place, contact in enumerate(office.contacts)
                for number in _answered_now(
                    context, contact, opening, f"office-contact:{office.id}:{place}", stated
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
    """Return how to find a place, as plain links to OpenStreetMap; None where nobody knows.

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
    """Return an address as it is written where it is, as far as that is known: maps know that."""
    variants = dict(address.variants)
    own = (tag for tag in host_languages(country or "") if tag in variants)
    return variants[next(own, next(iter(variants)))]


def helpers_of(context: Context, post: Post) -> Post | None:
    """Return who serves in the place of a post without people."""
    return context.index.helper(post)


def emergency_contacts(post: Post) -> list[ContactPoint]:
    """Return the contacts of a post that are for emergencies."""
    return [contact for contact in post.contacts if contact.purpose == "emergency"]


def near(context: Context, post: Post) -> list[Post]:
    """Return who may answer the readers of a site, first the post itself.

    Then whoever serves in its place, the post that it belongs to, and those in the same country.
    """
    parent = context.index.posts.get(post.parent or "")
    found = [post, helpers_of(context, post), parent, *context.index.in_country[post.country or ""]]
    open_ones = (one for one in found if one and context.index.standing(one).serves)
    return list({one.id: one for one in open_ones}.values())


def official_site(context: Context, post: Post) -> str:
    """Return where to find what is not known of a post: its site, a near one's, or at home."""
    own = () if context.index.standing(post).closed else (post,)
    sites = (one.website for one in (*own, *near(context, post)) if one.website)
    return next(sites, context.index.ministry.website or "")


def help_numbers(
    context: Context, *, live: bool = False, written: bool = False
) -> tuple[ContactPointView, ...]:
    """Return the numbers for people in need, the first to try first.

    Those for emergencies; then one that answers in office hours; then the ministry's crisis centre,
    which comes first where nobody near has a number for emergencies.

    live: whether a browser is to say which of them answers now; the page then has the script;
    written: whether numbers for those who do not speak are among them.
    """
    posts = near(context, context.post) if context.post else []
    urgent = _first_found(_urgent(context, one, live, written) for one in posts)
    general = _first_found(_general(context, one, live) for one in posts)
    if not posts and context.post:
        general = tuple(n for n in consular_numbers(context) if n not in crisis_centre(context))
    centre = crisis_centre(context, live=live)
    return (*urgent, *general, *centre) if urgent else (*centre, *general)


CRISIS = N_("Crisis centre")


def _first_found(choices: Iterable[tuple[ContactPointView, ...]]) -> tuple[ContactPointView, ...]:
    return next(filter(None, choices), ())


def _urgent(
    context: Context, post: Post, live: bool, written: bool
) -> tuple[ContactPointView, ...]:
    found = [c for c in emergency_contacts(post) if c.for_ != "relatives"]
    # A number that answers at any hour goes before one that answers at some.
    found.sort(key=lambda contact: contact.hours not in (None, "24/7"))
    stated = checked.when(context, post, "contacts")
    return tuple(
        replace(number, now=_when_shut(context, post, contact) if live else None)
        for contact in found
        for number in contact_points(context, [contact], post, written=written, stated=stated)
    )


def _when_shut(context: Context, post: Post, contact: ContactPoint) -> OpenNow | None:
    """Return what a browser needs for a number that answers while the post is shut."""
    now = open_now(context, opening_of(context, post)) if contact.hours == OUT_OF_HOURS else None
    return replace(now, inverse=True) if now else None


def _general(context: Context, post: Post, live: bool) -> tuple[ContactPointView, ...]:
    if not post.phone:
        return ()
    hours = contact_hours(context, post.opening_hours)
    number = phone(context, post.phone, context.localiser.title(post), hours)
    now = open_now(context, opening_of(context, post)) if live else None
    return (replace(number, now=now, checked=checked.when(context, post, "phone")),)


def worried_numbers(context: Context) -> tuple[ContactPointView, ...]:
    """Return the numbers for those at home who worry about somebody abroad."""
    posts = near(context, context.post) if context.post else []
    relatives = [(one, c) for one in posts for c in emergency_contacts(one)
                 if c.for_ == "relatives"]  # fmt: skip
    found = [
        number
        for one, contact in relatives
        for number in contact_points(
            context, [contact], one, stated=checked.when(context, one, "contacts")
        )
    ]
    return (*found, *crisis_centre(context))


AVAILABLE = {
    "here": N_("At this post"),
    "online": N_("Online"),
    "elsewhere": N_("At another post"),
    "by-post": N_("By post"),
    "honorary-consul": N_("Through an honorary consul"),
    "none": N_("Not offered"),
}


def offer(context: Context, slug: str) -> Offer | None:
    """Return where a service is to be had by readers of a site; None where that is not known."""
    services = context.post.services if context.post else ()
    service = next((one for one in services if one.service == slug), None)
    closed = context.post is not None and context.index.standing(context.post).closed
    if closed and (service is None or service.available in _AT_THE_POST):
        return _offered_instead(context, slug, said=service is not None)
    if service is None:
        return None
    other = _who_does(context, service)
    at = context.site_link(other) if other is not None else None
    note = context.localiser.words(service.note) if service.note else None
    return Offer(available(context, service), at, service.url or "", note)


NOT_HERE = N_("Not at this post")


def available(context: Context, service: Service) -> str:
    """Say where a service is to be had: at another post only where one is named."""
    if service.available == "elsewhere" and not service.at:
        return context.say(NOT_HERE)
    return context.say(AVAILABLE[service.available])


#: What is offered by people at the post itself.
_AT_THE_POST = ("here", "by-post")
_NOT_HERE = N_("Not at this post at present")


def _offered_instead(context: Context, slug: str, *, said: bool) -> Offer | None:
    """Return where a service is to be had of a post that serves nobody now.

    said: whether it says that it did it itself.
    """
    server = context.index.helper(context.post) if context.post else None
    told = server.services if server else ()
    service = next((one for one in told if one.service == slug), None)
    if service is None and not said:
        return None
    if server is None or (service and service.available == "none"):
        return Offer(context.say(_NOT_HERE))
    doer = _who_does(context, service) if service and service.at else server
    online = (service.url or "") if service else ""
    note = context.localiser.words(service.note) if service and service.note else None
    at = context.site_link(doer) if doer else None
    return Offer(context.say(AVAILABLE["elsewhere"]), at, online, note)


def _who_does(context: Context, service: Service) -> Post | None:
    """Return the post that does a service instead, or whoever serves in its place by now."""
    other = context.index.posts.get(service.at or "")
    return context.index.serving(other) or other if other else None


def help_number(context: Context) -> ContactPointView | None:
    """Return the one number for the strip on every page: the first of help now."""
    numbers = (number for number in help_numbers(context) if number.href.startswith("tel:"))
    return next(numbers, None)


def crisis_centre(context: Context, *, live: bool = False) -> tuple[ContactPointView, ...]:
    """Return the number of the ministry's crisis centre, if any; live: see `help_numbers`."""
    centre = context.index.ministry.crisis_centre
    if centre is None:
        return ()
    said = _crisis(context, centre)
    number = phone(context, centre.phone, said["purpose"], said["hours"], said["audience"])
    now = open_now(context, ministry_opening(context.index)) if live else None
    stated = checked.told(context, centre.source.seen if centre.source else None)
    return (replace(number, now=now, checked=stated),)


def crisis_written(context: Context) -> tuple[ContactPointView, ...]:
    """Return how to reach the ministry's crisis centre without speaking."""
    centre = context.index.ministry.crisis_centre
    return tuple(_written(context, centre, _crisis(context, centre))) if centre else ()


def _crisis(context: Context, centre: CrisisCentre) -> dict[str, Any]:
    return {
        "purpose": context.say(CRISIS),
        "hours": contact_hours(context, centre.hours),
        "audience": context.localiser.words(context.index.ministry.name).text,
    }
