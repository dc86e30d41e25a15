"""Labels of the pages that every site has, and such a page itself."""

from __future__ import annotations

from chancery.plan import cards
from chancery.plan.desk import Desk
from chancery.plan.page import Page, Section
from chancery.plan.views import (
    PageHead,
    PageView,
    Words,
)
from chancery.plan.words import N_

#: Every page made of data, with its label, in the order of the navigation.
LABELS = {
    "home": N_("Home"),
    "services": N_("Services"),
    "contact": N_("Contact and hours"),
    "help": N_("Help now"),
    "news": N_("News"),
    "about": N_("About this post"),
    "channels": N_("Official channels"),
    "languages": N_("Languages"),
    "a-z": N_("A to Z"),
}


#: The portal's list of countries.
COUNTRIES = N_("Countries A to Z")


def page(desk: Desk, key: str, view: PageView, words: tuple[Section, ...] | None) -> Page:
    """Give the page of a post's site that has a label of its own.

    key: of its label, and of its path; words: those it is found by.
    """
    title = (
        desk.speaker.title(desk.post) if key == "home" and desk.post else desk.say(label(desk, key))
    )
    path = "" if key == "home" else f"{key}/"
    head = PageHead(key=key, path=path, title=Words(title), translations=desk.languages)
    return Page(key, desk.language, head, view, words)


def label(desk: Desk, key: str) -> str:
    """Give the label of a page made of data; that of contact promises no hours where none are."""
    closed = desk.post is not None and desk.index.standing(desk.post).closed
    if key == "contact" and closed:
        return cards.WHO_SERVES
    return desk.index.labels.get(key) or LABELS[key]
