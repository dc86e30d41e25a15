"""The list of services of a post's site, each with where it is to be had."""

from __future__ import annotations

from chancery.features.services.views import ServiceLine, ServicesView
from chancery.network.model import Post
from chancery.plan import cards
from chancery.plan.desk import Desk
from chancery.plan.feature import Place
from chancery.plan.views import Words
from chancery.plan.words import N_

SERVICES_UNKNOWN = N_("Ask the post before you come: not every post offers every service.")


def services(desk: Desk, post: Post) -> ServicesView:
    """Give the view of all services, each with where it is to be had."""
    server, closed = cards.helpers_of(desk, post), desk.index.standing(post).closed
    lines = []
    for slug, page in desk.texts.pages.items():
        if page.group != "services":
            continue
        document = page.choose(desk.speaker.order)[0]
        tag = document.language if document.language != desk.language else ""
        lines.append(
            ServiceLine(
                anchor=f"site-{slug}",
                link=desk.text_link(slug),
                summary=Words(document.front.summary, tag) if document.front.summary else None,
                offer=cards.offer(desk, slug),
            )
        )
    return ServicesView(
        services=tuple(lines),
        note="" if post.services or closed else desk.say(SERVICES_UNKNOWN),
        server=cards.post_card(desk, server) if server else None,
        links=desk.offered(Place.SERVICES),
    )
