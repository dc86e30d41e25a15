"""How a post stands, in words, and what every page says where it does not serve."""

from __future__ import annotations

from chancery.network.model import Post
from chancery.plan.contactpoints import contact_points, email, phone
from chancery.plan.contactviews import InsteadView
from chancery.plan.context import Context
from chancery.plan.helpnumbers import consular_numbers
from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Link, Words
from chancery.plan.words import (
    N_,
)

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


def dated_headline(context: Context, post: Post) -> str:
    """Say in a sentence how a post stands today, with the day where it is known."""
    status, state = post.status, context.index.standing(post).state
    said = _DATED.get((status.state, state)) if status.since else None
    if said is None or status.since is None:
        return headline(context, post)
    return context.say(said).format(date=context.localiser.day(status.since))
