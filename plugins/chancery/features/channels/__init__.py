"""The official channels of a post."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.channels.machine import site_files
from chancery.features.channels.pages import channels
from chancery.features.channels.views import ChannelsView
from chancery.plan.context import Context
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, page
from chancery.plan.page import Page, Section
from chancery.plan.search import account_words


def _words(view: ChannelsView) -> tuple[Section, ...]:
    every = (*view.own, *view.messaging, *view.ministry, *view.hub, *view.partners)
    return (("", "", " ".join(map(account_words, every))),)


def pages(context: Context) -> Iterator[Page]:
    """Plan the page of a post's site."""
    if context.post is not None:
        view = channels(context, context.post)
        yield page(context, "channels", view, _words(view))


FEATURE = Feature(
    id="channels",
    module=__name__,
    label=LABELS["channels"],
    paths=frozenset({"channels"}),
    state=nothing,
    pages=pages,
    site_files=site_files,
)
