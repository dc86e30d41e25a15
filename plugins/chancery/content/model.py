"""What content is after reading: documents of plain data, made once and shown on many sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from chancery.network.fields import (
    Country,
    Day,
    Flag,
    Named,
    Plain,
    PostId,
    Slug,
    Title,
    Url,
    doc,
    several,
)
from chancery.network.model import Kind

#: The kind of a slot in which posts insert what differs there: a paragraph that is nothing but a
#: link of this kind.
HERE = "here"
#: The kind of a slot where a site says something of itself by its settings: likewise a paragraph;
#: and what it may be.
SAID = "site"
STATEMENTS = ("kept", "numbers", "publisher")
Local = Literal["replace", "extend", "locked"]
Group = Literal["services", "help", "country", "about"]
#: A whole number that every encoding keeps.
Order = Annotated[int, Field(ge=-100_000, le=100_000), Named("whole number", "whole numbers")]


#: What a citizen would say for a part of a page: one text, or a list of them.
Needs = Annotated[
    tuple[Plain, ...],
    BeforeValidator(several, json_schema_input_type=Plain | tuple[Plain, ...]),
    Named("text or list of texts", ""),
]


@dataclass(frozen=True, slots=True)
class Slot:
    """A link in a text whose target each site resolves for itself.

    kind: page, post, service, contact or news, here for what a post inserts, or site for what a
    site says of itself, which as part of a sentence has a text and is not shown; target: its id;
    anchor: a heading in it or empty; text: the link's text as cleaned HTML.
    """

    kind: str
    target: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text, for lists of contents: level 2 to 4, anchor, its words as plain text."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """What a link or a picture of a text leads to, with its place in the file.

    fault: why it leads nowhere, in words that follow it; empty when it may.
    """

    target: str
    line: int
    picture: bool = False
    column: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A rendered text: cleaned, balanced HTML cut at its slots."""

    pieces: tuple[str | Slot, ...]
    headings: tuple[Heading, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a text has its facts from."""

    url: Annotated[Url, doc("The page.")]
    title: Annotated[Plain, doc("What it is called.")]
    seen: Annotated[Day | None, doc("When it was read.")] = None
    shown: Annotated[Flag, doc("`false` where no reader is to be sent there.")] = True

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The closed list of what the front matter of a text may say."""

    title: Annotated[Title, doc("The heading of the page, at most 150 characters.")]
    summary: Annotated[Plain | None, doc("What it is and for whom, in two lines.")] = None
    sample: Annotated[
        Flag, doc("`true` marks the text as a sample that nobody should rely on.")
    ] = False
    discreet: Annotated[
        Flag,
        doc(
            "`true` for a page that is a danger to whoever is seen to have read it (violence at "
            "home, a forced marriage): browsers are not to keep it nor to fetch it ahead "
            "([how](advice.md#pages-for-people-in-danger))."
        ),
    ] = False
    reviewed: Annotated[
        Day | None, doc("When somebody last checked it; shown at the end.", '"2026-11-05"')
    ] = None
    local: Annotated[Local, doc("Shared texts only: what posts may do with it.", "locked")] = (
        "extend"
    )
    group: Annotated[Group, doc("The part of the navigation it belongs to.", "services")] = "about"
    order: Annotated[Order, doc("Its position in its group; smaller comes first.")] = 100
    kinds: Annotated[tuple[Kind, ...], doc("Shared texts only: only on posts of these kinds.")] = ()
    countries: Annotated[
        tuple[Country, ...],
        doc("Shared texts only: only on posts in these countries.", '["NO", DK]'),
    ] = ()
    posts: Annotated[tuple[PostId, ...], doc("Shared texts only: only on these posts.")] = ()
    topics: Annotated[
        tuple[Slug, ...], doc("What a news item is about; posts can choose topics.", "[consular]")
    ] = ()
    needs: Annotated[
        Mapping[Annotated[str, Named("heading", "")], Needs],
        doc("What a citizen would say, such as “lost passport”; see [needs](editors.md#needs)."),
    ] = field(default_factory=dict)
    sign_language: Annotated[Url | None, doc("A video that says the same in sign language.")] = None
    sources: Annotated[
        tuple[Citation, ...], doc("Where its facts are from; shown at the end.")
    ] = ()
    status: Annotated[
        Literal["published", "draft"],
        doc("A draft is shown, marked, on a desk and left out of what is published."),
    ] = "published"
    pin: Annotated[Flag, doc("`true` keeps a news item first.")] = False

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text in one language: its front matter, its fragment, and where it belongs.

    file: its path below the content folder; kind: page, news, words of travel advice, whose slug is
    the country (ISO 3166-1), or insert, whose slug is that of the slot it fills; post: the post
    whose own it is, or empty for a shared one; date: the day of a news item (ISO 8601), else empty;
    addresses: where its links lead, for messages alone; digest: over all that shows.
    """

    file: str
    kind: Literal["page", "news", "advice", "insert"]
    slug: str
    language: str
    post: str
    date: str
    front: FrontMatter
    fragment: Fragment
    digest: bytes
    addresses: tuple[Address, ...] = ()
