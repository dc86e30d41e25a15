"""What the plan works from: plain, frozen data, handed to each worker once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chancery.content.model import Document
from chancery.content.notices import ServiceNotice
from chancery.feeds.entries import Entry
from chancery.feeds.thumbnails import Thumbnail
from chancery.media.cache import Picture
from chancery.network.model import Network
from chancery.plan.feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this build is to come out.

    today: the UTC date of the build (ISO 8601); now: its instant; one_tree: whether the whole tree
    is published as one, so that sites link one another relatively; file_links: write `index.html`
    out in links; publishing: without drafts.
    """

    today: str
    now: datetime
    one_tree: bool = True
    file_links: bool = False
    publishing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What the last test of a theme's accessibility looked at and found.

    day: ISO 8601; tool: the checker with its version; pages: how many, in how many looks (window
    and colours) each; languages: BCP 47 tags; faults: how many rules were broken.
    """

    day: str
    tool: str
    pages: int
    looks: int
    languages: tuple[str, ...]
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the theme brings: interface texts by language, assets by name, a digest over all of it.

    catalogues: per language tag, message to translation, both plain text; stylesheets: names by
    the accent that they have (`#rrggbb`), that without one by an empty text; scripts: the name of
    each script's asset by its own, such as `words`; icon: the name of that asset; digest: over all
    that does not depend on accents; tested: what the last test of its accessibility found, where
    there was one; standalone: the styles of pages that are one file; missing: the
    script within the page for lost addresses; worker: the
    script by which browsers keep pages of help; leave: that which takes it from them again.
    """

    catalogues: Mapping[str, Mapping[str, str]]
    stylesheets: Mapping[str, str]
    scripts: Mapping[str, str]
    icon: str
    digest: bytes
    tested: Tested | None = None
    standalone: str = ""
    missing: str = ""
    worker: str = ""
    leave: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that a plan may look at.

    code: a digest over what makes pages of the rest: Chancery, its libraries, Python; entries:
    those of feeds, by the feed's key; pictures: those made ready, by their file; features: all
    there are, in the order of their pages; records: those of each shelf, by its folder; notices:
    what is different at posts for a while, by post; thumbnails: copies of pictures of entries, by
    the addresses that they are from.
    """

    network: Network
    documents: tuple[Document, ...]
    theme: Theme
    settings: Settings
    code: bytes
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    features: tuple[Feature, ...] = ()
    records: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    notices: Mapping[str, tuple[ServiceNotice, ...]] = field(default_factory=dict)
    thumbnails: Mapping[str, Thumbnail] = field(default_factory=dict)
