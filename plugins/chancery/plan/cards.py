"""Other posts in short, in a reader’s words: where they are, how they stand, when they are open."""

from __future__ import annotations

from msgspec.structs import replace

from chancery.geo.zones import zone_places
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.plan import checked, weekview
from chancery.plan.contactpoints import email, own_phone
from chancery.plan.contactviews import PersonLine, PostCard, StatusView
from chancery.plan.context import Context
from chancery.plan.helpnumbers import near
from chancery.plan.hourviews import Week
from chancery.plan.index import distance
from chancery.plan.openview import closed_soon, open_now, opening_of
from chancery.plan.standingwords import dated_headline, headline
from chancery.plan.views import Words
from chancery.plan.words import (
    ROLE_LABELS,
    in_city,
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


def status_view(context: Context, post: Post) -> StatusView | None:
    """Return what is to be said when a post does not work as usual; None when it does."""
    status, standing = post.status, context.index.standing(post)
    if standing.state == "open" and (status.state != "open" or status.why is None):
        return None
    named = context.index.posts.get(status.served_by or "")
    server = standing.server if standing.closed else named
    return StatusView(
        headline=dated_headline(context, post),
        address=_words(context, context.index.moving_to.get(post.id)),
        why=_words(context, status.why),
        source=(status.source.url or "") if status.source and status.source.shown else "",
        server=post_card(context, server) if server else None,
    )


def official_site(context: Context, post: Post) -> str:
    """Return where to find what is not known of a post: its site, a near one's, or at home."""
    own = () if context.index.standing(post).closed else (post,)
    sites = (one.website for one in (*own, *near(context, post)) if one.website)
    return next(sites, context.index.ministry.website or "")
