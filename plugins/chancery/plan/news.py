"""News of a site: its own, its hub's, the ministry's and the partners', newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chancery.common.languages import language_name
from chancery.content.model import Document
from chancery.feeds.entries import UNDATED, Entry
from chancery.feeds.merge import newest_first
from chancery.network.fields import Text
from chancery.network.model import FeedSource, Post
from chancery.plan.index import Index
from chancery.plan.links import Links
from chancery.plan.texts import PageTexts, applies, item_folder
from chancery.plan.views import NewsLine, Words
from chancery.plan.words import Speaker, iso_day

#: How many lines the news page and the feed hold.
NEWS_LIMIT = 40


def site_news(index: Index, post: Post | None) -> dict[str, PageTexts]:
    """Give the news items that have a page on a site, newest first."""
    items: dict[str, PageTexts] = {}
    for slug, documents in index.central_news.items():
        for document in documents:
            if applies(document, post) and taken(document, post) and index.appears(document):
                items.setdefault(slug, PageTexts(slug)).shared[document.language] = document
    for slug, documents in index.local_news[post.id].items() if post else ():
        for document in documents:
            if index.appears(document):
                items.setdefault(slug, PageTexts(slug)).local[document.language] = document
    return dict(sorted(items.items(), reverse=True))


def taken(document: Document, post: Post | None) -> bool:
    """Say whether a site takes a central news item, by its wishes; the portal takes every one."""
    if post is None:
        return True
    policy = post.news
    if document.slug in policy.leave_out:
        return False
    return not policy.topics or bool(set(policy.topics).intersection(document.front.topics))


def feeds_of(index: Index, post: Post | None) -> list[tuple[FeedSource, Text | None]]:
    """Give the feeds that flow to a site, its own first, each with the name of its owner."""
    found: list[tuple[FeedSource, Text | None]] = []
    if post is not None:
        found += [(feed, None) for feed in post.feeds]
        hub = index.posts.get(post.hub or "")
        if hub is not None:
            found += [(feed, hub.name or hub.city) for feed in hub.feeds]
    found += [(feed, index.ministry.name) for feed in index.ministry.feeds]
    partners = index.partners(post) if post else index.network.partners
    found += [(feed, partner.name) for partner in partners for feed in partner.feeds]
    wanted = set(post.news.topics) if post else set()
    seen: set[str] = set()
    result = []
    for feed, owner in found:
        if feed.key not in seen and not (wanted and feed.topic and feed.topic not in wanted):
            seen.add(feed.key)
            result.append((feed, owner))
    return result


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A line with what it is ordered by: pinned, its day, a name that tells equals apart.

    distance: 0 for the post's own, 1 for its hub's, 2 for all others.
    """

    first: bool
    day: str
    name: str
    distance: int
    line: NewsLine

    def rank(self) -> tuple[bool, str, str]:
        return self.first, self.day, self.name


class News:
    """The news of one site: its items once, its lines per language."""

    def __init__(
        self, index: Index, post: Post | None, links: Links, languages: tuple[str, ...]
    ) -> None:
        """Collect what flows to the site of a post, or to the portal."""
        self.index, self.post, self.links, self.languages = index, post, links, languages
        self.items = site_news(index, post)
        sources = feeds_of(index, post)
        self._owners = {feed.key: feed.title or owner for feed, owner in sources}
        self._languages = {feed.key: feed.language or "" for feed, _ in sources}
        self._distances = {feed.key: 0 for feed, owner in sources if owner is None}
        groups = (index.entries.get(feed.key, ()) for feed, _ in sources)
        self.entries = newest_first(groups, NEWS_LIMIT)
        hub = index.posts.get(post.hub or "") if post else None
        for feed in hub.feeds if hub else ():
            self._distances.setdefault(feed.key, 1)
        self._hub_items = site_hub_news(index, hub) if hub else {}
        self._ranked: dict[str, list[_Ranked]] = {}

    def lines(self, speaker: Speaker) -> tuple[NewsLine, ...]:
        """Give the newest lines in a language, pinned ones first."""
        return tuple(row.line for row in self._rows(speaker))

    def own_first(self, speaker: Speaker, count: int) -> tuple[NewsLine, ...]:
        """Give lines for a home page: pinned ones, the post's own, its hub's, then all others."""
        rows = sorted(self._rows(speaker), key=lambda row: (not row.first, row.distance))
        return tuple(row.line for row in rows[:count])

    def _rows(self, speaker: Speaker) -> list[_Ranked]:
        rows = self._ranked.get(speaker.language)
        if rows is None:
            found = sorted(self._all_rows(speaker), key=_Ranked.rank, reverse=True)
            rows = self._ranked[speaker.language] = found[:NEWS_LIMIT]
        return rows

    def _all_rows(self, speaker: Speaker) -> Iterator[_Ranked]:
        pinned = set(self.post.news.pin) if self.post else set()
        for slug, item in self.items.items():
            document = item.choose(speaker.order)[0]
            first = document.front.pin or slug in pinned
            line = self._item_line(speaker, item, document, first)
            yield _Ranked(first, document.date, slug, 0 if document.post else 2, line)
        for slug, document in self._hub_lines(speaker):
            yield _Ranked(False, document.date, slug, 1, self._hub_line(speaker, document))
        for entry in self.entries:
            line = self._entry_line(speaker, entry)
            yield _Ranked(False, line.iso, entry.id, self._distances.get(entry.feed, 2), line)

    def _hub_lines(self, speaker: Speaker) -> Iterator[tuple[str, Document]]:
        for slug, item in self._hub_items.items():
            if slug not in self.items:
                yield slug, item.choose(speaker.order)[0]

    def _item_line(
        self, speaker: Speaker, item: PageTexts, document: Document, pinned: bool
    ) -> NewsLine:
        folder = item_folder(item, speaker.language, self.languages)
        href = self.links.page(folder, f"news/{item.slug}/")
        owner = self.post if document.post else None
        source = speaker.place(owner) if owner else speaker.words(self.index.ministry.name)
        return replace(_document_line(speaker, document, href, source), pinned=pinned)

    def _hub_line(self, speaker: Speaker, document: Document) -> NewsLine:
        hub = self.index.posts[document.post]
        folder = document.language
        if folder not in self.index.languages(hub):
            folder = self.index.languages(hub)[0]
        href = self.links.site(hub.id, folder, f"news/{document.slug}/")
        return _document_line(speaker, document, href, speaker.place(hub))

    def _entry_line(self, speaker: Speaker, entry: Entry) -> NewsLine:
        owner = self._owners.get(entry.feed)
        source = speaker.words(owner) if owner else Words("")
        if owner is None and self.post is not None:
            source = speaker.place(self.post)
        day = iso_day(entry.shown_at) if entry.shown_at > UNDATED else ""
        language = entry.language or self._languages[entry.feed]
        tag = language if language != speaker.language else ""
        return NewsLine(
            title=entry.title,
            href=entry.link,
            language=tag,
            language_name=language_name(tag, speaker.language) if tag else "",
            source=source,
            date=speaker.day(day) if day else "",
            iso=day,
            external=True,
            id=f"{entry.feed} {entry.id}",
        )


def site_hub_news(index: Index, hub: Post) -> dict[str, PageTexts]:
    """Give the news that a hub wrote itself."""
    found = site_news(index, hub).items()
    return {slug: PageTexts(slug, local=item.local) for slug, item in found if item.local}


def _document_line(speaker: Speaker, document: Document, href: str, source: Words) -> NewsLine:
    tag = document.language if document.language != speaker.language else ""
    return NewsLine(
        title=document.front.title,
        href=href,
        language=tag,
        language_name=language_name(document.language, speaker.language) if tag else "",
        source=source,
        date=speaker.day(document.date),
        iso=document.date,
        summary=document.front.summary or "",
        sample=document.front.sample,
    )
