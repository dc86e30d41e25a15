"""Parts of a post with their own door, and the way to a door."""

from __future__ import annotations

import re
from urllib.parse import quote

from chancery.common.languages import host_languages
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.network.places import Location
from chancery.plan import checked
from chancery.plan.cards import weeks
from chancery.plan.contactpoints import answered_now
from chancery.plan.contactviews import OfficeView, WayThere
from chancery.plan.context import Context
from chancery.plan.openview import open_now, opening_of


def office_views(context: Context, post: Post) -> tuple[OfficeView, ...]:
    """Return the parts of a post that have their own door."""
    opening, stated = opening_of(context, post), checked.when(context, post, "offices")
    return tuple(
        OfficeView(
            anchor=f"site-office-{office.id}",
            name=context.localiser.words(office.name),
            address=context.localiser.words(office.address) if office.address else None,
            weeks=weeks(context, office.opening_hours, post, None),
            now=open_now(context, opening, f"office:{office.id}"),
            numbers=tuple(
                number
                for place, contact in enumerate(office.contacts)
                for number in answered_now(
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
