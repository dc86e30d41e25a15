"""The official channels of a post."""

from __future__ import annotations

from chancery.features.channels.machine import site_files
from chancery.features.channels.pages import channels
from chancery.features.channels.views import ChannelsView
from chancery.plan.feature import Feature, nothing
from chancery.plan.labels import LABELS, labelled
from chancery.plan.page import Section
from chancery.plan.search import account_words


def _words(view: ChannelsView) -> tuple[Section, ...]:
    every = (*view.own, *view.messaging, *view.ministry, *view.hub, *view.partners)
    return (("", "", " ".join(map(account_words, every))),)


FEATURE = Feature(
    id="channels",
    module=__name__,
    label=LABELS["channels"],
    paths=frozenset({"channels"}),
    state=nothing,
    pages=labelled("channels", channels, _words),
    site_files=site_files,
)
