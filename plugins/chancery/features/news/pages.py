"""The pages that list news: all of them, and those of each topic, in parts of a length to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chancery.features.news.views import EventScript, NewsView, Paging
from chancery.network.fields import Text
from chancery.plan.context import Context
from chancery.plan.news import Row, coming
from chancery.plan.newsviews import NewsLine
from chancery.plan.search import scripts_of
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_

#: How many lines a page of news holds.
LINES = 20
NEWS = N_("News")
NUMBERED = N_("{title}, page {number}")
POSITION = N_("Page {number} of {count}")
NEWER = N_("Newer news")
OLDER = N_("Older news")
#: The files beside `feed.atom` in which others can read a site's news.
JSON_FEED = "feed.json"
#: The list of the feeds that a site shows, in OPML.
SOURCES = "feeds.opml"


def pages(context: Context) -> Iterator[tuple[PageHead, NewsView]]:
    """Plan the lists of news of a site, or of the portal, in one language."""
    title = Words(context.say(NEWS))
    topics = context.news.topics(context.localiser)
    links = tuple(
        Link(
            context.links.page(context.language, f"news/topics/{topic}/"),
            topic_name(context, topic),
        )
        for topic in topics
    )
    yield from _parts(context, "news/", title, context.news.rows(context.localiser), links, ())
    crumbs = (context.link("news", NEWS),)
    for topic, rows in topics.items():
        name = topic_name(context, topic)
        yield from _parts(context, f"news/topics/{topic}/", name, rows, (), crumbs)


def topic_name(context: Context, topic: str) -> Words:
    """Return a topic's name: that of posts.yaml, else its id as words."""
    name: Text | None = context.index.network.naming.topics.get(topic)
    return context.localiser.words(name) if name else Words(topic.replace("-", " ").capitalize())


@dataclass(frozen=True, slots=True)
class _List:
    """A list of news in parts: where it begins, what it is called."""

    context: Context
    path: str
    title: Words
    count: int

    def path_of(self, number: int) -> str:
        return self.path if number == 1 else f"{self.path}{number}/"

    def link(self, number: int, label: str) -> Link | None:
        if not 1 <= number <= self.count:
            return None
        href = self.context.links.page(self.context.language, self.path_of(number))
        return Link(href, Words(self.context.say(label)))

    def head(self, number: int, crumbs: tuple[Link, ...]) -> PageHead:
        title = self.title
        if number > 1:
            shown = self.context.localiser.number(number)
            words = self.context.say(NUMBERED).format(title=title.text, number=shown)
            title = Words(words, title.language)
        return PageHead(
            key="news", path=self.path_of(number), title=title,
            translations=self.context.languages, crumbs=crumbs,
        )  # fmt: skip

    def paging(self, number: int) -> Paging | None:
        if self.count == 1:
            return None
        say, shown = self.context.say, self.context.localiser.number
        return Paging(
            position=say(POSITION).format(number=shown(number), count=shown(self.count)),
            newer=self.link(number - 1, NEWER),
            older=self.link(number + 1, OLDER),
        )


def _parts(
    context: Context, path: str, title: Words, rows: tuple[Row, ...], topics: tuple[Link, ...],
    crumbs: tuple[Link, ...],
) -> Iterator[tuple[PageHead, NewsView]]:  # fmt: skip
    ahead = tuple(row.line for row in coming(rows))
    rows = tuple(row for row in rows if not row.event)
    count = max(1, -(-len(rows) // LINES))
    parts = _List(context, path, title, count)
    home = context.links.page(context.language, "").removesuffix("index.html")
    for number in range(1, count + 1):
        shown = rows[(number - 1) * LINES : number * LINES]
        back = context.links.page(context.language, path)
        yield (
            parts.head(number, (*crumbs, Link(back, title)) if number > 1 else crumbs),
            NewsView(
                events=ahead if number == 1 else (),
                script=_script(context, ahead) if number == 1 else None,
                lines=tuple(row.line for row in shown if row.first or not row.foreign),
                others=tuple(row.line for row in shown if row.foreign and not row.first),
                topics=topics,
                paging=parts.paging(number),
                feed=f"{home}feed.atom",
                json_feed=f"{home}{JSON_FEED}",
                sources=f"{home}{SOURCES}" if context.news.addresses() else "",
            ),
        )


def _script(context: Context, shown: tuple[NewsLine, ...]) -> EventScript | None:
    """Return the script that says times by the reader's clock, where there are any."""
    timed = any(line.when and line.when.yours for line in shown)
    sources = scripts_of(context, "when") if timed else ()
    return EventScript(sources[0], context.localiser.formats) if sources else None
