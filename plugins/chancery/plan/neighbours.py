"""What several pages say of the posts, partners and sources around a post."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.network.model import Partner, Post
from chancery.network.record import Source
from chancery.plan import cards
from chancery.plan.contactviews import PostCard
from chancery.plan.context import Context
from chancery.plan.views import Link, Words
from chancery.plan.words import N_


def nearest_card(context: Context, post: Post, server: Post | None) -> PostCard | None:
    """Return the nearest post for a site without people, unless it is the one that serves."""
    if not post.virtual:
        return None
    nearest = context.index.nearest(post)
    if nearest is None or (server is not None and nearest.id == server.id):
        return None
    return cards.post_card(context, nearest, far_from=post)


def source_links(context: Context, sources: Iterable[Source]) -> tuple[Link, ...]:
    """Return where facts are from as links with when each was seen.

    What no reader is to be sent to is not among them.
    """
    links = []
    for source in sources:
        if not source.shown:
            continue
        href = source.url or f"https://www.wikidata.org/wiki/{source.item}"
        label = source.item and f"Wikidata {source.item}"
        seen = context.localiser.day(source.seen) if source.seen else ""
        links.append(Link(href, Words(label or href.split("://", 1)[1]), note=seen))
    return tuple(links)


def partner_links(context: Context, post: Post) -> tuple[Link, ...]:
    """Return the partners that work where a post is, each with its page where one is known."""
    return tuple(_partner_link(context, one) for one in context.index.partners(post))


NO_PAGE = N_("no page known")


def _partner_link(context: Context, partner: Partner) -> Link:
    note = context.localiser.words(partner.about) if partner.about else Words("")
    if not partner.url:
        # What is said in another language cannot stand in one line with what is not.
        about = "" if note.language else note.text
        note = Words(context.localiser.join(filter(None, (about, context.say(NO_PAGE)))))
    return Link(
        partner.url or "", context.localiser.words(partner.name),
        note=note.text, note_language=note.language,
    )  # fmt: skip
