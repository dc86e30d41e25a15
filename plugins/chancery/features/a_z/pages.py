"""All pages and needs of a site by their first letter."""

from __future__ import annotations

from chancery.plan import search
from chancery.plan.desk import Desk
from chancery.plan.feature import Place
from chancery.plan.labels import label
from chancery.plan.views import (
    IndexView,
    Link,
    SearchView,
)


def a_to_z(desk: Desk) -> IndexView:
    """Give the view of all pages and needs by their first letter; equal ones are one object."""
    order, made = desk.speaker.order, desk.offered(Place.A_TO_Z)
    pages = (desk.link(key, label(desk, key)) for key in desk.index.labels if key != "home")
    shelf = tuple((slug, p.choose(order)[0].file) for slug, p in desk.texts.pages.items())
    views, field = desk.index.letter_views, search.field(desk)
    asked = (order, shelf, (*pages, *made), field)
    if asked not in views:
        views[asked] = _letters(desk, list(asked[2]), field)
    return views[asked]


def _letters(desk: Desk, links: list[Link], field: SearchView | None) -> IndexView:
    """Sort all pages and needs, the reader's language first; links: to pages made of data."""
    links += [desk.text_link(slug) for slug in desk.texts.pages]
    links += [need for slug in desk.texts.pages for need in desk.needs(slug)]
    keys = {link: (bool(link.words.language), *desk.speaker.sort_key(link.words.text))
            for link in links}  # fmt: skip
    ordered = sorted(links, key=keys.__getitem__)
    return IndexView(
        letters=desk.speaker.by_letter(ordered, lambda one: one.words.text),
        search=field,
    )
