"""Feeds that flow to sites, how long they are kept, and what is done with their entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from chancery.network.fields import (
    Country,
    Days,
    Entries,
    FeedFile,
    Flag,
    Language,
    Named,
    Plain,
    Slug,
    Text,
    Url,
    doc,
)
from chancery.network.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep(Record):
    """How long entries stay that their feed has no longer."""

    days: Annotated[
        Days | None,
        doc("For how many days after it was missed first an entry stays; 365 else.", "90"),
    ] = None
    entries: Annotated[
        Entries | None,
        doc("How many entries of the feed there are at most, the oldest go first; 200 else.", "50"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource(Record):
    """A feed that flows to a site: an address to fetch, or a file that another system leaves."""

    url: Annotated[Url | None, doc("The feed’s address.", "https://www.example.org/feed.xml")] = (
        None
    )
    file: Annotated[
        FeedFile | None, doc("A feed that another system leaves as a file.", "feeds/press.xml")
    ] = None
    title: Annotated[
        Text | None,
        doc("The name of the source, as readers see it; else its owner’s.", "{en: Trade news}"),
    ] = None
    language: Annotated[
        Language | None, doc("Its language, where the feed does not say.", "en")
    ] = None
    topic: Annotated[Slug | None, doc("What it is about.", "trade")] = None
    countries: Annotated[
        tuple[Country, ...],
        doc("Only on posts in these countries, or accredited to them; empty for all.", "[PE, BO]"),
    ] = ()
    images: Annotated[
        Literal["none", "copy"],
        doc(
            "`copy`: `chancery feeds` copies a small picture of each entry, and the site shows it "
            "beside the news. Only for a feed with a `url`, and only where its owner lets you: a "
            "picture has an author.",
            "copy",
        ),
    ] = "none"
    keep: Annotated[
        Keep | None,
        doc(
            "How long entries stay that it has no longer; else as `defaults` says. Where several "
            "name a feed, the longest counts. Only for a feed with a `url`: a file is shown as "
            "it is.",
            "{days: 90}",
        ),
    ] = None

    @property
    def key(self) -> str:
        """The name under which its entries are kept."""
        return self.url or f"file:{self.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRule(Record):
    """What is done with entries of feeds that match all that it asks."""

    feed: Annotated[
        Plain | None, doc("Only entries of this feed, by its `url` or `file`.", "feeds/press.xml")
    ] = None
    link: Annotated[
        Url | None, doc("Only the entry that leads here.", "https://press.example.org/42")
    ] = None
    words: Annotated[
        tuple[Plain, ...],
        doc(
            "Only entries whose title has one of these words, or a part of it; capitals and "
            "accents are no matter.",
            "[visa, visum]",
        ),
    ] = ()
    hide: Annotated[Flag, doc("`true` shows them nowhere.", "true")] = False
    pin: Annotated[Flag, doc("`true` keeps them first.", "true")] = False
    topic: Annotated[
        Slug | None, doc("What they are about, beside their feed’s topic.", "consular")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPolicy(Record):
    """What a post does with news: topics it takes, what it pins or leaves out, rules for feeds."""

    topics: Annotated[
        tuple[Slug, ...],
        doc(
            "Which central news and feeds it takes; empty for all. A feed without a topic is "
            "taken always, a news item without one only when this is empty.",
            "[consular, culture]",
        ),
    ] = ()
    pin: Annotated[
        tuple[Annotated[Plain, Named("name", "names")], ...],
        doc(
            "Items that stay first, by the file’s name without language and ending.",
            "[2026-11-05-consular-day]",
        ),
    ] = ()
    leave_out: Annotated[
        tuple[Annotated[Plain, Named("name", "names")], ...],
        doc("Central items it does not show.", "[2026-09-10-online-forms]"),
    ] = ()
    rules: Annotated[
        tuple[NewsRule, ...],
        doc("What it does with entries of feeds, beside the ministry’s rules."),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralNews(Record):
    """What the ministry does with news on every site."""

    rules: Annotated[tuple[NewsRule, ...], doc("What is done with entries of feeds.")] = ()
    websub: Annotated[
        Url | None,
        doc(
            "The [WebSub](https://www.w3.org/TR/websub/) hub that the sites’ own feeds name.",
            "https://hub.example.org/",
        ),
    ] = None
