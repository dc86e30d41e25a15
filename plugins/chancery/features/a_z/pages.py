"""All pages and needs of a site by their first letter."""

from __future__ import annotations

from chancery.network.model import Post
from chancery.plan import search
from chancery.plan.context import Context
from chancery.plan.feature import Place
from chancery.plan.labels import label
from chancery.plan.views import (
    IndexView,
    Link,
    SearchView,
)


def a_to_z(context: Context, _post: Post) -> IndexView:
    """Return the view of all pages and needs by their first letter; equal ones are one object."""
    order, made = context.localiser.order, context.offered(Place.A_TO_Z)
    pages = (
        context.link(key, label(context, key)) for key in context.index.labels if key != "home"
    )
    shelf = tuple((slug, p.choose(order)[0].file) for slug, p in context.texts.pages.items())
    views, field = context.index.letter_views, search.field(context)
    asked = (order, shelf, (*pages, *made), field)
    if asked not in views:
        views[asked] = _letters(context, list(asked[2]), field)
    return views[asked]


def _letters(context: Context, links: list[Link], field: SearchView | None) -> IndexView:
    """Sort all pages and needs, the reader's language first; links: to pages made of data."""
    links += [context.text_link(slug) for slug in context.texts.pages]
    links += [need for slug in context.texts.pages for need in context.needs(slug)]
    keys = {link: (bool(link.words.language), *context.localiser.sort_key(link.words.text))
            for link in links}  # fmt: skip
    ordered = sorted(links, key=keys.__getitem__)
    return IndexView(
        letters=context.localiser.by_letter(ordered, lambda one: one.words.text),
        search=field,
    )
