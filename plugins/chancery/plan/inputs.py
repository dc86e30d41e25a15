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

    Attributes:
        today: The date of the build in UTC (ISO 8601).
        now: The instant of the build.
        one_tree: Whether all sites are published as one tree, so that links between them are
            relative.
        file_links: Whether links end in `index.html`, for pages that are opened from a disk.
        publishing: Whether drafts are left out.
    """

    today: str
    now: datetime
    one_tree: bool = True
    file_links: bool = False
    publishing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What the last test of a theme's accessibility looked at and found.

    Attributes:
        day: The day of the test (ISO 8601).
        tool: The checker with its version.
        pages: How many pages were tested.
        looks: In how many looks (sizes of the window, and colours) each was tested.
        languages: The languages of these pages (BCP 47).
        faults: How many rules were broken.
    """

    day: str
    tool: str
    pages: int
    looks: int
    languages: tuple[str, ...]
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the theme brings: interface texts, the names of assets, styles and scripts.

    Attributes:
        catalogues: By language tag, the translation of each message, both plain text.
        stylesheets: The name of the stylesheet for each accent (`#rrggbb`); an empty text stands
            for no accent.
        scripts: The name of each script's asset by the name of the script, such as `words`.
        icon: The name of the icon's asset.
        digest: A digest over everything that does not depend on accents.
        tested: What the last test of the theme's accessibility found, if there was one.
        standalone: The styles of pages that consist of one file.
        missing: The script inside the page for lost addresses.
        worker: The script by which browsers keep the pages of help.
        leave: The script that makes browsers give up the worker and what it kept.
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

    Attributes:
        network: The posts and their ministry.
        documents: All texts, in all languages.
        theme: What the theme brings.
        settings: How the build is to come out.
        code: A digest over whatever else makes the pages: Chancery, its libraries, Python.
        entries: The entries of each feed, by the feed's key.
        pictures: The pictures that were made ready, by their source files.
        features: All features, in the order of their pages.
        records: The records of each shelf, by the shelf's folder.
        notices: What is different at each post for a while, by the id of the post.
        thumbnails: The copies of entries' pictures, by the addresses of the originals.
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
