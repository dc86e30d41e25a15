"""What there is to know about a post."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.common.languages import host_languages, language_name
from chancery.features.about.views import AboutView, Fact
from chancery.network.model import Post
from chancery.plan import cards
from chancery.plan.context import Context
from chancery.plan.neighbours import partner_links, source_links
from chancery.plan.views import Words
from chancery.plan.words import N_


def about(context: Context, post: Post) -> AboutView:
    """Return the view of what there is to know about a post."""
    near = [*context.index.in_country[post.country or ""], *context.index.children[post.id]]
    near += [
        other for name in (post.parent, post.hub) if (other := context.index.posts.get(name or ""))
    ]
    related = {other.id: other for other in near if other.id != post.id}.values()
    return AboutView(
        facts=tuple(_facts(context, post)),
        country_pages=context.group("country"),
        people=cards.people(context, post),
        related=tuple(cards.post_card(context, other) for other in related),
        pages=context.group("about"),
        partners=partner_links(context, post),
        sources=source_links(context, post.sources),
    )  # fmt: skip


def _facts(context: Context, post: Post) -> Iterable[Fact]:
    localiser, say = context.localiser, context.say
    yield Fact(say(N_("Kind of post")), (Words(localiser.kind(post.kind)),))
    if post.country:
        yield Fact(say(N_("Country")), (Words(localiser.country(post.country)),))
    if post.organisation:
        yield Fact(say(N_("Accredited to")), (localiser.words(post.organisation),))
    if post.city:
        yield Fact(say(N_("City")), (localiser.words(post.city),))
    covers = [*post.covers, *(p.country for p in context.index.served[post.id] if p.country)]
    if covers:
        names = sorted({localiser.country(code) for code in covers}, key=localiser.sort_key)
        yield Fact(say(N_("Also responsible for")), tuple(Words(name) for name in names))
    if post.district:
        yield Fact(say(N_("Consular district")), (localiser.words(post.district.text),))
    if post.covered_by and (cover := context.index.posts.get(post.covered_by)):
        href = context.links.site(cover.id, context.language)
        yield Fact(say(N_("Covered by")), (Words(localiser.title(cover)),), href)
    if publisher := context.index.ministry.publisher:
        label = say(N_("Publisher of this site"))
        yield Fact(label, (context.publisher,), publisher.url or "")
    hosts = host_languages(post.country or "")
    if hosts:
        names = [language_name(tag, context.language) for tag in hosts]
        yield Fact(say(N_("Languages of the country")), tuple(Words(name) for name in names))
