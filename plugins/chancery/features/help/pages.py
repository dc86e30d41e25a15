"""Help now: numbers for those who are here, then for those at home."""

from __future__ import annotations

from chancery.features.help import blocked
from chancery.network.model import Post
from chancery.plan import cards, emergency, helpnumbers, openview
from chancery.plan.context import Context
from chancery.plan.feature import Place
from chancery.plan.helpviews import HelpView
from chancery.plan.views import ROOT


def help_now(context: Context, post: Post) -> HelpView:
    """Return the view of help now: numbers for those who are here, then for those at home."""
    server = helpnumbers.helpers_of(context, post)
    guide = next((slug for slug, page in context.texts.pages.items() if page.group == "help"), "")
    view = None
    if guide:
        view = context.texts.view(
            context.localiser, *context.texts.pages[guide].choose(context.localiser.order)
        )
    here = helpnumbers.help_numbers(context, live=True)
    silent = helpnumbers.without_speaking(context, live=True)
    return HelpView(
        place=context.localiser.country(post.country) if post.country else "",
        here=here,
        worried=helpnumbers.worried_numbers(context),
        served_by=cards.post_card(context, server) if server else None,
        website=cards.official_site(context, post),
        guide=view,
        guide_href=context.links.page(context.language, f"{guide}/") if guide else "",
        notices=context.notices(),
        services=emergency.services(context, post),
        saved_href=f"{ROOT}{context.language}/{emergency.SAVED}",
        vcard_href=f"{ROOT}{context.language}/{emergency.VCARD}",
        links=context.offered(Place.HELP),
        situations=context.offered(Place.SITUATIONS),
        silent=silent,
        blocked=blocked.ways(context, post),
        script=openview.script(context, *(number.now for number in (*here, *silent))),
    )
