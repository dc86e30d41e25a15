"""News: a site's own, those of others, and feeds with their events."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.news import pages as newspages
from chancery.features.news.feeds import files
from chancery.features.news.views import NewsView
from chancery.plan import events
from chancery.plan.context import Context
from chancery.plan.feature import Feature
from chancery.plan.labels import LABELS
from chancery.plan.news import state
from chancery.plan.page import Page, Section
from chancery.plan.views import PageHead


def _words(head: PageHead, view: NewsView) -> tuple[Section, ...] | None:
    if head.path.startswith("news/topics/"):
        return None  # the list of all news has the same
    lines = (*view.lines, *view.others)
    return (("", "", " ".join(line.title for line in lines if line.external)),)


def pages(context: Context) -> Iterator[Page]:
    """Plan the lists of news; the page of each piece is one of the site's texts."""
    for head, view in newspages.pages(context):
        yield Page("news", context.language, head, view, _words(head, view))


FEATURE = Feature(
    id="news",
    module=__name__,
    label=LABELS["news"],
    paths=frozenset({"news"}),
    state=state,
    pages=pages,
    files=files,
    instants=events.instants,
)
