"""News of a site: its own, its hub's, the ministry's and the partners', newest first."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from msgspec.structs import replace

from chancery.common.languages import direction, language_name
from chancery.content.model import Document
from chancery.feeds.entries import UNDATED, Entry
from chancery.feeds.text import collapsed, fitted
from chancery.feeds.thumbnails import Thumbnail
from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.network.newsfeeds import FeedSource
from chancery.plan import events
from chancery.plan.index import Index
from chancery.plan.links import Links
from chancery.plan.newschoice import Told, chosen
from chancery.plan.newsviews import NewsFile, NewsLine, NewsPicture
from chancery.plan.texts import PageTexts, applies, item_folder
from chancery.plan.views import ROOT, Words
from chancery.plan.words import N_, Localiser, iso_day

#: How many lines of news a first page shows.
HOME_NEWS = 3
#: How many characters of an entry's summary are shown.
SUMMARY = 240
UPDATED = N_("Updated {date}")
#: What a reader does with a file of an entry, by the first part of its media type.
_MEDIA = {"audio": N_("Listen"), "video": N_("Watch")}
#: Media types whose second part says little to people.
_FORMATS = {"audio/mpeg": "MP3", "audio/mp4": "M4A", "video/quicktime": "MOV"}
_BLOCK = re.compile("</?(?:p|br|ul|ol|li|blockquote)>")
_TAG = re.compile(r"<[^>]*>")
#: How many lines about a topic make a page of it worth the way.
LINES_OF_A_TOPIC = 2


def site_news(index: Index, post: Post | None) -> dict[str, PageTexts]:
    """Return the news items that have a page on a site, newest first."""
    items: dict[str, PageTexts] = {}
    for slug, documents in index.central_news.items():
        for document in documents:
            if applies(document, post) and taken(document, post) and index.appears(document):
                items.setdefault(slug, PageTexts(slug)).shared[document.language] = document
    for slug, item in own_news(index, post).items() if post else ():
        items.setdefault(slug, PageTexts(slug)).local.update(item.local)
    return dict(sorted(items.items(), reverse=True))


def own_news(index: Index, post: Post) -> dict[str, PageTexts]:
    """Return the news that a post wrote itself."""
    items: dict[str, PageTexts] = {}
    for slug, documents in index.local_news.get(post.id, {}).items():
        for document in documents:
            if index.appears(document):
                items.setdefault(slug, PageTexts(slug)).local[document.language] = document
    return items


def others_news(index: Index, post: Post | None) -> list[dict[str, PageTexts]]:
    """Return what reaches a site from others: its hub's news; for the portal, every post's."""
    hub = index.posts.get(post.hub or "") if post else None
    others = index.network.posts if post is None else (hub,) if hub else ()
    return [items for items in (own_news(index, other) for other in others) if items]


def state(index: Index, post: Post | None) -> list[object]:
    """Return the news of a site, its own and those of feeds with their events, for its key."""
    found: list[object] = [item.digests for item in site_news(index, post).values()]
    for items in others_news(index, post):
        found += [item.digests for item in items.values()]
    keys = [flow.feed.key for flow in feeds_of(index, post)]
    found += [(key, index.entry_keys.get(key)) for key in keys]
    return found + events.state(index, post, keys)


def taken(document: Document, post: Post | None) -> bool:
    """Say whether a site takes a central news item, by its wishes; the portal takes every one."""
    if post is None:
        return True
    policy = post.news
    if document.slug in policy.leave_out:
        return False
    return not policy.topics or bool(set(policy.topics).intersection(document.front.topics))


@dataclass(frozen=True, slots=True)
class Flow:
    """A feed that flows to a site.

    source: who speaks in it, the same for all feeds of one; owner: their name, None for the post
    itself; distance: 0 for the post's own, 1 for its hub's, 2 for all others; own: whether it is
    the ministry's or a post's, so that its whole texts may be shown.
    """

    feed: FeedSource
    source: str
    owner: Text | None
    distance: int
    own: bool = True


def feeds_of(index: Index, post: Post | None) -> list[Flow]:
    """Return the feeds that flow to a site, each once, its own first.

    A central feed in a language that the site lacks does not, nor one that is meant for other
    countries, or about what the post does not take.
    """
    ministry = index.ministry
    hub = index.posts.get(post.hub or "") if post else None
    found = [Flow(feed, post.id, None, 0) for feed in post.feeds] if post else []
    if hub is not None:
        found += [Flow(feed, hub.id, hub.name or hub.city, 1) for feed in hub.feeds]
    languages = index.languages(post)
    found += [
        Flow(feed, "ministry", ministry.name, 2)
        for feed in ministry.feeds
        if feed.language is None or feed.language in languages
    ]
    partners = index.partners(post) if post else index.network.partners
    found += [Flow(feed, one.id, one.name, 2, own=False) for one in partners for feed in one.feeds]
    flows: dict[str, Flow] = {}
    for flow in found:
        if post is None or _for_post(flow.feed, post):
            flows.setdefault(flow.feed.key, flow)
    return list(flows.values())


def _for_post(feed: FeedSource, post: Post) -> bool:
    """Say whether a feed is meant for a post: by its countries and its topic."""
    countries = {post.country, *post.covers}
    there = not feed.countries or not countries.isdisjoint(feed.countries)
    wanted = post.news.topics
    return there and not (wanted and feed.topic and feed.topic not in wanted)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with what it is chosen and ordered by.

    first: whether it is pinned; day, name: when it is from, and what tells equals apart; distance:
    as of a `Flow`, and 1 on the portal for what a post wrote; item: whether it has a page;
    topics: what it is about.
    """

    first: bool
    day: str
    name: str
    distance: int
    item: bool
    topics: tuple[str, ...]
    line: NewsLine

    def age(self) -> tuple[str, bool, str, str]:
        """Return what to sort by, the newest last; items have no time, and lead their day."""
        return self.day, self.item, self.line.at, self.name

    @property
    def event(self) -> bool:
        """Whether it is an event, and not pinned among the news."""
        return self.line.when is not None and not self.first

    @property
    def foreign(self) -> bool:
        """Whether it is in another language than the reader's."""
        return bool(self.line.language)


def coming(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return those of lines that are events, the next first."""
    found = [(row.line.when.begun, row.name, row) for row in rows if row.event and row.line.when]
    return tuple(row for *_, row in sorted(found, key=lambda one: one[:2]))


class News:
    """The news of one site: its items once, its lines per language."""

    def __init__(
        self, index: Index, post: Post | None, links: Links, languages: tuple[str, ...]
    ) -> None:
        """Collect what flows to the site of a post, or to the portal."""
        self.index, self.post, self.links, self.languages = index, post, links, languages
        self.items = site_news(index, post)
        self.flows = feeds_of(index, post)
        self._told = chosen(index, post, self.flows)
        self._others = others_news(index, post)
        self._rows: dict[str, tuple[Row, ...]] = {}

    def addresses(self) -> list[Flow]:
        """Return the feeds that others could subscribe to as well: those that have an address."""
        return [flow for flow in self.flows if flow.feed.url]

    def rows(self, localiser: Localiser) -> tuple[Row, ...]:
        """Return all lines for a language: pinned ones, those in it, others; each newest first."""
        rows = self._rows.get(localiser.language)
        if rows is None:
            found = sorted(self._all_rows(localiser), key=Row.age, reverse=True)
            found.sort(key=lambda row: (not row.first, row.foreign))
            rows = self._rows[localiser.language] = tuple(found)
        return rows

    def newest(self, localiser: Localiser, count: int) -> tuple[NewsLine, ...]:
        """Return the newest lines, whatever language they are in."""
        rows = sorted(self.rows(localiser), key=Row.age, reverse=True)
        return tuple(row.line for row in rows[:count])

    def own_first(self, localiser: Localiser, count: int) -> tuple[NewsLine, ...]:
        """Return lines for a home page: pinned ones, the post's own, its hub's, then all others.

        What others say in a language that is not the reader's comes last, and behind it what is to
        come.
        """
        rows = sorted(self.rows(localiser), key=Row.age, reverse=True)
        rows.sort(key=lambda row: (not row.first, row.foreign and not row.item, row.distance))
        rows = [row for row in rows if not row.event]
        return tuple(row.line for row in [*rows, *self.events(localiser)][:count])

    def events(self, localiser: Localiser) -> tuple[Row, ...]:
        """Return what is to come, the next first."""
        return coming(self.rows(localiser))

    def topics(self, localiser: Localiser) -> dict[str, tuple[Row, ...]]:
        """Return the lines of each topic that has enough of them for a page of its own."""
        found: dict[str, list[Row]] = {}
        for row in self.rows(localiser):
            for topic in row.topics:
                found.setdefault(topic, []).append(row)
        return {
            topic: tuple(rows)
            for topic, rows in sorted(found.items())
            if len(rows) >= LINES_OF_A_TOPIC
        }

    def _all_rows(self, localiser: Localiser) -> Iterator[Row]:
        pinned = set(self.post.news.pin) if self.post else set()
        for slug, item in self.items.items():
            document = item.choose(localiser.order)[0]
            first = document.front.pin or slug in pinned
            line = self._item_line(localiser, item, document, first)
            distance = 0 if document.post else 2
            topics = document.front.topics
            yield Row(first, document.date, slug, distance, True, topics, line)
        for document in self._others_choice(localiser):
            line = self._others_line(localiser, document)
            name = f"{document.slug} {document.post}"
            yield Row(False, document.date, name, 1, True, document.front.topics, line)
        for told in self._told:
            line = self._entry_line(localiser, told)
            verdict = told.verdict
            yield Row(
                verdict.pinned, line.iso, told.entry.id, told.flow.distance, False, verdict.topics,
                line,
            )  # fmt: skip

    def _others_choice(self, localiser: Localiser) -> Iterator[Document]:
        for items in self._others:
            for slug, item in items.items():
                if slug not in self.items:
                    yield item.choose(localiser.order)[0]

    def _item_line(
        self, localiser: Localiser, item: PageTexts, document: Document, pinned: bool
    ) -> NewsLine:
        folder = item_folder(item, localiser.order, self.languages)
        href = self.links.page(folder, f"news/{item.slug}/")
        owner = self.post if document.post else None
        source = localiser.place(owner) if owner else localiser.words(self.index.ministry.name)
        return replace(_document_line(localiser, document, href, source), pinned=pinned)

    def _others_line(self, localiser: Localiser, document: Document) -> NewsLine:
        other = self.index.posts[document.post]
        folder = document.language
        if folder not in self.index.languages(other):
            folder = self.index.languages(other)[0]
        href = self.links.site(other.id, folder, f"news/{document.slug}/")
        return _document_line(localiser, document, href, localiser.place(other))

    def _entry_line(self, localiser: Localiser, told: Told) -> NewsLine:
        entry, flow = told.entry, told.flow
        owner = flow.feed.title or flow.owner
        source = localiser.words(owner) if owner else Words("")
        if owner is None and self.post is not None:
            source = localiser.place(self.post)
        known = entry.shown_at > UNDATED
        day = iso_day(entry.shown_at) if known else ""
        changed = self._changed(entry)
        when = events.told(localiser, self.index, self.post, entry, told.when)
        language = entry.language or flow.feed.language or ""
        tag = language if language != localiser.language else ""
        return NewsLine(
            title=entry.title,
            href=entry.link,
            language=tag,
            language_name=language_name(tag, localiser.language) if tag else "",
            direction=direction(tag) if tag else "",
            source=source,
            date=localiser.day(day) if day else "",
            iso=day,
            external=True,
            summary=_as_text(entry.summary),
            content=entry.content if flow.own else "",
            text=_paragraphs(entry.content) if flow.own else (),
            pinned=told.verdict.pinned,
            id=entry.id,
            origin=entry.feed,
            at=_instant(entry.shown_at) if known else "",
            changed=_instant(changed) if changed else "",
            updated=_updated(localiser, iso_day(changed))
            if changed and iso_day(changed) > day
            else "",
            when=when,
            picture=self._picture(told),
            files=tuple(_files(localiser, entry)),
        )

    def _changed(self, entry: Entry) -> datetime | None:
        """Return when an entry was changed after it was shown; None if that is to come."""
        changed = entry.updated
        if changed is None or changed <= entry.shown_at:
            return None
        return changed if iso_day(changed) <= self.index.inputs.settings.today else None

    def _thumbnail(self, told: Told) -> Thumbnail | None:
        """Return the copy of an entry's picture, where its feed's are wanted and it is there."""
        wanted = told.flow.feed.images == "copy"
        return self.index.inputs.thumbnails.get(told.entry.image) if wanted else None

    def _picture(self, told: Told) -> NewsPicture | None:
        found = self._thumbnail(told)
        if found is None:
            return None
        href = f"{ROOT}assets/{_asset(found)}"
        alt = told.entry.image_alt
        return NewsPicture(href=href, width=found.width, height=found.height, alt=alt)

    def pictures(self) -> dict[str, str]:
        """Return the pictures of the entries: names among the site's assets, and their files."""
        found = filter(None, map(self._thumbnail, self._told))
        return {_asset(one): one.file for one in found}


def _asset(one: Thumbnail) -> str:
    """Return the name of a picture among a site's assets: it holds the file's digest."""
    return f"news-{one.file}"


@lru_cache(maxsize=10_000)
def _as_text(fragment: str) -> str:
    """Return the words of a summary, as many as make clear what it is about."""
    text = collapsed(html.unescape(_TAG.sub("", _BLOCK.sub(" ", fragment)))).strip()
    short = fitted(text, SUMMARY)
    return text if short == text else f"{short} …"


@lru_cache(maxsize=10_000)
def _paragraphs(fragment: str) -> tuple[str, ...]:
    """Return the words of a whole text, a part for each of its paragraphs and lines."""
    parts = (html.unescape(_TAG.sub("", part)) for part in _BLOCK.split(fragment))
    return tuple(filter(None, (collapsed(part).strip() for part in parts)))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _updated(localiser: Localiser, day: str) -> str:
    return localiser.say(UPDATED).format(date=localiser.day(day))


def _files(localiser: Localiser, entry: Entry) -> Iterator[NewsFile]:
    """Return what of an entry can be heard or seen, with its kind and its size."""
    for file in entry.enclosures:
        medium, _, kind = file.type.partition("/")
        if label := _MEDIA.get(medium):
            name = _FORMATS.get(file.type) or kind.removeprefix("x-").upper()
            size = localiser.size(file.length) if file.length else ""
            note = localiser.join([name, size])
            yield NewsFile(href=file.url, label=localiser.say(label), type=file.type, note=note)


def _document_line(localiser: Localiser, document: Document, href: str, source: Words) -> NewsLine:
    tag = document.language if document.language != localiser.language else ""
    return NewsLine(
        title=document.front.title,
        href=href,
        language=tag,
        language_name=language_name(document.language, localiser.language) if tag else "",
        direction=direction(tag) if tag else "",
        source=source,
        date=localiser.day(document.date),
        iso=document.date,
        summary=document.front.summary or "",
        sample=document.front.sample,
    )
