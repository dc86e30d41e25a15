"""Contact by need: from what one would say to the right service, post and way, by plain links."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.needs.model import NEEDS, Need, Way
from chancery.features.needs.views import NeedPost, NeedSection, NeedsView, NeedWay
from chancery.features.situations.model import SITUATIONS
from chancery.network.contacts import Purpose
from chancery.network.model import Post
from chancery.network.offered import Service
from chancery.plan import offers, pieces, standingwords
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_, PURPOSE_LABELS

PATH = "needs/"
TITLE = N_("Find the way for what you need")
WHAT_TO_DO = N_("What to do")
WRITE = N_("Whom to write to or call: {purpose}")
ELSEWHERE = N_("Look here")
ASK_FIRST = N_("Ask the post before you come")


def links(context: Context) -> Iterator[Link]:
    """Return the way to the page; none where no need is described, and on the portal."""
    if context.post is not None and context.index.records(NEEDS):
        yield Link(context.links.page(context.language, PATH), Words(context.say(TITLE)), "needs")


def others(index: Index, post: Post) -> Iterator[Post]:
    """Return the posts that do a service for those whom needs lead readers of a site to."""
    if not index.records(NEEDS):
        return
    helper = index.helper(post)
    for one in (*([helper] if helper else ()), *index.in_country[post.country or ""]):
        for service in one.services:
            if service.at in index.posts:
                yield index.posts[service.at]


def pages(context: Context, post: Post) -> Iterator[Page]:
    """Plan the page of a post's site in one language; none where no need is described."""
    if not context.index.records(NEEDS):
        return
    head = PageHead(
        key="needs", path=PATH, title=Words(context.say(TITLE)), translations=context.languages
    )
    needs = (_section(context, post, one) for one in context.index.records(NEEDS))
    needs = (one for one in needs if one.ways)
    view = NeedsView(
        needs=tuple(needs),
        contact=standingwords.contact_link(context),
        services_href=context.links.page(context.language, "services/"),
    )
    yield Page("needs", context.language, head, view, _words(view))


def _words(view: NeedsView) -> tuple[Section, ...]:
    return (*TITLE_ALONE, *((need.anchor, need.title.text, "") for need in view.needs))


def _section(context: Context, post: Post, need: Need) -> NeedSection:
    return NeedSection(
        anchor=f"site-{need.id}",
        title=context.localiser.words(need.title),
        ask=pieces.words(context, need.ask),
        ways=tuple(found for way in need.ways if (found := _way(context, post, way))),
    )


def _way(context: Context, post: Post, way: Way) -> NeedWay | None:
    """Return one way; None where it leads to nothing that this site has."""
    links = tuple(_links(context, post, way))
    if not links:
        return None
    return NeedWay(
        who=pieces.words(context, way.who),
        links=links,
        posts=tuple(_posts(context, post, way.service)) if way.service else (),
        note=pieces.words(context, way.note),
    )


def _links(context: Context, post: Post, way: Way) -> Iterator[Link]:
    pages, situations = context.texts.pages, context.index.records(SITUATIONS)
    for found in (one for one in situations if one.id == way.situation):
        yield Link(context.links.page(context.language, found.path), Words(context.say(WHAT_TO_DO)))
    if way.service and way.service in pages:
        yield context.text_link(way.service)
        yield from context.service_links(way.service)
    if way.page and way.page in pages:
        yield context.text_link(way.page)
    if way.contact:
        yield _contact(context, post, way.contact)
    if way.url:
        yield Link(way.url, Words(context.say(ELSEWHERE)))


def _contact(context: Context, post: Post, purpose: Purpose) -> Link:
    """Return where to reach somebody for a purpose: at the post, at who serves for it, else at all.

    Numbers for emergencies stand on the page of help.
    """
    helper, anchor = context.index.helper(post), f"site-{purpose}"
    closed = context.index.standing(post).closed
    if purpose == "emergency":
        href = context.links.page(context.language, "help/")
    elif not closed and any(one.purpose == purpose for one in post.contacts):
        href = context.links.page(context.language, "contact/", anchor)
    elif helper and any(one.purpose == purpose for one in helper.contacts):
        href = context.links.site(helper.id, context.language, "contact/", anchor)
    else:
        return standingwords.contact_link(context)
    return Link(
        href, Words(context.say(WRITE).format(purpose=context.say(PURPOSE_LABELS[purpose])))
    )


def _posts(context: Context, post: Post, slug: str) -> Iterator[NeedPost]:
    """Return who offers a service to readers of a site, by where they live: those in the country.

    For a site without people it is who serves in its place.
    """
    helper = context.index.helper(post)
    near = [post if helper is None else helper]
    if helper is None:
        near += [one for one in context.index.in_country[post.country or ""] if one is not post]
    for one in near:
        if not context.index.standing(one).serves:
            continue
        offer = next((s for s in one.services if s.service == slug), None)
        if one.site or (offer is not None and offer.available != "none"):
            yield _post(context, one, offer)
    for service in post.services:
        if service.service == slug and service.available == "honorary-consul":
            for child in context.index.children[post.id]:
                if not child.site and context.index.standing(child).serves:
                    yield _post(
                        context, child, None, context.say(offers.AVAILABLE["honorary-consul"])
                    )


def _post(context: Context, one: Post, offer: Service | None, way: str = "") -> NeedPost:
    named = context.index.posts.get(offer.at or "") if offer else None
    at = context.index.serving(named) or named if named else None
    return NeedPost(
        district=context.localiser.words(one.district.text) if one.district else None,
        post=context.site_link(one),
        way=way or (offers.available(context, offer) if offer else context.say(ASK_FIRST)),
        at=context.site_link(at) if at else None,
        online=(offer.url or "") if offer else "",
        note=context.localiser.words(offer.note) if offer and offer.note else None,
    )
