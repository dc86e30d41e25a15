"""The list of services of a post's site, each with where it is to be had."""

from __future__ import annotations

from chancery.features.services.views import ServiceLine, ServicesView
from chancery.network.model import Post
from chancery.plan import cards, helpnumbers, offers
from chancery.plan.context import Context
from chancery.plan.feature import Place
from chancery.plan.views import Words
from chancery.plan.words import N_

SERVICES_UNKNOWN = N_("Ask the post before you come: not every post offers every service.")


def services(context: Context, post: Post) -> ServicesView:
    """Return the view of all services, each with where it is to be had."""
    server, closed = helpnumbers.helpers_of(context, post), context.index.standing(post).closed
    lines = []
    for slug, page in context.texts.pages.items():
        if page.group != "services":
            continue
        document = page.choose(context.localiser.order)[0]
        tag = document.language if document.language != context.language else ""
        lines.append(
            ServiceLine(
                anchor=f"site-{slug}",
                link=context.text_link(slug),
                summary=Words(document.front.summary, tag) if document.front.summary else None,
                offer=offers.offer(context, slug),
            )
        )
    return ServicesView(
        services=tuple(lines),
        note="" if post.services or closed else context.say(SERVICES_UNKNOWN),
        server=cards.post_card(context, server) if server else None,
        links=context.offered(Place.SERVICES),
    )
