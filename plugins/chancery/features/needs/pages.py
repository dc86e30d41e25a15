"""Contact by need: from what one would say to the right service, post and way, by plain links."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.needs.model import NEEDS, Need, Way
from chancery.features.needs.views import NeedPost, NeedSection, NeedsView, NeedWay
from chancery.features.situations.model import SITUATIONS
from chancery.network.model import Post, Purpose, Service
from chancery.plan import cards, pieces
from chancery.plan.desk import Desk
from chancery.plan.index import Index
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_, PURPOSE_LABELS

PATH = "needs/"
TITLE = N_("Find the way for what you need")
WHAT_TO_DO = N_("What to do")
WRITE = N_("Whom to write to or call: {purpose}")
ELSEWHERE = N_("Look here")
ASK_FIRST = N_("Ask the post before you come")


def link(desk: Desk) -> Link | None:
    """Give the way to the page; None where no need is described, and on the portal."""
    if desk.post is None or not desk.index.records(NEEDS):
        return None
    return Link(desk.links.page(desk.language, PATH), Words(desk.say(TITLE)), "needs")


def others(index: Index, post: Post) -> Iterator[Post]:
    """Give the posts that do a service for those whom needs lead readers of a site to."""
    if not index.records(NEEDS):
        return
    helper = index.helper(post)
    for one in (*([helper] if helper else ()), *index.in_country[post.country or ""]):
        for service in one.services:
            if service.at in index.posts:
                yield index.posts[service.at]


def pages(desk: Desk, post: Post) -> Iterator[tuple[PageHead, NeedsView]]:
    """Plan the page of a post's site in one language; none where no need is described."""
    if not desk.index.records(NEEDS):
        return
    head = PageHead(
        key="needs", path=PATH, title=Words(desk.say(TITLE)), translations=desk.languages
    )
    needs = (_section(desk, post, one) for one in desk.index.records(NEEDS))
    needs = (one for one in needs if one.ways)
    yield (
        head,
        NeedsView(
            needs=tuple(needs),
            contact=cards.contact_link(desk),
            services_href=desk.links.page(desk.language, "services/"),
        ),
    )


def _section(desk: Desk, post: Post, need: Need) -> NeedSection:
    return NeedSection(
        anchor=f"site-{need.id}",
        title=desk.speaker.words(need.title),
        ask=pieces.words(desk, need.ask),
        ways=tuple(found for way in need.ways if (found := _way(desk, post, way))),
    )


def _way(desk: Desk, post: Post, way: Way) -> NeedWay | None:
    """Give one way; None where it leads to nothing that this site has."""
    links = tuple(_links(desk, post, way))
    if not links:
        return None
    return NeedWay(
        who=pieces.words(desk, way.who),
        links=links,
        posts=tuple(_posts(desk, post, way.service)) if way.service else (),
        note=pieces.words(desk, way.note),
    )


def _links(desk: Desk, post: Post, way: Way) -> Iterator[Link]:
    pages, situations = desk.texts.pages, desk.index.records(SITUATIONS)
    for found in (one for one in situations if one.id == way.situation):
        yield Link(desk.links.page(desk.language, found.path), Words(desk.say(WHAT_TO_DO)))
    if way.service and way.service in pages:
        yield desk.text_link(way.service)
        yield from desk.service_links(way.service)
    if way.page and way.page in pages:
        yield desk.text_link(way.page)
    if way.contact:
        yield _contact(desk, post, way.contact)
    if way.url:
        yield Link(way.url, Words(desk.say(ELSEWHERE)))


def _contact(desk: Desk, post: Post, purpose: Purpose) -> Link:
    """Give where to reach somebody for a purpose: at the post, at who serves for it, else at all.

    Numbers for emergencies stand on the page of help.
    """
    helper, anchor = desk.index.helper(post), f"site-{purpose}"
    closed = desk.index.standing(post).closed
    if purpose == "emergency":
        href = desk.links.page(desk.language, "help/")
    elif not closed and any(one.purpose == purpose for one in post.contacts):
        href = desk.links.page(desk.language, "contact/", anchor)
    elif helper and any(one.purpose == purpose for one in helper.contacts):
        href = desk.links.site(helper.id, desk.language, "contact/", anchor)
    else:
        return cards.contact_link(desk)
    return Link(href, Words(desk.say(WRITE).format(purpose=desk.say(PURPOSE_LABELS[purpose]))))


def _posts(desk: Desk, post: Post, slug: str) -> Iterator[NeedPost]:
    """Give who offers a service to readers of a site, by where they live: those in the country.

    For a site without people it is who serves in its place.
    """
    helper = desk.index.helper(post)
    near = [post if helper is None else helper]
    if helper is None:
        near += [one for one in desk.index.in_country[post.country or ""] if one is not post]
    for one in near:
        if not desk.index.standing(one).serves:
            continue
        offer = next((s for s in one.services if s.service == slug), None)
        if one.site or (offer is not None and offer.available != "none"):
            yield _post(desk, one, offer)
    for service in post.services:
        if service.service == slug and service.available == "honorary-consul":
            for child in desk.index.children[post.id]:
                if not child.site and desk.index.standing(child).serves:
                    yield _post(desk, child, None, desk.say(cards.AVAILABLE["honorary-consul"]))


def _post(desk: Desk, one: Post, offer: Service | None, way: str = "") -> NeedPost:
    named = desk.index.posts.get(offer.at or "") if offer else None
    at = desk.index.serving(named) or named if named else None
    return NeedPost(
        district=desk.speaker.words(one.district.text) if one.district else None,
        post=desk.site_link(one),
        way=way or (cards.available(desk, offer) if offer else desk.say(ASK_FIRST)),
        at=desk.site_link(at) if at else None,
        online=(offer.url or "") if offer else "",
        note=desk.speaker.words(offer.note) if offer and offer.note else None,
    )
