"""Labels of the pages that every site has, and such a page itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from chancery.network.model import Post
from chancery.plan import standingwords
from chancery.plan.context import Context
from chancery.plan.feature import on_posts
from chancery.plan.page import Page, Section
from chancery.plan.views import (
    PageHead,
    PageView,
    Words,
)
from chancery.plan.words import N_

V = TypeVar("V", bound=PageView)
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


def page(context: Context, key: str, view: PageView, words: tuple[Section, ...] | None) -> Page:
    """Return the page of a post's site that has a label of its own.

    key: of its label, and of its path; words: those it is found by.
    """
    title = (
        context.localiser.title(context.post)
        if key == "home" and context.post
        else context.say(label(context, key))
    )
    path = "" if key == "home" else f"{key}/"
    head = PageHead(key=key, path=path, title=Words(title), translations=context.languages)
    return Page(key, context.language, head, view, words)


def labelled(
    key: str,
    view: Callable[[Context, Post], V],
    words: Callable[[V], tuple[Section, ...] | None],
) -> Callable[[Context], Iterable[Page]]:
    """Return what plans a page with a label of its own on each post's site.

    view: gives what its template sees; words: those that it is found by, from its view.
    """

    def pages(context: Context, post: Post) -> Iterator[Page]:
        made = view(context, post)
        yield page(context, key, made, words(made))

    return on_posts(pages)


def not_searched(_view: object) -> None:
    """Return no words: for a page that search leaves out, since others say what it says."""


def label(context: Context, key: str) -> str:
    """Return the label of a page made of data; that of contact promises no hours where none are."""
    closed = context.post is not None and context.index.standing(context.post).closed
    if key == "contact" and closed:
        return standingwords.WHO_SERVES
    return context.index.labels.get(key) or LABELS[key]
