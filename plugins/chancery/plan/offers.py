"""Where a service is to be had by readers of a site."""

from __future__ import annotations

from chancery.network.model import Post
from chancery.network.offered import Service
from chancery.plan.context import Context
from chancery.plan.views import (
    Offer,
)
from chancery.plan.words import (
    N_,
)

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
