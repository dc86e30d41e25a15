"""Help now: numbers for those who are here, then for those at home."""

from __future__ import annotations

from chancery.features.help import blocked
from chancery.network.model import Post
from chancery.plan import cards, emergency, openview
from chancery.plan.desk import Desk
from chancery.plan.feature import Place
from chancery.plan.views import (
    ROOT,
    HelpView,
)


def help_now(desk: Desk, post: Post) -> HelpView:
    """Give the view of help now: numbers for those who are here, then for those at home."""
    server = cards.helpers_of(desk, post)
    guide = next((slug for slug, page in desk.texts.pages.items() if page.group == "help"), "")
    view = None
    if guide:
        view = desk.texts.view(desk.speaker, *desk.texts.pages[guide].choose(desk.speaker.order))
    here = cards.help_numbers(desk, live=True)
    silent = cards.without_speaking(desk, live=True)
    return HelpView(
        place=desk.speaker.country(post.country) if post.country else "",
        here=here,
        worried=cards.worried_numbers(desk),
        served_by=cards.post_card(desk, server) if server else None,
        website=cards.official_site(desk, post),
        guide=view,
        guide_href=desk.links.page(desk.language, f"{guide}/") if guide else "",
        notices=desk.notices(),
        services=emergency.services(desk, post),
        saved_href=f"{ROOT}{desk.language}/{emergency.SAVED}",
        vcard_href=f"{ROOT}{desk.language}/{emergency.VCARD}",
        links=desk.offered(Place.HELP),
        situations=desk.offered(Place.SITUATIONS),
        silent=silent,
        blocked=blocked.ways(desk, post),
        script=openview.script(desk, *(number.now for number in (*here, *silent))),
    )
