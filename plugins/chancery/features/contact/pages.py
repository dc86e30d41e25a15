"""Contact and hours of a post: every way to reach it, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from chancery.features.contact.offices import office_views, way_there
from chancery.network.model import Post
from chancery.plan import accounts, cards, checked, contactpoints, helpnumbers, maps, openview
from chancery.plan.contactviews import ContactView
from chancery.plan.context import Context
from chancery.plan.neighbours import nearest_card, source_links

#: What of a post is left out where nobody is served: how to reach it, and how to find it.
_ONLY_WHERE_SERVED: dict[str, Any] = {
    "contacts": (), "offices": (), "messaging": (), "address": None, "location": None,
    "accessibility": None,
    "district": None, "website": None,
}  # fmt: skip


def contact(context: Context, post: Post) -> ContactView:
    """Return the view of contact and hours."""
    server = helpnumbers.helpers_of(context, post)
    standing = context.index.standing(post)
    own = cards.post_card(context, post, live=True) if standing.serves else None
    served_by = cards.post_card(context, server, live=post.virtual) if server else None
    opening = openview.opening_of(context, post)
    there = replace(post, **_ONLY_WHERE_SERVED) if standing.closed else post
    stated = checked.when(context, post, "contacts")
    numbers = contactpoints.anchored_contact_points(context, there.contacts, opening, stated)
    offices = office_views(context, there)
    messaging = accounts.messaging(context, there.messaging, context.localiser.place(post), opening)
    children = {child.id: child for child in _listed(context, post)}.values()
    return ContactView(
        status=cards.status_view(context, post),
        virtual=post.virtual,
        own=own,
        served_by=served_by,
        nearest=nearest_card(context, post, server),
        numbers=numbers,
        hours_unknown=contactpoints.some_unknown(there),
        weeks=own.weeks if own else (),
        accessibility=context.localiser.words(there.accessibility) if there.accessibility else None,
        offices=offices,
        messaging=messaging,
        honorary=tuple(cards.post_card(context, child) for child in children),
        district=context.localiser.words(there.district.text) if there.district else None,
        map=None if standing.closed else maps.post_map(context, post),
        way=way_there(there.location, there.address, post.country),
        website=there.website
        or (server.website if server else "")
        or context.index.ministry.website
        or "",
        sources=source_links(context, post.sources),
        unofficial=any(not source.shown for source in post.sources),
        notices=context.notices(),
        closed=openview.closed_days(context, post, opening),
        holiday_notes=openview.holiday_notes(context, post, opening),
        script=openview.script(
            context,
            *(one.now for one in (own, served_by, *offices, *numbers, *messaging) if one),
            *(number.now for office in offices for number in office.numbers),
        ),
    )


def _listed(context: Context, post: Post) -> Iterable[Post]:
    """Return the posts without a site that a post's site lists: its own, and those in its city."""
    yield from (child for child in context.index.children[post.id] if not child.site)
    for other in context.index.in_country[post.country or ""]:
        if not other.site and post.city is not None and other.city == post.city:
            yield other
