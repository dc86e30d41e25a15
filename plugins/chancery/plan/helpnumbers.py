"""Whom to call in need: who is near and answers, and at home the ministry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from chancery.network.contacts import ContactPoint, CrisisCentre
from chancery.network.fields import OUT_OF_HOURS
from chancery.network.model import Post
from chancery.plan import checked
from chancery.plan.accounts import messaging
from chancery.plan.contactpoints import (
    contact_hours,
    contact_points,
    email,
    is_abroad,
    phone,
    purpose_of,
    written_numbers,
)
from chancery.plan.context import Context
from chancery.plan.hourviews import OpenNow
from chancery.plan.opening import ministry_opening
from chancery.plan.openview import open_now, opening_of
from chancery.plan.pointviews import ContactPointView
from chancery.plan.words import (
    N_,
)


def without_speaking(context: Context, *, live: bool = False) -> tuple[ContactPointView, ...]:
    """Return the ways to reach help without speaking: of whoever is near, and at home.

    Mail may be read late: it is shown alone only where nobody near has another way.

    live: see `help_numbers`.
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
        for number in written_numbers(
            context, contact, purpose_of(context, contact, is_abroad(context, post))
        )
    ]
    opening = opening_of(context, post) if live else None
    found += [
        ContactPointView(one.handle, one.href, purpose=one.platform, hours=one.hours, now=one.now)
        for one in messaging(context, post.messaging, context.localiser.place(post), opening)
    ]
    return (*found, *_mail(post)) if found else ()


def _mail(post: Post) -> tuple[ContactPointView, ...]:
    return (email(post.email),) if post.email else ()


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


def helpers_of(context: Context, post: Post) -> Post | None:
    """Return the post that serves in place of one that does not; None if there is none."""
    return context.index.helper(post)


def emergency_contacts(post: Post) -> list[ContactPoint]:
    """Return the contacts of a post that are for emergencies."""
    return [contact for contact in post.contacts if contact.purpose == "emergency"]


def near(context: Context, post: Post) -> list[Post]:
    """Return the posts that may answer the readers of a site, without those that serve nobody.

    First the post itself, then whoever serves in its place, the post that it belongs to, and those
    in the same country.
    """
    parent = context.index.posts.get(post.parent or "")
    found = [post, helpers_of(context, post), parent, *context.index.in_country[post.country or ""]]
    open_ones = (one for one in found if one and context.index.standing(one).serves)
    return list({one.id: one for one in open_ones}.values())


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
    return tuple(written_numbers(context, centre, _crisis(context, centre))) if centre else ()


def _crisis(context: Context, centre: CrisisCentre) -> dict[str, Any]:
    return {
        "purpose": context.say(CRISIS),
        "hours": contact_hours(context, centre.hours),
        "audience": context.localiser.words(context.index.ministry.name).text,
    }
