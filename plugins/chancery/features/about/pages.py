"""What there is to know about a post."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.common.languages import host_languages, language_name
from chancery.features.about.views import AboutView, Fact
from chancery.network.model import Post
from chancery.plan import cards
from chancery.plan.desk import Desk
from chancery.plan.neighbours import partner_links, source_links
from chancery.plan.views import Words
from chancery.plan.words import N_


def about(desk: Desk, post: Post) -> AboutView:
    """Give the view of what there is to know about a post."""
    near = [*desk.index.in_country[post.country or ""], *desk.index.children[post.id]]
    near += [
        other for name in (post.parent, post.hub) if (other := desk.index.posts.get(name or ""))
    ]
    related = {other.id: other for other in near if other.id != post.id}.values()
    return AboutView(
        facts=tuple(_facts(desk, post)),
        country_pages=desk.group("country"),
        people=cards.people(desk, post),
        related=tuple(cards.post_card(desk, other) for other in related),
        pages=desk.group("about"),
        partners=partner_links(desk, post),
        sources=source_links(desk, post.sources),
    )  # fmt: skip


def _facts(desk: Desk, post: Post) -> Iterable[Fact]:
    speaker, say = desk.speaker, desk.say
    yield Fact(say(N_("Kind of post")), (Words(speaker.kind(post.kind)),))
    if post.country:
        yield Fact(say(N_("Country")), (Words(speaker.country(post.country)),))
    if post.organisation:
        yield Fact(say(N_("Accredited to")), (speaker.words(post.organisation),))
    if post.city:
        yield Fact(say(N_("City")), (speaker.words(post.city),))
    covers = [*post.covers, *(p.country for p in desk.index.served[post.id] if p.country)]
    if covers:
        names = sorted({speaker.country(code) for code in covers}, key=speaker.sort_key)
        yield Fact(say(N_("Also responsible for")), tuple(Words(name) for name in names))
    if post.district:
        yield Fact(say(N_("Consular district")), (speaker.words(post.district.text),))
    if post.covered_by and (cover := desk.index.posts.get(post.covered_by)):
        href = desk.links.site(cover.id, desk.language)
        yield Fact(say(N_("Covered by")), (Words(speaker.title(cover)),), href)
    if publisher := desk.index.ministry.publisher:
        label = say(N_("Publisher of this site"))
        yield Fact(label, (desk.publisher,), publisher.url or "")
    hosts = host_languages(post.country or "")
    if hosts:
        names = [language_name(tag, desk.language) for tag in hosts]
        yield Fact(say(N_("Languages of the country")), tuple(Words(name) for name in names))
