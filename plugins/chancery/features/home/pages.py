"""The first page of a post's site: how to reach it, what most people come for, what is new."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from chancery.features.home import scene
from chancery.features.home.views import HomeView
from chancery.network.model import Post
from chancery.plan import cards, helpnumbers, openview
from chancery.plan.contactviews import PostCard
from chancery.plan.context import Context
from chancery.plan.feature import Place
from chancery.plan.neighbours import nearest_card, partner_links
from chancery.plan.news import HOME_NEWS
from chancery.plan.newsviews import NewsLine
from chancery.plan.views import Link
from chancery.plan.words import N_, rfc3339

HOME_TASKS = 8


#: The heading of a service that is wanted in haste: what to do when a paper is lost.
LOST = "#lost"


VIRTUAL_INTRO = N_(
    "There is no office here. This site brings together what you need, "
    "and leads you to the people who serve you."
)


def home(context: Context, post: Post) -> HomeView:
    """Return the view of a site's home page."""
    server = helpnumbers.helpers_of(context, post)
    card = _today(context, post, server)
    news = context.news.own_first(context.localiser, HOME_NEWS)
    absent = {service.service for service in post.services if service.available == "none"}
    offered = [link for link in _as_wished(context, post, "services") if link.key not in absent]
    lost = [
        need for link in offered for need in context.needs(link.key) if need.href.endswith(LOST)
    ]
    tasks = [*offered[:1], *lost[:1], *offered[1 : HOME_TASKS - 2], *context.group("help")[:1]]
    tasks += context.offered(Place.HOME)
    return HomeView(
        scene=scene.scene(context, post),
        intro=context.say(VIRTUAL_INTRO) if post.virtual else "",
        status=cards.status_view(context, post),
        own=context.index.standing(post).serves,
        today=card,
        nearest=nearest_card(context, post, server),
        tasks=tuple(tasks),
        news=news,
        new_until_iso=_new_until(news[0]) if news else "",
        news_href=context.links.page(context.language, "news/"),
        contact_href=context.links.page(context.language, "contact/"),
        services_href=context.links.page(context.language, "services/"),
        about=tuple(_as_wished(context, post, "country")),
        partners=partner_links(context, post),
        notices=context.notices(),
        elections=context.agenda(),
        script=openview.script(context, card.now if card else None),
    )


#: For how long news are new.
NEW_FOR = timedelta(days=30)


def _new_until(line: NewsLine) -> str:
    """Return the instant from which news are new no longer, or an event is past."""
    if line.when or not line.iso:
        return line.when.over if line.when else ""
    return rfc3339(datetime.combine(date.fromisoformat(line.iso) + NEW_FOR, time(), UTC))


def _as_wished(context: Context, post: Post, group: str) -> list[Link]:
    """Return a group's pages with those first that the post wishes to see first."""
    places = {slug: place for place, slug in enumerate(post.sections)}
    return sorted(context.group(group), key=lambda link: places.get(link.key, len(places)))


def _today(context: Context, post: Post, server: Post | None) -> PostCard | None:
    if not context.index.standing(post).serves:
        # What is said of a closed post names who serves in its place already.
        return cards.post_card(context, server, live=True) if server and post.virtual else None
    return cards.post_card(context, post, live=True)
